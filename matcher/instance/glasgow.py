"""The Glasgow format: hospital-residents with ties.

The first line is 0; the next two are the numbers of residents (needs) and of hospitals
(assets). Then one line a resident, ``identifier preferences``, and one a hospital,
``identifier capacity preferences``; a tie stands in brackets: ``7 2 (1 3) 4``.

Source: the problem files of M. Delorme, S. García, J. Gondzio, J. Kalcsics, D. Manlove
and W. Pettersson, "Mathematical models for stable matching problems with ties and
incomplete lists", European Journal of Operational Research 277 (2019), as the README of
IP-MATCH/StableMatchingCodes describes them, and pyhrtc, which reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.errors import InstanceError
from matcher.instance.document import Asset, Instance, Need, Prefers
from matcher.instance.foreign import (
    cannot_hold,
    identifiers,
    number,
    refuse_unless_held,
)

HELD = ("needs.prefers", "assets.prefers", "assets.capacity")
WORD = re.compile(r"[()]|[^\s():]+")
Line = tuple[int, list[str]]
"""A line's number and its words; the colons of some files are left out."""


def write_glasgow(instance: Instance) -> str:
    """Return the instance as Glasgow text.

    Refs that are all numbers stay; other refs become their places, from 1, in the order
    of the canonical form.

    Raises
    ------
    InstanceError
        Naming the fields that the format cannot hold, among them a ``prefers`` that is
        absent or that names nobody.
    """
    refuse_unless_held(instance, "glasgow", HELD)
    needs = identifiers(row.ref for row in instance.needs)
    assets = identifiers(row.ref for row in instance.assets)
    lines = ["0", str(len(needs)), str(len(assets))]
    for need in sorted(instance.needs, key=lambda row: needs[row.ref]):
        listed = _written(need.prefers, assets, f"needs.prefers of {need.ref}")
        lines.append(" ".join([str(needs[need.ref]), *listed]))
    for asset in sorted(instance.assets, key=lambda row: assets[row.ref]):
        listed = _written(asset.prefers, needs, f"assets.prefers of {asset.ref}")
        lines.append(" ".join([str(assets[asset.ref]), str(asset.capacity), *listed]))
    return "\n".join(lines) + "\n"


def _written(prefers: Prefers | None, names: dict[str, int], what: str) -> list[str]:
    if prefers is None:
        raise cannot_hold("glasgow", [f"{what} (absent: accepts all)"])
    if any(ref not in names for tie in prefers for ref in tie):
        raise cannot_hold("glasgow", [f"{what} (a ref that names nobody)"])
    ties = [sorted(names[ref] for ref in tie) for tie in prefers]
    words = [" ".join(map(str, tie)) for tie in ties]
    return [f"({word})" if " " in word else word for word in words]


def read_glasgow(text: str) -> Instance:
    """Read Glasgow text; the identifiers become the refs.

    Raises
    ------
    InstanceError
        If the text is not in the format; the message names the line.
    """
    every = enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
    lines = [(at, words) for at, line in every if (words := WORD.findall(line))]
    head = [_count(lines, place) for place in range(3)]
    if head[0] != 0:
        raise InstanceError(
            f"Line {lines[0][0]}: the file begins with {head[0]}, not 0. Files with"
            " couples are not read; write the couples as groups in JSON."
        )
    if len(lines) != 3 + head[1] + head[2]:
        raise InstanceError(
            f"Line {lines[1][0]}: {head[1]} + {head[2]} lines should follow, and"
            f" {len(lines) - 3} do. Correct the numbers, or the lines."
        )
    needs = [_need(line) for line in lines[3 : 3 + head[1]]]
    assets = [_asset(line) for line in lines[3 + head[1] :]]
    _refuse_twice(lines[3 : 3 + head[1]])
    _refuse_twice(lines[3 + head[1] :])
    return Instance(
        needs=tuple(sorted(needs, key=lambda row: row.ref)),
        assets=tuple(sorted(assets, key=lambda row: row.ref)),
    )


def _count(lines: list[Line], place: int) -> int:
    if place >= len(lines):
        raise InstanceError(
            f"Line {place + 1}: the file ends early. It begins with 0, the number of"
            " residents and the number of hospitals, each on its own line."
        )
    line, words = lines[place]
    if len(words) != 1:
        raise InstanceError(f"Line {line}: one number should stand alone here.")
    return number(words[0], line)


def _need(line: Line) -> Need:
    at, words = line
    return Need(str(number(words[0], at, low=1)), tuple(_ties(words[1:], at)))


def _asset(line: Line) -> Asset:
    at, words = line
    if len(words) < 2:
        raise InstanceError(f"Line {at}: the capacity is missing. Add it.")
    ref, capacity = str(number(words[0], at, low=1)), number(words[1], at)
    return Asset(ref, tuple(_ties(words[2:], at)), capacity=capacity)


def _ties(words: list[str], line: int) -> Iterator[tuple[str, ...]]:
    """Yield the tie groups of one list."""
    tie: list[str] | None = None
    for word in words:
        if word == "(" and tie is None:
            tie = []
        elif word == ")" and tie:
            yield tuple(sorted(tie))
            tie = None
        elif word in "()":
            raise InstanceError(f'Line {line}: a "{word}" too many, or an empty tie.')
        elif tie is None:
            yield (str(number(word, line, low=1)),)
        else:
            tie.append(str(number(word, line, low=1)))
    if tie is not None:
        raise InstanceError(f'Line {line}: a tie is not closed. Add ")".')


def _refuse_twice(lines: list[Line]) -> None:
    seen: set[int] = set()
    for line, words in lines:
        identifier = int(words[0])
        if identifier in seen:
            raise InstanceError(
                f"Line {line}: the identifier {identifier} stands twice on this side."
                " Give each its own."
            )
        seen.add(identifier)
