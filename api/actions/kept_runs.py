"""Saved runs, opened once a process and kept ready to be looked through.

A few stay open; whether what they were read from is still stored is asked each time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from uuid import UUID

from api.actions.desk import Desk
from api.actions.round_lines import LINES, Line, read_all, write_lines
from api.actions.schemes_in_use import rules_of
from api.records import Document, Round, Run
from api.store import REFS, RESULT, SNAPSHOT, content, document
from matcher.errors import Refused
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme

OPEN_AT_ONCE = 4
"""Runs that stay open in a process."""
NOTHING_SAVED = "This round has no saved run."


@dataclass(frozen=True)
class Kept:
    """A saved run, opened.

    Parameters
    ----------
    lines : tuple of Line
        In the order of the result.
    left : mapping of str to str
        Why a need or a seat is left over, as JSON, by ref.
    ids : mapping of str to (mapping of str to UUID)
        By side, the records behind the refs.
    """

    rules: Scheme
    lines: tuple[Line, ...]
    left: Mapping[str, str]
    ids: Mapping[str, Mapping[str, UUID]]

    @cached_property
    def refs(self) -> Mapping[UUID, str]:
        """Return what each record was called."""
        return {id_: ref for side in self.ids.values() for ref, id_ in side.items()}

    @cached_property
    def gates(self) -> Mapping[str, Sequence[str]]:
        """Return by ref which gates stand before whatever is left over."""
        return {
            ref: tuple(each["gate"] for each in json.loads(said)["gates"])
            for ref, said in self.left.items()
        }


_open: OrderedDict[UUID, Kept] = OrderedDict()
_lock = Lock()


def saved_runs(desk: Desk, round_: Round, *, most: int) -> Sequence[Run]:
    """Return the saved runs of a round, newest first.

    Raises
    ------
    Refused
        There is none.
    """
    runs = desk.store.find(
        Run,
        Run.round_id == round_.id,
        Run.kind == "run",
        Run.state == "saved",
        newest_first=True,
        limit=most,
    )
    if not runs:
        raise Refused(NOTHING_SAVED)
    return runs


def kept_run(desk: Desk, round_: Round, run: Run) -> Kept:
    """Return a saved run, opened.

    Raises
    ------
    Refused
        Its documents are past their keeping.
    """
    there = desk.store.count(
        Document,
        Document.round_id == round_.id,
        Document.run_id == run.id,
        Document.kind == RESULT,
    )
    if not there:
        raise Refused("The documents of this run are past their keeping.")
    with _lock:
        found = _open.pop(run.id, None)
    found = found or _opened(desk, round_, run)
    with _lock:
        _open[run.id] = found
        while len(_open) > OPEN_AT_ONCE:
            _open.popitem(last=False)
    return found


def frozen_rows(desk: Desk, round_: Round, run: Run) -> Snapshot:
    """Return what a run froze."""
    return Snapshot.from_json(_stored(desk, round_, run, SNAPSHOT).decode())


def _opened(desk: Desk, round_: Round, run: Run) -> Kept:
    rules = rules_of(desk, round_.scheme_version_id)
    written = _stored(desk, round_, run, LINES)
    if not written:
        # A run that was saved before lines were kept beside it.
        result = RoundResult.from_json(_stored(desk, round_, run, RESULT).decode())
        written = write_lines(result, rules, frozen_rows(desk, round_, run))
    lines, left = read_all(written)
    behind = json.loads(_stored(desk, round_, run, REFS))
    ids = {
        side: {ref: UUID(text) for ref, text in refs.items()}
        for side, refs in behind.items()
    }
    return Kept(rules, lines, left, ids)


def _stored(desk: Desk, round_: Round, run: Run, kind: str) -> bytes:
    row = document(desk.store, round_, kind, run_id=run.id)
    return content(desk.store, row) if row else b""
