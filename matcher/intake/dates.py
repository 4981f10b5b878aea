"""Dates and months as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from matcher.intake.grid import Raw
from matcher.intake.words import day, shown, tidy
from matcher.intake.wrong import Wrong

_MONTHS = (
    "january february march april may june july august september october november "
    "december"
).split()
_WORD = r"([a-z]{3,9})\.?"
_TIME = r"(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})({_TIME})")
_UK = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}})({_TIME})")
_DAY_WORD = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*{_WORD}[-/., ]*(\d{{4}})")
_WORD_DAY = re.compile(rf"{_WORD} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_SHORT = re.compile(rf"(?:\d{{1,2}}[-/. ])?(?:\d{{1,2}}|{_WORD})[-/. ]'?\d{{2}}")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=\d|[a-z])")
_MONTH_WORD = re.compile(rf"{_WORD}[-/., ]*(\d{{4}})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_ASK = "Write it as 05/03/2026, 2026-03-05 or 5 March 2026."
_ASK_MONTH = "Write it as 2015-03, 03/2015 or March 2015."
_FIRST, _LAST = 1900, 2100


def read_date(raw: Raw) -> tuple[date, str]:
    """Return the day a cell means, and a remark where something was left out.

    Raises
    ------
    Wrong
        Two-digit years, the month before the day, Excel's own day numbers, days that
        do not exist, and whatever else cannot be read in one way only.
    """
    match raw:
        case datetime():
            remark = "" if raw.time() == time() else "times of day left out"
            return _within(raw.date(), raw), remark
        case date():
            return _within(raw, raw), ""
        case str():
            return _typed(tidy(raw).casefold(), raw)
        case bool() | time() | timedelta():
            raise Wrong(f"{shown(raw)} is not a date. {_ASK}")
        case int() | float():
            raise Wrong(_serial(float(raw)))
        case _:
            raise Wrong(f"{shown(raw)} is not a date. {_ASK}")


def read_month(raw: Raw) -> tuple[date, str]:
    """Return the first day of the month a cell means; a day in it is left out.

    Raises
    ------
    Wrong
        As `read_date`, and for a year without a month.
    """
    if isinstance(raw, str):
        found = _month(tidy(raw).casefold(), raw)
        if found:
            return found, ""
    elif isinstance(raw, (int, float)) and _FIRST <= raw <= _LAST:
        raise Wrong(f"{shown(raw)} has no month. {_ASK_MONTH}")
    whole, _ = read_date(raw)
    remark = "full dates cut to their month" if whole.day != 1 else ""
    return whole.replace(day=1), remark


def _month(text: str, raw: str) -> date | None:
    if found := _MONTH_WORD.fullmatch(text):
        return _day(int(found[2]), _month_number(found[1], raw), 1, raw)
    if found := _MONTH_YEAR.fullmatch(text):
        return _day(int(found[2]), int(found[1]), 1, raw)
    if found := _YEAR_MONTH.fullmatch(text):
        return _day(int(found[1]), int(found[2]), 1, raw)
    if re.fullmatch(r"\d{4}", text):
        raise Wrong(f"{shown(raw)} has no month. {_ASK_MONTH}")
    return None


def _typed(text: str, raw: str) -> tuple[date, str]:
    text = _WEEKDAY.sub("", text, count=1) if len(text) < 64 else ""
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), raw), _left(found[4])
    if found := _UK.fullmatch(text):
        return _day_first(int(found[1]), int(found[2]), int(found[3]), raw), _left(
            found[4]
        )
    if found := _DAY_WORD.fullmatch(text):
        return _day(int(found[3]), _month_number(found[2], raw), int(found[1]), raw), ""
    if found := _WORD_DAY.fullmatch(text):
        return _day(int(found[3]), _month_number(found[1], raw), int(found[2]), raw), ""
    if _SHORT.fullmatch(text):
        raise Wrong(f"{shown(raw)} has a year of two digits. Write all four.")
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise Wrong(_serial(float(text)))
    raise Wrong(f"{shown(raw)} is not a date. {_ASK}")


def _left(clock: str) -> str:
    return "times of day left out" if clock.strip("t :.0z+-") else ""


def _day_first(first: int, second: int, year: int, raw: str) -> date:
    if second > 12 >= first >= 1:
        raise Wrong(
            f"{shown(raw)} has the month before the day. Write the day first, "
            f"{second:02}/{first:02}/{year}, and check the other dates too."
        )
    return _day(year, second, first, raw)


def _day(year: int, month: int, number: int, raw: str) -> date:
    try:
        return _within(date(year, month, number), raw)
    except ValueError:
        raise Wrong(f"{shown(raw)} is a day that does not exist. Check it.") from None


def _within(value: date, raw: Raw) -> date:
    if not _FIRST <= value.year <= _LAST:
        raise Wrong(f"{shown(raw)} is not between 1900 and 2100. Check the year.")
    return value


def _month_number(word: str, raw: str) -> int:
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word) or word == "sept" == name[:4]:
            return number
    raise Wrong(f"{shown(raw)} names no month that we know. {_ASK}")


def _serial(number: float) -> str:
    whole = number.is_integer() and 61 <= number <= 73_050
    if not whole:
        return f"{shown(number)} is not a date. {_ASK}"
    meant = day(date(1899, 12, 30) + timedelta(days=int(number)))
    return (
        f"{shown(number)} is Excel's own number for a day, perhaps {meant}. "
        "Format the column as a date, or type the date."
    )
