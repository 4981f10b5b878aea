"""The oracle of ``needs-first`` and ``assets-first``: by trying all, and by the rule.

Two questions. Which stable solutions does no other stable one improve for that side?
And which of them is the draw's: deferred acceptance found as the best of all stable
solutions with every tie drawn, then the exchanges exactly as ``docs/engine.md`` 3 says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.oracle import Answer, Oracle, draw

Key = tuple[Any, ...]
NOTHING: Key = (2**40,)


class Proposals:
    """The orders of one instance under one of the two policies, and what they allow."""

    def __init__(self, data: dict[str, Any], name: str, salt: str) -> None:
        self.oracle = Oracle(data)
        self.name, self.salt = name, salt

    def wish(self, unit: str, asset: str | None, *, drawn: bool) -> Key:
        """Return where an asset stands with a unit; less is better."""
        if asset is None:
            return NOTHING
        rank = self.oracle.pairs[unit, asset].rank
        return (rank, self.turn(asset)) if drawn else (rank,)

    def place(self, unit: str, asset: str, *, drawn: bool) -> Key:
        """Return where a unit stands with an asset; less is better."""
        o = self.oracle
        own = (o.pairs[unit, asset].asset_rank, -o.priority(unit))
        return (*own, self.turn(unit)) if drawn else own

    def turn(self, ref: str) -> str:
        """Return the draw of a ref."""
        return draw(self.salt, self.oracle.round, ref)

    def stable(self, *, drawn: bool) -> list[Answer]:
        """Return the solutions without blocking pairs; all ties drawn, or own only."""
        mine = drawn or self.name == "needs-first"
        theirs = drawn or self.name == "assets-first"
        found = self.oracle.solutions()
        return [s for s in found if not self._blocked(s, mine=mine, theirs=theirs)]

    def _blocked(self, answer: Answer, *, mine: bool, theirs: bool) -> bool:
        o, at, held = self.oracle, answer.at(), answer.held()
        for u, a in o.pairs:
            better = self.wish(u, a, drawn=mine) < self.wish(u, at.get(u), drawn=mine)
            if u in o.homes or not better:
                continue
            own = self.place(u, a, drawn=theirs)
            here = held.get(a, [])
            kept = [
                w for w in here if w in o.homes or self.place(w, a, drawn=theirs) <= own
            ]
            if o.holds(a, [*kept, u]):
                return True
        return False

    def improves(self, one: Answer, other: Answer) -> bool:
        """Return True where `one` is better for somebody proposing, worse for none."""
        pairs = self._needs(one, other)
        if self.name == "assets-first":
            pairs = self._seats(one, other)
        return all(x <= y for x, y in pairs) and any(x < y for x, y in pairs)

    def _needs(self, one: Answer, other: Answer) -> list[tuple[Key, Key]]:
        a, b = one.at(), other.at()
        return [
            (self.wish(u, a.get(u), drawn=True), self.wish(u, b.get(u), drawn=True))
            for u in self.oracle.members
        ]

    def _seats(self, one: Answer, other: Answer) -> list[tuple[Key, Key]]:
        """Return what the k-th best seat of each asset holds in either."""
        found: list[tuple[Key, Key]] = []
        for a in self.oracle.assets:
            rows = [
                sorted(self.place(u, a, drawn=True) for u in s.held().get(a, []))
                for s in (one, other)
            ]
            most = max(map(len, rows))
            full = [row + [NOTHING] * (most - len(row)) for row in rows]
            found += zip(*full, strict=True)
        return found

    def best(self) -> list[Answer]:
        """Return the stable solutions that no other one improves for the side."""
        stable = self.stable(drawn=False)
        return [s for s in stable if not any(self.improves(t, s) for t in stable)]

    def winner(self) -> Answer | None:
        """Return the solution that the draw names; None where there is none."""
        stable = self.stable(drawn=True)
        first = [s for s in stable if not any(self.improves(t, s) for t in stable)]
        if not first:
            return None
        assert len(first) == 1, "with strict orders one is best for a whole side"
        if self.name == "needs-first":
            return self._exchange_seats(first[0])
        return self._exchange_units(first[0])

    def _exchange_seats(self, first: Answer) -> Answer:
        o, at = self.oracle, first.at()
        free = [u for u in o.members if u not in o.homes]
        own = {
            (u, a): self.wish(u, a, drawn=True) for u, a in o.pairs if u not in o.homes
        }
        own = {(u, a): key for (u, a), key in own.items() if self._seats_for(a)}
        theirs = {(u, a): self.place(u, a, drawn=False) for u, a in own}
        seats = {u: at.get(u) for u in free}
        exchange(seats, own, theirs, lambda u, _: (self.turn(u),))
        return self._answer(first, {u: a for u, a in seats.items() if a is not None})

    def _exchange_units(self, first: Answer) -> Answer:
        o, held = self.oracle, first.held()
        seats: dict[tuple[str, int], str | None] = {}
        for a in o.assets:
            here = [u for u in held.get(a, []) if u not in o.homes]
            for k in range(self._seats_for(a)):
                seats[a, k] = here[k] if k < len(here) else None
        own, theirs = {}, {}
        for u, a in o.pairs:
            for seat in [s for s in seats if u not in o.homes and s[0] == a]:
                own[seat, u] = self.place(u, a, drawn=True)
                theirs[seat, u] = self.wish(u, a, drawn=False)

        def turn(seat: Any, unit: Any) -> Key:
            here = [own[s, v] for s, v in seats.items() if s[0] == seat[0] and v]
            return self.turn(seat[0]), sum(key > own[seat, unit] for key in here)

        exchange(seats, own, theirs, turn)
        return self._answer(first, {u: s[0] for s, u in seats.items() if u})

    def _seats_for(self, asset: str) -> int:
        o = self.oracle
        pinned = sum(homes == {asset} for homes in o.homes.values())
        return int(o.assets[asset].get("capacity", 1)) - pinned

    def _answer(self, first: Answer, free: dict[str, str]) -> Answer:
        pinned = {u: a for u, a in first.assigned if u in self.oracle.homes}
        return Answer(tuple(sorted((pinned | free).items())))


def exchange(
    at: dict[Any, Any],
    own: dict[tuple[Any, Any], Key],
    theirs: dict[tuple[Any, Any], Key],
    turn: Callable[[Any, Any], Key],
) -> None:
    """Exchange along cycles until there is none, one cycle after another, in place.

    Parameters
    ----------
    at : dict
        The place of each mover; None is nowhere.
    own, theirs : dict of (mover, place)
        How the mover ranks the place, ties broken; how the place ranks the mover, ties
        open. Less is better.
    turn : callable
        Orders those who may enter a place, from the mover and where it is.
    """
    while True:
        entrants: dict[Any, list[Any]] = {}
        for (mover, place), key in own.items():
            now = at[mover]
            if now is None or key < own[mover, now]:
                entrants.setdefault(place, []).append(mover)
        for place, movers in entrants.items():
            best = min(theirs[m, place] for m in movers)
            entrants[place] = [
                m for m in movers if theirs[m, place] == best and at[m] is not None
            ]
        left = set(entrants)
        while struck := {p for p in left if not {at[m] for m in entrants[p]} & left}:
            left -= struck
        if not left:
            return
        beckons = {
            place: min(
                (m for m in entrants[place] if at[m] in left),
                key=lambda m: turn(m, at[m]),
            )
            for place in left
        }
        place, seen = min(left), []
        while place not in seen:
            seen.append(place)
            place = at[beckons[place]]
        for there in seen[seen.index(place) :]:
            at[beckons[there]] = there
