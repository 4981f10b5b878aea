"""The audit log: who did what when, by person, by record, by act and by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.auditing import Asked, check_log, find_actor, read_log
from api.actions.rights import find_people
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.forms import Form, Unfilled, Wrong
from api.pages.saying import words
from api.permissions import RULES

router = APIRouter(prefix="/audit-log")
ALSO = ("credential", "invitation", "run")
"""What stands in the log and is no act that anybody asks for by name."""
KINDS = sorted({act.partition(".")[0] for act in RULES} | {*ALSO})
About = Annotated[list[UUID] | None, Query(max_length=20)]
Act = Annotated[str, Query(max_length=60, pattern=r"^[a-z_]*(\.[a-z_]+)?$")]


class Wanted(Form):
    """Whose acts, about whom, of which kind, from which day to which."""

    address: str = Field(default="", title="the e-mail address", max_length=254)
    ref: str = Field(default="", title="the ref", max_length=100)
    act: str = Field(default="", title="what was done", pattern=r"^[a-z_.]{0,60}$")
    since: date | None = Field(default=None, title="the first day")
    until: date | None = Field(default=None, title="the last day")


@page(router, "GET", "", read_log)
def log(
    at: Asker,
    *,
    by: UUID | None = None,
    about: About = None,
    act: Act = "",
    since: date | None = None,
    until: date | None = None,
    after: After = None,
) -> Response:
    """Show the log, newest first, as far as is asked for."""
    asked = Asked(by, tuple(about or ()), act, since, until)
    found = at.see(read_log, at.who.organisation_id, asked=asked, after=after)
    return at.page(
        "audit_log/list.html",
        log=found,
        asked=asked,
        query=_query(asked),
        kinds=[("", "Anything"), *((kind, words(kind)) for kind in KINDS)],
    )


@page(router, "POST", "/find", read_log, again=log)
def find(at: Asker) -> Response:
    """Find who and what is meant; nothing that was typed is in the address."""
    form = at.form(Wanted)
    asked = Asked(
        _account(at, form.address) if form.address else None,
        _people(at, form.ref) if form.ref else (),
        form.act,
        form.since,
        form.until,
    )
    return at.go(f"/audit-log?{_query(asked)}")


@page(router, "POST", "/check", check_log, again=log)
def check(at: Asker) -> Response:
    """Check the whole chain."""
    done = at.done_with(check_log, at.who.organisation_id)
    said = "The log is whole: no line was changed, removed or put in between."
    return at.go("/audit-log", done="" if done["broken"] else said)


def _account(at: At, address: str) -> UUID:
    found = at.see(find_actor, at.who.organisation_id, address=address)["by"]
    if found is None:
        raise Unfilled([Wrong("address", "Nobody here signs in with this address.")])
    return UUID(found)


def _people(at: At, ref: str) -> tuple[UUID, ...]:
    found = at.may_see(find_people, at.who.organisation_id, ref=ref)
    if not found or not found["items"]:
        raise Unfilled([Wrong("ref", "Nobody here has this ref.")])
    return tuple(UUID(each["id"]) for each in found["items"])


def _query(asked: Asked) -> str:
    said: list[tuple[str, Any]] = [
        ("by", asked.by),
        *(("about", each) for each in asked.about),
        ("act", asked.act),
        ("since", asked.since),
        ("until", asked.until),
    ]
    return urlencode([(name, str(value)) for name, value in said if value])
