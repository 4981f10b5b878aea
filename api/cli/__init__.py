"""The command line: one file per family of commands.

A command imports its core when it is called, so that ``acorns --help`` stays quick.
"""

from __future__ import annotations

import io
import os
import sys

import typer

from api.cli.faults import fault_text
from matcher.errors import AcornsError, FaultsFound

HELP = "Matches between what a community has to give and what its children need."


def create_app() -> typer.Typer:
    """Return the whole command line as one typer app."""
    from api.cli import (
        administration,
        asking,
        bench,
        demo,
        importing,
        instances,
        places,
        rounds,
        serving,
        sheets,
    )

    app = typer.Typer(
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for family in (
        demo,
        sheets,
        rounds,
        asking,
        importing,
        serving,
        administration,
        instances,
        places,
        bench,
    ):
        family.add_to(app)
    return app


def main() -> None:
    """Run ``acorns``: 0 done, 1 refused or failed with a sentence, 2 wrong usage."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a letter shows its code: no reason to lose a round.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        create_app()()
    except FaultsFound as found:
        _fail(fault_text(found.faults))
    except AcornsError as error:
        _fail(str(error))
    except BrokenPipeError:
        # Whoever read us has what it wanted; Python must not flush again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.filename or 'A file'}: {error.strerror or error}.")
    except MemoryError:
        _fail("This needs more memory than there is. Try fewer rows.")


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)
