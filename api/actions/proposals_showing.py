"""What a proposal shows: each field made only where somebody may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from api.actions.proposals_case import Case
from api.actions.proposals_drafting import FIELD
from api.actions.proposals_moving import held
from api.actions.proposals_yes import (
    answered_by_me,
    answers_of,
    may_answer,
    still_asked,
)
from api.permissions import NotThere, shown
from api.records import Match, Proposal
from api.steps import GONE, open_acts
from api.store import read
from matcher.schemes import Sheet

STAFF = ("coordinator", "approver")
_HIDDEN_KINDS = ("place", "personal", "ref", "refs")


def step_of(row: Proposal, *, opens: bool) -> str:
    """Return the step as the table of fields writes it.

    Parameters
    ----------
    opens : bool
        Whether its scheme has no disclosure, so that what is offered is all there is.
    """
    if row.state in GONE:
        if row.offered_at is None:
            return "ended"
        ended = "ended:disclosed" if row.disclosed_at else "ended:offered"
        return f"open:{ended}" if opens else ended
    if opens:
        return f"open:{row.state}"
    late = row.state == "approved" and row.introduced_at is not None
    return "approved:later" if late else row.state


def state_for(row: Proposal, *, staff: bool) -> str:
    """Return the state that is said: how it ended, and by whom, is for staff."""
    return row.state if staff or row.state not in GONE else "ended"


def seen_by(case: Case, audiences: Iterable[str]) -> dict[str, Any]:
    """Return what these audiences together see of a proposal at its step.

    Raises
    ------
    NotThere
        Nothing: it has not come to them yet.
    """
    makers = _makers(case, tuple(audiences))
    allowed = shown("proposal", audiences, step_of(case.row, opens=case.opens), makers)
    if not allowed:
        raise NotThere
    return {name: make() for name, make in allowed.items()}


def card_of(case: Case) -> list[dict[str, Any]]:
    """Return the card that an offer shows: it names nobody."""
    return [
        _columns(case, need.id, "needs", case.rules.steps.card) for need in case.needs
    ]


def details_of(case: Case) -> list[dict[str, Any]]:
    """Return the fixed list that a disclosure releases to the holder."""
    names = case.rules.steps.disclosed
    return [_columns(case, need.id, "needs", names) for need in case.needs]


def holder_card_of(case: Case) -> dict[str, Any]:
    """Return the holder's agreed card; never where they live."""
    if case.staff is not None:
        return {}
    return _columns(case, case.asset.id, "assets", case.rules.steps.holder_card)


def reasons_of(case: Case) -> dict[str, Any]:
    """Return the reasons it was drafted with, by need."""
    found = read(case.desk.store, [case.row])
    return {
        field.removeprefix(FIELD): said
        for (_, field), said in found.items()
        if field.startswith(FIELD)
    }


def _makers(case: Case, audiences: tuple[str, ...]) -> dict[str, Callable[[], Any]]:
    row = case.row
    staff = any(audience in STAFF for audience in audiences)
    times = {
        name: _said(getattr(row, name))
        for name in (
            "expires_at",
            "offered_at",
            "disclosed_at",
            "introduced_at",
            "agreed_at",
            "ended_at",
        )
    }
    plain: dict[str, Any] = {
        "id": str(row.id),
        "version": row.version,
        "scheme_id": str(row.scheme_id),
        "kind": row.kind,
        "state": state_for(row, staff=staff),
        "available": not held(row),
        "round_id": _text(row.round_id),
        "run_id": _text(row.run_id),
        "ask_id": _text(row.ask_id),
        "staff": _text(row.staff_id),
        "asset": {"id": str(row.asset_id), "ref": case.asset.ref},
        "seats": row.seats,
        "uses": dict(row.uses),
        "reasons_digest": row.reasons_digest,
        "may_be_offered": row.worker_agreed_at is not None,
        **times,
    }
    return {name: _always(value) for name, value in plain.items()} | {
        "needs": lambda: [{"id": str(need.id), "ref": need.ref} for need in case.needs],
        "card": lambda: card_of(case),
        "details": lambda: details_of(case),
        "holder_card": lambda: holder_card_of(case),
        "reasons": lambda: reasons_of(case),
        "why": lambda: _why(case, audiences),
        "answers": lambda: [_answer(answer) for answer in answers_of(case)],
        "waits_for": lambda: _named(still_asked(case)),
        "asked_for": lambda: _asked_for(case),
        "answered": lambda: answered_by_me(
            row, answers_of(case), case.desk.who.person_id
        ),
        "open_acts": lambda: list(open_acts(case.machine, row.state, held=held(row))),
        "said": lambda: _standing(case),
        "match_id": lambda: _match(case),
    }


def _columns(
    case: Case, row_id: UUID, sheet: str, names: Iterable[str]
) -> dict[str, Any]:
    values = case.values[row_id]
    kinds = _kinds(case.rules.sheets[sheet])
    return {
        name: plain(values[name], kinds.get(name, ""))
        for name in names
        if name in values and kinds.get(name) not in _HIDDEN_KINDS
    }


def _kinds(sheet: Sheet) -> Mapping[str, str]:
    return {column.name: column.kind for column in sheet.columns}


def plain(value: Any, kind: str = "") -> Any:
    """Return a stored value as people read it: a month has no day."""
    match value:
        case {"date": text}:
            return str(text)[:7] if kind == "month" else text
        case {"slots": slots}:
            return slots
        case {"list": items}:
            return items
        case {"levels": pairs}:
            return dict(pairs)
        case _:
            return value


def _why(case: Case, audiences: tuple[str, ...]) -> list[Any]:
    """Return the reasons in the words of an audience; staff words reach nobody else."""
    mine = {"young_person": "young_person", "holder": "holder"}
    readers = {mine.get(audience, "family") for audience in audiences}
    if len(readers) != 1:
        return []
    reader = readers.pop()
    said = [each.get("versions", {}) for each in reasons_of(case).values()]
    return [versions[reader] for versions in said if reader in versions]


def _answer(answer: Any) -> dict[str, Any]:
    return {
        "capacity": answer.capacity,
        "answer": answer.answer,
        "why": answer.why,
        "about": _text(answer.about_person_id),
        "at": _said(answer.created_at),
    }


def _named(missing: Mapping[UUID | None, tuple[str, ...]]) -> list[str]:
    return sorted({capacity for names in missing.values() for capacity in names})


def _asked_for(case: Case) -> list[str]:
    """Return in which capacities who is asking may answer."""
    who = case.desk.who
    return [capacity for capacity in may_answer(case) if case.speaks(who, capacity)]


def _standing(case: Case) -> str:
    """Return what is said of one that has ended, or that nobody needs any more."""
    if case.row.kind == "ask" and case.row.state == "withdrawn":
        return "no longer needed"
    return "ended" if case.row.state in GONE else ""


def _match(case: Case) -> str | None:
    if case.row.state != "agreed":
        return None
    found = case.desk.store.one(Match, Match.proposal_id == case.row.id)
    return _text(found.id if found else None)


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)


def _said(at: Any) -> str | None:
    return None if at is None else at.isoformat()
