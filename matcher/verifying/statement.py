"""What a result says about itself: words, digests, lists, fits, proofs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import numpy as np

from matcher.instance.document import Instance
from matcher.instance.solution import Objective
from matcher.instance.writing import digest
from matcher.model import PROPOSALS, Policy
from matcher.verifying.case import Case
from matcher.verifying.counting import trivial_bound
from matcher.verifying.draw import check_draw, check_equal, moves
from matcher.verifying.duals import check_duals, optima
from matcher.verifying.neighbours import all_tried, check_listed, check_neighbours
from matcher.verifying.objectives import expected
from matcher.verifying.proposals import check_proposals
from matcher.verifying.safe_lp import Prover
from matcher.verifying.table import NOBODY
from matcher.verifying.verdict import Draw

POLICIES = ("stable", "best", "fair", *PROPOSALS)
MAXIMISE = ("size-fit", "fit", "generous", "egalitarian", "minimum-regret")
PROVING = ("dual", "count", "safe-lp", "tree")
"""Proofs that are checked here; the other kinds are a solver's word."""


def same_instance(case: Case) -> Iterator[str]:
    """Every result belongs to one instance: this one."""
    if case.solution.instance_sha256 != digest(case.instance):
        yield "The result was made from another instance: the digests differ."


def same_salt(case: Case) -> Iterator[str]:
    """Every result was drawn with one salt: this one."""
    stated = case.solution.salt_sha256
    if len(stated) != 64 or set(stated) - set("0123456789abcdef"):
        yield "The salt's digest is not 64 hex digits."
    elif case.salt is not None and stated != _sha256(case.salt):
        yield "The result was drawn with another salt: the digests differ."


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def policy(case: Case) -> Iterator[str]:
    """Every word of the request is one we know, and the instance allows it."""
    asked, market = case.solution.policy, case.instance.market
    if asked.name not in POLICIES:
        yield f"The policy {asked.name} is not one we can check."
    yield from _maximise(asked, market)
    if case.solution.market != market:
        yield f"The market is {market}, and the result says {case.solution.market}."
    if asked.margin > 1 and market != "two-sided":
        yield "A margin needs both sides' fits."
    if asked.name != "stable" and (asked.allow is not None or asked.margin != 1):
        yield f"The policy {asked.name} takes neither allow nor margin."
    if asked.name in PROPOSALS:
        for name in too_much(case.instance):
            yield f"The policy {asked.name} takes no {name}."
    if case.solution.tie not in ("unique", "lottery", "unproven"):
        yield f"The tie {case.solution.tie} is not a word we know."


def _maximise(asked: Policy, market: str) -> Iterator[str]:
    if asked.maximise not in MAXIMISE:
        yield f"To maximise {asked.maximise} is not something we can check."
    if market == "lists" and (asked.maximise == "fit" or asked.name == "fair"):
        yield "The instance has no fits, and what was asked for needs some."
    if asked.name not in ("stable", "best") and asked.maximise != "size-fit":
        yield f"The policy {asked.name} takes no maximise."


def too_much(instance: Instance) -> list[str]:
    """Return the fields of an instance that deferred acceptance refuses."""
    fields = {
        "groups": bool(instance.groups),
        "apart": bool(instance.apart),
        "staff": bool(instance.staff),
        "max_changes": instance.max_changes is not None,
        "seats": any(row.seats != 1 for row in instance.needs),
        "uses": any(row.uses for row in instance.needs),
        "unless_one_group": any(
            row.unless_one_group is not None for row in instance.assets
        ),
        "max_units": any(row.max_units is not None for row in instance.assets),
        "opens_with": any(row.opens_with for row in instance.assets),
        "minimum": any(row.minimum for row in instance.assets),
        "limits": any(row.limits for row in instance.assets),
        "slots": any(row.slots for row in instance.assets),
        "staffing": any(row.staffing for row in instance.assets),
    }
    return [name for name, given in fields.items() if given]


def references(case: Case) -> Iterator[str]:
    """Chosen and staff rows name what exists, each need and each duty once."""
    needs = {row.ref for row in case.instance.needs}
    assets = {row.ref for row in case.instance.assets}
    staff = {row.ref for row in case.instance.staff}
    rows = [(row.need, row.asset, needs) for row in case.solution.chosen]
    rows += [(ref, asset, staff) for ref, asset in case.solution.staff]
    for ref, asset, known in rows:
        if ref not in known:
            yield f"{ref} is chosen and not in the instance."
        if asset not in assets:
            yield f"{asset} is chosen and not in the instance."
    for need, count in Counter(row.need for row in case.solution.chosen).items():
        if count > 1:
            yield f"{need} is chosen {count} times."
    for (ref, asset), count in Counter(case.solution.staff).items():
        if count > 1:
            yield f"{ref} staffs {asset} {count} times over."


def groups(case: Case) -> Iterator[str]:
    """Members of a group are all in one asset, or none is matched."""
    at = {row.need: row.asset for row in case.solution.chosen}
    for group in case.instance.groups:
        if len({at.get(member) for member in group.members}) > 1:
            yield f"The group {group.ref} is split."


def fits(case: Case) -> Iterator[str]:
    """Chosen rows carry the points of the instance's rows."""
    rows, wide = case.instance.fits, len(case.instance.assets)
    needs = {row.ref: k for k, row in enumerate(case.instance.needs)}
    assets = {row.ref: k for k, row in enumerate(case.instance.assets)}
    chosen = case.solution.chosen
    wanted = np.array(
        [needs[c.need] * wide + assets[c.asset] for c in chosen], np.int64
    )
    keys = rows.need.astype(np.int64) * wide + rows.asset  # ascending: as they are read
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    none: list[int | None] = [None] * len(chosen)
    points = [
        none if side is None or not len(keys) else side[at].tolist()
        for side in (rows.need_fit, rows.asset_fit, rows.fit)
    ]
    known = keys[at] == wanted if len(keys) else np.ones(len(chosen), bool)
    for row, there, *true in zip(chosen, known.tolist(), *points, strict=True):
        if [row.need_fit, row.asset_fit, row.fit] != true or not there:
            yield f"The fits of {row.need} at {row.asset} are not the instance's."


def unmatched(case: Case) -> Iterator[str]:
    """Every need without an asset is listed, once, and no other."""
    matched = {row.need for row in case.solution.chosen}
    wanted = {row.ref for row in case.instance.needs} - matched
    yield from _listed("unmatched", wanted, [ref for ref, _ in case.solution.unmatched])


def closed(case: Case) -> Iterator[str]:
    """Every openable asset without a unit is listed, once, and no other."""
    wanted = {
        row.ref
        for row, units in zip(case.instance.assets, case.held, strict=True)
        if row.openable and not units
    }
    yield from _listed("closed", wanted, [ref for ref, _ in case.solution.closed])


def _listed(what: str, wanted: set[str], stated: list[str]) -> Iterator[str]:
    for ref in sorted(wanted - set(stated)):
        yield f"{ref} is {what} and is not listed."
    for ref in sorted(set(stated) - wanted):
        yield f"{ref} is listed as {what} and is not."
    if len(stated) != len(set(stated)):
        yield f"A ref is listed as {what} twice."


def equal(case: Case) -> Iterator[str]:
    """Units with other assets at equal values: pairs that exist, marked provisional."""
    assets = {row.ref: k for k, row in enumerate(case.instance.assets)}
    units = {ref: k for k, ref in enumerate(case.table.units)}
    seen: set[int] = set()
    for ref, others in case.solution.equal:
        unit = units.get(ref, NOBODY)
        if unit == NOBODY or unit in seen or unit in case.table.homes:
            yield f"{ref} stands in equal, and is no free unit or stands there twice."
            continue
        seen.add(unit)
        for other in others:
            place = assets.get(other, NOBODY)
            row = case.table.row(unit, place)
            if row == NOBODY or not case.alone[row] or place == int(case.at[unit]):
                yield f"{other} stands beside {ref} in equal, and it cannot."
        if len(set(others)) != len(others) or (not others and case.at[unit] == NOBODY):
            yield f"{ref} stands in equal with a list that says nothing new."
    needs = {row.ref: k for k, row in enumerate(case.instance.needs)}
    for chosen in case.solution.chosen:
        unit = int(case.table.unit_of[needs[chosen.need]])
        if chosen.provisional != (unit in seen):
            yield f"{chosen.need} is provisional without standing in equal, or not so."
    if not case.solution.equal:
        return
    face = optima(case)
    if face is not None:
        yield from check_equal(case, moves(case, face))
    else:
        yield from check_listed(case)


def proofs(case: Case) -> Iterator[str]:
    """Every certificate proves its level; an optimal answer has one on each."""
    rows = case.solution.objectives
    if [row.name for row in rows] != expected(case):
        yield "The objectives are not the policy's, so their proofs say nothing."
        return
    prover = Prover(case)
    for row in rows:
        yield from _proof(case, row, prover)
    yield from check_duals(case)
    lacking = [row.name for row in rows if row.proof not in PROVING]
    if case.solution.status == "optimal" and lacking:
        yield f"The status is optimal, and {', '.join(lacking)} has no certificate."
    if case.solution.status == "claimed" and not lacking:
        yield "The status is claimed, and every level has a certificate."


def _proof(case: Case, row: Objective, prover: Prover) -> Iterator[str]:
    if row.deleted:
        yield f"The proof of {row.name} deletes columns, and no rule allows that."
    if row.proof == "count":
        found = trivial_bound(case, row.name)
        if found != row.bound:
            yield f"{row.name} counts to {found}, and the result says {row.bound}."
    elif row.proof in ("safe-lp", "tree"):
        yield from prover.check(row)


def lottery(case: Case) -> Iterator[str]:
    """Every choice among equals is the draw's, as far as it can be recomputed."""
    name = case.solution.policy.name
    if name in PROPOSALS:
        if case.solution.tie != "lottery":
            yield f"The policy {name} draws, and the tie does not say so."
        if case.salt is not None:
            yield from check_proposals(case)
        return
    face = optima(case)
    if face is not None:
        yield from check_draw(case, moves(case, face))
    else:
        yield from check_neighbours(case)


def reach(case: Case, *, proven: bool) -> Draw:
    """Return how far the check `lottery` goes; `proven` says that the proofs hold."""
    if case.salt is None:
        return "none"
    if case.solution.policy.name in PROPOSALS:
        return "whole"
    if (proven and optima(case) is not None) or all_tried(case):
        return "whole"
    return "none" if case.solution.tie == "unproven" else "part"


def nothing_chosen(case: Case) -> Iterator[str]:
    """Every answer without a solution chooses nothing and claims nothing."""
    s = case.solution
    lists = {
        "chosen": s.chosen,
        "staff": s.staff,
        "equal": s.equal,
        "objectives": s.objectives,
        "blocking_pairs": s.blocking_pairs,
        "excused_pairs": s.excused_pairs,
    }
    for name, rows in lists.items():
        if rows:
            yield f"The status is {s.status}, and {name} is not empty."


def no_conflict(case: Case) -> Iterator[str]:
    """Only an infeasible answer names a conflict."""
    if case.solution.conflict:
        yield f"The status is {case.solution.status}, and a conflict is named."
