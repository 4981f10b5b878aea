"""Finding a row by its ref, with a hint where it is misspelt."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.errors import Refused
from matcher.graph import Row
from matcher.intake.words import did_you_mean
from matcher.schemes import Scheme


def position(rows: Sequence[Row], ref: str, scheme: Scheme, sheet: str) -> int:
    """Return where a ref stands in the rows of a sheet.

    Raises
    ------
    Refused
        If it stands nowhere; the sentence names the nearest ref, or a few.
    """
    refs = [row.ref for row in rows]
    if ref in refs:
        return refs.index(ref)
    one = scheme.sheets[sheet].one
    hint = did_you_mean(ref, refs) or _examples(refs)
    raise Refused(f'There is no {one} with the ref "{ref}" in these sheets.{hint}')


def _examples(refs: Sequence[str]) -> str:
    return f" There are, for example, {', '.join(refs[:3])}." if refs else ""
