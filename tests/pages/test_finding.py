"""Find for one today: from a shortlist to the first safe yes, on the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from support.populated import Populated
from support.proposing import Pair, make_pair
from support.visiting import Seen, Visit
from support.world import World

from api.records import Ask, Proposal


def _draft(pair: Pair, **more: Any) -> tuple[Visit, Seen]:
    visit = Visit(pair.world, "coordinator")
    assets = [str(id_) for id_ in pair.asset_ids]
    seen = visit.send(
        f"/needs/{pair.need_id}/shortlist",
        f"/needs/{pair.need_id}/ask",
        **({"asset": assets, "how": "at_once"} | more),
    )
    return visit, seen


def _allowed(pair: Pair) -> None:
    for row in pair.rows(Proposal):
        pair.proposal_id = row.id
        assert pair.approve().status_code == 200
        assert pair.post("worker", "may-be-offered").status_code == 200


def test_a_shortlist_says_why(world: World) -> None:
    """A coordinator comes from who waits to a shortlist, which says its reasons."""
    pair = make_pair(world, assets=3)
    visit = Visit(world, "coordinator")
    waiting = visit.send(
        f"/schemes/{pair.scheme_id}/find", f"/schemes/{pair.scheme_id}/find", ref="n1"
    )
    assert waiting.path == f"/needs/{pair.need_id}/shortlist"
    assert "a1 can support n1 with communication." in waiting.main
    assert "3 could be asked today" in waiting.main


def test_a_reference_of_nobody_is_said_beside_the_form(world: World) -> None:
    """What no row has is said in the page itself, and stays typed."""
    pair = make_pair(world)
    path = f"/schemes/{pair.scheme_id}/find"
    seen = Visit(world, "coordinator").send(path, path, ref="nobody")
    assert seen.status == 409
    assert "No need of this scheme has the ref nobody" in seen.main
    assert 'value="nobody"' in seen.text


def test_every_rule_says_its_word(world: World) -> None:
    """Any pair is explained gate by gate, by its reference."""
    pair = make_pair(world, assets=1)
    start = f"/needs/{pair.need_id}"
    visit = Visit(world, "coordinator")
    seen = visit.send(f"{start}/shortlist", f"{start}/why-not", ref="a1")
    assert "It passes every gate." in seen.main
    assert "within the approved ages" in seen.main


def test_nobody_chosen_is_a_sentence(world: World) -> None:
    """An ask of nobody is refused in words, beside what was to be chosen."""
    pair = make_pair(world, assets=2)
    _, seen = _draft(pair, asset=[])
    assert seen.status == 422
    assert "Choose whom to ask." in seen.main
    assert pair.rows(Ask) == []


def test_the_first_safe_yes(world: World) -> None:
    """Messages are previewed, sent once, answered, and one yes is confirmed as safe."""
    pair = make_pair(world, assets=2)
    visit, seen = _draft(pair)
    assert "Nobody has been asked yet." in seen.main
    ask = seen.path
    _allowed(pair)
    seen = visit.get(ask)
    assert "Before it is sent: 2 messages" in seen.main
    sent = visit.send(seen, f"{ask}/release")
    assert sent.status == 200
    assert sent.main.count("Offered") == 2
    first = min(pair.rows(Proposal), key=lambda row: row.place_in_ask)
    pair.proposal_id = first.id
    assert pair.post("holder", "decisions", answer="yes").status_code == 200
    done = visit.send(ask, f"{ask}/confirmation")
    assert "The seat is held" in done.main
    assert "No longer needed" in done.main


def test_a_form_sent_twice_asks_once(world: World) -> None:
    """A double click, or Back and again, drafts one ask."""
    pair = make_pair(world, assets=2)
    visit = Visit(world, "coordinator")
    page, action = visit.get(f"/needs/{pair.need_id}/shortlist"), "ask"
    send = {"asset": [str(pair.asset_ids[0])], "how": "in_order"}
    for _ in range(2):
        seen = visit.send(page, f"/needs/{pair.need_id}/{action}", **send)
        assert seen.path.startswith("/asks/")
    assert len(pair.rows(Ask)) == 1


def test_a_stale_form_says_so(world: World) -> None:
    """Who sends a form of an older version is told, and nothing is done."""
    pair = make_pair(world, assets=1)
    visit = Visit(world, "coordinator")
    path = f"/assets/{pair.asset_ids[0]}"
    page = visit.get(path)
    assert visit.send(path, path, act="pause").status == 200
    seen = visit.send(page, path, act="hold")
    assert seen.status == 409
    assert "Somebody changed this since you opened it" in seen.main


def test_rows_are_listed_and_shown(populated: Populated) -> None:
    """Each kind of row has a list and a page; who may not see it finds nothing."""
    scheme = populated.pairs["family"].scheme_id
    visit = Visit(populated.world, "coordinator")
    for kind in ("needs", "assets", "staff"):
        assert visit.get(f"/schemes/{scheme}/{kind}").status == 200
        assert visit.get(f"/{kind}/{populated.ids[kind]}").status == 200
        hidden = Visit(populated.world, "administrator")
        assert hidden.get(f"/{kind}/{populated.ids[kind]}").status == 404


def test_an_emergency_is_written_down_and_settled(world: World) -> None:
    """An emergency outside the terms is a record of its own until a person ends it."""
    pair = make_pair(world, assets=1)
    visit = Visit(world, "coordinator")
    path = f"/schemes/{pair.scheme_id}/emergencies"
    day = {"starts__day": 20, "starts__month": 11, "starts__year": 2026}
    seen = visit.send(path, path, need="n1", asset="a1", **day)
    assert "It turns red after six working days." in seen.main
    one = next(link for link in seen.links() if link.startswith("/emergencies/"))
    UUID(one.rpartition("/")[2])
    assert "Settled." in visit.send(one, f"{one}/settle").main


def test_a_day_that_is_none_is_said(world: World) -> None:
    """A day that no calendar has is named in a sentence, and what was typed stays."""
    pair = make_pair(world, assets=1)
    path = f"/schemes/{pair.scheme_id}/emergencies"
    day = {"starts__day": 31, "starts__month": 2, "starts__year": 2026}
    seen = Visit(world, "coordinator").send(path, path, need="n1", asset="a1", **day)
    assert seen.status == 422
    assert "must be a real day" in seen.main
    assert 'value="31"' in seen.text


def test_a_cell_is_changed_by_its_question(world: World) -> None:
    """A coordinator changes one column, in the scheme's own words; a fault is said."""
    pair = make_pair(world, assets=1)
    visit = Visit(world, "coordinator")
    path = f"/needs/{pair.need_id}"
    assert "Change" in visit.get(path).main
    form = f"{path}/change/waiting_since"
    day = {"waiting_since__day": 2, "waiting_since__month": 6}
    seen = visit.send(form, form, **day, waiting_since__year=2026)
    assert "Changed." in seen.main
    assert "2026-06-02" in seen.main
    wrong = visit.send(form, form, **day, waiting_since__year="soon")
    assert wrong.status == 422
    assert visit.get(f"{path}/change/nothing").status == 404


def test_a_shortlist_is_built_again_once_anything_was_done(world: World) -> None:
    """What was built is used while nothing changes, and never after anything did."""
    pair = make_pair(world, assets=3)
    visit, path = Visit(world, "coordinator"), f"/needs/{pair.need_id}/shortlist"
    assert "3 could be asked today" in visit.get(path).main
    (kept,) = world.app.days.values()
    assert "3 could be asked today" in visit.get(path).main
    assert [*world.app.days.values()] == [kept]
    gone = f"/assets/{pair.asset_ids[0]}"
    visit.send(gone, gone, act="pause")
    assert "2 could be asked today" in visit.get(path).main


def test_who_is_nearly_on_the_list_is_said_with_the_gate(world: World) -> None:
    """Where nobody passes, whoever one gate alone shuts out is shown, and why."""
    pair = make_pair(world, assets=1)
    visit, gone = Visit(world, "coordinator"), f"/assets/{pair.asset_ids[0]}"
    form = f"{gone}/change/approved_types"
    assert visit.send(form, form, approved_types=["short-term"]).status == 200
    seen = visit.get(f"/needs/{pair.need_id}/shortlist")
    assert "Nobody passes every gate today." in seen.main
    assert "a1 : a1 is not approved for long term" in seen.main


def test_a_form_sent_again_with_other_answers_is_drawn_again(world: World) -> None:
    """Who goes back, answers otherwise and sends it again is told, in plain words."""
    pair = make_pair(world, assets=2)
    visit = Visit(world, "coordinator")
    page, send = visit.get(f"/needs/{pair.need_id}/shortlist"), {"how": "in_order"}
    to = f"/needs/{pair.need_id}/ask"
    assert visit.send(page, to, asset=[str(pair.asset_ids[0])], **send).status == 200
    seen = visit.send(page, to, asset=[str(pair.asset_ids[1])], **send)
    assert seen.status == 409
    assert len(pair.rows(Ask)) == 1
