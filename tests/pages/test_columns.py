"""A scheme's columns as questions: asked by their kind, and read back as cells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import FormData
from support.html import read_page
from support.populated import Populated
from support.proposing import ASSETS, NEEDS
from support.visiting import _kept
from support.world import SCHEMES, find_scheme

from api.actions.columns import read_columns
from api.actions.rows_showing import row_cells
from api.pages.answers import answer_of, slots_said, weeks_in
from api.pages.at import At
from api.pages.columns import help_of, questions, read_values
from api.pages.forms import Unfilled, said_in
from api.pages.rendering import templates
from matcher.errors import Fault, FaultsFound

ASK = """{% import "parts/columns.html" as columns %}
{% for q in asked %}{{ columns.question(at, q) }}{% endfor %}"""
SAMPLES = {"needs": NEEDS, "assets": ASSETS}


def somebody(sent: dict[str, Any] | None = None) -> At:
    """Return somebody at a page, who sent this."""
    fields = [
        (name, each)
        for name, value in (sent or {}).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    request: Any = SimpleNamespace(state=SimpleNamespace(sent=FormData(fields)))
    app: Any = None
    return At(request, app, None)


def sheet_of(populated: Populated, scheme: str, sheet: str) -> Any:
    """Return a sheet as a coordinator fills it in."""
    id_ = populated.world.schemes[scheme]
    return populated.world.see("coordinator", read_columns, id_, sheet=sheet)


def asked(sheet: Any, values: dict[str, str], at: At | None = None) -> str:
    """Return the questions of a whole sheet, drawn."""
    names = [column["name"] for column in sheet["columns"]]
    page = templates().from_string(ASK)
    return page.render(at=at or somebody(), asked=questions(sheet, names, values))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("side", ["needs", "assets"])
def test_an_untouched_form_sends_what_the_row_holds(
    populated: Populated, scheme: str, side: str
) -> None:
    """Whatever a row holds is drawn, and a browser that sends it back changes none."""
    sheet = sheet_of(populated, scheme, side)
    values = row_cells(find_scheme(scheme), side, SAMPLES[side][scheme])
    names = [
        column["name"]
        for column in sheet["columns"]
        if column["name"] in values or not column["required"]
    ]
    root, faults = read_page(f"<form>{asked(sheet, values)}</form>")
    assert faults == []
    at = somebody(dict(_kept(next(root.all("form")))))
    assert read_values(at, sheet, names, now=values) == {}
    cells = read_values(at, sheet, [name for name in names if name in values])
    assert cells.keys() == {name for name in values if name in names}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_question_has_its_name(populated: Populated, scheme: str) -> None:
    """Each field has a label, and no two things on the page share an id."""
    for side in find_scheme(scheme).sheets:
        html = asked(sheet_of(populated, scheme, side), {})
        root, faults = read_page(html)
        assert faults == []
        ids = [each.get("id") for each in root.all() if each.get("id")]
        assert len(ids) == len(set(ids))
        named = {each.get("for") for each in root.all("label")}
        fields = [*root.all("input"), *root.all("select"), *root.all("textarea")]
        assert {each.get("id") for each in fields} <= named


def test_a_week_is_a_table_to_tick(populated: Populated) -> None:
    """Seven days by three parts of the day, each box named for a screen reader."""
    sheet = sheet_of(populated, "oxfordshire-mentors", "assets")
    drawn = asked(sheet, {"slots": "tue-eve; sat-am/fortnightly"})
    table = next(read_page(drawn)[0].all("table"))
    assert [each.text for each in table.all("label")][3:6] == [
        "Tuesday morning",
        "Tuesday afternoon",
        "Tuesday evening",
    ]
    boxes = list(table.all("input"))
    assert len(boxes) == 21
    ticked = [b.get("value") for b in boxes if "checked" in b.attributes]
    assert ticked == ["tue-eve"]
    assert {each.get("scope") for each in table.all("th")} == {"row", "col"}


def test_slots_with_more_than_one_cadence() -> None:
    """Times of the week come back with how often, in the words of the sheets."""
    column = {"name": "slots", "kind": "slots", "required": True}
    sent = {
        "slots": ["tue-eve", "sat-am"],
        "slots-often": "weekly",
        "slots-1": ["sun-pm", "not-a-time"],
        "slots-1-often": "fortnightly",
    }
    text, wrong = answer_of(somebody(sent).sent, column)
    assert (text, wrong) == ("tue-eve; sat-am; sun-pm/fortnightly", "")
    assert [week["cadence"] for week in weeks_in(text)] == ["weekly", "fortnightly"]
    assert slots_said(text)[-1] == "Sunday afternoon, every other week"


def test_every_fault_at_once_beside_its_question(populated: Populated) -> None:
    """Whatever is missing or not right is said by column, in one go."""
    sheet = sheet_of(populated, "oxfordshire-mentors", "assets")
    at = somebody(
        {
            "travel_km": "far",
            "most_children": "9",
            "check_issued-day": "31",
            "check_issued-month": "2",
            "check_issued-year": "2026",
        }
    )
    names = ["place", "travel_km", "most_children", "check_issued", "slots", "trained"]
    with pytest.raises(Unfilled) as error:
        read_values(at, sheet, names)
    at.said = said_in(at.sent)
    at.fail(error.value)
    assert [each.name for each in at.wrong] == names
    assert at.status == 422
    drawn = asked(sheet, {}, at)
    assert "Most children: give a number of 4 or less." in drawn
    assert 'value="far"' in drawn


def test_only_what_is_different_is_changed(populated: Populated) -> None:
    """A place that nobody touched is not sent: only its first half was shown."""
    sheet = sheet_of(populated, "oxfordshire-mentors", "assets")
    now = {"place": "OX4", "interests": "football; music", "age_from": "6"}
    at = somebody({"place": "ox4", "interests": ["music", "films"], "age_from": ""})
    assert read_values(at, sheet, now, now=now) == {
        "interests": "music; films",
        "age_from": "-",
    }


def test_what_an_action_finds_wrong_comes_back_by_column() -> None:
    """A fault of one form stands beside its column, and names no command."""
    at = somebody()
    said = "Use a full postcode, or add it with acorns places import."
    at.fail(FaultsFound([Fault("form", "assets", 0, "place", said)]))
    assert [each.name for each in at.wrong] == ["place"]
    assert at.error("place") == "Place: Use a full postcode."
    at.fail(FaultsFound([Fault("a.csv", "assets", 3, "Place", "No.")]))
    assert at.wrong[0].name == ""
    assert "row 3" in at.wrong[0].text


def test_help_says_nothing_of_sheets(populated: Populated) -> None:
    """No help on a page tells how to type into a sheet."""
    for scheme in SCHEMES:
        for side in ("needs", "assets"):
            for column in sheet_of(populated, scheme, side)["columns"]:
                text = help_of(column)
                assert "with ;" not in text
                assert "ounted and dropped" not in text
                assert not text.startswith(".")


def test_a_volunteer_is_asked_for_their_own_alone(populated: Populated) -> None:
    """What others judge of a volunteer is no question to the volunteer."""
    id_ = populated.world.schemes["oxfordshire-mentors"]
    sheet = populated.world.see("holder", read_columns, id_, sheet="assets")
    names = {column["name"] for column in sheet["columns"]}
    assert {"slots", "capabilities", "check_issued", "travel_km"} <= names
    assert not {"trained", "suspended", "check_outcome", "ref", "holder"} & names
