"""Who sees which field at which step: typed by hand, and compared."""

from __future__ import annotations

import pytest
from support import permission_fields as typed

from api.permissions import FIELDS, shown
from api.records import ROLES

EVERY = {
    field: field for steps in FIELDS.values() for s in steps.values() for field in s
}
BEFORE = ("drafted", "approved", "offered", "interested")


@pytest.mark.parametrize("audience", typed.PROPOSAL)
@pytest.mark.parametrize("step", typed.STEPS)
def test_a_proposal_shows_what_was_typed(audience: str, step: str) -> None:
    """At each step, each audience gets the typed fields and not one more."""
    rows = typed.PROPOSAL[audience].items()
    wanted = {
        f for steps, fields in rows if step in steps.split() for f in fields.split()
    }
    assert set(shown("proposal", [audience], step, EVERY)) == wanted


@pytest.mark.parametrize("audience", typed.NEVER_BEFORE)
def test_nothing_of_the_other_side_before_disclosure(audience: str) -> None:
    """Before the worker released it, what is the other side's is in no step."""
    for step in BEFORE:
        seen = set(shown("proposal", [audience], step, EVERY))
        assert not seen & set(typed.NEVER_BEFORE[audience].split()), step


@pytest.mark.parametrize("audience", ["young_person", "parent", "advocate", "council"])
def test_the_family_hears_of_nothing_before_disclosure(audience: str) -> None:
    """Before disclosure there is no proposal for them: not one field."""
    for step in (*BEFORE, "ended"):
        assert shown("proposal", [audience], step, EVERY) == {}


def test_every_audience_of_a_proposal_is_typed() -> None:
    """No audience was added that nobody typed."""
    audiences = {audience for kind, audience in FIELDS if kind == "proposal"}
    assert audiences == {*typed.PROPOSAL, *typed.STAFF}


@pytest.mark.parametrize(("kind", "audience"), typed.OTHERS)
def test_other_things_show_what_was_typed(kind: str, audience: str) -> None:
    """Beside ids, states and dates, each audience sees what was typed."""
    steps = FIELDS[kind, audience]
    seen = {field for fields in steps.values() for field in fields}
    wanted = set(typed.OTHERS[kind, audience].split())
    assert seen - set(typed.PLAIN.split()) == wanted


def test_every_audience_of_a_need_and_a_match_is_typed() -> None:
    """Nobody else sees anything of what is most private."""
    kinds = {kind for kind, _ in typed.OTHERS} - {"again"}
    are = {key for key in FIELDS if key[0] in kinds}
    assert are == {key for key in typed.OTHERS if key[0] in kinds}


def test_nobody_sees_where_somebody_lives() -> None:
    """No audience of anything has a point, an address or a contact among its fields."""
    never = {"point", "lat", "lon", "postcode", "phone", "email", "name_sealed"}
    assert not never & set(EVERY)


def test_an_administrator_sees_no_field_of_a_person() -> None:
    """Accounts, organisations, schemes and hubs: nothing else."""
    kinds = {kind for kind, audience in FIELDS if audience == "administrator"}
    log = {"log_line", "log_record", "deputy"}
    assert kinds - log <= {"account", "organisation", "scheme", "hub", "retention"}
    # Of the log, the record and its facts are those of an account, a scheme or a hub.
    assert set(FIELDS["log_record", "administrator"]) == {"kept"}
    assert "administrator" in ROLES


def test_what_is_not_in_the_table_is_not_shown() -> None:
    """An audience, a step or a field without a line gives nothing."""
    assert shown("proposal", ["helper"], "offered", EVERY) == {}
    assert shown("proposal", ["holder"], "drafted", EVERY) == {}
    assert shown("nothing", ["coordinator"], "", EVERY) == {}
    assert shown("proposal", ["holder"], "offered", {"address": "x"}) == {}
