"""One cell, drawn at random from what its column may hold.

What a column's distribution may say, all optional:

``filled``     how often the cell is filled; 1 where the column is required, else 0.6
``weights``    for a choice, a list's words or a whole number: value to weight
``some``       for lists: fewest and most words
``between``    for whole numbers and points: lowest and highest, both possible
``yes``        for a flag: how often it is yes
``days``       for a date: earliest and latest, in days from the community's own day
``age``        for a month: youngest and oldest, in years
``cadence``    for slots: cadence to weight; ``parts`` and ``days_of`` likewise
``level``      for levels: level to weight
``from``       for a ref: the "sheet.column" that it is one of
``prefix``     for a ref: letters before a number of its own
``only_with``  the column that must be filled, and not "no" or 0, for this one to be
``given``      a column whose value picks one of ``cases``, or else ``otherwise``
``not_before`` the column whose value this one is at least
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from matcher.model import DAYS, PARTS, Slot
from matcher.schemes import Column

_FILLED = 0.6
_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Ground:
    """What a cell is drawn on: the day, the places, and refs written so far."""

    as_of: date
    outcodes: Sequence[str]
    nodes: Sequence[str]
    refs: Mapping[str, Sequence[str]] = field(default_factory=dict)


def draw(
    column: Column, how: Mapping[str, Any], ground: Ground, random: Random
) -> Any | None:
    """Return what a sheet's cell holds, as a person would type it; None is empty."""
    filled = how.get("filled", 1.0 if column.required else _FILLED)
    if random.random() >= filled:
        return None
    return getattr(_Cell(column, how, ground, random), column.kind)()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A filled cell; one method for each kind of column."""

    column: Column
    how: Mapping[str, Any]
    ground: Ground
    random: Random

    def ref(self) -> str | None:
        if "prefix" in self.how:
            return f"{self.how['prefix']}{self.random.randint(1000, 99999)}"
        known = self._known()
        return self.random.choice(known) if known else None

    def refs(self) -> str | None:
        known = self._known()
        return "; ".join(self._words(known, (1, 1))) if known else None

    def text(self) -> str:
        return f"Invented {self.column.title.lower()}"

    def whole(self) -> int:
        if "weights" in self.how:
            return int(self._weighted("weights", ()))
        low, high = self.column.low or 0, self.column.high or 10
        return self.random.randint(*self.how.get("between", (low, high)))

    def points(self) -> int:
        if "weights" in self.how:
            return int(self._weighted("weights", ()))
        return self.random.randint(*self.how.get("between", (0, 100)))

    def flag(self) -> str:
        return "yes" if self.random.random() < self.how.get("yes", 0.5) else "no"

    def date(self) -> date:
        early, late = self.how.get("days", (-_DAYS_A_YEAR, 0))
        return self.ground.as_of + timedelta(days=self.random.randint(early, late))

    def month(self) -> str:
        young, old = self.how.get("age", (0, 17))
        first, last = young * _DAYS_A_YEAR + 31, (old + 1) * _DAYS_A_YEAR - 31
        days = self.random.randint(first, last)
        return f"{self.ground.as_of - timedelta(days=days):%Y-%m}"

    def place(self) -> str:
        return self.random.choice(self.ground.outcodes)

    def choice(self) -> str:
        return self._weighted("weights", self.column.values)

    def choices(self) -> str:
        return "; ".join(self._words(self.column.values))

    def capabilities(self) -> str:
        return "; ".join(self._words(self.ground.nodes))

    def levels(self) -> str:
        words = self._words(self.column.values)
        return "; ".join(
            f"{word} {self._weighted('level', ('1', '2', '3', '4'))}" for word in words
        )

    def slots(self) -> str:
        few, most = self.how.get("some", (1, 4))
        slots = {
            Slot(
                self._weighted("days_of", DAYS),
                self._weighted("parts", PARTS),
                self._weighted("cadence", ("weekly",)),
            )
            for _ in range(self.random.randint(few, most))
        }
        return "; ".join(str(slot) for slot in sorted(slots))

    def personal(self) -> str:
        return f"Invented {self.random.randint(1, 999)}"

    def _known(self) -> Sequence[str]:
        return self.ground.refs.get(self.how.get("from", ""), ())

    def _weighted(self, name: str, values: Sequence[str]) -> str:
        weights = self.how.get(name)
        if not weights:
            return self.random.choice(values)
        return str(self.random.choices(list(weights), list(weights.values()))[0])

    def _words(
        self, values: Sequence[str], some: tuple[int, int] = (1, 3)
    ) -> Sequence[str]:
        few, most = self.how.get("some", some)
        weights = {word: self.how.get("weights", {}).get(word, 1.0) for word in values}
        chosen: list[str] = []
        for _ in range(min(self.random.randint(few, most), len(weights))):
            word = self.random.choices(list(weights), list(weights.values()))[0]
            chosen.append(word)
            del weights[word]
        return sorted(chosen)
