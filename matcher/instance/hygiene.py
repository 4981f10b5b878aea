"""The hygiene report: what an instance says that has no effect, or an odd one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from matcher.instance.document import Asset, Group, Instance, Need

SHOWN = 5
"""How many examples a sentence names; it counts the rest."""

Listing = tuple[str, str]
"""Who lists, and whom."""


def hygiene(instance: Instance) -> tuple[str, ...]:
    """Return the report, one sentence a kind of finding, in refs only.

    Nothing here is refused: a ref that names nobody may be somebody who withdrew. The
    report is a function of the canonical form, so row order does not change it.
    """
    needs = {row.ref for row in instance.needs}
    assets = {row.ref for row in instance.assets}
    return (
        *_sentence("listed on one side only", _one_sided(instance)),
        *_sentence("listed without a row in fits", _without_fits(instance)),
        *_sentence("listed more than once", _repeats(instance)),
        *_sentence("given more than once", _repeated_pairs(instance)),
        *_sentence("refs that name nobody", _unknown(instance, needs, assets)),
        *_sentence("assets without a seat", _no_seats(instance)),
        *_sentence("empty lists", _empty(instance)),
    )


def _sentence(what: str, found: Iterable[str]) -> Iterator[str]:
    """Yield "What (7): a; b; c; d; e; and 2 more." where anything is found."""
    names = list(found)
    if names:
        more = len(names) - SHOWN
        tail = f"; and {more} more" if more > 0 else ""
        listed = "; ".join(names[:SHOWN])
        yield f"{what[0].upper()}{what[1:]} ({len(names)}): {listed}{tail}."


def _listings(rows: Iterable[Need | Asset | Group]) -> list[Listing]:
    return [(row.ref, ref) for row in rows for tie in row.prefers or () for ref in tie]


def _one_sided(instance: Instance) -> Iterator[str]:
    """Yield listings that the other side's own list does not return."""
    ours, theirs = _listings(instance.needs), _listings(instance.assets)
    for one, other, rows in (
        (ours, set(theirs), instance.assets),
        (theirs, set(ours), instance.needs),
    ):
        lists = {row.ref for row in rows if row.prefers is not None}
        for who, whom in dict.fromkeys(one):
            if whom in lists and (whom, who) not in other:
                yield f"{who} lists {whom}"


def _without_fits(instance: Instance) -> Iterator[str]:
    """Yield listings of known refs that fits give no points to."""
    fits = instance.fits
    needs = {row.ref: at for at, row in enumerate(instance.needs)}
    assets = {row.ref: at for at, row in enumerate(instance.assets)}
    ours, theirs = _listings(instance.needs), _listings(instance.assets)
    if not len(fits) or not (ours or theirs):
        return
    keys = np.sort(fits.need.astype(np.int64) * len(assets) + fits.asset)
    for listings, others, turned in ((ours, assets, False), (theirs, needs, True)):
        for who, whom in dict.fromkeys(listings):
            need, asset = (whom, who) if turned else (who, whom)
            if whom in others:
                key = needs[need] * len(assets) + assets[asset]
                at = int(np.searchsorted(keys, key))
                if at == len(keys) or keys[at] != key:
                    yield f"{who} lists {whom}"


def _repeats(instance: Instance) -> Iterator[str]:
    for rows in (instance.needs, instance.groups, instance.assets):
        for (who, whom), times in Counter(_listings(rows)).items():
            if times > 1:
                yield f"{who} lists {whom}"


def _pairs(instance: Instance) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    yield "pinned", instance.pinned
    yield "agreed", instance.agreed
    yield "forbidden", instance.forbidden
    yield "previous", instance.previous


def _repeated_pairs(instance: Instance) -> Iterator[str]:
    for name, pairs in (*_pairs(instance), ("apart", instance.apart)):
        for (one, other), times in Counter(pairs).items():
            if times > 1:
                yield f"{name} {one} {other}"


def _unknown(instance: Instance, needs: set[str], assets: set[str]) -> Iterator[str]:
    people = needs | {row.ref for row in instance.staff}
    named = [
        (f"listed by {who}", whom, assets)
        for who, whom in _listings((*instance.needs, *instance.groups))
    ]
    named += [
        (f"listed by {who}", whom, needs) for who, whom in _listings(instance.assets)
    ]
    for name, pairs in _pairs(instance):
        named += [(name, need, needs) for need, _ in pairs]
        named += [(name, asset, assets) for _, asset in pairs]
    named += [("apart", ref, people) for pair in instance.apart for ref in pair]
    named += [
        (f"{row.ref} can", ref, assets)
        for row in instance.staff
        for ref in row.can or ()
    ]
    yield from dict.fromkeys(
        f"{ref} ({where})" for where, ref, known in named if ref not in known
    )


def _no_seats(instance: Instance) -> Iterator[str]:
    for row in instance.assets:
        if row.capacity == 0 and not row.unless_one_group:
            yield row.ref


def _empty(instance: Instance) -> Iterator[str]:
    for rows in (instance.needs, instance.groups, instance.assets):
        yield from (f"{row.ref} prefers nobody" for row in rows if row.prefers == ())
    for row in instance.staff:
        if row.can == ():
            yield f"{row.ref} can staff nothing"
