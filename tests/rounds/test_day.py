"""A day's candidates: the same shortlist, whole or in part."""

from __future__ import annotations

from support.communities import community

from matcher.rounds import Day, shortlist


def test_a_part_of_a_shortlist_is_its_beginning() -> None:
    """So many, the best, are the first of all; who is left out is not counted."""
    there = community("norfolk-carers", needs=12, assets=30)
    day = Day(there.snapshot(), there.scheme)
    for need in day.snapshot.needs:
        whole = shortlist(day, need.ref)
        assert whole.of == len(whole.listed)
        part = shortlist(day, need.ref, most=2)
        assert (part.listed, part.of) == (whole.listed[:2], whole.of)
        if whole.listed:
            refs = [each.asset for each in whole.listed]
            rest = shortlist(day, need.ref, keep={*refs[1:]}.__contains__)
            assert (rest.listed, rest.of) == (whole.listed[1:], whole.of - 1)
