"""Keeping no longer than the table says; keys that are wrapped anew."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.registering import forget_unfinished
from api.actions.retaining import delete_rows, due_rows, held_now
from api.actions.retention_table import KEEPING, KEPT
from api.records import Organisation
from api.store.rights import rewrap_keys


@reads("retention.preview", on=Organisation)
def preview_retention(desk: Desk, organisation: Organisation) -> dict[str, Any]:
    """Return the retention table, and how much of each kind would go now."""
    held = held_now(desk)
    return {
        "id": str(organisation.id),
        "kinds": [
            {
                "kind": kind,
                "days": keeping.days,
                "since": keeping.since,
                "why": keeping.why,
                "would_go": len(due_rows(desk, kind, held)),
            }
            for kind, keeping in KEEPING.items()
        ],
        "kept": [{"kind": kind, "why": why} for kind, why in KEPT.items()],
    }


@acts("retention.run", on=Organisation, adds=True)
def run_retention(desk: Desk, organisation: Organisation) -> Done:
    """Delete what the table says is due; what a legal hold names stays."""
    held = held_now(desk)
    gone = {
        kind.replace(" ", "_"): delete_rows(desk, due_rows(desk, kind, held))
        for kind in KEEPING
    }
    forgotten = forget_unfinished(desk)
    desk.record("retention.run", organisation, **gone, forgotten=forgotten)
    return desk.done(organisation, gone=gone, forgotten=forgotten)


@acts("keys.rewrap", on=Organisation, adds=True)
def rewrap_all(desk: Desk, organisation: Organisation) -> Done:
    """Wrap people's keys with the newest master key, some at a time.

    ``left`` says how many are still to do: ask again until it is 0.
    """
    done, left = rewrap_keys(desk.store)
    desk.record("keys.rewrap", organisation, done=done, left=left)
    return desk.done(organisation, done=done, left=left)
