"""Faults as a person reads them: every one, or by kind where there is a flood."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from matcher.errors import Fault

FLOOD = 40
"""More faults than this are summed up by kind; ``--json`` has every one."""
_ROWS = 5


def fault_text(faults: Sequence[Fault]) -> str:
    """Return faults by file, sheet and row; a flood by kind, with rows and counts."""
    ordered = sorted(faults)
    lines = _by_kind(ordered) if len(ordered) > FLOOD else map(str, ordered)
    return "\n".join(lines)


def _by_kind(faults: Iterable[Fault]) -> Iterator[str]:
    kinds: defaultdict[tuple[str, ...], list[Fault]] = defaultdict(list)
    count = 0
    for fault in faults:
        kinds[_kind(fault)].append(fault)
        count += 1
    for alike in kinds.values():
        yield str(alike[0])
        if len(alike) > 1:
            yield f"    and {len(alike) - 1:,} more like it: {_rows(alike[1:])}"
    yield f"{count:,} faults of {len(kinds):,} kinds; --json lists every one."


def _kind(fault: Fault) -> tuple[str, ...]:
    """Return what faults of one kind share: all but the row and the values named."""
    message = re.sub(r'"[^"]*"|\d+', "", fault.message)
    return fault.file, fault.sheet, fault.column, message


def _rows(faults: Sequence[Fault]) -> str:
    rows = [str(fault.row) for fault in faults[:_ROWS]]
    more = " ..." if len(faults) > _ROWS else ""
    return (
        f"row {', '.join(rows)}{more}"
        if len(faults) == 1
        else (f"rows {', '.join(rows)}{more}")
    )
