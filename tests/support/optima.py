"""What the best solutions of a tiny instance are, found by looking at all of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from support.oracle import Answer, Ask, Oracle, draw

Value = tuple[int, ...]
FEWEST = ("blocking", "openings", "leximin", "rank", "egalitarian", "regret")
CONFLICTS = ("pin", "agreed", "minimum", "max_changes", "allow")


class Optima:
    """The optimal solutions of one instance under one policy, and the drawn one."""

    def __init__(self, data: dict[str, Any], ask: Ask, salt: str) -> None:
        self.oracle, self.ask, self.salt = Oracle(data), ask, salt

    @cached_property
    def names(self) -> list[str]:
        """The objectives in order."""
        o, ask = self.oracle, self.ask
        names = []
        if ask.name == "stable":
            if ask.allow is None and not zero_is_certain(o.data):
                names.append("blocking")
            if any(map(o.openable, o.assets)):
                names.append("openings")
        if ask.maximise != "fit":
            levels = sorted({o.priority(u) for u in o.members} - {0}, reverse=True)
            names += [*(f"priority:{level}" for level in levels), "size"]
        names += self._between()
        return names if o.lists else [*names, "fit"]

    def _between(self) -> list[str]:
        """Return the levels between size and fit: of fair, or of ``--maximise``."""
        o = self.oracle
        alone = [p for p in o.pairs if o.holds(p[1], [p[0]])]
        ranks = {r for p in alone for r in (o.pairs[p].rank, o.pairs[p].asset_rank)}
        if self.ask.name == "fair":
            own = {self._own(m, a) for u, a in alone for m in o.members[u]}
            return [f"leximin:{points}" for points in sorted(own)[:-1]]
        if self.ask.maximise == "generous":
            return [f"rank:{rank}" for rank in range(max(ranks, default=0), 1, -1)]
        word = {"egalitarian": "egalitarian", "minimum-regret": "regret"}
        return [word[self.ask.maximise]] if self.ask.maximise in word else []

    def _own(self, need: str, asset: str) -> int:
        return self.oracle._side(self.oracle.rows[need, asset])[0]

    def value(self, answer: Answer, name: str) -> int:
        """Return the value of one objective."""
        o = self.oracle
        if name == "blocking":
            return len(o.blocking(answer, self.ask.margin)[0])
        if name == "openings":
            return o.openings(answer, self.ask.margin)
        if name == "fit":
            return sum(o.pairs[key].fit for key in answer.assigned)
        ranks = [
            rank
            for pair in answer.assigned
            for rank in (o.pairs[pair].rank, o.pairs[pair].asset_rank)
        ]
        if name in ("egalitarian", "regret"):
            return sum(ranks) if name == "egalitarian" else max(ranks, default=0)
        level = int(name.partition(":")[2] or -1)
        if name.startswith("rank:"):
            return ranks.count(level)
        if name.startswith("leximin:"):
            seated = [(m, a) for u, a in answer.assigned for m in o.members[u]]
            return [self._own(*pair) for pair in seated].count(level)
        units = [u for u, _ in answer.assigned if level in (-1, o.priority(u))]
        return sum(len(o.members[u]) for u in units)

    @cached_property
    def feasible(self) -> list[Answer]:
        """Every feasible solution, `allow` and a certain zero included."""
        found, ask = self.oracle.solutions(), self.ask
        if ask.name != "stable" or "blocking" in self.names:
            return found
        most = ask.allow or 0
        return [s for s in found if len(self.oracle.blocking(s, ask.margin)[0]) <= most]

    @cached_property
    def best(self) -> tuple[Value, list[Answer]]:
        """The optimal value of each level, and every solution that reaches them all."""
        found, values = self.feasible, []
        for name in self.names if found else []:
            scored = [(self.value(s, name), s) for s in found]
            pick = min if fewest(name) else max
            values.append(pick(score for score, _ in scored))
            found = [s for score, s in scored if score == values[-1]]
        return tuple(values), found

    def slices(self, answer: Answer) -> Value:
        """Return the three lottery sums of a solution."""
        drawn = [
            draw(self.salt, self.oracle.round, ref, asset)
            for ref, asset in [*answer.assigned, *answer.staff]
        ]
        return tuple(sum(int(d[k : k + 5], 16) for d in drawn) for k in (0, 5, 10))

    @cached_property
    def winner(self) -> tuple[Answer, str]:
        """The solution the lottery names, and what ``tie`` should say."""
        found = self.best[1]
        if len(found) == 1:
            return found[0], "unique"
        ordered = sorted(found, key=self.slices, reverse=True)
        clear = self.slices(ordered[0]) > self.slices(ordered[1])
        return ordered[0], "lottery" if clear else "unproven"

    def equal(self, chosen: Answer) -> dict[str, list[str]]:
        """Return each unit that sits elsewhere in another optimal solution, where."""
        at, found = chosen.at(), {}
        for unit in self.oracle.members:
            seen = {s.at().get(unit) for s in self.best[1]} - {at.get(unit)}
            if seen:
                found[unit] = sorted(asset for asset in seen if asset is not None)
        return found

    def irreducible(self, conflict: list[dict[str, Any]]) -> bool:
        """Return True where these cannot hold together, and any fewer can."""
        if not conflict or not self.only(conflict):
            return False
        return not any(
            self.only(conflict[:k] + conflict[k + 1 :]) for k in range(len(conflict))
        )

    def only(self, conflict: list[dict[str, Any]]) -> bool:
        """Return True where the instance with only these hard wishes is infeasible."""
        data = {**self.oracle.data}
        refs = {k: [c["refs"] for c in conflict if c["kind"] == k] for k in CONFLICTS}
        data |= {"pinned": refs["pin"], "agreed": refs["agreed"]}
        data["assets"] = [
            row if [row["ref"]] in refs["minimum"] else {**row, "minimum": 0}
            for row in data["assets"]
        ]
        if not refs["max_changes"]:
            data.pop("max_changes", None)
        allow = self.ask.allow if refs["allow"] else None
        ask = Ask(self.ask.name, self.ask.maximise, allow, self.ask.margin)
        return not Optima(data, ask, self.salt).feasible


def fewest(name: str) -> bool:
    """Return True where less of a level is better."""
    return name.partition(":")[0] in FEWEST


def zero_is_certain(data: dict[str, Any]) -> bool:
    """Return True where a solution without blocking pairs always exists."""
    simple = not any(data.get(k) for k in ("groups", "apart"))
    simple = simple and data.get("max_changes") is None
    needs = all(row.get("seats", 1) == 1 for row in data["needs"])
    rare = ("limits", "staffing", "opens_with", "minimum", "unless_one_group")
    return simple and needs and not any(a.get(k) for a in data["assets"] for k in rare)
