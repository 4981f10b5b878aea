"""What the latest run of a round came to, for whoever reports it."""

from __future__ import annotations

from dataclasses import dataclass

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.schemes_in_use import rules_of
from api.records import Round, Run
from api.store import RESULT, SNAPSHOT, content, document
from matcher.errors import Refused
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme as Rules


@dataclass(frozen=True, slots=True)
class Results:
    """A saved run with what it was made of: refs stand for people."""

    rules: Rules
    snapshot: Snapshot
    result: RoundResult


@reads("round.results", on=Round)
def read_results(desk: Desk, round_: Round) -> Results:
    """Return what the latest run came to.

    Raises
    ------
    Refused
        If the round has no saved run.
    """
    run = desk.store.get(Run, round_.run_id)
    if run is None or run.state != "saved":
        raise Refused("This round has no saved run.")
    kept = [
        document(desk.store, round_, kind, run_id=run.id) for kind in (SNAPSHOT, RESULT)
    ]
    snapshot, result = (content(desk.store, row).decode() for row in kept if row)
    return Results(
        rules_of(desk, round_.scheme_version_id),
        Snapshot.from_json(snapshot),
        RoundResult.from_json(result),
    )
