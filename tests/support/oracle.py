"""A brute-force oracle: every feasible solution of a tiny instance, and the best ones.

Works on the JSON form of an instance and imports nothing of ours, so that it shares no
mistake with the solver or the verifiers. ``docs/engine.md`` is what it implements,
word by word; speed comes only from instances being tiny.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from support.rules import Rules

Held = dict[str, list[str]]


@dataclass(frozen=True)
class Ask:
    """A policy with its options, as the oracle needs them."""

    name: str = "stable"
    maximise: str = "size-fit"
    allow: int | None = None
    margin: int = 1


@dataclass(frozen=True)
class Answer:
    """One feasible solution: the asset of matched units, and who staffs what."""

    assigned: tuple[tuple[str, str], ...]
    staff: tuple[tuple[str, str], ...] = ()

    def at(self) -> dict[str, str]:
        """Return the asset of each matched unit."""
        return dict(self.assigned)

    def held(self) -> Held:
        """Return the units of each asset that holds any."""
        held: Held = {}
        for unit, asset in self.assigned:
            held.setdefault(asset, []).append(unit)
        return held


def draw(*parts: str) -> str:
    """Return the lottery's digest in hex: SHA-256 over the canonical JSON array."""
    text = json.dumps(list(parts), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Oracle(Rules):
    """The rules of one instance, and its enumerated solutions."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self._solutions: list[Answer] | None = None

    # -- every feasible solution -----------------------------------------------------

    def solutions(self) -> list[Answer]:
        """Return every feasible solution (`allow` apart), staff included."""
        if self._solutions is None:
            self._solutions = list(self._enumerate())
        return self._solutions

    def _enumerate(self) -> Iterator[Answer]:
        if any(unit not in self.members for unit in self.homes):
            return
        units = list(self.members)
        held: Held = {a: [] for a in self.assets}
        assets = {u: [a for v, a in self.pairs if v == u] for u in units}
        for u, homes in self.homes.items():
            assets[u] = [a for a in assets[u] if homes == {a}]

        def walk(k: int) -> Iterator[Answer]:
            if k == len(units):
                yield from self._staffed(held)
                return
            u = units[k]
            if u not in self.homes:
                yield from walk(k + 1)
            for a in assets[u]:
                held[a].append(u)
                if self.holds(a, held[a]):
                    yield from walk(k + 1)
                held[a].pop()

        yield from walk(0)

    def _staffed(self, held: Held) -> Iterator[Answer]:
        for a, row in self.assets.items():
            seats = sum(map(self.seats, held[a]))
            least = row.get("opens_with", 0) if held[a] else 0
            if seats < max(row.get("minimum", 0), least):
                return
        assigned = tuple(sorted((u, a) for a, us in held.items() for u in us))
        most = self.data.get("max_changes")
        if most is not None and self.changes(dict(assigned)) > most:
            return
        open_ = [a for a in self.assets if held[a] and self.assets[a].get("staffing")]
        crews = [
            [c for c in self.crews(a, self.staff) if self.holds(a, held[a], c)]
            for a in open_
        ]
        for choice in itertools.product(*crews):
            staff = tuple(
                sorted((s, a) for a, c in zip(open_, choice, strict=True) for s in c)
            )
            answer = Answer(assigned, staff)
            if self._people_can(answer):
                yield answer

    def engagements(self, answer: Answer) -> dict[str, list[str]]:
        """Return the assets in which each human being is engaged, one entry each."""
        found: dict[str, list[str]] = {}
        seated = [(m, a) for u, a in answer.assigned for m in self.members[u]]
        for ref, asset in [*seated, *answer.staff]:
            found.setdefault(self.human[ref], []).append(asset)
        return found

    def _people_can(self, answer: Answer) -> bool:
        done = [s for s, _ in answer.staff]
        if any(done.count(s) > self.staff[s].get("most", 1) for s in done):
            return False
        lists = self.engagements(answer).values()
        return not any(
            self.clash(a, b)
            for mine in lists
            for a, b in itertools.combinations(mine, 2)
        )

    def changes(self, at: dict[str, str]) -> int:
        """Return how many units of `previous` sit elsewhere."""
        moved = {
            self.unit_of[n]
            for n, a in map(tuple, self.data.get("previous", []))
            if n in self.needs and (n, a) not in self.forbidden
            if at.get(self.unit_of[n]) != a
        }
        return len(moved)

    # -- stability -------------------------------------------------------------------

    def prefers(self, unit: str, asset: str, at: dict[str, str], margin: int) -> bool:
        """Return True where an unpinned unit would rather have this asset."""
        pair, now = self.pairs.get((unit, asset)), at.get(unit)
        if pair is None or unit in self.homes or now == asset:
            return False
        if now is None:
            return True
        if margin > 1:
            return pair.need_fit >= self.pairs[unit, now].need_fit + margin
        return pair.rank < self.pairs[unit, now].rank

    def stays(self, other: str, unit: str, asset: str, margin: int) -> bool:
        """Return True where `other`, held by the asset, is in R for `unit`."""
        w, u = self.pairs[other, asset], self.pairs[unit, asset]
        if margin > 1:
            return w.asset_fit > u.asset_fit - margin
        return w.asset_rank <= u.asset_rank

    def blocking(
        self, answer: Answer, margin: int = 1
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
        """Return the blocking pairs and the excused ones (unit, asset, held by)."""
        at, held = answer.at(), answer.held()
        blocking, excused = [], []
        for u, a in self.pairs:
            here = held.get(a, [])
            if (self.openable(a) and not here) or not self.prefers(u, a, at, margin):
                continue
            crew = [s for s, b in answer.staff if b == a]
            stay = [w for w in here if self.stays(w, u, a, margin)]
            if not self.holds(a, [*stay, u], crew):
                continue
            kept = [w for w in here if w in stay or w in self.homes]
            if not self.holds(a, [*kept, u], crew):
                excused.append((u, a, "pin"))
                continue
            after = {w: b for w, b in at.items() if b != a or w in kept} | {u: a}
            most = self.data.get("max_changes")
            if most is not None and self.changes(after) > most:
                excused.append((u, a, "changes"))
            else:
                blocking.append((u, a))
        return sorted(blocking), sorted(excused)

    def openings(self, answer: Answer, margin: int = 1) -> int:
        """Return how many closed assets units that prefer them could open."""
        held = answer.held()
        closed = [a for a in self.assets if self.openable(a) and a not in held]
        return sum(self._could_open(a, answer, margin) for a in closed)

    def _could_open(self, asset: str, answer: Answer, margin: int) -> bool:
        at, busy = answer.at(), self.engagements(answer)
        done = [s for s, _ in answer.staff]
        free = [
            s
            for s, row in self.staff.items()
            if done.count(s) < row.get("most", 1)
            if not any(self.clash(asset, b) for b in busy.get(self.human[s], []))
        ]
        crews = [c for c in self.crews(asset, free) if self._distinct(asset, c)]
        wish = [u for u in self.members if self.prefers(u, asset, at, margin)]
        least = max(1, self.assets[asset].get("opens_with", 0))
        for size in range(1, len(wish) + 1):
            for units in itertools.combinations(wish, size):
                if sum(map(self.seats, units)) < least or not self.holds(asset, units):
                    continue
                refs = [m for u in units for m in self.members[u]]
                for crew in crews:
                    if self.holds(asset, units, crew) and self._distinct(
                        asset, (*refs, *crew)
                    ):
                        return True
        return False

    def _distinct(self, asset: str, refs: tuple[str, ...]) -> bool:
        """Nobody is in an asset with slots twice, be it as need and as staff."""
        humans = [self.human[ref] for ref in refs]
        return not self.clash(asset, asset) or len(set(humans)) == len(humans)
