"""The distributions a community is drawn from, stated in ``matcher/data/communities``.

Each file says, column by column, how often a cell is filled and what it then holds, so
that a reader can compare it with what the programmes report. A scheme without a file
gets a plain one in one small town: every column filled at random from its own values.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

from matcher.schemes import Scheme

_PLAIN_DAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one community is like.

    Parameters
    ----------
    as_of : date
        The day on which it is set; ages and checks count from there.
    sizes : mapping of str to int
        Rows per sheet in the demonstration, and its ``seed``.
    counties : tuple of str
        Where its places are.
    columns : mapping of str to mapping of str to mapping
        By sheet and column; see `matcher.communities.cells`.
    groups : mapping
        ``share`` of needs in groups, ``sizes`` with weights, ``together`` with weights,
        and the columns that are ``alike`` in a group.
    apart : mapping of str to int
        How many pairs of each two sheets are kept apart, such as ``needs-assets``.
    decisions : mapping of str to int
        How many rulings of each kind.
    """

    as_of: date = _PLAIN_DAY
    sizes: Mapping[str, int] = field(default_factory=dict)
    counties: tuple[str, ...] = ("Hartlepool",)
    columns: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    groups: Mapping[str, Any] = field(default_factory=dict)
    apart: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, int] = field(default_factory=dict)


def stated_for(scheme: Scheme) -> Stated:
    """Return the stated distributions of a scheme, or plain ones."""
    file = files("matcher").joinpath(f"data/communities/{scheme.name}.toml")
    if not file.is_file():
        return Stated()
    said = tomllib.loads(file.read_text("utf-8"))
    return Stated(**(said | {"counties": tuple(said["counties"])}))
