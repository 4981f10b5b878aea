"""Coverage as data and as pictures: few are never told, and nobody drawn for them."""

from __future__ import annotations

from api.reports.drawing.reaching import coverage_data
from api.reports.pictures.reached import reached_pictures
from matcher.insight import Coverage, Share
from matcher.insight.reach import GateShare, Reach

WORDS = {"needs": "children", "assets": "households"}


def found(*shares: Share) -> Coverage:
    """Return a coverage with the same shares by capability and by area."""
    reach = Reach(40, 30, (GateShare("kind_of_home", 3), GateShare("near", 7)), (), ())
    return Coverage(reach, shares, shares)


def test_few_are_not_told() -> None:
    """Of a group of 1 to 4 it reads "fewer than 5", whichever figure it is."""
    data = coverage_data(found(Share("NR1", 20, 8, 4), Share("NR2", 9, 6, 2)))
    assert [gate["needs"] for gate in data["gates"]] == ["fewer than 5", "7"]
    (first, second) = data["areas"]
    assert (first["needs"], second["needs"]) == ("20", "9")
    assert second["without"] == "fewer than 5"


def test_pictures_of_what_may_be_told() -> None:
    """The least reached comes first; where nothing may be told, nothing is drawn."""
    data = coverage_data(found(Share("NR1", 20, 8, 4), Share("NR2", 9, 9, 2)))
    pictures = list(reached_pictures(data, WORDS))
    assert [each.name for each in pictures] == ["reached-capabilities", "reached-areas"]
    assert "NR1" in pictures[1].description
    assert pictures[1].table.rows[0][:2] == ("NR1", "20")
    few = coverage_data(found(Share("NR1", 2, 1, 4)))
    assert list(reached_pictures(few, WORDS)) == []
