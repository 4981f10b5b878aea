"""What one more seat is worth, from prices: the difference to solving again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.instances import instances
from support.plain import SALT

from matcher.errors import Refused
from matcher.instance import Instance, instance_of
from matcher.model import Policy
from matcher.solving import seat_values, solve

BEYOND = ("groups", "seats", "siblings", "max_units", "limits", "openings", "staffing")
PLAIN = dict.fromkeys((*BEYOND, "minimum", "apart", "max_changes"), False)


def with_one_more(instance: Instance, ref: str) -> Instance:
    """Return the instance with one more seat in an asset."""
    return replace(
        instance,
        assets=tuple(
            replace(a, capacity=a.capacity + 1) if a.ref == ref else a
            for a in instance.assets
        ),
    )


def values(instance: Instance, policy: Policy) -> dict[str, int]:
    """Return the value of each objective."""
    solution = solve(instance, policy, salt=SALT)
    return {row.name: row.value for row in solution.objectives}


@given(instances(**PLAIN | {"priorities": True}), st.sampled_from(("size-fit", "fit")))
def test_the_value_of_a_seat_is_what_solving_with_it_adds(
    data: dict[str, Any], maximise: str
) -> None:
    """Every objective, every asset, those without a seat among them."""
    instance = instance_of(data)
    policy = Policy("best", maximise if data.get("fits") else "size-fit")
    solution = solve(instance, policy, salt=SALT)
    assume(solution.status == "optimal")
    before = {row.name: row.value for row in solution.objectives}
    for ref, gains in seat_values(instance, solution).items():
        after = values(with_one_more(instance, ref), policy)
        assert gains == {name: after[name] - before[name] for name in before}


@pytest.mark.parametrize("policy", ["stable", "needs-first", "assets-first"])
def test_other_policies_have_no_prices(policy: str) -> None:
    """What is stable rests on no prices: it is refused, not guessed."""
    fits = [{"need": "c1", "asset": "f1", "need_fit": 5, "asset_fit": 7}]
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}],
        "assets": [{"ref": "f1"}],
        "fits": fits,
    }
    instance = instance_of(data)
    solution = solve(instance, Policy(policy), salt=SALT)
    with pytest.raises(Refused, match="has prices"):
        seat_values(instance, solution)
