"""Rounds in which faults are planted: small, by hand, with every feature somewhere."""

from __future__ import annotations

import copy
from typing import Any

from support.campaign import solved
from support.oracle import Ask

Row = dict[str, Any]


def _two(need: str, asset: str, own: int, its: int) -> Row:
    return {"need": need, "asset": asset, "need_fit": own, "asset_fit": its}


HOMES: Row = {
    "format": "acorns-instance/1",
    "round": "planted-homes",
    "needs": [{"ref": f"c{k}"} for k in range(1, 8)],
    "groups": [{"ref": "s1", "members": ["c1", "c2"]}],
    "assets": [
        {"ref": "f1", "capacity": 1, "unless_one_group": 2},
        {"ref": "f2", "capacity": 2, "max_units": 1},
        {"ref": "f3", "capacity": 1},
        {"ref": "f4", "capacity": 3, "minimum": 1},
    ],
    "fits": [
        _two("c1", "f1", 90, 80),
        _two("c2", "f1", 80, 90),
        _two("c3", "f1", 70, 60),
        _two("c3", "f2", 60, 60),
        _two("c4", "f2", 60, 40),
        _two("c4", "f3", 90, 90),
        _two("c4", "f4", 30, 30),
        _two("c5", "f3", 40, 20),
        _two("c6", "f4", 50, 50),
        _two("c6", "f1", 95, 10),
        _two("c7", "f4", 50, 50),
        _two("c7", "f1", 20, 10),
    ],
    "pinned": [["c5", "f3"]],
    "forbidden": [["c6", "f1"]],
    "apart": [["c3", "c7"], ["c4", "c6"]],
    "previous": [["c6", "f4"], ["c7", "f4"]],
    "max_changes": 1,
}
COURSES: Row = {
    "format": "acorns-instance/1",
    "round": "planted-courses",
    "needs": [
        {"ref": "c1", "uses": {"creche": 1}},
        {"ref": "c2", "uses": {"creche": 1}},
        {"ref": "c3", "uses": {"creche": 1}, "priority": 1},
        *({"ref": f"c{k}"} for k in range(4, 8)),
    ],
    "assets": [
        {
            "ref": "k1",
            "capacity": 4,
            "opens_with": 3,
            "limits": {"creche": 2},
            "slots": ["tue-am"],
            "staffing": [
                {"role": "tutor", "exactly": 2, "at_least": {"experienced": 1}}
            ],
        },
        {
            "ref": "k2",
            "capacity": 4,
            "opens_with": 2,
            "slots": ["thu-am"],
            "staffing": [{"role": "tutor", "exactly": 1}],
        },
        {
            "ref": "k3",
            "capacity": 4,
            "opens_with": 4,
            "slots": ["tue-am"],
            "staffing": [{"role": "tutor", "exactly": 2}],
        },
    ],
    "staff": [
        {"ref": "t1", "role": "tutor", "traits": ["experienced"], "can": ["k1"]},
        {"ref": "t2", "role": "tutor", "can": ["k1", "k3"], "most": 2},
        {"ref": "t3", "role": "tutor", "person": "c6"},
        {"ref": "t4", "role": "helper"},
    ],
    "fits": [
        {"need": f"c{k}", "asset": asset, "fit": fit}
        for k in range(1, 8)
        for asset, fit in (("k1", 60 + k), ("k2", 50), ("k3", 5))
    ],
    "apart": [["c7", "t3"], ["c4", "c5"]],
}
FLOW: Row = {
    "format": "acorns-instance/1",
    "round": "planted-flow",
    "needs": [{"ref": f"c{k}", "priority": k // 4} for k in range(1, 6)],
    "assets": [{"ref": f"f{k}", "capacity": 1} for k in range(1, 4)]
    + [{"ref": "f9", "capacity": 0}],
    "fits": [
        {"need": f"c{n}", "asset": f"f{a}", "fit": 50 + 10 * (n == a)}
        for n in range(1, 6)
        for a in range(1, 4)
    ],
    "pinned": [["c1", "f2"]],
}
QUEUE: Row = {
    "format": "acorns-instance/1",
    "round": "planted-queue",
    "needs": [
        {"ref": "c1", "prefers": [["f2"], ["f1"], ["f3"]]},
        {"ref": "c2", "prefers": [["f1"], ["f2"], ["f3"]]},
        {"ref": "c3", "prefers": [["f1"], ["f2"], ["f3"]]},
    ],
    "assets": [
        {"ref": "f1", "prefers": [["c1"], ["c2", "c3"]]},
        {"ref": "f2", "prefers": [["c2"], ["c1", "c3"]]},
        {"ref": "f3", "prefers": [["c1", "c2", "c3"]]},
    ],
}
STUCK: Row = {
    "format": "acorns-instance/1",
    "round": "planted-stuck",
    "needs": [{"ref": f"c{k}"} for k in range(1, 5)],
    "assets": [
        {"ref": "f1", "capacity": 2},
        {"ref": "f2", "capacity": 2, "minimum": 2},
    ],
    "fits": [
        {"need": f"c{n}", "asset": f"f{a}", "fit": 50}
        for n in range(1, 5)
        for a in (1, 2)
        if (n, a) != (4, 2)
    ],
    "pinned": [["c1", "f1"], ["c2", "f1"], ["c4", "f1"]],
}
TIED: Row = {
    "format": "acorns-instance/1",
    "round": "planted-tied",
    "needs": [
        {"ref": "c1", "prefers": [["f1", "f2"]]},
        {"ref": "c2", "prefers": [["f1", "f2"]]},
        {"ref": "c3", "prefers": [["f3"]]},
        {"ref": "c4", "prefers": [["f3"]]},
        {"ref": "c5", "prefers": [["f3"]]},
    ],
    "groups": [{"ref": "s1", "members": ["c3", "c4"]}],
    "assets": [{"ref": "f1"}, {"ref": "f2"}, {"ref": "f3", "capacity": 2}],
}
FAIR: Row = {
    "format": "acorns-instance/1",
    "round": "planted-fair",
    "needs": [{"ref": f"c{k}"} for k in range(1, 6)],
    "assets": [{"ref": "f1"}, {"ref": "f2", "capacity": 2}, {"ref": "f3"}],
    "fits": [
        _two("c1", "f1", 90, 50),
        _two("c1", "f2", 20, 50),
        _two("c2", "f1", 60, 50),
        _two("c2", "f3", 40, 50),
        _two("c3", "f2", 40, 90),
        _two("c3", "f3", 60, 10),
        _two("c4", "f2", 60, 70),
        _two("c4", "f3", 10, 70),
        _two("c5", "f1", 40, 80),
        _two("c5", "f2", 40, 20),
    ],
}
ROUNDS: dict[str, tuple[Row, Ask, bool]] = {
    "homes": (HOMES, Ask("stable"), False),
    "allowed": (HOMES, Ask("stable", allow=0), False),
    "courses": (COURSES, Ask("best"), False),
    "opening": (COURSES, Ask("stable"), False),
    "flow": (FLOW, Ask("best"), False),
    "choice": (FLOW, Ask("best"), True),
    "tied": (TIED, Ask("stable"), False),
    "asked": (TIED, Ask("stable"), True),
    "queue": (QUEUE, Ask("needs-first"), False),
    "stuck": (STUCK, Ask("best"), False),
    "fair": (FAIR, Ask("fair"), False),
    "fair courses": (COURSES, Ask("fair"), False),
    "generous": (FAIR, Ask("best", "generous"), False),
    "ranks": (HOMES, Ask("stable", "generous"), False),
    "egalitarian": (HOMES, Ask("stable", "egalitarian"), False),
    "regret": (HOMES, Ask("stable", "minimum-regret"), False),
    "assets": (QUEUE, Ask("assets-first"), False),
}


def planted(name: str) -> tuple[Row, Row]:
    """Return an instance and its good result, both free to be spoilt."""
    data, ask, person = ROUNDS[name]
    return copy.deepcopy(data), solved(data, ask, person=person)


def reseated(data: Row, result: Row, moves: dict[str, str | None]) -> None:
    """Move needs, with rows, unmatched and closed as they would then stand."""
    at = {row["need"]: row["asset"] for row in result["chosen"]} | moves
    rows = {(row["need"], row["asset"]): row for row in data.get("fits", [])}
    result["chosen"] = [
        {"need": n, "asset": a, **_points(rows.get((n, a), {}))}
        for n, a in sorted(at.items())
        if a is not None
    ]
    taken = {row["asset"] for row in result["chosen"]}
    result["unmatched"] = [
        {"need": row["ref"], "reason": "planted"}
        for row in data["needs"]
        if at.get(row["ref"]) is None
    ]
    result["closed"] = [
        {"asset": row["ref"], "reason": "planted"}
        for row in data["assets"]
        if (row.get("opens_with") or row.get("staffing")) and row["ref"] not in taken
    ]


def _points(row: Row) -> Row:
    points: Row = {k: row[k] for k in ("need_fit", "asset_fit", "fit") if k in row}
    if "need_fit" in points and "fit" not in points:
        a, b = points["need_fit"], points["asset_fit"]
        points["fit"] = 2 * a * b // (a + b) if a + b else 0
    return points
