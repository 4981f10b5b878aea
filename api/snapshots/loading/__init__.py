"""From sheets to records, all or nothing: what would change, and the change."""

from api.snapshots.loading.applying import apply_plan
from api.snapshots.loading.planning import (
    Conflict,
    Plan,
    RowPlan,
    as_data,
    plan_import,
)
from api.snapshots.loading.room import set_room

__all__ = [
    "Conflict",
    "Plan",
    "RowPlan",
    "apply_plan",
    "as_data",
    "plan_import",
    "set_room",
]
