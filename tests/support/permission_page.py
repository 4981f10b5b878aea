"""The tables of docs/permissions.md, as they have to be written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.permissions import FIELDS, RULES, Rule
from api.records import ROLES

MARKS = {
    "anyone": "everybody signed in, for what is theirs",
    "second": "only somebody who did not act on it before",
    "themselves": "also about themselves",
    "command": "also a command",
    "work": "also the service by itself",
    "early": "an adult's own, also before their code",
    "always": "also before any code",
    "public": "anybody, without an account",
    "one": "a role for one scheme is enough, and shows that one",
}


def act_lines() -> Iterator[str]:
    """Return a line for every act there is."""
    for act, rule in RULES.items():
        yield _line(
            f"`{act}`",
            _names(rule.roles),
            _names(rule.members),
            _names(rule.parties),
            _notes(rule),
        )


def field_lines() -> Iterator[str]:
    """Return a line for each thing, who, and the steps at which they see the same."""
    for (kind, audience), steps in FIELDS.items():
        for fields, at in _by_fields(steps).items():
            said = ", ".join(step or "every step" for step in at)
            yield _line(kind, _names((audience,)), said, ", ".join(fields))


def _by_fields(
    steps: Mapping[str, tuple[str, ...]],
) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for step, fields in steps.items():
        found.setdefault(tuple(fields), []).append(step)
    return found


def _notes(rule: Rule) -> str:
    said = [text for mark, text in MARKS.items() if getattr(rule, mark)]
    if rule.at:
        said.append(f"parties at {_names(rule.at)}")
    return "; ".join(said)


def _names(names: tuple[str, ...]) -> str:
    if set(names) == set(ROLES):
        return "every role"
    return ", ".join(name.replace("_", " ") for name in names)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
