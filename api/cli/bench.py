"""``acorns bench``: how long things take on this machine, measured and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.bench_table import print_bench, print_rounds
from api.cli.files import check_folder, print_json, read_text, write_text
from api.cli.options import AsJson, today
from api.cli.progress import progress
from matcher.errors import Refused

if TYPE_CHECKING:
    from matcher.benchmarks import Bench
    from matcher.model import Progress

Row = dict[str, Any]
PAGE = ".md"


def add_to(app: typer.Typer) -> None:
    """Add this family's commands."""
    app.command()(bench)


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these.")
    ] = None,
    seeds: Annotated[
        int, typer.Option(min=1, max=1_000, help="Instances of each size.")
    ] = 5,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tiny sizes: shows that all of it runs.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="Keep figures in this .json: what is measured replaces its own there, "
            "and the tables in the .md beside it.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Time the engine beside its peers, and whole rounds of each community."""
    from api.cli.bench_rounds import NAMES, measure_rounds
    from matcher.benchmarks import BENCHES

    kept = _Kept(out, tuple(BENCHES), quick=quick)
    wanted, timed = _wanted(names or [], BENCHES, NAMES)
    rows, seconds = [], []
    # Each is shown, and kept, when it ends: what follows may take long.
    for name in wanted:
        with progress() as report:
            rows.append(_measured(BENCHES[name], seeds, quick, report))
        kept.keep(rows[-1:])
        if not as_json:
            print_bench(rows[-1])
    if timed:
        with progress() as report:
            rounds = measure_rounds(timed, report)
        seconds = [asdict(row) for row in rounds]
        kept.keep((), seconds)
        if not as_json:
            print_rounds(rounds)
    if as_json:
        print_json({"benches": rows, "seconds": seconds})
    _refuse_wrong(rows)


class _Kept:
    """The file of figures and the page beside it, where there are any to keep."""

    def __init__(
        self, out: Path | None, order: tuple[str, ...], *, quick: bool
    ) -> None:
        check_folder(out)
        if out is not None and quick:
            raise Refused("A quick run measures nothing: there is nothing to keep.")
        self._out, self._order = out, order
        self.keep(())  # refuses a file of another kind before any long work

    def keep(self, rows: Sequence[Row], seconds: Sequence[Row] = ()) -> None:
        """Replace what was measured, in the file and on the page; leave all else."""
        from matcher.benchmarks import circumstances, merged, with_figures

        if self._out is None:
            return
        old = json.loads(read_text(self._out)) if self._out.exists() else None
        rounds = None
        if seconds:
            rounds = circumstances(today().isoformat(), ()) | {"seconds": seconds}
        new = merged(old, rows, rounds, self._order)
        if not rows and not seconds:
            return
        write_text(self._out, json.dumps(new, indent=1, ensure_ascii=False) + "\n")
        page = self._out.with_suffix(PAGE)
        if page.exists():
            write_text(page, with_figures(read_text(page), new))


def _wanted(
    names: list[str], benches: Mapping[str, Bench], rounds: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Return the benches and the rounds that are named; all where none is."""
    strange = sorted({*names} - {*benches, *rounds})
    if strange:
        raise Refused(
            f"There is no measurement called {strange[0]}. There are: "
            f"{', '.join([*benches, *rounds])}."
        )
    chosen = names or [*benches, *rounds]
    return [n for n in benches if n in chosen], [n for n in rounds if n in chosen]


def _measured(bench: Bench, seeds: int, quick: bool, report: Progress) -> Row:
    from matcher.benchmarks import circumstances, figures, run_bench

    bench = bench.quick() if quick else bench
    runs = run_bench(bench, seeds=1 if quick else seeds, quick=quick, progress=report)
    packages = sorted({e.package for c in bench.cases for e in c.entrants} - {""})
    return figures(bench, runs, quick=quick) | circumstances(
        today().isoformat(), packages
    )


def _refuse_wrong(rows: list[Row]) -> None:
    """Refuse where two who claim the best differ: one of them is wrong."""
    for row in rows:
        for case in row["cases"]:
            for sentence in case["wrong"]:
                raise Refused(f"{row['name']}, {case['name']}: {sentence}.")
