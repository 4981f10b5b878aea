"""Organisations: who is responsible for records."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import shown
from api.records import Organisation


@reads("organisation.read", on=Organisation)
def read_organisation(desk: Desk, organisation: Organisation) -> dict[str, Any]:
    """Return an organisation."""
    return shown(
        "organisation",
        desk.audiences,
        "",
        {
            "id": str(organisation.id),
            "version": organisation.version,
            "name": organisation.name,
            "data": organisation.data,
        },
    )


@acts("organisation.change", on=Organisation)
def rename_organisation(desk: Desk, organisation: Organisation, *, name: str) -> Done:
    """Give an organisation another name."""
    desk.store.change(organisation, name=name)
    desk.record("organisation.change", organisation)
    return desk.done(organisation)
