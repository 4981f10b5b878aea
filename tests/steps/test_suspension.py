"""What a suspension and a child's no do to every state, typed by hand."""

from __future__ import annotations

import pytest

from api.steps import on_child_no, on_suspension
from matcher.schemes import find_scheme

CARERS = """
drafted lapse | approved lapse | offered lapse | interested freeze | disclosed freeze
introduced freeze | agreed - | declined - | lapsed - | withdrawn -
"""
MENTORS = """
drafted lapse | offered lapse | interested freeze | disclosed freeze
introduced freeze | approved freeze | agreed - | declined - | lapsed - | withdrawn -
"""
SHORT = "drafted lapse | offered lapse | agreed - | declined - | lapsed - | withdrawn -"
HOME = """
active task_only | extended task_only | paused task_only | ended - | stopped -
"""
OTHER = "active pause | extended pause | paused - | ended - | stopped -"
EMERGENCY = "live task_only | settled -"

TABLES = [
    ("norfolk-carers", "proposal", CARERS),
    ("norfolk-carers", "match", HOME),
    ("norfolk-carers", "emergency", EMERGENCY),
    ("oxfordshire-mentors", "proposal", MENTORS),
    ("oxfordshire-mentors", "match", OTHER),
    ("hartlepool-tutors", "proposal", SHORT),
    ("hartlepool-tutors", "match", OTHER),
    ("hartlepool-babybank", "proposal", SHORT),
    ("hartlepool-babybank", "match", OTHER),
]


def cells(text: str) -> list[tuple[str, str]]:
    """Return (state, effect) of each cell; "-" is none."""
    pairs = [cell.split() for cell in text.replace("\n", " | ").split("|")]
    return [(state, effect.strip("-")) for state, effect in filter(None, pairs)]


@pytest.mark.parametrize(("name", "kind", "text"), TABLES)
def test_what_a_suspension_does(name: str, kind: str, text: str) -> None:
    """Drafted and offered lapse, later ones freeze, matches pause, a home is a task."""
    steps = find_scheme(name).steps
    found = [(state, on_suspension(steps, kind, state)) for state, _ in cells(text)]
    assert found == cells(text)


def test_a_suspension_knows_what_it_reaches() -> None:
    """A kind of record that nobody decided about is our own fault, never ignored."""
    with pytest.raises(ValueError, match="knows no"):
        on_suspension(find_scheme("norfolk-carers").steps, "review", "open")


def test_a_childs_no_always_wins() -> None:
    """Before agreement it declines from every state; after it, the worker is asked."""
    before = "drafted approved offered interested disclosed introduced".split()
    assert {on_child_no(state) for state in before} == {"decline"}
    assert on_child_no("agreed") == "task_only"
    assert {on_child_no(state) for state in ("declined", "lapsed", "withdrawn")} == {""}
