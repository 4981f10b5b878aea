"""JSON as this API takes it: every name once, numbers that survive, nothing endless."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, Never

from api.errors import Problem

DEEPEST = 16
"""Levels of arrays and objects inside each other."""
LARGEST = 2**53 - 1
"""Whole numbers beyond this are other numbers elsewhere (RFC 7493, 2.2)."""
_BAD = "\x00"


def read_json(content: bytes) -> Any:
    """Return what a body says.

    Raises
    ------
    Problem
        422 where it is no JSON, names something twice, nests too deep, or holds a
        number or a text that could not be kept as it is.
    """
    try:
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_number,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError):
        raise _refused("is not JSON in UTF-8") from None
    _check(value)
    return value


def is_text(text: str) -> bool:
    """Tell whether a text can be kept by every database: no NUL, no half character."""
    return _BAD not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _refused(why: str) -> Problem:
    return Problem(422, f"The body {why}.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _refused("names something twice")
    return found


def _whole(text: str) -> int:
    # As many digits as fit first: reading endless ones would itself be work.
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise _refused("holds a number that is too large")
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _refused("holds a number that is too large")
    return value


def _constant(_text: str) -> Never:
    raise _refused("holds something that is no number")


def _check(value: Any) -> None:
    """Look at every level in turn; recursion would trust the depth it measures."""
    level = [value]
    for _ in range(DEEPEST + 1):
        if not all(is_text(each) for each in level if isinstance(each, str)):
            raise _refused("holds a sign that is no text")
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise _refused("is nested too deep")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()
