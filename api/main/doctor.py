"""What has to hold before a server may keep the data of real people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from api.actions import App
from api.audit_log import check_chain
from api.database import at_head
from api.records import STAFF_ROLES, Account, Credential, Membership, Organisation
from api.store import Store, col, new_nobody
from matcher.errors import AcornsError, Refused

PROOF_DAYS = 31
"""A restore that was proven longer ago than this counts as not proven."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found.

    Parameters
    ----------
    name : str
        What was looked at.
    ok : bool
        Whether it holds.
    said : str
        What was found, and where it does not hold what to do.
    wanted : bool
        Whether real data waits for it.
    """

    name: str
    ok: bool
    said: str
    wanted: bool = True


def examine(app: App) -> tuple[Found, ...]:
    """Return what every check found; one that fails does not stop the others."""
    return tuple(_found(check, app) for check in CHECKS)


def must_pass(app: App) -> None:
    """Refuse to start on real data unless every check passes.

    Raises
    ------
    Refused
        Naming what does not hold; also where the tables are not this version's.
    """
    must_be_at_head(app)
    if app.settings.data == "invented":
        return
    failed = [found.name for found in examine(app) if found.wanted and not found.ok]
    if failed:
        raise Refused(
            f"ACORNS_DATA=real waits for: {', '.join(failed)}. Run acorns doctor."
        )


def must_be_at_head(app: App) -> None:
    """Refuse a database whose tables are another version's, or not there yet.

    Raises
    ------
    Refused
        With what to run.
    """
    if not at_head(app.database):
        raise Refused(
            "The database's tables are not this version's. Run acorns doctor --migrate."
        )


def _found(check: Callable[[App], Found], app: App) -> Found:
    try:
        return check(app)
    except AcornsError as error:
        return Found(check.__name__.strip("_"), ok=False, said=error.message)


def _tables(app: App) -> Found:
    ok = at_head(app.database)
    said = "as this version wants" if ok else "run acorns doctor --migrate"
    return Found("tables", ok, said)


def _keys(app: App) -> Found:
    settings = app.settings
    ok = settings.keys is not None or settings.key is not None
    said = (
        f"master keys up to version {app.keys.newest}"
        if ok
        else "set ACORNS_KEYS to a file made with python -m api.keys FILE"
    )
    return Found("keys", ok, said)


def _address(app: App) -> Found:
    ok = (app.settings.address or "").startswith("https://")
    said = "reached by https" if ok else "set ACORNS_ADDRESS to the https:// address"
    return Found("TLS address", ok, said)


def _backup(app: App) -> Found:
    """Look for the day on which a restore was last proven (``docs/deploy.md``)."""
    path = app.settings.restore_proof
    text = path.read_text("utf-8") if path is not None and path.is_file() else ""
    day = re.match(r"\d{4}-\d\d-\d\d", text)
    proven = date.fromisoformat(day[0]) if day else date.min
    ok = app.now().date() - timedelta(days=PROOF_DAYS) <= proven
    said = (
        f"a restore was proven on {proven}"
        if ok
        else ("prove a restore as docs/deploy.md says, and set ACORNS_RESTORE_PROOF")
    )
    return Found("backup", ok, said)


def _two_factor(app: App) -> Found:
    """Look for staff who could sign in with one factor alone, or with none set up."""
    if app.settings.oidc_issuer and app.settings.oidc_second:
        return Found("two-factor", ok=True, said="asked for by the work accounts")
    if not at_head(app.database):
        return Found("two-factor", ok=False, said="it can be read once the tables are")
    left = sum(1 for _ in _without_second(app))
    said = (
        f"{left} of the staff have not set it up: invite them again, or close them"
        if left
        else "every member of staff has set it up"
    )
    return Found("two-factor", not left, said)


def _without_second(app: App) -> Iterator[UUID]:
    with app.database.reading() as session:
        store = new_nobody(session, keys=app.keys, now=app.now())
        live = store.across("upkeep", Account, Account.state == "active")
        held = store.across(
            "upkeep",
            Membership,
            col(Membership.ended_at).is_(None),
            col(Membership.role).in_(STAFF_ROLES),
        )
        proven = store.across(
            "upkeep", Credential, col(Credential.confirmed_at).is_not(None)
        )
    staff = {row.account_id for row in held}
    yield from {row.id for row in live} & staff - {row.account_id for row in proven}


def _mail(app: App) -> Found:
    ok = app.settings.smtp is not None
    said = (
        "mail leaves by SMTP" if ok else "set ACORNS_SMTP; nothing is sent until then"
    )
    return Found("mail", ok, said, wanted=False)


def _audit(app: App) -> Found:
    if not at_head(app.database):
        return Found("audit log", ok=False, said="it can be read once the tables are")
    broken = [str(id_) for id_, held in _chains(app) if not held]
    said = f"broken for {', '.join(broken)}" if broken else "every chain holds"
    return Found("audit log", not broken, said)


def _chains(app: App) -> Iterator[tuple[object, bool]]:
    with app.database.reading() as session:
        store: Store = new_nobody(session, keys=app.keys, now=app.now())
        for row in store.across("upkeep", Organisation):
            yield row.id, check_chain(session, row.id).broken is None


CHECKS = (_tables, _keys, _address, _backup, _two_factor, _audit, _mail)
