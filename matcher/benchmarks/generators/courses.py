"""Parents, course sessions and the tutors they need."""

from __future__ import annotations

import numpy as np

from matcher.benchmarks.generators.drawing import choices, source
from matcher.benchmarks.generators.rows import refs, two_sided
from matcher.instance.document import Asset, Instance, Need, Staff, Staffing

SLOTS = [
    f"{day}-{part}" for day in "mon tue wed thu fri".split() for part in ("am", "pm")
]
SUITED, TEACHES = 8, 12
STAFFED = (Staffing("tutor", exactly=2, at_least=(("experienced", 1),)),)


def courses(*, parents: int, sessions: int, tutors: int, seed: int) -> Instance:
    """Return parents for sessions of 8-12 with two tutors, one of them experienced.

    Four parents in ten bring children to the creche, which takes six; a tutor can teach
    12 of the sessions and takes two, half of the tutors are experienced. Points are
    30-100 on both sides.
    """
    size = {"parents": parents, "sessions": sessions, "tutors": tutors}
    draw = source("courses", size, seed)
    lists = choices(draw, parents, sessions, min(SUITED, sessions))
    need = np.repeat(np.arange(parents), lists.shape[1])
    ours, theirs = (draw.integers(30, 101, len(need)) for _ in "ab")
    return Instance(
        _parents(draw, parents),
        _sessions(draw, sessions),
        staff=_tutors(draw, tutors, sessions),
        fits=two_sided(need, lists.ravel(), ours, theirs),
    )


def _parents(draw: np.random.Generator, count: int) -> tuple[Need, ...]:
    brings = np.where(draw.random(count) < 0.4, 1 + (draw.random(count) < 1 / 3), 0)
    return tuple(
        Need(ref, uses=(("creche", many),) if many else ())
        for ref, many in zip(refs("n", count), brings.tolist(), strict=True)
    )


def _sessions(draw: np.random.Generator, count: int) -> tuple[Asset, ...]:
    slots = draw.integers(0, len(SLOTS), count).tolist()
    return tuple(
        Asset(
            ref,
            capacity=12,
            opens_with=8,
            limits=(("creche", 6),),
            slots=(SLOTS[slot],),
            staffing=STAFFED,
        )
        for ref, slot in zip(refs("a", count), slots, strict=True)
    )


def _tutors(draw: np.random.Generator, count: int, sessions: int) -> tuple[Staff, ...]:
    can = np.sort(choices(draw, count, sessions, min(TEACHES, sessions)), axis=1)
    experienced = (draw.random(count) < 0.5).tolist()
    names = refs("a", sessions)
    return tuple(
        Staff(
            ref,
            "tutor",
            traits=("experienced",) if old else (),
            most=2,
            can=tuple(names[at] for at in where),
        )
        for ref, old, where in zip(
            refs("t", count), experienced, can.tolist(), strict=True
        )
    )
