"""Reading the hand-typed tables of steps, and trying every act from every state."""

from __future__ import annotations

from api.steps import NEEDS, IllegalStep, Machine, next_state

REFUSED, STAYS = ".", "="


def table_of(text: str) -> dict[tuple[str, str], str]:
    """Return {(state, act): target}; "." is refused, "=" stays where it is."""
    heads, *rows = [line.split() for line in text.strip().splitlines()]
    states, cells = heads[1:], {}
    for act, *targets in rows:
        assert len(targets) == len(states), f"the row of {act} is not whole"
        for state, target in zip(states, targets, strict=True):
            cells[state, act] = state if target == STAYS else target
    return cells


def tried(
    machine: Machine, acts: set[str], *, held: bool = False
) -> dict[tuple[str, str], str]:
    """Return what the machine says to every act from every state, nothing missing."""
    return {
        (state, act): _of(machine, state, act, held=held)
        for state in machine.states
        for act in acts
    }


def _of(machine: Machine, state: str, act: str, *, held: bool) -> str:
    try:
        return next_state(machine, state, act, given=NEEDS, held=held)
    except IllegalStep:
        return REFUSED
