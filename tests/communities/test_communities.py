"""Invented communities: drawn as stated, and every sheet is accepted."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from matcher.communities import Community, generate, invent, stated_for
from matcher.gazetteer import load_gazetteer
from matcher.intake import read_sheets
from matcher.schemes import find_scheme, shipped_schemes

WALKING_BUS = Path(__file__).parents[1] / "schemes" / "walking-bus.toml"


@cache
def community(name: str, seed: int = 1) -> Community:
    """Draw a shipped scheme's community at its stated sizes."""
    scheme = find_scheme(name)
    sizes = stated_for(scheme).sizes
    return invent(
        scheme,
        needs=sizes["needs"],
        assets=sizes["assets"],
        seed=seed,
        gazetteer=load_gazetteer(),
    )


@pytest.mark.parametrize("name", shipped_schemes())
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_that_is_drawn_is_accepted(
    tmp_path: Path, name: str, seed: int
) -> None:
    """A community's own workbook has no faults, and no row is lost."""
    scheme, gazetteer = find_scheme(name), load_gazetteer()
    stated = stated_for(scheme)
    size = {side: stated.sizes[side] for side in ("needs", "assets")}
    path = generate(scheme, **size, seed=seed, out=tmp_path, gazetteer=gazetteer)
    intake = read_sheets(scheme, [path], gazetteer=gazetteer, as_of=stated.as_of)
    assert intake.faults == ()
    assert (len(intake.needs), len(intake.assets)) == tuple(size.values())


def test_the_same_seed_draws_the_same_people_and_another_seed_others() -> None:
    """A community is a function of its scheme, sizes and seed."""
    once, again = (
        community("norfolk-carers"),
        invent(
            find_scheme("norfolk-carers"),
            needs=60,
            assets=350,
            seed=1,
            gazetteer=load_gazetteer(),
        ),
    )
    assert once.sheets == again.sheets
    assert once.sheets != community("norfolk-carers", 2).sheets


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_stated_column_is_a_column_of_the_scheme(name: str) -> None:
    """No distribution is stated for a column that is not there."""
    scheme = find_scheme(name)
    for sheet, columns in stated_for(scheme).columns.items():
        assert set(columns) <= {column.name for column in scheme.sheets[sheet].columns}


def test_a_third_of_norfolk_children_are_in_groups_of_two_to_four() -> None:
    """Brothers and sisters are drawn as stated: a third, in groups of 2 to 4."""
    children = community("norfolk-carers").sheets["needs"]
    groups = Counter(child["group"] for child in children if child["group"])
    assert sum(groups.values()) == pytest.approx(len(children) / 3, abs=2)
    assert set(groups.values()) <= {2, 3, 4}


@pytest.mark.parametrize("seed", [1, 2, 3, 2019])
def test_norfolk_has_about_45_vacancies_that_can_be_used(seed: int) -> None:
    """Vacancies of households not on hold and within the usual limit are scarce."""
    homes = community("norfolk-carers", seed).sheets["assets"]
    usable = sum(
        max(0, min(h["vacancies"], h["approved_number"] - h["placed"], 3 - h["placed"]))
        for h in homes
        if h["on_hold"] == h["suspended"] == "no"
    )
    assert 30 <= usable <= 60


def test_popularity_is_skewed_in_what_children_like() -> None:
    """A few interests are asked for most, as the file states."""
    children = community("oxfordshire-mentors").sheets["needs"]
    liked = Counter(
        word for child in children for word in (child["interests"] or "").split("; ")
    )
    assert liked["football"] > 3 * liked["fishing"]


def test_some_checks_have_lapsed() -> None:
    """About one household in ten has a check that is not in order on the first day."""
    community_ = community("norfolk-carers")
    day = community_.stated.as_of
    lapsed = [
        home
        for home in community_.sheets["assets"]
        if (day - (home["check_rechecked"] or home["check_issued"])).days > 1096
    ]
    assert 0 < len(lapsed) < 35


def test_everybody_is_labelled_as_invented(tmp_path: Path) -> None:
    """Whatever would name a person says Invented, and so does the workbook."""
    for name in shipped_schemes():
        drawn = community(name)
        for sheet in drawn.sheets:
            personal = [
                column.name
                for column in drawn.scheme.sheets[sheet].columns
                if column.kind == "personal"
            ]
            cells = [row[name] for row in drawn.sheets[sheet] for name in personal]
            assert all(cell.startswith("Invented") for cell in cells if cell)


def test_a_scheme_from_a_file_gets_a_plain_community(tmp_path: Path) -> None:
    """A fifth scheme needs no distributions of its own to be tried out."""
    scheme, gazetteer = find_scheme(str(WALKING_BUS)), load_gazetteer()
    path = generate(
        scheme, needs=20, assets=10, seed=1, out=tmp_path, gazetteer=gazetteer
    )
    day = stated_for(scheme).as_of
    intake = read_sheets(scheme, [path], gazetteer=gazetteer, as_of=day)
    assert intake.faults == ()
    assert len(intake.needs) == 20
