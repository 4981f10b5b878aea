"""One small reader for each kind of column: a cell in, a value or a sentence out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from matcher.intake.dates import read_date, read_month
from matcher.intake.grid import Broken, Raw, blank
from matcher.intake.weeks import read_slot
from matcher.intake.words import day, did_you_mean, key, one_of, shown, tidy
from matcher.intake.wrong import Wrong
from matcher.model import Place, Slot, Value
from matcher.schemes.scheme import Column

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer

MOST = 2**31 - 1  # what the engine's integers hold
_YES = {"yes", "y", "true", "t", "1", "x", "tick", "ticked", "on"}
_NO = {"no", "n", "false", "f", "0", "off"}
_TICKS, _CROSSES = set("✓✔☑✅🗸"), set("✗✘☐❌")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(?:\+44|\b0)(?:[ ()-]?[0-9]){9,11}")
_FLOAT = re.compile(r"[0-9]{1,15}\.0")
_AREA = re.compile(r"[A-Z0][A-Z]?(?=[0-9OIL])")
_LEVEL = re.compile(r"(.*?)(?:\s*[:=]\s*|\s+-\s+|\s+|(?<=[A-Za-z]))(-?\d{1,9})")
_NOTHING = {"nan", "null", "none", "na", "nil", "inf", "tbc", "unknown"}
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Around:
    """What readers need beside the cell.

    Parameters
    ----------
    gazetteer : Gazetteer
        Finds places.
    as_of : date
        The day against which the future is measured.
    capabilities : tuple of str
        Nodes of the scheme's is-a tree.
    past : frozenset of str
        Date columns of the sheet at hand that cannot lie in the future.
    """

    gazetteer: Gazetteer
    as_of: date
    capabilities: tuple[str, ...] = ()
    past: frozenset[str] = frozenset()


def read_cell(column: Column, raw: Raw, around: Around) -> tuple[Value | None, str]:
    """Return a cell's value, None where it is empty, and a remark or "".

    Raises
    ------
    Wrong
        With the sentence for the user, where the cell cannot be taken.
    """
    if isinstance(raw, Broken):
        raise Wrong(f"The cell holds {raw}. Put the value itself into the cell.")
    if blank(raw):
        if column.required:
            raise Wrong(f"This is empty, and every row needs it.{_like(column)}")
        return _empty(column, around), ""
    value, remark = _READERS[column.kind](column, raw, around)
    past = column.kind == "month" or column.name in around.past
    if past and isinstance(value, date):
        _check_past(value, around.as_of, column.kind)
    return value, remark


def _like(column: Column) -> str:
    return f" Choose from {one_of(column.values)}." if column.values else ""


def _empty(column: Column, around: Around) -> Value | None:
    if column.default is not None:
        default = column.default
        text = "; ".join(default) if isinstance(default, list | tuple) else default
        return _READERS[column.kind](column, text, around)[0]
    return False if column.kind == "flag" else None


def _check_past(value: date, as_of: date, kind: str) -> None:
    if value > as_of:
        raise Wrong(f"{_spoken(value, kind)} is in the future. Check the year.")
    if kind == "month" and value.year < as_of.year - 120:
        raise Wrong(f"{_spoken(value, kind)} is over 120 years ago. Check the year.")


def _spoken(value: date, kind: str) -> str:
    return f"{value:%B %Y}" if kind == "month" else day(value)


def as_text(raw: Raw) -> str:
    """Return a cell as text: 3.0 is "3"; a date in a cell of words is refused."""
    match raw:
        case str():
            return tidy(raw)
        case bool():
            return str(raw).upper()
        case float() if math.isfinite(raw) and raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case int() | float():
            return str(raw)
        case date():
            raise Wrong(
                f"The spreadsheet made this a date ({day(raw)}). Format the column "
                "as text and type the value again."
            )
        case _:
            raise Wrong(f"{shown(raw)} is a time of day. Format the column as text.")


def parts_of(raw: Raw) -> list[str]:
    """Return the items of a list cell: ; or , or a new line between them."""
    text = raw if isinstance(raw, str) else as_text(raw)
    items = (tidy(item).strip("-•* ") for item in re.split(r"[;,\n\r]", text))
    return [item for item in items if item]


def whole(raw: Raw) -> int:
    """Return the whole number a cell holds.

    Raises
    ------
    Wrong
        For fractions, NaN, infinities, words, and what no sheet can mean (10**30).
    """
    if isinstance(raw, bool | date | time | timedelta | Broken):
        raise Wrong(f"{shown(raw)} is not a whole number. Write digits, such as 3.")
    number = _number(tidy(raw), raw) if isinstance(raw, str) else raw
    if not math.isfinite(number):
        raise Wrong(f"{shown(raw)} is not a number that can be used. Correct it.")
    if number != int(number):
        raise Wrong(f"{shown(raw)} is not a whole number. Round it by hand.")
    if abs(number) > MOST:
        raise Wrong(f"{shown(raw)} is far too large. Correct it.")
    return int(number)


def _number(text: str, raw: str) -> float | int:
    if re.fullmatch(r"[+-]?\d{1,18}", text) and text.isascii():
        return int(text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        raise Wrong(f"{shown(raw)} has a comma. Write {text.replace(',', '')}.")
    try:
        return float(text.replace("_", " "))
    except ValueError:
        raise Wrong(
            f"{shown(raw)} is not a whole number. Write digits only, such as 3."
        ) from None


def _read_ref(_: Column, raw: Raw, __: Around) -> tuple[str, str]:
    text = as_text(raw)
    if _FLOAT.fullmatch(text):  # pandas writes 101 so, where a row has none
        return text[:-2], "numbers such as 101.0 read as 101"
    return ref_of(text), ""


def ref_of(text: str) -> str:
    """Return `text` where it can be a ref.

    Raises
    ------
    Wrong
        Where it has spaces or signs that no ref has.
    """
    if not _REF.fullmatch(text) or text.casefold() in _NOTHING:
        raise Wrong(
            f"{shown(text)} is not a ref. Use up to 64 letters, digits, - _ or . "
            "and no spaces; never a name."
        )
    return text


def _read_refs(_: Column, raw: Raw, __: Around) -> tuple[tuple[str, ...], str]:
    return tuple(sorted({ref_of(item) for item in parts_of(raw)})), ""


def _read_text(_: Column, raw: Raw, __: Around) -> tuple[str, str]:
    text = as_text(raw)
    if len(text) > _LONGEST_TEXT:
        raise Wrong(f"This has {len(text):,} characters; the most is {_LONGEST_TEXT}.")
    if _MAIL.search(text) or _PHONE.search(text):
        raise Wrong("This looks like somebody's contact. Take it out of this column.")
    return text, ""


def _read_whole(column: Column, raw: Raw, _: Around) -> tuple[int, str]:
    return _bounded(whole(raw), column.low or 0, column.high), ""


def _read_points(column: Column, raw: Raw, _: Around) -> tuple[int, str]:
    high = 100 if column.high is None else column.high
    return _bounded(whole(raw), column.low or 0, high), ""


def _bounded(number: int, low: int, high: int | None) -> int:
    if number < low or (high is not None and number > high):
        span = f"at least {low}" if high is None else f"between {low} and {high}"
        raise Wrong(f"{number} is not {span}. Correct it.")
    return number


def _read_flag(_: Column, raw: Raw, __: Around) -> tuple[bool, str]:
    text = as_text(raw)
    word = key(text)
    if word in _YES or text in _TICKS:
        return True, ""
    if word in _NO or text in _CROSSES:
        return False, ""
    raise Wrong(f"{shown(raw)} is neither yes nor no. Write Yes or No.")


def _read_date(_: Column, raw: Raw, __: Around) -> tuple[date, str]:
    value, remark = read_date(raw)
    return value, remark or ("dates typed as text" if isinstance(raw, str) else "")


def _read_month(_: Column, raw: Raw, __: Around) -> tuple[date, str]:
    return read_month(raw)


def _read_place(_: Column, raw: Raw, around: Around) -> tuple[Place, str]:
    text = as_text(raw).upper()
    place = around.gazetteer.find(text)
    if place is None:
        raise Wrong(f"{shown(text)} is not a place we know.{_place_hint(text, around)}")
    return place, ""


def _place_hint(text: str, around: Around) -> str:
    swapped = _unmixed(text)
    if swapped and around.gazetteer.find(swapped):
        return f' Did you mean "{swapped}", with a digit for the letter or the reverse?'
    near = around.gazetteer.nearest_names(text)
    meant = f" Did you mean {' or '.join(near[:3])}?" if near else ""
    return f"{meant} Use a full postcode, or add it with acorns places import."


def _unmixed(text: str) -> str:
    """Return a postcode with O and 0, I and 1 put where each can stand."""
    code = re.sub(r"\s", "", text)
    out, inward = (code[:-3], code[-3:]) if len(code) > 4 else (code, "")
    area = _AREA.match(out)
    head = area[0] if area else ""
    fixed = head.replace("0", "O") + _digits(out[len(head) :])
    if inward:
        fixed += f" {_digits(inward[0])}{inward[1:].replace('0', 'O')}"
    return fixed if fixed.replace(" ", "") != code else ""


def _digits(text: str) -> str:
    return text.translate(str.maketrans("OIL", "011"))


def _choose(text: str, options: Iterable[str]) -> str:
    words = {key(option): option for option in options}
    if not words:
        return ref_of(text)
    found = words.get(key(text))
    if found is None:
        raise Wrong(
            f"{shown(text)} is not one of the words for this column."
            f"{did_you_mean(text, words.values())} It can be {one_of(words.values())}."
        )
    return found


def _read_choice(column: Column, raw: Raw, _: Around) -> tuple[str, str]:
    return _choose(as_text(raw), column.values), ""


def _several(raw: Raw, options: tuple[str, ...]) -> tuple[str, ...]:
    whole_cell = {key(option): option for option in options}.get(
        key(raw) if isinstance(raw, str) else ""
    )
    if whole_cell:  # a word that itself holds a comma
        return (whole_cell,)
    return tuple(sorted({_choose(item, options) for item in parts_of(raw)}))


def _read_choices(column: Column, raw: Raw, _: Around) -> tuple[tuple[str, ...], str]:
    return _several(raw, column.values), ""


def _read_capabilities(
    column: Column, raw: Raw, around: Around
) -> tuple[tuple[str, ...], str]:
    return _several(raw, column.values or around.capabilities), ""


def _read_levels(
    column: Column, raw: Raw, _: Around
) -> tuple[tuple[tuple[str, int], ...], str]:
    levels: dict[str, int] = {}
    for item in parts_of(raw):
        found = _LEVEL.fullmatch(item)
        if not found or not found[1]:
            raise Wrong(
                f'{shown(item)} is not a word and a level, such as "health 2", '
                "with ; between."
            )
        word = _choose(found[1], column.values)
        if word in levels:
            raise Wrong(f'"{word}" stands here twice. Keep one level for it.')
        high = 4 if column.high is None else column.high
        levels[word] = _bounded(int(found[2]), column.low or 0, high)
    return tuple(sorted(levels.items())), ""


def _read_slots(_: Column, raw: Raw, __: Around) -> tuple[tuple[Slot, ...], str]:
    return tuple(sorted({read_slot(item) for item in parts_of(raw)})), ""


_READERS: Mapping[str, Callable[[Column, Raw, Around], tuple[Value | None, str]]] = {
    "ref": _read_ref,
    "refs": _read_refs,
    "text": _read_text,
    "whole": _read_whole,
    "points": _read_points,
    "flag": _read_flag,
    "date": _read_date,
    "month": _read_month,
    "place": _read_place,
    "choice": _read_choice,
    "choices": _read_choices,
    "capabilities": _read_capabilities,
    "levels": _read_levels,
    "slots": _read_slots,
}
