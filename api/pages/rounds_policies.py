"""Policies in plain words: what each puts first, and how long to look for better."""

from __future__ import annotations

from typing import Any

from matcher.model import POLICIES

AS_AGREED = "scheme"
TITLES = {
    "stable": "Stable",
    "best": "As many and as good as can be",
    "fair": "Fair",
    "needs-first": "Whoever asks chooses first",
    "assets-first": "Whoever gives chooses first",
}
AIMS = {
    "stable": "As few as can be who would both rather have each other; then as many "
    "matched as possible; then the best fit.",
    "best": "As many matched as possible, the most urgent first; then the best fit of "
    "all together. Some may rather have had each other.",
    "fair": "As many matched as possible, the most urgent first; then the best for "
    "whoever fits least well, then for the next.",
    "needs-first": "Stable, and of all stable answers one that suits those who ask.",
    "assets-first": "Stable, and of all stable answers one that suits those who give.",
}
assert set(TITLES) == set(AIMS) == set(POLICIES)
EFFORTS = (
    ("10", "Short", "About ten seconds of work. Enough for most rounds."),
    ("60", "Longer", "About a minute of work."),
    ("600", "Longest", "About ten minutes of work. It ends there with what it has."),
)


def options(agreed: str) -> list[tuple[str, str, str]]:
    """Return the policies that can be chosen, the scheme's own first.

    Parameters
    ----------
    agreed : str
        The name of the scheme's own.
    """
    own = (AS_AGREED, f"As agreed for this scheme: {TITLES[agreed]}", AIMS[agreed])
    return [own, *choices(without=agreed)]


def choices(*, without: str = "") -> list[tuple[str, str, str]]:
    """Return policies as a form's choices: value, title, and what comes first."""
    return [(n, TITLES[n], AIMS[n]) for n in POLICIES if n != without]


def given(name: str) -> dict[str, Any]:
    """Return what an action takes of a policy that was chosen."""
    return {} if name == AS_AGREED else {"name": name}
