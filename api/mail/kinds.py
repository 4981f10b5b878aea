"""Every kind of message there is: whom it goes to, what it may carry, its subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matcher.errors import Refused
from matcher.schemes import Scheme

PEOPLE = ("holder", "family", "young_person")
"""Audiences outside the office: each is told whom to talk to."""
OFFICE = ("staff", "approver", "lead")
"""``lead`` is the safeguarding lead, and the named deputy as well."""
EVERYBODY = (*PEOPLE, *OFFICE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message.

    Parameters
    ----------
    name : str
        Its name, also in the outbox.
    audiences : tuple of str
        Who may be sent it.
    subject : str
        Fixed and neutral: it names no child, no purpose and no service, because
        inboxes and phones are shared.
    must, may : tuple of str
        The allow-list of facts (``api.mail.facts``): those it carries, and those it
        can carry. Nothing else gets in.
    template : str
        Its text in ``templates/``.
    step : str
        The step of a proposal it is about; "" where it is about no proposal.
    only : {"", "course", "items", "reviews"}
        What the scheme has to have for the kind to make sense.
    waits : bool
        False: it goes at once, whatever somebody's safe times are.
    """

    name: str
    audiences: tuple[str, ...]
    subject: str
    must: tuple[str, ...] = ("link",)
    may: tuple[str, ...] = ()
    template: str = ""
    step: str = ""
    only: str = ""
    waits: bool = True


def _ended(name: str) -> Kind:
    # One template and one subject: a letter tells neither who ended it nor how.
    people = (*PEOPLE, "staff")
    return Kind(name, people, "Some news for you", template="ended.txt", step=name)


_ALL = (
    Kind(
        "offer",
        PEOPLE,
        "Something for you to look at",
        must=("link", "until"),
        step="offered",
    ),
    Kind("ask", ("holder",), "A question for you", ("link", "until"), step="offered"),
    Kind(
        "assignment",
        ("holder",),
        "A question for you",
        ("link", "until"),
        step="offered",
        only="course",
    ),
    Kind("no_longer_needed", ("holder",), "An update for you", step="withdrawn"),
    Kind(
        "disclosed",
        (*PEOPLE, "staff"),
        "Something new for you to read",
        step="disclosed",
    ),
    Kind("introduced", (*PEOPLE, "staff"), "A note for you", step="introduced"),
    Kind("agreed", (*PEOPLE, "staff"), "Some news for you", step="agreed"),
    _ended("declined"),
    _ended("withdrawn"),
    _ended("lapsed"),
    Kind("task_due", OFFICE, "A task for you", ("link", "day")),
    Kind("reminder", EVERYBODY, "A reminder for you", ("link", "until")),
    Kind(
        "sign_in", EVERYBODY, "Your sign-in link", must=("link", "minutes"), waits=False
    ),
    Kind("sign_in_reset", OFFICE, "Your sign-in", waits=False),
    Kind("safety", ("lead",), "A task for you", waits=False),
    Kind(
        "invitation",
        EVERYBODY,
        "An invitation for you",
        must=("link", "until"),
        may=("organisation",),
    ),
    Kind(
        "course_not_starting",
        ("holder", "family", "staff"),
        "Some news for you",
        step="withdrawn",
        only="course",
    ),
    Kind(
        "course_open",
        ("holder", "family", "staff"),
        "Some news for you",
        must=("link", "day"),
        step="agreed",
        only="course",
    ),
    Kind(
        "recalled_item",
        ("family", "staff"),
        "Please read this today",
        must=("link", "item"),
        only="items",
    ),
    Kind("request_kept", ("family",), "A note for you", only="items"),
    Kind("check_due", ("holder",), "A date for you", ("link", "day")),
    Kind(
        "review_due",
        (*PEOPLE, "staff"),
        "A date for you",
        must=("link", "day"),
        only="reviews",
    ),
    Kind(
        "session_cancelled",
        ("holder", "family", "staff"),
        "Some news for you",
        ("link", "day"),
    ),
    Kind(
        "session_replacement",
        ("holder", "staff"),
        "A question for you",
        ("link", "day"),
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""The closed table: a kind that is not here cannot be sent."""


def kind_of(name: str) -> Kind:
    """Return the kind called `name`.

    Raises
    ------
    Refused
        There is no such kind.
    """
    if name not in KINDS:
        raise Refused(
            "There is no such kind of message. The kinds are listed in the "
            f"table of kinds: {', '.join(KINDS)}."
        )
    return KINDS[name]


_OF_NO_SCHEME = {
    "sign_in",
    "sign_in_reset",
    "invitation",
    "safety",
    "task_due",
    "session_cancelled",
    "session_replacement",
}


def applies(kind: Kind, scheme: Scheme | None) -> bool:
    """Tell whether a kind makes sense in a scheme; sign-in and its like always do."""
    if scheme is None:
        return kind.name in _OF_NO_SCHEME
    used = kind.step in {*scheme.steps.uses, "", "declined", "withdrawn", "lapsed"}
    has = {
        "": True,
        "course": bool(scheme.build.opens_with),
        "items": bool(items_of(scheme)),
        "reviews": scheme.steps.review_weeks is not None,
    }
    return used and has[kind.only]


def items_of(scheme: Scheme) -> tuple[str, ...]:
    """Return the things a scheme hands over, empty where it hands over none."""
    columns = {column.name: column for column in scheme.sheets["assets"].columns}
    return columns["item"].values if "item" in columns else ()
