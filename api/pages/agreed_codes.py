"""The code agreed in person: a worker or a hub keeps it for somebody."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.account_helping import agree_code, agreed_with
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter(prefix="/agreed-code")
_KEEP = {"worker", "hub", "coordinator"}


class Agreed(Form):
    """A code, and whom it was agreed with."""

    address: str = Field(title="their e-mail address", max_length=254)
    code: str = Field(title="the code", min_length=6, max_length=60)


@page(router, "GET", "", agree_code)
def form(at: Asker) -> Response:
    """Ask for the code that was agreed, and with whom."""
    _for_staff(at)
    return at.page("accounts/agreed_code.html")


@page(router, "POST", "", agree_code, again=form)
def keep(at: Asker) -> Response:
    """Keep a code, by its hash."""
    _for_staff(at)
    said = at.form(Agreed)
    whose, digest = agreed_with(at.app, at.who, address=said.address, code=said.code)
    return at.do(
        agree_code,
        whose,
        then="/agreed-code",
        done="The code is kept. They can use it at once.",
        code_digest=digest,
    )


def _for_staff(at: At) -> None:
    if not at.roles & _KEEP:
        raise NotThere
