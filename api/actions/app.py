"""What every door, job and command is given: one application, already wired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.database import Database
from api.keys import Keys
from api.settings import Settings

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer


def clock() -> datetime:
    """Return the present instant, in UTC: the only place that asks the machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """One application: its settings, database, keys and clock."""

    settings: Settings
    database: Database
    keys: Keys
    now: Callable[[], datetime] = clock

    @cached_property
    def days(self) -> dict[tuple[UUID, UUID], Any]:
        """Return today's candidates by scheme, as they were last built (`today`)."""
        return {}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Return the places that postcodes are looked up in; read when first asked."""
        from matcher.gazetteer import load_gazetteer  # noqa: PLC0415 - heavy

        return load_gazetteer()
