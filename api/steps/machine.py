"""What a state machine is: a table of steps, and one function that takes one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from matcher.errors import Refused

AVAILABLE = "available"
"""The need that fails in silence: gates, a hold and a suspension read the same."""

# What a step waits for, in the words of the sentence "It waits for ...".
NEEDS: Mapping[str, str] = {
    AVAILABLE: "both sides to be available",
    "a_person": "a person to do it: no date and no suspension does",
    "another_person": "somebody who did not run, pin, swap or release it",
    "approvals": "the approvals that stand before it",
    "checks": "the checks of its staff",
    "confirmed_safe": "the coordinator to confirm that it is safe",
    "current_fence": "the process that holds the run now",
    "every_yes": "every yes that counts, dated after the details were released",
    "holder_question": "the holder's question",
    "holder_yes": "the holder's yes",
    "may_be_offered": "the word of the child's side that it may be offered",
    "met_by_child_side": "the child's side to record a first meeting",
    "met_by_holder": "the holder to record a first meeting",
    "newer_fence": "a fencing number above the last one",
    "passed_check": "its check to be passed",
    "past_its_end": "the day it ends on to be over",
    "planned_end": "a new planned end",
    "previewed": "somebody to have seen the message first",
    "ratio": "enough staff for the children in the creche",
    "reason": "a reason",
    "reasons_read": "the reasons to have been read first",
    "released_details": "the fixed list of details to be released and logged",
    "unanswered": "nobody to have answered it",
    "unchanged": "snapshot, scheme and result as they were",
    "tutors": "its tutors",
    "verified": "the result to be verified",
    "verified_again": "another process to verify it again from what is stored",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act: from which states it may be taken, where it leads, what it waits for.

    Parameters
    ----------
    act : str
        What is done.
    sources : tuple of str
        The states it may be taken from.
    target : str
        The state it leads to; "" where the state stays as it is.
    needs : tuple of str
        Keys of `NEEDS`: what the caller has to have seen to be so.
    held : {"no", "too", "only"}
        Whether it is open while the record is held.
    """

    act: str
    sources: tuple[str, ...]
    target: str
    needs: tuple[str, ...] = ()
    held: str = "no"


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of record and the steps between them.

    ``start`` is the state it is made in; ``ends`` are the states that no step leaves.
    """

    one: str
    start: str
    states: tuple[str, ...]
    ends: tuple[str, ...]
    steps: tuple[Step, ...]
    acts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        acts = tuple(dict.fromkeys(step.act for step in self.steps))
        object.__setattr__(self, "acts", acts)


class IllegalStep(Refused):
    """A step that the state, or what it still waits for, does not allow.

    Parameters
    ----------
    machine : Machine
        Whose step.
    state, act : str
        The state it is in and what was asked.
    missing : tuple of str
        Keys of `NEEDS` that are not met; empty where the act is not open at all. Only
        ``available`` where that is among them: nothing beside it is said.
    held : bool
        Whether the record is held.
    open_now : tuple of str
        The acts that are open from this state.
    """

    def __init__(
        self,
        machine: Machine,
        state: str,
        act: str,
        *,
        missing: tuple[str, ...] = (),
        held: bool = False,
    ) -> None:
        self.machine, self.state, self.act = machine, state, act
        self.missing = (AVAILABLE,) if AVAILABLE in missing else missing
        unavailable = held or AVAILABLE in missing
        self.open_now = open_acts(machine, state, held=unavailable)
        super().__init__(f"{self._what()} {self._why()} {self._now()}")

    @property
    def said(self) -> str:
        """Return it for whoever pressed a button: without the names of steps."""
        if AVAILABLE in self.missing:
            return "This is not available just now."
        if self.missing:
            return f"Not yet. {self._why()}"
        return "This has moved on. Look at where it stands now."

    def _what(self) -> str:
        known = self.act in self.machine.acts
        what = f'"{plain(self.act)}"' if known else "an unknown act"
        return f"This {self.machine.one} is {plain(self.state)}; {what} was asked."

    def _why(self) -> str:
        if AVAILABLE in self.missing:
            return "It is not available."
        if self.missing:
            return f"It waits for {'; '.join(NEEDS[need] for need in self.missing)}."
        return "That is not open from there."

    def _now(self) -> str:
        acts = ", ".join(plain(act) for act in self.open_now)
        return f"Open now: {acts or 'nothing'}."


def plain(name: str) -> str:
    """Return a state or an act in plain words."""
    return name.replace("_", " ")


def open_acts(machine: Machine, state: str, *, held: bool = False) -> tuple[str, ...]:
    """Return the acts that may be taken from `state`, in the order of the table.

    What an act waits for is not looked at: it is open, and says what is missing.

    Raises
    ------
    ValueError
        Where the machine has no such state: a fault of ours, not of a person.
    """
    if state not in machine.states:
        raise ValueError(f"A {machine.one} has no state {state!r}.")
    wanted = ("too", "only") if held else ("no", "too")
    return tuple(
        step.act
        for step in machine.steps
        if state in step.sources and step.held in wanted
    )


def needs_of(machine: Machine, state: str, act: str) -> tuple[str, ...]:
    """Return what `act` waits for from `state`; empty where it is not open there."""
    step = _step(machine, state, act)
    return step.needs if step else ()


def next_state(
    machine: Machine,
    state: str,
    act: str,
    *,
    given: Collection[str] = (),
    held: bool = False,
) -> str:
    """Return the state that `act` leads to.

    Parameters
    ----------
    machine : Machine
        Whose table.
    state, act : str
        Where it is, and what is asked.
    given : collection of str
        The needs that the caller has seen to be met, keys of `NEEDS`.
    held : bool
        Whether the record is held: by its gates or by a suspension, said alike.

    Raises
    ------
    IllegalStep
        Saying what the state is, what was asked, what is missing and what is open.
    ValueError
        Where the machine has no such state.
    """
    legal = act in open_acts(machine, state, held=held)
    step = _step(machine, state, act)
    if step is None or not legal:
        kept = (AVAILABLE,) if step and held else ()
        raise IllegalStep(machine, state, act, missing=kept, held=held)
    missing = tuple(need for need in step.needs if need not in given)
    if missing:
        raise IllegalStep(machine, state, act, missing=missing, held=held)
    return step.target or state


def _step(machine: Machine, state: str, act: str) -> Step | None:
    for step in machine.steps:
        if step.act == act and state in step.sources:
            return step
    return None
