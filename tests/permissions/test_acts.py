"""The rules of every act are those that were typed by hand, both ways."""

from __future__ import annotations

from dataclasses import replace

from support.permission_acts import Cells, acts

from api.permissions import RULES, Rule

MARKS = (
    "command",
    "work",
    "second",
    "anyone",
    "themselves",
    "early",
    "always",
    "public",
    "one",
)
WRITES_OF_AN_AUDITOR = {
    "concern.report",
    "feedback.give",
    "session.report_concern",
    "proposal.report_concern",
    "match.report_concern",
    "person.report_concern",
    "person.declare_connection",
    "connection.declare",
    "task.finish",
    "sign_in.end_others",
    # That the log was checked is written into the log.
    "audit.check",
    # The data protection officer's own work; none of it changes what was decided.
    "person.erase",
    "person.hold",
    "hold.lift",
}


def cells(rule: Rule) -> Cells:
    """Return a rule as the table writes it."""
    marks = frozenset(mark for mark in MARKS if getattr(rule, mark))
    listed = (rule.roles, rule.members, rule.parties, rule.at)
    return (*(frozenset(names) for names in listed), marks)


def test_every_act_has_the_rule_that_was_typed() -> None:
    """No act may be done by more people, or by fewer, than the typed table says."""
    typed = acts()
    assert set(RULES) == set(typed)
    wrong = {
        act: (cells(rule), typed[act])
        for act, rule in RULES.items()
        if cells(rule) != typed[act]
    }
    assert wrong == {}


def test_a_rule_that_gives_more_is_seen() -> None:
    """The comparison sees one role more."""
    more = replace(RULES["proposal.approve"], roles=("approver", "coordinator"))
    assert cells(more) != acts()["proposal.approve"]


def test_no_command_approves_releases_or_sends() -> None:
    """What a person has to see with their own eyes is done by no command."""
    never = ("approve", "send_back", "offer", "release", "send", "disclose", "accept")
    for act, rule in RULES.items():
        if act.partition(".")[2] in never:
            assert not rule.command, act


def test_an_auditor_writes_nothing_but_what_everybody_may() -> None:
    """An auditor reads; beside that, they report concerns and finish own tasks."""
    reads = {"read", "list", "mine", "audit", "publish", "preview"}
    reads |= {"export", "erasures", "views", "holds", "columns", "missing"}
    mine = {
        act for act, rule in RULES.items() if "auditor" in (*rule.roles, *rule.members)
    }
    anyone = {act for act, rule in RULES.items() if rule.anyone}
    writes = {act for act in mine | anyone if act.partition(".")[2] not in reads}
    assert writes == WRITES_OF_AN_AUDITOR


def test_administrators_do_not_read_records() -> None:
    """Accounts, schemes and hubs are theirs; no need, proposal, match or person is."""
    may = {
        act.partition(".")[0]
        for act, rule in RULES.items()
        if "administrator" in rule.roles
    }
    read = {
        "organisation",
        "account",
        "membership",
        "scheme",
        "hub",
        "retention",
        "keys",
        "audit",
        "deputy",
    }
    assert may - {"proposal", "match", "person"} == read
    assert {
        act
        for act, rule in RULES.items()
        if "administrator" in rule.roles
        and act.startswith(("proposal", "match", "person"))
    } == {
        "proposal.report_concern",
        "match.report_concern",
        "person.report_concern",
        "person.declare_connection",
    }


def test_what_is_not_in_the_table_is_nobodys() -> None:
    """An act without a rule has no default: asking for one fails."""
    assert "proposal.delete" not in RULES
