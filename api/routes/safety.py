"""Concerns, suspensions, tasks and second looks: what stops, and who looks."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.concerns import (
    close_concern,
    list_concerns,
    read_concern,
    report_about_match,
    report_about_person,
    report_about_proposal,
    report_about_session,
    report_concern,
)
from api.actions.feedback import give_feedback
from api.actions.looking_again import (
    ask_again_about_match,
    ask_again_about_proposal,
    list_again,
    look_again,
    read_again,
)
from api.actions.suspensions import (
    lift_suspension,
    list_suspensions,
    preview_suspension,
    read_suspension,
    suspend_person,
    suspend_steadily,
)
from api.actions.tasks import finish_task, list_tasks, read_task
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["safety"])
Words = Annotated[str, Field(min_length=1, max_length=4_000)]


class Said(Body):
    """What somebody wants to say."""

    words: Words


class Suspend(Body):
    """Why somebody is suspended; only leads ever read it."""

    why: Words
    concern: UUID | None = None


class Look(Body):
    """What a second look came to."""

    outcome: Literal["stands", "to_be_changed"]
    words: str = Field(default="", max_length=4_000)


@route(router, "POST", "/concerns", report_concern, status_code=201)
def report(call: Caller, body: Said) -> Any:
    """Report something that worries you."""
    return call.do(report_concern, words=body.words)


@route(
    router, "POST", "/proposals/{id}/concerns", report_about_proposal, status_code=201
)
def about_proposal(call: Caller, id: UUID, body: Said) -> Any:
    """Report something about a proposal."""
    return call.do(report_about_proposal, id, words=body.words)


@route(router, "POST", "/matches/{id}/concerns", report_about_match, status_code=201)
def about_match(call: Caller, id: UUID, body: Said) -> Any:
    """Report something about a match."""
    return call.do(report_about_match, id, words=body.words)


@route(router, "POST", "/sessions/{id}/concerns", report_about_session, status_code=201)
def about_session(call: Caller, id: UUID, body: Said) -> Any:
    """Report something about a session."""
    return call.do(report_about_session, id, words=body.words)


@route(router, "POST", "/people/{id}/concerns", report_about_person, status_code=201)
def about_person(call: Caller, id: UUID, body: Said) -> Any:
    """Report something about somebody."""
    return call.do(report_about_person, id, words=body.words)


@route(router, "GET", "/concerns", list_concerns)
def concerns(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """Show the concerns that a lead may hear of."""
    return call.see(list_concerns, after=after, limit=limit)


@route(router, "GET", "/concerns/{id}", read_concern)
def concern(call: Caller, id: UUID) -> Any:
    """Show a concern with its words."""
    return call.see(read_concern, id)


@route(router, "POST", "/concerns/{id}/close", close_concern)
def close(call: Caller, id: UUID) -> Any:
    """Write that a concern was dealt with."""
    return call.do(close_concern, id)


@route(router, "GET", "/people/{id}/suspension", preview_suspension)
def preview(call: Caller, id: UUID) -> Any:
    """Show what a suspension of somebody would stop, before it is done."""
    return call.see(preview_suspension, id)


@route(router, "POST", "/people/{id}/suspension", suspend_person, status_code=201)
def suspend(call: Caller, id: UUID, body: Suspend) -> Any:
    """Suspend somebody everywhere, at once."""
    return call.do_through(
        suspend_steadily, suspend_person, id, why=body.why, concern_id=body.concern
    )


@route(router, "GET", "/suspensions", list_suspensions)
def suspensions(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """Show suspensions, without their reasons."""
    return call.see(list_suspensions, after=after, limit=limit)


@route(router, "GET", "/suspensions/{id}", read_suspension)
def suspension(call: Caller, id: UUID) -> Any:
    """Show a suspension with its reason."""
    return call.see(read_suspension, id)


@route(router, "POST", "/suspensions/{id}/lift", lift_suspension)
def lift(call: Caller, id: UUID) -> Any:
    """Lift a suspension; nothing that it stopped goes on by itself."""
    return call.do(lift_suspension, id)


@route(router, "POST", "/feedback", give_feedback, status_code=201)
def feedback(call: Caller, body: Said) -> Any:
    """Say something about the pages."""
    return call.do(give_feedback, words=body.words)


@route(router, "GET", "/tasks", list_tasks)
def tasks(
    call: Caller, done: bool = False, after: After = None, limit: Limit = 50
) -> Any:
    """Show one's own tasks and those of one's roles."""
    return call.see(list_tasks, done=done, after=after, limit=limit)


@route(router, "GET", "/tasks/{id}", read_task)
def task(call: Caller, id: UUID) -> Any:
    """Show one of one's tasks."""
    return call.see(read_task, id)


@route(router, "POST", "/tasks/{id}/done", finish_task)
def finish(call: Caller, id: UUID) -> Any:
    """Write that a task was done."""
    return call.do(finish_task, id)


@route(
    router, "POST", "/proposals/{id}/again", ask_again_about_proposal, status_code=201
)
def again_proposal(call: Caller, id: UUID, body: Said) -> Any:
    """Ask for a decision to be looked at again."""
    return call.do(ask_again_about_proposal, id, words=body.words)


@route(router, "POST", "/matches/{id}/again", ask_again_about_match, status_code=201)
def again_match(call: Caller, id: UUID, body: Said) -> Any:
    """Ask for a decision to be looked at again."""
    return call.do(ask_again_about_match, id, words=body.words)


@route(router, "GET", "/again", list_again)
def agains(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """Show which decisions somebody asked to be looked at again."""
    return call.see(list_again, after=after, limit=limit)


@route(router, "GET", "/again/{id}", read_again)
def again(call: Caller, id: UUID) -> Any:
    """Show what is to be looked at again."""
    return call.see(read_again, id)


@route(router, "POST", "/again/{id}/looked", look_again)
def looked(call: Caller, id: UUID, body: Look) -> Any:
    """Write what a second look came to."""
    return call.do(look_again, id, outcome=body.outcome, words=body.words)
