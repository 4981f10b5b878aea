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

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=1.0)

        def report(doing: str, share: float) -> None:
            bar.update(task, description=doing, completed=share)

        yield report


def _lines() -> Progress:
    said = ""
    tenth = -1

    def report(doing: str, share: float) -> None:
        nonlocal said, tenth
        # A line for each kind of work and each tenth of it, not one for each row.
        kind = doing.partition(" ")[0]
        if kind != said or int(share * 10) > tenth:
            sys.stderr.write(f"{share:4.0%} {doing}\n")
            sys.stderr.flush()
        said, tenth = kind, max(tenth, int(share * 10))

    return report
