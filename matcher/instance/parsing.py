"""JSON text to plain values, strictly; refusals name the line."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from matcher.errors import InstanceError
from matcher.instance.fields import FieldError, Path, shown
from matcher.instance.lines import deep_line, line_of, repeated_key

MAX_CHARACTERS = 2**29
"""Longer files are refused before they are parsed."""


def raise_at_line(text: str, wrong: FieldError) -> NoReturn:
    """Raise the refusal with the line on which its path stands in `text`."""
    place = f"{words}: " if (words := _words(wrong.path)) else ""
    line = line_of(text, wrong.path)
    raise InstanceError(f"Line {line}: {place}{wrong.message}") from None


def parse(text: str) -> Any:
    """Return the JSON value, refusing what strict JSON does not hold.

    Raises
    ------
    InstanceError
        If the text is too long, is not JSON, repeats a key or nests too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise InstanceError(
            f"Line 1: the file has more than {MAX_CHARACTERS:,} characters."
            " Split the round into smaller instances."
        )
    try:
        return _loads(text.removeprefix("\ufeff"))
    except _RepeatedKeyError:
        line, key = repeated_key(text.removeprefix("\ufeff"))
        raise InstanceError(
            f"Line {line}: the key {shown(key)} stands twice in one object. Keep one."
        ) from None
    except RecursionError:
        raise InstanceError(
            f"Line {deep_line(text)}: lists and objects lie too deep in each other."
            " No value of this format does; check the brackets."
        ) from None
    except json.JSONDecodeError as error:
        raise InstanceError(
            f"Line {error.lineno}: not JSON ({error.msg.lower()})."
            " Check the commas, quotes and brackets there."
        ) from None


class _RepeatedKeyError(Exception):
    """An object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedKeyError
    return found


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise
    except ValueError:  # more digits than Python converts: too large whatever they say
        return json.loads(text, object_pairs_hook=_object, parse_int=_large)


def _large(digits: str) -> int:
    return int(digits) if len(digits) < 100 else int(digits[:99])


def _words(path: Path) -> str:
    """Say a path as people count: ("needs", 0, "seats") is needs row 1, "seats"."""
    words = []
    for depth, step in enumerate(path):
        if isinstance(step, str):
            words.append(step if depth == 0 else f'"{step}"')
        else:
            words.append(f"{'row' if depth == 1 else 'item'} {step + 1}")
    return ", ".join(words).replace(", row", " row", 1)
