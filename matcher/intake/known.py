"""Where each ref of the tables stands, and what to say of one that stands nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from matcher.intake.table import Row, Table
from matcher.intake.words import nearest

SIDES = ("needs", "assets", "staff", "hubs")
_PERSONS = ("holder", "person", "partner")
Where = tuple[Table, Row]


def each(tables: Sequence[Table]) -> Iterator[Where]:
    """Yield every row with its table."""
    for table in tables:
        for row in table.rows:
            yield table, row


def there(where: Where, here: Table) -> str:
    """Return how a message in one table points to a row of another."""
    table, row = where
    if table.grid.file != here.grid.file:
        return f"row {row.number} of {table.grid.file}"
    if table.grid.sheet != here.grid.sheet:
        return f'row {row.number} of "{table.grid.sheet}"'
    return f"row {row.number}"


def nowhere(ref: str, where: str, known: Collection[str]) -> str:
    """Return the sentence for a ref that is named and does not exist."""
    near = nearest(ref, known)
    meant = f' Did you mean "{near}"?' if near else ""
    return f'"{ref}" is no ref in {where}.{meant} Correct it, or add it.'


def everybody(
    by_sheet: Mapping[str, Sequence[Table]], refs: Mapping[str, Mapping[str, Where]]
) -> set[str]:
    """Return every ref of every sheet, and every holder, person and partner."""
    found = {ref for side in SIDES for ref in refs[side]}
    for side in SIDES:
        for _, row in each(by_sheet[side]):
            persons = (row.values.get(column) for column in _PERSONS)
            found |= {person for person in persons if isinstance(person, str)}
    return found
