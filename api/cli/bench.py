"""``acorns bench``: how long things take on this machine, measured and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
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

    check_folder(out)
    wanted, timed = _wanted(names or [], BENCHES, NAMES)
    old = json.loads(read_text(out)) if out is not None and out.exists() else None
    with progress() as report:
        rows = [_measured(BENCHES[name], seeds, quick, report) for name in wanted]
        seconds = measure_rounds(timed, report) if timed else []
    found: Row = {"benches": rows, "seconds": [asdict(row) for row in seconds]}
    if as_json:
        print_json(found)
    else:
        for row in rows:
            print_bench(row)
        print_rounds(seconds)
    _refuse_wrong(rows)
    if out is not None:
        _keep(out, old, found, tuple(BENCHES))


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


def _keep(out: Path, old: Row | None, found: Row, order: tuple[str, ...]) -> None:
    """Write the file, and the page beside it where there is one."""
    from matcher.benchmarks import circumstances, merged, with_figures

    rounds = None
    if found["seconds"]:
        rounds = circumstances(today().isoformat(), ()) | {"seconds": found["seconds"]}
    kept = merged(old, found["benches"], rounds, order)
    write_text(out, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    page = out.with_suffix(PAGE)
    if page.exists():
        write_text(page, with_figures(read_text(page), kept))
