"""Whatever stands in place of a value, the answer is faults, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import FaultsFound
from matcher.schemes.checking import checked_tables
from matcher.schemes.lines import spans_of

VALUES = (
    "3", "-3", "2.5", "nan", "true", '"x"', '""', "[]", "[1]", '["x"]', "[[]]", "{}",
    "{ a = 1 }", '{ a = "x" }', "[{}]", "2026-01-01", "2026-01-01T00:00:00", "12:00:00",
    "99999999999999999999", '"place"', '["ref"]',
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), value=st.sampled_from(VALUES))
def test_any_value_in_any_place(walking_bus: str, at: int, value: str) -> None:
    """A value of any type at any key is taken or refused with a line of the file."""
    assert_answered(walking_bus, at, value)


def assert_answered(text: str, at: int, value: str) -> None:
    """Put `value` in place of one value of `text` and read the whole."""
    spans = [
        span
        for path, span in spans_of(text).items()
        if " = " in text.splitlines()[span.first - 1] and isinstance(path[-1], str)
    ]
    span = spans[at % len(spans)]
    lines = text.splitlines()
    key = lines[span.first - 1].split(" = ")[0]
    lines[span.first - 1 : span.last] = [f"{key} = {value}"]
    try:
        checked_tables("\n".join(lines), file="mine.toml")
    except FaultsFound as found:
        assert all(0 < fault.row <= len(lines) for fault in found.faults)  # noqa: PT017


def test_every_value_in_every_tenth_place(walking_bus: str) -> None:
    """The same, walked through in steps, so that each type meets many keys."""
    answered: Callable[[str, int, str], None] = assert_answered
    for step, value in enumerate(VALUES):
        for at in range(step % 10, 190, 10):
            answered(walking_bus, at, value)
