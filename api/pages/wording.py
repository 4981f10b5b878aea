"""A scheme's words for whoever reads, and what its columns hold said as people do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from api.actions.schemes import read_scheme, read_titles
from api.pages.answers import slots_said
from api.pages.at import At
from api.pages.saying import month, words
from matcher.model import DAYS, PARTS

_SLOT = re.compile(rf"(?:{'|'.join(DAYS)})-(?:{'|'.join(PARTS)})(?:/|$)")
_PARTS = ("next", "decides", "no", "talk")
_HEADINGS = {
    "next": "What happens next",
    "decides": "Who decides",
    "no": "Saying no",
    "talk": "Whom to talk to",
}


def reader_of(roles: Collection[str]) -> str:
    """Return whose version of an explanation somebody on a child's side reads."""
    return "young_person" if "young_person" in roles else "family"


def words_of(at: At, scheme_id: UUID | str, reader: str = "") -> dict[str, str]:
    """Return a scheme's words for one kind of reader, and the scheme's title."""
    scheme = at.see(read_scheme, UUID(str(scheme_id)))
    found = scheme.get("words", {}).get(reader or reader_of(at.roles), {})
    return {**found, "title": scheme["title"], "about": scheme.get("about", "")}


def parts_of(
    why: Collection[Collection[Mapping[str, Any]]], said: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return an explanation part by part; what it leaves out the scheme's words say."""
    parts = [dict(part) for version in why for part in version]
    there = {part["heading"] for part in parts}
    return parts + [
        {"heading": _HEADINGS[name], "lines": [said[name]]}
        for name in _PARTS
        if said.get(name) and _HEADINGS[name] not in there
    ]


def lines_of(
    at: At, scheme_id: UUID | str, sheet: str, values: Mapping[str, Any]
) -> list[tuple[str, list[str]]]:
    """Return what a card holds: a column's title, and what it says."""
    titles = at.see(read_titles, UUID(str(scheme_id)))[sheet]
    lines = ((titles.get(name, ""), said_as(value)) for name, value in values.items())
    return [(title, said) for title, said in lines if said]


def said_as(value: Any) -> list[str]:
    """Return a value as people say it, one line each."""
    match value:
        case None | "":
            return []
        case bool():
            return ["Yes" if value else "No"]
        case dict():
            return [f"{words(name)}: {level}" for name, level in value.items()]
        case list():
            return [said for each in value for said in said_as(each)]
        case str():
            return (
                slots_said(value)
                if _SLOT.match(value)
                else [month(value) or words(value)]
            )
        case _:
            return [str(value)]
