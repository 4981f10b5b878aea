"""``needs-first``: deferred acceptance for the needs, then stable improvement cycles.

Needs propose (Gale and Shapley 1962; Roth 1984 for capacities). A need's own ties are
settled by the draw and stay settled; an asset's ties by priority, then by the draw. The
draw among equals of an asset can cost the needs something for nobody's benefit, so the
second part lets them exchange seats that the assets are indifferent about (Erdil and
Ergin 2008).

Guarantee: no need and asset block; no other solution without blocking pairs, in which
the needs' ties are settled as drawn and assets compare by rank and then priority, is
better for one need and worse for none. Plain deferred acceptance would be
strategy-proof for the needs; after the second part this is not promised.
"""

from __future__ import annotations

import heapq

from matcher.instance.market import Market
from matcher.model import Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.cycles import improve
from matcher.solving.face import FREE
from matcher.solving.pins import pin_conflict
from matcher.solving.proposals import drawn_answer
from matcher.solving.proposing import propose_settled, propose_strictly
from matcher.solving.settling import Lists, settled

LARGE = 10_000
"""From so many pairs on the compiled proposals are worth their loading."""


def solve_needs_first(
    market: Market, *, salt: str, progress: Progress = silent
) -> Answer:
    """Return the needs' solution of a market with only capacities.

    Parameters
    ----------
    market : Market
        Units of one need and one seat; capacities, pins, agreed and forbidden pairs,
        priorities. `matcher.solving.flow.only_capacities` holds of it.
    salt : str
        Lower-case hex.

    Returns
    -------
    Answer
        ``optimal`` with the one level ``improvement``: 0 improvement cycles are left.
        Or ``infeasible`` with an irreducible set of pins. Always ends: each proposal
        and each exchange moves a unit one way along its list. O(p log p) in pairs.
    """
    conflict = pin_conflict(market)
    if conflict:
        return no_answer("infeasible", conflict)
    progress("proposing", 0.0)
    large = len(market.unit) >= LARGE
    strict = propose_strictly(market) if large else None
    if strict is not None:
        progress("exchanged", 1.0)
        return drawn_answer(market, strict)
    lists = settled(market, salt)
    held = propose_settled(market, lists).tolist() if large else propose(market, lists)
    progress("exchanging seats", 0.5)
    improve(market, lists.turn, lists.level, lists.place, held)
    progress("exchanged", 1.0)
    return drawn_answer(market, held)


def propose(market: Market, lists: Lists) -> list[int]:
    """Return the pair of each unit after deferred acceptance; -1 where unmatched."""
    unit, asset = market.unit.tolist(), market.asset.tolist()
    wish, place = lists.wish.tolist(), lists.place.tolist()
    at, stop = lists.start[:-1].tolist(), lists.start[1:].tolist()
    seats = lists.seats.tolist()
    worst: list[list[tuple[int, int]]] = [[] for _ in seats]
    held = [FREE] * len(market.units)
    waiting = list(range(len(held)))
    while waiting:
        proposer = waiting[-1]
        if at[proposer] == stop[proposer]:
            waiting.pop()
            continue
        pair = wish[at[proposer]]
        at[proposer] += 1
        here, offer = worst[asset[pair]], (-place[pair], pair)
        if len(here) < seats[asset[pair]]:
            heapq.heappush(here, offer)
        elif here and offer > here[0]:
            dropped = unit[heapq.heapreplace(here, offer)[1]]
            held[dropped] = FREE
            waiting[-1] = dropped
            held[proposer] = pair
            continue
        else:
            continue
        held[proposer] = pair
        waiting.pop()
    return held
