"""Replay a round's checks: ``python verify_round.py INSTANCE RESULT [--salt HEX]``.

One file, standard library only, for somebody who trusts neither us nor our solver: from
the instance alone it works out what a result may say. Exit 0 only if all of it holds.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools as it
import json
import math
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import add, and_, eq, gt, lt
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Pair = tuple[str, str]
Name = tuple[str, ...]
Terms = dict[Name, int]  # what each column of a row adds
Line = tuple[Terms, str, int]  # a row's terms, its sense, its right-hand side
Wrong = list[list[str]]  # pairs, and what holds them back
Ints = Sequence[int]
Arc = tuple[str, str, str]  # from an asset to another, and who moves
Faults = Iterator[tuple[str, str]]  # the check, and a sentence
SIDES = ("need_fit", "asset_fit", "fit")
UNITS, TRIALS = 8, 2_500  # so few are tried to the end
STEPS = 20_000
ODD = (LookupError, TypeError, AttributeError, OverflowError)  # of odd input
PROPOSALS = ("needs-first", "assets-first")  # by deferred acceptance
JUDGED = ("blocking", "openings", "regret")  # levels that are no sum over pairs
FEWEST = (*JUDGED, "improvement", "leximin", "rank", "egalitarian")
DEFAULTS: Row = {"priority": 0, "seats": 1, "capacity": 1, "most": 1, "round": ""}
DEFAULTS |= {"opens_with": 0, "minimum": 0}
KEYS = {
    "": "blocking_pairs chosen closed conflict equal excused_pairs format frontier"
    " hygiene instance_sha256 market objectives options policy reproducible"
    " salt_sha256 seconds staff status tie unmatched versions",
    "options": "allow margin maximise",
    "chosen": "need asset need_fit? asset_fit? fit? provisional?",
    "staff": "asset staff",
    "closed": "asset reason",
    "unmatched": "need reason",
    "equal": "assets unit",
    "objectives": "name value bound proof certificate? deleted?",
    "excused_pairs": "asset held_by unit",
    "conflict": "kind refs",
}
LOOSE = ("frontier", "deleted")
WORDS = {
    "format": "acorns-result/1",
    "policy": "stable best fair needs-first assets-first",
    "maximise": "size-fit fit generous egalitarian minimum-regret",
    "status": "optimal claimed feasible infeasible unknown",
    "tie": "unique lottery unproven",
    "proof": "dual safe-lp tree count two-engines none",
}


def odd(value: Any, key: str = "") -> Iterator[str]:
    """Yield unknown or missing keys, unknown words, and values of the wrong kind."""
    if isinstance(value, dict) and key != "certificate":
        known = KEYS.get(key, " ".join(value)).split()
        least = {k for k in known if k[-1] != "?"}
        if not least <= value.keys() <= {k.rstrip("?") for k in known}:
            yield f"{key or 'The result'} has unknown keys, or lacks some."
        yield from it.chain(*(odd(item, inner) for inner, item in value.items()))
    elif isinstance(value, list):
        inner = key if key in KEYS or key in LOOSE else "refs"
        yield from it.chain(*(odd(item, inner) for item in value))
        kind = dict if key in KEYS else list if key == "blocking_pairs" else str
        if key not in LOOSE and not all(isinstance(item, kind) for item in value):
            yield f"{key} has an item of the wrong kind."
    elif key in WORDS and value not in WORDS[key].split():
        yield f"{key} is not {value}."
    elif isinstance(value, bool) != (key in ("reproducible", "provisional")):
        yield f"{key} is {value}."
    elif isinstance(value, float) and key != "seconds":
        yield f"{key} is not a whole number."


class Fits:
    """The rows of ``fits`` in columns, since there may be millions, sorted by refs."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}  # each ref once, in the order of the file
        # need, asset, need_fit, asset_fit, fit: what sums
        self.columns = [array("i") for _ in range(2 + len(SIDES))]
        self.kinds = set[bool]()  # both sides' points, or a common fit

    def takes(self, row: Row) -> bool:
        """Add a row; False, and nothing added, where it is none."""
        ends: list[Any] = [row.get("need"), row.get("asset")]
        one, other, fit = (row.get(side, -1) for side in SIDES)
        given = sum(type(n) is int and n >= 0 for n in (one, other, fit))
        whole = all(type(ref) is str for ref in ends) and given + 2 == len(row)
        if not whole or (one < 0) != (other < 0) or not given:
            return False
        self.kinds.add(one >= 0)
        if one < 0:
            one = other = fit
        sums = fit if fit >= 0 else implied(one, other)
        places = (self.known.setdefault(ref, len(self.known)) for ref in ends)
        for column, n in zip(self.columns, (*places, one, other, sums), strict=True):
            column.append(n)
        return True

    def sort(self, needs: Iterable[str], assets: Iterable[str]) -> None:
        """Sort rows by refs, which become places among the sorted ones."""
        self.needs, self.assets = refs = sorted(needs), sorted(assets)
        wide = len(self.assets)
        for k in (0, 1):
            at = {ref: place for place, ref in enumerate(refs[k])}
            place = [at.get(ref, -1) for ref in self.known]
            self.columns[k] = array("i", map(place.__getitem__, self.columns[k]))
        both = zip(*self.columns[:2], strict=True)
        keys = array("q", [n * wide + a for n, a in both])
        if not all(map(lt, keys, keys[1:])):
            order = sorted(range(len(keys)), key=keys.__getitem__)
            mixed, keys = self.columns, array("q", map(keys.__getitem__, order))
            self.columns = [array("i", map(c.__getitem__, order)) for c in mixed]
        strange = any(-1 in column for column in self.columns[:2])
        if strange or len(self.kinds) > 1 or not all(map(lt, keys, keys[1:])):
            raise ValueError("fits name who is not there, or a pair twice, or differ")
        self.start = [bisect_left(keys, k * wide) for k in range(len(self.needs) + 1)]

    def __len__(self) -> int:
        return len(self.columns[0])

    def of(self, need: int) -> list[array[int]]:
        """Return the assets and the points of a need's rows."""
        rows = slice(self.start[need], self.start[need + 1])
        return [column[rows] for column in self.columns[1:]]

    def points(self, need: str, asset: str) -> list[int]:
        """Return the points of a row, noughts where there is none."""
        n, a = bisect_left(self.needs, need), bisect_left(self.assets, asset)
        near, *points = self.of(n)
        k = bisect_left(near, a)
        here = k < len(near) and near[k] == a
        return [column[k] if here else 0 for column in points]

    def lines(self) -> Iterator[str]:
        """Yield the rows in canonical JSON, a need's at once."""
        quoted, two = [compact(ref) for ref in self.assets], True in self.kinds
        for n, ref in enumerate(self.needs):
            need, found = compact(ref), []
            for a, x, y, fit in zip(*self.of(n), strict=True):
                said = f'"fit":{fit},' if not two or fit != implied(x, y) else ""
                head = f'{{"asset":{quoted[a]},'
                if two:
                    line = f'"asset_fit":{y},{said}"need":{need},"need_fit":{x}}}'
                else:
                    line = f'{said}"need":{need}}}'
                found.append(head + line)
            if found:
                yield ",".join(found)


def implied(a: int, b: int) -> int:
    """Return what sums where only both sides' points are given."""
    return 2 * a * b // (a + b) if a + b else 0


def in_columns(data: Row, rows: Fits, taken: Any = None) -> Row:
    """Return an instance whose fits are sorted columns; what was taken is there."""
    fits = data.get("fits", [])
    if isinstance(fits, Fits):
        return data
    if not all(row is taken or rows.takes(row) for row in fits) or len(rows) != len(
        fits
    ):
        raise ValueError("a row of fits is none, or stands elsewhere")
    rows.sort(*([row["ref"] for row in data[k]] for k in ("needs", "assets")))
    return data | {"fits": rows}


def single(pairs: list[tuple[str, Any]]) -> Row:
    """Return an object; a key that stands twice is refused."""
    if len(row := dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return row


def load(path: str, fits: bool = False) -> Any:
    """Return a file's JSON in NFC, no key twice; fits, where asked for, in columns."""
    text, rows, taken = Path(path).read_text("utf-8-sig"), Fits(), object()

    def once(pairs: list[tuple[str, Any]]) -> Any:
        row = single(pairs)
        return taken if fits and "need" in row and rows.takes(row) else row

    if not text.isascii() or "\\u" in text:
        plain = json.loads(text, object_pairs_hook=single, parse_constant=int)
        text = unicodedata.normalize("NFC", json.dumps(plain, ensure_ascii=False))
    data = json.loads(text, object_pairs_hook=once, parse_constant=int)  # no NaN
    return in_columns(data, rows, taken) if fits else data


def fewest(name: str) -> bool:
    """Return True where less of a level is better."""
    return name.partition(":")[0] in FEWEST


def compact(value: Any) -> str:
    """Return canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """Return SHA-256 in hex over canonical JSON."""
    return hashlib.sha256(compact(value).encode()).hexdigest()


def instance_digest(data: Row) -> str:
    """Return the digest of an instance in columns, made from it in pieces."""
    fits: Fits = data["fits"]
    found = canonical({key: value for key, value in data.items() if key != "fits"})
    sides = it.chain(*(found.get(k, []) for k in ("needs", "assets", "groups")))
    if len(fits) or not any("prefers" in side for side in sides):
        found["fits"] = []
    head, mark, tail = compact(found).partition('"fits":[')
    made = hashlib.sha256((head + mark).encode())
    for n, line in enumerate(fits.lines()):
        made.update(("," * bool(n) + line).encode())
    made.update(tail.encode())
    return made.hexdigest()


def canonical(row: Row) -> Row:
    """Return an instance, or a row of one: defaults dropped, rows and lists sorted."""

    def order(item: Any) -> Any:
        names = ("ref", "role")
        return [item.get(k, "") for k in names] if isinstance(item, dict) else item

    found: Row = {}
    for key, old in row.items():
        new = [sorted(i) for i in old] if key in ("prefers", "apart") else old
        if isinstance(new, list) and key != "prefers":
            rows = [canonical(i) if isinstance(i, dict) else i for i in new]
            new = sorted(rows, key=order)
        empty = new in ([], {}) and key not in ("prefers", "can", "needs", "assets")
        if not empty and new != DEFAULTS.get(key):
            found[key] = new
    return found


def listed(row: Row, gone: set[str]) -> dict[str, int] | None:
    """Return 1 + the tie groups before, the gone left out; None without a list."""
    ranks: dict[str, int] = {}
    ties = 0
    for tie in row.get("prefers", []):
        fresh = set(tie) - gone - ranks.keys()
        ties += bool(fresh)
        ranks |= dict.fromkeys(fresh, ties)
    return ranks if "prefers" in row else None


def circling(arcs: Sequence[Arc]) -> list[Arc]:
    """Return the arcs that lie on some circle (Kosaraju and Sharir, no recursion)."""
    out: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for tail, head, _ in arcs:
        out[tail].append(head)
        back[head].append(tail)
    done, seen, part = list[str](), set[str](), dict[str, str]()
    for start in [*out]:
        stack = [] if start in seen else [(start, iter(out[start]))]
        seen.add(start)
        while stack:
            node, heads = stack[-1]
            step = next((head for head in heads if head not in seen), None)
            if step is None:
                done.append(node)
                stack.pop()
            else:
                seen.add(step)
                stack.append((step, iter(out[step])))
    for root in reversed(done):
        queue = [root] if root not in part else []
        while queue:
            node = queue.pop()
            if node not in part:
                part[node] = root
                queue += back[node]
    return [arc for arc in arcs if part[arc[0]] == part[arc[1]]]


def heights(arcs: Sequence[Arc], gains: Sequence[int]) -> dict[str, int] | None:
    """Return heights that no arc out-climbs; None if a circle gains (Bellman 1958)."""
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (tail, head, _), gain in zip(arcs, gains, strict=True):
        out[tail].append((head, gain))
    height = dict.fromkeys([*out, *(head for _, head, _ in arcs)], 0)
    raised = [*out]
    for _ in range(len(height) + 1):
        if not raised:
            return height
        fresh = dict[str, None]()
        for tail in raised:
            for head, gain in out[tail]:
                if height[tail] + gain > height[head]:
                    height[head] = height[tail] + gain
                    fresh[head] = None
        raised = [*fresh]
    return None


def seated(wishes: list[list[str]], room: dict[str, int]) -> int:
    """Return how many wishes can be met at once: augmenting paths (Kuhn 1955)."""
    held: dict[str, list[int]] = defaultdict(list)
    dead: set[str] = set()  # no path leads on from these, now or later
    for seeker in range(len(wishes)):
        came: dict[str, tuple[int, str]] = {}
        queue, end = [(seeker, "")], ""
        for who, here in queue:
            for a in () if end else wishes[who]:
                if not end and a not in dead and a not in came:
                    came[a] = who, here
                    queue += [(other, a) for other in held[a]]
                    end = a if len(held[a]) < room[a] else ""
        dead |= set() if end else came.keys()
        while end:
            who, old = came[end]
            held[end].append(who)
            held[old] = [other for other in held[old] if other != who]
            end = old
    return sum(map(len, held.values()))


def accepted(
    mine: dict[Pair, int], its: dict[Pair, int], most: Row, room: Row
) -> set[Pair]:
    """Return who holds whom by deferred acceptance (Gale & Shapley 1962)."""
    lists: dict[str, list[Pair]] = defaultdict(list)
    held: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(mine, key=mine.__getitem__, reverse=True):
        lists[pair[0]].append(pair)
    waiting = [x for x, own in lists.items() for _ in own[: most[x]]]
    while waiting:
        if own := lists[waiting.pop()]:
            pair = own.pop()
            both = sorted([*held[pair[1]], pair], key=its.__getitem__)
            held[pair[1]] = both[: room[pair[1]]]
            waiting += [x for x, _ in both[room[pair[1]] :]]
    return {pair for both in held.values() for pair in both}


def circled(
    held: set[Pair], mine: dict[Pair, int], its: dict[Pair, int], most: Row, turn: Row
) -> set[Pair]:
    """Return who holds whom once nobody who proposes can gain by a circle.

    Each y on a circle calls one seat of those best for it, by the draw; circles move.
    """
    count = Counter(x for x, _ in held)
    at = {(x, y): y for x, y in held}
    at |= {(x, ""): "" for x in most if count[x] < most[x]}
    lists: dict[str, list[str]] = defaultdict(list)
    for x, y in mine:
        lists[x].append(y)
    while True:
        may: dict[str, list[Pair]] = defaultdict(list)
        for seat, now in at.items():
            bar = mine.get((seat[0], now), math.inf)
            for y in lists[seat[0]]:
                if mine[seat[0], y] < bar:
                    may[y].append(seat)
        for y, seats in may.items():
            best = min(its[x, y] for x, _ in seats)
            may[y] = [s for s in seats if its[s[0], y] == best and at[s]]
        left, size = {*may}, 0
        while size != len(left):
            size = len(left)
            left = {y for y in left if any(at[s] in left for s in may[y])}
        bids = {y: [s for s in may[y] if at[s] in left] for y in left}
        rows = {
            s: (turn[s[0]], -mine[s[0], at[s]], s) for s in it.chain(*bids.values())
        }
        calls = {y: min(bids[y], key=rows.__getitem__) for y in left}
        while left != (next_ := {at[calls[y]] for y in left}):
            left = next_
        if not left:
            return {(x, y) for (x, _), y in at.items() if y}
        at |= {calls[y]: y for y in left}


class Pairs:
    """Who accepts whom, sorted by refs, in columns: no object for each pair."""

    def __init__(self, units: Iterable[str], assets: Iterable[str]) -> None:
        self.refs = sorted(units), sorted(assets)
        self.at = [{ref: k for k, ref in enumerate(refs)} for refs in self.refs]
        self.start = [0]
        self.assets: array[int] = array("i")
        # rank, its rank, need_fit, asset_fit, fit
        self.columns: list[array[int]] = [array("q") for _ in range(5)]

    def add(self, assets: Iterable[int], *points: Iterable[int]) -> None:
        """Add the pairs of the next unit, assets ascending."""
        self.assets.extend(assets)
        for column, more in zip(self.columns[2:], points, strict=True):
            column.extend(iter(more))
        self.start.append(len(self.assets))

    def place(self, unit: str, asset: str) -> int:
        """Return the place of a pair; -1 where it is none."""
        u, a = self.at[0].get(unit, -1), self.at[1].get(asset, -1)
        if u < 0 or a < 0:
            return -1
        k = bisect_left(self.assets, a, self.start[u], end := self.start[u + 1])
        return k if k < end and self.assets[k] == a else -1

    @cached_property
    def by(self) -> list[array[int]]:
        """Return the places of each asset's pairs."""
        found: list[array[int]] = [array("i") for _ in self.refs[1]]
        for k, a in enumerate(self.assets):
            found[a].append(k)
        return found

    @cached_property
    def units(self) -> array[int]:
        """Return the unit of each place."""
        found: array[int] = array("i")
        for u in range(len(self.refs[0])):
            found.extend([u] * (self.start[u + 1] - self.start[u]))
        return found

    def pair(self, k: int) -> Pair:
        """Return the refs of a place."""
        return self.refs[0][self.units[k]], self.refs[1][self.assets[k]]

    def __len__(self) -> int:
        return len(self.assets)

    def __contains__(self, pair: Pair) -> bool:
        return self.place(*pair) >= 0

    def __getitem__(self, pair: Pair) -> list[int]:
        k = self.place(*pair)
        if k < 0:
            raise KeyError(pair)
        return [column[k] for column in self.columns]

    def __iter__(self) -> Iterator[Pair]:
        for u, ref in enumerate(self.refs[0]):
            for k in range(self.start[u], self.start[u + 1]):
                yield ref, self.refs[1][self.assets[k]]

    def rank(self, side: int, lists: dict[str, dict[str, int] | None]) -> None:
        """Rank pairs by a side's lists, or by its points: higher first, equal tied."""
        points, other = self.columns[2 + side], self.refs[1 - side]
        ranks = self.columns[side] = array("q", bytes(8 * len(self)))
        ends = self.units if side else self.assets
        for ref, k in self.at[side].items():
            own = lists[ref]
            rows = self.by[k] if side else range(self.start[k], self.start[k + 1])
            if own is None:
                mine = [points[r] for r in rows]
                order = {n: at for at, n in enumerate(sorted({*mine}, reverse=True), 1)}
                found = [order[n] for n in mine]
            else:
                found = [own[other[ends[r]]] for r in rows]
            for r, rank in zip(rows, found, strict=True):
                ranks[r] = rank


class Round:
    """An instance and a result over it: what each says, and where they differ."""

    def __init__(self, data: Row, result: Row, salt: str | None) -> None:
        self.data = data = in_columns(data, Fits())
        self.result, self.salt = result, salt
        kinds = ("needs", "assets", "staff", "groups")
        rows = ({r["ref"]: r for r in data.get(kind, [])} for kind in kinds)
        self.needs, self.assets, self.staff, self.groups = rows
        teams = {g: row["members"] for g, row in self.groups.items()}
        self.unit_of = {m: u for u, team in teams.items() for m in team}
        teams |= {n: [n] for n in self.needs if n not in self.unit_of}
        self.unit_of = {m: u for u, team in teams.items() for m in team}
        self.teams = teams
        self.gone = {(n, a) for n, a in data.get("forbidden", [])}
        self.foes = {frozenset(pair) for pair in data.get("apart", [])}
        self.pins = [*data.get("pinned", []), *data.get("agreed", [])]
        self.homes = {self.unit_of.get(need, ""): asset for need, asset in self.pins}
        self.had: dict[str, set[str]] = defaultdict(set)
        for need, asset in {(n, a) for n, a in data.get("previous", [])} - self.gone:
            if need in self.needs:
                self.had[self.unit_of[need]].add(asset)
        self.most = data.get("max_changes", len(self.had))
        rows_ = self.assets.items()
        self.opens = {a for a, r in rows_ if r.get("opens_with") or r.get("staffing")}
        self.fits: Fits = data["fits"]
        two = "two-sided" if True in self.fits.kinds else "common"
        self.market = two if self.fits else "lists"
        self.human: dict[str, str] = {ref: ref for ref in self.staff}
        for ref, row in self.staff.items():
            old, new = self.who(ref), self.who(row.get("person", ref))
            self.human |= {k: new for k, v in self.human.items() if v == old}
            self.human[old] = new
        self.pairs = self._units(self._needs())
        self.step, self.priced = result["options"]["margin"], False
        columns = self.pairs.columns  # what either side goes by: less is better
        wide = [[-n for n in side] for side in columns[2:4] if self.step > 1]
        self.order: Sequence[Ints] = wide or columns[:2]
        self.sums = dict[str, Sequence[int]]()
        self.blocks: tuple[Wrong, Wrong] | None = None
        self.reach = "none"  # how far the draw was checked: none, part or whole

    def who(self, ref: str) -> str:
        """Return one name for all refs of a human being."""
        return self.human.get(ref, ref)

    def _needs(self) -> Pairs:
        """Return the pairs of needs and assets that accept each other."""
        no: list[dict[str, set[str]]] = [defaultdict(set), defaultdict(set)]
        for n, a in self.gone:
            no[0][n].add(a)
            no[1][a].add(n)
        lists: list[dict[str, dict[str, int] | None]] = [{}, {}]
        for side, rows_ in enumerate((self.needs, self.assets)):
            lists[side] = {x: listed(row, no[side][x]) for x, row in rows_.items()}
        ok = Pairs(self.needs, self.assets)
        refs, some = ok.refs[1], any(own is not None for own in lists[1].values())
        rows: list[Sequence[int]]
        for k, n in enumerate(ok.refs[0]):
            mine, gone = lists[0][n], no[0].get(n, ())
            if self.fits:
                rows = [*self.fits.of(k)]
            else:
                every = refs if mine is None else sorted(mine.keys() & ok.at[1].keys())
                near = [ok.at[1][a] for a in every]
                rows = [near, *[[0] * len(near)] * len(SIDES)]
            if some or gone or mine is not None:
                fine = [
                    (mine is None or a in mine)
                    and ((its := lists[1][a]) is None or n in its)
                    and a not in gone
                    for a in map(refs.__getitem__, rows[0])
                ]
                rows = [[*it.compress(column, fine)] for column in rows]
            ok.add(*rows)
        for side in (0, 1):
            ok.rank(side, lists[side])
        return ok

    def _units(self, ok: Pairs) -> Pairs:
        """Return the pairs of units: what every member accepts."""
        if not self.groups:
            return ok
        pairs = Pairs(self.teams, self.assets)
        for unit in pairs.refs[0]:
            team = self.teams[unit]
            gone = {a for n, a in self.gone if n in team}
            own = listed(self.groups.get(unit, {}), gone)
            ends = [(ok.start[k], ok.start[k + 1]) for k in (ok.at[0][n] for n in team)]
            rows = [{ok.assets[k]: k for k in range(*end)} for end in ends]
            both = sorted(set(rows[0]).intersection(*rows[1:]))
            if own is not None:
                both = [a for a in both if ok.refs[1][a] in own]
            found = [[row[a] for row in rows] for a in both]
            rank, other, one, two, fit = (
                [[column[k] for k in mine] for mine in found] for column in ok.columns
            )
            pairs.add(both, map(min, one), map(min, two), map(sum, fit))
            best = [own[ok.refs[1][a]] for a in both] if own else map(max, rank)
            pairs.columns[0].extend(best)
            pairs.columns[1].extend(map(max, other))
        return pairs

    @cached_property
    def alone(self) -> bytearray:
        """Which pairs an asset could hold if it held nothing else."""
        pairs, found, strict = self.pairs, bytearray(), set[str]()
        for a, row in self.assets.items():
            if self.foes or row.get("limits") or row.get("max_units") == 0:
                strict.add(a)
        sizes = [self.seats([unit]) for unit in pairs.refs[0]]
        rows = [self.assets[a] for a in pairs.refs[1]]
        most = [max(r.get("capacity", 1), r.get("unless_one_group", 0)) for r in rows]
        for k, a in enumerate(pairs.assets):
            fine = sizes[pairs.units[k]] <= most[a]
            if strict and pairs.refs[1][a] in strict:
                unit, asset = pairs.pair(k)
                fine = self.holds(asset, [unit])
            found.append(fine)
        return found

    def sit(self, at: dict[str, str], duty: list[Pair]) -> None:
        """Seat units, and put staff on duty."""
        self.at, self.duty, self.blocks = at, duty, None
        self.bars = dict[int, list[float]]()
        self.held: dict[str, list[str]] = {a: [] for a in self.assets}
        for unit, asset in at.items():
            self.held[asset].append(unit)
        self.crew = {a: [s for s, b in duty if b == a] for a in self.assets}
        self.busy: dict[str, list[str]] = defaultdict(list)
        for a, units in self.held.items():
            for ref in self.refs(units) + self.crew[a]:
                self.busy[self.who(ref)].append(a)

    def refs(self, units: Iterable[str]) -> list[str]:
        """Return the members' refs."""
        return [member for unit in units for member in self.teams[unit]]

    def seats(self, units: Iterable[str]) -> int:
        """Return the seats that units take."""
        return sum(self.needs[m].get("seats", 1) for m in self.refs(units))

    def uses(self, units: Iterable[str], what: str) -> int:
        """Return how much units use of something."""
        return sum(self.needs[m].get("uses", {}).get(what, 0) for m in self.refs(units))

    def over(self, a: str, units: list[str], crew: Iterable[str] = ()) -> Iterator[str]:
        """Yield what keeps an asset from holding these units beside these staff."""
        row, seats = self.assets[a], self.seats(units)
        alone = len(units) == 1 and seats <= row.get("unless_one_group", 0)
        if seats > row.get("capacity", 1) and not alone:
            yield "capacities"
        if len(units) > row.get("max_units", len(units)):
            yield "max_units"
        if any(self.uses(units, k) > most for k, most in row.get("limits", {}).items()):
            yield "limits"
        both = it.combinations([*self.refs(units), *crew], 2) if self.foes else ()
        if any(frozenset(pair) in self.foes for pair in both):
            yield "apart"

    def holds(self, a: str, units: list[str], crew: Iterable[str] = ()) -> bool:
        """Return True where an asset can hold these units beside these staff."""
        return not any(self.over(a, units, crew))

    def staffed(self, a: str, crew: Iterable[str]) -> bool:
        """Return True where an open asset has exactly the staff that it must have."""
        rows, lines = [self.staff[s] for s in crew], self.assets[a].get("staffing", [])
        wanted = Counter({line["role"]: line["exactly"] for line in lines})
        able = all(a in row.get("can", [a]) for row in rows)
        had = Counter((r["role"], k) for r in rows for k in {*r.get("traits", [])})
        for line in lines:
            least = line.get("at_least", {}).items()
            able &= all(had[line["role"], k] >= n for k, n in least)
        return able and wanted == Counter(row["role"] for row in rows)

    def crews(self, a: str, free: list[str]) -> Iterator[tuple[str, ...]]:
        """Yield every set of these staff that an open asset may have."""
        roles = {r["role"]: r["exactly"] for r in self.assets[a].get("staffing", [])}
        able = [s for s in free if self.staff[s]["role"] in roles]
        sets = it.combinations(able, sum(roles.values()))
        return (crew for crew in sets if self.staffed(a, crew))

    def clash(self, a: str, b: str) -> bool:
        """Return True where nobody can be in both assets."""
        one, other = (self.assets[x].get("slots", []) for x in (a, b))
        return bool({*one} & {*other})

    def breaches(self) -> Faults:
        """Yield every hard rule that is broken."""
        yield from self.misheld()
        for s, count in Counter(s for s, _ in self.duty).items():
            if count > self.staff[s].get("most", 1):
                yield "staffing", f"{s} staffs {count} assets."
        for who, assets in self.busy.items():
            if any(self.clash(a, b) for a, b in it.combinations(assets, 2)):
                yield "persons", f"{who} is in two things at once."
        for need, asset in self.pins:
            if self.at.get(self.unit_of.get(need, "")) != asset:
                yield "pins", f"{need} is not in {asset}."
        if self.changes(self.at) > self.most:
            yield "changes", f"{self.changes(self.at)} units changed."

    def misheld(self) -> Faults:
        """Yield what assets hold, or have as staff, against their own limits."""
        for a, row in self.assets.items():
            units, crew, seats = self.held[a], self.crew[a], self.seats(self.held[a])
            over = self.over(a, units, crew)
            yield from ((why, f"{a} cannot hold that.") for why in over)
            if seats < row.get("minimum", 0):
                yield "minimum", f"{a} holds {seats} seats."
            if units and seats < row.get("opens_with", 0):
                yield "openings", f"{a} is open with {seats} seats."
            if not (self.staffed(a, crew) if units and a in self.opens else not crew):
                yield "staffing", f"{a} has other staff than it must have."

    def changes(self, at: dict[str, str]) -> int:
        """Return how many units of the previous round sit elsewhere."""
        return sum(had != {at.get(unit)} for unit, had in self.had.items())

    def wants(self, unit: str, asset: str) -> bool:
        """Return True where an unpinned unit strictly prefers an asset."""
        own, new = self.order[0], self.pairs.place(unit, asset)
        now = self.pairs.place(unit, self.at.get(unit, ""))
        better = now < 0 or own[new] + self.step <= own[now]
        return unit not in self.homes and bool(better)

    def stays(self, w: str, u: str, a: str) -> bool:
        """Return True where the asset does not rank w strictly below u."""
        old, new = self.pairs.place(w, a), self.pairs.place(u, a)
        return bool(self.order[1][old] < self.order[1][new] + self.step)

    def blocking(self) -> tuple[Wrong, Wrong]:
        """Return the blocking pairs, and the excused ones with what holds them back."""
        if self.blocks is None:
            self.blocks = [], []
            for unit, a in it.chain(*map(self.hopes, self.pairs.refs[0])):
                here, crew = self.held[a], self.crew[a]
                stay = [w for w in here if self.stays(w, unit, a)]
                kept = [w for w in here if w in self.homes or w in stay]
                if not self.holds(a, [*stay, unit], crew):
                    continue
                if not self.holds(a, [*kept, unit], crew):
                    self.blocks[1].append([unit, a, "pin"])
                elif self.dear(unit, a, kept):
                    self.blocks[1].append([unit, a, "changes"])
                else:
                    self.blocks[0].append([unit, a])
        return self.blocks

    def hopes(self, unit: str) -> Iterator[Pair]:
        """Yield a unit's pairs that it prefers, and for which seats would suffice."""
        pairs, (own, its), seats = self.pairs, self.order, self.seats([unit])
        u, ends, step = pairs.at[0][unit], pairs.assets, self.step
        rows = [] if unit in self.homes else range(pairs.start[u], pairs.start[u + 1])
        now = pairs.place(unit, self.at.get(unit, ""))
        most = own[now] - step if now >= 0 else math.inf
        if seats not in self.bars:
            self.bars[seats] = [self.bar(a, seats) for a in pairs.refs[1]]
        bars = self.bars[seats]
        for k in rows:
            if own[k] <= most and its[k] + step <= bars[ends[k]]:
                yield unit, pairs.refs[1][ends[k]]

    def bar(self, a: str, seats: int) -> float:
        """Return the score from which on who stays leaves too few seats."""
        row, here, its = self.assets[a], self.held[a], self.order[1]
        order = sorted((its[self.pairs.place(w, a)], w) for w in here)
        left, alone = row.get("capacity", 1) - seats, row.get("unless_one_group", 0)
        if (a in self.opens and not here) or max(left, alone - seats) < 0:
            return -math.inf
        if left < 0:
            return order[0][0] if order else math.inf
        for score, w in order:
            left -= self.seats([w])
            if left < 0:
                return score
        return math.inf

    def dear(self, u: str, a: str, kept: list[str]) -> bool:
        """Return True where moving u to a, which drops all but `kept`, changes much."""
        if "max_changes" not in self.data:
            return False
        left = {w: b for w, b in self.at.items() if b != a or w in kept}
        return self.changes(left | {u: a}) > int(self.most)

    def could_open(self, a: str) -> bool:
        """Return True where units that prefer a closed asset, and free staff, could."""
        row, done = self.assets[a], Counter(s for s, _ in self.duty)
        engaged = {who for who, at in self.busy.items() for b in at if self.clash(a, b)}
        free = [s for s, r in self.staff.items() if done[s] < r.get("most", 1)]
        free = [s for s in free if self.who(s) not in engaged]
        known = {self.who(s) for s in free} | set(it.chain(*self.foes))
        limits = row.get("limits", {})
        # One set of units stands for all of equal totals that name the same known refs.
        sets: dict[tuple[Any, ...], list[str]] = {(): []}
        pairs = self.pairs
        refs = [pairs.refs[0][pairs.units[k]] for k in pairs.by[pairs.at[1][a]]]
        for unit in [u for u in refs if self.wants(u, a)]:
            for units in [[*units, unit] for units in sets.values()]:
                if self.holds(a, units):
                    used = [self.uses(units, what) for what in limits]
                    some = [r for r in self.refs(units) if {r, self.who(r)} & known]
                    totals = (self.seats(units), len(units), *used, *some)
                    sets.setdefault(totals, units)
        least = max(1, row.get("opens_with", 0))
        full = [units for units in sets.values() if self.seats(units) >= least]
        for crew, units in it.product(self.crews(a, free) if full else (), full):
            who = [self.who(ref) for ref in [*self.refs(units), *crew]]
            twice = self.clash(a, a) and len({*who}) < len(who)
            if self.holds(a, units, crew) and not twice:
                return True
        return False

    @cached_property
    def expected(self) -> list[str]:
        """Return the objectives of the policy, in order."""
        options, names = self.result["options"], []
        if self.result["policy"] in PROPOSALS:
            return ["improvement"]
        if self.result["policy"] == "stable":
            names += ["blocking"] * (options["allow"] is None and not self.certain())
            names += ["openings"] * bool(self.opens)
        if options["maximise"] != "fit":
            levels = sorted({self.level(u) for u in self.teams} - {0}, reverse=True)
            names += [*(f"priority:{level}" for level in levels), "size"]
        return [*names, *self.between(), *(["fit"] * bool(self.fits))]

    def between(self) -> list[str]:
        """Return the levels between size and fit."""
        word = self.result["options"]["maximise"]
        if self.result["policy"] == "fair":
            alone = it.compress(self.pairs, self.alone)
            values = {n for p in alone for n in self.own(p)}
            return [f"leximin:{value}" for value in sorted(values)[:-1]]
        if word == "generous":
            return [f"rank:{rank}" for rank in range(self.last, 1, -1)]
        level = {"egalitarian": ["egalitarian"], "minimum-regret": ["regret"]}
        return level.get(word, [])

    @cached_property
    def last(self) -> int:
        """The largest rank of either side."""
        both = (it.compress(c, self.alone) for c in self.pairs.columns[:2])
        return max(it.chain(*both), default=0)

    def own(self, pair: Pair) -> list[int]:
        """Return each member's own need_fit at an asset."""
        if len(team := self.teams[pair[0]]) == 1:
            return [self.pairs[pair][2]]
        return [self.fits.points(m, pair[1])[0] for m in team]

    def level(self, unit: str) -> int:
        """Return the highest priority among the members."""
        return max(int(self.needs[m].get("priority", 0)) for m in self.teams[unit])

    def certain(self, *more: str) -> bool:
        """Return True where only seats and units limit assets, and none of `more`."""
        rare = {*"unless_one_group limits minimum opens_with staffing".split(), *more}
        nothing = {"limits": {}, "minimum": 0, "opens_with": 0, "staffing": []}
        plain = all(row.get("seats", 1) == 1 for row in self.needs.values())
        keys = ((row, key) for row in self.assets.values() for key in rare & row.keys())
        held = any(row[key] != nothing.get(key, []) for row, key in keys)
        whole = self.groups or self.foes or "max_changes" in self.data
        return plain and not held and not whole

    def value(self, name: str) -> int:
        """Return the value of an objective."""
        if name == "openings":
            closed = [a for a in self.opens if not self.held[a]]
            return sum(map(self.could_open, closed))
        if name == "regret":
            return max((max(self.pairs[p][:2]) for p in self.at.items()), default=0)
        if name in ("blocking", "improvement"):
            return len(self.blocking()[0]) if name == "blocking" else 0
        return self.total(name, self.at)

    def total(self, name: str, seats: dict[str, str]) -> int:
        """Return what seats add to a level that is a sum."""
        added, places = self.added(name), it.starmap(self.pairs.place, seats.items())
        return sum(added[k] for k in places if k >= 0)

    def added(self, name: str) -> Sequence[int]:
        """Return what every pair adds to a level that is a sum, pair by pair."""
        if name not in self.sums:
            self.sums[name] = self.column(*name.partition(":")[::2])
        return self.sums[name]

    def column(self, word: str, number: str) -> Sequence[int]:
        """Return what every pair adds to a level of this word, and number if any."""
        rank, its, mine, _, fit = self.pairs.columns
        if word == "fit":
            return fit
        if word == "egalitarian":
            return [*map(add, rank, its)]
        if word == "rank":
            ends = [[n == int(number) for n in side] for side in (rank, its)]
            return bytes(map(add, *ends))
        if word == "leximin" and not self.groups:
            return bytes(n == int(number) for n in mine)
        if word == "leximin":
            return [self.own(pair).count(int(number)) for pair in self.pairs]
        need(word in ("size", "priority"))
        refs = self.pairs.refs[0]
        only = {u for u in refs if word == "size" or self.level(u) == int(number)}
        some = [len(self.teams[u]) * (u in only) for u in refs]
        return [some[u] for u in self.pairs.units]

    def counted(self, name: str) -> int:
        """Return a bound that counting alone gives: every need takes one seat."""
        if fewest(name):
            return 0
        fits: dict[str, int] = {}
        wishes: dict[str, list[str]] = defaultdict(list)
        both = zip(self.pairs, self.pairs.columns[4], strict=True)
        for (u, a), fit in it.compress(both, self.alone):
            if self.homes.get(u, a) == a:
                wishes[u].append(a)
                fits[u] = max(fits.get(u, 0), fit)
        if name == "fit":
            return sum(fits.values())
        seekers = list[list[str]]()
        for u, mine in wishes.items():
            if name in ("size", f"priority:{self.level(u)}"):
                seekers += [mine] * len(self.teams[u])
        most = {a: r.get("unless_one_group", 0) for a, r in self.assets.items()}
        room = {a: r.get("capacity", 1) for a, r in self.assets.items()}
        return seated(seekers, {a: max(room[a], most[a]) for a in room})

    def duals(self) -> Iterator[str]:
        """Yield what keeps duals from proving levels; leave the face of all optima."""
        free = [u not in self.homes for u in self.pairs.refs[0]]
        mine = map(free.__getitem__, self.pairs.units)
        self.live = bytearray(map(and_, self.alone, mine))
        self.must, self.full = set[str](), set[str]()
        self.left = {a: r.get("capacity", 1) for a, r in self.assets.items()}
        for asset in self.homes.values():
            self.left[asset] -= 1
        known, waiting, rows = True, list[str](), self.result["objectives"]
        for row in rows:
            name, waits = row["name"], row["proof"] == "dual"
            waiting += [name] * waits
            if not waits and (waiting or known):
                known = not waiting and self.emptied(row)
            elif waits and row["bound"] == row["value"] and known:
                if row.get("certificate") is not None:
                    try:
                        whys = [*self.prices(row, waiting, [r["name"] for r in rows])]
                    except (*ODD, ValueError):
                        whys = ["A dual certificate is missing, or cannot be read."]
                    yield from whys
                    known, waiting = not whys, []
            elif waits:
                yield f"{name} has an open gap, or stands on what nothing proves."
        if waiting:
            yield f"No dual proves {waiting}."
        self.priced = known and not waiting

    def emptied(self, row: Row) -> bool:
        """Leave pairs that add nothing to a level that counts to 0, if it does."""
        name = row["name"]
        zero = row["proof"] == "count" and row["value"] == 0 == row["bound"]
        if not (zero and fewest(name)) or name in JUDGED:
            return False
        self.live = bytearray(map(gt, self.live, map(bool, self.added(name))))
        return True

    def prices(self, row: Row, names: list[str], order: list[str]) -> Iterator[str]:
        """Yield what keeps prices from proving these levels, by weak duality."""
        proof = row["certificate"]
        lone = {row["name"]: -1 if fewest(row["name"]) else 1}
        costs, duals = proof.get("costs", lone), proof["duals"]
        ys, ps = duals["units"], duals["assets"]
        if {*proof} | {"costs"} != {"costs", "duals"} or len(duals) != 2:
            yield "The dual certificate has other parts."
        pairs, weight = self.pairs, [0] * len(self.pairs)
        for name, cost in costs.items():
            both = zip(weight, self.added(name), strict=True)
            weight = [w + cost * n for w, n in both]
        one = [ys.get(ref, 0) for ref in pairs.refs[0]]
        other = [ps.get(ref, 0) for ref in pairs.refs[1]]
        ends = zip(pairs.units, pairs.assets, weight, strict=True)
        slack = [one[u] + other[a] - w for u, a, w in ends]
        numbers = [*costs.values(), *ys.values(), *ps.values()]
        whole = all(type(n) is int for n in numbers) and {*costs} == {*names}
        known = ys.keys() <= self.teams.keys() - self.homes.keys()
        if not whole or not known or not ps.keys() <= self.assets.keys():
            yield "The certificate prices who is not there, or weighs other levels."
        low = {k for k, y in ys.items() if y < 0} - self.must
        low |= {k for k, p in ps.items() if p < 0} - self.full
        if low or min(it.compress(slack, self.live), default=0) < 0:
            yield "A price is negative, or two are below their pair."
        if "costs" in proof and not self.ranks(costs, order[: len(names)]):
            yield "The weights do not rank the levels."
        total = sum(ys.values()) + sum(self.left[a] * p for a, p in ps.items())
        if total != sum(weight[pairs.place(*p)] for p in self.free().items()):
            yield "The prices prove another sum."
        self.live = bytearray(map(gt, self.live, map(bool, slack)))
        self.must |= {u for u, y in ys.items() if y > 0}
        self.full |= {a for a, p in ps.items() if p > 0}

    def ranks(self, costs: dict[str, int], first: list[str]) -> bool:
        """Return True where no fits outweigh a class of units, and these come first."""
        steps = sorted((int(k[9:]), v) for k, v in costs.items() if ":" in k)
        rises = [v - w for (_, w), (_, v) in it.pairwise([(0, 0), *steps])]
        most = max(it.compress(self.pairs.columns[4], self.live), default=0)
        most *= min(len(self.teams) - len(self.homes), sum(self.left.values()))
        most *= "fit" in costs
        summed = {k.partition(":")[0] for k in costs} <= {"priority", "size", "fit"}
        high = "size" not in costs or min([costs["size"], *rises]) > most
        high &= "size" in costs or [*costs] == ["fit"]
        return summed and high and costs.get("fit", 1) == 1 and {*first} == {*costs}

    def arcs(self) -> Iterator[tuple[str, str, str]]:
        """Yield (from, to, who): the moves from here to other optimal assignments."""
        here = self.at
        pairs = it.compress(self.pairs, self.live)
        yield from ((here.get(u, ""), a, u) for u, a in pairs if here.get(u) != a)
        for u in here.keys() - self.must - self.homes.keys():
            yield here[u], "", u
        for a in self.assets.keys() - self.full:
            free = [u for u in self.held[a] if u not in self.homes]
            if free:
                yield "", a, ""
            if len(free) < self.left[a]:
                yield a, "", ""

    def drawn(self, ref: str, asset: str) -> int:
        """Return the three slices of the draw as one number, the first weightiest."""
        if not (ref and asset):
            return 0
        text = digest([self.salt, self.data.get("round", ""), ref, asset])
        one, two, three = (int(text[k : k + 5], 16) for k in (0, 5, 10))
        base: int = 2 ** (22 + len(self.teams).bit_length())
        return (one * base + two) * base + three

    def lottery(self) -> Iterator[str]:
        """Yield where the draw chose wrongly, or the tie is not what it is called."""
        drew = self.salt is not None and self.result["tie"] != "unproven"
        self.reach = "part" if drew else "none"
        proposed = self.result["policy"] in PROPOSALS
        if self.salt is not None and (proposed or self.priced or self.few()):
            self.reach = "whole"
        if proposed:
            if self.result["tie"] != "lottery":
                yield "The tie is drawn under this policy."
            if self.salt is not None:
                yield from self.proposals()
        elif self.priced:
            yield from self.drawn_of_all()
        else:
            yield from self.drawn_of_near()

    def drawn_of_all(self) -> Iterator[str]:
        """Yield what refutes tie and draw, among all solutions of equal values."""
        tie, arcs = self.result["tie"], circling([*self.arcs()])
        if (tie == "unique") == any(unit for *_, unit in arcs):
            yield f"The tie is not {tie}."
        elif self.salt is not None and tie != "unique":
            more = [self.drawn(u, b) - self.drawn(u, a) for a, b, u in arcs]
            height = heights(arcs, more)
            if height is None:
                yield "Another solution of equal values has a better draw."
                return
            rises = (height[b] - height[a] for a, b, _ in arcs)
            level = map(eq, more, rises)
            flat = circling([*it.compress(arcs, level)])
            if (tie == "unproven") != any(unit for *_, unit in flat):
                yield f"The tie is not {tie}: the three stages say otherwise."

    def drawn_of_near(self) -> Iterator[str]:
        """Yield what refutes tie and draw, among all others or one step away."""
        equals = [*self.equals()]
        drew = self.salt is not None and self.result["tie"] != "unproven"
        if not equals and self.result["tie"] == "lottery" and self.few():
            yield "The tie is not lottery: no other solution is as good."
        for step in equals:
            back = {unit: self.at.get(unit, "") for unit in step}
            new, old = (sum(it.starmap(self.drawn, x.items())) for x in (step, back))
            if self.result["tie"] == "unique":
                yield f"The tie is not unique: {[*step]} could sit elsewhere."
            elif drew and new > old:
                yield f"With {[*step]} elsewhere a solution as good draws better."

    def ways(self) -> dict[str, list[str]]:
        """Return where each unpinned unit could sit; "" is nowhere."""
        found = {u: [""] for u in self.teams if u not in self.homes}
        for u, a in it.compress(self.pairs, self.alone):
            if u in found:
                found[u].append(a)
        return found

    def few(self) -> bool:
        """Return True where every solution can be tried, and the tie is settled."""
        if len(self.teams) - len(self.homes) > UNITS or self.staff:
            return False
        few = math.prod(map(len, self.ways().values())) <= TRIALS
        return few and self.result["tie"] != "unproven"

    def every(self) -> Iterator[dict[str, str]]:
        """Yield the moves to every other way to seat all that keeps the sums."""
        ways = self.ways()
        now = {u: self.at.get(u, "") for u in ways}
        for seats in it.product(*ways.values()):
            there = dict(zip(ways, seats, strict=True))
            if there != now and self.adds(there) == self.adds(now):
                yield {u: a for u, a in there.items() if a != now[u]}

    def adds(self, seats: dict[str, str]) -> list[int]:
        """Return what seats add to the levels that are sums."""
        return [self.total(n, seats) for n in self.expected if n not in JUDGED]

    def steps(self) -> Iterator[dict[str, str]]:
        """Yield moves of one unit, or into another's place, that keep the sums."""
        here, adds = self.at, self.adds
        for u, a in it.compress(self.pairs, self.alone):
            if here.get(u) != a and u not in self.homes:
                others = [w for w in self.held[a] if w not in self.homes]
                for more in [{}, *({w: here.get(u, "")} for w in others)]:
                    step = {u: a, **more}
                    known = all(p in self.pairs for p in step.items() if p[1])
                    if known and adds(step) == adds({w: here.get(w, "") for w in step}):
                        yield step
        for u in sorted(here.keys() - self.homes.keys()):
            if not any(adds({u: here[u]})):
                yield {u: ""}

    def equals(self) -> Iterator[dict[str, str]]:
        """Return moves to solutions of equal values: all if few, else near ones."""
        at, levels = self.at, [n for n in self.expected if n in JUDGED]
        now = [self.value(name) for name in levels]
        found = []
        for step in [*(self.every() if self.few() else it.islice(self.steps(), 400))]:
            self.sit({u: a for u, a in (at | step).items() if a}, self.duty)
            fine = not any(self.breaches()) and [self.value(n) for n in levels] == now
            if fine and (self.result["policy"] != "stable" or not self.blocked()):
                found.append(step)
            self.sit(at, self.duty)
        return iter(found)

    def blocked(self) -> bool:
        """Return True where more pairs block than may."""
        most, blocks = self.result["options"]["allow"], len(self.blocking()[0])
        return blocks > (most if most is not None else 0 if self.certain() else blocks)

    def proposals(self) -> Iterator[str]:
        """Yield who sits elsewhere than drawn, pairs that block, else a cycle.

        Own ties stay drawn, the other side's open again: Erdil & Ergin (2008).
        """
        word, pairs = self.data.get("round", ""), self.pairs
        turn = {x: digest([self.salt, word, x]) for x in [*self.teams, *self.assets]}
        order = {x: k for k, x in enumerate(sorted(turn, key=turn.__getitem__))}
        room = Counter({a: int(r.get("capacity", 1)) for a, r in self.assets.items()})
        room.subtract(self.homes.values())
        back, one = self.result["policy"] == PROPOSALS[1], dict.fromkeys(self.teams, 1)
        most, less = (room, one) if back else (one, room)
        mine, its, tied = {}, {}, {}
        columns: list[list[int]] = [[], []]
        for (u, a), *row in zip(pairs, *pairs.columns[:2], strict=True):
            row[1] = row[1] * 2**31 - self.level(u)
            both = [k * len(order) + order[x] for k, x in ((row[0], a), (row[1], u))]
            row[back] = both[back]  # own ties are drawn, whoever proposes
            for column, n in zip(columns, row, strict=True):
                column.append(n)
            if u not in self.homes and room[a] > 0:
                pair = (a, u) if back else (u, a)
                mine[pair], its[pair] = both[back], both[not back]
                tied[pair] = row[not back]
        self.order = columns
        self.sit(self.at, self.duty)
        now = {p[::-1] if back else p for p in self.free().items()}
        made = circled(accepted(mine, its, most, less), mine, tied, most, order)
        if made != now:
            yield f"The draw seats others: it and the result differ in {made ^ now}."
        if self.blocking()[0]:
            yield "A pair blocks once the draw broke the ties of who proposes."
        if circled(now, mine, tied, most, order) != now:
            yield "A cycle could exchange seats with nobody worse off who proposes."

    def free(self) -> dict[str, str]:
        """Return where the units sit that no pin holds."""
        return {u: a for u, a in self.at.items() if u not in self.homes}

    def first(self) -> Faults:
        """Yield why this is no result of this instance, salt and policy."""
        r, options, name = self.result, self.result["options"], self.result["policy"]
        if r["instance_sha256"] != instance_digest(self.data):
            yield "digest", "The result was made from another instance."
        if not re.fullmatch("[0-9a-f]{64}", r["salt_sha256"]):
            yield "salt", "The salt's digest is not 64 hex digits."
        salt = hashlib.sha256((self.salt or "").encode()).hexdigest()
        if self.salt is not None and r["salt_sha256"] != salt:
            yield "salt", "The result was drawn with another salt."
        if r["market"] != self.market:
            yield "policy", f"The market is {self.market}."
        allow, margin = options["allow"], options["margin"]
        low = (allow or 0) < 0 or margin < 1
        if low or (margin > 1 and self.market != "two-sided"):
            yield "policy", "The options are too small, or lack both sides' fits."
        if name != "stable" and (allow is not None or margin != 1):
            yield "policy", f"The policy {name} takes neither allow nor margin."
        most, fits = options["maximise"], self.market != "lists"
        if not fits and (name == "fair" or most == "fit"):
            yield "policy", "There are no fits, and what was asked for needs some."
        if name not in ("stable", "best") and most != "size-fit":
            yield "policy", f"The policy {name} takes no maximise."
        more = self.staff or any(row.get("uses") for row in self.needs.values())
        if name in PROPOSALS and (more or not self.certain("max_units", "slots")):
            yield "policy", f"The policy {name} takes only capacities."

    def sense(self) -> Faults:
        """Yield why the chosen rows make no sense; the first kind ends everything."""
        r, needs = self.result, Counter(row["need"] for row in self.result["chosen"])
        duty = Counter((row["staff"], row["asset"]) for row in r["staff"])
        refs = {*needs} - {*self.needs} | {s for s, _ in duty} - {*self.staff}
        refs |= {row["asset"] for row in r["chosen"] + r["staff"]} - {*self.assets}
        if refs or max([*needs.values(), *duty.values()], default=1) > 1:
            yield "references", f"Something is unknown, or twice: {sorted(refs)}."
            return
        at = {row["need"]: row["asset"] for row in r["chosen"]}
        teams = self.teams.items()
        split = [unit for unit, team in teams if len({at.get(m) for m in team}) > 1]
        if split:
            yield "groups", f"{split} are not whole."
            return
        seated = {self.unit_of[need]: asset for need, asset in at.items()}
        self.sit(seated, [(row["staff"], row["asset"]) for row in r["staff"]])
        strange = [pair for pair in self.at.items() if pair not in self.pairs]
        if strange:
            yield "acceptability", f"{strange} do not accept each other."

    def lists(self) -> Faults:
        """Yield rows and lists of the result that say what is not so."""
        r, needs = self.result, self.needs
        for row in r["chosen"]:
            true = self.fits.points(row["need"], row["asset"])
            first = {"lists": 3, "common": 2, "two-sided": 0}[self.market]
            said = {k: row[k] for k in SIDES if k in row}
            if said != dict(zip(SIDES[first:], true[first:], strict=True)):
                yield "fits", f"{row['need']} at {row['asset']} has other points."
        lost = sorted(n for n in needs if self.unit_of[n] not in self.at)
        if sorted(row["need"] for row in r["unmatched"]) != lost:
            yield "unmatched", f"Unmatched are {lost}."
        shut = sorted(a for a in self.opens if not self.held[a])
        if sorted(row["asset"] for row in r["closed"]) != shut:
            yield "closed", f"Closed are {shut}."
        blocks, excused = self.blocking()
        if sorted(r["blocking_pairs"]) != blocks:
            yield "blocking_pairs", f"They are {blocks}."
        rows = [[e["unit"], e["asset"], e["held_by"]] for e in r["excused_pairs"]]
        if sorted(rows) != excused:
            yield "excused_pairs", f"They are {excused}."
        if r["policy"] == "stable" and self.blocked():
            yield "allow", f"{len(blocks)} pairs block."
        if r["conflict"]:
            yield "conflict", "A conflict is named, and something is chosen."

    def levels(self) -> Faults:
        """Yield objectives that are not the policy's, not so, or not proven."""
        rows, status = self.result["objectives"], self.result["status"]
        if [row["name"] for row in rows] != self.expected:
            yield "order", f"The objectives should be {self.expected}."
        gap = False
        for row in rows:
            name, value, bound = row["name"], row["value"], row["bound"]
            if name in self.expected and value != self.value(name):
                yield "values", f"{name} is {self.value(name)}."
            if (bound > value) if fewest(name) else (bound < value):
                yield "bounds", f"{name} is better than its bound."
            gap |= bound != value
        if gap != (status == "feasible"):
            yield "bounds", f"The status is {status}, which the gaps do not bear out."
        known = [row["name"] for row in rows] == self.expected
        whys = self.proofs() if known else ["The objectives are not the policy's."]
        yield from (("proofs", why) for why in whys)

    def proofs(self) -> Iterator[str]:
        """Yield levels whose certificate does not hold, or that should have one."""
        rows, status = self.result["objectives"], self.result["status"]
        kinds = [row["proof"] for row in rows]
        for row in rows:
            if row["proof"] == "count" and row["bound"] != self.counted(row["name"]):
                yield f"{row['name']} counts to {self.counted(row['name'])}."
        proof = Proof(self) if {*kinds} & {"safe-lp", "tree"} else None
        for row in rows:
            if proof and row["proof"] in ("safe-lp", "tree") and not proof.proves(row):
                yield f"The certificate of {row['name']} does not hold."
        if any(row.get("deleted") for row in rows):
            yield "A proof deletes columns, and no rule allows that."
        plain = self.result["policy"] in ("best", "fair") and self.certain("max_units")
        if "dual" in kinds:
            why = ["A dual proves best and fair with capacities alone, and not this."]
            yield from self.duals() if plain else why
        lacking = {*kinds} - {"dual", "count", "safe-lp", "tree"}
        if (status == "optimal" and lacking) or (status == "claimed" and not lacking):
            yield f"The status is {status}, which the proofs do not bear out."

    def faults(self) -> Faults:
        """Yield everything that does not hold."""
        found = [*self.first()]
        yield from found
        if any(name == "policy" for name, _ in found):
            return
        if self.result["status"] in ("infeasible", "unknown"):
            yield from self.nothing()
            return
        found = [*self.sense()]
        yield from found
        if found:
            return
        yield from it.chain(self.breaches(), self.lists(), self.levels())
        yield from (("equal", why) for why in self.equal())
        yield from (("lottery", why) for why in self.lottery())

    def nothing(self) -> Faults:
        """Yield what an answer without a solution says too much, or wrongly."""
        r = self.result
        rows = [(row["kind"], tuple(row["refs"])) for row in r["conflict"]]
        names = "chosen staff equal objectives blocking_pairs excused_pairs".split()
        yield from (("empty", f"{name} is not empty.") for name in names if r[name])
        kinds = {"pin": "pinned", "agreed": "agreed"}.items()
        asked = [(k, tuple(p)) for k, name in kinds for p in self.data.get(name, [])]
        least = [a for a, row in self.assets.items() if row.get("minimum")]
        asked += [("minimum", (a,)) for a in least]
        asked += [("max_changes", ())] if "max_changes" in self.data else []
        asked += [("allow", ())] if r["options"]["allow"] is not None else []
        if r["status"] == "unknown":
            asked = []
        elif not rows or self.possible(rows):
            yield "conflict", "It is not named, or can hold together."
        elif any(self.possible([c for c in rows if c != row]) is False for row in rows):
            yield "conflict", "It is not irreducible: part of it cannot hold either."
        if not {*rows} <= {*asked} or len({*rows}) < len(rows):
            yield "conflict", "It names what was not asked for, or something twice."

    def possible(self, wishes: list[tuple[str, tuple[str, ...]]]) -> bool | None:
        """Return whether these can hold together; None if that takes too long."""
        kinds: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for kind, refs in wishes:
            kinds[kind].append(refs)
        data = self.data | {"pinned": kinds["pin"], "agreed": kinds["agreed"]}
        data["assets"] = [
            row | ({} if (a,) in kinds["minimum"] else {"minimum": 0})
            for a, row in self.assets.items()
        ]
        if "max_changes" not in kinds:
            data.pop("max_changes", None)
        trial = Round(data, self.result, None)
        wide, everybody = [*self.assets, ""], [*self.staff]
        seats = [
            [(u, a) for a in wide if (u, a) in self.pairs or not a] for u in self.teams
        ]
        crews = [
            [[], *([(s, a) for s in crew] for crew in trial.crews(a, everybody))]
            for a in self.assets
        ]
        if math.prod(map(len, seats)) * math.prod(map(len, crews)) > STEPS:
            return None
        most = self.result["options"]["allow"] if "allow" in kinds else None
        for at, duty in it.product(it.product(*seats), it.product(*crews)):
            trial.sit({u: a for u, a in at if a}, [*it.chain(*duty)])
            fine = most is None or len(trial.blocking()[0]) <= most
            if fine and not any(trial.breaches()):
                return True
        return False

    def equal(self) -> Iterator[str]:
        """Yield units whose other assets at equal values are not what is listed."""
        stated = {row["unit"]: row["assets"] for row in self.result["equal"]}
        free = self.teams.keys() - self.homes.keys()
        if len(stated) < len(self.result["equal"]) or stated.keys() - free:
            yield "A unit stands there twice, or is pinned, or unknown."
        for unit, others in stated.items():
            wide = {a for a in others if (unit, a) in self.pairs} - {self.at.get(unit)}
            fine = {a for a in wide if self.alone[self.pairs.place(unit, a)]}
            if len(fine) < len(others) or (not others and unit not in self.at):
                yield f"{unit} cannot have all that is listed, or has it already."
        for row in self.result["chosen"]:
            if row.get("provisional", False) != (self.unit_of[row["need"]] in stated):
                yield f"{row['need']} is provisional without reason, or the reverse."
        if stated:
            yield from self.unlisted({unit: {*mine} for unit, mine in stated.items()})

    def unlisted(self, stated: dict[str, set[str]]) -> Iterator[str]:
        """Yield units that could sit elsewhere at equal values, unlisted."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, head, unit in circling([*self.arcs()] if self.priced else []):
            if unit:
                found[unit] |= {head} - {""}
        if self.priced and found != stated:
            yield f"At equal values there are {dict(found)}."
        for step in () if self.priced else self.equals():
            known = [u in stated and a in stated[u] | {""} for u, a in step.items()]
            if not all(known):
                yield f"{[*step]} could sit elsewhere at equal values."


def need(held: Any) -> None:
    """Go on only where this holds: else there is no such row, column or node."""
    if not held:
        raise ValueError


def ones(names: Iterable[Name]) -> Terms:
    """Return a sum of columns; one that comes twice adds up."""
    return dict(Counter(names))


class Proof:
    """The rows that certificates name: ``docs/decisions/0004-rows-by-name.md``."""

    def __init__(self, r: Round) -> None:
        self.r, self.known = r, dict[Name, Line]()
        options = r.result["options"]
        self.stable, self.most = r.result["policy"] == "stable", options["allow"]
        self.counted = self.stable and (self.most is not None or not r.certain())
        self.pairs = {*it.compress(r.pairs, r.alone)}
        self.of: dict[str, list[str]] = {u: [] for u in r.teams}
        self.by: dict[str, list[str]] = {a: [] for a in r.assets}
        for u, a in sorted(self.pairs):
            self.of[u].append(a)
            self.by[a].append(u)
        self.worst = {p: max(r.pairs[p][:2]) for p in self.pairs}
        self.last = r.last if options["maximise"] == "minimum-regret" else 0
        lines = {a: row.get("staffing", []) for a, row in r.assets.items()}
        self.roles = {a: [line["role"] for line in lines[a]] for a in lines}
        self.crew: dict[str, list[str]] = {a: [] for a in r.assets}
        for a, (s, row) in it.product(r.assets, r.staff.items()):
            if row["role"] in self.roles[a] and a in row.get("can", [a]):
                self.crew[a].append(s)
        here = r.needs.keys() | r.staff.keys()
        self.foes: dict[str, set[str]] = defaultdict(set)
        for one, other in it.chain(*(it.permutations(p, 2) for p in r.foes)):
            self.foes[one] |= {other} & here
        self.same = Counter(map(r.who, here))
        self.past = {
            u: next(iter(had)) if len(had) == 1 and {(u, *had)} & self.pairs else ""
            for u, had in r.had.items()
        }

    def room(self, a: str) -> int:
        """Return effective seats: with these the sibling exception is a capacity."""
        return max(int(self.r.assets[a].get("capacity", 1)), 1)

    def weight(self, u: str, a: str) -> int:
        """Return the effective seats of a pair."""
        return min(self.r.seats([u]), self.room(a))

    def held(self, a: str, *, real: bool = False) -> Terms:
        """Return the seats that an asset holds, effective or real."""
        seats = self.r.seats
        each = ((u, seats([u]) if real else self.weight(u, a)) for u in self.by[a])
        return {("pair", u, a): n for u, n in each}

    def shunned(self, u: str) -> set[str]:
        """Return who must be apart from a member."""
        return {foe for m in self.r.teams[u] for foe in self.foes[m]}

    def content(self, u: str, a: str) -> list[Name]:
        """Return the unit's pairs that leave it without a wish for the asset."""
        (own, _), place = self.r.order, self.r.pairs.place
        least = own[place(u, a)] + self.r.step
        return [("pair", u, b) for b in self.of[u] if own[place(u, b)] < least]

    def kept(self, u: str, a: str) -> list[str]:
        """Return the other units that stay at the asset if this one comes."""
        r = self.r
        others = (w for w in self.by[a] if w != u)
        return [w for w in others if r.homes.get(w) == a or r.stays(w, u, a)]

    def duties(self, s: str) -> list[Name]:
        """Return every column of a staff row."""
        return [("staff", s, a) for a, crew in self.crew.items() if s in crew]

    def engaged(self, kind: str, ref: str, a: str) -> list[Name]:
        """Return the column that puts a need or a staff row into an asset, if any."""
        if kind == "need":
            u = self.r.unit_of[ref]
            return [("pair", u, a)] if (u, a) in self.pairs else []
        need(kind == "staff" and ref in self.r.staff)
        return [("staff", ref, a)] if ref in self.crew[a] else []

    def sum_of(self, level: str) -> Terms:
        """Return what a level counts."""
        if level in ("blocking", "openings"):
            if level == "openings":
                return ones(("opening", a) for a in self.r.opens)
            free = [p for p in self.pairs if p[0] not in self.r.homes]
            return ones(("block", *p) for p in free if self.counted)
        need(level != "improvement")
        if level == "regret":
            return ones(("beyond", str(k)) for k in range(self.last))
        worth = zip(self.r.pairs, self.r.added(level), strict=True)
        return {("pair", *p): n for p, n in it.compress(worth, self.r.alone) if n}

    def line(self, name: Name, level: str) -> Line:
        """Return a row, which a proof of this level may use, by its name."""
        if name[0] == "level":
            names = self.r.expected
            need(names.index(name[1]) < names.index(level))
        if name not in self.known:
            free = name[0] in ("stable", "over", "excuse")
            rare = free or name[0] in ("allow", "busy", "opening", "openings")
            need(self.stable or not rare)
            if free:
                need(name[1] not in self.r.homes and name[1:3] in self.pairs)
            staffing = name[0] in ("opens", "shut", "role", "trait", "most", "clash")
            build = self.staffed if staffing else self.plainly
            build = self.packed if name[0] in ("rounded", "beside") else build
            self.known[name] = (self.stably if rare else build)(*name)
        return self.known[name]

    def plainly(self, *name: str) -> Line:  # noqa: C901 - a case for each kind
        """Return a row that every policy has."""
        r = self.r
        row = r.assets.get(name[1], {}) if name[1:] else {}
        match name:
            case "level", level:
                levels = {o["name"]: o["value"] for o in r.result["objectives"]}
                sense = "<=" if fewest(level) else ">="
                return self.sum_of(level), sense, levels[level]
            case "beyond", u, rank:
                need(("beyond", rank) in self.sum_of("regret"))
                worse = [a for a in self.of[u] if self.worst[u, a] > int(rank)]
                need(worse)
                return ones(("pair", u, a) for a in worse) | {name[::2]: -1}, "<=", 0
            case "unit", u:
                return ones(("pair", u, a) for a in self.of[u]), "<=", 1
            case "pin", u:
                need((u, r.homes[u]) in self.pairs)
                return {("pair", u, r.homes[u]): 1}, "=", 1
            case "seats", a:
                room = self.room(a)
                shut = {("open", a): -room} if a in r.opens else {}
                return self.held(a) | shut, "<=", 0 if shut else room
            case "units", a:
                return ones(("pair", u, a) for u in self.by[a]), "<=", row["max_units"]
            case "limit", a, k:
                uses: Terms = {("pair", u, a): r.uses([u], k) for u in self.by[a]}
                return uses, "<=", row["limits"][k]
            case "minimum", a:
                return self.held(a, real=True), ">=", row["minimum"]
            case "apart", a, kind, one, kind2, other:
                need(frozenset((one, other)) in r.foes)
                both = self.engaged(kind, one, a), self.engaged(kind2, other, a)
                need(all(both))
                return ones(it.chain(*both)), "<=", 1
            case ("changes",):
                kept = [("pair", u, a) for u, a in self.past.items() if a]
                return ones(kept), ">=", len(self.past) - int(r.data["max_changes"])
        raise ValueError

    def packed(self, *name: str) -> Line:
        """Return a row that follows from one limit alone, for whole columns."""
        kind, what, a, *units = name
        k = units.pop(0) if what == "limit" else ""
        d = int(part := units.pop(0) if kind == "rounded" else "2")
        terms, _, most = self.plainly(what, a, *([k] * (what == "limit")))
        amounts = {c: n for c, n in terms.items() if c[0] == "pair"}
        most = {"seats": self.room(a), "limit": most}[what]
        named: Terms = {("pair", u, a): amounts["pair", u, a] for u in units}
        need(len(named) == len(units) and d > 1 and str(d) == part)
        if kind == "rounded":  # in whole parts: those named rounded up, others down
            most = (most + sum(-n % d for n in named.values())) // d
            found = {c: (n + (d - 1) * (c in named)) // d for c, n in amounts.items()}
        else:  # who takes n more than is left beside those named displaces n of them
            left, most = most - sum(named.values()), sum(named.values())
            need(left >= 0 < most)
            found = {c: max(0, n - left) for c, n in amounts.items()} | named
        if a in self.r.opens:
            return found | {("open", a): -most}, "<=", 0
        return found, "<=", most

    def staffed(self, *name: str) -> Line:
        """Return a row about what is open, its staff, and who is where."""
        r = self.r
        row = r.assets.get(name[1], {})
        match name:
            case "opens", a:
                need(a in r.opens)
                least = max(1, row.get("opens_with", 0))
                return self.held(a, real=True) | {("open", a): -least}, ">=", 0
            case "shut", u, a:
                need((u, a) in self.pairs and a in r.opens)
                return {("pair", u, a): 1, ("open", a): -1}, "<=", 0
            case ("role", a, role, n) | ("trait", a, role, _, n):
                trait = name[3] if name[0] == "trait" else None
                (line,) = (x for x in row["staffing"] if x["role"] == role)
                count = line["exactly"] if trait is None else line["at_least"][trait]
                need(str(count) == n)
                crew = [s for s in self.crew[a] if r.staff[s]["role"] == role]
                if trait is not None:
                    crew = [s for s in crew if trait in r.staff[s].get("traits", [])]
                sense = "=" if trait is None else ">="
                duty = ones(("staff", s, a) for s in crew)
                return duty | {("open", a): -count}, sense, 0
            case "most", s:
                return ones(self.duties(s)), "<=", r.staff[s].get("most", 1)
            case "clash", slot, *rest:
                rows = [*zip(rest[::2], rest[1::2], strict=True)]
                need(len({r.who(ref) for _, ref in rows}) == 1)
                need(len({*rows}) == len(rows))
                at = [a for a in r.assets if slot in r.assets[a].get("slots", [])]
                all_ = (self.engaged(*row, a) for row in rows for a in at)
                return ones(it.chain(*all_)), "<=", 1
        raise ValueError

    def slim(self, a: str) -> bool:
        """Return True where every unit takes one effective seat."""
        return all(self.weight(u, a) == 1 for u in self.by[a])

    def others(self, u: str, a: str) -> list[Name]:
        """Return what else keeps a unit out, and what excuses or counts the pair."""
        row = self.r.assets[a]
        crew = {*self.crew[a]} & self.shunned(u)
        found: list[Name] = [("staff", s, a) for s in sorted(crew)]
        if row.get("max_units", self.room(a)) < self.room(a) and not self.slim(a):
            found.append(("over", u, a, "units"))
        for k in row.get("limits", {}):
            found += [("over", u, a, "limit", k)] * bool(self.r.uses([u], k))
        found += [("excuse", u, a)] * ("max_changes" in self.r.data)
        return found + [("block", u, a)] * self.counted

    def stably(self, *name: str) -> Line:  # noqa: C901 - a case for each kind
        """Return a row that only the policy stable has."""
        r = self.r
        match name:
            case "stable", u, a:
                row, room, foes = r.assets[a], self.room(a), self.shunned(u)
                if self.slim(a):
                    room = min(room, row.get("max_units", room))
                goal, terms = room - self.weight(u, a) + 1, Counter[Name]()
                for w in self.kept(u, a):
                    hated = foes & {*r.teams[w]}
                    weight = goal if hated else min(goal, self.weight(w, a))
                    terms["pair", w, a] = weight
                for column in self.content(u, a) + self.others(u, a):
                    terms[column] += goal
                if a in r.opens:
                    terms["open", a] = -goal
                return dict(terms), ">=", 0 if a in r.opens else goal
            case "over", u, a, *_:
                need(name in self.others(u, a))
                row, k = r.assets[a], name[-1]
                units = name[3:] == ("units",)
                goal = row["max_units"] if units else row["limits"][k] + 1
                goal -= 0 if units else r.uses([u], k)
                most = {w: 1 if units else r.uses([w], k) for w in self.kept(u, a)}
                held = {("pair", w, a): min(n, goal) for w, n in most.items()}
                return held | {name: -goal}, ">=", 0
            case "excuse", u, a:
                stays, after = {u, *self.kept(u, a)}, len(self.past)
                after -= self.past.get(u) == a
                rest = {w: b for w, b in self.past.items() if w != u and b}
                same = {w: b for w, b in rest.items() if b != a or w in stays}
                terms_ = {("pair", *p): -1 for p in same.items()}
                return terms_ | {name: -r.data["max_changes"] - 1}, ">=", -after
            case ("allow",):
                need(self.most is not None)
                return self.sum_of("blocking"), "<=", self.most
            case "busy", s:
                most_ = r.staff[s].get("most", 1)
                need(most_ > 0)
                return ones(self.duties(s)) | {name: -most_}, ">=", 0
            case ("opening" | "openings", a, n, *refs):
                return self.wished(a, int(n), refs, many=name[0] == "openings")
        raise ValueError

    def wished(self, a: str, n: int, refs: list[str], *, many: bool) -> Line:
        """Return: some unit of a coalition is content, or the coalition is void."""
        r = self.r
        units, crew = refs[: 0 if many else n], refs[0 if many else n :]
        if many:
            units = [u for u in self.by[a] if self.plain(u, a) and u not in r.homes]
        some = units[:n]
        row, who = r.assets[a], [r.who(x) for x in [*r.refs(some), *crew]]
        need(0 < n == len(some) and len({*units}) == len(units) and a in r.opens)
        need(all((u, a) in self.pairs and u not in r.homes for u in units))
        need(r.seats(some) >= max(1, row.get("opens_with", 0)))
        need(
            r.holds(a, some, crew) and r.staffed(a, crew) and len({*crew}) == len(crew)
        )
        need(not row.get("slots") or len({*who}) == len(who))
        void: set[Name] = {("open", a), ("opening", a)}
        for s in crew:
            once = r.staff[s].get("most", 1) == 1
            void |= {*self.duties(s)} if once else {("busy", s)}
            rows = [("need", x) for x in r.needs if r.who(x) == r.who(s)]
            rows += [("staff", x) for x in r.staff if r.who(x) == r.who(s)]
            for b in r.assets:
                if b != a and r.clash(a, b):
                    void |= {*it.chain(*(self.engaged(*x, b) for x in rows))}
        least = len(units) - n + 1
        terms = Counter(dict.fromkeys(void, least))
        terms.update(it.chain(*(self.content(u, a) for u in units)))
        return dict(terms), ">=", least

    def plain(self, u: str, a: str) -> bool:
        """Return True where any other such unit could take this one's place."""
        used = any(self.r.uses([u], k) for k in self.r.assets[a].get("limits", {}))
        one = all(self.same[self.r.who(m)] == 1 for m in self.r.teams[u])
        return self.r.seats([u]) == 1 and not used and one and not self.shunned(u)

    def columns(self) -> set[Name]:
        """Return every column."""
        r = self.r
        found: set[Name] = {("pair", *p) for p in self.pairs}
        found |= {("beyond", str(k)) for k in range(self.last)}
        found |= {(kind, a) for a in r.opens for kind in ("open", "opening")}
        for s in r.staff:
            found |= {("busy", s), *self.duties(s)}
        free = [p for p in self.pairs if p[0] not in r.homes and self.stable]
        return found.union(*(self.others(*p) for p in free))

    def added(self, node: Any, level: str, box: dict[Name, int]) -> tuple[int, Terms]:
        """Return a node's bound and what each column still adds, times its scale."""
        scale, total, seen = node["denominator"], 0, set()
        need(type(scale) is int and scale > 0 and type(node["rows"]) is list)
        sign = -1 if fewest(level) else 1
        costs = self.sum_of(level).items()
        reduced = Counter({column: sign * scale * c for column, c in costs})
        for *parts, y in node["rows"]:
            name = tuple(parts)
            terms, sense, right = self.line(name, level)
            need(type(y) is int and name not in seen)
            need(sense == "=" or (y >= 0 if sense == "<=" else y <= 0))
            seen.add(name)
            total += y * right
            for column, c in terms.items():
                reduced[column] -= y * c
        for column, c in reduced.items():
            total += c * box[column] if column in box else max(c, 0)
        return total, reduced

    def proves(self, row: Row) -> bool:
        """Return True where a level's certificate proves its bound."""
        name, sign = row["name"], -1 if fewest(row["name"]) else 1
        top = row["certificate"]
        try:
            if row["proof"] == "safe-lp":
                need(top.keys() == {"rows", "denominator"})
                total, _ = self.added(top, name, {})
                return bool(total // top["denominator"] == sign * row["bound"])
            columns, todo = self.columns(), [(top, dict[Name, int]())]
            while todo:
                node, box = todo.pop()
                total, reduced = self.added(node, name, box)
                spare = total - (sign * row["value"] + 1) * node["denominator"]
                more = ("branch", "zero", "one") if spare >= 0 else ()
                need(node.keys() == {"rows", "denominator", *more})
                if more:
                    far = ((c, n) for c, n in reduced.items() if abs(n) > spare)
                    inner = {c: int(n > 0) for c, n in far}
                    inner |= box
                    split = tuple(node["branch"])
                    need(split in columns and split not in inner)
                    todo += [(node["zero"], inner | {split: 0})]
                    todo += [(node["one"], inner | {split: 1})]
        except (ValueError, TypeError, LookupError, AttributeError):
            return False
        return bool(row["bound"] == row["value"])


def main() -> int:
    """Print what does not hold; return 0 only if everything does."""
    parser = argparse.ArgumentParser(description="Replay the checks of a round.")
    parser.add_argument("instance", help="acorns-instance/1")
    parser.add_argument("result", help="acorns-result/1")
    parser.add_argument("--salt", help="the salt that the round published")
    asked = parser.parse_args()
    try:
        data, result = load(asked.instance, fits=True), load(asked.result)
    except (OSError, ValueError, RecursionError, *ODD) as error:
        found = [("format", f"A file cannot be read: {error}.")]
        notes: list[str] = []
    else:
        found, reach = examined(data, result, asked.salt)
        notes = [] if found else [*unchecked(result, reach)]
    for name, why in found:
        print(f"{name}: {why}")
    if asked.salt is None:
        print("No salt was given: the lottery was not checked.")
    for note in notes:
        print(note)
    print(f"{len(found)} faults." if found else "Everything that was checked holds.")
    return 1 if found else 0


def unchecked(result: Row, reach: str) -> Iterator[str]:
    """Yield the status, and what of a sound result rests on somebody's word."""
    yield f"The status is {result['status']}."
    for row in result["objectives"]:
        if row["proof"] in ("none", "two-engines"):
            yield f"{row['name']} rests on the solver's word: nothing proves its bound."
    if result["status"] in ("infeasible", "unknown"):
        yield "Nothing was drawn."
    elif reach == "whole":
        yield "The draw was made again, to the end."
    elif reach == "part":
        yield "The draw was checked in part: against solutions one step away."


def checked(data: Row, result: Row, salt: str | None) -> list[tuple[str, str]]:
    """Return everything in a result that does not hold: the check, and a sentence."""
    return examined(data, result, salt)[0]


def examined(
    data: Row, result: Row, salt: str | None
) -> tuple[list[tuple[str, str]], str]:
    """Return what does not hold, and how far the draw was checked."""
    strange = [("format", why) for why in odd(result)]
    if strange:
        return strange, "none"
    try:
        asked = Round(data, result, salt)
        return list(asked.faults()), asked.reach
    except Exception as error:  # noqa: BLE001 - what cannot be read does not hold
        return [("format", f"The result cannot be read: {error!r}.")], "none"


if __name__ == "__main__":
    raise SystemExit(main())
