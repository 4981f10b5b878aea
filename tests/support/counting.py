"""Counting what is asked of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from support.world import World


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Give every statement that the database is sent meanwhile."""
    said: list[str] = []
    engine = world.app.database.engine

    def note(_c: object, _x: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
