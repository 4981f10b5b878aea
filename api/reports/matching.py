"""The matching report of a pair as a document: factors, gaps, support, who decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Written

from api.reports.pictures.paths import Drawing, pair_drawing
from api.reports.plain import listed, titled
from matcher.candidates.wording import spoken_day
from matcher.explaining import Factor, Why

SAID = {
    "approve": "approved it",
    "refuse": "sent it back",
    "yes": "said yes",
    "no": "said no",
    "question": "asked something",
    "met": "recorded a first meeting",
    "disclosed": "released the details",
}
"""What was done, in words; what is not here is said as it is."""
_SIGNED = datetime(2026, 1, 1)  # noqa: DTZ001 - the document's own date says nothing
Report = Mapping[str, Any]


def matching_report(report: Report) -> bytes:
    """Return the report as .docx.

    Nothing stands in it that the report does not hold: refs, reasons, gaps, and who
    decided in which capacity. The same report gives the same text.
    """
    written = Document()
    _properties(written)
    who = listed(report["needs"]) or report["staff"]
    written.add_heading(f"Matching report: {who} with {report['asset']}", 0)
    day = spoken_day(date.fromisoformat(report["day"]))
    about = [report["scheme"], report["round"], day]
    written.add_paragraph(", ".join(filter(None, about)))
    written.add_paragraph(f"{titled(report['state'])}.")
    for pair in report["pairs"]:
        _pair(written, pair, report["words"])
    for need, drawing in drawings(report):
        _ways(written, need, report["asset"], drawing)
    written.add_heading("Who decided", 1)
    for line in decided(report["steps"]):
        written.add_paragraph(line, "List Bullet")
    file = BytesIO()
    written.save(file)
    return file.getvalue()


def drawings(report: Mapping[str, Any]) -> Iterator[tuple[str, Drawing]]:
    """Yield the small graph of each pair that has one, with whose it is."""
    for pair in report["pairs"]:
        why = Why(
            kind="pair",
            need=pair["need"],
            asset=report["asset"],
            state="",
            summary="",
            factors=tuple(_factor(each) for each in pair["factors"]),
        )
        drawing = pair_drawing(why)
        if drawing is not None:
            yield pair["need"], drawing


def _factor(said: Mapping[str, Any]) -> Factor:
    return Factor(
        said["name"],
        said["side"],
        said["points"] or 0,
        said["weight"] or 0,
        paths=tuple(tuple(path) for path in said["paths"] or ()),
    )


def decided(steps: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what was done, by whom in which capacity, on which day."""
    for step in steps:
        day = spoken_day(datetime.fromisoformat(step["at"]).date())
        name = f" ({step['by']})" if step["by"] else ""
        what = SAID.get(step["what"], step["what"])
        if step["capacity"]:
            yield f"{titled(step['capacity'])}{name}: {what}, {day}."
        else:
            yield f"{titled(what)}, {day}."


def _pair(written: Written, pair: Report, words: Mapping[str, str]) -> None:
    for side in ("need", "asset"):
        points = pair["fits"].get(f"{side}_fit")
        fit = f": {points} of 100" if points is not None else ""
        written.add_heading(f"For the {words.get(side, side)}{fit}", 1)
        for factor in pair["factors"]:
            if factor["side"] == side and factor["sentence"]:
                line = f"{factor['sentence']} ({factor['points']} of 100)"
                written.add_paragraph(line, "List Bullet")
    written.add_heading("Gaps, and the support that fills them", 1)
    lacking = [factor for factor in pair["factors"] if factor["gap"]]
    for factor in lacking:
        line = f"{factor['gap']} {factor['support']}".strip()
        written.add_paragraph(line, "List Bullet")
    if not lacking:
        written.add_paragraph("No gap was found.")


def _ways(written: Written, need: str, asset: str, drawing: Drawing) -> None:
    """Add what the small graph of a pair shows, in its words."""
    written.add_heading(f"How {need} leads to {asset}", 1)
    for _, way in drawing.paths:
        written.add_paragraph(way, "List Bullet")


def _properties(written: Written) -> None:
    """Say nothing of whoever made the document, or when."""
    kept = written.core_properties
    kept.author, kept.title, kept.comments = "Acorns", "Matching report", ""
    kept.created = kept.modified = _SIGNED
