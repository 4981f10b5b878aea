"""The market as the verifier sees it: units, and the pairs they may form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.instance.document import Group, Instance
from matcher.verifying.lists import Longs, Mask, accepted, ranked

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Units and accepted pairs, pairs sorted by ``unit * assets + asset``.

    Parameters
    ----------
    units : tuple of str
        Refs of groups and of single needs, sorted.
    members : tuple of tuple of int
        Positions in ``instance.needs``.
    unit_of : int64, shape (needs,)
        The unit of each need.
    seats, size, priority : int64, shape (units,)
        Seats taken, needs matched, highest priority.
    homes : dict
        For each pinned or agreed unit, every asset it is pinned to; -1 is no asset.
    unit, asset, rank, asset_rank, need_fit, asset_fit, fit, keys : int64, (pairs,)
        Members' worst ranks and lowest points; ``fit`` is their sum.
    """

    instance: Instance
    units: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    unit_of: Longs
    seats: Longs
    size: Longs
    priority: Longs
    homes: dict[int, set[int]]
    unit: Longs
    asset: Longs
    rank: Longs
    asset_rank: Longs
    need_fit: Longs
    asset_fit: Longs
    fit: Longs
    keys: Longs

    def find(self, units: Longs, assets: Longs) -> Longs:
        """Return the row of each pair; -1 where it is no accepted pair."""
        wanted = units * len(self.instance.assets) + assets
        if not len(self.keys):
            return np.full(len(wanted), NOBODY, np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        known = (assets != NOBODY) & (self.keys[at] == wanted)
        return np.where(known, at, NOBODY)

    def row(self, unit: int, asset: int) -> int:
        """Return the row of one pair; -1 where it is no accepted pair."""
        return int(self.find(np.array([unit]), np.array([asset]))[0])

    @property
    def pinned(self) -> Mask:
        """Return which units a pin or an agreement holds, as a mask."""
        mask = np.zeros(len(self.units), bool)
        mask[list(self.homes)] = True
        return mask


def build_table(instance: Instance) -> Table:
    """Return the table of an instance, from its rows alone."""
    place = {need.ref: k for k, need in enumerate(instance.needs)}
    members: dict[str, tuple[int, ...]] = {ref: (k,) for ref, k in place.items()}
    for group in instance.groups:
        for member in group.members:
            members.pop(member)
        members[group.ref] = tuple(sorted(place[m] for m in group.members))
    units = tuple(sorted(members))
    teams = tuple(members[ref] for ref in units)
    unit_of = np.zeros(len(instance.needs), np.int64)
    for k, team in enumerate(teams):
        unit_of[list(team)] = k
    needs = instance.needs
    return Table(
        instance,
        units,
        teams,
        unit_of,
        np.array([sum(needs[m].seats for m in team) for team in teams], np.int64),
        np.array([len(team) for team in teams], np.int64),
        np.array([max(needs[m].priority for m in team) for team in teams], np.int64),
        _homes(instance, place, unit_of),
        **_joined(instance, units, teams, unit_of),
    )


def _homes(
    instance: Instance, place: dict[str, int], unit_of: Longs
) -> dict[int, set[int]]:
    assets = {row.ref: k for k, row in enumerate(instance.assets)}
    homes: dict[int, set[int]] = {}
    for need, asset in instance.pinned + instance.agreed:
        if need in place:
            unit = int(unit_of[place[need]])
            homes.setdefault(unit, set()).add(assets.get(asset, NOBODY))
    return homes


def _joined(
    instance: Instance,
    units: tuple[str, ...],
    teams: tuple[tuple[int, ...], ...],
    unit_of: Longs,
) -> dict[str, Longs]:
    """Join the members' pairs: a unit's pair needs every member's."""
    rows = accepted(instance)
    width = max(len(instance.assets), 1)
    keys, place, count = np.unique(
        unit_of[rows.need] * width + rows.asset, return_inverse=True, return_counts=True
    )
    unit, asset = np.divmod(keys, width)
    worst = np.zeros((2, len(keys)), np.int64)
    lowest = np.full((2, len(keys)), 2**31, np.int64)
    total = np.zeros(len(keys), np.int64)
    np.maximum.at(worst[0], place, rows.rank)
    np.maximum.at(worst[1], place, rows.asset_rank)
    np.minimum.at(lowest[0], place, rows.need_fit)
    np.minimum.at(lowest[1], place, rows.asset_fit)
    np.add.at(total, place, rows.fit)
    keep = count == np.array([len(team) for team in teams], np.int64)[unit]
    number = {ref: k for k, ref in enumerate(units)}
    for group in instance.groups:
        if group.prefers is not None:
            here = np.flatnonzero(unit == number[group.ref])
            _own_list(instance, group, asset, here, (worst[0], keep))
    columns = {
        "unit": unit,
        "asset": asset,
        "rank": worst[0],
        "asset_rank": worst[1],
        "need_fit": lowest[0],
        "asset_fit": lowest[1],
        "fit": total,
        "keys": keys,
    }
    return {name: column[keep] for name, column in columns.items()}


def _own_list(
    instance: Instance,
    group: Group,
    asset: Longs,
    here: Longs,
    columns: tuple[Longs, Longs],
) -> None:
    """Let a group's own list say, in rank and keep, where it goes and how it ranks."""
    gone = {a for n, a in instance.forbidden if n in group.members}
    ranks = ranked(group.prefers or (), gone.__contains__)
    for k in here.tolist():
        ref = instance.assets[int(asset[k])].ref
        columns[0][k] = ranks.get(ref, 0)
        columns[1][k] &= ref in ranks
