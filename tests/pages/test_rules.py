"""A scheme's rules on pages: one person adds them, another accepts."""

from __future__ import annotations

from pathlib import Path

from support.visiting import Visit
from support.world import World, find_scheme

from api.actions.schemes import read_scheme


def _changed() -> bytes:
    text = Path(find_scheme("norfolk-carers").source).read_text("utf-8")
    return text.replace("offer_days = 3", "offer_days = 4").encode()


def _add(visit: Visit, content: bytes) -> str:
    files = {"source": ("norfolk.toml", content, "application/toml")}
    seen = visit.send("/rules/new", "/rules/new", files=files)
    assert "Somebody else has to accept it." in seen.main, seen.main
    return seen.path


def test_rules_are_accepted_by_a_second_person(world: World) -> None:
    """Who added a version cannot accept it; who accepts sees what changed."""
    first = Visit(world, "coordinator")
    path = _add(first, _changed())
    seen = first.get(path)
    sent = [form.get("action") for form in seen.root.all("form")]
    (accept,) = [action for action in sent if action.endswith("/accept")]
    assert first.send(seen, accept).status == 409
    second = Visit(world, "approver")
    page = second.get(path)
    assert "+offer_days = 4" in page.main
    assert "Accepted: in use from now on." in second.send(page, accept).main
    scheme = world.see("coordinator", read_scheme, world.schemes["norfolk-carers"])
    assert [each["state"] for each in scheme["versions"]] == ["replaced", "in_use"]


def test_a_file_that_is_no_scheme_says_why(world: World) -> None:
    """What is not text, and what breaks the rules of schemes, is said in the page."""
    visit = Visit(world, "coordinator")
    for content in (b"\xff\xfe", b"title = 3\n"):
        files = {"source": ("wrong.toml", content, "application/toml")}
        seen = visit.send("/rules/new", "/rules/new", files=files)
        assert seen.status in {409, 422}
        assert "There is a problem" in seen.main
    assert visit.send("/rules/new", "/rules/new").status == 422


def test_an_organisation_takes_part_on_a_basis(world: World) -> None:
    """Another organisation takes part once it is said on what basis."""
    visit = Visit(world, "administrator")
    path = f"/schemes/{world.schemes['norfolk-carers']}/rules"
    form = f"{path}/members"
    name = "Invented charity"
    seen = visit.send(path, form, organisation=name, basis="", ends="")
    assert "Say on what basis" in seen.main
    done = visit.send(path, form, organisation=name, basis="agreed on paper", ends="")
    assert "Takes part from now on." in done.main
