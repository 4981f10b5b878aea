"""Pages of a list: so many lines, and from where the next ones follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from api.actions.desk import Desk
from api.records import Row

R = TypeVar("R", bound=Row)
Line = dict[str, Any]


def page_of(
    desk: Desk,
    kind: type[R],
    *conditions: Any,
    show: Callable[[Sequence[R]], Iterable[Line | None]],
    after: UUID | None,
    limit: int,
) -> Line:
    """Return a page of rows, newest first; what is shown as None is not there.

    A row left out leaves no trace: neither a shorter page nor a cursor that names it.

    Parameters
    ----------
    show : callable
        Gives a line for each of several rows at once, in their order.
    """

    def fetch(after: UUID | None, most: int) -> Sequence[R]:
        return desk.store.find(
            kind, *conditions, after=after, limit=most, newest_first=True
        )

    return paged(fetch, show=show, after=after, limit=limit)


def paged(
    fetch: Callable[[UUID | None, int], Sequence[R]],
    *,
    show: Callable[[Sequence[R]], Iterable[Line | None]],
    after: UUID | None,
    limit: int,
) -> Line:
    """Return a page of what is fetched, so many rows after an id at a time."""
    seen: list[Line] = []
    for rows in _portions(fetch, after, limit + 1):
        seen += [line for line in show(rows) if line]
        if len(seen) > limit:
            break
    page = seen[:limit]
    return {"items": page, "next": page[-1]["id"] if seen[limit:] else None}


def _portions(
    fetch: Callable[[UUID | None, int], Sequence[R]], after: UUID | None, most: int
) -> Iterator[Sequence[R]]:
    while True:
        rows = fetch(after, most)
        yield rows
        if len(rows) < most:
            return
        after = rows[-1].id
