"""Whatever the text, a reader answers or refuses with a line; it never breaks."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, tiny

from matcher.errors import InstanceError
from matcher.instance import (
    Instance,
    Solution,
    compile_market,
    hygiene,
    instance_of,
    read_glasgow,
    read_grp,
    read_instance,
    read_result,
    write_glasgow,
    write_instance,
    write_result,
)
from matcher.model import Policy

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**31,
    10**40,
    "",
    "c1",
    "f1",
    [],
    [[]],
    {},
    [["c1"]],
]


def spoil(rng: random.Random, value: Any) -> Any:
    """Replace, drop or double one thing somewhere inside."""
    if not isinstance(value, dict | list) or not value or rng.random() < 0.1:
        return rng.choice(ODD)
    if isinstance(value, list):
        at = rng.randrange(len(value))
        new = rng.choice([[], [value[at]] * 2, [spoil(rng, value[at])]])
        return [*value[:at], *new, *value[at + 1 :]]
    key = rng.choice(sorted(value))
    rest = {name: item for name, item in value.items() if name != key}
    if rng.random() < 0.2:
        return rest | {rng.choice(["", "x", "ref", "prefers"]): value[key]}
    return rest | {key: spoil(rng, value[key])}


@given(instances(), st.integers(0, 2**32))
def test_a_spoilt_instance_is_read_or_refused(data: dict[str, Any], seed: int) -> None:
    """One odd value anywhere: an InstanceError with a line, or an instance."""
    rng = random.Random(seed)
    for _ in range(rng.randint(1, 3)):
        data = spoil(rng, data)
    try:
        instance = read_instance(json.dumps(data, indent=1))
    except InstanceError as refusal:
        said = str(refusal)
    else:
        said = "Line "
        check(instance)
    assert said.startswith("Line ")


def check(instance: Instance) -> None:
    """Whatever was read can be written, compiled and reported on."""
    assert write_instance(read_instance(write_instance(instance))) == (
        write_instance(instance)
    )
    compile_market(instance)
    hygiene(instance)


@given(st.integers(0, 2**32))
def test_a_spoilt_result_is_read_or_refused(seed: int) -> None:
    """The same for results."""
    rng = random.Random(seed)
    solution = Solution(
        Policy("best"),
        "optimal",
        "lists",
        "",
        "",
        staff=(("t1", "f1"),),
        equal=(("c1", ("f1",)),),
        frontier=({"size": 1},),
    )
    data = spoil(rng, json.loads(write_result(solution)))
    with contextlib.suppress(InstanceError):
        read_result(json.dumps(data))


TEXTS: dict[str, tuple[Callable[[str], Any], str]] = {
    "json": (
        read_instance,
        json.dumps(tiny(random.Random(5), market="two-sided", groups=True), indent=1),
    ),
    "glasgow": (
        read_glasgow,
        "0\n2\n2\n1 (1 2)\n2 2 1\n1 1 1 2\n2 3 (1 2)\n",
    ),
    "grp": (read_grp, "2\n3\n1 2 3\n4 5 6\n"),
    "table": (read_grp, "x,1,2,3\n1, 1, 2, 3\n2, 4, 5, 6\n"),
}


@pytest.mark.parametrize("name", TEXTS)
@given(data=st.data())
def test_spoilt_text_is_read_or_refused(name: str, data: st.DataObject) -> None:
    """Characters cut out, put in or swapped: never another kind of error."""
    read, text = TEXTS[name]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    new = data.draw(st.text('[]{}",:\\u0d89\n ()-.eNx\u0301', max_size=3))
    with contextlib.suppress(InstanceError):
        read(text[:at] + new + text[at + cut :])


def test_deep_values_where_a_number_belongs_are_refused() -> None:
    """Nesting that the parser survives is still refused, with its line."""
    text = write_instance(instance_of(tiny(random.Random(1))))
    for depth in (30, 300, 900, 990):
        deep = "[" * depth + "]" * depth
        spoilt = text.replace("{", '{"max_changes":' + deep + ",", 1)
        with pytest.raises(InstanceError, match=r"^Line 1: "):
            read_instance(spoilt)


def test_the_spoiler_spoils() -> None:
    """Most spoilt instances are refused: the fuzzing is no empty exercise."""
    rng = random.Random(0)
    refused = 0
    for _ in range(200):
        data = spoil(rng, tiny(rng, groups=True, market="two-sided", pins=True))
        try:
            instance_of(data)
        except InstanceError:
            refused += 1
    assert 50 < refused < 200
    assert write_glasgow(TEXTS["glasgow"][0](TEXTS["glasgow"][1]))
