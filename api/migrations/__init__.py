"""The history of the tables; `api.database.migrate` walks it."""
