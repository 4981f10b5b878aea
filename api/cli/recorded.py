"""A round, a shortlist and a pair on the database: as somebody, by real actions."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import typer

from api.cli.administration import somebody
from api.cli.importing import scheme_named
from api.cli.opening import term_of
from api.cli.options import PolicyName, today
from api.cli.progress import progress
from api.cli.serving import opened
from matcher.errors import Refused

if TYPE_CHECKING:
    from api.actions import App
    from api.actions.results import Results
    from api.permissions import Who
    from matcher.rounds import Answer, Shortlist
    from matcher.schemes import Scheme as Rules

_PAUSE = 0.2
_ENDED = ("saved", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command works: the application, who is asking, and which scheme."""

    app: App
    who: Who
    scheme_id: UUID


def desk_for(scheme: str, as_email: str) -> Desk:
    """Return where a command on the database works.

    Raises
    ------
    Refused
        If nobody is named, or their organisation has no such scheme.
    """
    if not as_email:
        raise Refused(
            "Name the sheets, as .csv or .xlsx files; or say who you are with --as "
            "EMAIL, for what is in the database."
        )
    app = opened()
    who = somebody(app, as_email)
    return Desk(app, who, scheme_named(app, who, scheme))


def run_recorded(
    desk: Desk,
    *,
    policy: PolicyName | None,
    salt: str,
    effort: float,
    as_of: date | None,
    starts: date | None,
) -> tuple[UUID, Results]:
    """Run the scheme's open round, or one that is opened for it; release nothing.

    Raises
    ------
    Refused
        If the run failed or was cancelled, in its own sentence.
    """
    from api.actions import look, perform
    from api.actions.results import read_results
    from api.actions.runs import ask_run
    from api.main.running import solved_by_somebody

    app, who = desk.app, desk.who
    given = {} if policy is None else {"name": policy.value}
    with solved_by_somebody(app):
        round_id = _round(desk, salt=salt, as_of=as_of, starts=starts)
        perform(app, who, ask_run, on=round_id, policy=given, effort=effort)
        _wait(desk, round_id)
    return round_id, look(app, who, read_results, on=round_id)


def _round(desk: Desk, *, salt: str, as_of: date | None, starts: date | None) -> UUID:
    """Return the newest round that may be run, or a new one of this day."""
    from api.actions import look, perform
    from api.actions.rounds import list_rounds, open_round

    rounds = look(desk.app, desk.who, list_rounds, on=desk.scheme_id)["items"]
    there = [row for row in rounds if row["state"] in ("open", "proposed")]
    if there and not (salt or as_of or starts):
        typer.echo(f"Round {there[0]['name']}.", err=True)
        return UUID(there[0]["id"])
    if there:
        raise Refused(
            f"Round {there[0]['name']} is open, with its own day and salt. Leave "
            "--as-of, --starts and --salt out, or close it first."
        )
    day = as_of or today()
    done = perform(
        desk.app,
        desk.who,
        open_round,
        on=desk.scheme_id,
        name=_free(day.isoformat(), {row["name"] for row in rounds}),
        as_of=day,
        term=term_of(_rules(desk), starts or day),
        salt=salt,
    )
    _say_opened(desk, done.id)
    return done.id


def _say_opened(desk: Desk, round_id: UUID) -> None:
    from api.actions import look
    from api.actions.rounds import read_round

    shown = look(desk.app, desk.who, read_round, on=round_id)
    typer.echo(f"Round {shown['name']} is open.", err=True)
    typer.echo(f"SHA-256 of the salt: {shown['salt_sha256']}", err=True)


def _rules(desk: Desk) -> Rules:
    from api.actions import look
    from api.actions.importing import rules_for_import

    rules: Rules = look(desk.app, desk.who, rules_for_import, on=desk.scheme_id)
    return rules


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _wait(desk: Desk, round_id: UUID) -> None:
    """Show how far a run is until it ends; Ctrl-C asks it to end."""
    try:
        with progress() as report:
            while (run := _run(desk, round_id))["state"] not in _ENDED:
                report(run["doing"] or "waiting", run["share"])
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        _cancel(desk, round_id)
        raise
    if run["state"] != "saved":
        raise Refused(run["reason"] or "The run ended without a result.")


def _run(desk: Desk, round_id: UUID) -> Mapping[str, Any]:
    from api.actions import look
    from api.actions.rounds import read_round

    run: Mapping[str, Any] = look(desk.app, desk.who, read_round, on=round_id)["run"]
    return run


def _cancel(desk: Desk, round_id: UUID) -> None:
    from api.actions import perform
    from api.actions.runs import cancel_run

    perform(desk.app, desk.who, cancel_run, on=round_id)


def refuse_both(as_email: str) -> None:
    """Refuse somebody's name beside files: nothing there is read from the database.

    Raises
    ------
    Refused
        With which of the two to leave out.
    """
    if as_email:
        raise Refused("Files stand alone: leave --as out, or leave the files out.")


def refuse_days(as_of: date | None, starts: date | None) -> None:
    """Refuse another day than today where the records are asked.

    Raises
    ------
    Refused
        With what to leave out.
    """
    if as_of or starts:
        raise Refused("The database is asked of today: leave --as-of and --starts out.")


def shortlist_recorded(desk: Desk, need: str, *, top: int) -> tuple[Rules, Shortlist]:
    """Return who could be asked today for a need of the database, by its ref."""
    from api.actions import look
    from api.actions.by_ref import shortlist_for

    found = look(desk.app, desk.who, shortlist_for, on=_id(desk, "need", need), top=top)
    return found.rules, found.found


def answer_recorded(desk: Desk, need: str, asset: str) -> tuple[Rules, Answer]:
    """Return every rule's word on a pair of the database, by their refs."""
    from api.actions import look
    from api.actions.by_ref import answer_pair

    need_id, asset_id = _id(desk, "need", need), _id(desk, "asset", asset)
    found = look(desk.app, desk.who, answer_pair, on=need_id, asset_id=asset_id)
    return found.rules, found.found


def _id(desk: Desk, kind: str, ref: str) -> UUID:
    from api.actions import look
    from api.actions.by_ref import id_of_ref

    found: UUID = look(
        desk.app, desk.who, id_of_ref, on=desk.scheme_id, kind=kind, ref=ref
    )
    return found
