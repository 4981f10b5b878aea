"""The matching report of a pair: factors, gaps, support, and who decided what, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from api.actions.desk import Desk
from api.actions.near import whose
from api.actions.performing import reads
from api.actions.proposals_case import Case, acted_on, case_of
from api.actions.proposals_moving import held
from api.actions.proposals_showing import reasons_of
from api.actions.proposals_yes import answers_of
from api.actions.views import viewed_all
from api.permissions import shown
from api.records import Account, Disclosure, Person, Proposal, Round, Run, Scheme
from api.steps import WAITS, london_day, open_acts, waits_for
from api.store import col, read
from matcher.explaining import Alternative
from matcher.explaining.effects import effect

_WORK = {"approver", "worker", "council", "hub", "coordinator"}
"""Capacities that are somebody's work: their names stand in a report, no others do."""
_ANSWERS = {"yes", "no", "question", "met"}
_FITS = ("need_fit", "asset_fit", "fit")


@reads("proposal.report", on=Proposal)
def read_report(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return the matching report of a pair, as far as who asks may see it."""
    case = case_of(desk, row)
    viewed_all(desk, "proposal.report", whose(desk, case.sides))
    scheme = desk.find(Scheme, row.scheme_id)
    round_ = desk.store.get(Round, row.round_id)
    free, word = not held(row), row.worker_agreed_at is not None
    waits = waits_for(case.rules.steps, row.state, held=not free, word=word)
    said = {
        "id": str(row.id),
        "scheme": scheme.title,
        "round": round_.name if round_ else "",
        "day": london_day(desk.now).isoformat(),
        "state": row.state,
        "available": free,
        "kind": row.kind,
        "needs": [need.ref for need in case.needs],
        "asset": case.asset.ref,
        "staff": case.staff.ref if case.staff else "",
        "pairs": list(_pairs(case)),
        "steps": _steps(case),
        "waits_for": WAITS[waits],
        "acts": sorted(open_acts(case.machine, row.state, held=not free)),
        "acted": desk.who.account_id in set(acted_on(case)),
    }
    words = dict(case.rules.words.get("staff", {}))
    return shown("report", desk.audiences, "", said) | {"words": words}


def _pairs(case: Case) -> Iterator[dict[str, Any]]:
    """Yield what counted for each need that goes, whoever listed it."""
    refs = {str(need.id): need.ref for need in case.needs}
    for id_, said in reasons_of(case).items():
        yield {
            "need": refs.get(id_, case.asset.ref),
            "summary": said.get("summary", ""),
            "fits": {
                name: each
                for name, each in {**said, **said.get("fits", {})}.items()
                if name in _FITS
            },
            "factors": [
                {name: factor.get(name, "") for name in _FACTOR}
                for factor in said.get("factors", said.get("reasons", ()))
                if factor.get("counted", True)
            ],
            "alternatives": [
                {"ref": each["asset"], "possible": each["possible"], "does": words}
                for each in said.get("alternatives", ())
                if (words := _effect(case, each))
            ],
            "equal": list(said.get("equal", ())),
        }


_FACTOR = ("name", "side", "points", "weight", "sentence", "gap", "support", "paths")


def does(case: Case, need_id: UUID) -> dict[str, str]:
    """Return what each kept choice for a need would do: the equal come first."""
    said = reasons_of(case).get(str(need_id), {})
    equal = dict.fromkeys(said.get("equal", ()), "As good for the round as a whole.")
    return equal | {
        each["asset"]: _effect(case, each)
        for each in said.get("alternatives", ())
        if each["possible"] and each["asset"] not in equal
    }


def _effect(case: Case, said: Mapping[str, Any]) -> str:
    """Return what an alternative would displace, in words."""
    return effect(case.rules, TypeAdapter(Alternative).validate_python(said))


def _steps(case: Case) -> list[dict[str, Any]]:
    """Return what was done and by whom, oldest first; families by capacity alone."""
    # Who answered what is the coordinator's; an approver sees the work alone.
    every = "coordinator" in case.desk.audiences
    done = [each for each in _done(case) if every or each["what"] not in _ANSWERS]
    done.sort(key=lambda each: str(each["at"]))
    said = read(
        case.desk.store, [each for each in answers_of(case) if each.answer == "refuse"]
    )
    names = _names(case.desk, {each["account"] for each in done if each["account"]})
    return [
        {
            "what": each["what"],
            "at": each["at"].isoformat(),
            "capacity": each["capacity"],
            "by": names.get(each["account"], "") if each["capacity"] in _WORK else "",
            "why": said.get((each["id"], "words"), "") or each["why"],
        }
        for each in done
    ]


def _done(case: Case) -> Iterator[dict[str, Any]]:
    desk, row = case.desk, case.row
    yield _step("drafted", row.created_at, "coordinator", _drafter(desk, row))
    for each in answers_of(case):
        step = _step(each.answer, each.created_at, each.capacity, each.account_id)
        yield step | {"id": each.id, "why": each.why if each.answer == "no" else ""}
    if row.offered_at:
        yield _step("offered", row.offered_at, "coordinator", row.released_by)
    shown_to = desk.store.find(Disclosure, Disclosure.proposal_id == row.id)
    for given in shown_to:
        if given.created_at != row.offered_at:
            yield _step("disclosed", given.created_at, "worker", given.account_id)
    for what in ("introduced", "agreed", "ended"):
        at = getattr(row, f"{what}_at")
        if at:
            yield _step(row.state if what == "ended" else what, at, "", None)


def _drafter(desk: Desk, row: Proposal) -> UUID | None:
    run = desk.store.get(Run, row.run_id)
    return row.drafted_by or (run.asked_by if run else None)


def _step(what: str, at: Any, capacity: str, account: UUID | None) -> dict[str, Any]:
    said = {"what": what, "at": at, "capacity": capacity, "account": account}
    return said | {"id": None, "why": ""}


def _names(desk: Desk, accounts: set[UUID]) -> dict[UUID, str]:
    """Return the names of those who acted, by account."""
    rows = desk.store.across("identity", Account, col(Account.id).in_(accounts))
    ids = {row.person_id for row in rows}
    people = desk.store.across("identity", Person, col(Person.id).in_(ids))
    within = {person.organisation_id for person in people}
    names = read(desk.store, people, ["name"], within=within)
    return {row.id: names.get((row.person_id, "name"), "") for row in rows}
