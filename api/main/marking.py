"""What a database says of itself: whose it is, and whether it is a demo's."""

from __future__ import annotations

from api.actions import App
from api.records import Organisation
from api.store import new_nobody


def marks(app: App) -> frozenset[bool]:
    """Return whether the organisations there are a demo's: both, where some are."""
    with app.database.reading() as session:
        store = new_nobody(session, keys=app.keys, now=app.now())
        return frozenset(row.demo for row in store.across("marker", Organisation))


def is_demo(app: App) -> bool:
    """Tell whether a database holds any demo's organisation, or is set up as one."""
    return app.settings.demo or True in marks(app)
