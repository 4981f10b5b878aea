"""The coordinator's workbook: made anew, sheet by sheet, from a list of what may leave.

Nothing is copied from the sheets that came in: every column is named here, refs only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path

from openpyxl.workbook import Workbook

from api.reports import plain, said
from api.reports.cells import Value, add_sheet
from api.reports.findings import Findings, findings_of
from api.reports.headline import headline
from api.reports.small_counts import few
from api.reports.unsolved import no_answer
from api.reports.verified import finding, hashes, verdict
from matcher.explaining import Why
from matcher.explaining.order import in_order
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme

Row = Sequence[Value]


def write_workbook(
    path: Path, result: RoundResult, snapshot: Snapshot, scheme: Scheme
) -> None:
    """Write a round as an .xlsx of a few visible sheets, for the coordinator.

    Guarantees: refs only; no formula, no hidden sheet, row or column; nothing from a
    column that is not named here; counts of people of 1 to 4 read "fewer than 5". A
    round that did not verify has no pairs in it. The file appears whole or not at all.

    Raises
    ------
    InstanceError
        If the texts in the round are not ours.
    """
    found = findings_of(result, snapshot, scheme)
    book = Workbook()
    book.remove(book.worksheets[0])
    _summary(book, found)
    if result.verification.ok:
        _proposed(book, found)
        _choose(book, found)
        _waiting(book, found)
        _empty(book, found)
        _staff(book, found)
    _checks(book, found)
    book.properties.creator = "Acorns"
    book.properties.title = f"{scheme.title}: round {result.round}"
    book.properties.created = datetime.combine(snapshot.as_of, time())
    part = path.with_suffix(".part")
    book.save(part)
    part.replace(path)


def _summary(book: Workbook, found: Findings) -> None:
    first = " ".join(no_answer(found))
    rows: list[Row] = [
        *([("Answer", first)] if first else []),
        ("Scheme", found.scheme.title),
        ("Round", found.result.round),
        ("Ages and checks as of", found.snapshot.as_of.isoformat()),
        ("Matches start", found.snapshot.term.start.isoformat()),
        ("Matches end", found.snapshot.term.end.isoformat()),
        *((plain.capital(number.label), number.value) for number in headline(found)),
        ("Was it checked?", verdict(found)),
        ("How good is it?", plain.STATUSES[found.solution.status]),
        ("Who decides", found.word("decides")),
        ("Next", found.word("next")),
        ("This book", "For staff. Refs only; still personal data: keep it safe."),
    ]
    add_sheet(book, "Summary", ("What", "This round"), rows, widths=(34, 64))


def _proposed(book: Workbook, found: Findings) -> None:
    beside = found.companions()
    need, asset = found.word("need"), found.word("asset")
    columns = {
        plain.capital(need): 10,
        plain.capital(asset): 12,
        "State": 12,
        "Together with": 16,
        f"Fit for the {need}": 9,
        f"Fit for the {asset}": 11,
        "Fit of the pair": 9,
        "What speaks for it": 56,
        "Gaps, and what would fill them": 50,
        "Other choices": 50,
    }
    rows = (
        (
            why.need,
            why.asset,
            why.state,
            ", ".join(beside.get(why.need, ())),
            *(why.fits.get(name) for name in ("need_fit", "asset_fit", "fit")),
            _lines(said.reasons(why.factors)),
            _lines(said.gaps(why.factors)),
            _lines(said.others(why, found.scheme)),
        )
        for why in found.proposed
    )
    add_sheet(book, "Proposed", [*columns], rows, widths=[*columns.values()])


def _choose(book: Workbook, found: Findings) -> None:
    """List every choice; which of them the solver held in its hand is not shown."""
    need, asset = plain.capital(found.word("need")), found.word("asset")
    heads = need, f"Equally good {asset}", "Your choice", "What was found"
    rows: list[Row] = [
        (why.need, each, None, why.summary)
        for why in found.choices
        for each in in_order({why.asset, *why.equal})
    ]
    none = ("None", None, None, "No other answer is as good: nothing to choose.")
    add_sheet(book, "For you to choose", heads, rows or [none], widths=(10, 18, 14, 64))


def _waiting(book: Workbook, found: Findings) -> None:
    heads = (
        plain.capital(found.word("need")),
        "What was found",
        "What would change it",
        "Nearest",
        f"What stood in the way ({found.words['assets']} ruled out)",
    )
    rows = (
        (
            why.need,
            why.summary,
            _lines(said.changes(why)),
            _lines(said.nearest(why)),
            _lines(f"{plain.titled(gate.gate)}: {gate.count}" for gate in why.gates),
        )
        for why in found.waiting
    )
    add_sheet(book, "Waiting", heads, rows, widths=(10, 56, 56, 56, 34))


def _empty(book: Workbook, found: Findings) -> None:
    heads = (
        plain.capital(found.word("asset")),
        "State",
        "What was found",
        "Nearest",
        f"What stood in the way ({found.words['needs']} ruled out)",
    )
    rows = (
        (
            why.asset,
            why.state,
            why.summary,
            _lines(said.nearest(why)),
            _lines(_people_ruled_out(why)),
        )
        for why in (*found.closed, *found.empty)
    )
    add_sheet(book, "Empty seats", heads, rows, widths=(12, 10, 48, 60, 40))


def _people_ruled_out(why: Why) -> Iterator[str]:
    for gate in why.gates:
        yield f"{plain.titled(gate.gate)}: {few(gate.count)}"


def _staff(book: Workbook, found: Findings) -> None:
    if not found.solution.staff:
        return
    sheet = found.scheme.sheets["staff"]
    heads = plain.capital(found.word("asset")), plain.capital(sheet.one)
    rows = [(asset, staff) for asset in found.opened for staff in found.crew(asset)]
    add_sheet(book, sheet.title, heads, rows, widths=(14, 14))


def _checks(book: Workbook, found: Findings) -> None:
    rows: list[Row] = [
        (plain.check(done.name), "holds" if done.ok else "DOES NOT HOLD", finding(done))
        for done in found.result.verification.checks
    ]
    rows += [
        (f"Aim {number}", plain.reached(row, found.words), None)
        for number, row in enumerate(plain.aims(found.solution.objectives), 1)
    ]
    rows += [(f"SHA-256 of {each.of}", each.use, each.hash) for each in hashes(found)]
    heads = ("What was checked", "Finding", "Detail")
    add_sheet(book, "Checks and hashes", heads, rows, widths=(56, 44, 64))


def _lines(sentences: Iterable[str]) -> str:
    return "\n".join(sentences)
