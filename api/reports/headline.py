"""A round in a handful of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from api.reports.findings import Findings
from api.reports.unsolved import no_answer


@dataclass(frozen=True, slots=True)
class Number:
    """A number and what it counts."""

    value: int
    label: str


def headline(found: Findings) -> tuple[Number, ...]:
    """Return the numbers that a reader looks for first."""
    needs, assets = found.word("needs"), found.word("assets")
    numbers = [Number(len(found.instance.needs), f"{needs} in this round")]
    if no_answer(found):
        return tuple(numbers)
    numbers += [
        Number(len(found.proposed), found.word("proposals")),
        Number(len(found.choices), "for you to choose"),
        Number(len(found.waiting), f"{needs} still waiting"),
    ]
    if found.opened or found.closed:
        numbers.append(Number(len(found.opened), f"{assets} proposed to open"))
        numbers.append(Number(len(found.closed), f"{assets} that stay closed"))
    numbers.append(Number(len(found.empty), f"{assets} with seats left"))
    return tuple(numbers)
