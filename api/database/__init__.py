"""The database: one way to write, one way to read, one type for times.

A file by SQLite or a server by PostgreSQL, told apart by the address alone; what is
promised here holds on both. Nothing above this room opens a connection of its own.
"""

from api.database.append_only import guard, unguard
from api.database.failures import Busy, OutcomeUnknown
from api.database.instant import Instant, NaiveTime
from api.database.migrating import at_head, configuration, migrate
from api.database.naming import name_constraints
from api.database.reaching import reach
from api.database.transactions import Database

name_constraints()

__all__ = [
    "Busy",
    "Database",
    "Instant",
    "NaiveTime",
    "OutcomeUnknown",
    "at_head",
    "configuration",
    "guard",
    "migrate",
    "reach",
    "unguard",
]
