"""Every kind of fault, planted in a good result, is caught by both verifiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.planting import ROUNDS, planted, reseated
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

Row = dict[str, Any]
Plant = Callable[[Row, Row], None]


def put(*path: Any) -> Plant:
    """Return a plant that sets one value of the result, the last of the path."""

    def plant(_: Row, result: Row) -> None:
        here: Any = result
        for step in path[:-2]:
            here = here[step]
        here[path[-2]] = path[-1]

    return plant


def drop(name: str, place: int | str = 0) -> Plant:
    """Return a plant that drops a row of a list, or a key."""

    def plant(_: Row, result: Row) -> None:
        if isinstance(place, int):
            del result[name][place]
        else:
            for row in result[name]:
                row.pop(place, None)

    return plant


def add(name: str, row: Any) -> Plant:
    """Return a plant that adds a row to a list."""
    return lambda _, result: result[name].append(row)


def move(**moves: str | None) -> Plant:
    """Return a plant that seats needs elsewhere."""
    return lambda data, result: reseated(data, result, moves)


def staff(*rows: tuple[str, str]) -> Plant:
    """Return a plant that puts exactly these staff on duty."""

    def plant(_: Row, result: Row) -> None:
        result["staff"] = [{"staff": s, "asset": a} for s, a in rows]

    return plant


def both(*plants: Plant) -> Plant:
    """Return a plant that makes several changes."""

    def plant(data: Row, result: Row) -> None:
        for one in plants:
            one(data, result)

    return plant


def tampered(data: Row, _: Row) -> None:
    """Raise a capacity after the round."""
    data["assets"][0]["capacity"] = 5


def misquoted(_: Row, result: Row) -> None:
    """Swap the two sides of a row."""
    row = result["chosen"][0]
    row["need_fit"], row["asset_fit"] = row["asset_fit"], row["need_fit"]


def redrawn(data: Row, result: Row) -> None:
    """Let the other of two equal needs have the seat."""
    reseated(data, result, {"c4": "f3", "c5": "f1"})
    result["blocking_pairs"] = [["c3", "f3"], ["c2", "f2"]]


def swapped(name: str, one: int, other: int) -> Plant:
    """Return a plant that swaps a part of two levels."""

    def plant(_: Row, result: Row) -> None:
        rows = result["objectives"]
        rows[one][name], rows[other][name] = rows[other][name], rows[one][name]

    return plant


def relevelled(name: str, **parts: Any) -> Plant:
    """Return a plant that changes a level of this name."""

    def plant(_: Row, result: Row) -> None:
        (row,) = (row for row in result["objectives"] if row["name"] == name)
        row.update(parts)

    return plant


def rerowed(name: str, kind: str, place: int, value: Any) -> Plant:
    """Return a plant that changes a part of a certificate's first row of a kind."""

    def plant(_: Row, result: Row) -> None:
        (level,) = (row for row in result["objectives"] if row["name"] == name)
        rows = level["certificate"]["rows"]
        next(row for row in rows if row[0] == kind)[place] = value

    return plant


def duals(level: int, side: str, ref: str, price: int) -> Plant:
    """Return a plant that sets a price on the face of a level."""
    return put("objectives", level, "certificate", "duals", side, ref, price)


def rotated(result: Row) -> dict[str, str | None]:
    """Return each chosen need at the asset of the next."""
    rows = sorted(result["chosen"], key=lambda row: str(row["need"]))
    ends = [row["asset"] for row in rows]
    return {row["need"]: a for row, a in zip(rows, ends[1:] + ends[:1], strict=True)}


T1, T2, T3, T4 = ("t1", "k1"), ("t2", "k1"), ("t3", "k2"), ("t4", "k2")
PIN = {"kind": "pin", "refs": ["c1", "f1"]}
PRICES = ("objectives", -1, "certificate", "duals")
PLANTS: list[tuple[str, str, str, Plant]] = [
    ("an unknown key", "homes", "format", put("comment", "all fine")),
    ("a key that is missing", "homes", "format", lambda _, r: r.pop("closed")),
    (
        "a value that is no whole number",
        "homes",
        "format",
        put("objectives", 1, "value", 6.0),
    ),
    (
        "true in the place of one",
        "homes",
        "format",
        put("objectives", 0, "value", False),
    ),
    ("an unknown status", "homes", "format", put("status", "perfect")),
    (
        "an unknown kind of proof",
        "homes",
        "format",
        put("objectives", 1, "proof", "trust"),
    ),
    ("a row with an unknown key", "homes", "format", put("chosen", 0, "rank", 1)),
    (
        "a digest of another instance",
        "homes",
        "digest",
        put("instance_sha256", "0" * 64),
    ),
    ("an instance changed afterwards", "homes", "digest", tampered),
    ("a digest of another salt", "homes", "salt", put("salt_sha256", "0" * 64)),
    ("a digest of a salt that is none", "homes", "salt", put("salt_sha256", "none")),
    ("another kind of market", "homes", "policy", put("market", "lists")),
    ("a margin without two sides", "courses", "policy", put("options", "margin", 5)),
    ("an allowance under best", "courses", "policy", put("options", "allow", 1)),
    ("needs-first over groups", "homes", "policy", put("policy", "needs-first")),
    (
        "a need that nobody knows",
        "homes",
        "references",
        put("chosen", 0, "need", "c99"),
    ),
    (
        "an asset that nobody knows",
        "homes",
        "references",
        put("chosen", 0, "asset", "f99"),
    ),
    (
        "staff whom nobody knows",
        "courses",
        "references",
        put("staff", 0, "staff", "t99"),
    ),
    (
        "a need in two assets",
        "homes",
        "references",
        add("chosen", {"need": "c3", "asset": "f1"}),
    ),
    ("one duty twice", "courses", "references", staff(T1, T2, T3, T3)),
    ("a sibling left behind", "homes", "groups", move(c2=None)),
    ("siblings in two homes", "homes", "groups", move(c2="f4")),
    ("a forbidden pair", "homes", "acceptability", move(c6="f1", c1=None, c2=None)),
    ("a pair without fits", "homes", "acceptability", move(c4="f1", c1=None, c2=None)),
    ("too many in a home", "homes", "capacities", move(c4="f3")),
    ("the sibling exception with a guest", "homes", "capacities", move(c3="f1")),
    ("a seat where there is none", "flow", "acceptability", move(c4="f9")),
    ("too many units", "homes", "max_units", move(c4="f2")),
    ("too many in the creche", "courses", "limits", move(c1="k1", c2="k1", c7="k2")),
    ("a home below its minimum", "homes", "minimum", move(c6=None, c7=None)),
    (
        "a course that opened with too few",
        "courses",
        "openings",
        move(c1=None, c4=None),
    ),
    ("a course without a tutor", "courses", "staffing", staff(T1, T3)),
    ("a course without experience", "courses", "staffing", staff(T2, ("t3", "k1"), T3)),
    ("a tutor too many", "courses", "staffing", staff(T1, T2, T3, ("t2", "k2"))),
    (
        "a tutor in a closed course",
        "courses",
        "staffing",
        staff(T1, T2, T3, ("t2", "k3")),
    ),
    ("staff of a role not asked for", "courses", "staffing", staff(T1, T2, T3, T4)),
    ("a tutor who cannot go there", "courses", "staffing", staff(T1, T2, ("t2", "k2"))),
    (
        "a tutor more often than they may",
        "courses",
        "staffing",
        staff(T1, T2, ("t1", "k2")),
    ),
    ("two kept apart in one home", "homes", "apart", move(c4="f4")),
    ("staff kept apart from a need", "courses", "apart", staff(T1, ("t3", "k1"), T3)),
    ("two kept apart in one course", "courses", "apart", move(c5="k2")),
    (
        "one person in two things at once",
        "courses",
        "persons",
        staff(("t3", "k1"), T1, T3),
    ),
    ("a pin that is not kept", "homes", "pins", move(c5=None)),
    ("a pin that was moved away", "flow", "pins", move(c1="f1", c4="f2")),
    (
        "more changes than may be",
        "homes",
        "changes",
        move(c6=None, c7="f1", c1=None, c2=None),
    ),
    ("a fit that was embellished", "homes", "fits", put("chosen", 0, "fit", 99)),
    ("two sides of a fit exchanged", "homes", "fits", misquoted),
    ("a fit that was left out", "homes", "fits", drop("chosen", "fit")),
    ("an unmatched need not listed", "homes", "unmatched", drop("unmatched")),
    (
        "a matched need listed as unmatched",
        "homes",
        "unmatched",
        add("unmatched", {"need": "c1", "reason": "none"}),
    ),
    ("a closed course not listed", "courses", "closed", drop("closed")),
    (
        "an open course listed as closed",
        "courses",
        "closed",
        add("closed", {"asset": "k1", "reason": "none"}),
    ),
    ("a blocking pair hidden", "flow", "blocking_pairs", drop("blocking_pairs")),
    (
        "a blocking pair invented",
        "homes",
        "blocking_pairs",
        add("blocking_pairs", ["c4", "f4"]),
    ),
    (
        "a blocking pair listed twice",
        "flow",
        "blocking_pairs",
        add("blocking_pairs", ["c3", "f3"]),
    ),
    (
        "a solution that is not stable",
        "homes",
        "blocking_pairs",
        move(c3="f1", c1=None, c2=None),
    ),
    ("an excused pair hidden", "homes", "excused_pairs", drop("excused_pairs")),
    (
        "an excuse of another kind",
        "homes",
        "excused_pairs",
        put("excused_pairs", 0, "held_by", "changes"),
    ),
    (
        "more blocking pairs than allowed",
        "allowed",
        "allow",
        move(c3="f1", c1=None, c2=None),
    ),
    (
        "objectives in another order",
        "homes",
        "order",
        lambda _, r: r["objectives"].reverse(),
    ),
    ("an objective left out", "homes", "order", drop("objectives")),
    (
        "an objective of another policy",
        "queue",
        "order",
        put("objectives", 0, "name", "size"),
    ),
    (
        "a value that does not add up",
        "homes",
        "values",
        put("objectives", 2, "value", 355),
    ),
    (
        "openings that are not counted",
        "opening",
        "values",
        both(move(**{f"c{k}": None for k in range(1, 8)}), staff()),
    ),
    ("a bound below the value", "homes", "bounds", put("objectives", 2, "bound", 300)),
    (
        "a gap under a closed status",
        "homes",
        "bounds",
        put("objectives", 2, "bound", 400),
    ),
    ("a gap that is none", "homes", "bounds", put("status", "feasible")),
    (
        "optimal without a certificate",
        "homes",
        "proofs",
        both(put("status", "optimal"), put("objectives", 2, "proof", "none")),
    ),
    (
        "a count that does not close",
        "homes",
        "proofs",
        put("objectives", 1, "proof", "count"),
    ),
    ("a price that is too low", "flow", "proofs", put(*PRICES, "units", "c4", 100)),
    ("a negative price", "flow", "proofs", put(*PRICES, "assets", "f9", -1)),
    (
        "prices that prove more than there is",
        "flow",
        "proofs",
        put(*PRICES, "assets", "f1", 300),
    ),
    (
        "weights that do not rank",
        "flow",
        "proofs",
        put("objectives", -1, "certificate", "costs", "size", 100),
    ),
    (
        "a certificate that is missing",
        "flow",
        "proofs",
        drop("objectives", "certificate"),
    ),
    (
        "a dual for more than capacities",
        "courses",
        "proofs",
        put("objectives", 0, "proof", "dual"),
    ),
    ("a worse solution under an old dual", "flow", "proofs", move(c5=None, c3="f3")),
    ("somebody with a choice not listed", "choice", "equal", drop("equal")),
    ("a choice that is none", "choice", "equal", put("equal", 0, "assets", ["f2"])),
    (
        "a chosen row not marked provisional",
        "choice",
        "equal",
        drop("chosen", "provisional"),
    ),
    ("a tie called unique", "flow", "lottery", put("tie", "unique")),
    ("a tie called unproven", "flow", "lottery", put("tie", "unproven")),
    ("a lottery drawn by hand", "flow", "lottery", redrawn),
    ("a stable tie called unique", "tied", "lottery", put("tie", "unique")),
    (
        "a stable lottery drawn by hand",
        "tied",
        "lottery",
        move(c1="f2", c2="f1"),
    ),
    ("a stable choice not listed", "asked", "equal", put("equal", 0, "assets", [])),
    ("needs-first without a draw", "queue", "lottery", put("tie", "unique")),
    ("needs that could all do better", "queue", "lottery", move(c1="f1", c2="f2")),
    ("a need passed over", "queue", "lottery", move(c1="f3", c3="f2")),
    (
        "an infeasible answer without a conflict",
        "stuck",
        "conflict",
        lambda _, r: r["conflict"].clear(),
    ),
    ("a conflict that can hold", "stuck", "conflict", drop("conflict")),
    (
        "a conflict with a bystander",
        "stuck",
        "conflict",
        add("conflict", {"kind": "minimum", "refs": ["f2"]}),
    ),
    (
        "a conflict nobody asked for",
        "stuck",
        "conflict",
        add("conflict", {"kind": "pin", "refs": ["c3", "f2"]}),
    ),
    ("a conflict beside a solution", "homes", "conflict", add("conflict", PIN)),
    (
        "a seat in an infeasible answer",
        "stuck",
        "empty",
        add("chosen", {"need": "c1", "asset": "f1", "fit": 50}),
    ),
    ("a solution called infeasible", "homes", "conflict", put("status", "infeasible")),
    ("a price on a face that is too low", "fair", "proofs", duals(3, "units", "c3", 0)),
    ("a price below 0 on a free unit", "fair", "proofs", duals(3, "units", "c5", -1)),
    ("a price below 0 on an asset", "fair", "proofs", duals(0, "assets", "f1", -1)),
    ("a face priced too high", "fair", "proofs", duals(5, "assets", "f3", 45)),
    ("somebody unknown who is priced", "fair", "proofs", duals(3, "units", "c9", 0)),
    ("a price that is no whole number", "fair", "proofs", duals(3, "units", "c3", 1.0)),  # type: ignore[arg-type]
    ("prices of another face", "fair", "proofs", swapped("certificate", 3, 4)),
    (
        "a face that nothing proves",
        "fair",
        "proofs",
        both(relevelled("leximin:10", proof="none"), put("status", "claimed")),
    ),
    (
        "a level of a face left unproven",
        "fair",
        "proofs",
        put("objectives", 3, "certificate", None),
    ),
    (
        "a size without its weights",
        "fair",
        "proofs",
        lambda _, r: r["objectives"][0]["certificate"].pop("costs"),
    ),
    (
        "weights that say nothing of size",
        "fair",
        "proofs",
        put("objectives", 0, "certificate", "costs", {"fit": 1}),
    ),
    (
        "a count where some are left",
        "fair",
        "proofs",
        relevelled("leximin:40", proof="count"),
    ),
    (
        "the worst off hidden",
        "fair",
        "values",
        relevelled("leximin:40", value=0, bound=0),
    ),
    ("a fair level left out", "fair", "order", drop("objectives", 1)),
    ("fair levels from the top", "fair", "order", swapped("name", 3, 4)),
    (
        "the best off levelled too",
        "fair",
        "order",
        add(
            "objectives",
            {"name": "leximin:90", "value": 1, "bound": 1, "proof": "none"},
        ),
    ),
    ("a worse list under old duals", "fair", "proofs", move(c1="f2", c4=None)),
    ("a fair tie called lottery", "fair", "lottery", put("tie", "lottery")),
    ("fair with an option", "fair", "policy", put("options", "maximise", "generous")),
    ("fair called best", "fair", "order", put("policy", "best")),
    (
        "a deletion beside a dual",
        "fair",
        "proofs",
        put("objectives", 5, "deleted", [1]),
    ),
    (
        "a deletion beside a count",
        "fair",
        "proofs",
        put("objectives", 1, "deleted", [1]),
    ),
    (
        "a deletion beside rows",
        "homes",
        "proofs",
        relevelled("fit", deleted=[["pair", "c4", "f4"]]),
    ),
    (
        "a fair level with its rows gone",
        "fair courses",
        "proofs",
        put("objectives", 3, "certificate", "rows", []),
    ),
    (
        "a fair level on a later one",
        "fair courses",
        "proofs",
        put("objectives", 3, "certificate", "rows", [["level", "fit", -1]]),
    ),
    (
        "an open gap that the rows do not give",
        "homes",
        "proofs",
        both(relevelled("fit", bound=999), put("status", "feasible")),
    ),
    ("proven and called claimed", "homes", "proofs", put("status", "claimed")),
    ("a generous price too low", "generous", "proofs", duals(3, "assets", "f2", -3)),
    (
        "a rank counted as less",
        "generous",
        "values",
        relevelled("rank:2", value=3, bound=3),
    ),
    ("ranks from the best", "ranks", "order", swapped("name", 2, 3)),
    (
        "a rank level without rows",
        "ranks",
        "proofs",
        relevelled("rank:2", certificate={"rows": [], "denominator": 1}),
    ),
    (
        "less rank than there is",
        "egalitarian",
        "values",
        relevelled("egalitarian", value=12, bound=12),
    ),
    (
        "a denominator of nought",
        "egalitarian",
        "proofs",
        put("objectives", 2, "certificate", "denominator", 0),
    ),
    ("less regret than there is", "regret", "values", relevelled("regret", value=1)),
    (
        "regret beyond all ranks",
        "regret",
        "proofs",
        rerowed("regret", "beyond", 2, "99"),
    ),
    (
        "regret with the wrong sign",
        "regret",
        "proofs",
        rerowed("regret", "beyond", -1, -1),
    ),
    (
        "a regret of another question",
        "regret",
        "order",
        put("options", "maximise", "egalitarian"),
    ),
    ("assets-first over groups", "homes", "policy", put("policy", "assets-first")),
    ("assets-first without a draw", "assets", "lottery", put("tie", "unique")),
    (
        "assets that could do better",
        "assets",
        "lottery",
        lambda data, r: reseated(data, r, rotated(r)),
    ),
    (
        "an improvement left",
        "assets",
        "values",
        put("objectives", 0, "value", 1),
    ),
]


@pytest.mark.parametrize("name", ROUNDS)
def test_a_good_result_raises_no_alarm(name: str) -> None:
    """Before anything is planted, both verifiers find nothing."""
    data, result = planted(name)
    assert library_failures(data, result, SALT) == set()
    assert stand_alone_failures(data, result, SALT) == set()


@pytest.mark.parametrize(("what", "where", "check", "plant"), PLANTS)
def test_a_planted_fault_is_named(
    what: str, where: str, check: str, plant: Plant
) -> None:
    """Both verifiers fail the very check that the fault breaks, and the same ones."""
    data, result = planted(where)
    plant(data, result)
    failed = library_failures(data, result, SALT)
    assert check in failed, what
    assert stand_alone_failures(data, result, SALT) == failed, what


def test_there_are_many_kinds_of_fault() -> None:
    """At least 130 kinds are planted, and every check is broken at least once."""
    checks = {check for _, _, check, _ in PLANTS}
    assert len(PLANTS) >= 130
    assert checks == {
        *("format", "digest", "salt", "policy", "references", "groups", "apart"),
        *("acceptability", "capacities", "max_units", "limits", "minimum", "openings"),
        *("staffing", "persons", "pins", "changes", "fits", "unmatched", "closed"),
        *("blocking_pairs", "excused_pairs", "allow", "order", "values", "bounds"),
        *("proofs", "equal", "lottery", "conflict", "empty"),
    }
