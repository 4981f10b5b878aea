"""What every test runs under: profiles, the seed to repeat a run, timings, skips."""

from __future__ import annotations

import os
import signal
from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, core, settings

pytest_plugins = [
    "support.databases",
    "support.world",
    "support.populated",
    "support.reviewing",
    "support.browser",
    "support.journeys",
]

settings.register_profile(
    "fast",
    max_examples=50,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("fast"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

MISSING = ("missing tool", "could not import")
"""How the reason of a skip begins when something is not installed."""

seconds: dict[str, float] = defaultdict(float)
tests: Counter[str] = Counter()
skips: Counter[str] = Counter()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let one seed repeat the whole run: the order, the examples, ``random``."""
    seed = config.getoption("randomly_seed", None)
    if isinstance(seed, int) and core.global_force_seed is None:
        vars(core)["global_force_seed"] = seed  # as --hypothesis-seed does
    # A shell that starts us in the background has us ignore Ctrl-C, and what we start
    # would inherit that: some tests press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def missing(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Tell whether a skip is for something that is not installed."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return report.skipped and reason.removeprefix("Skipped: ").startswith(MISSING)


def require(report: Any) -> Any:
    """Turn a skip for a missing tool into a failure where ACORNS_REQUIRE is set."""
    if os.environ.get("ACORNS_REQUIRE") and missing(report):
        report.outcome = "failed"
        report.longrepr = f"ACORNS_REQUIRE is set, and: {report.longrepr[2]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Apply ACORNS_REQUIRE to a test."""
    return require((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Apply ACORNS_REQUIRE to a file."""
    return require((yield))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add a test's time to its folder's."""
    group = report.nodeid.split("/")[1] if report.nodeid.count("/") > 1 else "tests"
    seconds[group] += report.duration
    tests[group] += report.when == "call"
    if report.skipped and isinstance(report.longrepr, tuple):
        skips[report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_terminal_summary(
    terminalreporter: Any, exitstatus: int, config: pytest.Config
) -> None:
    """Print each folder's time, the skips, and how to repeat a failed run."""
    write = terminalreporter.write_line
    write("")
    for group in sorted(seconds, key=lambda name: -seconds[name]):
        write(f"{group:20} {tests[group]:6} tests {seconds[group]:8.1f} s")
    reasons = "; ".join(f"{reason} ({count})" for reason, count in skips.items())
    write(f"skipped: {sum(skips.values())}" + (f": {reasons}" if reasons else ""))
    if exitstatus:
        seed = config.getoption("randomly_seed", None)
        write(f"to repeat these examples: make test ARGS=--randomly-seed={seed}")
