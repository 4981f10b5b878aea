"""What may be asked of the solver, and the sentences that refuse the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from matcher.errors import Refused
from matcher.instance.document import Instance
from matcher.model import MAXIMISE, POLICIES, PROPOSALS, Policy

_WHOLE = ("groups", "staff", "apart", "max_changes")
_OF_ASSETS = (
    "unless_one_group",
    "max_units",
    "opens_with",
    "minimum",
    "limits",
    "slots",
    "staffing",
)
_HEX = re.compile("[0-9a-f]+")


def check_request(
    instance: Instance, policy: Policy, *, salt: str, effort: float
) -> None:
    """Refuse what cannot be solved as asked.

    Raises
    ------
    Refused
        With one sentence or two: an unknown policy or option, an option that the policy
        or the market has no use for, an instance without needs or assets, a salt that
        is not lower-case hex, an effort that is not above 0.
    """
    for sentence in _refusals(instance, policy, salt, effort):
        raise Refused(sentence)


def _refusals(
    instance: Instance, policy: Policy, salt: str, effort: float
) -> Iterator[str]:
    if policy.name not in POLICIES:
        yield (
            f'"{policy.name}" is not a policy of this release. Use {_either(POLICIES)}.'
        )
    if policy.maximise not in MAXIMISE:
        yield (
            f'--maximise "{policy.maximise}" is not an option of this release. '
            f"Use {_either(MAXIMISE)}."
        )
    yield from _unfit_options(instance, policy)
    if not instance.needs or not instance.assets:
        missing = "assets" if instance.needs else "needs"
        yield f"The instance has no {missing}: there is nothing to match. Add some."
    if not _HEX.fullmatch(salt):
        yield "The salt is not lower-case hex. Use 0-9 and a-f, one digit at least."
    if not (math.isfinite(effort) and effort > 0):
        yield f"An effort of {effort} is no amount of work. Use a number above 0."


def _unfit_options(instance: Instance, policy: Policy) -> Iterator[str]:
    if policy.maximise == "fit" and instance.market == "lists":
        yield "--maximise fit needs fits, and this instance has none. Leave it out."
    if policy.allow is not None and (policy.name != "stable" or policy.allow < 0):
        yield "--allow takes a whole number from 0, under the policy stable only."
    if policy.margin < 1:
        yield f"--margin {policy.margin} is too small. Use a whole number from 1."
    if policy.margin > 1 and policy.name != "stable":
        yield "--margin above 1 is for the policy stable only. Leave it out."
    if policy.margin > 1 and instance.market != "two-sided":
        yield "--margin above 1 needs both sides' fits. Leave it out for this instance."
    if policy.name == "fair":
        yield from _unfit_for_fair(instance, policy)
    if policy.name in PROPOSALS:
        yield from _unfit_for_proposals(instance, policy)


def _unfit_for_fair(instance: Instance, policy: Policy) -> Iterator[str]:
    if policy.maximise != "size-fit":
        yield "fair has objectives of its own: leave out --maximise."
    if instance.market == "lists":
        yield (
            "fair compares how well each match fits, and this instance has no fits. "
            "Add fits, or use best with --maximise generous."
        )


def _unfit_for_proposals(instance: Instance, policy: Policy) -> Iterator[str]:
    if policy.maximise != "size-fit":
        yield f"{policy.name} has no objectives: leave out --maximise."
    if policy.ties == "person":
        yield (
            f"{policy.name} settles ties by the draw, and this scheme leaves them to a "
            "person. Use stable or best."
        )
    fields = ", ".join(sorted(set(_beyond_capacities(instance))))
    if fields:
        yield (
            f"{policy.name} takes capacities, priorities, pins, agreed and forbidden "
            f"pairs only, and this instance has more: {fields}. Use stable or best."
        )


def _beyond_capacities(instance: Instance) -> Iterator[str]:
    """Yield the names of the fields that deferred acceptance does not honour."""
    yield from (name for name in _WHOLE if getattr(instance, name) not in ((), None))
    for need in instance.needs:
        if need.seats != 1:
            yield "seats"
        if need.uses:
            yield "uses"
    for asset in instance.assets:
        yield from (
            name for name in _OF_ASSETS if getattr(asset, name) not in ((), None)
        )


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
