"""Rows that follow from one limit alone: what cannot sit together, by amounts.

They say no more than the limit does for whole columns, and far more for fractions of
them. ``rounded``: what each takes in whole parts (Chvatal 1973). ``beside``: the weight
inequalities of Weismantel (1997), "On the 0/1 knapsack polytope".
"""

from __future__ import annotations

from matcher.verifying.safe_lp_columns import Columns, Line, Name, require

Amounts = dict[int, int]
"""What each pair takes of a limit."""


class Packing:
    """Rows of one limit, built from the instance.

    Parameters
    ----------
    columns : Columns
        Of one case.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def rounded(self, kind: str, asset: str, *refs: str) -> Line:
        """Count what each takes in whole parts: those named rounded up, others down.

        Rounding up adds what one lacks of a whole part to the limit.
        """
        count = {"seats": 0, "limit": 1}[kind]
        amounts, most = self._limit(kind, asset, *refs[:count])
        number, *units = refs[count:]
        part, named = int(number), [self.columns.row(unit, asset) for unit in units]
        require(part > 1 and number == str(part) and len({*named}) == len(named))
        lacks = sum(-amounts[row] % part for row in named)
        terms = {row: amount // part for row, amount in amounts.items()}
        terms |= {row: -(-amounts[row] // part) for row in named}
        return self._at_most(asset, terms, (most + lacks) // part)

    def beside(self, kind: str, asset: str, *refs: str) -> Line:
        """Those named fill their part; what others take beyond the rest displaces them.

        With r left beside them all, one who takes r + n displaces at least n of them.
        """
        count = {"seats": 0, "limit": 1}[kind]
        amounts, most = self._limit(kind, asset, *refs[:count])
        named = [self.columns.row(unit, asset) for unit in refs[count:]]
        filled = sum(amounts[row] for row in named)
        require(len(set(named)) == len(named) and 0 < filled <= most)
        left = most - filled
        terms = {row: max(0, amount - left) for row, amount in amounts.items()}
        return self._at_most(asset, terms | {n: amounts[n] for n in named}, filled)

    def _limit(self, kind: str, asset: str, *what: str) -> tuple[Amounts, int]:
        """Return what each pair of an asset takes of a limit, and the limit."""
        place = self.columns.assets[asset]
        pairs = self.columns.at_asset.get(place, [])
        if kind == "seats":
            require(not what)
            seats = {row: self.columns.weight(row) for row in pairs}
            return seats, self.columns.room(place)
        require(kind == "limit")
        (name,) = what
        uses = {row: self.columns.uses(row, name) for row in pairs}
        return uses, dict(self.columns.case.instance.assets[place].limits)[name]

    def _at_most(self, asset: str, terms: Amounts, most: int) -> Line:
        """Return the row; an asset that may stay closed holds that much if open."""
        pairs: dict[Name, int] = {self.columns.pair(p): n for p, n in terms.items()}
        if self.columns.case.instance.assets[self.columns.assets[asset]].openable:
            return Line(pairs | {("open", asset): -most}, "<=", 0)
        return Line(pairs, "<=", most)
