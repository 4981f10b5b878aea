"""What a scheme is: sheets, gates, criteria, floors, policy, steps and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.model import Policy

KINDS = (
    "ref",  # str; letters, digits, - _ . ; unique within its sheet
    "refs",  # tuple[str, ...]; refs of other rows, ";" between
    "text",  # str; a short code or title that is shown as it stands
    "whole",  # int, within low..high
    "points",  # int 0-100, a person's judgement
    "flag",  # bool; yes/no
    "date",  # date
    "month",  # date, the first of the month (month and year of birth)
    "place",  # Place, from a full postcode or an outcode
    "choice",  # str, one of `values`
    "choices",  # tuple[str, ...], each one of `values`, sorted
    "capabilities",  # tuple[str, ...], each a node of the scheme's is-a tree, sorted
    "levels",  # tuple[(str, int), ...]: "communication 3; health 2", words of `values`
    "slots",  # tuple[Slot, ...]: "tue-am; thu-eve/fortnightly", sorted
    "personal",  # counted, never kept: names, addresses, contacts, free text
)
SHEETS = ("needs", "assets", "staff", "hubs")
AUDIENCES = ("staff", "approver", "holder", "family", "young_person")
BASES = ("recorded need", "terms of approval")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and what its cells may hold.

    ``protected`` marks a protected characteristic: only a rule with a ``basis`` may
    read such a column.
    """

    name: str
    kind: str
    title: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    default: Any = None
    help: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: which rows it holds, what people call one, and its columns."""

    name: str
    title: str
    one: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes-no rule named for what it permits.

    Parameters
    ----------
    name, kind : str
        Its name in the scheme, and which test it is (``matcher.candidates``).
    left : {"needs", "staff"}
        Whose rows it tests against assets.
    permits, otherwise : str
        A sentence for a pair that passes, and for one that does not.
    change : str
        The asset-side change that would open it: ``recruit``, ``train``, ``support``,
        ``distance`` or "" where none should be offered.
    options : mapping
        The columns and numbers that the kind asks for.
    confidential : bool
        True: joins the line "not available" and is never counted apart.
    basis : str
        Why it may read a protected column, one of `BASES`; "" where it reads none.
    """

    name: str
    kind: str
    permits: str
    otherwise: str
    left: str = "needs"
    change: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    confidential: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason a pair is good for one side, 0-100, with its weight on that side.

    Parameters
    ----------
    name, kind : str
        Its name in the scheme, and which measure it is (``matcher.scoring``).
    side : {"need", "asset"}
        Whose fit it counts towards.
    weight : int
        A whole number of at least 1.
    reason, gap, support : str
        Sentences for staff: what speaks for the pair, what is missing, what would help.
    options : mapping
        The columns and numbers that the kind asks for.
    basis : str
        Why it may read a protected column, one of `BASES`; "" where it reads none.
    told : mapping of str to str
        The reason in words for another audience; an audience without one is not told.
    """

    name: str
    kind: str
    side: str
    weight: int
    reason: str
    gap: str = ""
    support: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed the rules, when, and when they look at them again."""

    by: str
    on: date
    review: date


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a proposal that the scheme uses, and what each shows.

    Parameters
    ----------
    uses : tuple of str
        Steps in the order they are taken.
    approval : {"none", "before_offer", "after_introduction"}
        Where the second pair of eyes stands.
    yes_from : tuple of str
        Capacities whose yes makes a match.
    child_yes_from_age : int or None
        From this age the child's own yes is asked.
    offer_days : int
        An offer expires at the end of this London civil day after it was made.
    one_live : bool
        At most one live match per person.
    worker : bool
        Whether a child's worker releases details; else the hub does.
    term_months, review_weeks, first_meetings, sessions : int or None
        How long a match is meant to last, and how it is looked after.
    home : bool
        Whether a match is where a child lives: no suspension and no date pauses, ends
        or stops it.
    card, disclosed, holder_card : tuple of str
        Needs columns in the offer, needs columns released later, and assets columns
        that the child's side sees.
    never_second_hand : tuple of str
        Values of the assets column ``item`` that are taken only as new.
    """

    uses: tuple[str, ...]
    approval: str
    yes_from: tuple[str, ...]
    child_yes_from_age: int | None
    offer_days: int
    one_live: bool
    worker: bool
    term_months: int = 12
    review_weeks: int | None = None
    first_meetings: int | None = None
    sessions: int | None = None
    home: bool = False
    card: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    holder_card: tuple[str, ...] = ()
    never_second_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """Which columns become which numbers of the instance; "" where none does.

    Parameters
    ----------
    seats, capacity, unless_one_group, max_units, opens_with, minimum, most : str
        Names of columns.
    taken, approved : str
        Assets columns: seats already used, and the number approved; "" where none.
    usual_limit : int or None
        At most this many seats, those taken included. The capacity of an asset is the
        least of its capacity column, approved - taken and usual_limit - taken; where
        neither limit is set, the column less what is taken.
    uses : mapping of str to str
        Limit name to the needs column that says how much of it one need takes.
    limits : mapping of str to str
        Limit name to the assets column.
    staffing : tuple of mapping
        Rows of role, exactly, at_least as in the instance.
    staff_role, staff_traits : str
        Staff columns.
    priority : tuple of mapping
        Rules, each adding ``gives`` where it holds: ``{column, flag}`` or
        ``{column, months}`` (a date at least so many months before ``as_of``).
    group, together : str
        Needs columns: the group's ref, and required | preferred | apart.
    slots : str
        Assets column of slots.
    """

    seats: str = ""
    capacity: str = ""
    unless_one_group: str = ""
    max_units: str = ""
    opens_with: str = ""
    minimum: str = ""
    most: str = ""
    uses: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    staffing: tuple[Mapping[str, Any], ...] = ()
    staff_role: str = ""
    staff_traits: str = ""
    priority: tuple[Mapping[str, Any], ...] = ()
    group: str = ""
    together: str = ""
    slots: str = ""
    taken: str = ""
    approved: str = ""
    usual_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Becoming:
    """Who may be told about becoming staff: they asked to, and are one step away.

    Parameters
    ----------
    asked : str
        Needs column of kind flag: nobody is shown who did not tick it.
    stage : str
        Needs column of kind choice: how far along they are.
    ready : tuple of str
        The stages that are one step away.
    """

    asked: str
    stage: str
    ready: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A programme with its rules.

    ``capabilities`` maps each to its parent or "". ``source`` is the path it was read
    from, ``digest`` the SHA-256 of the file's bytes.
    """

    name: str
    title: str
    about: str
    sheets: Mapping[str, Sheet]
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    policy: Policy
    steps: Steps
    agreed: Agreed
    need_floor: int = 0
    asset_floor: int = 0
    capabilities: Mapping[str, str] = field(default_factory=dict)
    supports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    becoming: Becoming | None = None
    build: Build = field(default_factory=Build)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    source: str = ""
    digest: str = ""
