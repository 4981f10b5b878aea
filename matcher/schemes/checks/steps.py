"""Steps, whose yes, what each step shows, and who agreed the rules."""

from __future__ import annotations

from matcher.schemes.checks.policy import check_policy
from matcher.schemes.draft import Draft, Table
from matcher.schemes.shape import AGREED, FLOORS, POLICY, STEPS

FULL = (
    "drafted",
    "approved",
    "offered",
    "interested",
    "disclosed",
    "introduced",
    "agreed",
)
CAPACITIES = (
    "child",
    "parental-responsibility",
    "council",
    "worker",
    "holder",
    "hub",
    "parent",
)
# A card names nobody: nothing that points at one child or one household.
_NAMING = ("personal", "ref", "refs", "place", "month", "date")


def check_steps(draft: Draft, data: Table) -> None:
    """Note every fault of ``[steps]``, ``[policy]``, ``[floors]`` and ``[agreed]``."""
    for name, keys in (("policy", POLICY), ("floors", FLOORS)):
        if name in data:
            kept = draft.keep((name,), data[name], keys)
            if name == "policy":
                check_policy(draft, kept)
    if isinstance(data.get("agreed"), dict):
        _agreed(draft, data)
    if isinstance(data.get("steps"), dict):
        steps = draft.keep(("steps",), data["steps"], STEPS)
        _uses(draft, steps)
        _yes(draft, steps)
        _cards(draft, steps)
        _only_new(draft, steps)


def _agreed(draft: Draft, data: Table) -> None:
    agreed = draft.keep(("agreed",), data["agreed"], AGREED)
    if len(agreed) == len(AGREED) and agreed["review"] <= agreed["on"]:
        draft.fault(("agreed", "review"), "The review has to be after the agreement.")


def _uses(draft: Draft, steps: Table) -> None:
    uses, approval = steps.get("uses"), steps.get("approval")
    if uses is None:
        return
    unknown = [name for name in uses if name not in FULL]
    for name in unknown:
        path = ("steps", "uses", uses.index(name))
        draft.unknown(path, "step", name, FULL)
    if unknown or approval is None:
        return
    wanted = [[*row] for row in _orders(approval)]
    if uses not in wanted:
        shown = " or ".join(", ".join(row) for row in wanted)
        draft.fault(
            ("steps", "uses"), f"With approval {approval} the steps are: {shown}."
        )


def _orders(approval: str) -> tuple[tuple[str, ...], ...]:
    """Return the orders of steps that go with where approval stands."""
    plain = tuple(step for step in FULL if step != "approved")
    if approval == "before_offer":
        return (FULL,)
    if approval == "after_introduction":
        return ((*plain[:-1], "approved", "agreed"),)
    return (plain, ("offered", "agreed"))


def _yes(draft: Draft, steps: Table) -> None:
    given = steps.get("yes_from")
    if given is None:
        return
    for index, name in enumerate(given):
        if name not in CAPACITIES:
            draft.unknown(("steps", "yes_from", index), "capacity", name, CAPACITIES)
    if not given:
        draft.fault(("steps", "yes_from"), "Say at least one whose yes makes a match.")
    aged = "child_yes_from_age" in steps
    if "child" in given and not aged and not _written(draft):
        draft.fault(("steps",), 'A child says yes, so add "child_yes_from_age".')
    if aged and "child" not in given:
        draft.fault(
            ("steps", "child_yes_from_age"), 'Add "child" to yes_from, or drop the age.'
        )


def _written(draft: Draft) -> bool:
    return ("steps", "child_yes_from_age") in draft.spans


def _cards(draft: Draft, steps: Table) -> None:
    cards = (("card", "needs"), ("disclosed", "needs"), ("holder_card", "assets"))
    for key, sheet in cards:
        columns = draft.columns(sheet)
        for index, name in enumerate(steps.get(key, [])):
            path = ("steps", key, index)
            if name not in columns:
                draft.unknown(path, f"column of [{sheet}]", name, columns)
            elif key != "disclosed":
                _nameless(draft, path, columns[name])


def _only_new(draft: Draft, steps: Table) -> None:
    """Note what is never taken second-hand and is no item that anybody can offer."""
    items = draft.columns("assets").get("item", {}).get("values", [])
    for index, name in enumerate(steps.get("never_second_hand", [])):
        if name not in items:
            draft.unknown(("steps", "never_second_hand", index), "item", name, items)


def _nameless(draft: Draft, path: tuple[str | int, ...], column: Table) -> None:
    if column.get("kind") in _NAMING or column.get("protected"):
        draft.fault(
            path,
            "A card names nobody: columns that are personal, protected, a ref, a place "
            "or a date stay off it.",
        )
