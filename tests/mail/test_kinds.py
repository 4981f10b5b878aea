"""The closed table of kinds, held to the page that people read."""

from __future__ import annotations

import re

from support.tools import ROOT

from api.mail import KINDS, Kind
from api.mail.facts import FACTS
from matcher.schemes.scheme import AUDIENCES

PAGE = ROOT / "docs" / "messages.md"
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)


def row(kind: Kind) -> tuple[str, ...]:
    """Return a kind as the page has it."""
    facts = (" ".join(f"`{name}`" for name in names) for names in (kind.must, kind.may))
    goes_to = ", ".join(who.replace("_", " ") for who in kind.audiences)
    return (goes_to, kind.subject, *facts)


def test_the_page_lists_every_kind_as_it_is() -> None:
    """Kinds, audiences, subjects and facts are those of docs/messages.md, in order."""
    listed = {
        name: tuple(cell.strip() for cell in cells.split("|"))
        for name, cells in ROW.findall(PAGE.read_text("utf-8"))
    }
    assert listed == {name: row(kind) for name, kind in KINDS.items()}
    assert list(listed) == list(KINDS)


def test_every_fact_is_read_by_its_shape_and_used() -> None:
    """No kind carries a fact without a shape, and no shape is left over."""
    used = {name for kind in KINDS.values() for name in (*kind.must, *kind.may)}
    assert used == set(FACTS)


def test_every_letter_has_its_link() -> None:
    """A letter without a way to read more is no letter."""
    assert all("link" in kind.must for kind in KINDS.values())


def test_a_concern_goes_to_the_lead_alone() -> None:
    """To nobody else, and never late."""
    assert KINDS["safety"].audiences == ("lead",)
    assert not KINDS["safety"].waits


def test_audiences_are_the_schemes_and_the_lead() -> None:
    """There is no other reader."""
    known = {*AUDIENCES, "lead"}
    assert {who for kind in KINDS.values() for who in kind.audiences} == known
