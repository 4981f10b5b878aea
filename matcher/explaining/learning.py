"""What an asset's people could learn, by a course of the scheme where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from matcher.explaining.near import Near
from matcher.model import Record
from matcher.schemes.scheme import Scheme


def taught(record: Record, skills: Iterable[str], scheme: Scheme) -> dict[str, Any]:
    """Return the cells of a row once its people learnt some capabilities.

    A course that teaches one, or a kind of it, is done; what no course teaches is
    written down as learnt.
    """
    courses, direct = set[str](), set[str]()
    for skill in skills:
        course = _course(skill, scheme)
        (courses if course else direct).add(course or skill)
    cells = {"training": courses, "capabilities": direct}
    return {
        column: tuple(sorted({*record.get(column, ()), *more}))
        for column, more in cells.items()
        if more
    }


def _course(skill: str, scheme: Scheme) -> str:
    columns = scheme.sheets["assets"].columns
    if not any(column.name == "training" for column in columns):
        return ""
    names = (c for c in sorted(scheme.trains) if skill in _learnt(c, scheme))
    return next(names, "")


def _learnt(course: str, scheme: Scheme) -> set[str]:
    return {kind for skill in scheme.trains[course] for kind in _kinds(skill, scheme)}


def _kinds(skill: str, scheme: Scheme) -> Iterator[str]:
    """Yield a capability and everything it is a kind of."""
    seen = set[str]()
    while skill and skill not in seen:
        seen.add(skill)
        yield skill
        skill = scheme.capabilities.get(skill, "")


def to_learn(seen: Near, at: int) -> list[str]:
    """Return a capability for each thing that a unit asks for and nobody there has.

    The one that a course teaches where there is a choice, else the first by name.
    What a gate asks for is had already: that is learnt in any case.
    """
    scheme, row = seen.case.scheme, seen.case.graph.assets[at]
    musts = {word for b in seen.barriers(at) for word in b.facts.items}
    wanted = {
        word
        for need in seen.needs
        for pairs in need.asked.values()
        for word, level in pairs
        if level
    }
    held = {kind for skill in row.held | musts for kind in _kinds(skill, scheme)}
    met = {word for skill in held for word in scheme.supports.get(skill, ())}
    skills = (_skill(word, scheme) for word in sorted(wanted - met))
    return list(dict.fromkeys(filter(None, skills)))


def _skill(word: str, scheme: Scheme) -> str:
    found = sorted(skill for skill, words in scheme.supports.items() if word in words)
    taught_first = sorted(found, key=lambda skill: not _course(skill, scheme))
    return next(iter(taught_first), "")
