"""Who is asking, what they ask about, and the two refusals that say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from matcher.errors import AcornsError, Refused


class NotThere(AcornsError):
    """Absent or not theirs to see: the two look the same."""

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours to see.")


class NotTwice(Refused):
    """The second pair of eyes has to be somebody else's."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who signed in, or the work that goes on by itself.

    Parameters
    ----------
    account_id, person_id, identity_id : UUID or None
        None for the work that nobody asked for, such as an expiry.
    organisation_id : UUID or None
        Where they hold their roles.
    roles : frozenset of (str, UUID or None)
        A role with the scheme it is held for, or None for all of the organisation.
    connected : frozenset of UUID
        Identities of their household and of everyone they declared a connection to.
    by : str
        ``api``, ``page``, ``command``, ``work`` or ``public``; commands can neither
        approve, release nor send.
    suspended : bool
        Everything but their own sign-out is closed to them.
    waits : {"", "second", "code"}
        What their sign-in still waits for: a second factor, or the code agreed in
        person. Until then almost everything is closed (`Rule.early`, `Rule.always`).
    sign_in_id : UUID or None
        The sign-in of a page's request.
    stands_in : frozenset of (UUID, str)
        Accounts they stand in for today, each with the role.
    """

    account_id: UUID | None = None
    person_id: UUID | None = None
    identity_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[tuple[str, UUID | None]] = frozenset()
    connected: frozenset[UUID] = frozenset()
    by: str = "api"
    suspended: bool = False
    waits: str = ""
    sign_in_id: UUID | None = None
    stands_in: frozenset[tuple[UUID, str]] = frozenset()

    @property
    def actor(self) -> str:
        """Return what the audit log calls them: an account's id, or the work."""
        return str(self.account_id or self.by)

    def has(self, role: str, scheme_id: UUID | None = None) -> bool:
        """Tell whether they hold a role for everything, or for this scheme."""
        held = {scheme for name, scheme in self.roles if name == role}
        return None in held or (scheme_id is not None and scheme_id in held)

    def holds(self, role: str) -> bool:
        """Tell whether they hold a role at all, for whatever scheme."""
        return any(name == role for name, _ in self.roles)


PUBLIC = Who(organisation_id=UUID(int=0), by="public")
"""Whoever looks in without an account, and whoever looks as if they had none."""


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about, as far as permissions must know.

    Parameters
    ----------
    organisation_id : UUID
        Whose row it is.
    scheme_id : UUID or None
        The scheme it belongs to.
    state : str
        Its step or state.
    parties : mapping of str to frozenset of UUID
        Identities by the party they are: holder, worker, parent, young_person,
        advocate, hub, helper.
    people : frozenset of UUID
        Identities whom it is about: staff decide nothing about themselves, their
        household, or somebody they declared a connection to.
    acted : frozenset of UUID
        Accounts that ran, pinned, swapped, drafted or released it.
    members : frozenset of UUID
        Organisations that take part in its scheme.
    """

    organisation_id: UUID
    scheme_id: UUID | None = None
    state: str = ""
    parties: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    people: frozenset[UUID] = frozenset()
    acted: frozenset[UUID] = frozenset()
    members: frozenset[UUID] = frozenset()
