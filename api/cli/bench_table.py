"""What was measured, as a table: drawn on a terminal, plain elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from api.cli.bench_rounds import Measured

Cells = Sequence[str]


def print_bench(row: dict[str, Any]) -> None:
    """Print a bench's cases, and what of each is reached."""
    from matcher.benchmarks import wording

    typer.echo(f"{row['name']}: {row['about']}")
    if row["quick"]:
        typer.echo("Tiny sizes: nothing here is a measurement.")
    for case in row["cases"]:
        typer.echo(f"\n{case['name']}, seeds {len(case['seeds'])}")
        _print(wording.HEADS, list(wording.entrants(case)))
        if case["reach"]:
            _print(wording.REACH, list(wording.reached(case)))
        for sentence in wording.remarks(case):
            typer.echo(f"  {sentence}")
    typer.echo("")


def print_rounds(rows: Sequence[Measured]) -> None:
    """Print what whole rounds took."""
    if not rows:
        return
    heads = ("seconds", "median", "least", "most", "cpu", "runs")
    cells = []
    for row in rows:
        figures = (row.median, row.least, row.most, row.processor)
        cells.append([row.name, *(f"{x:.2f}" for x in figures), str(row.repeats)])
    _print(heads, cells)
    for row in rows:
        typer.echo(f"{row.name}: {row.about}")


def _print(heads: Cells, rows: Sequence[Cells]) -> None:
    if sys.stdout.isatty():
        _draw(heads, rows)
        return
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        first, *rest = (c.ljust(w) for c, w in zip(row, widths, strict=True))
        typer.echo("  ".join([f"  {first}", *rest]).rstrip())


def _draw(heads: Cells, rows: Sequence[Cells]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
