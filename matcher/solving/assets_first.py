"""``assets-first``: deferred acceptance for the assets, then stable improvement cycles.

Assets propose, seat by seat (Gale and Shapley 1962; Roth 1984). An asset's own ties are
settled by priority and then by the draw, and stay settled; a need's ties are drawn for
the proposals and reopened for the cycles (Erdil and Ergin 2008, sides exchanged).

Guarantee: no need and asset block; no other solution without blocking pairs, in which
the assets' ties are settled as drawn, is better for one asset and worse for none, where
assets compare what they hold seat by seat: the best with the best, the second with the
second, and a held seat with an empty one.
"""

from __future__ import annotations

from matcher.instance.market import Market
from matcher.model import Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.assets_cycles import improve_assets
from matcher.solving.face import FREE
from matcher.solving.pins import pin_conflict
from matcher.solving.proposals import drawn_answer
from matcher.solving.settling import Lists, settled


def solve_assets_first(
    market: Market, *, salt: str, progress: Progress = silent
) -> Answer:
    """Return the assets' solution of a market with only capacities.

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
        and each exchange moves a seat one way along its list. O(p log p) in pairs.
    """
    conflict = pin_conflict(market)
    if conflict:
        return no_answer("infeasible", conflict)
    lists = settled(market, salt)
    progress("proposing", 0.0)
    held = offer(market, lists)
    progress("exchanging seats", 0.5)
    improve_assets(market, lists, held)
    progress("exchanged", 1.0)
    return drawn_answer(market, held)


def offer(market: Market, lists: Lists) -> list[int]:
    """Return the pair of each unit once the assets have proposed; -1 if unmatched."""
    unit, asset = market.unit.tolist(), market.asset.tolist()
    taken, turn = lists.taken.tolist(), lists.turn.tolist()
    at, stop = lists.begin[:-1].tolist(), lists.begin[1:].tolist()
    seats = lists.seats.tolist()
    held = [FREE] * len(market.units)
    waiting = list(range(len(seats)))
    while waiting:
        proposer = waiting[-1]
        if not seats[proposer] or at[proposer] == stop[proposer]:
            waiting.pop()
            continue
        pair = taken[at[proposer]]
        at[proposer] += 1
        before = held[unit[pair]]
        if before != FREE and turn[before] < turn[pair]:
            continue
        held[unit[pair]] = pair
        seats[proposer] -= 1
        if before != FREE:
            seats[asset[before]] += 1
            waiting.append(asset[before])
    return held
