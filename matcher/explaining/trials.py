"""Asset-side changes that might match a unit, likeliest first; each still to prove."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from matcher.explaining import phrases
from matcher.explaining.crew import IN_PLACE
from matcher.explaining.edits import Edit
from matcher.explaining.learning import taught, to_learn
from matcher.explaining.near import Near, gates_of
from matcher.explaining.opening import openings
from matcher.explaining.recruiting import hopeful, joining, newcomer, opened, with_room
from matcher.explaining.remedies import changed
from matcher.explaining.trial import Trial

_EACH = 3


def trials(seen: Near) -> Iterator[Trial]:
    """Yield changes to try: what is there put right, then newcomers, then two steps."""
    order, build = list(seen.order()), seen.case.scheme.build
    if build.staffing or build.opens_with:
        yield from openings(seen, order)
        return
    yield from _some(order, lambda at: _put_right(seen, at, steps=1))
    yield from _some(order, lambda at: _recruit(seen, at))
    yield from _some(order, lambda at: _roomier(seen, at))
    yield from _some(order, lambda at: _put_right(seen, at, steps=2))
    yield from _some(order, lambda at: _recruit(seen, at, learnt=True))
    yield from _some(order, lambda at: _roomier(seen, at, learnt=True))
    yield from _some(order, lambda at: _recruit(seen, at, copies=2))


def _some(order: list[int], make: Callable[[int], Trial | None]) -> Iterator[Trial]:
    found = (make(at) for at in order)
    return islice((trial for trial in found if trial is not None), _EACH)


def _put_right(seen: Near, at: int, *, steps: int) -> Trial | None:
    """Change an asset's own row, where that many steps do and none is a recruit."""
    case, asset = seen.case, seen.case.graph.assets[at]
    barriers = seen.barriers(at)
    kinds = [gate.change for gate in gates_of(barriers)]
    if len(kinds) > steps or not set(kinds) <= set(IN_PLACE):
        return None
    skills = [] if seen.fits(at) else to_learn(seen, at)
    if len(kinds) + bool(skills) != steps:
        return None
    record = opened(case, asset.record, barriers)
    if record is None:
        return None
    record = changed(record, taught(record, skills, case.scheme))
    sentence = phrases.put_right(barriers, asset.ref, skills)
    kinds += ["train"] * bool(skills)
    return Trial(tuple(kinds), asset.ref, sentence, Edit((record,)))


def _recruit(
    seen: Near, at: int, *, learnt: bool = False, copies: int = 1, room: int = 0
) -> Trial | None:
    """Add assets like this one, as they would have to be for the unit.

    Parameters
    ----------
    learnt : bool
        Able to do what the unit asks for and this one cannot, and hoping for it.
    copies : int
        How many.
    room : int
        Seats, where others come first; 0 for those of the unit.
    """
    asset = seen.case.graph.assets[at]
    skills = to_learn(seen, at) if learnt else []
    record = newcomer(seen, at, skills)
    same = not seen.failed[:, at].any() and not seen.fits(at)
    if record is None or (same and not learnt):
        return None
    if learnt:
        record = hopeful(seen, record)
    if room:
        record = with_room(seen.case, record, room)
    said = phrases.recruited(seen, at, skills, copies=copies, room=room, hopes=learnt)
    kinds = ("recruit",) * copies + ("train",) * bool(skills)
    edit = joining(seen.case, asset.ref, [record] * copies)
    return Trial(kinds, asset.ref, said, edit)


def _roomier(seen: Near, at: int, *, learnt: bool = False) -> Trial | None:
    """Add one with room for those as well who come first."""
    plain, build = _recruit(seen, at, learnt=learnt), seen.case.scheme.build
    column = build.capacity
    if plain is None or not column:
        return None
    more = seen.case.after(plain.edit).short(seen.unit)
    room = int(plain.edit.assets[0].get(column, 1)) + (more or 0)
    tops = (seen.case.scheme.sheets["assets"].column(column).high, build.usual_limit)
    if not more or any(top is not None and room > top for top in tops):
        return None
    return _recruit(seen, at, learnt=learnt, room=room)
