"""The page of figures, written from the file that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from matcher.benchmarks import wording

Row = dict[str, Any]
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def with_figures(page: str, kept: Row) -> str:
    """Return the page with its figures replaced by those of the file, all else kept.

    Parameters
    ----------
    page : str
        Markdown in which one line is `BEGIN` and a later one `END`.
    kept : dict
        What `matcher.benchmarks.keeping` holds.
    """
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = "".join(f"{line}\n" for line in _lines(kept))
    return f"{before}{BEGIN}\n\n{lines}{END}{after}"


def _lines(kept: Row) -> Iterator[str]:
    for bench in kept["benches"]:
        yield from _bench(bench)
    if kept["rounds"]:
        yield from _rounds(kept["rounds"])


def _bench(bench: Row) -> Iterator[str]:
    yield from (f"### {bench['name']}", "", f"{bench['about']}.", "", _where(bench), "")
    for case in bench["cases"]:
        yield from (f"**{case['name']}**, {_seeds(case)}", "")
        yield from _table(wording.HEADS, wording.entrants(case))
        if case["reach"]:
            yield from _table(wording.REACH, wording.reached(case))
        for sentence in wording.remarks(case):
            yield from (sentence, "")


def _seeds(case: Row) -> str:
    count = len(case["seeds"])
    return f"{count} seed{'' if count == 1 else 's'}"


def _where(bench: Row) -> str:
    machine = bench["machine"]
    versions = ", ".join(f"{name} {v}" for name, v in bench["versions"].items())
    return (
        f"Measured on {bench['day']}: {machine['processors']} x {machine['model']}, "
        f"{machine['system']}, Python {machine['python']}; {versions}."
    )


def _rounds(rounds: Row) -> Iterator[str]:
    yield from ("### Whole rounds", "", _where(rounds), "")
    cells = (
        (row["name"], row["about"], *(f"{row[k]:.2f}" for k in ("median", "most")))
        for row in rounds["seconds"]
    )
    yield from _table(("", "", "median s", "most"), cells)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---' for _ in heads)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""
