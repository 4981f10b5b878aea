"""Checks of single JSON values; each refusal says what is wrong and what to do."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from matcher.instance.document import Amounts, Prefers

Path = tuple[str | int, ...]
"""Keys and positions from the top of the file down to a value."""
T = TypeVar("T")
BOUND = 2**31
"""Every integer is below this."""
SUM_BOUND = 2**53
"""Every sum is below this, so that a reader with doubles sees the same number."""


class FieldError(Exception):
    """A value that cannot be read, and where it stands.

    Parameters
    ----------
    path : Path
        Where, for the line number.
    message : str
        What is wrong and what to do.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def shown(value: object) -> str:
    """Return the value as JSON would write it, cut to a readable length."""
    if isinstance(value, int) and abs(value) > 10**30:
        return "a number of more than 30 digits"
    try:
        words = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "a value that nests deeply"
    words = words.encode(errors="backslashreplace").decode()
    return words if len(words) <= 40 else words[:37] + "..."


def text(value: object, path: Path) -> str:
    """Return a string in NFC that UTF-8 can write; it may be empty."""
    if type(value) is not str:
        raise FieldError(path, f"{shown(value)} is not text. Put it in double quotes.")
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FieldError(
            path, "half a character (a lone surrogate). Write the whole character."
        ) from None
    return unicodedata.normalize("NFC", value)


def ref(value: object, path: Path) -> str:
    """Return a ref: text that is not empty."""
    if type(value) is str and value and value.isascii():
        return value
    if value == "":
        raise FieldError(path, "a ref is empty. Give every row a ref of its own.")
    return text(value, path)


def whole(value: object, path: Path, low: int = 0, high: int = BOUND - 1) -> int:
    """Return a whole number within [low, high]; never a boolean, never a float."""
    if type(value) is int and low <= value <= high:
        return value
    fix = f"Write a whole number from {low} to {high}."
    if type(value) is int:
        edge = "too small" if value < low else "too large"
        raise FieldError(path, f"{shown(value)} is {edge}. {fix}")
    raise FieldError(path, f"{shown(value)} is not a whole number. {fix}")


def items(value: object, path: Path, read: Callable[[Any, Path], T]) -> list[T]:
    """Return what `read` makes of each item of a list."""
    if type(value) is not list:
        raise FieldError(
            path, f"{shown(value)} is not a list. Put it in square brackets."
        )
    return [read(item, (*path, place)) for place, item in enumerate(value)]


def record(
    value: object, path: Path, *, required: tuple[str, ...], allowed: frozenset[str]
) -> Mapping[str, Any]:
    """Return an object that has all `required` keys and none but `allowed` ones."""
    if type(value) is not dict:
        raise FieldError(path, f"{shown(value)} is not an object. Put it in braces.")
    unknown = sorted(value.keys() - allowed)
    if unknown:
        known = ", ".join(sorted(allowed))
        raise FieldError(
            (*path, unknown[0]),
            f"{shown(unknown[0])} is not a key we know here. Use one of: {known}.",
        )
    for key in required:
        if key not in value:
            raise FieldError(path, f'the key "{key}" is missing. Add it.')
    return value


def refs(value: object, path: Path) -> tuple[str, ...]:
    """Return a list of refs, sorted."""
    return tuple(sorted(items(value, path, ref)))


def tie(value: object, path: Path) -> tuple[str, ...]:
    """Return one tie group, sorted; it names at least one."""
    if type(value) is str:
        raise FieldError(
            path, f"{shown(value)} stands outside a tie group. Write [{shown(value)}]."
        )
    if value == []:
        raise FieldError(path, "an empty tie group. Remove it.")
    return refs(value, path)


def prefers(value: object, path: Path) -> Prefers:
    """Return the tie groups, best first; [] is nobody."""
    return tuple(items(value, path, tie))


def amounts(value: object, path: Path) -> Amounts:
    """Return an object of whole numbers as sorted (name, number) pairs."""
    if type(value) is not dict:
        raise FieldError(path, f"{shown(value)} is not an object. Put it in braces.")
    found: dict[str, int] = {}
    for name, number in value.items():
        here = (*path, name)
        key = ref(name, here)
        if key in found:
            raise FieldError(here, f"{shown(key)} stands here twice. Keep one.")
        found[key] = whole(number, here)
    return tuple(sorted(found.items()))


def pair(value: object, path: Path) -> tuple[str, str]:
    """Return two refs."""
    if type(value) is not list or len(value) != 2:
        raise FieldError(
            path, f"{shown(value)} is not a pair. Write two refs in a list."
        )
    return ref(value[0], (*path, 0)), ref(value[1], (*path, 1))


def pairs(value: object, path: Path) -> tuple[tuple[str, str], ...]:
    """Return a list of pairs, sorted."""
    return tuple(sorted(items(value, path, pair)))


def apart(value: object, path: Path) -> tuple[tuple[str, str], ...]:
    """Return pairs that are sorted within too, none with itself."""
    found = items(value, path, pair)
    for place, (one, other) in enumerate(found):
        if one == other:
            raise FieldError(
                (*path, place), f"{shown(one)} is apart from itself. Name two."
            )
    return tuple(sorted((min(p), max(p)) for p in found))
