"""To an offer: approval, the child's side's word, the preview, the release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.near import not_near
from api.actions.performing import acts, reads
from api.actions.proposals_agreeing import agree_if_complete
from api.actions.proposals_case import Case, acted_on, case_of
from api.actions.proposals_drafting import digest_of
from api.actions.proposals_moving import move, move_through_gates
from api.actions.proposals_showing import card_of
from api.actions.proposals_telling import AUDIENCE, asked_first, tell
from api.actions.proposals_yes import child_side_allows, decide
from api.actions.views import viewed_all
from api.mail import Stand, public_address, render
from api.permissions import NotTwice, shown
from api.records import Decision, Disclosure, Proposal
from api.steps import offer_ends
from api.store import keep
from matcher.errors import Refused

CHANGED = (
    "The message or the card would not be the one that was previewed. Preview it "
    "again, then release it."
)


@acts("proposal.approve", on=Proposal)
def approve_proposal(desk: Desk, row: Proposal, *, reasons_digest: str) -> Done:
    """Approve a pair: somebody else than who ran, pinned, swapped, drafted or released.

    Raises
    ------
    Refused
        The reasons are not those that were read, or it is not its turn.
    """
    case = case_of(desk, row)
    read = ["reasons_read"] if reasons_digest == row.reasons_digest else []
    move(case, "approve", "another_person", *read)
    decide(case, "approver", "approve", reasons_digest=reasons_digest)
    agree_if_complete(case)
    return desk.done(row)


@acts("proposal.send_back", on=Proposal)
def send_back_proposal(desk: Desk, row: Proposal, *, reason: str) -> Done:
    """Send a pair back to whoever drafted it; what was said is sealed."""
    case = case_of(desk, row)
    move(case, "send_back", *(["reason"] if reason else []))
    said = decide(case, "approver", "refuse", reasons_digest=row.reasons_digest)
    keep(desk.store, said, row.organisation_id, words=reason)
    return desk.done(row)


@acts("proposal.may_be_offered", on=Proposal)
def allow_offer(desk: Desk, row: Proposal) -> Done:
    """Say, for the child's side, that it may be offered.

    Where several children go together, each one's worker says so; where the scheme has
    no worker, the hub does.

    Raises
    ------
    NotThere
        It is not theirs to say.
    Refused
        It has been offered already.
    """
    case = case_of(desk, row)
    if row.offered_at is not None or row.state not in {"drafted", "approved"}:
        raise Refused("It has been offered already, or it has ended.")
    whole = child_side_allows(case, "approve", "offer")
    agreed_at = desk.now if whole else row.worker_agreed_at
    desk.store.change(row, worker_agreed_at=agreed_at)
    desk.record("proposal.may_be_offered", row, whole=whole)
    return desk.done(row)


@reads("proposal.preview", on=Proposal)
def preview_offer(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return the message and the card exactly as a release now would send them."""
    (seen,) = previews_of(desk, [case_of(desk, row)])
    return seen


def previews_of(desk: Desk, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Return for each what a release now would send; whose they are was read then."""
    read = [
        (need, case.people[need.person_id].identity_id)
        for case in cases
        for need in case.needs
    ]
    viewed_all(desk, "proposal.preview", read)
    return [shown("offer_preview", desk.audiences, "", _preview(c)) for c in cases]


def _preview(case: Case) -> dict[str, Any]:
    day = until(case)
    sent, content = letters(case, day), content_digest(case)
    return {
        "id": str(case.row.id),
        "version": case.row.version,
        "letters": sent,
        "card": card_of(case),
        "until": day.isoformat(),
        "digest": digest_of([sent, content]),
    }


@acts("proposal.offer", on=Proposal)
def offer_proposal(desk: Desk, row: Proposal, *, preview: str) -> Done:
    """Release one proposal, as it was previewed.

    Raises
    ------
    Refused
        As `offer_one`; or it is a round's, which is released as a whole round is.
    """
    if row.run_id is not None:
        raise Refused("This is one of a round. Release it there.")
    available = offer_one(desk, row, preview=preview)
    return desk.done(row, **({} if available else {"available": False}))


def offer_one(desk: Desk, row: Proposal, *, preview: str) -> bool:
    """Offer a proposal whose preview was seen: gates, seats, claim, message, at once.

    Parameters
    ----------
    preview : str
        The digest that `preview_offer` gave.

    Returns
    -------
    bool
        False where it is not available; it alone is held then.

    Raises
    ------
    Refused
        The message would differ from the preview, an approval or the word of the
        child's side is missing, or there is another offer or ask.
    """
    case = case_of(desk, row)
    not_near(desk, *case.sides)
    if row.kind == "ask":
        raise Refused("This is one of an ask. Release the ask.")
    if preview != preview_digest(case, until(case)):
        raise Refused(CHANGED)
    return send_offer(case)


def send_offer(case: Case) -> bool:
    """Offer what was previewed; who releases is not who approved.

    Raises
    ------
    Refused
        As `offer_one`.
    """
    desk, row = case.desk, case.row
    approved_by_another(case)
    word = ["may_be_offered"] if row.worker_agreed_at is not None else []
    ends = offer_ends(desk.now, case.rules.steps.offer_days)
    went = move_through_gates(
        case,
        "offer",
        "previewed",
        *word,
        offered_at=desk.now,
        expires_at=ends,
        released_by=row.released_by or desk.who.account_id,
        previewed=content_digest(case),
    )
    if went:
        _disclose_card(case)
        tell(case, kind_of(case), asked_first(case))
        desk.post(
            "proposal.expire", once=f"expire:{row.id}", not_before=ends, proposal=row.id
        )
    return went


def letters(case: Case, day: date) -> list[dict[str, str]]:
    """Return each letter that an offer sends, as it is sent."""
    found = []
    for party in asked_first(case):
        letter = render(
            kind_of(case),
            case.rules,
            {"link": case.row.id.hex, "until": day},
            AUDIENCE[party],
            address=public_address(case.desk.app.settings),
            stand=Stand("offered"),
        )
        said = {"subject": letter.subject, "text": letter.text, "short": letter.short}
        found.append({"to": party, **said})
    return found


def preview_digest(case: Case, day: date) -> str:
    """Return the hash of everything that a release shows: letters, card, readers."""
    return digest_of([letters(case, day), content_digest(case)])


def content_digest(case: Case) -> str:
    """Return the hash of what an offer shows, its last day aside."""
    readers = [
        str(voice.person.id)
        for voice in case.voices
        if voice.capacity in {"holder", "parent", "child"}
    ]
    return digest_of([card_of(case), kind_of(case), sorted(readers)])


def kind_of(case: Case) -> str:
    """Return the kind of message that an offer is."""
    if case.staff is not None:
        return "assignment"
    return "ask" if case.row.kind == "ask" else "offer"


def until(case: Case) -> date:
    """Return the last London day on which an offer made today can be answered."""
    return case.today + timedelta(days=case.rules.steps.offer_days)


def approved_by_another(case: Case) -> None:
    """Let a release be somebody else's than the approval's.

    Raises
    ------
    NotTwice
        Who is asking approved it.
    """
    approvals = case.desk.store.find(
        Decision,
        Decision.proposal_id == case.row.id,
        Decision.answer == "approve",
        Decision.capacity == "approver",
    )
    approved = {each.account_id for each in approvals}
    if case.desk.who.account_id in approved:
        raise NotTwice("Somebody else has to release it: you approved it.")
    if approved & {*acted_on(case)}:
        raise NotTwice(
            "Whoever approved it has run the round or ruled about it since. Somebody "
            "else has to look at it first."
        )


def _disclose_card(case: Case) -> None:
    case.desk.store.new(
        Disclosure,
        proposal_id=case.row.id,
        to="holder",
        fields=list(case.rules.steps.card),
        account_id=case.desk.who.account_id or case.row.released_by,
    )
