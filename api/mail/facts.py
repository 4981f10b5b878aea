"""The facts a message may carry. None of them can hold a name, a note or a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from api.mail.kinds import Kind, items_of
from api.settings import is_loopback
from matcher.candidates.wording import spoken_day
from matcher.errors import Refused
from matcher.schemes import Scheme

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{16,128}")
_TITLE = re.compile(r"[^\W_](?:[\w '\u2019&,()-]|\.(?= )){0,79}")


@dataclass(frozen=True, slots=True)
class Around:
    """What a fact is read against: the public address, and the scheme."""

    address: str
    scheme: Scheme | None


def link(opaque: Any, around: Around) -> str:
    """Return ``{address}/go/{opaque}`` and nothing else.

    Raises
    ------
    Refused
        The address is not an https one (http on loopback), or `opaque` is not 16 to
        128 letters, digits, - and _.
    """
    parts = urlsplit(around.address)
    secure = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    plain = f"{parts.scheme}://{parts.netloc}{parts.path}" == around.address
    if not (secure and plain and parts.hostname) or "@" in parts.netloc:
        raise Refused(
            "Links need a public address that begins with https:// and has "
            "nothing after it. Set ACORNS_ADDRESS."
        )
    if not (isinstance(opaque, str) and _OPAQUE.fullmatch(opaque)):
        raise _wrong("link", "16 to 128 letters, digits, - and _")
    return f"{around.address.rstrip('/')}/go/{opaque}"


def day(value: Any, around: Around) -> str:  # noqa: ARG001 - one shape for all facts
    """Return "Tuesday 24 November 2026"; a moment is refused, it has no day yet."""
    if type(value) is not date:
        raise _wrong("day", "a date")
    return f"{WEEKDAYS[value.weekday()]} {spoken_day(value)}"


def minutes(value: Any, around: Around) -> str:  # noqa: ARG001
    """Return a number of minutes, at most a day."""
    if type(value) is not int or not 2 <= value <= 1440:
        raise _wrong("minutes", "a whole number from 2 to 1440")
    return str(value)


def organisation(value: Any, around: Around) -> str:  # noqa: ARG001
    """Return an organisation's public name: one short line, no address in it."""
    if not (isinstance(value, str) and _TITLE.fullmatch(value)):
        raise _wrong("organisation", "a name of at most 80 letters, digits and spaces")
    return value


def item(value: Any, around: Around) -> str:
    """Return an item of the scheme's own list, with spaces."""
    if around.scheme is None or value not in items_of(around.scheme):
        raise _wrong("item", "an item of the scheme's list")
    return str(value).replace("-", " ")


FACTS: Mapping[str, Callable[[Any, Around], str]] = MappingProxyType(
    {
        "link": link,
        "until": day,
        "day": day,
        "minutes": minutes,
        "organisation": organisation,
        "item": item,
    }
)
"""Every fact there is, and how it is read."""


def read_facts(kind: Kind, facts: Mapping[str, Any], around: Around) -> dict[str, str]:
    """Return the facts of a message as they are shown.

    Raises
    ------
    Refused
        A fact is not on the kind's allow-list, is missing, or is not of its shape. The
        sentence repeats neither the value nor a name that is not on the list.
    """
    allowed = (*kind.must, *kind.may)
    if any(name not in allowed for name in facts):
        raise Refused(
            f'A message of kind "{kind.name}" carries only: '
            f"{', '.join(allowed)}. Something else was given."
        )
    for name in kind.must:
        if name not in facts:
            raise Refused(
                f'A message of kind "{kind.name}" goes nowhere without "{name}".'
            )
    return {name: FACTS[name](value, around) for name, value in facts.items()}


def _wrong(name: str, shape: str) -> Refused:
    return Refused(f'The fact "{name}" of a message has to be {shape}.')
