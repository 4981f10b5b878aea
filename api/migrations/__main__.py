"""Draft a migration: ``make migration NAME="what it changes"``, in a checkout.

What is drafted is read, corrected and tested like any other source: a renamed column
is drafted as one dropped and one added, and a check constraint not at all.
"""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import MetaData

from api.database import Database, configuration, migrate
from api.records import METADATA


def draft(name: str, metadata: MetaData = METADATA) -> Path:
    """Write the migration from the newest revision to the tables that are wanted.

    Parameters
    ----------
    name : str
        What it changes, in a few words; they become its docstring and its file's name.
    metadata : MetaData
        The tables that are wanted.

    Returns
    -------
    Path
        The file that was written, numbered after the newest.
    """
    versions = Path(configuration().get_main_option("script_location", "")) / "versions"
    revision = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04}"
    slug = "_".join(re.findall(r"[a-z0-9]+", name.lower()))
    with (
        TemporaryDirectory() as folder,
        closing(Database(f"sqlite:///{folder}/acorns.sqlite")) as database,
    ):
        migrate(database)
        with database.engine.connect() as connection, connection.begin():
            config = configuration(connection, metadata)
            config.set_main_option("file_template", f"{revision}_{slug}")
            command.revision(config, name, autogenerate=True, rev_id=revision)
    return versions / f"{revision}_{slug}.py"


if __name__ == "__main__":
    sys.stdout.write(f"{draft(' '.join(sys.argv[1:]))}\n")
