"""The scheme that a row goes by: its version's rules, as the engine reads them."""

from __future__ import annotations

from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk
from api.permissions import About
from api.records import Scheme, SchemeMember, SchemeVersion
from api.store import scheme_of
from matcher.errors import Refused
from matcher.schemes import Scheme as Rules


@tells(Scheme)
def about_scheme(desk: Desk, scheme: Scheme) -> About:
    """Return whose scheme it is; staff of organisations that take part add rows."""
    return About(
        scheme.organisation_id,
        scheme.id,
        members=frozenset(members_of(desk, scheme.id)),
    )


def in_use(desk: Desk, scheme: Scheme) -> SchemeVersion:
    """Return the version of a scheme that is in use now.

    Raises
    ------
    Refused
        If none was accepted yet.
    """
    version = desk.store.one(
        SchemeVersion,
        SchemeVersion.scheme_id == scheme.id,
        SchemeVersion.state == "in_use",
        within=(scheme.organisation_id,),
    )
    if version is None:
        raise Refused(
            "No version of this scheme is in use yet. A second person accepts it first."
        )
    return version


def rules_of(desk: Desk, version_id: UUID) -> Rules:
    """Return the rules of a version that a round or a proposal keeps."""
    return scheme_of(desk.find(SchemeVersion, version_id))


def members_of(desk: Desk, scheme_id: UUID) -> tuple[UUID, ...]:
    """Return the organisations that take part in a scheme that this one runs."""
    rows = desk.store.find(
        SchemeMember,
        SchemeMember.scheme_id == scheme_id,
        SchemeMember.ended_at.is_(None),  # type: ignore[union-attr]
    )
    return tuple(row.member_id for row in rows)
