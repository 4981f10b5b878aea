"""The file of figures: a part that is measured anew replaces what it held of it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from matcher.errors import Refused

Row = dict[str, Any]
FORMAT = "acorns-bench/1"
_TOLD = ("ortools", "scipy", "numpy", "numba", "networkx", "geopy")


def merged(
    old: Row | None, benches: Sequence[Row], rounds: Row | None, order: Iterable[str]
) -> Row:
    """Return the file with these benches, and rounds, in place of its own.

    Raises
    ------
    Refused
        If the file is of another format, or what was measured has claims that differ:
        neither is touched.
    """
    if old is not None and old.get("format") != FORMAT:
        raise Refused(f"The file is not {FORMAT}. Name another one.")
    for bench in benches:
        for case in bench["cases"]:
            for sentence in case["wrong"]:
                raise Refused(f"{bench['name']}, {case['name']}: {sentence}.")
    known = {row["name"]: row for row in (old or {}).get("benches", ())}
    known |= {row["name"]: row for row in benches}
    kept = [known[name] for name in order if name in known]
    return {
        "format": FORMAT,
        "benches": kept,
        "rounds": rounds or (old or {}).get("rounds"),
    }


def circumstances(day: str, packages: Iterable[str]) -> Row:
    """Return when, on what machine and with which versions something was measured."""
    versions = {name: _version(name) for name in ("acorns", *_TOLD, *packages)}
    return {
        "day": day,
        "machine": {
            "processors": os.cpu_count() or 1,
            "model": _model(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "versions": {name: v for name, v in versions.items() if v},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    return names[0] if names else platform.machine()
