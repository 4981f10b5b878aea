"""Sheets into the database: what would change, and then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.performing import acts, look, reads
from api.actions.schemes_in_use import in_use, members_of
from api.permissions import NotThere, Who
from api.records import Scheme
from api.snapshots.loading import apply_plan, as_data, plan_import
from api.steps import london_day
from api.store import Store, scheme_of
from matcher.errors import Refused
from matcher.intake import Intake, read_sheets
from matcher.schemes.scheme import Scheme as Rules

MOST_FILES = 10
MOST_BYTES = 20 * 1024 * 1024
_MOST_SHOWN = 200
_LONGEST_NAME = 100
_OTHERWISE = (
    "What is here has changed since you looked, and these sheets would change "
    "something else by now. Look again, then confirm."
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Sheets that were read, under the digest of the files they came from."""

    intake: Intake
    digest: str
    rules_digest: str

    def __str__(self) -> str:
        return self.digest


def parse_files(
    app: App, who: Who, scheme_id: UUID, files: Mapping[str, bytes]
) -> Parsed:
    """Read uploaded sheets for a scheme, outside any transaction.

    Raises
    ------
    NotThere
        If the scheme is not theirs to import into.
    Refused
        If there are too many files, or too much in them.
    """
    rules: Rules = look(app, who, rules_for_import, on=scheme_id)
    if not files or len(files) > MOST_FILES:
        raise Refused(f"Send between 1 and {MOST_FILES} files.")
    if sum(map(len, files.values())) > MOST_BYTES:
        raise Refused("The files are larger than 20 MB altogether. Send fewer at once.")
    digest = hashlib.sha256()
    with TemporaryDirectory(prefix="acorns-import-") as folder:
        paths: list[Path] = []
        for name, content in sorted(files.items()):
            digest.update(hashlib.sha256(name.encode() + b"\0" + content).digest())
            paths.append(Path(folder) / _plain_name(name, len(paths)))
            paths[-1].write_bytes(content)
        return parse(app, rules, paths, digest.hexdigest())


def parse(app: App, rules: Rules, paths: Sequence[Path], digest: str) -> Parsed:
    """Read sheets with everything their cells held, by the parser of `check`."""
    intake = read_sheets(
        rules,
        paths,
        gazetteer=app.gazetteer,
        as_of=london_day(app.now()),
        given=True,
    )
    return Parsed(intake, digest, rules.digest)


@reads("import.preview", on=Scheme)
def rules_for_import(desk: Desk, scheme: Scheme) -> Rules:
    """Return the rules that sheets of a scheme are read by now."""
    return scheme_of(in_use(desk, scheme))


@reads("import.preview", on=Scheme)
def preview_import(desk: Desk, scheme: Scheme, *, parsed: Parsed) -> dict[str, Any]:
    """Return what an import would do: counts, and each row that would change.

    Raises
    ------
    FaultsFound
        Every fault of the sheets.
    """
    rules = _rules(desk, scheme, parsed)
    store = store_of_caller(desk, scheme)
    plan = plan_import(store, rules, scheme.id, parsed.intake)
    shown = as_data(plan)
    return {**shown, "read": _read(parsed.intake), "seen": _seen(shown)}


@acts("import.sheets", on=Scheme, adds=True)
def import_sheets(
    desk: Desk, scheme: Scheme, *, parsed: Parsed, seen: str = ""
) -> Done:
    """Import sheets: every row or none.

    An absent row changes nothing, an empty cell leaves the value, a dash clears it.
    What a person changed here stays and shows as a conflict; what is not available or
    matched is never loosened.

    Parameters
    ----------
    seen : str
        What `preview_import` said would change, by its hash, where somebody saw it.

    Raises
    ------
    FaultsFound
        Every fault of the sheets; nothing is changed.
    Refused
        If another version of the scheme is in use by now, or another change than the
        one that was seen would be made.
    """
    rules = _rules(desk, scheme, parsed)
    store = store_of_caller(desk, scheme)
    plan = plan_import(store, rules, scheme.id, parsed.intake)
    shown = as_data(plan)
    if seen and seen != _seen(shown):
        raise Refused(_OTHERWISE)
    done = apply_plan(store, plan, entered_by=desk.who.account_id)
    desk.record("import.sheets", scheme, **done, files_sha256=parsed.digest)
    conflicts = [row for row in shown["rows"] if row["conflicts"]]
    return desk.done(
        scheme,
        imported=done,
        counts=shown["counts"],
        conflicts=conflicts[:_MOST_SHOWN],
        read=_read(parsed.intake),
    )


def store_of_caller(desk: Desk, scheme: Scheme) -> Store:
    """Return the store of whoever is responsible for rows that the caller enters.

    Raises
    ------
    NotThere
        If their organisation takes no part in the scheme.
    """
    mine = desk.who.organisation_id
    if mine is None or mine == scheme.organisation_id:
        return desk.store
    if mine not in members_of(desk, scheme.id):
        raise NotThere
    return Store(
        desk.store.session,
        keys=desk.store.keys,
        organisation_id=mine,
        now=desk.now,
    )


def _rules(desk: Desk, scheme: Scheme, parsed: Parsed) -> Rules:
    rules = scheme_of(in_use(desk, scheme))
    if rules.digest != parsed.rules_digest:
        raise Refused("Another version of the scheme is in use by now. Send it again.")
    return rules


def _seen(shown: dict[str, Any]) -> str:
    """Return the hash of what an import would change, as it is shown."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _read(intake: Intake) -> dict[str, dict[str, int]]:
    """Return how many rows came in: always as many as were taken and refused."""
    return {
        name: {"rows": c.rows, "accepted": c.accepted, "refused": c.refused}
        for name, c in intake.counts.items()
    }


def _plain_name(name: str, number: int) -> str:
    """Return a file name that leads nowhere; what it is called may say which sheet."""
    path = PurePath(name.replace("\\", "/"))
    stem = "".join(c for c in path.stem if c.isalnum() or c in "-_ ")[:_LONGEST_NAME]
    suffix = path.suffix if path.suffix.lower() in (".csv", ".xlsx") else ".csv"
    return f"{stem or number}{suffix}" if stem else f"file-{number}{suffix}"
