"""Every query and every sealed value; nothing above this room writes SQL."""

from api.store.scope import ACROSS, Unscoped
from api.store.sealed import data_key, keep, read, remember, value
from api.store.seats import free_seats, hold_seats, seats_of, set_seats
from api.store.store import Stale, Store

__all__ = [
    "ACROSS",
    "Stale",
    "Store",
    "Unscoped",
    "data_key",
    "free_seats",
    "hold_seats",
    "keep",
    "read",
    "remember",
    "seats_of",
    "set_seats",
    "value",
]
