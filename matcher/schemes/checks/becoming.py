"""Who may be told about becoming staff: columns, and stages that the column has."""

from __future__ import annotations

from matcher.schemes.draft import Draft, Table
from matcher.schemes.shape import BECOMING


def check_becoming(draft: Draft, data: Table) -> None:
    """Note every fault of ``[becoming]``."""
    if not isinstance(data.get("becoming"), dict):
        return
    row = draft.keep(("becoming",), data["becoming"], BECOMING)
    if "asked" in row:
        draft.column(("becoming", "asked"), "needs", row["asked"], ("flag",))
    if "stage" not in row:
        return
    stage = draft.column(("becoming", "stage"), "needs", row["stage"], ("choice",))
    values = stage.get("values", []) if stage else []
    for word in row.get("ready", []) if values else []:
        if word not in values:
            draft.unknown(("becoming", "ready"), "stage", word, values)
