"""Certificates under fresh refs: the same proof of the same numbers.

``docs/decisions/0004-rows-by-name.md`` is the catalogue of names. A part of a name that
it does not know is refused: an allow-list, so that no text slips out inside a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from typing import Any

from api.packs.refs import Refs, fresh
from matcher.errors import Refused

Row = Mapping[str, Any]
# u person, a asset, s slot, r role, q trait, k limit, w word, n number, l level; what
# stands behind the colon may come again and again, or not at all.
NAMES = {
    **dict.fromkeys("unit pin most busy".split(), "u"),
    **dict.fromkeys("seats units minimum opens open".split(), "a"),
    **dict.fromkeys("pair staff block shut stable excuse".split(), "ua"),
    **dict.fromkeys("changes allow".split(), ""),
    "limit": "ak",
    "apart": "awuwu",
    "role": "arn",
    "trait": "arqn",
    "clash": "s:wu",
    "over": "uaw:k",
    **dict.fromkeys("opening openings".split(), "an:u"),
    "level": "l",
    "beyond": "un",
    "rounded seats": "wan:u",
    "rounded limit": "wakn:u",
    "beside seats": "wa:u",
    "beside limit": "wak:u",
}
COLUMNS = {**NAMES, "beyond": "n"}
WORDS = frozenset("need staff units limit seats".split())
LEVEL = re.compile(
    r"size|fit|blocking|openings|improvement|egalitarian|regret"
    r"|(priority|leximin|rank):[0-9]+"
)


def level_name(name: str) -> str:
    """Return the name of a level, which holds no ref.

    Raises
    ------
    Refused
        Anything else.
    """
    if not LEVEL.fullmatch(name):
        raise Refused("The result has a level that packs do not know.")
    return name


def rekeyed_certificate(certificate: Row, refs: Refs) -> dict[str, Any]:
    """Return a certificate with every ref replaced.

    Raises
    ------
    Refused
        A part that the catalogue does not have.
    """
    if "duals" in certificate:
        return _dual(certificate, refs)
    return _node(certificate, refs)


def _dual(proof: Row, refs: Refs) -> dict[str, Any]:
    _only(proof, "costs duals")
    _only(proof["duals"], "units assets")
    sides = {"units": refs.people, "assets": refs.assets}
    duals = {
        side: {fresh(names, k): _whole(v) for k, v in proof["duals"][side].items()}
        for side, names in sides.items()
    }
    if "costs" not in proof:
        return {"duals": duals}
    costs = {level_name(k): _whole(v) for k, v in proof["costs"].items()}
    return {"costs": costs, "duals": duals}


def _node(root: Row, refs: Refs) -> dict[str, Any]:
    """Return a node and all below it; deep trees must not end in recursion."""
    whole: dict[str, Any] = {}
    todo: list[tuple[Row, dict[str, Any]]] = [(root, whole)]
    while todo:
        old, new = todo.pop()
        _only(old, "rows denominator branch zero one")
        new["rows"] = [[*_name(row[:-1], refs), _whole(row[-1])] for row in old["rows"]]
        new["denominator"] = _whole(old["denominator"])
        if "branch" in old:
            new["branch"] = [*_name(old["branch"], refs, COLUMNS)]
        for side in ("zero", "one"):
            if side in old:
                new[side] = {}
                todo.append((old[side], new[side]))
    return whole


def _name(
    parts: list[str], refs: Refs, known: Mapping[str, str] = NAMES
) -> Iterator[str]:
    kind, *rest = parts
    letters_of = known.get(kind, known.get(" ".join(parts[:2])))
    if letters_of is None:
        raise Refused("A certificate names a row that packs do not know.")
    first, _, again = letters_of.partition(":")
    letters = chain(first, chain.from_iterable(repeat(again) if again else ()))
    yield kind
    for part in rest:
        yield _part(next(letters, ""), part, refs)


def _part(letter: str, part: str, refs: Refs) -> str:
    spaces = {
        "u": refs.people,
        "a": refs.assets,
        "s": refs.slots,
        "r": refs.roles,
        "q": refs.traits,
        "k": refs.limits,
    }
    if letter in spaces:
        return fresh(spaces[letter], part)
    if letter == "l":
        return level_name(part)
    known = {"w": part in WORDS, "n": part.isascii() and part.isdecimal()}
    if not known.get(letter, False):
        raise Refused("A certificate's name has a part that packs do not know.")
    return part


def _only(part: Row, names: str) -> None:
    if set(part) - set(names.split()):
        raise Refused("A certificate has a part that packs do not know.")


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Refused("A certificate has a number that is not whole.")
    return value
