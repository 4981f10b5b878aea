"""A piece of a baby bank's stock, from the door to a family."""

from __future__ import annotations

from collections.abc import Iterable

from api.steps.machine import Machine, Step

_IN_STOCK = ("received", "checked", "available", "set_aside")

ITEM = Machine(
    one="item",
    start="received",
    states=("received", "checked", "available", "set_aside", "collected", "pulled"),
    ends=("pulled",),
    steps=(
        Step("check", ("received",), "checked", ("passed_check",)),
        Step("make_available", ("checked",), "available"),
        Step("set_aside", ("available",), "set_aside"),
        Step("collect", ("set_aside",), "collected"),
        Step("hand_over", ("available",), "collected"),
        Step("return_to_stock", ("set_aside",), "available"),
        Step("pull", _IN_STOCK, "pulled", ("reason",)),
        # A recall reaches what families have: its takers are told.
        Step("recall", (*_IN_STOCK, "collected"), "pulled"),
    ),
)

# What a proposal's act does to its item; the way back only once it is set aside.
ITEM_THEN = {
    "offer": "set_aside",
    "agree": "collect",
    "decline": "return_to_stock",
    "expire": "return_to_stock",
    "lapse": "return_to_stock",
    "withdraw": "return_to_stock",
}


def never_taken(item: str, *, second_hand: bool, refused: Iterable[str]) -> bool:
    """Tell whether an item stays at the door: the scheme never takes it used."""
    return second_hand and item in set(refused)


def bundle_available(states: Iterable[str]) -> bool:
    """Tell whether a bundle can be asked for: whole, so with every piece available."""
    states = tuple(states)
    return bool(states) and all(state == "available" for state in states)


def takers_told(state: str, act: str) -> bool:
    """Tell whether the family that has an item, or waits for it, has to be told."""
    return act in {"recall", "pull"} and state in {"set_aside", "collected"}
