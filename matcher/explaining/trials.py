"""Asset-side changes that might match a unit, likeliest first; each still to prove."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.crew import IN_PLACE
from matcher.explaining.edits import Edit
from matcher.explaining.learning import missing, taught
from matcher.explaining.near import Near, gates_of
from matcher.explaining.opening import openings
from matcher.explaining.recruiting import joining, newcomer, opened, with_room
from matcher.explaining.remedies import changed
from matcher.explaining.trial import Trial

_EACH = 3


def trials(case: Case, unit: int) -> Iterator[Trial]:
    """Yield changes to try: what is there put right, then newcomers, then two steps."""
    seen = Near.of(case, unit)
    order = list(seen.order())
    if case.scheme.build.staffing or case.scheme.build.opens_with:
        yield from openings(seen, order)
        return
    yield from _some(order, lambda at: _put_right(seen, at, steps=1))
    yield from _some(order, lambda at: _recruit(seen, at))
    yield from _some(order, lambda at: _recruit_roomy(seen, at))
    yield from _some(order, lambda at: _put_right(seen, at, steps=2))
    yield from _some(order, lambda at: _recruit(seen, at, learnt=True))
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
    skills = [] if seen.fits(at) else missing(seen.needs, asset.held, case.scheme)
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
    seen: Near, at: int, *, learnt: bool = False, copies: int = 1
) -> Trial | None:
    """Add assets like this one, as they would have to be for the unit.

    With `learnt`, able to do what the unit asks for and this one cannot.
    """
    asset, scheme = seen.case.graph.assets[at], seen.case.scheme
    skills = missing(seen.needs, asset.held, scheme) if learnt else []
    record = newcomer(seen, at, skills)
    if record is None or (learnt and not skills):
        return None
    said = phrases.recruited(seen, at, skills, copies=copies)
    kinds = ("recruit",) * copies + ("train",) * bool(skills)
    edit = joining(seen.case, asset.ref, [record] * copies)
    return Trial(kinds, asset.ref, said, edit)


def _recruit_roomy(seen: Near, at: int) -> Trial | None:
    """Add one with room for those as well who come first."""
    plain, column = _recruit(seen, at), seen.case.scheme.build.capacity
    if plain is None or not column:
        return None
    (record,) = plain.edit.assets
    more = seen.case.after(plain.edit).short(seen.unit)
    room = int(record.get(column, 1)) + more
    top = seen.case.scheme.sheets["assets"].column(column).high
    if not more or (top is not None and room > top):
        return None
    said = phrases.recruited(seen, at, (), room=room)
    edit = joining(seen.case, plain.asset, [with_room(seen.case, record, room)])
    return Trial(("recruit",), plain.asset, said, edit)
