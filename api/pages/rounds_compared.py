"""What a comparison came to, in rows and sentences: totals, and nobody's ref."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.pages.rounds_policies import TITLES

Data = Mapping[str, Any]
SOLVED = {"optimal", "claimed", "feasible"}


def compared_rows(found: Data, words: Data) -> list[list[str]]:
    """Return the table: one line for each figure, one column for each policy."""
    needs = words.get("needs", "needs")
    policies = found["policies"]
    lines: list[tuple[str, list[str]]] = [
        (f"{needs} with a match".capitalize(), _each(policies, "matched")),
        (f"{needs} still waiting".capitalize(), _each(policies, "unmatched")),
        *_priorities(policies, needs),
        ("Sum of fits", _each(policies, "fit")),
        ("Lowest fit of anybody matched", _each(policies, "worst_need_fit")),
        ("Pairs who would rather have each other", _each(policies, "blocking_pairs")),
        ("Checked by a second program", [_yes(p) for p in policies]),
        ("Proved to be the best by its own aims", [_proved(p) for p in policies]),
    ]
    return [[title, *cells] for title, cells in lines]


def titles(found: Data) -> list[str]:
    """Return the names of the policies, as columns."""
    return [TITLES[policy["policy"]] for policy in found["policies"]]


def given_up(found: Data, words: Data) -> list[str]:
    """Return in sentences what the others give up against the one that matches most."""
    solved = [policy for policy in found["policies"] if policy["status"] in SOLVED]
    if not solved:
        return []
    first = max(solved, key=lambda p: (p["matched"], p["fit"] or 0))
    sentences = [
        _against(first, policy, words) for policy in solved if policy is not first
    ]
    return [sentence for sentence in sentences if sentence]


def named(figures: Data | None, name: str) -> Data | None:
    """Return a picture by its name, where it is drawn."""
    pictures = figures["pictures"] if figures else ()
    return next((each for each in pictures if each["name"] == name), None)


def frontiers(found: Data) -> list[tuple[str, list[list[int]]]]:
    """Return by policy what allowing more such pairs would buy, where it was asked."""
    return [
        (TITLES[policy["policy"]], [[*map(int, step.values())] for step in steps])
        for policy in found["policies"]
        if len(steps := policy["frontier"]) > 1
    ]


def _against(first: Data, other: Data, words: Data) -> str:
    parts = list(_differences(first, other, words))
    name, than = TITLES[other["policy"]], TITLES[first["policy"]]
    if not parts:
        return f"“{name}” comes to the same totals as “{than}”."
    return f"“{name}” against “{than}”: {'; '.join(parts)}."


def _differences(first: Data, other: Data, words: Data) -> Iterator[str]:
    needs = words.get("needs", "needs")
    fewer = first["matched"] - other["matched"]
    if fewer:
        yield f"{fewer} fewer {needs} with a match"
    if first["fit"] is not None and other["fit"] is not None:
        yield from _more(other["fit"] - first["fit"], "points of fit in all")
    if None not in (first["worst_need_fit"], other["worst_need_fit"]):
        rise = other["worst_need_fit"] - first["worst_need_fit"]
        yield from _more(rise, "points for whoever fits least well")
    pairs = other["blocking_pairs"] - first["blocking_pairs"]
    yield from _more(pairs, "pairs who would rather have each other", "fewer")


def _more(number: int, what: str, less: str = "less") -> Iterator[str]:
    if number:
        word = "more" if number > 0 else less
        yield f"{abs(number):,} {word} {what}"


def _each(policies: Sequence[Data], name: str) -> list[str]:
    return [_cell(policy, policy[name]) for policy in policies]


def _cell(policy: Data, value: Any) -> str:
    if not policy["possible"]:
        return "cannot be used"
    if policy["status"] not in SOLVED:
        return "no answer"
    return "none" if value is None else f"{value:,}"


def _priorities(
    policies: Sequence[Data], needs: str
) -> Iterator[tuple[str, list[str]]]:
    levels = {level for policy in policies for level in policy["by_priority"]}
    if len(levels) > 1:
        for level in sorted(levels, key=int, reverse=True):
            cells = [_cell(p, p["by_priority"].get(level, 0)) for p in policies]
            yield f"{needs} of priority {level} with a match".capitalize(), cells


def _yes(policy: Data) -> str:
    return _cell(policy, None).replace("none", "yes" if policy["verified"] else "no")


def _proved(policy: Data) -> str:
    said = "yes" if policy["status"] == "optimal" else "no"
    return _cell(policy, None).replace("none", said)
