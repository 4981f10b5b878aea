"""Reasons on demand: what speaks for a pair, what is missing, what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.candidates.rule import Sides
from matcher.candidates.wording import fill
from matcher.errors import Refused
from matcher.graph import AssetGraph, Path, Row
from matcher.schemes.scheme import Criterion, Scheme
from matcher.scoring.fits import measure, points_of
from matcher.scoring.measure import Said, single


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion's word on one pair.

    Parameters
    ----------
    name, side : str
        The criterion, and whose reason it is: ``need`` or ``asset``.
    points, weight : int
        0-100, and its weight on that side.
    counted : bool
        False where the row that asks gave no evidence: then nothing is cited.
    sentence, gap, support : str
        For staff; "" where there is nothing to say.
    words, gap_words : mapping of str to str
        What filled the placeholders of the sentence, and of gap and support.
    found, missing : tuple of str
        The words behind the lists, as the sheets write them.
    paths : tuple of Path
        How the graph leads from the need to the asset, one for each thing found.
    """

    name: str
    side: str
    points: int
    weight: int
    counted: bool
    sentence: str = ""
    gap: str = ""
    support: str = ""
    words: Mapping[str, str] | None = None
    gap_words: Mapping[str, str] | None = None
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


def reasons(
    graph: AssetGraph, scheme: Scheme, need: str, asset: str
) -> tuple[Reason, ...]:
    """Return every criterion's word on a pair, in the scheme's order.

    Guarantees: the same points as `score_candidates`; only evidence that counted is
    cited; nothing about whether the pair is a candidate.

    Raises
    ------
    Refused
        If there is no such need or asset.
    """
    mine, theirs = _find(graph.needs, need), _find(graph.assets, asset)
    sides = Sides((mine,), (theirs,), graph)
    return tuple(_reason(criterion, sides) for criterion in scheme.criteria)


def _find(rows: Sequence[Row], ref: str) -> Row:
    for row in rows:
        if row.ref == ref:
            return row
    raise Refused(f'There is no row with the ref "{ref}" in these sheets.')


def _reason(criterion: Criterion, sides: Sides) -> Reason:
    ready, pair = measure(criterion, sides), single(0, 0)
    points = int(points_of(criterion, ready, *pair)[0])
    base = criterion.name, criterion.side, points, criterion.weight
    if not ready.counts(*pair)[0]:
        return Reason(*base, counted=False)
    said = ready.said(0, 0)
    names = {"need": sides.left[0].ref, "asset": sides.assets[0].ref}
    return _worded(criterion, base, said, names)


def _worded(
    criterion: Criterion,
    base: tuple[str, str, int, int],
    said: Said,
    names: Mapping[str, str],
) -> Reason:
    words, gap = {**names, **said.reason}, {**names, **said.gap}
    return Reason(
        *base,
        counted=True,
        sentence=fill(criterion.reason, words) if said.speaks else "",
        gap=fill(criterion.gap, gap) if said.lacks else "",
        support=fill(criterion.support, gap) if said.lacks else "",
        words=said.reason,
        gap_words=said.gap,
        found=said.found,
        missing=said.missing,
        paths=said.paths,
    )
