"""The schemes that come with Acorns, and what happens when a key is taken away."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import Fault, FaultsFound
from matcher.schemes import Criterion, Gate, find_scheme, shipped_schemes
from matcher.schemes.checking import checked_tables
from matcher.schemes.lines import Path, spans_of

Check = Callable[[str], tuple[Fault, ...]]

# Typed by hand from docs/schemes.md: what may be left out where it stands in no rule.
OPTIONAL = {
    "columns": {"required", "aliases", "low", "high", "default", "help", "protected"},
    "gates": {
        "left",
        "change",
        "confidential",
        "empty",
        "km",
        "km_column",
        "asset_km_column",
        "minus",
        "value",
        "need",
        "is",
        "if",
        "rechecked",
        "partner",
        "on",
        "at_least",
        "low",
        "high",
        "asset",
    },
    "criteria": {
        "gap",
        "support",
        "told",
        "absent",
        "otherwise",
        "low",
        "high",
        "step",
    },
    "steps": {
        "term_months",
        "review_weeks",
        "first_meetings",
        "sessions",
        "home",
        "card",
        "disclosed",
        "holder_card",
        "never_second_hand",
        "child_yes_from_age",
    },
    "policy": {"ties", "maximise", "allow", "margin"},
    "words": {"draw"},
}
# Tables whose entries are the scheme's own.
OWN = {"capabilities", "supports", "trains", "gates", "criteria", "floors"}
WHOLE = {("becoming",)}
EVERY_BUILD_KEY_BUT = {"capacity"}


def optional(path: Path) -> bool:
    """Tell whether the documentation lets one leave out what stands at `path`."""
    top, last = path[0], path[-1]
    if len(path) > 3 and path[1] == "columns":
        return last in OPTIONAL["columns"]
    if len(path) == 3 and path[1] == "columns":
        return True  # a column that no rule names
    if top == "build":
        return last not in EVERY_BUILD_KEY_BUT
    if path in WHOLE:
        return True
    if len(path) == 2 and top in OWN:
        return True
    return last in OPTIONAL.get(str(top), set())


def text_of(name: str) -> str:
    """Return the text of a shipped scheme."""
    return files("matcher").joinpath(f"schemes/{name}.toml").read_text("utf-8")


TEXTS = {name: text_of(name) for name in shipped_schemes()}


def keys_of(text: str) -> Iterator[tuple[Path, str]]:
    """Yield each key that stands on lines of its own, and the text without it."""
    spans, lines = spans_of(text), text.splitlines(keepends=True)
    for path, (first, last) in spans.items():
        above = spans.get(path[:-1])
        inside = above is not None and above.first <= first and last <= above.last
        key = str(path[-1])
        if not inside and lines[first - 1].lstrip().startswith((key, f'"{key}"')):
            yield path, "".join([*lines[: first - 1], *lines[last:]])


CUTS = [(name, *cut) for name, text in TEXTS.items() for cut in keys_of(text)]


def faults(text: str) -> tuple[Fault, ...]:
    """Return the faults of a scheme's text."""
    try:
        checked_tables(text, file="mine.toml")
    except FaultsFound as found:
        return found.faults
    return ()


def holds_without(name: str, path: Path, text: str) -> None:
    """Assert that the cut is either refused with a line or documented as free."""
    found = faults(text)
    assert all(0 < fault.row <= TEXTS[name].count("\n") for fault in found)
    assert found or optional(path), f"{name}: {path} can go, and nothing says so"


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_shipped_scheme_has_no_fault(name: str) -> None:
    """Shipped schemes are clean, and found by their name."""
    assert find_scheme(name).name == name


@given(st.sampled_from(CUTS))
def test_a_key_taken_away_is_noticed(cut: tuple[str, Path, str]) -> None:
    """Any key taken away gives a fault with its line, or is documented as free."""
    holds_without(*cut)


@pytest.mark.deep
def test_every_key_taken_away_is_noticed() -> None:
    """The same for every key of every shipped scheme."""
    assert len(CUTS) > 1_500
    for cut in CUTS:
        holds_without(*cut)


def test_required_keys_are_required() -> None:
    """Whatever is not documented as free is refused when it is missing: one of each."""
    seen = set()
    for name, path, text in CUTS:
        shape = (path[0], path[-1] if len(path) != 3 else "", len(path))
        if shape not in seen and not optional(path):
            seen.add(shape)
            assert faults(text), (name, path)
    assert len(seen) > 30


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_key_has_its_own_line(name: str) -> None:
    """The line of each key is the line on which that key is written."""
    text = TEXTS[name]
    lines, spans = text.splitlines(), spans_of(text)
    for path in paths(tomllib.loads(text)):
        written = lines[spans[path].first - 1]
        word = path[-1] if isinstance(path[-1], str) else ""
        assert word in written, (path, written)


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in a parsed TOML text."""
    pairs: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for key, inner in pairs:
        yield (*above, key)
        yield from paths(inner, (*above, key))


@pytest.mark.parametrize("name", ["norfolk-carers", "oxfordshire-mentors"])
def test_people_settle_ties_where_a_home_or_a_mentor_is_at_stake(name: str) -> None:
    """No child's home or mentor is drawn by lot."""
    assert find_scheme(name).policy.ties == "person"


def test_nobody_is_checked_for_eligibility_at_the_baby_bank() -> None:
    """No gate of the baby bank reads anything about the family."""
    scheme = find_scheme("hartlepool-babybank")
    read = {gate.options.get("need") for gate in scheme.gates}
    assert read <= {None, "item", "size"}
    assert scheme.steps.approval == "none"


def test_the_usual_fostering_limit_is_three_and_counts_who_is_there() -> None:
    """Norfolk's numbers hold the usual limit of the Children Act."""
    build = find_scheme("norfolk-carers").build
    assert (build.usual_limit, build.taken) == (3, "placed")
    assert build.unless_one_group == "siblings_up_to"


@pytest.mark.parametrize("name", shipped_schemes())
def test_only_recorded_needs_and_terms_read_protected_columns(name: str) -> None:
    """A rule that reads a protected column says on which ground, in every scheme."""
    scheme = find_scheme(name)
    protected = {
        column.name
        for sheet in scheme.sheets.values()
        for column in sheet.columns
        if column.protected
    }
    rules: tuple[Gate | Criterion, ...] = (*scheme.gates, *scheme.criteria)
    for rule in rules:
        reads = protected & {str(value) for value in rule.options.values()}
        assert bool(reads) == bool(rule.basis), rule.name
