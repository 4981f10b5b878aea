"""One proposal: whose page it is, and what staff find on theirs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import Session
from support.html import read_page
from support.populated import Populated
from support.proposing import CANARY, STEPS, Pair, make_pair
from support.reviewing import Reviewed
from support.visiting import Visit
from support.world import SCHEMES, Somebody, World, make_world

from api.actions.proposals import approve_proposal
from api.auth import issue_token
from api.database import Database
from api.pages import (
    proposal_family,
    proposal_holder,
    proposal_hub,
    proposal_staff,
)
from api.pages.proposals import view_for
from api.permissions import FIELDS
from api.records import Account, Asset, Membership, Proposal

VIEWS = {
    "coordinator": proposal_staff,
    "approver": proposal_staff,
    "holder": proposal_holder,
    "hub": proposal_hub,
    "parent": proposal_family,
    "young_person": proposal_family,
    "advocate": proposal_family,
    "worker": proposal_family,
    "council": proposal_family,
}


@pytest.fixture
def world_of_pairs(world: World) -> Pair:
    """Return a pair that was drafted, approved, and may be offered."""
    pair = make_pair(world, assets=2)
    pair.draft(kind="next_best")
    assert pair.approve().status_code == 200
    assert pair.post("worker", "may-be-offered").status_code == 200
    return pair


@pytest.fixture
def bare(template: Callable[[str], str], tmp_path: Path) -> Iterator[World]:
    """Return a world on SQLite."""
    shutil.copyfile(template("sqlite"), tmp_path / "all.sqlite")
    with closing(Database(f"sqlite:///{tmp_path / 'all.sqlite'}")) as database:
        yield make_world(database, tmp_path)


@pytest.mark.parametrize("audience", sorted(VIEWS))
def test_each_audience_has_its_own_page_at_every_step(audience: str) -> None:
    """Whatever the step, a proposal is shown on the page of who is asking."""
    role = "worker" if audience == "council" else audience
    for fields in FIELDS["proposal", audience].values():
        assert view_for(fields, {role}) is VIEWS[audience].view


@pytest.mark.parametrize("name", ["coordinator", "holder"])
def test_a_proposal_opens_for_its_people(populated: Populated, name: str) -> None:
    """Staff and the holder open the same address; a stranger finds nothing there."""
    path = f"/proposals/{populated.ids['proposals']}"
    assert Visit(populated.world, name).get(path).status == 200
    assert Visit(populated.world, "holder-2").get(path).status == 404


def test_reasons_come_before_the_decision(reviewed: Reviewed) -> None:
    """An approver reads why, gaps, and why not others; only then is there a button."""
    row = reviewed.proposals()["c4 f3"]
    seen = Visit(reviewed.world, "approver").get(f"/proposals/{row.id}")
    said = seen.main
    order = [
        *(
            "c4 named f3",
            "Gaps, and what would fill them",
            "c4 trusts p3",
        ),
        *("Why not others", "2 fewer children matched", "Approve this pair"),
    ]
    places = [said.index(each) for each in order]
    assert places == sorted(places)
    assert read_page(seen.text)[1] == []


def test_the_graph_is_a_picture_with_a_name(reviewed: Reviewed) -> None:
    """The small graph has a title and a description, and its ways as a list."""
    row = reviewed.proposals()["c4 f3"]
    seen = Visit(reviewed.world, "coordinator").get(f"/proposals/{row.id}")
    (svg,) = [each for each in seen.root.all("svg") if each.get("role") == "img"]
    named = {each.get("id") for each in svg.all("title", "desc")}
    assert set(svg.get("aria-labelledby").split()) == named


def test_an_approver_comes_to_the_next(changing: Reviewed) -> None:
    """From the list to the oldest, and after each decision to the next, to the end."""
    visit = Visit(changing.world, "approver")
    page = visit.get("/approvals")
    assert "6" in next(each.text for each in page.root.all("h2"))
    first = next(link for link in page.links() if link.startswith("/proposals/"))
    seen = visit.get(first)
    for left in range(5, -1, -1):
        path = seen.path.split("?")[0]
        seen = visit.send(seen, f"{path}/approval")
        assert "Approved." in seen.main
        assert ("This is the next one" in seen.main) == bool(left)
    assert seen.path == "/approvals"
    assert len(changing.proposals("approved")) == 6


def test_who_proposed_it_does_not_approve_it(changing: Reviewed) -> None:
    """Whoever ran the round sees why there is no button, and a form of theirs fails."""
    world = changing.world
    world.people["both"] = _both(changing)
    row = changing.proposals()["c4 f3"]
    visit = Visit(world, "both")
    seen = visit.get(f"/proposals/{row.id}")
    assert "somebody else has to approve it" in seen.main
    assert not [f for f in seen.root.all("form") if "/approval" in f.get("action")]
    fields = {each.get("name"): each.get("value") for each in seen.root.all("input")}
    sent = {
        **{name: fields[name] for name in ("csrf", "key")},
        "version": str(row.version),
        "digest": row.reasons_digest,
    }
    answer = visit.client.post(f"/proposals/{row.id}/approval", data=sent)
    assert answer.status_code != 303
    assert changing.proposals()["c4 f3"].state == "drafted"


def _both(changing: Reviewed) -> Somebody:
    """Make whoever ran the round an approver as well."""
    world, ran = changing.world, changing.world.people["coordinator-2"]

    def add(session: Session) -> None:
        store = world.store(session)
        store.new(Membership, account_id=ran.account_id, role="approver")
        account = store.get(Account, ran.account_id)
        assert account
        token = issue_token(store, account, expires_at=store.now + timedelta(days=1))
        tokens.append(token)

    tokens: list[str] = []
    world.app.database.transaction(add)
    return replace(ran, token=tokens[0])


def test_a_pair_goes_back_with_a_reason(changing: Reviewed) -> None:
    """Sending back asks why; without that, the page is there again, and says so."""
    row = changing.proposals()["c4 f3"]
    visit, path = Visit(changing.world, "approver"), f"/proposals/{row.id}"
    again = visit.send(path, f"{path}/send-back", reason="")
    assert (again.status, "There is a problem" in again.main) == (422, True)
    done = visit.send(path, f"{path}/send-back", reason="Look at the school run.")
    assert "Sent back, with your reason." in done.main
    said = Visit(changing.world, "coordinator").get(path).main
    assert "Approver (Approver Invented): sent it back: Look at the school run." in said


def test_what_changed_in_the_meantime_is_said(changing: Reviewed) -> None:
    """An approval of a page that has changed since does nothing, and says so."""
    row = changing.proposals()["c4 f3"]
    visit, path = Visit(changing.world, "approver"), f"/proposals/{row.id}"
    stale = visit.get(path)
    visit.send(path, f"{path}/send-back", reason="Look again.")
    late = visit.send(stale, f"{path}/approval")
    assert late.status == 409
    assert "Somebody changed this since you opened it" in late.main
    assert changing.proposals()["c4 f3"].state == "drafted"


def test_a_swap_asks_for_a_run_and_moves_nothing_settled(changing: Reviewed) -> None:
    """A swap pins the chosen one and asks for a run; what was approved stays."""
    world, row = changing.world, changing.proposals()["c4 f3"]
    kept = changing.proposals()["c7 f6"]
    world.do("approver", approve_proposal, kept.id, reasons_digest=kept.reasons_digest)
    visit, path = Visit(world, "coordinator"), f"/proposals/{row.id}"
    wanted = changing.row(Asset, "f1")
    ranked = visit.get(f"{path}/swap")
    chosen = [e.get("value") for e in ranked.form(f"{changing.home}/swap").all("input")]
    assert str(wanted.id) in chosen
    assert str(row.asset_id) not in chosen
    assert "Fit for the child" in ranked.main
    after = visit.send(ranked, f"{changing.home}/swap", asset=wanted.id)
    assert after.path == f"{changing.home}/run"
    changing.rerun()
    assert "c4 f1" in changing.proposals("drafted")
    assert "c7 f6" in changing.proposals("approved")
    said = visit.get(f"{changing.home}/difference").main
    assert "somebody decided this before the round" in said


def test_whom_else_is_what_the_round_froze(changing: Reviewed) -> None:
    """With reasons and what it would do; nobody forbidden; only for who may rule."""
    row, other = changing.proposals()["c5 f5"], changing.row(Asset, "f4")
    path, visit = f"/proposals/{row.id}/swap", Visit(changing.world, "coordinator")
    seen = visit.get(path)
    for said in (
        "Fit for the child 85",
        "For it:",
        "As good for the round as a whole.",
    ):
        assert said in seen.main
    page = visit.get(f"/proposals/{row.id}")
    visit.send(page, f"{changing.home}/rulings", kind="forbid", asset=other.id)
    assert "Nobody else in this round passes every gate" in visit.get(path).main
    for name in ("approver", "holder", "worker"):
        assert Visit(changing.world, name).get(path).status == 404


def test_a_ruling_stands_on_the_page_until_it_is_taken_back(changing: Reviewed) -> None:
    """Forbid, then take back: each is said on the pair's page, one by one."""
    row = changing.proposals()["c7 f6"]
    visit, path = Visit(changing.world, "coordinator"), f"/proposals/{row.id}"
    ruled = visit.send(path, f"{changing.home}/rulings", kind="forbid")
    assert "Forbid: c7 with f6" in ruled.main
    lifted = visit.send(ruled, f"{changing.home}/rulings", kind="none")
    assert "Taken back." in lifted.main
    assert "Forbid: c7 with f6" not in lifted.main


def test_an_offer_is_previewed_before_it_is_sent(world_of_pairs: Pair) -> None:
    """The message and the card are read first; then it goes, exactly so."""
    pair = world_of_pairs
    visit, path = Visit(pair.world, "coordinator"), f"/proposals/{pair.proposal_id}"
    seen = visit.get(f"{path}/offer")
    assert "Nothing is sent yet." in seen.main
    assert CANARY not in seen.text
    done = visit.send(seen, f"{path}/offer")
    assert "Offered." in done.main
    assert pair.row().state == "offered"
    gone = visit.send(path, f"{path}/withdrawal")
    assert "Withdrawn." in gone.main
    assert f"{path}/next-best" in gone.links()
    assert pair.row().state == "withdrawn"


def test_the_next_best_is_chosen_by_a_person(world_of_pairs: Pair) -> None:
    """Once it came to nothing, who is next is a person's choice, and only drafted."""
    pair = world_of_pairs
    visit, path = Visit(pair.world, "coordinator"), f"/proposals/{pair.proposal_id}"
    visit.send(path, f"{path}/withdrawal")
    seen = visit.get(f"{path}/next-best")
    assert read_page(seen.text)[1] == []
    drafted = visit.send(seen, f"{path}/next-best", asset=pair.asset_ids[1])
    assert "Drafted. Nothing is sent" in drafted.main
    assert drafted.path != path
    (new,) = pair.rows(Proposal, Proposal.asset_id == pair.asset_ids[1])
    assert (new.state, new.kind) == ("drafted", "next_best")


WAY = ("drafted", "How c4 leads to f3", "c4 trusts p3, who gives f3.")
"""What was done, and what the small graph of the pair shows, in words."""


def test_the_report_is_a_document(reviewed: Reviewed) -> None:
    """The .docx holds reasons, gaps and who decided, and nothing of the maker."""
    row = reviewed.proposals()["c4 f3"]
    visit = Visit(reviewed.world, "coordinator")
    answer = visit.client.get(f"/proposals/{row.id}/report.docx")
    assert "c4" not in answer.headers["content-disposition"]
    written = Document(BytesIO(answer.content))
    text = "\n".join(each.text for each in written.paragraphs)
    for said in ("c4 named f3", "Gaps, and the support", "Who decided", *WAY):
        assert said in text
    assert written.core_properties.author == "Acorns"


def test_the_report_prints(reviewed: Reviewed) -> None:
    """The same stands on a page made for paper."""
    row = reviewed.proposals()["c4 f3"]
    seen = Visit(reviewed.world, "approver").get(f"/proposals/{row.id}/report")
    assert "Who decided" in seen.main
    assert "How c4 leads to f3" in seen.main
    assert read_page(seen.text)[1] == []


def test_nothing_private_is_on_the_pages_of_staff(populated: Populated) -> None:
    """Names, addresses and what a card does not show are on none of them."""
    pair = populated.pairs["family"]
    path = f"/proposals/{pair.proposal_id}"
    for name in ("coordinator", "approver"):
        visit = Visit(populated.world, name)
        texts = [visit.client.get(f"{path}{more}").text for more in ("", "/report")]
        for private in (CANARY, "Young_Person Invented", "Parent Invented", "NR1"):
            assert all(private not in text for text in texts), private


@pytest.mark.parametrize("scheme", SCHEMES)
def test_staff_open_a_pair_of_each_scheme(scheme: str, bare: World) -> None:
    """Whatever the scheme's steps, the page stands at each step, and is sound."""
    pair = make_pair(bare, scheme)
    pair.draft()
    visit = Visit(bare, "coordinator")
    for step in ("drafted", *(way.to for way in STEPS[scheme] if way.to)):
        if step != "drafted":
            pair.go_on(step)
        seen = visit.get(f"/proposals/{pair.proposal_id}")
        assert (seen.status, read_page(seen.text)[1]) == (200, [])
        assert visit.get(f"/proposals/{pair.proposal_id}/report").status == 200


def test_an_approver_sees_no_answer(populated: Populated) -> None:
    """Who said yes or no is the coordinator's to see; an approver sees the work."""
    pair = populated.pairs["mentor"]
    path = f"/proposals/{pair.proposal_id}"
    mine = Visit(populated.world, "coordinator").get(path).main
    theirs = Visit(populated.world, "approver").get(path).main
    assert "Child: said yes" in mine
    assert "Child: said yes" not in theirs
    assert "approved it" in theirs
