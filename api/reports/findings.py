"""What every report of a round starts from: the round, read once and put in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.explaining import Why
from matcher.explaining.order import counting, in_order
from matcher.instance import Instance, Solution, read_instance, read_result
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Findings:
    """A round as its reports need it.

    Parameters
    ----------
    result, snapshot, scheme
        The round, what it was made from, and its rules.
    solution, instance
        Read from the texts in the round.
    pairs, waiting, empty, closed : tuple of Why
        Explanations by kind; refs in the order in which people count: c2 before c10.
    """

    result: RoundResult
    snapshot: Snapshot
    scheme: Scheme
    solution: Solution
    instance: Instance
    pairs: tuple[Why, ...]
    waiting: tuple[Why, ...]
    empty: tuple[Why, ...]
    closed: tuple[Why, ...]

    @property
    def words(self) -> Mapping[str, str]:
        """Words for staff."""
        return self.scheme.words.get("staff", {})

    @property
    def choices(self) -> tuple[Why, ...]:
        """Pairs for which something else would be as good: a person settles them."""
        return tuple(why for why in self.pairs if why.equal)

    @property
    def proposed(self) -> tuple[Why, ...]:
        """All other pairs."""
        return tuple(why for why in self.pairs if not why.equal)

    @property
    def opened(self) -> list[str]:
        """Refs of what could stay closed and is proposed to open."""
        held = {row.asset for row in self.solution.chosen}
        rows = self.instance.assets
        return in_order(row.ref for row in rows if row.openable and row.ref in held)

    def crew(self, asset: str) -> list[str]:
        """Return the staff proposed for an asset."""
        return in_order(ref for ref, at in self.solution.staff if at == asset)

    @property
    def drawn(self) -> bool:
        """Whether a lottery chose between answers of equal value."""
        return self.solution.tie == "lottery"

    def word(self, name: str, otherwise: str = "") -> str:
        """Return a word of the scheme's for staff, or `otherwise`."""
        return self.words.get(name, otherwise or name)

    def companions(self) -> Mapping[str, tuple[str, ...]]:
        """Return, for each need in a group, the others of that group."""
        return {
            ref: tuple(other for other in group.members if other != ref)
            for group in self.instance.groups
            for ref in group.members
        }


def findings_of(result: RoundResult, snapshot: Snapshot, scheme: Scheme) -> Findings:
    """Read a round.

    Raises
    ------
    InstanceError
        If the texts in the round are not ours.
    """
    by_kind: dict[str, list[Why]] = {"pair": [], "need": [], "seat": [], "closed": []}
    for why in result.whys:
        by_kind[why.kind].append(why)
    return Findings(
        result,
        snapshot,
        scheme,
        read_result(result.result),
        read_instance(result.instance),
        *(
            tuple(sorted(found, key=lambda why: counting(why.need or why.asset)))
            for found in by_kind.values()
        ),
    )
