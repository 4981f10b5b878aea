"""Which fields of a thing each audience sees at each step: an allow-list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.permissions.nouns import NOUNS

ALWAYS = ""
"""The step that stands for every step."""

FIELDS: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    key: steps for noun in NOUNS for key, steps in noun.FIELDS.items()
}
"""By (kind, audience), then by step: field names. What is not here is not shown."""


def shown(
    kind: str, audiences: Iterable[str], step: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what these audiences together may see of a thing at a step.

    Parameters
    ----------
    kind : str
        The resource, such as ``proposal``.
    audiences : iterable of str
        What `require` returned.
    step : str
        The step or state it is at.
    values : mapping
        Every field by name.
    """
    allowed: set[str] = set()
    for audience in audiences:
        table = FIELDS.get((kind, audience), {})
        allowed |= {*table.get(ALWAYS, ()), *table.get(step, ())}
    return {name: value for name, value in values.items() if name in allowed}
