"""The parts of an instance that share nothing: what one does is no matter to another.

Objectives, blocking pairs, openings and the draw are sums over such parts, so a part
solved by itself is what it is in the solution of the whole. Only ``max_changes``,
``allow``, ranks where they are counted (a part may leave out who stands between), and
the values that ``fair`` has levels for are shared by all; where one of them counts
there is one part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matcher.instance import Instance, Market
from matcher.instance.document import Fits, Ints
from matcher.model import Policy


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The part that each row of an instance is in.

    Parameters
    ----------
    instance : Instance
        The whole.
    need, asset, staff : int32, shape (needs,), (assets,), (staff,)
        Labels; rows with one label are one part.
    """

    instance: Instance
    need: Ints
    asset: Ints
    staff: Ints

    @classmethod
    def of(cls, market: Market, policy: Policy) -> Components:
        """Join rows over pairs, groups, apart, persons and duties."""
        instance = market.instance
        needs, assets = len(instance.needs), len(instance.assets)
        size = needs + assets + len(instance.staff)
        shared = policy.allow is not None or policy.name == "fair"
        shared |= policy.maximise not in ("size-fit", "fit")
        if instance.max_changes is not None or shared:
            label = np.zeros(size, np.int32)
        else:
            ends = np.array([*_links(market)], np.int64).reshape(-1, 2).T
            links = sparse.csr_array(
                (np.ones(ends.shape[1], np.int8), (ends[0], ends[1])), (size, size)
            )
            label = csgraph.connected_components(links, directed=False)[1]
        return cls(instance, *np.split(label, [needs, needs + assets]))

    def part(self, label: int) -> Instance:
        """Return the instance of one part, which has fits wherever the whole has any.

        A part without a pair must not be asked for: nobody would rank anybody there.
        """
        whole = self.instance
        needs, assets = self.need == label, self.asset == label
        refs = {row.ref for row, mine in zip(whole.needs, needs, strict=True) if mine}
        there = {
            row.ref for row, mine in zip(whole.assets, assets, strict=True) if mine
        }
        mine = {
            s.ref for s, at in zip(whole.staff, self.staff, strict=True) if at == label
        }
        return replace(
            whole,
            needs=tuple(row for row in whole.needs if row.ref in refs),
            assets=tuple(row for row in whole.assets if row.ref in there),
            groups=tuple(g for g in whole.groups if refs.issuperset(g.members)),
            staff=tuple(
                replace(s, can=_among(s.can, there))
                for s in whole.staff
                if s.ref in mine
            ),
            fits=_fits(whole.fits, needs, assets),
            pinned=tuple(pair for pair in whole.pinned if pair[0] in refs),
            forbidden=tuple(
                p for p in whole.forbidden if p[0] in refs and p[1] in there
            ),
            apart=tuple(pair for pair in whole.apart if {*pair} & (refs | mine)),
            previous=tuple(pair for pair in whole.previous if pair[0] in refs),
            agreed=tuple(pair for pair in whole.agreed if pair[0] in refs),
        )


def _among(can: tuple[str, ...] | None, assets: set[str]) -> tuple[str, ...] | None:
    return None if can is None else tuple(ref for ref in can if ref in assets)


def _links(market: Market) -> Iterator[tuple[int, int]]:
    """Yield who is joined to whom: needs, then assets, then staff, by position."""
    instance, needs = market.instance, len(market.instance.needs)
    crew = needs + len(instance.assets)
    for members in market.members:
        yield from ((members[0], other) for other in members[1:])
    for unit, asset in zip(market.unit.tolist(), market.asset.tolist(), strict=True):
        yield market.members[unit][0], needs + asset
    names = {row.ref: [at] for at, row in enumerate(instance.needs)}
    for at, row in enumerate(instance.staff):
        names.setdefault(row.ref, []).append(crew + at)
        if row.person is not None:
            names.setdefault(row.person, []).append(crew + at)
    for mine in names.values():
        yield from ((mine[0], other) for other in mine[1:])
    for one, other in instance.apart:
        if one in names and other in names:
            yield names[one][0], names[other][0]
    yield from _duties(instance, needs, crew)


def _duties(instance: Instance, needs: int, crew: int) -> Iterator[tuple[int, int]]:
    """Yield staff with the assets that they could be engaged at."""
    for at, row in enumerate(instance.staff):
        for place, asset in enumerate(instance.assets):
            roles = {line.role for line in asset.staffing}
            if row.role in roles and (row.can is None or asset.ref in row.can):
                yield crew + at, needs + place


def _fits(fits: Fits, needs: Ints, assets: Ints) -> Fits:
    if not len(fits):
        return fits
    keep = needs[fits.need] & assets[fits.asset]
    here, there = np.cumsum(needs) - 1, np.cumsum(assets) - 1
    return replace(
        fits,
        need=here[fits.need[keep]].astype(np.int32),
        asset=there[fits.asset[keep]].astype(np.int32),
        need_fit=None if fits.need_fit is None else fits.need_fit[keep],
        asset_fit=None if fits.asset_fit is None else fits.asset_fit[keep],
        fit=fits.fit[keep],
    )
