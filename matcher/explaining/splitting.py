"""What placing a preferred group one by one would do: shown, never applied."""

from __future__ import annotations

from dataclasses import replace

from matcher.explaining.case import Case
from matcher.explaining.phrases import listed
from matcher.instance import compile_market


def split(case: Case, unit: int) -> str:
    """Return a sentence on an unmatched group that is preferred together, else "".

    A required group is never offered for splitting.
    """
    members = case.members(unit)
    if len(members) < 2 or not _preferred(case, members):
        return ""
    kept = tuple(g for g in case.instance.groups if set(g.members) != set(members))
    singles = compile_market(replace(case.instance, groups=kept))
    homes = case.resolved(singles).homes
    placed = [f"{need} with {homes[need]}" for need in members if need in homes]
    if not placed:
        return "Looked at one by one, none of the group would have a match either."
    return f"One by one (only shown, never applied): {listed(placed)}."


def _preferred(case: Case, members: tuple[str, ...]) -> bool:
    links = case.graph.links.get("sibling", ())
    mine = [data for one, _, data in links if one[1] in members]
    return bool(mine) and all(data["together"] == "preferred" for data in mine)
