"""What a bench is: cases, who runs in them, and the figures to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

State = Literal["done", "over", "missing", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run found.

    Parameters
    ----------
    claims : mapping of str to int
        What it says is best possible, such as ``size`` and ``fit``: whoever claims the
        same of the same instance must agree.
    facts : mapping of str to float
        Anything else that is worth a column or a figure to reach.
    digest : str
        SHA-256 of the instance in canonical form, where the run had to know it.
    """

    claims: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, float] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One who runs in a case: the engine, a peer, or a bound.

    Parameters
    ----------
    name : str
        As it stands in the table.
    call : str
        ``module:function`` below ``matcher.benchmarks.entrants``. It takes the case's
        data, gets ready, and returns what is timed: a function that returns an Outcome.
    package : str
        The optional package it needs; empty where it is always there.
    limit : float
        Seconds after which it is stopped.
    options : mapping
        Further arguments of its function.
    differs : mapping
        What of the case's size is another for it; then its claims are its own.
    """

    name: str
    call: str
    package: str = ""
    limit: float = 180.0
    options: Mapping[str, Any] = field(default_factory=dict)
    differs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """A figure to reach, over all seeds.

    Parameters
    ----------
    says : str
        What is to be reached, in words.
    of, figure : str
        An entrant, and which of its figures: ``cpu``, ``wall``, ``peak`` (MB), ``cold``
        or one of its facts.
    over, over_figure : str or None
        The entrant and the figure that it is divided by, seed by seed.
    take : {"median", "most", "least"}
        Which of the seeds' figures counts.
    at_most, at_least : float or None
        The bound.
    """

    says: str
    of: str
    figure: str = "cpu"
    over: str | None = None
    over_figure: str = "cpu"
    take: Literal["median", "most", "least"] = "median"
    at_most: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One size: how its data are made, who runs, what is to be reached.

    Parameters
    ----------
    name : str
    make : str
        ``module:function`` below ``matcher.benchmarks.generators``.
    size, small : mapping
        Its arguments at full size, and at a tiny one.
    entrants : tuple of Entrant
        The first is the one the others are compared with.
    reach : tuple of Reach
    warm : mapping
        The size of a first run that only loads and compiles, where the tiny one is not
        enough for all of it.
    """

    name: str
    make: str
    size: Mapping[str, Any]
    small: Mapping[str, Any]
    entrants: tuple[Entrant, ...]
    reach: tuple[Reach, ...] = ()
    warm: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """Cases under one name; `lanes` run at a time."""

    name: str
    about: str
    cases: tuple[Case, ...]
    lanes: int = 1

    def quick(self) -> Bench:
        """Return the cases that have somebody new in them: enough to see all run."""
        seen: set[tuple[str, str]] = set()
        cases = []
        for case in self.cases:
            own = {(case.make, entrant.call) for entrant in case.entrants}
            cases += [case] if own - seen else []
            seen |= own
        return replace(self, cases=tuple(cases))


@dataclass(frozen=True, slots=True)
class Run:
    """One entrant on one seed, in a process of its own.

    Parameters
    ----------
    state : {"done", "over", "missing", "failed"}
        ``over`` was stopped at its limit; ``missing`` is not installed.
    cpu, wall : float
        Seconds of all processors, children included, and on the clock: the median of
        `repeats` runs with everything loaded. Of a run that was stopped, its limit.
    cold : float
        Processor seconds from the start of the process to the end of a first, small
        run: loading, compiling, and all else that happens once.
    peak : float
        Most memory of it, or of a child that ended, above what it had before, in MB.
    """

    entrant: str
    seed: int
    state: State
    cpu: float = 0.0
    wall: float = 0.0
    cold: float = 0.0
    peak: float = 0.0
    repeats: int = 0
    claims: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, float] = field(default_factory=dict)
    digest: str = ""
    note: str = ""
