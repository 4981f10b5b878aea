"""Every query and every sealed value; nothing above this room writes SQL."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, or_

from api.store.batches import find_among, keep_many, new_rows
from api.store.documents import (
    COMPARISON,
    FIGURES,
    REFS,
    RESULT,
    SNAPSHOT,
    WORKBOOK,
    Changed,
    content,
    document,
    keep_document,
)
from api.store.kept import Kept, KeptStore
from api.store.schemes import scheme_of
from api.store.scope import ACROSS, Unscoped
from api.store.sealed import data_key, keep, read, remember, value
from api.store.seats import (
    SEATS,
    free_seats,
    hold_seats,
    more_seats,
    seats_of,
    set_seats,
)
from api.store.store import Stale, Store, among, new_nobody
from api.store.trying import Taken, all_or_none, change_or_taken, new_or_taken

__all__ = [
    "ACROSS",
    "COMPARISON",
    "FIGURES",
    "REFS",
    "RESULT",
    "SEATS",
    "SNAPSHOT",
    "WORKBOOK",
    "Changed",
    "IntegrityError",
    "Kept",
    "KeptStore",
    "Session",
    "Stale",
    "Store",
    "Taken",
    "Unscoped",
    "all_or_none",
    "among",
    "and_",
    "change_or_taken",
    "col",
    "content",
    "data_key",
    "document",
    "find_among",
    "free_seats",
    "hold_seats",
    "keep",
    "keep_document",
    "keep_many",
    "more_seats",
    "new_nobody",
    "new_or_taken",
    "new_rows",
    "or_",
    "read",
    "remember",
    "scheme_of",
    "seats_of",
    "set_seats",
    "value",
]
