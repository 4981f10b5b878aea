"""Who asked to hear about becoming staff: what step is missing, and who spoke to them.

Nobody who did not ask is ever shown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.near import near_rows
from api.actions.performing import acts, reads
from api.actions.rows_showing import rules_for
from api.actions.schemes_in_use import in_use, members_of
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Need, Person, Scheme, Staff
from api.snapshots.rows import VALUES
from api.steps import london_day
from api.store import col, keep, read, scheme_of, value
from matcher.errors import Refused
from matcher.model import Value, values_from_json
from matcher.schemes.scheme import Becoming
from matcher.schemes.scheme import Scheme as Rules

SPOKEN = "spoken"
LOOKED_AT = 100
"""So many needs are looked at for one page: who asked is known only unsealed."""


@reads("need.becoming", on=Scheme)
def list_becoming(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = LOOKED_AT
) -> dict[str, Any]:
    """Return who asked to hear, those who are one step away first.

    Parameters
    ----------
    limit : int
        How many needs are looked at: whether somebody asked is sealed.

    Raises
    ------
    NotThere
        The scheme leads nobody to becoming staff.
    """
    rules = scheme_of(in_use(desk, scheme))
    if rules.becoming is None:
        raise NotThere
    rows = _portion(desk, scheme, after, limit + 1)
    looked = rows[:limit]
    within = members_of(desk, scheme.id)
    kept = read(desk.store, looked, [VALUES, SPOKEN], within=within)
    lines = []
    for row in looked:
        values = values_from_json(kept.get((row.id, VALUES), {}))
        if values.get(rules.becoming.asked):
            spoken = kept.get((row.id, SPOKEN)) or []
            lines.append((row, _line(rules, rules.becoming, row, values, spoken)))
    _viewed(desk, [row for row, _ in lines])
    seen = [shown("becoming", desk.audiences, "", line) for _, line in lines]
    return {
        "id": str(scheme.id),
        "items": sorted(seen, key=lambda line: (not line["near"], line["ref"])),
        "next": str(looked[-1].id) if rows[limit:] else None,
    }


@acts("need.speak_of_becoming", on=Need)
def record_spoken(desk: Desk, need: Need, *, words: str) -> Done:
    """Write down that somebody was spoken to, and what was said.

    Raises
    ------
    Refused
        They did not ask, or no longer do.
    """
    becoming = rules_for(desk, need).becoming
    values = values_from_json(value(desk.store, need, VALUES) or {})
    if becoming is None or not values.get(becoming.asked):
        raise Refused("They did not ask to hear about this, or no longer do.")
    said = {"on": london_day(desk.now).isoformat(), "words": words}
    before = value(desk.store, need, SPOKEN) or []
    keep(desk.store, need, need.person_id, spoken=[*before, said])
    desk.store.change(need)
    desk.record("need.speak_of_becoming", need)
    return desk.done(need)


def _portion(
    desk: Desk, scheme: Scheme, after: UUID | None, limit: int
) -> Sequence[Need]:
    """Return the needs to look at: none closed, of nobody near, of nobody on staff."""
    staff = desk.store.find(
        Staff, Staff.scheme_id == scheme.id, within=members_of(desk, scheme.id)
    )
    return desk.store.find(
        Need,
        col(Need.scheme_id) == scheme.id,
        col(Need.state) != "closed",
        col(Need.id).not_in(near_rows(desk, Need)),
        col(Need.person_id).not_in({row.person_id for row in staff}),
        within=members_of(desk, scheme.id),
        after=after,
        limit=limit,
    )


def _line(
    rules: Rules,
    becoming: Becoming,
    row: Need,
    values: dict[str, Value],
    spoken: list[dict[str, str]],
) -> dict[str, Any]:
    stage = str(values.get(becoming.stage) or "")
    return {
        "id": str(row.id),
        "version": row.version,
        "ref": row.ref or "",
        "stage": stage,
        "missing": list(_missing(rules, becoming, stage)),
        "near": stage in becoming.ready,
        "spoken": spoken,
    }


def _missing(rules: Rules, becoming: Becoming, stage: str) -> Sequence[str]:
    """Return the steps between where they are and being staff, in their order."""
    (column,) = (
        each for each in rules.sheets["needs"].columns if each.name == becoming.stage
    )
    steps = column.values
    last = max(steps.index(each) for each in becoming.ready)
    here = steps.index(stage) if stage in steps else -1
    return steps[here + 1 : last + 2]


def _viewed(desk: Desk, rows: Sequence[Need]) -> None:
    ids = {row.person_id for row in rows}
    people = desk.store.across("identity", Person, col(Person.id).in_(ids))
    whose = {person.id: person.identity_id for person in people}
    viewed_all(desk, "need.becoming", [(row, whose[row.person_id]) for row in rows])
