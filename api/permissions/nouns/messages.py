"""Messages: the work sends them, nobody else does."""

from __future__ import annotations

from api.permissions.rules import Rule

ACTS = {"message.send": Rule(work=True)}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
