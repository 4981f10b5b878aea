"""The rules of a tiny instance, read naively from its JSON form.

Imports nothing of ours, so that it shares no mistake with the solver or the verifiers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """What a unit and an asset that accept each other think of it."""

    rank: int
    asset_rank: int
    need_fit: int
    asset_fit: int
    fit: int


class Rules:
    """The rules of one instance: its units, its pairs, what an asset can hold."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.round: str = data.get("round", "")
        self.needs = {row["ref"]: row for row in data["needs"]}
        self.assets = {row["ref"]: row for row in data["assets"]}
        self.staff = {row["ref"]: row for row in data.get("staff", [])}
        self.forbidden = {tuple(row) for row in data.get("forbidden", [])}
        self.apart = {frozenset(row) for row in data.get("apart", [])}
        groups = {row["ref"]: row for row in data.get("groups", [])}
        grouped = {m for row in groups.values() for m in row["members"]}
        self.groups = groups
        self.members = {ref: [ref] for ref in self.needs if ref not in grouped}
        self.members |= {ref: list(row["members"]) for ref, row in groups.items()}
        self.unit_of = {m: u for u, ms in self.members.items() for m in ms}
        self.rows = {(row["need"], row["asset"]): row for row in data.get("fits", [])}
        self.lists = not self.rows
        self.pairs = self._pairs()
        self.homes = self._homes()
        self.human = self._humans()

    # -- units and pairs -------------------------------------------------------------

    def seats(self, unit: str) -> int:
        """Return the seats a unit takes."""
        return sum(self.needs[m].get("seats", 1) for m in self.members[unit])

    def uses(self, unit: str, what: str) -> int:
        """Return how much of a limited thing a unit takes."""
        return sum(
            self.needs[m].get("uses", {}).get(what, 0) for m in self.members[unit]
        )

    def priority(self, unit: str) -> int:
        """Return the highest priority among the members."""
        return max(int(self.needs[m].get("priority", 0)) for m in self.members[unit])

    def openable(self, asset: str) -> bool:
        """Return True where the asset may stay closed."""
        row = self.assets[asset]
        return bool(row.get("opens_with") or row.get("staffing"))

    def _side(self, row: dict[str, Any]) -> tuple[int, int, int]:
        if "need_fit" not in row:
            return row["fit"], row["fit"], row["fit"]
        a, b = row["need_fit"], row["asset_fit"]
        return a, b, row.get("fit", 2 * a * b // (a + b) if a + b else 0)

    def _accepted(self) -> set[tuple[str, str]]:
        found = set()
        for n, a in itertools.product(self.needs, self.assets):
            wants, takes = self.needs[n].get("prefers"), self.assets[a].get("prefers")
            if (n, a) in self.forbidden or (self.rows and (n, a) not in self.rows):
                continue
            if wants is not None and not any(a in tie for tie in wants):
                continue
            if takes is None or any(n in tie for tie in takes):
                found.add((n, a))
        return found

    def _listed(self, prefers: list[list[str]], ref: str, gone: set[str]) -> int:
        ties: list[set[str]] = []
        for tie in prefers:
            fresh = set(tie) - gone - set().union(*ties)
            ties += [fresh] if fresh else []
        return 1 + next(k for k, tie in enumerate(ties) if ref in tie)

    def _need_ranks(self, ok: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        ranks = {}
        for n, a in ok:
            prefers = self.needs[n].get("prefers")
            if prefers is not None:
                gone = {b for m, b in self.forbidden if m == n}
                ranks[n, a] = self._listed(prefers, a, gone)
            elif self.rows:
                mine = {self._side(self.rows[n, b])[0] for m, b in ok if m == n}
                own = self._side(self.rows[n, a])[0]
                ranks[n, a] = 1 + sum(points > own for points in mine)
            else:
                ranks[n, a] = 1
        return ranks

    def _asset_ranks(self, ok: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        ranks = {}
        for n, a in ok:
            prefers = self.assets[a].get("prefers")
            if prefers is not None:
                gone = {m for m, b in self.forbidden if b == a}
                ranks[n, a] = self._listed(prefers, n, gone)
            elif self.rows:
                mine = {self._side(self.rows[m, a])[1] for m, b in ok if b == a}
                own = self._side(self.rows[n, a])[1]
                ranks[n, a] = 1 + sum(points > own for points in mine)
            else:
                ranks[n, a] = 1
        return ranks

    def _pairs(self) -> dict[tuple[str, str], Pair]:
        ok = self._accepted()
        ours, theirs = self._need_ranks(ok), self._asset_ranks(ok)
        pairs = {}
        for u, a in itertools.product(self.members, self.assets):
            team = [(m, a) for m in self.members[u]]
            prefers = self.groups.get(u, {}).get("prefers")
            if not all(key in ok for key in team):
                continue
            if prefers is not None and not any(a in tie for tie in prefers):
                continue
            rank = max(ours[key] for key in team)
            if prefers is not None:
                gone = {b for m, b in self.forbidden if m in self.members[u]}
                rank = self._listed(prefers, a, gone)
            fits = (
                [self._side(self.rows[key]) for key in team]
                if self.rows
                else [(0,) * 3]
            )
            pairs[u, a] = Pair(
                rank,
                max(theirs[key] for key in team),
                min(f[0] for f in fits),
                min(f[1] for f in fits),
                sum(f[2] for f in fits),
            )
        return pairs

    # -- what an asset can hold ------------------------------------------------------

    def _homes(self) -> dict[str, set[str]]:
        homes: dict[str, set[str]] = {}
        for key in ("pinned", "agreed"):
            for n, a in self.data.get(key, []):
                homes.setdefault(self.unit_of.get(n, n), set()).add(a)
        return homes

    def _humans(self) -> dict[str, str]:
        name = {ref: ref for ref in [*self.needs, *self.staff]}

        def find(ref: str) -> str:
            while name.setdefault(ref, ref) != ref:
                ref = name[ref]
            return ref

        for ref, row in self.staff.items():
            if row.get("person") is not None:
                name[find(ref)] = find(row["person"])
        return {ref: find(ref) for ref in [*self.needs, *self.staff]}

    def holds(
        self, asset: str, units: Iterable[str], staff: Iterable[str] = ()
    ) -> bool:
        """Return True where the asset can hold these units beside these staff."""
        row, units = self.assets[asset], list(units)
        seats = sum(map(self.seats, units))
        alone = len(units) == 1 and seats <= row.get("unless_one_group", -1)
        if seats > row.get("capacity", 1) and not alone:
            return False
        if len(units) > row.get("max_units", len(units)):
            return False
        for what, most in row.get("limits", {}).items():
            if sum(self.uses(u, what) for u in units) > most:
                return False
        refs = [m for u in units for m in self.members[u]] + list(staff)
        pairs = itertools.combinations(refs, 2)
        return not self.apart or not any(frozenset(p) in self.apart for p in pairs)

    def clash(self, a: str, b: str) -> bool:
        """Return True where nobody can be in both assets."""
        slots = set(self.assets[a].get("slots", []))
        return bool(slots & set(self.assets[b].get("slots", [])))

    def crews(self, asset: str, rows: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield every set of staff among `rows` that meets the asset's staffing."""
        staffing = self.assets[asset].get("staffing", [])
        roles = sorted({need["role"] for need in staffing})
        able = [s for s in rows if asset in self.staff[s].get("can", [asset])]
        options = []
        for role in roles:
            asks = [need for need in staffing if need["role"] == role]
            mine = [s for s in able if self.staff[s]["role"] == role]
            options.append(
                [
                    crew
                    for crew in itertools.combinations(mine, asks[0]["exactly"])
                    if all(self._meets(crew, ask) for ask in asks)
                ]
            )
        for choice in itertools.product(*options):
            yield tuple(s for crew in choice for s in crew)

    def _meets(self, crew: tuple[str, ...], ask: dict[str, Any]) -> bool:
        traits = [self.staff[s].get("traits", []) for s in crew]
        least = ask.get("at_least", {}).items()
        enough = all(sum(t in own for own in traits) >= k for t, k in least)
        return len(crew) == ask["exactly"] and enough
