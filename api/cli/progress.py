"""Progress: a bar on a terminal, plain lines elsewhere; always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from matcher.model import Progress


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a reporter for the time of a long piece of work."""
    if sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def report(doing: str, share: float) -> None:
            bar.update(task, description=doing, completed=share)

        yield report


def _lines() -> Progress:
    last = ""

    def report(doing: str, share: float) -> None:
        nonlocal last
        if doing != last:
            sys.stderr.write(f"{share:4.0%} {doing}\n")
            sys.stderr.flush()
            last = doing

    return report
