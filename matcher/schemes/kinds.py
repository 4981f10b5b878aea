"""Which kinds of gate and criterion there are, and what each may be told.

One table for both readers: the checker holds scheme files to it, and
``matcher.candidates`` and ``matcher.scoring`` have one function for each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHOSEN = ("choice", "choices")
AGES = ("whole", "month", "date")
EVEN = ("choice", "text", "ref", "whole", "flag")


@dataclass(frozen=True, slots=True)
class Option:
    """What one option of a kind takes.

    Parameters
    ----------
    takes : str
        ``left`` a column of the left sheet; ``asset`` a column of assets; ``place`` a
        place column of assets or the word "hub"; ``checked`` a column of the sheet
        that ``on`` names; ``prefix`` the start of such columns' names; ``levels``
        words of the column named by ``level``; ``whole``, ``points``, ``flag`` a value;
        ``word`` one of `among`.
    kinds : tuple of str
        The kinds of column that will do.
    required : bool
        Whether the kind makes no sense without it.
    among : tuple of str
        For ``word``.
    low : int
        For ``whole``.
    """

    takes: str
    kinds: tuple[str, ...] = ()
    required: bool = False
    among: tuple[str, ...] = ()
    low: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of gate or criterion.

    Parameters
    ----------
    says : str
        What it tests or measures, in one line.
    options : mapping of str to Option
        Everything it may be told.
    words : tuple of str
        What its sentences may mention beside {need} and {asset}.
    one_of : tuple of str
        Of these options at least one has to be given.
    exactly_one : bool
        Of `one_of`, not more than one.
    relations : tuple of (str, str)
        Columns (sheet, name) that it reads without being told; "left" is the left
        sheet.
    """

    says: str
    options: Mapping[str, Option] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    exactly_one: bool = False
    relations: tuple[tuple[str, str], ...] = ()


def _left(*kinds: str, required: bool = True) -> Option:
    return Option("left", kinds, required)


def _asset(*kinds: str, required: bool = True) -> Option:
    return Option("asset", kinds, required)


def _whole(*, required: bool = False, low: int = 1) -> Option:
    return Option("whole", required=required, low=low)


def _checked(*kinds: str, required: bool = True) -> Option:
    return Option("checked", kinds, required)


_AT = Option("place", ("place",), required=True)
_FLAG = Option("flag")
_POINTS = Option("points")

GATE_KINDS: Mapping[str, Kind] = {
    "within": Kind(
        "the two places are no further apart than the smallest limit given",
        {
            "place": _left("place"),
            "at": _AT,
            "km": _whole(),
            "km_column": _left("whole", required=False),
            "asset_km_column": _asset("whole", required=False),
        },
        words=("km", "limit"),
        one_of=("km", "km_column", "asset_km_column"),
    ),
    "one_of": Kind(
        "any of the left row's choices is among the asset's; no choice passes",
        {
            "need": _left(*CHOSEN),
            "asset": _asset(*CHOSEN),
            "empty": Option("word", among=("passes", "fails")),
        },
        words=("list",),
    ),
    "all_of": Kind(
        "every choice of the left row is among the asset's",
        {"need": _left(*CHOSEN), "asset": _asset(*CHOSEN)},
        words=("list",),
    ),
    "none_of": Kind(
        "no choice of the left row is among the asset's",
        {"need": _left(*CHOSEN), "asset": _asset(*CHOSEN)},
        words=("list",),
    ),
    "can": Kind(
        "everything asked for is held by the asset's holder, or follows from it",
        {
            "need": _left("capabilities"),
            "asset": _asset("capabilities", required=False),
        },
        words=("list",),
    ),
    "same": Kind(
        "both columns hold the same; an empty cell on the left passes",
        {"need": _left(*EVEN), "asset": _asset(*EVEN)},
        words=("list",),
    ),
    "range": Kind(
        "the left row's number, or age in years, is within the asset's bounds",
        {
            "need": _left(*AGES),
            "low": _asset("whole", required=False),
            "high": _asset("whole", required=False),
            "years": _FLAG,
        },
        words=("value", "limit"),
        one_of=("low", "high"),
    ),
    "at_least": Kind(
        "the asset's number is at least a number or the left row's number",
        {
            "asset": _asset("whole", "points"),
            "minus": _asset("whole", required=False),
            "value": _whole(),
            "need": _left("whole", required=False),
        },
        words=("value", "limit"),
        one_of=("value", "need"),
        exactly_one=True,
    ),
    "flag": Kind(
        "a yes-no column says yes, or no with is = false; with `if`, only where that "
        "column of the left row says yes",
        {
            "asset": _asset("flag", required=False),
            "need": _left("flag", required=False),
            "is": _FLAG,
            "if": _left("flag", required=False),
        },
        one_of=("asset", "need"),
        exactly_one=True,
    ),
    "check": Kind(
        "the check is of an accepted level, was found suitable, and is recent enough "
        "on the first day",
        {
            "level": _checked("choice"),
            "issued": _checked("date"),
            "rechecked": _checked("date", required=False),
            "outcome": _checked("choice"),
            "accepted": Option("levels", required=True),
            "months": _whole(required=True),
            "partner": Option("prefix"),
            "on": Option("word", among=("asset", "left")),
        },
        words=("value",),
    ),
    "slots": Kind(
        "enough pieces of the week in common, as often as the left row asks",
        {"need": _left("slots"), "asset": _asset("slots"), "at_least": _whole()},
        words=("list",),
    ),
    "dates": Kind(
        "no planned break of the asset covers the first day",
        {"from": _asset("date"), "to": _asset("date")},
        words=("value", "limit"),
    ),
    "not_own": Kind(
        "the two do not belong to one holder",
        relations=(("left", "holder"), ("assets", "holder")),
    ),
}

CRITERION_KINDS: Mapping[str, Kind] = {
    "covers": Kind(
        "the share of the levels asked for that the asset's capabilities support",
        {"need": _left("levels"), "asset": _asset("capabilities")},
        words=("list",),
    ),
    "shares": Kind(
        "how many choices they have in common, up to `full`",
        {
            "need": _left("choices"),
            "asset": _asset("choices"),
            "full": _whole(required=True),
        },
        words=("list",),
    ),
    "near": Kind(
        "100 at the door, 0 at `km` or further",
        {"place": _left("place"), "at": _AT, "km": _whole(required=True)},
        words=("km", "limit"),
    ),
    "points": Kind(
        "a person's judgement, as it stands",
        {
            "asset": _asset("points", required=False),
            "need": _left("points", required=False),
        },
        words=("value",),
        one_of=("asset", "need"),
        exactly_one=True,
    ),
    "listed": Kind(
        "100 where the left row's choice is on the asset's list, else `otherwise`",
        {
            "need": _left("choice"),
            "asset": _asset("choices"),
            "otherwise": _POINTS,
        },
        words=("list",),
    ),
    "in_range": Kind(
        "100 within the asset's bounds, less `step` for each unit outside",
        {
            "need": _left(*AGES),
            "low": _asset("whole", required=False),
            "high": _asset("whole", required=False),
            "years": _FLAG,
            "step": _whole(),
        },
        words=("value", "limit"),
        one_of=("low", "high"),
    ),
    "slots": Kind(
        "how many pieces of the week they have in common, up to `full`",
        {
            "need": _left("slots"),
            "asset": _asset("slots"),
            "full": _whole(required=True),
        },
        words=("list",),
    ),
    "trusts": Kind(
        "100 where the left row names the asset's holder",
        relations=(("needs", "trusts"),),
    ),
    "scale": Kind(
        "0 at `low`, 100 at `high`, straight between; `high` may be the smaller",
        {
            "asset": _asset("whole", "points", required=False),
            "need": _left("whole", "points", required=False),
            "low": _whole(required=True, low=-1000),
            "high": _whole(required=True, low=-1000),
        },
        words=("value", "limit"),
        one_of=("asset", "need"),
        exactly_one=True,
    ),
    "flag": Kind(
        "100 where a yes-no column says yes, or no with is = false; else 0",
        {
            "asset": _asset("flag", required=False),
            "need": _left("flag", required=False),
            "is": _FLAG,
        },
        one_of=("asset", "need"),
        exactly_one=True,
    ),
    "can": Kind(
        "the share of what is asked for that the asset's holder can do",
        {"need": _left("capabilities"), "asset": _asset("capabilities")},
        words=("list",),
    ),
}
ABSENT = Option("points")  # every criterion: the points where nothing is asked for
