"""One invented round with everything in it that a report may meet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from matcher.explaining import (
    Alternative,
    Change,
    Factor,
    GateCount,
    Miss,
    Move,
    Why,
)
from matcher.gazetteer import Gazetteer, load_gazetteer
from matcher.instance import (
    Asset,
    Chosen,
    Fits,
    Group,
    Instance,
    Need,
    Objective,
    Solution,
    digest,
    write_instance,
    write_result,
)
from matcher.model import Place, Policy, Record, Snapshot, Term
from matcher.rounds import RoundResult
from matcher.schemes import Scheme, find_scheme
from matcher.verifying import CheckDone, Verification

CANARY = "canary"
"""In every value that no report may show."""
NORWICH, LYNN, CROMER = (
    Place("NR3", 52.64123, 1.29456),
    Place("PE30", 52.75321, 0.41654),
    Place("NR27", 52.92777, 1.30888),
)
HOSTILE = "=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\tTab", "<b>bold</b>&amp;"
"""Refs that no sheet lets through; a report holds all the same."""


@dataclass(frozen=True)
class Round:
    """What a report is written from."""

    result: RoundResult
    snapshot: Snapshot
    scheme: Scheme
    gazetteer: Gazetteer

    def with_result(self, **changed: Any) -> Round:
        """Return the same with another result."""
        return replace(self, result=replace(self.result, **changed))


def invented_round() -> Round:
    """Return a round of fourteen children and six households, all invented."""
    snapshot, instance = _snapshot(), _instance()
    solution = _solution(instance)
    result = RoundResult(
        round="r-2026-11",
        scheme="norfolk-carers",
        scheme_sha256="5" * 64,
        snapshot_sha256=snapshot.digest(),
        instance=write_instance(instance),
        result=write_result(solution),
        verification=Verification(
            True, (CheckDone("digest", True), CheckDone("apart", True)), "whole"
        ),
        whys=_whys(),
    )
    scheme = find_scheme("norfolk-carers")
    return Round(result, snapshot, scheme, load_gazetteer())


def _secret(**cells: Any) -> Mapping[str, Any]:
    """Return cells of columns that say what no report may: text and words alike."""
    return {
        "name": f"{CANARY}-name",
        "holder": f"{CANARY}-family",
        "legal_status": f"{CANARY}-order",
        "avoid": (f"{CANARY}-dogs",),
        "own_words": f"{CANARY} says",
        "contact": f"{CANARY}@example.test",
        "suspended": True,
        "on_hold": True,
    } | cells


def _snapshot() -> Snapshot:
    wheres = [NORWICH] * 11 + [LYNN] * 2 + [CROMER]
    return Snapshot(
        scheme="norfolk-carers",
        round="r-2026-11",
        as_of=date(2026, 11, 22),
        term=Term(date(2026, 12, 1), date(2027, 11, 30)),
        needs=tuple(
            Record(f"c{n}", _secret(school_place=place, placement="short-term"))
            for n, place in enumerate(wheres, 1)
        ),
        assets=tuple(
            Record(f"f{n}", _secret(place=NORWICH, approved_types=("long-term",)))
            for n in range(1, 7)
        ),
        apart=(("c1", f"{CANARY}-other"),),
    )


def _instance() -> Instance:
    needs = tuple(Need(f"c{n}") for n in sorted(range(1, 15), key=str))
    assets = tuple(Asset(f"f{n}") for n in range(1, 7))
    at = {need.ref: i for i, need in enumerate(needs)}
    rows = sorted((at[f"c{n}"], a, 40 + n * 4) for n in range(1, 15) for a in range(6))
    need, asset, points = np.array(rows, np.int32).T
    fits = Fits(need, asset, points, points[::-1].copy(), np.minimum(points, 50))
    return Instance(
        needs,
        assets,
        round="r-2026-11",
        groups=(Group("s1", ("c10", "c9")),),
        fits=replace(fits, stated=True),
    )


def _solution(instance: Instance) -> Solution:
    pairs = [("c1", "f1"), ("c2", "f2"), ("c3", "f3")]
    return Solution(
        Policy("stable", ties="person"),
        "claimed",
        "two-sided",
        digest(instance),
        hashlib.sha256(b"00").hexdigest(),
        chosen=tuple(Chosen(n, a, 70, 80, 50, n == "c3") for n, a in pairs),
        unmatched=tuple((f"c{n}", "no asset accepts it") for n in range(4, 15)),
        equal=(("c3", ("f4",)),),
        objectives=(
            Objective("size", 3, 3, "count"),
            Objective("fit", 150, 180, "none"),
        ),
        blocking_pairs=(("c4", "f5"),),
    )


def _whys() -> tuple[Why, ...]:
    waiting = [_waits(f"c{n}") for n in range(4, 15)]
    return (_pair("c1", "f1"), _pair(*HOSTILE[:2]), _choice(), *waiting, *_left())


def _pair(need: str, asset: str) -> Why:
    factors = (
        Factor(
            "meets-profile",
            "need",
            80,
            6,
            f"{asset} can support {need} with health.",
            "Nothing yet for feelings.",
            "Training for feelings.",
            paths=(
                (
                    f"{need} -needs- health",
                    "health-care -supports- health",
                    "medication -is-a- health-care",
                    "p1 -holds- medication",
                    f"p1 -holds- {asset}",
                ),
                (f"{need} -trusts- p1", f"p1 -holds- {asset}"),
            ),
        ),
        Factor("hoped-kind", "asset", 100, 2, f"{asset} would like short term."),
    )
    moves = (Move("c2", "f2", ""),)
    return Why(
        "pair",
        need,
        asset,
        "proposed",
        f"{need} with {asset}: the best found.",
        fits={"need_fit": 70, "asset_fit": 80, "fit": 50},
        factors=factors,
        alternatives=(
            Alternative("f5", True, {"size": -1, "fit": -20}, moves),
            Alternative("f6", False, {}),
        ),
    )


def _choice() -> Why:
    summary = "For you to choose: c3 could equally well go to f3 or f4."
    return Why("pair", "c3", "f3", "for you to choose", summary, equal=("f4",))


def _waits(need: str) -> Why:
    change = Change(("train",), f"{HOSTILE[3]}: train for signing.", "f5", "f5")
    return Why(
        "need",
        need,
        "",
        "waiting",
        f"No household for {need} yet.",
        gates=(GateCount("kind-of-home", 3),),
        nearest=(Miss("f5", "f5 does not sign."),),
        changes=(change,) if need == "c4" else (),
    )


def _left() -> tuple[Why, ...]:
    gates = (GateCount("language", 3), GateCount("kind-of-home", 9))
    miss = Miss(HOSTILE[5], f"{HOSTILE[4]} is not approved.")
    seat = Why(
        "seat", "", "f5", "empty", "f5 has 1 left.", gates=gates, nearest=(miss,)
    )
    shut = Why("closed", "", HOSTILE[2], "closed", "Stays closed.", gates=gates)
    return seat, shut
