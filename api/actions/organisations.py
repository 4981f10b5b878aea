"""Organisations: who is responsible for records."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import shown
from api.records import Organisation
from matcher.errors import Refused


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


@acts("organisation.change", on=Organisation)
def keep_real_data(desk: Desk, organisation: Organisation) -> Done:
    """Keep real people's data from now on; there is no way back to invented.

    Raises
    ------
    Refused
        The server may not yet, or the organisation is a demo's.
    """
    if organisation.demo:
        raise Refused("This organisation is a demo's: everybody in it is invented.")
    if desk.app.settings.data != "real":
        raise Refused(
            "This server takes invented data only. Whoever runs it sets "
            "ACORNS_DATA=real once acorns doctor passes."
        )
    desk.store.change(organisation, data="real")
    desk.record("organisation.change", organisation, data="real")
    return desk.done(organisation)
