"""Who hears of a proposal and when, typed by hand from the steps."""

from __future__ import annotations

import pytest

from api.mail import KINDS, Stand, may_be_told, render
from matcher.errors import Refused
from matcher.schemes import find_scheme

CARERS, MENTORS, TUTORS, BABYBANK = (
    find_scheme(name)
    for name in (
        "norfolk-carers",
        "oxfordshire-mentors",
        "hartlepool-tutors",
        "hartlepool-babybank",
    )
)
LAW = [
    # Nothing before the release, for anybody outside the office.
    (CARERS, "offer", "holder", Stand("drafted"), False),
    (CARERS, "offer", "holder", Stand("approved"), False),
    (CARERS, "offer", "holder", Stand("offered"), True),
    (CARERS, "ask", "holder", Stand("offered"), True),
    (CARERS, "ask", "holder", Stand("drafted"), False),
    # The child's side hears nothing before disclosure.
    (CARERS, "offer", "family", Stand("offered"), False),
    (CARERS, "offer", "young_person", Stand("interested"), False),
    (CARERS, "disclosed", "young_person", Stand("interested"), False),
    (CARERS, "disclosed", "young_person", Stand("disclosed"), True),
    (CARERS, "disclosed", "family", Stand("introduced"), True),
    # What has ended in the meantime is not offered.
    (CARERS, "offer", "holder", Stand("withdrawn", "offered"), False),
    (CARERS, "agreed", "family", Stand("declined", "introduced"), False),
    (CARERS, "agreed", "family", Stand("introduced"), False),
    (CARERS, "agreed", "family", Stand("agreed"), True),
    # An end is told to whoever had heard of the beginning.
    (CARERS, "declined", "holder", Stand("declined", "offered"), True),
    (CARERS, "declined", "holder", Stand("declined", "approved"), False),
    (CARERS, "lapsed", "holder", Stand("lapsed", "drafted"), False),
    (CARERS, "lapsed", "young_person", Stand("lapsed", "offered"), False),
    (CARERS, "lapsed", "young_person", Stand("lapsed", "interested"), False),
    (CARERS, "lapsed", "young_person", Stand("lapsed", "disclosed"), True),
    (CARERS, "lapsed", "staff", Stand("lapsed", "drafted"), True),
    (CARERS, "declined", "holder", Stand("withdrawn", "offered"), False),
    (CARERS, "withdrawn", "holder", Stand("withdrawn"), False),
    (CARERS, "no_longer_needed", "holder", Stand("lapsed", "offered"), True),
    (CARERS, "no_longer_needed", "holder", Stand("offered"), False),
    # Approval stands after the first meetings: a later step than disclosure.
    (MENTORS, "introduced", "family", Stand("approved"), True),
    (MENTORS, "lapsed", "family", Stand("lapsed", "approved"), True),
    # Without disclosure, families hear of the offer itself.
    (TUTORS, "offer", "family", Stand("offered"), True),
    (TUTORS, "course_open", "family", Stand("agreed"), True),
    (TUTORS, "course_open", "family", Stand("offered"), False),
    (TUTORS, "course_not_starting", "family", Stand("withdrawn", "offered"), True),
    (TUTORS, "course_not_starting", "family", Stand("withdrawn", "drafted"), False),
    (BABYBANK, "offer", "family", Stand("offered"), True),
    (BABYBANK, "agreed", "family", Stand("agreed"), True),
    (TUTORS, "assignment", "holder", Stand("offered"), True),
    (TUTORS, "lapsed", "staff", Stand("lapsed", "drafted"), True),
    (TUTORS, "lapsed", "family", Stand("lapsed", "drafted"), False),
    # While a suspension holds it, only its end is told.
    (CARERS, "offer", "holder", Stand("offered", frozen=True), False),
    (CARERS, "introduced", "family", Stand("introduced", frozen=True), False),
    (CARERS, "lapsed", "holder", Stand("lapsed", "offered", frozen=True), True),
    # Nobody knows where it stands: nothing leaves.
    (CARERS, "offer", "holder", None, False),
    (CARERS, "offer", "holder", Stand("unheard-of"), False),
    (CARERS, "declined", "holder", Stand("declined", "unheard-of"), False),
]


@pytest.mark.parametrize(("scheme", "kind", "who", "stand", "may"), LAW)
def test_who_hears_of_a_proposal(
    scheme: object, kind: str, who: str, stand: Stand | None, may: bool
) -> None:
    """After its release or ask, in their turn, and never of what has ended."""
    assert may_be_told(KINDS[kind], scheme, who, stand) is may  # type: ignore[arg-type]


def test_no_letter_is_made_out_of_turn() -> None:
    """A letter about a proposal that was not released is not even rendered."""
    with pytest.raises(Refused, match="may not leave"):
        render(
            "offer",
            CARERS,
            {},
            "holder",
            address="https://x.org",
            stand=Stand("drafted"),
        )
