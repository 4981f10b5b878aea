"""Markets of lists with ties, as the literature draws them.

`gent_prosser` follows I. P. Gent and P. Prosser, "An empirical study of the stable
marriage problem with ties and incomplete lists" (ECAI 2002). `hospital_residents`
follows the generator of pyhrtc (`random_hrtc`), without couples.
"""

from __future__ import annotations

import numpy as np

from matcher.benchmarks.generators.drawing import Longs, choices, shuffled, source
from matcher.benchmarks.generators.rows import refs
from matcher.instance.document import Asset, Instance, Need, Prefers


def gent_prosser(
    *, side: int, p1: float, seed: int, p2: float | None = None
) -> Instance:
    """Return a stable-marriage instance with ties and incomplete lists.

    Everybody ranks all of the other side at random; each pair goes with probability
    `p1`; an instance in which anybody's list is empty is drawn again; each entry but a
    list's first joins the one before in a tie with probability `p2`, which is 0.1, 0.3,
    0.5, 0.7, 0.9 seed by seed where it is not given.
    """
    if p2 is None:
        p2 = (2 * seed - 1) % 10 / 10
    draw = source("gent-prosser", {"side": side, "p1": p1, "p2": p2}, seed)
    kept = draw.random((side, side)) >= p1
    while not (kept.any(axis=0).all() and kept.any(axis=1).all()):
        kept = draw.random((side, side)) >= p1
    needs, assets = refs("n", side), refs("a", side)
    ours = [_tied(draw, _listed(draw, row), p2, assets) for row in kept]
    theirs = [_tied(draw, _listed(draw, row), p2, needs) for row in kept.T]
    return Instance(
        tuple(Need(ref, own) for ref, own in zip(needs, ours, strict=True)),
        tuple(Asset(ref, own) for ref, own in zip(assets, theirs, strict=True)),
    )


def hospital_residents(
    *, residents: int, hospitals: int, ties: float, seed: int
) -> Instance:
    """Return a hospital-residents instance: short strict lists, tied hospitals.

    Residents list 5 or 6 hospitals, drawn evenly. Hospitals list whoever lists them, at
    random, each entry tied to the one before with probability `ties`. Every hospital
    has a post, and the other posts, as many as residents in all, fall at random.
    """
    size = {"residents": residents, "hospitals": hospitals, "ties": ties}
    draw = source("hospital-residents", size, seed)
    length = draw.integers(5, 7, residents)
    lists = choices(draw, residents, hospitals, 6)
    needs, assets = refs("n", residents), refs("a", hospitals)
    entry = np.arange(6) < length[:, None]
    chosen = np.zeros((hospitals, residents), bool)
    chosen[lists[entry], np.nonzero(entry)[0]] = True
    extra = draw.integers(0, hospitals, residents - hospitals)
    posts = 1 + np.bincount(extra, minlength=hospitals)
    ours = [
        tuple((assets[at],) for at in row[:end])
        for row, end in zip(lists.tolist(), length.tolist(), strict=True)
    ]
    theirs = [_tied(draw, _listed(draw, row), ties, needs) for row in chosen]
    return Instance(
        tuple(Need(ref, own) for ref, own in zip(needs, ours, strict=True)),
        tuple(
            Asset(ref, own, capacity=room)
            for ref, own, room in zip(assets, theirs, posts.tolist(), strict=True)
        ),
    )


def _listed(draw: np.random.Generator, kept: np.ndarray) -> Longs:
    """Return who is kept, in random order."""
    there = np.flatnonzero(kept)
    return there[shuffled(draw, len(there))]


def _tied(
    draw: np.random.Generator, listed: Longs, ties: float, names: list[str]
) -> Prefers:
    """Walk along a list: each entry but the first may join the one before."""
    joins = draw.random(len(listed)) < ties
    groups: list[list[str]] = []
    for at, joined in zip(listed.tolist(), joins.tolist(), strict=True):
        if groups and joined:
            groups[-1].append(names[at])
        else:
            groups.append([names[at]])
    return tuple(tuple(sorted(group)) for group in groups)
