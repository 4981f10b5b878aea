"""Which columns become which numbers: capacity, groups, staff, priority, the tree."""

from __future__ import annotations

from itertools import product
from typing import Any

from matcher.schemes.draft import Draft, Table
from matcher.schemes.lines import Path
from matcher.schemes.shape import BUILD, PRIORITY, STAFFING

_COLUMNS = {
    "seats": ("needs", ("whole",)),
    "group": ("needs", ("ref",)),
    "together": ("needs", ("choice",)),
    "capacity": ("assets", ("whole",)),
    "taken": ("assets", ("whole",)),
    "approved": ("assets", ("whole",)),
    "unless_one_group": ("assets", ("whole",)),
    "max_units": ("assets", ("whole",)),
    "opens_with": ("assets", ("whole",)),
    "minimum": ("assets", ("whole",)),
    "slots": ("assets", ("slots",)),
    "most": ("staff", ("whole",)),
    "staff_role": ("staff", ("choice",)),
    "staff_traits": ("staff", ("choices",)),
}
_TOGETHER = ("required", "preferred", "apart")
_SIMPLE = {"capacity", "taken", "approved", "usual_limit", "priority"}
_LEVELS = 3


def check_build(draft: Draft, data: Table) -> None:
    """Note every fault of ``[build]``."""
    if not isinstance(data.get("build"), dict):
        return
    build = draft.keep(("build",), data["build"], BUILD)
    for key, (sheet, kinds) in _COLUMNS.items():
        if key in build:
            _named(draft, ("build", key), sheet, build[key], kinds)
    _together(draft, build)
    _limits(draft, build)
    _staffing(draft, build)
    _priority(draft, build)
    _simple(draft, build)


def _named(
    draft: Draft, path: Path, sheet: str, name: Any, kinds: tuple[str, ...]
) -> Table:
    if sheet == "staff" and not draft.columns("staff"):
        draft.fault(path, "There is no [staff] sheet. Add it, or leave this out.")
        return {}
    return draft.column(path, sheet, name, kinds) or {}


def _together(draft: Draft, build: Table) -> None:
    if "together" in build and "group" not in build:
        draft.fault(("build", "together"), 'Say also which column is the "group".')
    name = build.get("together", "")
    values = draft.columns("needs").get(name, {}).get("values", [])
    for word in values:
        if word not in _TOGETHER:
            draft.fault(
                ("needs", "columns", name, "values"),
                f'"{word}" will not do: write required, preferred and apart.',
            )


def _limits(draft: Draft, build: Table) -> None:
    uses, limits = build.get("uses", {}), build.get("limits", {})
    for key, name in uses.items():
        _named(draft, ("build", "uses", key), "needs", name, ("whole",))
        if key not in limits:
            draft.fault(("build", "uses", key), f'No limit is called "{key}". Add it.')
    for key, name in limits.items():
        _named(draft, ("build", "limits", key), "assets", name, ("whole",))
        if key not in uses:
            draft.fault(
                ("build", "limits", key), f'Nothing uses "{key}". Add it to uses.'
            )


def _staffing(draft: Draft, build: Table) -> None:
    columns = draft.columns("staff")
    roles = columns.get(build.get("staff_role", ""), {}).get("values", [])
    traits = columns.get(build.get("staff_traits", ""), {}).get("values", [])
    for index, given in enumerate(build.get("staffing", [])):
        path = ("build", "staffing", index)
        row = draft.keep(path, given, STAFFING)
        if "staff_role" not in build:
            draft.fault(path, "Say staff_role in [build]: the column of roles.")
        if roles and row.get("role", roles[0]) not in roles:
            draft.unknown((*path, "role"), "role", row["role"], roles)
        for trait, number in row.get("at_least", {}).items():
            _trait(draft, (*path, "at_least", trait), traits, number, row)


def _trait(
    draft: Draft, path: Path, traits: list[str], number: Any, row: Table
) -> None:
    if str(path[-1]) not in traits:
        draft.unknown(path, "trait", str(path[-1]), traits)
    most = row.get("exactly", number)
    whole = isinstance(number, int) and not isinstance(number, bool)
    if not whole or not 1 <= number <= most:
        draft.fault(path, f"Write a whole number from 1 to {most}.")


def _priority(draft: Draft, build: Table) -> None:
    rules = []
    for index, given in enumerate(build.get("priority", [])):
        path = ("build", "priority", index)
        rule = draft.keep(path, given, PRIORITY)
        if ("flag" in rule) == ("months" in rule):
            draft.fault(path, "Say either flag or months.")
            continue
        kinds = ("flag",) if "flag" in rule else ("date", "month")
        if "column" in rule:
            draft.column((*path, "column"), "needs", rule["column"], kinds)
        rules.append(rule)
    if len(_levels(rules)) > _LEVELS:
        draft.fault(
            ("build", "priority"),
            f"These rules make {len(_levels(rules))} levels of priority; "
            f"at most {_LEVELS} are allowed. Merge some.",
        )


def _levels(rules: list[Table]) -> set[int]:
    """Return every sum that some need can have.

    Rules on one column hold together from the shortest wait up, so they are counted as
    steps; a flag either holds or does not.
    """
    steps: dict[tuple[Any, Any], list[Table]] = {}
    for rule in rules:
        steps.setdefault((rule.get("column"), rule.get("flag")), []).append(rule)
    ladders = []
    for group in steps.values():
        total, ladder = 0, {0}
        ordered = sorted(group, key=lambda rule: int(rule.get("months", 0)))
        for months in dict.fromkeys(rule.get("months", 0) for rule in ordered):
            same = [r for r in ordered if r.get("months", 0) == months]
            total += sum(rule.get("gives", 0) for rule in same)
            ladder.add(total)
        ladders.append(sorted(ladder))
    return {sum(pick) for pick in product(*ladders)}


def _simple(draft: Draft, build: Table) -> None:
    policy = draft.table("policy").get("name", "")
    if policy not in {"needs-first", "assets-first"}:
        return
    for key in (name for name in build if name not in _SIMPLE):
        draft.fault(
            ("build", key),
            f"The policy {policy} takes capacities and priorities only. "
            "Leave this out, or choose another policy.",
        )
