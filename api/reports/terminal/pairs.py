"""One pair, one choice, one who waits: the paragraphs of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from api.reports import plain
from api.reports.findings import Findings
from api.reports.terminal.layout import folded
from matcher.explaining import Factor, Why
from matcher.explaining.effects import effect
from matcher.explaining.order import in_order
from matcher.scoring import Reason

Words = Mapping[str, str]
Beside = Mapping[str, Sequence[str]]


def pair_lines(
    why: Why, found: Findings, beside: Beside, *, reasons: int | None
) -> Iterator[str]:
    """Yield a proposed pair: both sides' fit, why, gaps with support, the next best."""
    decided = " (decided before the round)" if why.state == "decided" else ""
    yield ""
    together = _together(beside, why.need)
    yield from folded(f"{why.need} with {why.asset}{together}{decided}")
    yield from folded(fits_words(why.fits, found.words), indent=4)
    yield from factor_lines(why.factors, found.words, most=reasons)
    possible = [other for other in why.alternatives if other.possible]
    for other in possible[:1]:
        yield from folded(f"next best {effect(found.scheme, other)}", indent=4)


def _together(beside: Beside, need: str) -> str:
    others = in_order(beside.get(need, ()))
    return f", together with {plain.listed(others)}" if others else ""


def fits_words(fits: Mapping[str, int], words: Words) -> str:
    """Return both sides' fit."""
    if {"need_fit", "asset_fit"} <= fits.keys():
        need, asset = words.get("need", "need"), words.get("asset", "asset")
        return (
            f"fit for the {need} {fits['need_fit']}, for the {asset} "
            f"{fits['asset_fit']} (of 100)"
        )
    return f"fit {fits['fit']} (of 100)" if "fit" in fits else "no points are reckoned"


def factor_lines(
    factors: Sequence[Factor | Reason], words: Words, *, most: int | None
) -> Iterator[str]:
    """Yield the reasons that weigh most, then the gaps, each with what would help."""
    said = [factor for factor in factors if factor.sentence]
    for factor in sorted(said, key=_weight)[:most]:
        side = words.get(factor.side, factor.side)
        yield from folded(f"for the {side}: {factor.sentence}", indent=4, mark="+ ")
    lacking = [factor for factor in factors if factor.gap]
    for factor in sorted(lacking, key=_loss)[:most]:
        support = f" > {factor.support}" if factor.support else ""
        yield from folded(f"{factor.gap}{support}", indent=4, mark="- ")


def _weight(factor: Factor | Reason) -> int:
    return -factor.weight * factor.points


def _loss(factor: Factor | Reason) -> int:
    return -factor.weight * (100 - factor.points)


def choice_lines(why: Why, beside: Beside) -> Iterator[str]:
    """Yield a choice among equals; the solver's own pick is not shown apart."""
    yield ""
    together = _together(beside, why.need).removeprefix(", ")
    yield from folded(f"{why.summary} {together}".rstrip(), mark=f"{why.need:<6} ")


def waiting_lines(why: Why, words: Words, beside: Beside) -> Iterator[str]:
    """Yield a need without a match: why, the nearest, and what would change it."""
    yield ""
    others = in_order(beside.get(why.need, ()))
    if others and in_order((why.need, *others))[0] != why.need:
        first = f"waits together with {plain.listed(others)}: see {others[0]}"
        yield from folded(first, mark=f"{why.need:<6} ")
        return
    together = f"Together with {plain.listed(others)}. " if others else ""
    yield from folded(f"{together}{_reason(why, words)}", mark=f"{why.need:<6} ")
    for miss in why.nearest[:1]:
        yield from folded(f"nearest {miss.ref}: {miss.sentence}", indent=7)
    for change in why.changes:
        home = change.matched_to or f"the one like {change.asset}"
        said = f"{change.sentence} Then {why.need} goes to {home}."
        yield from folded(said, indent=7, mark="> ")
    if not why.changes:
        assets = words.get("assets", "assets")
        yield from folded(
            f"no change to the {assets} that was tried would do", indent=7
        )


def _reason(why: Why, words: Words) -> str:
    """Return why a need waits, without what the scheme says of every one."""
    before, _, after = words.get("unmatched", "").partition("{need}")
    common = f"{re.escape(before)}[^.;]*?{re.escape(after)}"
    return re.sub(f"^{common}", "", why.summary).strip() or why.summary
