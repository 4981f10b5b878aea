"""A second engine: an independent 0-1 model of an instance, solved by CP-SAT.

Built from the JSON form by the naive rules of `support.rules`, one literal a condition,
with no row, name or bound of ours. The level `openings` is left out: whether a closed
asset could open is no 0-1 condition of this size, so no such instance is asked for.
"""

from __future__ import annotations

from typing import Any

from ortools.sat.python import cp_model
from support.optima import Optima, fewest, zero_is_certain
from support.oracle import Ask

Row = dict[str, Any]


class SecondEngine:
    """Values of every level of one instance under one question."""

    def __init__(self, data: Row, ask: Ask) -> None:
        self.best = Optima(data, ask, "")
        self.rules, self.ask, self.data = self.best.oracle, ask, data
        self.model = cp_model.CpModel()
        new = self.model.new_bool_var
        r = self.rules
        self.x = {pair: new(f"{pair}") for pair in r.pairs}
        self.at: dict[str, list[str]] = {a: [] for a in r.assets}
        self.of: dict[str, list[str]] = {u: [] for u in r.members}
        for u, a in r.pairs:
            self.at[a].append(u)
            self.of[u].append(a)
        self.open = {a: new(f"open {a}") for a in r.assets if r.openable(a)}
        self.duty = {
            (s, a): new(f"{s} {a}")
            for s, row in r.staff.items()
            for a in r.assets
            if row["role"] in {x["role"] for x in r.assets[a].get("staffing", [])}
            if a in row.get("can", [a])
        }
        self._units()
        for a in r.assets:
            self._holds(a)
        self._people()
        self.blocks = {}
        if ask.name == "stable":
            free = [pair for pair in r.pairs if pair[0] not in r.homes]
            self.blocks = {pair: new(f"block {pair}") for pair in free}
            for u, a in free:
                self._stable(u, a)
            certain = ask.allow is None and zero_is_certain(data)
            most = 0 if certain else ask.allow
            if most is not None:
                self.model.add(sum(self.blocks.values()) <= most)

    def values(self) -> list[int] | None:
        """Return the best value of each level in order; None where nothing can hold.

        Raises
        ------
        RuntimeError
            If a level is not closed.
        """
        found = []
        for name in self.best.names:
            total = self._level(name)
            pick = self.model.minimize if fewest(name) else self.model.maximize
            pick(total)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.linearization_level = 2
            solver.parameters.max_deterministic_time = 60
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return None
            if status != cp_model.OPTIMAL:
                raise RuntimeError(f"{name}: {solver.status_name(status)}")
            found.append(round(solver.objective_value))
            self.model.add(total == found[-1])
        return found

    def _level(self, name: str) -> Any:
        r, (word, _, number) = self.rules, name.partition(":")
        if word == "blocking":
            return sum(self.blocks.values())
        if word == "regret":
            most = self.model.new_int_var(0, len(r.pairs) + 1, "regret")
            for key, x in self.x.items():
                pair = r.pairs[key]
                self.model.add(most >= max(pair.rank, pair.asset_rank) * x)
            return most
        return sum(self._adds(key, word, number) * x for key, x in self.x.items())

    def _adds(self, key: tuple[str, str], word: str, number: str) -> int:
        r, (unit, asset) = self.rules, key
        pair, team = r.pairs[key], r.members[unit]
        ranks = [pair.rank, pair.asset_rank]
        match word:
            case "fit":
                return pair.fit
            case "egalitarian":
                return sum(ranks)
            case "rank":
                return ranks.count(int(number))
            case "leximin":
                own = [self.best._own(member, asset) for member in team]
                return own.count(int(number))
            case "priority":
                return len(team) * (r.priority(unit) == int(number))
        return len(team)

    # -- what every policy has ------------------------------------------------------

    def _units(self) -> None:
        r, add = self.rules, self.model.add
        for unit, assets in self.of.items():
            add(sum(self.x[unit, a] for a in assets) <= 1)
        for unit, homes in r.homes.items():
            known = [(unit, home) for home in homes if (unit, home) in self.x]
            if len(homes) > 1 or not known:
                self.model.add_bool_or([])
            for key in known:
                add(self.x[key] == 1)
        if self.data.get("max_changes") is not None:
            moved = sum(self._changed(unit) for unit in self._before())
            add(moved <= self.data["max_changes"])

    def _before(self) -> dict[str, set[str]]:
        r, found = self.rules, dict[str, set[str]]()
        for n, a in map(tuple, self.data.get("previous", [])):
            if n in r.needs and (n, a) not in r.forbidden:
                found.setdefault(r.unit_of[n], set()).add(a)
        return found

    def _changed(self, unit: str) -> Any:
        homes = self._before()[unit]
        key = (unit, next(iter(homes)))
        return 1 - self.x[key] if len(homes) == 1 and key in self.x else 1

    def _holds(self, a: str) -> None:  # noqa: C901 - a rule a branch
        r, add, row = self.rules, self.model.add, self.rules.assets[a]
        capacity, units = row.get("capacity", 1), self.at[a]
        x = {u: self.x[u, a] for u in units}
        for u in units:
            if r.seats(u) > max(capacity, row.get("unless_one_group", 0)):
                add(x[u] == 0)
            elif r.seats(u) > capacity:
                for other in units:
                    if other != u:
                        self.model.add_implication(x[u], x[other].negated())
        small = [u for u in units if r.seats(u) <= capacity]
        add(sum(r.seats(u) * x[u] for u in small) <= capacity)
        if "max_units" in row:
            add(sum(x.values()) <= row["max_units"])
        for what, most in row.get("limits", {}).items():
            add(sum(r.uses(u, what) * x[u] for u in units) <= most)
        seats = sum(r.seats(u) * x[u] for u in units)
        add(seats >= row.get("minimum", 0))
        for pair in r.apart:
            both = [self._engaged(ref, a) for ref in sorted(pair)]
            add(sum(sum(some) for some in both) <= 1)
        if a in self.open:
            is_open = self.open[a]
            add(sum(x.values()) >= is_open)
            add(seats >= row.get("opens_with", 0) * is_open)
            for u in units:
                self.model.add_implication(x[u], is_open)
            self._staffed(a, is_open)

    def _engaged(self, ref: str, a: str) -> list[Any]:
        """Return the variables that put a need or a staff row into an asset."""
        found = []
        if ref in self.rules.unit_of:
            found.append(self.x.get((self.rules.unit_of[ref], a), 0))
        return [*found, self.duty.get((ref, a), 0)]

    def _staffed(self, a: str, is_open: Any) -> None:
        r = self.rules
        for line in r.assets[a].get("staffing", []):
            crew = {
                s: x
                for (s, b), x in self.duty.items()
                if b == a and r.staff[s]["role"] == line["role"]
            }
            self.model.add(sum(crew.values()) == line["exactly"] * is_open)
            for trait, least in line.get("at_least", {}).items():
                able = [
                    x for s, x in crew.items() if trait in r.staff[s].get("traits", [])
                ]
                self.model.add(sum(able) >= least * is_open)

    def _people(self) -> None:
        r = self.rules
        for s, row in r.staff.items():
            mine = [x for (t, _), x in self.duty.items() if t == s]
            self.model.add(sum(mine) <= row.get("most", 1))
        slots = {slot for row in r.assets.values() for slot in row.get("slots", [])}
        for human in set(r.human.values()):
            refs = [ref for ref, who in r.human.items() if who == human]
            for slot in slots:
                there = [a for a in r.assets if slot in r.assets[a].get("slots", [])]
                all_ = [x for ref in refs for a in there for x in self._engaged(ref, a)]
                self.model.add(sum(all_) <= 1)

    # -- stability ------------------------------------------------------------------

    def _stable(  # noqa: C901, PLR0912 - a reason a branch
        self, u: str, a: str
    ) -> None:
        """Say: content, or closed, or kept out, or excused, or the pair blocks."""
        r, row, own = self.rules, self.rules.assets[a], self.rules.pairs[u, a]
        margin, capacity = self.ask.margin, row.get("capacity", 1)
        if r.seats(u) > max(capacity, row.get("unless_one_group", 0)):
            return
        either: list[Any] = [self.blocks[u, a]]
        for b in self.of[u]:
            old = r.pairs[u, b]
            wish = own.rank < old.rank
            if margin > 1:
                wish = own.need_fit >= old.need_fit + margin
            if b == a or not wish:
                either.append(self.x[u, b])
        if a in self.open:
            either.append(self.open[a].negated())
        stay = [w for w in self.at[a] if w != u and self._stays(w, u, a)]
        x = {w: self.x[w, a] for w in stay}

        def kept_out(total: Any, least: int) -> None:
            literal = self.model.new_bool_var("")
            self.model.add(total >= least).only_enforce_if(literal)
            either.append(literal)

        if r.seats(u) > capacity:
            kept_out(sum(x.values()), 1)
        else:
            seats = sum(r.seats(w) * x[w] for w in stay)
            kept_out(seats, capacity - r.seats(u) + 1)
        if "max_units" in row:
            kept_out(sum(x.values()), row["max_units"])
        for what, most in row.get("limits", {}).items():
            used = sum(r.uses(w, what) * x[w] for w in stay)
            kept_out(used, most - r.uses(u, what) + 1)
        for member in r.members[u]:
            for foe in {ref for pair in r.apart if member in pair for ref in pair}:
                if foe in r.unit_of and r.unit_of[foe] in x:
                    either.append(x[r.unit_of[foe]])
                if (foe, a) in self.duty and foe != member:
                    either.append(self.duty[foe, a])
        if self.data.get("max_changes") is not None:
            after = sum(self._after(w, u, a, stay) for w in self._before())
            kept_out(after, self.data["max_changes"] + 1)
        self.model.add_bool_or(either)

    def _stays(self, w: str, u: str, a: str) -> bool:
        if self.rules.homes.get(w) == {a}:
            return True
        return self.rules.stays(w, u, a, self.ask.margin)

    def _after(self, w: str, u: str, a: str, stay: list[str]) -> Any:
        """Return whether a unit of the last round sits elsewhere after the move."""
        if w == u:
            return int(self._before()[w] != {a})
        gone = self._before()[w] == {a} and w not in stay
        return 1 if gone else self._changed(w)
