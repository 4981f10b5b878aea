"""Rounds in packs, for tests."""

from __future__ import annotations

import json
from typing import Any

from api.packs.rekeying import rekey

Row = dict[str, Any]
SECRET = bytes(range(32))


def packed(data: Row, result: Row) -> tuple[Row, Row]:
    """Return an instance and its result under fresh refs, as plain values."""
    found = rekey(json.dumps(data), json.dumps(result), secret=SECRET)
    return json.loads(found.instance), json.loads(found.result)
