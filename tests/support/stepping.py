"""A small model of two children, two homes and their proposals, typed by hand.

It is written from the rules of a scheme with every step (``norfolk-carers``), and knows
nothing of how the service keeps them: plain values, and what each act must come to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LIVE = ("drafted", "approved", "offered", "interested", "disclosed", "introduced")
SHOWN = ("disclosed", "introduced")
EVERY_YES = {"young_person", "parent", "worker", "holder"}
DONE, REFUSED, ABSENT = 200, 409, 404
OFFER_DAYS = 3


@dataclass(eq=False)
class Draft:
    """One proposal as the model knows it."""

    need: int
    asset: int
    state: str = "drafted"
    allowed: bool = False
    available: bool = True
    ends: int = 0
    met: set[str] = field(default_factory=set)
    yes: set[str] = field(default_factory=set)


@dataclass
class Model:
    """Everything that two children and two homes of one seat can come to."""

    day: int = 0
    drafts: list[Draft] = field(default_factory=list)
    claims: dict[int, Draft] = field(default_factory=dict)
    seats: dict[int, Draft] = field(default_factory=dict)
    matches: dict[int, Draft] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def approve(self, draft: Draft) -> int:
        """Approve, once, before an offer."""
        if draft.state != "drafted" or not draft.available:
            return REFUSED
        draft.state = "approved"
        return DONE

    def allow(self, draft: Draft) -> int:
        """Say for the child's side that it may be offered."""
        if draft.state not in {"drafted", "approved"}:
            return REFUSED
        draft.allowed = True
        return DONE

    def offer(self, draft: Draft) -> int:
        """Offer: gates, seat and claim together, or held."""
        ready = self._ready(draft)
        if not (draft.available or ready):
            return REFUSED
        if draft.state != "approved" or not draft.allowed:
            return REFUSED
        if not ready:
            draft.available = False
            return DONE
        if draft.need in self.claims:
            return REFUSED
        draft.available = True
        draft.state, draft.ends = "offered", self.day + OFFER_DAYS + 1
        self.claims[draft.need] = self.seats[draft.asset] = draft
        return DONE

    def first_yes(self, draft: Draft) -> int:
        """Take a holder's yes, whatever it counts for at this step."""
        if draft.state in {"offered", "interested"}:
            if not draft.available:
                return REFUSED
            draft.state = "interested"
            return DONE
        return self.say_yes(draft, "holder")

    def disclose(self, draft: Draft) -> int:
        """Release the fixed list, where the gates still pass."""
        if draft.state != "interested":
            return ABSENT
        if not self._ready(draft):
            if not draft.available:
                return REFUSED
            draft.available = False
            return DONE
        draft.available = True
        draft.state = "disclosed"
        return DONE

    def meet(self, draft: Draft, side: str) -> int:
        """Record a first meeting for one side."""
        if draft.state not in SHOWN:
            return ABSENT
        if draft.state == "introduced" or not draft.available:
            return REFUSED
        draft.met.add(side)
        if draft.met == {"holder", "worker"}:
            draft.state = "introduced"
            self._agree(draft)
        return DONE

    def say_yes(self, draft: Draft, who: str) -> int:
        """Take a yes after disclosure."""
        if draft.state == "agreed":
            return REFUSED
        if draft.state not in SHOWN:
            return ABSENT
        if not draft.available:
            return REFUSED
        draft.yes.add(who)
        self._agree(draft)
        return DONE

    def say_no(self, draft: Draft, who: str) -> int:
        """Take a no: a child's wins at any step that has come to them."""
        if draft.state == "agreed":
            return DONE if who == "young_person" else REFUSED
        first = ("offered", "interested") if who == "holder" else ()
        if draft.state not in {*first, *SHOWN}:
            return ABSENT
        self._give_back(draft, "declined")
        return DONE

    def withdraw(self, draft: Draft) -> int:
        """Withdraw whatever is live."""
        if draft.state not in LIVE:
            return REFUSED
        self._give_back(draft, "withdrawn")
        return DONE

    def retry(self, draft: Draft) -> int:
        """Look again at what is held."""
        if draft.state not in LIVE or draft.available or not self._ready(draft):
            return REFUSED
        draft.available = True
        return DONE

    def later(self, days: int) -> None:
        """Let days pass, and what is due lapse."""
        self.day += days
        for draft in self.drafts:
            if draft.state == "offered" and self.day >= draft.ends:
                self._give_back(draft, "lapsed")

    def finish(self, draft: Draft, *, waits: bool) -> int:
        """End a match, or stop it with its child waiting again."""
        if self.matches.get(draft.need) is not draft:
            return REFUSED
        del self.matches[draft.need]
        del self.seats[draft.asset]
        if not waits:
            self.closed.add(draft.need)
        return DONE

    def _ready(self, draft: Draft) -> bool:
        free = self.seats.get(draft.asset) in {None, draft}
        settled = draft.need in self.matches or draft.need in self.closed
        return free and not settled

    def _agree(self, draft: Draft) -> None:
        if draft.state != "introduced" or draft.yes != EVERY_YES:
            return
        if not self._ready(draft):
            draft.available = False
            return
        draft.state = "agreed"
        self.matches[draft.need] = draft
        del self.claims[draft.need]
        for other in self.drafts:
            early = other.state in {"drafted", "approved"}
            if other.need == draft.need and early:
                self._give_back(other, "withdrawn")

    def _give_back(self, draft: Draft, state: str) -> None:
        draft.state = state
        if self.claims.get(draft.need) is draft:
            del self.claims[draft.need]
        if self.seats.get(draft.asset) is draft:
            del self.seats[draft.asset]
