"""A result as written: ``acorns-result/1`` (``docs/engine.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.model import Policy

FORMAT = "acorns-result/1"
STATUSES = ("optimal", "claimed", "feasible", "infeasible", "unknown")
PROOFS = ("dual", "safe-lp", "tree", "count", "two-engines", "none")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One need in one asset. Fits are None in a market without them."""

    need: str
    asset: str
    need_fit: int | None = None
    asset_fit: int | None = None
    fit: int | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Objective:
    """One level: its value, the bound that was proven, and the certificate."""

    name: str
    value: int
    bound: int
    proof: str
    certificate: Mapping[str, Any] | None = None
    deleted: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One member of an irreducible set that cannot hold together."""

    kind: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """The chosen pairs with status, and value, bound and proof for every objective."""

    policy: Policy
    status: str
    market: str
    instance_sha256: str
    salt_sha256: str
    reproducible: bool = True
    tie: str = "unique"
    chosen: tuple[Chosen, ...] = ()
    staff: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[tuple[str, str], ...] = ()
    equal: tuple[tuple[str, tuple[str, ...]], ...] = ()
    objectives: tuple[Objective, ...] = ()
    blocking_pairs: tuple[tuple[str, str], ...] = ()
    excused_pairs: tuple[tuple[str, str, str], ...] = ()
    conflict: tuple[Conflict, ...] = ()
    hygiene: tuple[str, ...] = ()
    frontier: tuple[Mapping[str, int], ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
