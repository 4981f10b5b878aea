"""The service and its model side by side, for Hypothesis to try in any order."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.proposing import Pair, another_need
from support.stepping import LIVE, Draft, Model

from api.actions import perform
from api.actions.proposals_ending import expire_due
from api.audit_log import check_chain
from api.permissions import Who
from api.records import Claim, Match, MatchNeed, Proposal, Seats

MOST = 6
HOLDERS = ("holder", "holder-2")
WORK = Who(by="work")
SIDES = st.sampled_from(("holder", "worker"))
SPEAKERS = st.sampled_from(("young_person", "parent", "worker"))
EARLY = ("approved", "offered", "interested")


class Service(RuleBasedStateMachine):
    """Two children, two homes of one seat each, and whoever speaks for them."""

    begin: Callable[[], Pair]

    def __init__(self) -> None:
        super().__init__()
        first = type(self).begin()
        self.world = first.world
        self.pairs = (first, another_need(first, "n2"))
        self.model = Model()
        self.ids: list[UUID] = []

    @rule(need=st.integers(0, 1), asset=st.integers(0, 1))
    def draft(self, need: int, asset: int) -> None:
        """A round drafts a pair."""
        if len(self.ids) < MOST:
            self.ids.append(self.pairs[need].draft(asset=asset))
            self.model.drafts.append(Draft(need, asset))

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def approve(self, at: int) -> None:
        """The approver reads the reasons and approves."""
        pair, draft, id_ = self.pick(at)
        digest = pair.row(id=id_).reasons_digest
        answer = pair.post("approver", "approval", id_, reasons_digest=digest)
        assert answer.status_code == self.model.approve(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def allow(self, at: int) -> None:
        """The child's worker says that it may be offered."""
        pair, draft, id_ = self.pick(at)
        answer = pair.post("worker", "may-be-offered", id_)
        assert answer.status_code == self.model.allow(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def offer(self, at: int) -> None:
        """The coordinator previews and releases."""
        pair, draft, id_ = self.pick(at)
        preview = pair.get("coordinator", "/preview", id_).json()["digest"]
        answer = pair.post("coordinator", "offer", id_, preview=preview)
        assert answer.status_code == self.model.offer(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def holder_yes(self, at: int) -> None:
        """The holder says yes, and only the holder can say the first one."""
        pair, draft, id_ = self.pick(at)
        holder = HOLDERS[draft.asset]
        answer = pair.post(holder, "decisions", id_, answer="yes")
        assert answer.status_code == self.model.first_yes(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1), who=SPEAKERS)
    def child_side_yes(self, at: int, who: str) -> None:
        """Somebody of the child's side says yes."""
        pair, draft, id_ = self.pick(at)
        answer = pair.post(who, "decisions", id_, answer="yes")
        if who == "worker" and draft.state in EARLY:
            assert answer.status_code in {404, 409}
            return
        assert answer.status_code == self.model.say_yes(draft, who)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1), who=st.sampled_from(("holder", "young_person")))
    def no(self, at: int, who: str) -> None:
        """The holder declines with a code, or the child says no without one."""
        pair, draft, id_ = self.pick(at)
        name = HOLDERS[draft.asset] if who == "holder" else who
        why = {"why": "no_room"} if who == "holder" else {}
        answer = pair.post(name, "decisions", id_, answer="no", **why)
        assert answer.status_code == self.model.say_no(draft, who)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def disclose(self, at: int) -> None:
        """The worker releases the fixed list."""
        pair, draft, id_ = self.pick(at)
        answer = pair.post("worker", "details", id_)
        assert answer.status_code == self.model.disclose(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1), side=SIDES)
    def meet(self, at: int, side: str) -> None:
        """One side records that they met."""
        pair, draft, id_ = self.pick(at)
        name = HOLDERS[draft.asset] if side == "holder" else side
        answer = pair.post(name, "meeting", id_)
        assert answer.status_code == self.model.meet(draft, side)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def withdraw(self, at: int) -> None:
        """The coordinator withdraws."""
        pair, draft, id_ = self.pick(at)
        answer = pair.post("coordinator", "withdrawal", id_)
        assert answer.status_code == self.model.withdraw(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1))
    def retry(self, at: int) -> None:
        """The coordinator looks again at what is held."""
        pair, draft, id_ = self.pick(at)
        answer = pair.post("coordinator", "retry", id_)
        assert answer.status_code == self.model.retry(draft)

    @precondition(lambda self: self.ids)
    @rule(at=st.integers(0, MOST - 1), often=st.integers(1, 8))
    def go_on(self, at: int, often: int) -> None:
        """The acts that lead on, one after the other, as far as they go."""
        for _ in range(often):
            draft = self.pick(at)[1]
            match draft.state:
                case "drafted":
                    self.approve(at)
                case "approved" if not draft.allowed:
                    self.allow(at)
                case "approved":
                    self.offer(at)
                case "offered":
                    self.holder_yes(at)
                case "interested":
                    self.disclose(at)
                case "disclosed":
                    self.meet(at, "holder" if "holder" not in draft.met else "worker")
                case "introduced":
                    self.next_yes(at, draft)
                case _:
                    return

    def next_yes(self, at: int, draft: Draft) -> None:
        """The next yes that is missing."""
        for name in ("holder", "young_person", "parent", "worker"):
            if name not in draft.yes:
                if name == "holder":
                    self.holder_yes(at)
                else:
                    self.child_side_yes(at, name)
                return

    @rule(days=st.integers(1, 3))
    def later(self, days: int) -> None:
        """Days pass, and the work lapses what is due."""
        self.world.later(days=days)
        perform(self.world.app, WORK, expire_due, on=self.world.council)
        self.model.later(days)

    @precondition(lambda self: self.model.matches)
    @rule(waits=st.booleans())
    def finish(self, waits: bool) -> None:
        """A match ends, or stops with the child waiting again."""
        draft = next(iter(self.model.matches.values()))
        pair, _, id_ = self.pick(self.model.drafts.index(draft))
        (match,) = pair.rows(Match, Match.proposal_id == id_)
        act, body = (
            ("stop", {"why": "moved_away", "waits": True}) if waits else ("end", {})
        )
        answer = pair.client("coordinator").post(
            f"/api/v1/matches/{match.id}/{act}",
            json=body,
            headers=self.world.write(match.version),
        )
        assert answer.status_code == self.model.finish(draft, waits=waits)

    @invariant()
    def the_same_stands_in_both(self) -> None:
        """States, holds, seats, claims and matches are the model's."""
        pair, model = self.pairs[0], self.model
        rows = {row.id: row for row in pair.rows(Proposal)}
        for id_, draft in zip(self.ids, model.drafts, strict=True):
            assert rows[id_].state == draft.state
            if draft.state in LIVE:
                assert rows[id_].available == draft.available
        held = {
            row.asset_id: row.held for row in pair.rows(Seats) if row.name == "seats"
        }
        wanted = [int(at in model.seats) for at in (0, 1)]
        assert [held[id_] for id_ in pair.asset_ids] == wanted
        claims = {row.need_id for row in pair.rows(Claim)}
        assert claims == {self.pairs[need].need_id for need in model.claims}
        live = {row.need_id for row in pair.rows(MatchNeed) if row.live}
        assert live == {self.pairs[need].need_id for need in model.matches}

    def teardown(self) -> None:
        """The log's chain holds from the first act to the last."""
        with self.world.app.database.reading() as session:
            assert check_chain(session, self.world.council).broken is None

    def pick(self, at: int) -> tuple[Pair, Draft, UUID]:
        """Return one of the proposals there are; no two acts share an instant."""
        self.world.later(seconds=1)
        number = at % len(self.ids)
        draft = self.model.drafts[number]
        return self.pairs[draft.need], draft, self.ids[number]
