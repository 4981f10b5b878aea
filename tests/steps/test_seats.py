"""Which act holds a seat and which frees it, typed by hand for every kind."""

from __future__ import annotations

import pytest

from api.steps import holds_seat, seat_effect
from matcher.schemes import find_scheme

EFFECTS = """
act              round next_best assignment item ask
approve          .     .         .          .    .
send_back        .     .         .          .    .
offer            hold  hold      hold       hold .
interest         .     .         .          .    .
ask_back         .     .         .          .    .
disclose         .     .         .          .    .
introduce        .     .         .          .    .
agree            .     .         .          .    .
confirm_safe     .     .         .          .    hold
decline          free  free      free       free free
expire           free  free      free       free free
lapse            free  free      free       free free
withdraw         free  free      free       free free
no_longer_needed free  free      free       free free
not_starting     free  free      free       free free
hold             .     .         .          .    .
unhold           .     .         .          .    .
pause            .     .         .          .    .
resume           .     .         .          .    .
extend           .     .         .          .    .
end              free  free      free       free free
stop             free  free      free       free free
"""
HEAD, *ROWS = [line.split() for line in EFFECTS.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_each_act_does_to_the_seats(row: list[str]) -> None:
    """An offer holds, a confirmed ask holds, every way back and every end frees."""
    found = [seat_effect(row[0], kind) or "." for kind in HEAD[1:]]
    assert found == row[1:]


# Held by a round's offer, and by an ask before and after its yes is confirmed safe.
HELD = {
    "norfolk-carers": """
drafted no no no
approved no no no
offered yes no yes
interested yes no yes
disclosed yes no yes
introduced yes no yes
agreed yes no yes
declined no no no
lapsed no no no
withdrawn no no no
""",
    "oxfordshire-mentors": """
drafted no no no
offered yes no yes
interested yes no yes
disclosed yes no yes
introduced yes no yes
approved yes no yes
agreed yes no yes
declined no no no
lapsed no no no
withdrawn no no no
""",
    "hartlepool-babybank": """
drafted no no no
offered yes no yes
agreed yes no yes
declined no no no
lapsed no no no
withdrawn no no no
""",
}


@pytest.mark.parametrize("name", HELD)
def test_in_which_states_a_seat_is_held(name: str) -> None:
    """A round's offer holds from offered on; an ask only once it is confirmed."""
    steps = find_scheme(name).steps
    for state, *wanted in map(str.split, HELD[name].strip().splitlines()):
        found = [
            holds_seat(steps, "round", state),
            holds_seat(steps, "ask", state),
            holds_seat(steps, "ask", state, confirmed=True),
        ]
        assert found == [word == "yes" for word in wanted], state


def test_a_kind_nobody_knows_is_our_own_fault() -> None:
    """The seats of an unknown kind are never guessed."""
    with pytest.raises(ValueError, match="no kind"):
        seat_effect("offer", "lottery")
