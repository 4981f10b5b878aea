"""Between records and the engine: what a round freezes, and what a sheet changes."""

from api.snapshots.freezing import Frozen, freeze_records
from api.snapshots.rows import Rows, values_of

__all__ = ["Frozen", "Rows", "freeze_records", "values_of"]
