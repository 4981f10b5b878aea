"""Under fresh refs the same round verifies, and says nothing of what it was."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.campaign import SHAPES, example, solved
from support.oracle import Ask
from support.packs import SECRET, packed
from support.verdicts import library_failures, stand_alone_failures

from api.packs.rekeying import NO_REASON, REASONS, rekey
from matcher.errors import Refused
from matcher.instance import instance_of, write_instance
from matcher.solving import reasons

Row = dict[str, Any]
REF = re.compile(r"[NGTPXAYSRQL][0-9]{4,}")
WORDS = re.compile(
    r"acorns-(instance|result)/1|[0-9a-f]{64}|[0-9]+(\.[0-9]+)*"
    r"|best|stable|fair|needs-first|assets-first|fit|size|size-fit|blocking|openings"
    r"|(priority|leximin|rank):[0-9]+|generous|egalitarian|minimum-regret|regret"
    r"|improvement|lists|common|two-sided|optimal|claimed|feasible|infeasible|unknown"
    r"|dual|safe-lp|tree|count|two-engines|none|unique|lottery|unproven"
    r"|pin|agreed|minimum|max_changes|allow|changes"
    r"|pair|open|staff|block|over|excuse|opening|busy|unit|seats|units|limit|apart"
    r"|opens|shut|role|trait|most|clash|need|level|beyond|rounded|beside"
)


def seeds(shape: str, count: int, first: int = 7_000) -> Iterator[tuple[Row, Row]]:
    """Yield solved instances of a shape."""
    for seed in range(first, first + count):
        data, ask, person = example(shape, seed)
        yield data, solved(data, ask, person=person)


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Yield every text of plain values, keys that are refs among them."""
    if isinstance(value, dict):
        for inner, item in value.items():
            if key in ("units", "assets", "uses", "limits", "at_least"):
                yield inner
            yield from texts(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def verified(shape: str, count: int, first: int = 7_000) -> None:
    """Assert that both verifiers find that all holds under fresh refs."""
    for data, result in seeds(shape, count, first):
        new, told = packed(data, result)
        assert library_failures(new, told, None) == set(), json.dumps(data)
        assert stand_alone_failures(new, told, None) == set(), json.dumps(data)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_verified_verifies_under_fresh_refs(shape: str) -> None:
    """On 15 solved instances of each shape."""
    verified(shape, 15)


@pytest.mark.deep
@pytest.mark.parametrize("shape", SHAPES)
def test_what_verified_verifies_under_fresh_refs_often(shape: str) -> None:
    """On 1,000 others of each shape."""
    verified(shape, 1_000, random.randrange(2**40))


@pytest.mark.parametrize("shape", ["mixed", "openings", "rerun", "fair", "ranks"])
def test_nothing_but_fresh_refs_and_known_words_leaves(shape: str) -> None:
    """Every text is a fresh ref, a word of the formats, or a known reason."""
    for data, result in seeds(shape, 25):
        for part in packed(data, result):
            said = {NO_REASON, *REASONS, *part.get("hygiene", [])}
            strange = {
                text
                for text in texts({k: v for k, v in part.items() if k != "versions"})
                if not REF.fullmatch(text)
                and not WORDS.fullmatch(text)
                and text not in said
            }
            assert strange == set()
            old = {row["ref"] for kind in ("needs", "assets") for row in data[kind]}
            hygiene = set(re.findall(r"\w+", " ".join(part.get("hygiene", []))))
            assert not old & hygiene
            assert not part.get("round")


def test_a_fault_stays_a_fault() -> None:
    """Planted: a spoilt result does not become sound by new refs."""
    data, result = next(seeds("ties", 1))
    result["objectives"][-1]["value"] += 1
    new, told = packed(data, result)
    assert "values" in library_failures(new, told, None)
    assert "values" in stand_alone_failures(new, told, None)


def test_the_same_secret_gives_the_same_refs_and_another_others() -> None:
    """Row order does not matter; the order of the numbers tells nothing of the old."""
    data, result = next(seeds("mixed", 1))
    text = write_instance(instance_of(data))
    shuffled = json.dumps(data | {"needs": data["needs"][::-1]})
    one, same = (rekey(t, json.dumps(result), secret=SECRET) for t in (text, shuffled))
    other = rekey(text, json.dumps(result), secret=SECRET[::-1])
    assert one == same
    assert one.refs.people.keys() == other.refs.people.keys()
    assert set(one.refs.people.values()) == set(other.refs.people.values())
    orders = {
        tuple(rekey(text, json.dumps(result), secret=bytes([k]) * 32).refs.people)
        for k in range(30)
    }
    assert len(orders) > 1


def test_one_human_being_keeps_one_ref() -> None:
    """A staff row's person that is a need's ref is that need's fresh ref."""
    data: Row = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}, {"ref": "c2"}],
        "assets": [{"ref": "k1", "capacity": 2, "staffing": [STAFFING]}],
        "staff": [{"ref": "t1", "role": "tutor", "person": "c1"}],
        "fits": [{"need": "c1", "asset": "k1", "fit": 5}],
        "apart": [["c2", "t1"]],
    }
    ask = Ask("best")
    new, _ = packed(data, solved(data, ask, person=False))
    needs = {row["ref"] for row in new["needs"]}
    (tutor,) = new["staff"]
    assert tutor["person"] in needs
    (pair,) = new["apart"]
    assert set(pair) == needs - {tutor["person"]} | {tutor["ref"]}


STAFFING = {"role": "tutor", "exactly": 1}


def test_unknown_parts_are_refused() -> None:
    """Another instance's result, a strange row in a proof, a strange conflict."""
    data, result = next(seeds("ties", 1))
    level = result["objectives"][0]
    for wrong in (
        {"instance_sha256": "0" * 64},
        {"objectives": [level | {"certificate": {"rows": [["name", "Ada", 1]]}}]},
        {"objectives": [level | {"certificate": {"why": "Ada"}}]},
        {"objectives": [level | {"name": "Ada"}]},
        {"objectives": [level | {"deleted": ["Ada"]}]},
        {"conflict": [{"kind": "Ada", "refs": []}]},
        {"chosen": [{"need": "Ada", "asset": "f1"}]},
        {"excused_pairs": [{"unit": "c1", "asset": "f1", "held_by": "Ada"}]},
    ):
        with pytest.raises(Refused) as refused:
            packed(data, result | wrong)
        assert "Ada" not in str(refused.value)


def test_every_reason_of_the_solver_is_known() -> None:
    """What the solver can say without naming anything stays in a pack."""
    said = {v for k, v in vars(reasons).items() if k.isupper() and isinstance(v, str)}
    assert said == REASONS


def test_a_secret_is_long() -> None:
    """A short secret could be guessed, and the refs with it."""
    data, result = next(seeds("ties", 1))
    with pytest.raises(Refused, match="32 bytes"):
        rekey(json.dumps(data), json.dumps(result), secret=b"short")
