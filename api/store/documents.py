"""Sealed files of a round: compressed, sealed under the organisation's key, by hash."""

from __future__ import annotations

import hashlib
import zlib
from datetime import date, timedelta
from uuid import UUID

from api.keys import seal, unseal
from api.records import Document, Round
from api.store.sealed import data_key
from api.store.store import Store

SNAPSHOT, REFS, RESULT, COMPARISON = "snapshot", "refs", "result", "comparison"
FIGURES, WORKBOOK = "figures", "workbook"
KEPT_DAYS = 365
"""How long a round's documents are kept unless the retention table says otherwise."""


class Changed(Exception):
    """A stored document does not have the hash it was stored with."""


def keep_document(
    store: Store, round_: Round, kind: str, content: bytes, *, run_id: UUID | None
) -> Document:
    """Seal a document of a round; one of this kind and run is replaced."""
    there = document(store, round_, kind, run_id=run_id)
    if there is not None:
        store.session.delete(there)
        store.session.flush()
    key, version = data_key(store, round_.organisation_id)
    row = store.new(
        Document,
        round_id=round_.id,
        run_id=run_id,
        kind=kind,
        digest=hashlib.sha256(content).hexdigest(),
        sealed=b"",
        key_version=version,
        delete_after=_until(store),
    )
    sealed = seal(
        key,
        zlib.compress(content),
        table="document",
        column=kind,
        id=row.id,
        version=version,
    )
    return store.change(row, sealed=sealed)


def document(
    store: Store, round_: Round, kind: str, *, run_id: UUID | None
) -> Document | None:
    """Return a round's document of a kind, and of a run where one is named."""
    return store.one(
        Document,
        Document.round_id == round_.id,
        Document.kind == kind,
        Document.run_id == run_id,
        within=(round_.organisation_id,),
    )


def content(store: Store, row: Document) -> bytes:
    """Return what a document holds.

    Raises
    ------
    Changed
        If it does not have its hash.
    Unreadable
        If its key is gone, or its bytes were changed.
    """
    key, _ = data_key(store, row.organisation_id)
    sealed = unseal(
        key,
        row.sealed,
        table="document",
        column=row.kind,
        id=row.id,
        version=row.key_version,
    )
    plain = zlib.decompress(sealed)
    if hashlib.sha256(plain).hexdigest() != row.digest:
        raise Changed(row.kind)
    return plain


def _until(store: Store) -> date:
    return store.now.date() + timedelta(days=KEPT_DAYS)
