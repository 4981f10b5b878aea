"""From a message to its page: the link holds an id alone, so each kind is tried."""

from __future__ import annotations

from uuid import UUID

from api.actions.assets import read_asset
from api.actions.concerns import read_concern
from api.actions.courses import read_opening
from api.actions.matches import read_match
from api.actions.proposals import read_proposal
from api.actions.reviews import read_review
from api.actions.sessions import read_session
from api.actions.staff import read_staff
from api.actions.tasks import read_task
from api.pages.at import At

_KINDS = (
    (read_proposal, "proposals"),
    (read_match, "matches"),
    (read_review, "reviews"),
    (read_session, "sessions"),
    (read_opening, "openings"),
    (read_asset, "assets"),
    (read_staff, "staff"),
    (read_task, "tasks"),
    (read_concern, "concerns"),
)
"""What messages are about, with where each kind has its pages."""


def place_of(at: At, id_: UUID) -> str:
    """Return the page of what a message is about; home where it is not theirs, or gone.

    An id is of one kind at most, and each is asked with the permissions of its page.
    """
    for reader, kind in _KINDS:
        if at.may_see(reader, id_) is not None:
            return f"/{kind}/{id_}"
    return "/home"
