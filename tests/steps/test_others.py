"""Every act from every state of rounds, runs, matches, asks, courses and items."""

from __future__ import annotations

from datetime import date

import pytest
from support.step_tables import table_of, tried

from api.steps import (
    ASK,
    ITEM,
    ITEM_THEN,
    PROPOSALS_THEN,
    RUN,
    IllegalStep,
    Machine,
    bundle_available,
    is_live,
    match_machine,
    needs_of,
    never_taken,
    next_asked,
    next_number,
    next_state,
    opening_machine,
    proposal_machine,
    reads,
    round_machine,
    standing,
    takers_told,
)
from matcher.schemes import find_scheme

ROUND = """
act        open    running  proposed released closed failed
run        running .        running  .        .      .
save       .       proposed .        .        .      .
fail_run   .       open     .        .        .      .
cancel_run .       open     .        .        .      .
release    .       .        released released .      .
close      closed  .        closed   closed   .      .
give_up    failed  .        failed   .        .      .
"""
RUNS = """
act       queued    solving   saved failed cancelled
start     solving   .         .     .      .
take_over solving   solving   .     .      .
save      .         saved     .     .      .
fail      failed    failed    .     .      .
cancel    cancelled cancelled .     .      .
"""
MATCH = """
act    active   paused  extended ended stopped
pause  paused   .       paused   .     .
resume .        active  .        .     .
extend extended .       extended .     .
end    ended    ended   ended    .     .
stop   stopped  stopped stopped  .     .
"""
ASKS = """
act          open      confirmed closed
confirm_safe confirmed .         .
close        closed    closed    .
"""
OPENING = """
act           planned      open not_starting
open          open         .    .
not_start     not_starting .    .
replace_staff =            .    .
"""
ITEMS = """
act             received checked   available set_aside collected pulled
check           checked  .         .         .         .         .
make_available  .        available .         .         .         .
set_aside       .        .         set_aside .         .         .
collect         .        .         .         collected .         .
hand_over       .        .         collected .         .         .
return_to_stock .        .         .         available .         .
pull            pulled   pulled    pulled    pulled    .         .
recall          pulled   pulled    pulled    pulled    pulled    .
"""
CARERS, MENTORS, TUTORS, BABY_BANK = (
    find_scheme(name).steps
    for name in (
        "norfolk-carers",
        "oxfordshire-mentors",
        "hartlepool-tutors",
        "hartlepool-babybank",
    )
)
SCHEMES = {"n": CARERS, "o": MENTORS, "t": TUTORS, "b": BABY_BANK}
MACHINES = [
    *((ROUND, round_machine(steps)) for steps in SCHEMES.values()),
    *((MATCH, match_machine(steps)) for steps in SCHEMES.values()),
    (RUNS, RUN),
    (ASKS, ASK),
    (OPENING, opening_machine(12)),
    (OPENING, opening_machine(3)),
    (ITEMS, ITEM),
]
ACTS = {act for text, _ in MACHINES for _, act in table_of(text)}


@pytest.mark.parametrize(("text", "machine"), MACHINES)
def test_every_act_from_every_state_is_as_typed(text: str, machine: Machine) -> None:
    """Every act from every state, the acts of other machines too, is as typed."""
    typed = table_of(text)
    every = {(state, act): "." for state in machine.states for act in ACTS}
    assert tried(machine, ACTS) == every | typed


@pytest.mark.parametrize(("text", "machine"), MACHINES)
def test_its_ends_are_the_states_without_a_way_out(text: str, machine: Machine) -> None:
    """A state counts as an end just where the typed table has no way out of it."""
    typed = table_of(text)
    out = {state for (state, _), target in typed.items() if target not in {".", state}}
    assert set(machine.ends) == set(machine.states) - out
    assert machine.start in machine.states


NEEDS = [
    (round_machine(CARERS), "release", "previewed unchanged verified_again approvals"),
    (round_machine(MENTORS), "release", "previewed unchanged verified_again"),
    (round_machine(TUTORS), "release", "previewed unchanged verified_again"),
    (round_machine(CARERS), "save", "verified current_fence"),
    (round_machine(CARERS), "fail_run", "reason"),
    (round_machine(CARERS), "give_up", "reason"),
    (RUN, "take_over", "newer_fence"),
    (RUN, "save", "verified current_fence"),
    (RUN, "fail", "reason"),
    (match_machine(CARERS), "pause", "a_person"),
    (match_machine(CARERS), "end", "a_person"),
    (match_machine(CARERS), "stop", "reason a_person"),
    (match_machine(MENTORS), "pause", ""),
    (match_machine(MENTORS), "end", ""),
    (match_machine(MENTORS), "stop", "reason"),
    (match_machine(MENTORS), "resume", "available"),
    (match_machine(MENTORS), "extend", "planned_end available"),
    (ASK, "confirm_safe", "holder_yes available"),
    (opening_machine(8), "open", "tutors ratio checks"),
    (opening_machine(7), "open", "tutors ratio checks reason"),
    (opening_machine(0), "not_start", ""),
    (ITEM, "check", "passed_check"),
    (ITEM, "pull", "reason"),
]


@pytest.mark.parametrize(("machine", "act", "wanted"), NEEDS)
def test_each_act_waits_for_what_was_typed(
    machine: Machine, act: str, wanted: str
) -> None:
    """An act is refused while any one thing that it waits for is missing."""
    state = next(step.sources[0] for step in machine.steps if step.act == act)
    assert needs_of(machine, state, act) == tuple(wanted.split())
    for need in wanted.split():
        with pytest.raises(IllegalStep) as refused:
            next_state(machine, state, act, given={*wanted.split()} - {need})
        assert refused.value.missing == (need,)


def test_a_course_without_what_it_needs_says_so() -> None:
    """Open is refused with tutors, ratio or checks missing, and says which."""
    with pytest.raises(IllegalStep) as refused:
        next_state(opening_machine(9), "planned", "open", given={"tutors"})
    assert str(refused.value) == (
        'This course is planned; "open" was asked. It waits for enough staff for the '
        "children in the creche; the checks of its staff. Open now: open, not start, "
        "replace staff."
    )


@pytest.mark.parametrize(
    ("state", "today", "wanted"),
    [
        ("planned", date(2026, 11, 22), "planned"),
        ("planned", date(2026, 11, 23), "due"),
        ("planned", date(2026, 11, 24), "red"),
        ("planned", date(2027, 11, 24), "red"),
        ("open", date(2026, 11, 24), "open"),
        ("not_starting", date(2026, 11, 24), "not_starting"),
    ],
)
def test_silence_is_red_and_no_answer(state: str, today: date, wanted: str) -> None:
    """An undecided course is due on its date and red after it; it stays planned."""
    assert reads(state, decide_by=date(2026, 11, 23), today=today) == wanted


def test_a_further_run_takes_a_number_nobody_had() -> None:
    """Failed and cancelled runs keep their numbers."""
    assert next_number([]) == 1
    assert next_number([1, 2, 3]) == 4
    assert next_number([3, 1]) == 4


def test_a_seat_is_held_while_a_match_lives() -> None:
    """Active, paused and extended hold the seat; ended and stopped do not."""
    states = ("active", "paused", "extended", "ended", "stopped")
    assert [is_live(state) for state in states] == [True, True, True, False, False]


ASKED = [
    ("in_order", "drafted drafted drafted", 3, (0,)),
    ("in_order", "offered drafted drafted", 3, ()),
    ("in_order", "interested drafted drafted", 3, ()),
    ("in_order", "declined approved approved", 3, (1,)),
    ("in_order", "lapsed withdrawn drafted", 3, (2,)),
    ("in_order", "declined lapsed declined", 3, ()),
    ("at_once", "drafted drafted drafted drafted", 3, (0, 1, 2)),
    ("at_once", "offered declined approved drafted", 3, (2, 3)),
    ("at_once", "offered offered offered drafted", 3, ()),
    ("at_once", "agreed offered offered offered drafted", 3, ()),
]


@pytest.mark.parametrize(("how", "states", "at_most", "wanted"), ASKED)
def test_who_is_asked_next(
    how: str, states: str, at_most: int, wanted: tuple[int, ...]
) -> None:
    """In order one after the other; at once as many as were said, and no more."""
    assert next_asked(states.split(), how, at_most=at_most) == wanted


STANDING = [
    ("drafted", "", "not asked yet"),
    ("approved", "", "not asked yet"),
    ("offered", "", "offered"),
    ("interested", "", "offered"),
    ("interested", "said_yes", "yes"),
    ("offered", "said_yes", "yes"),
    ("interested", "said_yes confirmed", "confirmed safe"),
    ("agreed", "said_yes confirmed", "confirmed safe"),
    ("declined", "said_yes confirmed", "declined"),
    ("withdrawn", "other", "no longer needed"),
    ("withdrawn", "said_yes other", "no longer needed"),
    ("declined", "other", "declined"),
    ("lapsed", "other", "lapsed"),
    ("withdrawn", "", "withdrawn"),
]


@pytest.mark.parametrize(("state", "facts", "wanted"), STANDING)
def test_how_a_member_of_an_ask_stands(state: str, facts: str, wanted: str) -> None:
    """Each reads offered, yes, confirmed safe or no longer needed, as it is."""
    given = {name: name in facts.split() for name in ("said_yes", "confirmed", "other")}
    assert standing(state, **given) == wanted


def test_what_is_never_taken_stays_at_the_door() -> None:
    """A used car seat is never taken where the scheme lists it; a new one is."""
    listed = ("car-seat", "helmet")
    assert never_taken("car-seat", second_hand=True, refused=listed)
    assert not never_taken("car-seat", second_hand=False, refused=listed)
    assert not never_taken("pram", second_hand=True, refused=listed)


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ("available available", True),
        ("available", True),
        ("available set_aside", False),
        ("available pulled", False),
        ("checked available", False),
        ("", False),
    ],
)
def test_a_bundle_is_asked_for_whole(states: str, wanted: bool) -> None:
    """A bundle is available with every piece, and an empty one never."""
    assert bundle_available(states.split()) is wanted


def test_takers_of_a_recalled_item_are_told() -> None:
    """Whoever has it, or waits for it, is told; a piece on the shelf tells nobody."""
    assert takers_told("collected", "recall")
    assert takers_told("set_aside", "recall")
    assert takers_told("set_aside", "pull")
    assert not takers_told("available", "recall")
    assert not takers_told("set_aside", "return_to_stock")


def test_an_opening_settles_the_parents_proposals() -> None:
    """Open agrees them, not starting withdraws them; there is no third answer."""
    proposal, found = proposal_machine(TUTORS), {}
    for act, then in PROPOSALS_THEN.items():
        given = {"every_yes", "available"}
        found[act] = next_state(proposal, "offered", then, given=given)
    assert found == {"open": "agreed", "not_start": "withdrawn"}
    ways_out = [step.act for step in opening_machine(9).steps if step.target]
    assert list(PROPOSALS_THEN) == ways_out


def test_an_item_goes_with_its_proposal() -> None:
    """Offered sets it aside, agreed hands it over, every way back returns it."""
    back = {"decline", "expire", "lapse", "withdraw"}
    assert next_state(ITEM, "available", ITEM_THEN["offer"]) == "set_aside"
    assert next_state(ITEM, "set_aside", ITEM_THEN["agree"]) == "collected"
    assert {next_state(ITEM, "set_aside", ITEM_THEN[act]) for act in back} == {
        "available"
    }
    assert set(ITEM_THEN) == {"offer", "agree"} | back
