"""Facts as words: lists, ranges, days, kilometres, and sentences filled with them."""

from datetime import date

import pytest
from support import toy

from matcher.candidates import why_not, wording
from matcher.errors import Refused
from matcher.graph import build_asset_graph


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing"),
        (("own-room",), "own room"),
        (("a", "b"), "a and b"),
        (("a", "b", "c-d"), "a, b and c d"),
    ],
)
def test_lists_are_spoken(words: tuple[str, ...], said: str) -> None:
    """As a person would say them."""
    assert wording.spoken(words) == said


@pytest.mark.parametrize(
    ("km", "limit", "said"),
    [
        (0.0, 10, "1"),
        (9.4, 10, "9"),
        (10.0, 10, "10"),
        (10.0001, 10, "10.1"),
        (10.26, 10, "10.3"),
        (10.6, 10, "11"),
        (62.3, 30, "62"),
    ],
)
def test_kilometres_never_hide_a_limit_passed(
    km: float, limit: float, said: str
) -> None:
    """Whole kilometres, unless those would read as within."""
    assert wording.spoken_km(km, limit) == said


def test_days_read_the_same_on_every_machine() -> None:
    """Without the locale."""
    assert wording.spoken_day(date(2026, 5, 3)) == "3 May 2026"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{list} in the home.", "Dogs in the home."),
        ("{asset} has {list}.", "f1 has dogs."),
        ("{need} has {km} km.", "c1 has not given km."),
        ("It has {list}.", "It has dogs."),
        ("Not available.", "Not available."),
        ("", ""),
    ],
)
def test_sentences_are_filled(template: str, said: str) -> None:
    """A ref stands as it is; a fact at the beginning gets its capital."""
    words = {"need": "c1", "asset": "f1", "list": "dogs"}
    assert wording.fill(template, words) == said


def test_a_scheme_may_say_not_available_in_its_own_words() -> None:
    """One sentence for whatever is confidential."""
    scheme = toy.scheme(words={"staff": {"unavailable": "cannot be asked now"}})
    snapshot = toy.snapshot(needs={"c1": {}}, assets={"f1": {}}, apart=[("c1", "f1")])
    graph = build_asset_graph(snapshot, scheme)
    assert why_not(graph, scheme, "c1", "f1")[-1].sentence == "cannot be asked now"


def test_a_ref_that_is_not_there_is_refused_by_name() -> None:
    """With what such a row is called in the scheme."""
    scheme = toy.scheme()
    graph = build_asset_graph(toy.snapshot(needs={"c1": {}}), scheme)
    with pytest.raises(Refused, match=r'There is no asset with the ref "f9"'):
        why_not(graph, scheme, "c1", "f9")
