"""Who stands behind the rows of an import: found again by ref, or somebody new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.records import Blind, Listed, Person, PersonLink, new_id
from api.snapshots.loading.planning import Plan, RowPlan, of_children
from api.snapshots.loading.standing import PERSON_FIELDS
from api.store import Store, find_among, new_rows
from matcher.model import Value

BLIND = "name, birth and contact"


class People:
    """The people of one import; each ref is one person, whoever names it first."""

    def __init__(
        self, store: Store, plan: Plan, whose: Mapping[str, Person] | None = None
    ) -> None:
        self._store = store
        self._whose = whose or {}
        self._plan = plan
        self._by_ref: dict[str, UUID] = {
            ref: person.id for ref, person in plan.standing.by_ref.items()
        }
        self._rows: dict[str, UUID] = {
            ref: row.person_id
            for (_, ref), row in plan.standing.rows.items()
            if isinstance(row, Listed)
        }
        self._new: list[dict[str, Any]] = []
        self.known: dict[UUID, Person] = dict(plan.standing.people)
        self.known |= {person.id: person for person in self._whose.values()}

    def behind(self, row: RowPlan) -> tuple[UUID, UUID | None]:
        """Return whose a new row is, and who stands beside them."""
        values, beside = row.values, None
        if row.ref in self._whose:
            return self._whose[row.ref].id, None
        if row.sheet == "needs":
            children = of_children(self._plan.scheme)
            family = self._named(values.get("holder"), "household")
            if children:
                whose, beside = self._fresh(None, "child"), family
            else:
                whose = family or self._fresh(None, "adult")
        elif row.sheet == "assets":
            whose = self._holder(values)
            beside = self._named(values.get("partner"), "adult")
        else:
            person = str(values.get("person") or "")
            known = self._rows.get(person)
            whose = known or self._named(person, "adult") or self._fresh(None, "adult")
        self._rows.setdefault(row.ref, whose)
        return whose, beside

    def family(self, values: Mapping[str, Value]) -> UUID | None:
        """Return the person that a holder column names, somebody new where unknown."""
        return self._named(values.get("holder"), "household")

    def meant(self, ref: str) -> UUID:
        """Return whom a ref means: the person of a row, else a person's own ref."""
        found = self._rows.get(ref) or self._by_ref.get(ref)
        return found or self._fresh(ref, "household")

    def save(self) -> None:
        """Insert everybody who is new."""
        made = new_rows(self._store, Person, self._new)
        self.known |= {person.id: person for person in made}
        self._new = []

    def _holder(self, values: Mapping[str, Value]) -> UUID:
        named = self._named(values.get("holder"), "household")
        hub = values.get("hub")
        if named is None and hub and "holder" not in self._columns():
            named = self._named(f"hub:{hub}", "household")
        return named or self._fresh(None, "household")

    def _columns(self) -> set[str]:
        return {c.name for c in self._plan.scheme.sheets["assets"].columns}

    def _named(self, ref: Value | None, kind: str) -> UUID | None:
        if not ref:
            return None
        return self._by_ref.get(str(ref)) or self._fresh(str(ref), kind)

    def _fresh(self, ref: str | None, kind: str) -> UUID:
        person_id = new_id()
        self._new.append({"id": person_id, "ref": ref, "kind": kind})
        if ref is not None:
            self._by_ref[ref] = person_id
        return person_id


def propose_links(
    store: Store, known: Sequence[tuple[UUID, Mapping[str, str | None], Value | None]]
) -> int:
    """Remember people by name, birth and contact; propose who may be one human being.

    Nothing is joined: somebody confirms it. Returns how many links were proposed.
    """
    digests: dict[UUID, bytes] = {}
    for person_id, personal, birth in known:
        own = {PERSON_FIELDS[k]: v for k, v in personal.items() if k in PERSON_FIELDS}
        if own.get("name") and own.get("contact"):
            text = f"{own['name']}|{birth or ''}|{own['contact']}"
            digests.setdefault(person_id, store.keys.blind(BLIND, text))
    there = _same(store, set(digests.values()))
    links: dict[tuple[UUID, UUID], None] = {}
    for person_id, digest in digests.items():
        for other in there.get(digest, ()):
            if other != person_id:
                links.setdefault((min(person_id, other), max(person_id, other)))
        there.setdefault(digest, []).append(person_id)
    remembered = {one for ones in _remembered(store, digests).values() for one in ones}
    new_rows(
        store,
        Blind,
        [
            {"person_id": person_id, "kind": BLIND, "digest": digest}
            for person_id, digest in digests.items()
            if (person_id, digest) not in remembered
        ],
    )
    return _propose(store, list(links))


def _same(store: Store, digests: set[bytes]) -> dict[bytes, list[UUID]]:
    found: dict[bytes, list[UUID]] = {}
    for row in find_among(store, Blind, Blind.digest, digests):
        if row.kind == BLIND:
            found.setdefault(row.digest, []).append(row.person_id)
    return found


def _remembered(
    store: Store, digests: Mapping[UUID, bytes]
) -> dict[UUID, list[tuple[UUID, bytes]]]:
    found: dict[UUID, list[tuple[UUID, bytes]]] = {}
    for row in find_among(store, Blind, Blind.person_id, list(digests)):
        found.setdefault(row.person_id, []).append((row.person_id, row.digest))
    return found


def _propose(store: Store, pairs: list[tuple[UUID, UUID]]) -> int:
    ids = [one for one, _ in pairs]
    there = {
        (link.person_id, link.other_id)
        for link in find_among(store, PersonLink, PersonLink.person_id, ids)
    }
    fresh = [pair for pair in pairs if pair not in there]
    new_rows(
        store,
        PersonLink,
        [{"person_id": one, "other_id": two, "kind": BLIND} for one, two in fresh],
    )
    return len(fresh)
