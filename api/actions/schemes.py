"""Schemes: added by one person, accepted by another; versions kept by hash."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import asdict
from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.schemes_in_use import members_of
from api.permissions import NotTwice, shown
from api.records import Organisation, Scheme, SchemeMember, SchemeVersion
from api.store import col, scheme_of
from matcher.errors import Refused
from matcher.schemes import Scheme as Rules


@acts("scheme.add", on=Organisation, adds=True)
def add_scheme(desk: Desk, organisation: Organisation, *, source: str) -> Done:
    """Add a scheme, or another version of one; it waits for a second person.

    Raises
    ------
    FaultsFound
        Every fault of the text.
    Refused
        If this very text was added before.
    """
    digest = hashlib.sha256(source.encode()).hexdigest()
    version = SchemeVersion(
        organisation_id=organisation.id, created_at=desk.now, scheme_id=organisation.id,
        digest=digest, source=source,
    )  # fmt: skip
    rules = scheme_of(version)
    scheme = desk.store.one(Scheme, Scheme.name == rules.name) or desk.store.new(
        Scheme, name=rules.name, title=rules.title
    )
    if desk.store.count(
        SchemeVersion,
        SchemeVersion.scheme_id == scheme.id,
        SchemeVersion.digest == digest,
    ):
        raise Refused("This very text of the scheme was added before.")
    before = _in_use(desk, scheme)
    row = desk.store.new(
        SchemeVersion,
        scheme_id=scheme.id,
        digest=digest,
        source=source,
        change=_difference(before.source if before else "", source),
        proposed_by=desk.who.account_id,
    )
    desk.record("scheme.add", row, sha256=digest)
    return desk.done(scheme, sha256=digest, version_id=str(row.id))


@acts("scheme.accept", on=SchemeVersion)
def accept_version(desk: Desk, version: SchemeVersion) -> Done:
    """Accept a version that somebody else added; open rounds keep the one they have.

    Raises
    ------
    NotTwice
        If whoever accepts added it.
    Refused
        If it is not waiting.
    """
    if version.proposed_by == desk.who.account_id:
        raise NotTwice("Somebody else has to accept this: you added it.")
    if version.state != "proposed":
        raise Refused("This version is not waiting to be accepted.")
    desk.store.change_where(
        SchemeVersion,
        SchemeVersion.scheme_id == version.scheme_id,
        SchemeVersion.state == "in_use",
        state="replaced",
    )
    desk.store.change(
        version,
        state="in_use",
        accepted_by=desk.who.account_id,
        accepted_at=desk.now,
    )
    scheme = desk.find(Scheme, version.scheme_id)
    desk.store.change(scheme, title=scheme_of(version).title)
    desk.record("scheme.accept", version, sha256=version.digest)
    return desk.done(scheme)


@acts("scheme.accept", on=SchemeVersion)
def refuse_version(desk: Desk, version: SchemeVersion) -> Done:
    """Refuse a version that is waiting.

    Raises
    ------
    Refused
        If it is not waiting.
    """
    if version.state != "proposed":
        raise Refused("This version is not waiting to be accepted.")
    desk.store.change(version, state="refused")
    desk.record("scheme.refuse", version, sha256=version.digest)
    return desk.done(desk.find(Scheme, version.scheme_id))


@acts("scheme.members", on=Scheme)
def set_member(
    desk: Desk, scheme: Scheme, *, organisation: str, basis: str, takes_part: bool
) -> Done:
    """Let another organisation take part, on a recorded basis, or end that.

    Raises
    ------
    Refused
        If there is no such organisation, or no basis is given.
    """
    if takes_part and not basis:
        raise Refused("Say on what basis data is shared with this organisation.")
    found = desk.store.across("locate", Organisation, Organisation.name == organisation)
    if not found or found[0].id == scheme.organisation_id:
        raise Refused("There is no other organisation of this name.")
    ended = None if takes_part else desk.now
    there = desk.store.one(
        SchemeMember,
        SchemeMember.scheme_id == scheme.id,
        SchemeMember.member_id == found[0].id,
    )
    if there is not None:
        desk.store.change(there, basis=basis or there.basis, ended_at=ended)
    elif takes_part:
        desk.store.new(
            SchemeMember, scheme_id=scheme.id, member_id=found[0].id, basis=basis
        )
    desk.store.change(scheme)
    desk.record("scheme.members", scheme, member=str(found[0].id), ends=not takes_part)
    return desk.done(scheme)


@reads("scheme.read", on=Scheme)
def read_scheme(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return a scheme: its words for people, and for staff its rules and versions."""
    version = _in_use(desk, scheme)
    rules = scheme_of(version) if version else None
    values = {
        "id": str(scheme.id),
        "version": scheme.version,
        "name": scheme.name,
        "title": scheme.title,
        "versions": [_version(row) for row in _versions(desk, scheme)],
        "members": [str(id_) for id_ in members_of(desk, scheme.id)],
    }
    return shown("scheme", desk.audiences, "", values | (_said(rules) if rules else {}))


@reads("scheme.read", on=Scheme)
def read_titles(desk: Desk, scheme: Scheme) -> dict[str, dict[str, str]]:
    """Return what a scheme calls the columns of its sheets, by sheet and column."""
    version = _in_use(desk, scheme)
    rules = scheme_of(version) if version else None
    return {
        name: {column.name: column.title for column in sheet.columns}
        for name, sheet in (rules.sheets.items() if rules else ())
    }


@reads("scheme.list", on=Organisation)
def list_schemes(desk: Desk, organisation: Organisation) -> dict[str, Any]:
    """Return the schemes an organisation runs, and those it takes part in.

    Whoever has a role for some of them alone finds those.
    """
    mine = desk.store.find(Scheme)
    part = desk.store.across(
        "locate",
        SchemeMember,
        SchemeMember.member_id == organisation.id,
        col(SchemeMember.ended_at).is_(None),
    )
    ids = [row.scheme_id for row in part]
    others = desk.store.across("locate", Scheme, col(Scheme.id).in_(ids))
    return {
        "items": [
            {"id": str(row.id), "name": row.name, "title": row.title}
            for row in (*mine, *others)
            if _is_theirs(desk, row)
        ],
        "next": None,
    }


def _is_theirs(desk: Desk, scheme: Scheme) -> bool:
    held = {scheme_id for _, scheme_id in desk.who.roles}
    return desk.who.by == "command" or bool(held & {None, scheme.id})


def _said(rules: Rules) -> dict[str, Any]:
    agreed = rules.agreed
    return {
        "about": rules.about,
        "words": {name: dict(words) for name, words in rules.words.items()},
        "sha256": rules.digest,
        "agreed": {
            "by": agreed.by,
            "on": agreed.on.isoformat(),
            "review": agreed.review.isoformat(),
        },
        "steps": asdict(rules.steps),
        "policy": rules.policy.name,
    }


def _versions(desk: Desk, scheme: Scheme) -> list[SchemeVersion]:
    rows = desk.store.find(SchemeVersion, SchemeVersion.scheme_id == scheme.id)
    return list(rows)


def _version(row: SchemeVersion) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "version": row.version,
        "sha256": row.digest,
        "state": row.state,
        "change": row.change,
        "from": row.accepted_at.isoformat() if row.accepted_at else None,
    }


def _in_use(desk: Desk, scheme: Scheme) -> SchemeVersion | None:
    return desk.store.one(
        SchemeVersion,
        SchemeVersion.scheme_id == scheme.id,
        SchemeVersion.state == "in_use",
    )


def _difference(before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=1
    )
    return "\n".join(lines) if before else ""
