"""Write an instance in canonical form, and its digest.

A key is left out where its value says nothing: ``seats`` 1, ``priority`` 0,
``capacity`` 1, ``most`` 1, ``opens_with`` 0, ``minimum`` 0, an absent limit, ``round``
"", a two-sided row's ``fit`` where it is ``2ab // (a + b)``, and every empty list or
object except ``needs`` and ``assets`` (required) and ``prefers`` and ``can`` (where
empty means nobody). ``fits`` stays, empty, where no row has ``prefers``: one of the
two is required.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import (
    FORMAT,
    Amounts,
    Asset,
    Fits,
    Group,
    Instance,
    Need,
    Prefers,
    Staff,
    harmonic,
    no_fits,
)

Row = dict[str, Any]
_AT_ONCE = 50_000


def write_instance(instance: Instance) -> str:
    """Return the canonical JSON text; instances that say the same give equal text."""
    return "".join(_pieces(instance))


def digest(instance: Instance) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, lower-case hex."""
    made = hashlib.sha256()
    for piece in _pieces(instance):
        made.update(piece.encode())
    return made.hexdigest()


def _pieces(instance: Instance) -> Iterator[str]:
    """Yield the canonical text; fits, of which there may be millions, bit by bit."""
    rest = plain(replace(instance, fits=no_fits()))
    if len(instance.fits):
        rest["fits"] = []
    for place, name in enumerate(sorted(rest)):
        yield f"{',' if place else '{'}{_dumps(name)}:"
        if name == "fits":
            yield "["
            yield from _fit_lines(instance)
            yield "]"
        else:
            yield _dumps(rest[name])
    yield "}"


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _fit_lines(instance: Instance) -> Iterator[str]:
    """Yield the rows of fits as text, many at once."""
    fits = instance.fits
    needs, assets = ([row.ref for row in x] for x in (instance.needs, instance.assets))
    order = np.lexsort((_places(assets)[fits.asset], _places(needs)[fits.need]))
    need = [f'"need":{_dumps(ref)}' for ref in needs]
    asset = [f'{{"asset":{_dumps(ref)},' for ref in assets]
    for start in range(0, len(order), _AT_ONCE):
        rows = order[start : start + _AT_ONCE]
        ends = zip(fits.need[rows].tolist(), fits.asset[rows].tolist(), strict=True)
        points = zip(ends, *_sides(fits, rows), strict=True)
        lines = [f"{asset[a]}{one}{need[n]}{other}}}" for (n, a), one, other in points]
        yield "," * bool(start) + ",".join(lines)


def _sides(fits: Fits, rows: NDArray[np.intp]) -> tuple[list[str], list[str]]:
    """Return what stands before and after the need in each row."""
    sums = fits.fit[rows].tolist()
    if fits.need_fit is None or fits.asset_fit is None:
        return [f'"fit":{fit},' for fit in sums], [""] * len(sums)
    one, other = fits.need_fit[rows], fits.asset_fit[rows]
    implied = harmonic(one, other).tolist()
    before = [
        f'"asset_fit":{y},' if fit == known else f'"asset_fit":{y},"fit":{fit},'
        for y, fit, known in zip(other.tolist(), sums, implied, strict=True)
    ]
    return before, [f',"need_fit":{x}' for x in one.tolist()]


def _places(refs: list[str]) -> NDArray[np.intp]:
    """Return the place of each ref among the sorted ones."""
    places = np.zeros(len(refs), np.intp)
    places[sorted(range(len(refs)), key=refs.__getitem__)] = np.arange(len(refs))
    return places


def plain(instance: Instance) -> Row:
    """Return the canonical form as plain values."""
    needs, assets = _by_ref(instance.needs, _need), _by_ref(instance.assets, _asset)
    groups = _by_ref(instance.groups, _group)
    fits = _fits(instance)
    ranked = any("prefers" in row for row in needs + assets + groups)
    return {
        "format": FORMAT,
        "needs": needs,
        "assets": assets,
        **({"fits": fits} if fits or not ranked else {}),
        **_given(
            round=instance.round,
            groups=groups,
            staff=_by_ref(instance.staff, _staff),
            pinned=sorted(map(list, instance.pinned)),
            forbidden=sorted(map(list, instance.forbidden)),
            previous=sorted(map(list, instance.previous)),
            agreed=sorted(map(list, instance.agreed)),
            apart=sorted(sorted(pair) for pair in instance.apart),
        ),
        **_known(max_changes=instance.max_changes),
    }


def _by_ref(rows: Any, plain_row: Any) -> list[Row]:
    return sorted((plain_row(row) for row in rows), key=lambda row: str(row["ref"]))


def _given(**values: Any) -> Row:
    """Keep what is not empty and not zero."""
    return {name: value for name, value in values.items() if value}


def _known(**values: Any) -> Row:
    """Keep what is not None."""
    return {name: value for name, value in values.items() if value is not None}


def _unless(default: int, **values: int) -> Row:
    return {name: value for name, value in values.items() if value != default}


def _prefers(prefers: Prefers | None) -> Row:
    return _known(prefers=None if prefers is None else [sorted(tie) for tie in prefers])


def _amounts(amounts: Amounts) -> dict[str, int]:
    return dict(amounts)


def _need(need: Need) -> Row:
    return {
        "ref": need.ref,
        **_prefers(need.prefers),
        **_unless(0, priority=need.priority),
        **_unless(1, seats=need.seats),
        **_given(uses=_amounts(need.uses)),
    }


def _group(group: Group) -> Row:
    members = sorted(group.members)
    return {"ref": group.ref, "members": members, **_prefers(group.prefers)}


def _asset(asset: Asset) -> Row:
    return {
        "ref": asset.ref,
        **_prefers(asset.prefers),
        **_unless(1, capacity=asset.capacity),
        **_known(unless_one_group=asset.unless_one_group, max_units=asset.max_units),
        **_given(
            opens_with=asset.opens_with,
            minimum=asset.minimum,
            limits=_amounts(asset.limits),
            slots=sorted(asset.slots),
            staffing=[
                {
                    "role": line.role,
                    "exactly": line.exactly,
                    **_given(at_least=_amounts(line.at_least)),
                }
                for line in sorted(asset.staffing, key=lambda line: line.role)
            ],
        ),
    }


def _staff(staff: Staff) -> Row:
    return {
        "ref": staff.ref,
        "role": staff.role,
        **_given(traits=sorted(staff.traits)),
        **_unless(1, most=staff.most),
        **_known(
            can=None if staff.can is None else sorted(staff.can), person=staff.person
        ),
    }


def _fits(instance: Instance) -> list[Row]:
    fits = instance.fits
    needs = [row.ref for row in instance.needs]
    assets = [row.ref for row in instance.assets]
    names = [
        {"need": needs[n], "asset": assets[a]}
        for n, a in zip(fits.need.tolist(), fits.asset.tolist(), strict=True)
    ]
    for row, points in zip(names, _points(instance), strict=True):
        row.update(points)
    return sorted(names, key=lambda row: (row["need"], row["asset"]))


def _points(instance: Instance) -> list[Row]:
    fits = instance.fits
    if fits.need_fit is None or fits.asset_fit is None:
        return [{"fit": fit} for fit in fits.fit.tolist()]
    implied = np.equal(fits.fit, harmonic(fits.need_fit, fits.asset_fit)).tolist()
    columns = (fits.need_fit.tolist(), fits.asset_fit.tolist(), fits.fit.tolist())
    return [
        {"need_fit": one, "asset_fit": other, **({} if same else {"fit": fit})}
        for one, other, fit, same in zip(*columns, implied, strict=True)
    ]
