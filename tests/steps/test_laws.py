"""Laws of the steps, over any scheme that may be written and any walk through it."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st
from support.step_walks import CAPACITIES, Walk, any_steps, any_walk

from api.steps import (
    ASK,
    ITEM,
    NEEDS,
    RUN,
    IllegalStep,
    Machine,
    asked,
    holds_seat,
    match_machine,
    next_state,
    on_suspension,
    open_acts,
    opening_machine,
    proposal_machine,
    round_machine,
    seat_effect,
)
from matcher.schemes import Steps

FORWARD = (
    "approve offer interest ask_back disclose introduce agree confirm_safe".split()
)
BACK = "decline expire lapse withdraw no_longer_needed not_starting".split()
ACTS = [*FORWARD, *BACK, "send_back", "hold", "unhold"]
ANSWERS = st.tuples(st.sampled_from([*CAPACITIES, "child-shown"]), st.booleans())
STRAIGHT: list[str | tuple[str, bool]] = [
    *"approve offer interest confirm_safe disclose introduce approve".split(),
    *((capacity, True) for capacity in (*CAPACITIES, "child-shown")),
    "agree",
]


@st.composite
def any_moves(draw: st.DrawFn) -> list[str | tuple[str, bool]]:
    """Draw the straight way with moves left out, put elsewhere and put between."""
    moves = list(STRAIGHT)
    for _ in range(draw(st.integers(0, 3))):
        left = moves.pop(draw(st.integers(0, len(moves) - 1)))
        if draw(st.booleans()):
            moves.insert(draw(st.integers(0, len(moves))), left)
    for more in draw(st.lists(st.sampled_from(ACTS) | ANSWERS, max_size=30)):
        moves.insert(draw(st.integers(0, len(moves))), more)
    return moves


MOVES = any_moves()
Moves = list[str | tuple[str, bool]]
KINDS = ("round", "ask", "item", "assignment", "next_best")


def walked(walk: Walk, moves: Moves) -> Walk:
    """Make the moves: acts, and answers of a capacity."""
    for move in moves:
        if isinstance(move, str):
            walk.take(move)
        else:
            walk.answer(move[0], yes=move[1])
    return walk


def straight(walk: Walk, *, answering: bool = True) -> Walk:
    """Walk the way to agreed, everybody saying yes after disclosure."""
    for act in "approve offer interest confirm_safe disclose introduce approve".split():
        walk.take(act)
    if answering:
        for capacity in asked(walk.steps, child_age=walk.age):
            walk.answer(capacity, yes=True)
    walk.take("agree")
    return walk


@given(any_walk())
def test_the_straight_way_leads_to_agreed(walk: Walk) -> None:
    """Where everybody says yes in turn, there is a match, under any scheme."""
    assert straight(walk).state == "agreed"


@given(any_walk())
def test_nothing_is_agreed_in_silence(walk: Walk) -> None:
    """Without the yes of those who are asked there is no match."""
    assert straight(walk, answering=False).state != "agreed"


@given(any_walk(), MOVES)
def test_agreed_means_approved_told_and_every_yes(walk: Walk, moves: Moves) -> None:
    """No walk is agreed without its approval and every yes dated after disclosure."""
    walk = walked(walk, moves)
    if walk.state != "agreed":
        return
    assert walk.disclosed is not None
    late = [each for each in walk.answers if each.at > walk.disclosed]
    last = {each.capacity: each.yes for each in late}
    assert all(last[name] for name in asked(walk.steps, child_age=walk.age))
    noes = {each.capacity for each in walk.answers if not each.yes}
    assert not noes & {"child", "child-shown"}
    assert "approve" in walk.acts or walk.steps.approval == "none"
    assert {"drafted", *walk.steps.uses} <= set(walk.seen)
    assert "confirm_safe" in walk.acts or walk.kind != "ask"


@given(any_walk(), MOVES, st.sampled_from(["decline", "withdraw"]))
def test_anything_live_can_be_taken_back_at_once(
    walk: Walk, moves: Moves, act: str
) -> None:
    """From every live state, held or not, one act takes all of it back."""
    walk = walked(walk, moves)
    if walk.state in {"agreed", "declined", "lapsed", "withdrawn"}:
        return
    assert walk.take(act, without=list(NEEDS))
    assert walk.state == {"decline": "declined", "withdraw": "withdrawn"}[act]
    assert seat_effect(act, walk.kind) == "free"
    assert not holds_seat(walk.steps, walk.kind, walk.state, confirmed=walk.confirmed)


@given(st.lists(st.tuples(any_walk(), MOVES), max_size=6))
def test_seats_held_are_those_freed_and_those_live(
    walks: list[tuple[Walk, Moves]],
) -> None:
    """Every hold is freed once or is still live: none is lost and none is doubled."""
    holds = frees = live = 0
    for walk, moves in walks:
        held = False
        for effect in walked(walk, moves).seats:
            assert not (held and effect == "hold"), "held twice"
            holds, frees = (
                holds + (effect == "hold"),
                frees + (held and effect == "free"),
            )
            held = effect == "hold" or (held and effect != "free")
        known = holds_seat(walk.steps, walk.kind, walk.state, confirmed=walk.confirmed)
        assert known == held
        live += known
    assert holds == frees + live


@given(any_steps(), st.sampled_from(KINDS))
def test_a_match_holds_the_seat_until_it_ends(steps: Steps, kind: str) -> None:
    """Once there is a match, its state alone says whether the seat is held."""
    states = match_machine(steps).states
    held = {s for s in states if holds_seat(steps, kind, "agreed", match=s)}
    assert held == {"active", "paused", "extended"}
    assert {seat_effect(act, kind) for act in ("end", "stop")} == {"free"}
    assert {seat_effect(act, kind) for act in ("pause", "resume", "extend")} == {""}


@st.composite
def any_machine(draw: st.DrawFn) -> Machine:
    """Draw the machine of any record under any scheme."""
    steps, kind = draw(any_steps()), draw(st.sampled_from(KINDS))
    return draw(
        st.sampled_from(
            [
                proposal_machine(steps, kind=kind),
                round_machine(steps),
                match_machine(steps),
                opening_machine(draw(st.integers(0, 20))),
                ASK,
                ITEM,
                RUN,
            ]
        )
    )


@given(any_machine(), st.data())
def test_no_act_leaves_an_end(machine: Machine, data: st.DataObject) -> None:
    """From a state that ends it, every act is refused, whatever is given."""
    state = data.draw(st.sampled_from(machine.ends))
    held = data.draw(st.booleans())
    for act in machine.acts:
        assert _refusal(machine, state, act, held=held)
    assert open_acts(machine, state, held=held) == ()


@given(any_machine(), st.booleans(), st.data())
def test_what_is_said_to_be_open_is_open(
    machine: Machine, held: bool, data: st.DataObject
) -> None:
    """The acts called open are the legal ones; each other one says why, in full."""
    state = data.draw(st.sampled_from(machine.states))
    for act in machine.acts:
        refusal = _refusal(machine, state, act, held=held)
        assert (not refusal) == (act in open_acts(machine, state, held=held))
        if refusal:
            said = str(refusal)
            assert f"is {state.replace('_', ' ')};" in said
            assert f'"{act.replace("_", " ")}" was asked' in said
            assert "suspen" not in said
            assert "frozen" not in said


@given(any_machine())
def test_every_state_can_be_reached_and_leads_to_an_end(machine: Machine) -> None:
    """No state of a table is unreachable, and none is a trap."""
    moves = {(source, s.target) for s in machine.steps for source in s.sources}
    moves = {(source, target) for source, target in moves if target}
    reached, before = {machine.start}, set(machine.ends)
    for _ in machine.states:
        reached |= {target for source, target in moves if source in reached}
        before |= {source for source, target in moves if target in before}
    assert reached == set(machine.states)
    assert before == set(machine.states)


@given(any_walk(), MOVES)
def test_a_suspension_leaves_nothing_going_forward(walk: Walk, moves: Moves) -> None:
    """After a suspension no proposal moves forward, and lapsing is a legal act."""
    walk = walked(walk, moves)
    effect = on_suspension(walk.steps, "proposal", walk.state)
    if effect == "lapse":
        assert walk.take("lapse", without=list(NEEDS))
    elif effect == "freeze":
        assert walk.take("hold", without=list(NEEDS))
    assert not any(walk.take(act) for act in FORWARD)
    assert not walk.take("unhold", without=["available"])


@given(any_steps(), st.sampled_from(["pause", "end", "stop"]))
def test_no_clock_and_no_suspension_touches_a_home(steps: Steps, act: str) -> None:
    """A home keeps its state until a person acts; elsewhere a suspension may pause."""
    machine = match_machine(steps)
    given_ = set(NEEDS) - {"a_person"}
    for state in ("active", "extended"):
        refusal = _refusal(machine, state, act, given_=given_)
        assert bool(refusal) == steps.home
        wanted = "task_only" if steps.home else "pause"
        assert on_suspension(steps, "match", state) == wanted


def _refusal(
    machine: Machine,
    state: str,
    act: str,
    *,
    held: bool = False,
    given_: Collection[str] = tuple(NEEDS),
) -> IllegalStep | None:
    try:
        next_state(machine, state, act, given=given_, held=held)
    except IllegalStep as refusal:
        return refusal
    return None
