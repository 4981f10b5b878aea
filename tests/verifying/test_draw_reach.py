"""How far each verifier checks the draw, and forged draws that both refuse."""

from __future__ import annotations

import copy
import itertools
import json
from typing import Any

import pytest
from support.campaign import solved
from support.oracle import Ask, draw
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

from matcher import verify_round
from matcher.instance import instance_of, read_result
from matcher.model import PROPOSALS
from matcher.verifying import verify_solution

Row = dict[str, Any]
RING: Row = {
    "format": "acorns-instance/1",
    "round": "ring",
    "needs": [
        {"ref": "a", "prefers": [["f", "g"]]},
        {"ref": "b", "prefers": [["g", "h"]]},
        {"ref": "c", "prefers": [["h", "f"]]},
    ],
    "assets": [{"ref": ref} for ref in "fgh"],
}
PAIR: Row = {
    "format": "acorns-instance/1",
    "round": "pair",
    "needs": [{"ref": ref, "prefers": [["f", "g"]]} for ref in "ab"],
    "assets": [{"ref": ref} for ref in "fg"],
}


def ring(units: int) -> Row:
    """Return a ring of so many units, each between two seats, as good either way."""
    return {
        "format": "acorns-instance/1",
        "round": "ring",
        "needs": [
            {"ref": f"n{k}", "prefers": [[f"a{k}", f"a{(k + 1) % units}"]]}
            for k in range(units)
        ],
        "assets": [{"ref": f"a{k}"} for k in range(units)],
    }


def turned(result: Row, data: Row) -> Row:
    """Return the result with every need at the other seat that it prefers as much."""
    wishes = {row["ref"]: row["prefers"][0] for row in data["needs"]}
    other = copy.deepcopy(result)
    for row in other["chosen"]:
        (row["asset"],) = {*wishes[row["need"]]} - {row["asset"]}
    return other


def reached(data: Row, result: Row, salt: str | None = SALT) -> str:
    """Return how far the draw was checked; both verifiers say the same."""
    solution = read_result(json.dumps(result))
    done = verify_solution(instance_of(data), solution, salt=salt)
    faults, reach = verify_round.examined(data, result, salt)
    assert done.ok, done.failed
    assert not faults
    assert done.draw == reach
    assert done.lottery_checked == (reach == "whole")
    return reach


def failures(data: Row, result: Row) -> tuple[set[str], set[str]]:
    """Return what fails in the library and in the one file."""
    return (
        library_failures(data, result, SALT),
        stand_alone_failures(data, result, SALT),
    )


def test_a_small_ring_turned_against_the_draw_is_refused() -> None:
    """Three moves at once lead to the better draw; both verifiers try that."""
    good = solved(RING, Ask("stable"), person=False)
    assert reached(RING, good) == "whole"
    assert failures(RING, turned(good, RING)) == ({"lottery"}, {"lottery"})


def test_a_large_ring_is_checked_in_part_and_says_so() -> None:
    """Nine units are too many to try: a forged draw passes and is not vouched for."""
    data = ring(9)
    good = solved(data, Ask("stable"), person=False)
    assert reached(data, good) == "part"
    assert reached(data, turned(good, data)) == "part"


def test_a_dual_reaches_to_the_end_at_any_size() -> None:
    """Where prices prove every choice of equal values, the turned ring is refused."""
    data = ring(9)
    good = solved(data, Ask("best"), person=False)
    assert reached(data, good) == "whole"
    assert failures(data, turned(good, data)) == ({"lottery"}, {"lottery"})


def test_needs_first_gives_nobody_less_than_the_draw() -> None:
    """A swap of two needs that both prefer both seats is refused."""
    good = solved(PAIR, Ask("needs-first"), person=False)
    assert reached(PAIR, good) == "whole"
    assert failures(PAIR, turned(good, PAIR)) == ({"lottery"}, {"lottery"})


def test_exchanges_are_made_again_to_the_end() -> None:
    """Undone, and so back at what deferred acceptance gives, an exchange is missed."""
    undone = 0
    wishes = itertools.permutations("fgh")
    for lists in itertools.product(wishes, repeat=3):
        data = PAIR | {
            "needs": [
                {"ref": need, "prefers": [[a] for a in wish]}
                for need, wish in zip("abc", lists, strict=True)
            ],
            "assets": [
                {"ref": "f", "prefers": [["a"], ["b", "c"]]},
                {"ref": "g", "prefers": [["b"], ["a", "c"]]},
                {"ref": "h", "prefers": [["c"], ["a"], ["b"]]},
            ],
        }
        good = solved(data, Ask("needs-first"), person=False)
        assert reached(data, good) == "whole"
        strict = data | {"assets": [strictly(row) for row in data["assets"]]}
        plain = solved(strict, Ask("needs-first"), person=False)
        if plain["chosen"] != good["chosen"]:
            forged = good | {"chosen": plain["chosen"]}
            assert failures(data, forged) == ({"lottery"}, {"lottery"})
            undone += 1
    assert undone


def strictly(asset: Row) -> Row:
    """Return an asset with its ties settled as the draw settles them."""
    turns = {ref: draw(SALT, PAIR["round"], ref) for ref in "abc"}
    ties = [sorted(tie, key=turns.__getitem__) for tie in asset["prefers"]]
    return asset | {"prefers": [[ref] for tie in ties for ref in tie]}


@pytest.mark.parametrize("policy", ["stable", "best", *PROPOSALS])
def test_without_the_salt_nothing_is_claimed(policy: str) -> None:
    """The draw is then not checked, whatever the policy."""
    assert reached(RING, solved(RING, Ask(policy), person=False), None) == "none"


def test_the_one_file_names_what_rests_on_a_word() -> None:
    """A claimed level is named with the status, and how far the draw was checked."""
    result = {
        "status": "claimed",
        "policy": "stable",
        "objectives": [
            {"name": "size", "proof": "count"},
            {"name": "fit", "proof": "none"},
        ],
    }
    said = [*verify_round.unchecked(result, "part")]
    assert said[0] == "The status is claimed."
    assert said[1].startswith("fit rests on the solver's word")
    assert "in part" in said[2]
    assert len(said) == 3
