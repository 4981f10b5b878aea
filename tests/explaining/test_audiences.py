"""Each audience reads its own version, and nothing that is for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.solved import SIZES, explained, solved, tiny

from matcher.explaining import Case, Why
from matcher.model import Ruling
from matcher.schemes.wording import forbidden_words

pytestmark = pytest.mark.xdist_group("explained")  # told once for all workers
OUTSIDE = ("holder", "family", "young_person")
NUMBER = re.compile(r"\d+(?! km| days)")
DECLINES = re.compile(r"declin|refus|turned down|said no|forb[ia]d", re.IGNORECASE)


def told(why: Why, audience: str) -> Iterator[str]:
    """Yield every heading and line of a version."""
    for part in why.versions.get(audience, ()):
        yield part.heading
        yield from part.lines


def planted(name: str) -> Case:
    """Return a community where somebody declined one pair and forbade another."""
    case = tiny(name)
    one, other = case.solution.chosen[:2]
    rulings = tuple(
        sorted(
            (
                Ruling(one.need, one.asset, "declined"),
                Ruling(other.need, other.asset, "forbid"),
            )
        )
    )
    snapshot = replace(case.graph.snapshot, rulings=rulings)
    return solved(snapshot, case.scheme)


@pytest.mark.parametrize("name", sorted(SIZES))
def test_outside_versions_hold_no_refs_counts_declines_or_staff_words(
    name: str,
) -> None:
    """Holder, family and young person read plain sentences about themselves."""
    case = planted(name)
    refs = {row.ref for _, row in case.graph.snapshot.rows()} | {*case.market.units}
    seen = 0
    for why in explained(case):
        for audience in OUTSIDE:
            for line in told(why, audience):
                words = set(re.findall(r"[\w.-]+", line.rstrip(".")))
                assert not words & refs, line
                assert not NUMBER.search(line), line
                assert not DECLINES.search(line), line
                assert audience == "holder" or not forbidden_words(line), line
                seen += 1
    assert seen


@pytest.mark.parametrize("name", sorted(SIZES))
def test_who_reads_of_what(name: str) -> None:
    """Pairs reach both sides; who waits the child's side; what is empty its holder."""
    readers = {
        "pair": {"staff", "approver", *OUTSIDE},
        "need": {"staff", "approver", "family", "young_person"},
        "seat": {"staff", "approver", "holder"},
        "closed": {"staff", "approver", "holder"},
    }
    for why in explained(tiny(name)):
        known = readers[why.kind]
        if why.state == "for you to choose":
            known = {"staff", "approver"}
        assert set(why.versions) == known
        assert all(
            part.lines and part.heading for p in why.versions.values() for part in p
        )


def test_a_pair_tells_what_next_who_decides_how_to_say_no_and_whom_to_talk_to() -> None:
    """The four things every outside reader needs."""
    whys = explained(tiny("norfolk-carers"))
    why = next(why for why in whys if why.kind == "pair")
    for audience in OUTSIDE:
        headings = {part.heading for part in why.versions[audience]}
        assert headings >= {
            "What happens next",
            "Who decides",
            "Saying no",
            "Whom to talk to",
        }


def test_what_a_child_asked_for_reaches_no_holder_of_an_empty_seat() -> None:
    """A holder without anybody reads the scheme's own words and nothing else."""
    case = tiny("norfolk-carers")
    words = set(case.scheme.words["holder"].values())
    for why in explained(case):
        if why.kind == "seat":
            lines = {line for p in why.versions["holder"] for line in p.lines}
            assert lines <= words


@pytest.mark.parametrize("name", sorted(SIZES))
def test_only_evidence_that_counted_is_cited(name: str) -> None:
    """A factor has a sentence or a gap, and a sentence only where there is evidence."""
    case = tiny(name)
    needs = {row.ref: row.record for row in case.graph.needs}
    asks = {c.name: c.options.get("need") for c in case.scheme.criteria}
    sides = {c.name: c.side for c in case.scheme.criteria}
    for why in explained(case):
        for factor in why.factors:
            column = asks[factor.name]
            if column and sides[factor.name] == "need":
                assert needs[why.need].get(column), factor
            assert 0 <= factor.points <= 100


def test_a_canary_is_caught() -> None:
    """Planted: a scheme whose words carry a ref, a count and a staff word."""
    case = tiny("norfolk-carers")
    row = case.solution.chosen[0]
    family = case.scheme.words["family"]
    leak = f"Your child {row.need} is one of 27 for this placement."
    words = {**case.scheme.words, "family": {**family, "next": leak}}
    broken = solved(case.graph.snapshot, replace(case.scheme, words=words))
    lines = [line for why in explained(broken) for line in told(why, "family")]
    assert any(row.need in line for line in lines)
    assert any(NUMBER.search(line) for line in lines)
    assert any(forbidden_words(line) for line in lines)
