"""Fresh refs for one pack: what stood for a person or a place stands for nobody now.

A ref is a letter for what it names and a number in an order that only the secret tells,
so that neither the old ref nor its place among the others can be read from it. Words
that a scheme or a sheet chose (slots, roles, traits, limits) are replaced like refs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.packs.deriving import derived
from matcher.errors import Refused

Row = Mapping[str, Any]
PAIRS = ("pinned", "forbidden", "previous", "agreed")
"""Lists of [need ref, asset ref]."""


@dataclass(frozen=True, slots=True)
class Refs:
    """Old to new, apart for each kind of name.

    Parameters
    ----------
    people : mapping
        Needs N, groups G, staff T, persons P, and X for refs that name nobody. One
        space of names: a ref that is a need's and a staff row's is one human being.
    assets : mapping
        Assets A, and Y for refs that name none.
    slots, roles, traits, limits : mapping
        S, R, Q and L.
    """

    people: Mapping[str, str]
    assets: Mapping[str, str]
    slots: Mapping[str, str]
    roles: Mapping[str, str]
    traits: Mapping[str, str]
    limits: Mapping[str, str]


def fresh(names: Mapping[str, str], refs: str) -> str:
    """Return the new ref.

    Raises
    ------
    Refused
        A name that the instance does not have: nothing unknown enters a pack.
    """
    try:
        return names[refs]
    except KeyError:
        raise Refused(
            "The result names something that its instance does not have, so no pack is"
            " made of it. Run the round again."
        ) from None


def draw_refs(instance: Row, *, secret: bytes) -> Refs:
    """Return fresh refs for everything that an instance names.

    Parameters
    ----------
    instance : mapping
        The plain values of ``acorns-instance/1``.
    secret : bytes
        Of this round's packs.
    """
    rows = {k: instance.get(k, []) for k in ("needs", "groups", "staff", "assets")}
    staffing = [line for row in rows["assets"] for line in row.get("staffing", [])]
    kinds = [line["role"] for line in staffing] + [r["role"] for r in rows["staff"]]
    return Refs(
        people=_numbered(secret, "people", _people(instance, rows)),
        assets=_numbered(secret, "assets", _assets(instance, rows)),
        slots=_numbered(secret, "slots", _all("S", rows["assets"], "slots")),
        roles=_numbered(secret, "roles", (("R", kind) for kind in kinds)),
        traits=_numbered(
            secret,
            "traits",
            [*_all("Q", rows["staff"], "traits"), *_all("Q", staffing, "at_least")],
        ),
        limits=_numbered(
            secret,
            "limits",
            [*_all("L", rows["needs"], "uses"), *_all("L", rows["assets"], "limits")],
        ),
    )


Found = Iterable[tuple[str, str]]
"""A letter and a name; the first letter that a name comes with counts."""


def _people(instance: Row, rows: Mapping[str, list[Row]]) -> Iterator[tuple[str, str]]:
    for letter, kind in (("N", "needs"), ("G", "groups"), ("T", "staff")):
        yield from ((letter, row["ref"]) for row in rows[kind])
    yield from (("P", row["person"]) for row in rows["staff"] if "person" in row)
    yield from _all("X", rows["groups"], "members")
    yield from _listed("X", rows["assets"])
    yield from (("X", pair[0]) for name in PAIRS for pair in instance.get(name, []))
    yield from (("X", ref) for pair in instance.get("apart", []) for ref in pair)


def _assets(instance: Row, rows: Mapping[str, list[Row]]) -> Iterator[tuple[str, str]]:
    yield from (("A", row["ref"]) for row in rows["assets"])
    yield from _listed("Y", [*rows["needs"], *rows["groups"]])
    yield from _all("Y", rows["staff"], "can")
    yield from (("Y", pair[1]) for name in PAIRS for pair in instance.get(name, []))


def _all(letter: str, rows: Iterable[Row], key: str) -> Iterator[tuple[str, str]]:
    return ((letter, name) for row in rows for name in row.get(key, ()))


def _listed(letter: str, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    ties = (tie for row in rows for tie in row.get("prefers", ()))
    return ((letter, ref) for tie in ties for ref in tie)


def _numbered(secret: bytes, space: str, found: Found) -> dict[str, str]:
    letters: dict[str, str] = {}
    for letter, name in found:
        letters.setdefault(name, letter)
    width = max(4, len(str(len(letters))))
    order = sorted(letters, key=lambda name: derived(secret, "ref", space, name))
    last: Counter[str] = Counter()
    new = {}
    for name in order:
        last[letters[name]] += 1
        new[name] = f"{letters[name]}{last[letters[name]]:0{width}}"
    return new
