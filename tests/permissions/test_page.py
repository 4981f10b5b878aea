"""docs/permissions.md says what the rules are: every line of one is in the other."""

from __future__ import annotations

from support.permission_page import act_lines, field_lines
from support.tools import ROOT

PAGE = ROOT / "docs" / "permissions.md"


def written() -> list[str]:
    """Return the lines of the page's tables, without their headings."""
    lines = PAGE.read_text("utf-8").splitlines()
    heads = ("| act |", "| thing |", "|---")
    return [ln for ln in lines if ln.startswith("|") and not ln.startswith(heads)]


def test_the_page_and_the_rules_are_one() -> None:
    """No line of the page is without its rule, and no rule without its line."""
    said, are = written(), [*act_lines(), *field_lines()]
    assert sorted(set(are) - set(said)) == [], "not on the page"
    assert sorted(set(said) - set(are)) == [], "on the page, and not so"
    assert len(said) == len(are)


def test_a_line_that_gives_more_is_seen() -> None:
    """A role planted on the page is not what the rules say."""
    assert "| `proposal.approve` | approver, coordinator |" not in "".join(act_lines())
