"""Walks through the steps of a proposal, with what each left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from api.steps import (
    NEEDS,
    Answer,
    IllegalStep,
    Machine,
    asked,
    complete,
    next_state,
    proposal_machine,
    seat_effect,
)
from matcher.schemes import Steps

FULL = "drafted offered interested disclosed introduced agreed".split()
BEFORE = (*FULL[:1], "approved", *FULL[1:])
AFTER = (*FULL[:-1], "approved", "agreed")
ORDERS = [
    ("before_offer", BEFORE),
    ("after_introduction", AFTER),
    ("none", tuple(FULL)),
    ("none", ("offered", "agreed")),
]
CAPACITIES = "child parental-responsibility council worker holder hub parent".split()
START = datetime(2026, 11, 22, 10, tzinfo=UTC)


@st.composite
def any_steps(draw: st.DrawFn) -> Steps:
    """Draw the steps of any scheme that may be written."""
    approval, uses = draw(st.sampled_from(ORDERS))
    yes_from = draw(st.lists(st.sampled_from(CAPACITIES), min_size=1, unique=True))
    return Steps(
        uses=uses,
        approval=approval,
        yes_from=tuple(yes_from),
        child_yes_from_age=draw(st.integers(0, 18)) if "child" in yes_from else None,
        offer_days=draw(st.integers(1, 90)),
        one_live=draw(st.booleans()),
        worker=draw(st.booleans()),
        sessions=draw(st.none() | st.integers(1, 12)),
        home=draw(st.booleans()),
    )


@dataclass
class Walk:
    """A proposal being walked, its true needs kept honest for every_yes and safe."""

    steps: Steps
    kind: str
    age: int
    now: datetime = START
    state: str = "drafted"
    held: bool = False
    confirmed: bool = False
    disclosed: datetime | None = None
    answers: list[Answer] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=lambda: ["drafted"])
    seats: list[str] = field(default_factory=list)

    @property
    def machine(self) -> Machine:
        """The machine it walks through."""
        return proposal_machine(self.steps, kind=self.kind)

    def answer(self, capacity: str, *, yes: bool) -> None:
        """Write an answer down, while there is still a proposal to answer."""
        if self.state in self.machine.ends:
            return
        self.now += timedelta(minutes=1)
        self.answers.append(Answer(capacity=capacity, yes=yes, at=self.now))

    def take(self, act: str, *, without: Sequence[str] = ()) -> bool:
        """Try an act; tell whether it was legal."""
        self.now += timedelta(minutes=1)
        try:
            to = next_state(
                self.machine,
                self.state,
                act,
                given=self._given() - set(without),
                held=self.held,
            )
        except IllegalStep:
            return False
        self._took(act, to)
        return True

    def _given(self) -> set[str]:
        given = set(NEEDS) - {"every_yes", "confirmed_safe"}
        wanted = asked(self.steps, child_age=self.age)
        if complete(self.answers, wanted, since=self.disclosed):
            given.add("every_yes")
        return given | ({"confirmed_safe"} if self.confirmed else set())

    def _took(self, act: str, to: str) -> None:
        if act == ("disclose" if "disclosed" in self.steps.uses else "offer"):
            self.disclosed = self.now
        if act == "confirm_safe" and self.confirmed:
            return  # the ask is confirmed already: its own machine refuses a second
        self.confirmed |= act == "confirm_safe"
        self.held = {"hold": True, "unhold": False}.get(act, self.held)
        self.acts.append(act)
        self.seats.append(seat_effect(act, self.kind))
        self.state = to
        self.seen.append(to)


def any_walk() -> st.SearchStrategy[Walk]:
    """Draw a proposal at its start."""
    kinds = st.sampled_from(["round", "ask", "item", "assignment", "next_best"])
    return st.builds(Walk, any_steps(), kinds, st.integers(0, 17))
