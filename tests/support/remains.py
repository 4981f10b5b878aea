"""Everything that a database holds, with what it was wrapped in undone."""

from __future__ import annotations

import base64
import binascii
import json
import pickletools
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import create_engine, inspect, text

_DEPTH = 4


def remains(address: str) -> Iterator[tuple[str, str]]:
    """Yield each value of each column of each table, and every layer below it.

    Base64, JSON, pickle and compression are undone, one in the other.
    """
    engine = create_engine(address)
    with engine.connect() as connection:
        look = inspect(connection)
        for schema in {*look.get_schema_names()} - {"information_schema"}:
            for table in look.get_table_names(schema=schema):
                rows = connection.execute(text(f'SELECT * FROM "{schema}"."{table}"'))
                for row in rows.mappings():
                    for column, value in row.items():
                        for layer in _layers(value, _DEPTH):
                            yield f"{table}.{column}", layer
    engine.dispose()


def layers(value: Any) -> Iterator[str]:
    """Yield a value as text, and every layer below what it is wrapped in."""
    return _layers(value, _DEPTH)


def _layers(value: Any, depth: int) -> Iterator[str]:
    if value is None or depth == 0:
        return
    data = bytes(value) if isinstance(value, bytes | memoryview) else None
    said = data.decode("utf-8", "replace") if data is not None else str(value)
    yield said
    for below in _unwrapped(data if data is not None else said.encode()):
        yield from _layers(below, depth - 1)


def _unwrapped(data: bytes) -> Iterator[Any]:
    with suppress(binascii.Error, ValueError):
        yield base64.b64decode(data, validate=True)
    with suppress(zlib.error):
        yield zlib.decompress(data)
    with suppress(ValueError):
        found = json.loads(data)
        if isinstance(found, dict | list):
            yield from _leaves(found)
    with suppress(Exception):
        yield from (said for _, said, _ in pickletools.genops(data) if said is not None)


def _leaves(found: Any) -> Iterator[Any]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from _leaves(value)
    elif isinstance(found, list):
        for value in found:
            yield from _leaves(value)
    else:
        yield found
