"""Every act from every state of a proposal, typed by hand for each shipped scheme."""
# ruff: noqa: E501 - a table typed by hand stands in columns

from __future__ import annotations

import pytest
from support.step_tables import table_of, tried

from api.steps import (
    IllegalStep,
    keeps_approval,
    needs_of,
    next_state,
    open_acts,
    proposal_machine,
)
from matcher.schemes import Steps, find_scheme

CARERS = """
act              drafted   approved  offered    interested disclosed  introduced agreed declined lapsed withdrawn
approve          approved  .         .          .          .          .          .      .        .      .
send_back        =         .         .          .          .          .          .      .        .      .
offer            .         offered   .          .          .          .          .      .        .      .
interest         .         .         interested =          .          .          .      .        .      .
ask_back         .         .         interested =          .          .          .      .        .      .
disclose         .         .         .          disclosed  .          .          .      .        .      .
introduce        .         .         .          .          introduced .          .      .        .      .
agree            .         .         .          .          .          agreed     .      .        .      .
confirm_safe     .         .         .          .          .          .          .      .        .      .
decline          declined  declined  declined   declined   declined   declined   .      .        .      .
expire           .         .         lapsed     .          .          .          .      .        .      .
lapse            lapsed    lapsed    lapsed     .          .          .          .      .        .      .
withdraw         withdrawn withdrawn withdrawn  withdrawn  withdrawn  withdrawn  .      .        .      .
no_longer_needed .         .         .          .          .          .          .      .        .      .
not_starting     .         .         .          .          .          .          .      .        .      .
hold             =         =         =          =          =          =          .      .        .      .
unhold           .         .         .          .          .          .          .      .        .      .
"""

MENTORS = """
act              drafted   offered    interested disclosed  introduced approved  agreed declined lapsed withdrawn
approve          .         .          .          .          approved   .         .      .        .      .
send_back        .         .          .          .          =          .         .      .        .      .
offer            offered   .          .          .          .          .         .      .        .      .
interest         .         interested =          .          .          .         .      .        .      .
ask_back         .         interested =          .          .          .         .      .        .      .
disclose         .         .          disclosed  .          .          .         .      .        .      .
introduce        .         .          .          introduced .          .         .      .        .      .
agree            .         .          .          .          .          agreed    .      .        .      .
confirm_safe     .         .          .          .          .          .         .      .        .      .
decline          declined  declined   declined   declined   declined   declined  .      .        .      .
expire           .         lapsed     .          .          .          .         .      .        .      .
lapse            lapsed    lapsed     .          .          .          .         .      .        .      .
withdraw         withdrawn withdrawn  withdrawn  withdrawn  withdrawn  withdrawn .      .        .      .
no_longer_needed .         .          .          .          .          .         .      .        .      .
not_starting     .         .          .          .          .          .         .      .        .      .
hold             =         =          =          =          =          =         .      .        .      .
unhold           .         .          .          .          .          .         .      .        .      .
"""

TUTORS = """
act              drafted   offered   agreed declined lapsed withdrawn
approve          .         .         .      .        .      .
send_back        .         .         .      .        .      .
offer            offered   .         .      .        .      .
interest         .         .         .      .        .      .
ask_back         .         .         .      .        .      .
disclose         .         .         .      .        .      .
introduce        .         .         .      .        .      .
agree            .         agreed    .      .        .      .
confirm_safe     .         .         .      .        .      .
decline          declined  declined  .      .        .      .
expire           .         lapsed    .      .        .      .
lapse            lapsed    lapsed    .      .        .      .
withdraw         withdrawn withdrawn .      .        .      .
no_longer_needed .         .         .      .        .      .
not_starting     withdrawn withdrawn .      .        .      .
hold             =         =         .      .        .      .
unhold           .         .         .      .        .      .
"""

BABY_BANK = """
act              drafted   offered   agreed declined lapsed withdrawn
approve          .         .         .      .        .      .
send_back        .         .         .      .        .      .
offer            offered   .         .      .        .      .
interest         .         .         .      .        .      .
ask_back         .         .         .      .        .      .
disclose         .         .         .      .        .      .
introduce        .         .         .      .        .      .
agree            .         agreed    .      .        .      .
confirm_safe     .         .         .      .        .      .
decline          declined  declined  .      .        .      .
expire           .         lapsed    .      .        .      .
lapse            lapsed    lapsed    .      .        .      .
withdraw         withdrawn withdrawn .      .        .      .
no_longer_needed .         .         .      .        .      .
not_starting     .         .         .      .        .      .
hold             =         =         .      .        .      .
unhold           .         .         .      .        .      .
"""

# What an ask changes: these rows in place of those above.
CARERS_ASK = """
act              drafted   approved  offered   interested disclosed introduced agreed declined lapsed withdrawn
confirm_safe     .         .         .         =          .         .          .      .        .      .
no_longer_needed withdrawn withdrawn withdrawn withdrawn  withdrawn withdrawn  .      .        .      .
"""
MENTORS_ASK = """
act              drafted   offered   interested disclosed introduced approved  agreed declined lapsed withdrawn
confirm_safe     .         .         =          .         .          .         .      .        .      .
no_longer_needed withdrawn withdrawn withdrawn  withdrawn withdrawn  withdrawn .      .        .      .
"""
SHORT_ASK = """
act              drafted   offered   agreed declined lapsed withdrawn
confirm_safe     .         =         .      .        .      .
no_longer_needed withdrawn withdrawn .      .        .      .
"""

# While one is held: nothing goes forward, everything can still be taken back.
CARERS_HELD = """
act              drafted   approved  offered   interested disclosed introduced agreed declined lapsed withdrawn
approve          .         .         .         .          .         .          .      .        .      .
send_back        .         .         .         .          .         .          .      .        .      .
offer            .         .         .         .          .         .          .      .        .      .
interest         .         .         .         .          .         .          .      .        .      .
ask_back         .         .         .         .          .         .          .      .        .      .
disclose         .         .         .         .          .         .          .      .        .      .
introduce        .         .         .         .          .         .          .      .        .      .
agree            .         .         .         .          .         .          .      .        .      .
confirm_safe     .         .         .         .          .         .          .      .        .      .
decline          declined  declined  declined  declined   declined  declined   .      .        .      .
expire           .         .         lapsed    .          .         .          .      .        .      .
lapse            lapsed    lapsed    lapsed    .          .         .          .      .        .      .
withdraw         withdrawn withdrawn withdrawn withdrawn  withdrawn withdrawn  .      .        .      .
no_longer_needed withdrawn withdrawn withdrawn withdrawn  withdrawn withdrawn  .      .        .      .
not_starting     .         .         .         .          .         .          .      .        .      .
hold             =         =         =         =          =         =          .      .        .      .
unhold           =         =         =         =          =         =          .      .        .      .
"""

TABLES = {
    "norfolk-carers": (CARERS, CARERS_ASK),
    "oxfordshire-mentors": (MENTORS, MENTORS_ASK),
    "hartlepool-tutors": (TUTORS, SHORT_ASK),
    "hartlepool-babybank": (BABY_BANK, SHORT_ASK),
}
ACTS = {act for _, act in table_of(CARERS)}


def steps_of(name: str) -> Steps:
    """Return the steps of a shipped scheme."""
    return find_scheme(name).steps


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["round", "next_best", "assignment", "item"])
def test_every_act_from_every_state_is_as_typed(name: str, kind: str) -> None:
    """Every act from every state leads where the table says, or is refused."""
    machine = proposal_machine(steps_of(name), kind=kind)
    assert tried(machine, ACTS) == table_of(TABLES[name][0])


@pytest.mark.parametrize("name", TABLES)
def test_an_ask_waits_for_the_coordinator(name: str) -> None:
    """An ask has two acts of its own; all else is as in a round."""
    machine = proposal_machine(steps_of(name), kind="ask")
    plain, own = (table_of(text) for text in TABLES[name])
    assert tried(machine, ACTS) == plain | own


def test_a_held_proposal_only_goes_back() -> None:
    """While one is held every forward act is refused and every way back is open."""
    machine = proposal_machine(steps_of("norfolk-carers"), kind="ask")
    assert tried(machine, ACTS, held=True) == table_of(CARERS_HELD)


FULL_NEEDS = {
    ("drafted", "send_back"): "reason",
    ("approved", "offer"): "may_be_offered previewed available",
    ("offered", "interest"): "holder_yes",
    ("offered", "ask_back"): "holder_question",
    ("interested", "disclose"): "released_details available",
    ("disclosed", "introduce"): "met_by_holder met_by_child_side available",
    ("introduced", "agree"): "every_yes available",
    ("drafted", "approve"): "reasons_read another_person",
    ("offered", "expire"): "past_its_end",
    ("introduced", "decline"): "",
    ("introduced", "withdraw"): "",
    ("offered", "lapse"): "",
    ("disclosed", "unhold"): "available",
}


@pytest.mark.parametrize("case", FULL_NEEDS)
def test_each_act_waits_for_what_was_written(case: tuple[str, str]) -> None:
    """What an act waits for is as typed; taken without any one of it, it is refused."""
    machine, wanted = proposal_machine(steps_of("norfolk-carers")), FULL_NEEDS[case]
    held = case[1] == "unhold"
    assert needs_of(machine, *case) == tuple(wanted.split())
    for need in wanted.split():
        with pytest.raises(IllegalStep) as refused:
            next_state(machine, *case, given={*wanted.split()} - {need}, held=held)
        assert refused.value.missing == (need,)


OWN_NEEDS = [
    (
        "oxfordshire-mentors",
        "round",
        "introduced",
        "approve",
        "reasons_read another_person",
    ),
    ("oxfordshire-mentors", "round", "approved", "agree", "every_yes available"),
    (
        "norfolk-carers",
        "ask",
        "interested",
        "disclose",
        "released_details available confirmed_safe",
    ),
    ("norfolk-carers", "ask", "interested", "confirm_safe", "holder_yes available"),
    (
        "hartlepool-tutors",
        "ask",
        "offered",
        "agree",
        "every_yes available confirmed_safe",
    ),
    ("hartlepool-tutors", "round", "offered", "expire", "past_its_end unanswered"),
    ("hartlepool-babybank", "item", "offered", "expire", "past_its_end"),
    ("hartlepool-babybank", "item", "offered", "agree", "every_yes available"),
]


@pytest.mark.parametrize("case", OWN_NEEDS)
def test_what_a_scheme_or_an_ask_adds(case: tuple[str, str, str, str, str]) -> None:
    """Approval, a confirmed ask and a course that waits for its hub add their own."""
    name, kind, state, act, wanted = case
    machine = proposal_machine(steps_of(name), kind=kind)
    assert needs_of(machine, state, act) == tuple(wanted.split())


def test_a_refusal_says_state_act_and_what_is_open() -> None:
    """The sentence says what it is, what was asked, what is missing, what is open."""
    machine = proposal_machine(steps_of("norfolk-carers"))
    with pytest.raises(IllegalStep) as refused:
        next_state(machine, "disclosed", "agree")
    assert str(refused.value) == (
        'This proposal is disclosed; "agree" was asked. That is not open from there. '
        "Open now: introduce, decline, withdraw, hold."
    )
    with pytest.raises(IllegalStep) as refused:
        next_state(machine, "drafted", "approve", given={"another_person"})
    assert str(refused.value) == (
        'This proposal is drafted; "approve" was asked. It waits for the reasons to '
        "have been read first. Open now: approve, send back, decline, lapse, withdraw, "
        "hold."
    )


def test_a_refusal_echoes_nothing_that_was_sent() -> None:
    """An act nobody knows is not repeated back."""
    machine = proposal_machine(steps_of("norfolk-carers"))
    with pytest.raises(IllegalStep) as refused:
        next_state(machine, "agreed", "<script>")
    assert "script" not in str(refused.value)
    assert str(refused.value).endswith("Open now: nothing.")


@pytest.mark.parametrize("act", ["offer", "interest", "disclose", "introduce", "agree"])
def test_held_and_not_available_read_the_same(act: str) -> None:
    """A suspension, a hold and a failed gate give the same bytes."""
    machine = proposal_machine(steps_of("oxfordshire-mentors"))
    state = next(state for state in machine.states if act in open_acts(machine, state))
    known = {"every_yes", "previewed", "may_be_offered"}
    said = set()
    for given, held in ((known, True), ((), True), (known, False), ((), False)):
        if held or "available" in needs_of(machine, state, act):
            with pytest.raises(IllegalStep) as refused:
                next_state(machine, state, act, given=given, held=held)
            said.add(
                (str(refused.value), refused.value.missing, refused.value.open_now)
            )
    assert len(said) == 1
    assert "It is not available." in str(said)


def test_an_approval_survives_only_the_same_pair_and_reasons() -> None:
    """Another need, another asset or another reason asks for a new approval."""
    approved = ("C-01", "H-07", "aa")
    assert keeps_approval(approved=approved, now=("C-01", "H-07", "aa"))
    for now in (("C-02", "H-07", "aa"), ("C-01", "H-08", "aa"), ("C-01", "H-07", "ab")):
        assert not keeps_approval(approved=approved, now=now)


def test_a_state_or_kind_that_is_none_is_our_own_fault() -> None:
    """A state the scheme does not use is no person's mistake."""
    machine = proposal_machine(steps_of("hartlepool-babybank"))
    with pytest.raises(ValueError, match="no state"):
        next_state(machine, "introduced", "agree")
    with pytest.raises(ValueError, match="no kind"):
        proposal_machine(steps_of("hartlepool-babybank"), kind="lottery")
