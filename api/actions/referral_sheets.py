"""An anonymous sheet for a need that a round found nobody for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.reviewing import members_of_round, read_left
from api.actions.rows_showing import SHEETS, row_cells
from api.actions.schemes_in_use import rules_of
from api.permissions import shown
from api.records import Need, Round
from api.store import read
from matcher.model import values_from_json


@reads("round.explanations", on=Round)
def read_sheet(desk: Desk, round_: Round, *, need_id: UUID) -> dict[str, Any]:
    """Return what may be told of a need to somebody who might know of a match.

    The card that an offer would show, which names nobody; what would help; no ref.
    """
    left = read_left.run(desk, round_, row_id=need_id)
    need = desk.find(Need, need_id, within=members_of_round(desk, round_))
    rules = rules_of(desk, round_.scheme_version_id)
    kept = read(desk.store, [need], ["values"], within=(need.organisation_id,))
    cells = row_cells(
        rules, SHEETS[Need], values_from_json(kept.get((need.id, "values"), {}))
    )
    said = {
        "scheme": rules.title,
        "as_of": round_.as_of.isoformat(),
        "card": {
            column.title: cells[column.name]
            for column in rules.sheets["needs"].columns
            if column.name in rules.steps.card and column.name in cells
        },
        "changes": left.get("changes", []),
    }
    return shown("referral", desk.audiences, "", said)
