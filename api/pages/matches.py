"""Matches as they live on: lists by role, one match, and the steps it can take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.matches import (
    WHY,
    end_match,
    extend_match,
    hand_over,
    list_matches,
    pause_match,
    read_match,
    resume_match,
    stop_match,
)
from api.actions.matches_mine import list_my_matches
from api.actions.proposals import answer_proposal, read_proposal
from api.actions.schemes import list_schemes, read_scheme
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/matches")
STAFF = {"coordinator", "approver", "auditor"}
SHOWS = {
    "": "All",
    "active": "Going on",
    "extended": "Extended",
    "paused": "Paused",
    "late": "Late",
    "ended": "Ended",
    "stopped": "Stopped",
    "own": "My own",
}
"""What a list can be narrowed to; late is a look back or an end behind one."""
Shown = Annotated[str, Query(alias="show", pattern="^[a-z]{0,8}$")]
REASONS = [code for code in WHY if code not in {"planned_end", "handover"}]


class Extension(Form):
    """A later end."""

    planned_end: date = Field(title="the new planned end")


class Stop(Form):
    """Why a match stops before its end."""

    why: Literal[tuple(REASONS)] = Field(title="why it stops")  # type: ignore[valid-type]
    words: str = Field(default="", title="what happened", max_length=4_000)
    waits: Literal["yes", "no"] = Field(title="what happens to the search")


@page(router, "GET", "", list_my_matches)
def matches(
    at: Asker,
    after: After = None,
    scheme: UUID | None = None,
    show: Shown = "",
) -> Response:
    """List a scheme's matches for staff, and one's own for everybody else."""
    if not at.roles & STAFF or show == "own":
        return _own(at, after)
    schemes = at.may_see(list_schemes, at.who.organisation_id)["items"]
    chosen = scheme or (UUID(schemes[0]["id"]) if schemes else None)
    found = at.may_see(
        list_matches,
        chosen,
        state="" if show == "late" else show,
        late=show == "late",
        after=after,
    )
    return at.page(
        "matches/list.html",
        matches=found or {"items": [], "next": None},
        schemes=[(each["id"], each["title"]) for each in schemes],
        chosen=str(chosen),
        show=show,
        shows=list(SHOWS.items()),
        today=at.today,
    )


@page(router, "GET", "/{id}", read_match)
def match(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show a match: to families and holders in plain words, to staff all of it."""
    seen = at.see(read_match, id)
    staff = "needs" in seen
    return at.page(
        "matches/match.html" if staff else "matches/ours.html",
        match=seen,
        scheme=at.may_see(read_scheme, UUID(seen["scheme_id"])) or {},
        words=_words(at, seen),
        reads=at.holds("coordinator", "worker"),
        today=at.today,
    )


@page(router, "POST", "/{id}/pause", pause_match, again=match)
def pause(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Pause a match; it keeps its seat."""
    return at.do(pause_match, id, then=f"/matches/{id}", done="The match is paused.")


@page(router, "POST", "/{id}/resume", resume_match, again=match)
def resume(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Go on with a paused match."""
    return at.do(resume_match, id, then=f"/matches/{id}", done="The match goes on.")


@page(router, "GET", "/{id}/extension", extend_match)
def extension(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask until when a match is extended."""
    return _step(at, id, "extend")


@page(router, "POST", "/{id}/extension", extend_match, again=extension)
def extend(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Extend a match to a later planned end."""
    form = at.form(Extension)
    return at.do(
        extend_match,
        id,
        then=f"/matches/{id}",
        done="The match is extended.",
        planned_end=form.planned_end,
    )


@page(router, "GET", "/{id}/end", end_match)
def ending(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say what ending a match does, before it is done."""
    return _step(at, id, "end")


@page(router, "POST", "/{id}/end", end_match, again=ending)
def end(at: Asker, id: UUID) -> Response:  # noqa: A002
    """End a match as planned."""
    return at.do(end_match, id, then=f"/matches/{id}", done="The match has ended.")


@page(router, "GET", "/{id}/handover", hand_over)
def handing_over(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say what a handover does, before it is done."""
    return _step(at, id, "handover")


@page(router, "POST", "/{id}/handover", hand_over, again=handing_over)
def handover(at: Asker, id: UUID) -> Response:  # noqa: A002
    """End a match so that somebody else can take over."""
    said = "The match has ended. The child comes first in the next search."
    return at.do(hand_over, id, then=f"/matches/{id}", done=said)


@page(router, "GET", "/{id}/stop", stop_match)
def stopping(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask why a match stops before its end."""
    return _step(at, id, "stop")


@page(router, "POST", "/{id}/stop", stop_match, again=stopping)
def stop(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Stop a match before its end, with why."""
    form = at.form(Stop)
    return at.do(
        stop_match,
        id,
        then=f"/matches/{id}",
        done="The match has stopped.",
        why=form.why,
        words=form.words,
        waits=form.waits == "yes",
    )


@page(router, "GET", "/{id}/no", answer_proposal)
def saying_no(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say what a young person's no does, before it is said."""
    seen = at.see(read_match, id)
    proposal = at.see(read_proposal, UUID(seen["proposal_id"]))
    return at.page("matches/no.html", match=seen, proposal=proposal)


@page(router, "POST", "/{id}/no", answer_proposal, again=saying_no)
def no(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Pass a young person's no on; it needs no reason."""
    seen = at.see(read_match, id)
    return at.do(
        answer_proposal,
        UUID(seen["proposal_id"]),
        then=f"/matches/{id}",
        done="You said no. Your worker will talk with you about what happens now.",
        answer="no",
    )


def _own(at: At, after: UUID | None) -> Response:
    found = at.see(list_my_matches, after=after)
    ids = {line["scheme_id"] for line in found["items"]}
    schemes = {id_: at.may_see(read_scheme, UUID(id_)) or {} for id_ in ids}
    return at.page("matches/own.html", matches=found, schemes=schemes, today=at.today)


def _step(at: At, id_: UUID, act: str) -> Response:
    seen = at.see(read_match, id_)
    scheme = at.may_see(read_scheme, UUID(seen["scheme_id"])) or {}
    reasons = [(code, code.replace("_", " ").capitalize()) for code in REASONS]
    return at.page(
        "matches/step.html", match=seen, scheme=scheme, act=act, reasons=reasons
    )


def _words(at: At, seen: dict[str, Any]) -> dict[str, str]:
    """Return the scheme's words for whoever reads about a match of theirs."""
    said = at.may_see(read_scheme, UUID(seen["scheme_id"])) or {}
    words = said.get("words", {})
    for role, audience in (("young_person", "young_person"), ("holder", "holder")):
        if role in at.roles:
            return dict(words.get(audience, {}))
    return dict(words.get("family", {}))
