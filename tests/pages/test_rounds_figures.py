"""What a round came to: figures, pictures, coverage and policies, on their pages."""

from __future__ import annotations

import pytest
from support.pages_rounds import id_of, open_round, run, scheme_page, text_of
from support.running import do_comparison, draw_run, latest_run, load_harbourside
from support.visiting import Visit
from support.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def visit(world: World) -> Visit:
    """Return the coordinator's browser, where the example that is solved by eye is."""
    load_harbourside(world)
    return Visit(world, "coordinator")


def test_pictures_are_there_once_drawn(world: World, visit: Visit) -> None:
    """Until a run is drawn its page says so; then each picture has words to it."""
    home = open_round(visit, scheme_page(world)).path
    assert "no saved run" in visit.get(f"{home}/results").main
    run(world, visit, home)
    assert "being drawn" in visit.get(f"{home}/results").main
    draw_run(world, latest_run(world, id_of(home)))
    seen = visit.get(f"{home}/results")
    pictures = list(seen.root.all("svg"))
    drawn = [
        each for each in pictures if each.get("role") == "img" and each.get("viewbox")
    ]
    assert len(drawn) >= 3
    for each in drawn:
        assert list(each.all("title"))
        assert list(each.all("desc"))
    assert " style=" not in seen.text
    assert visit.get(f"{home}/workbook").status == 200


def test_coverage_is_counted_and_shown(world: World, visit: Visit) -> None:
    """Coverage is asked for, counted on frozen records, and says who is reached."""
    scheme = scheme_page(world)
    assert "not counted yet" in visit.get(f"{scheme}/coverage").main
    home = open_round(visit, scheme).path
    asked = visit.send(f"{scheme}/coverage", f"{home}/coverage")
    assert "Waiting to begin" in asked.main
    do_comparison(world, latest_run(world, id_of(home)))
    draw_run(world, latest_run(world, id_of(home)))
    said = text_of(visit.get(f"{scheme}/coverage"))
    assert "12 children waiting" in said
    assert "Nothing was compared" in visit.get(f"{home}/compare").main


def test_policies_side_by_side(world: World, visit: Visit) -> None:
    """A comparison shows totals of each policy, and what is given up for what."""
    home = open_round(visit, scheme_page(world)).path
    asked = visit.send(
        f"{home}/compare", f"{home}/compare", policies=["stable", "best"]
    )
    assert "Comparison under way" in asked.main
    do_comparison(world, latest_run(world, id_of(home)))
    draw_run(world, latest_run(world, id_of(home)))
    seen = visit.get(f"{home}/compare")
    assert "Children with a match" in seen.main
    assert "against" in seen.main or "same totals" in seen.main
    assert "by policy" in seen.main
    again = visit.send(seen, f"{home}/compare", policies=["stable"])
    assert again.status == 422
