"""Drawing in a process of its own: ``python -m api.reports.drawing FOLDER``.

The folder holds ``snapshot.json``, ``found.json`` and ``asked.json``; what is drawn is
left beside them as ``figures.json``, and of a round also ``round.xlsx``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.reports.drawing.figures import figures_of_comparison, figures_of_round
from api.reports.workbook import write_workbook
from matcher.gazetteer import load_gazetteer
from matcher.model import Snapshot
from matcher.rounds import Comparison, RoundResult
from matcher.schemes import find_scheme


def main(folder: Path) -> None:
    """Draw what the folder holds; each file appears whole or not at all."""
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    text = (folder / "found.json").read_text("utf-8")
    scheme = find_scheme(asked["scheme"])
    if asked["kind"] == "compare":
        figures = figures_of_comparison(Comparison.from_json(text), scheme)
    else:
        snapshot = Snapshot.from_json((folder / "snapshot.json").read_text("utf-8"))
        result = RoundResult.from_json(text)
        figures = figures_of_round(
            result,
            snapshot,
            scheme,
            load_gazetteer(),
            salt=asked["salt"],
            effort=asked["effort"],
        )
        write_workbook(folder / "round.xlsx", result, snapshot, scheme)
    (folder / "figures.json").write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
