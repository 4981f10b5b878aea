"""Gates and criteria: kinds, options, the columns they read, and their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.schemes.checks.words import check_sentence, check_told
from matcher.schemes.draft import Draft, Table
from matcher.schemes.kinds import ABSENT, CRITERION_KINDS, GATE_KINDS, Kind, Option
from matcher.schemes.lines import Path
from matcher.schemes.shape import CRITERION, GATE, TOLD, Key, any_of

_TAKES = {
    "whole": "whole",
    "points": "whole",
    "flag": "flag",
    "levels": "list",
    "left": "text",
    "asset": "text",
    "place": "text",
    "checked": "text",
    "prefix": "text",
    "word": "text",
}


def check_rules(draft: Draft, data: Table) -> None:
    """Note every fault of the gates and the criteria."""
    for name, given in _tables(data, "gates"):
        _rule(draft, ("gates", name), given, GATE, GATE_KINDS)
    for name, given in _tables(data, "criteria"):
        _rule(draft, ("criteria", name), given, CRITERION, CRITERION_KINDS)
    if isinstance(data.get("criteria"), dict):
        _both_sides(draft)


def _tables(data: Table, name: str) -> list[tuple[str, Any]]:
    table = data.get(name, {})
    return [*table.items()] if isinstance(table, dict) else []


def _both_sides(draft: Draft) -> None:
    rules = [t for p, t in draft.tables.items() if len(p) == 2 and p[0] == "criteria"]
    sides = {rule.get("side") for rule in rules}
    for side in ("need", "asset"):
        if side not in sides and None not in sides:
            draft.fault(
                ("criteria",),
                f'No criterion has side = "{side}", so that side would have no fit. '
                "Add one.",
            )


def _rule(
    draft: Draft,
    path: Path,
    given: Any,
    common: Mapping[str, Key],
    kinds: Mapping[str, Kind],
) -> None:
    what = "gate" if path[0] == "gates" else "criterion"
    if not isinstance(given, dict):
        draft.fault(path, f"A {what} has to be a table.")
        return
    name = given.get("kind")
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        draft.keep(path, {k: v for k, v in given.items() if k in common}, common)
        if isinstance(name, str):
            draft.unknown((*path, "kind"), f"kind of {what}", name, kinds)
        return
    options = dict(kind.options)
    if what == "criterion":
        options["absent"] = ABSENT
    rule = draft.keep(path, given, {**common, **_keys(options)})
    if rule.get("left") == "staff" and not draft.columns("staff"):
        draft.fault((*path, "left"), "There is no [staff] sheet. Add it.")
    protected = _options(draft, path, rule, options)
    _one_of(draft, path, rule, kind)
    _relations(draft, path, rule, kind)
    _basis(draft, path, rule, protected)
    _sentences(draft, path, rule, kind)


def _keys(options: Mapping[str, Option]) -> dict[str, Key]:
    keys = {}
    for name, option in options.items():
        low, high = {"whole": (option.low, 1_000_000), "points": (0, 100)}.get(
            option.takes, (None, None)
        )
        keys[name] = Key(_TAKES[option.takes], option.required, option.among, low, high)
    return keys


def _options(
    draft: Draft, path: Path, rule: Table, options: Mapping[str, Option]
) -> list[str]:
    """Note options that name no column of the right kind; return protected names."""
    protected = []
    for name in (key for key in options if key in rule):
        place, value, option = (*path, name), rule[name], options[name]
        sheet = _sheet(rule, option)
        if option.takes == "levels":
            _levels(draft, place, value, rule)
        elif option.takes == "prefix":
            _prefix(draft, place, value, rule, options)
        elif sheet and not (option.takes == "place" and value == "hub"):
            column = draft.column(place, sheet, value, option.kinds)
            protected += [value] if column and column.get("protected") else []
            _years(draft, path, rule, name, column)
        elif value == "hub":
            _hub(draft, place)
    return protected


def _sheet(rule: Table, option: Option) -> str:
    """Return the sheet that an option names a column of, or ""."""
    left: str = rule.get("left", "needs")
    checked = left if rule.get("on") == "left" else "assets"
    places = {"left": left, "asset": "assets", "place": "assets", "checked": checked}
    return places.get(option.takes, "")


def _hub(draft: Draft, path: Path) -> None:
    if draft.columns("assets") and "hub" not in draft.columns("assets"):
        draft.fault(
            path, 'There is no column "hub" in [assets]. Add it, or name a place.'
        )


def _levels(draft: Draft, path: Path, value: list[str], rule: Table) -> None:
    sheet = _sheet(rule, Option("checked"))
    values = draft.columns(sheet).get(rule.get("level", ""), {}).get("values", [])
    for index, word in enumerate(value):
        if values and word not in values:
            draft.unknown((*path, index), "level of check", word, values)


def _prefix(
    draft: Draft, path: Path, prefix: str, rule: Table, options: Mapping[str, Option]
) -> None:
    sheet = _sheet(rule, Option("checked"))
    if sheet != "assets" or "partner" not in draft.columns("assets"):
        draft.fault(
            path, 'Only assets with a column "partner" have a partner\'s check.'
        )
    for name, option in options.items():
        if option.takes == "checked" and name in rule:
            draft.column(path, sheet, prefix + rule[name], option.kinds)


def _years(
    draft: Draft, path: Path, rule: Table, name: str, column: Table | None
) -> None:
    if (
        name != "need"
        or column is None
        or rule.get("kind") not in {"range", "in_range"}
    ):
        return
    dated = column.get("kind") in {"month", "date"}
    if dated and not rule.get("years"):
        draft.fault((*path, name), "This column is a date. Add years = true.")
    if rule.get("years") and column.get("kind") == "whole":
        draft.fault(
            (*path, "years"), "The column is a number already. Leave years out."
        )


def _one_of(draft: Draft, path: Path, rule: Table, kind: Kind) -> None:
    given = [name for name in kind.one_of if name in rule]
    misread = [name for name in kind.one_of if (*path, name) in draft.spans]
    if kind.one_of and not given and not misread:
        draft.fault(path, f"Say {any_of(kind.one_of)}.")
    if kind.exactly_one and len(given) > 1:
        draft.fault((*path, given[1]), f"Say only one of {any_of(kind.one_of)}.")


def _relations(draft: Draft, path: Path, rule: Table, kind: Kind) -> None:
    for place, name in kind.relations:
        sheet = rule.get("left", "needs") if place == "left" else place
        held = "person" if sheet == "staff" else name
        if draft.columns(sheet) and held not in draft.columns(sheet):
            draft.fault(
                path, f'This kind reads "{held}" of [{sheet}]. Add that column.'
            )


def _basis(draft: Draft, path: Path, rule: Table, protected: list[str]) -> None:
    given = "basis" in rule or (*path, "basis") in draft.spans
    if protected and not given:
        draft.fault(
            path,
            f'Column "{protected[0]}" is protected. Add basis = "recorded need" or '
            'basis = "terms of approval" where that is true; else leave the rule out.',
        )
    if not protected and "basis" in rule:
        draft.fault((*path, "basis"), "No column here is protected. Leave basis out.")


def _sentences(draft: Draft, path: Path, rule: Table, kind: Kind) -> None:
    allowed = ("need", "asset", *kind.words)
    gate = path[0] == "gates"
    for key in ("permits", "otherwise") if gate else ("reason", "gap", "support"):
        if key in rule:
            check_sentence(draft, (*path, key), rule[key], allowed)
    if "told" in rule:
        told = draft.keep((*path, "told"), rule["told"], TOLD)
        for audience, sentence in told.items():
            check_told(draft, (*path, "told", audience), sentence, kind.words)
    if rule.get("confidential"):
        _silent(draft, path, rule)


def _silent(draft: Draft, path: Path, rule: Table) -> None:
    """Note where a confidential gate could be told from another."""
    if rule.get("change"):
        draft.fault((*path, "change"), "A confidential gate offers no change.")
    if rule.get("otherwise", "Not available.") != "Not available.":
        draft.fault(
            (*path, "otherwise"),
            'A confidential gate says "Not available." and nothing more.',
        )
