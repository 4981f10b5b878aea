"""One need at a time on a terminal: who could be asked, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from api.reports import plain
from api.reports.terminal.layout import counted, folded
from api.reports.terminal.pairs import factor_lines, fits_words
from matcher.candidates import GateResult
from matcher.candidates.wording import spoken_km
from matcher.rounds import Answer, Listed, Shortlist
from matcher.schemes import Scheme

CHANGES = {
    "recruit": "another one could do it",
    "train": "training could change this",
    "support": "support could change this",
    "distance": "help with travel could change this",
}
_NEAREST = 3


def shortlist_text(found: Shortlist, scheme: Scheme, *, top: int) -> str:
    """Return who could be asked for one need today, best for that need first."""
    return "\n".join(_shortlist(found, scheme, top))


def _shortlist(found: Shortlist, scheme: Scheme, top: int) -> Iterator[str]:
    words = scheme.words.get("staff", {})
    assets = words.get("assets", "assets")
    beside = plain.listed(found.beside)
    together = f" together with {beside}" if beside else ""
    count = counted(len(found.listed), words.get("asset", "asset"), assets)
    yield from folded(f"{count} could be asked for {found.need}{together}.")
    if found.decided:
        said = f"Somebody already decided: {found.need} goes to {found.decided}."
        yield from folded(said)
    for number, each in enumerate(found.listed[:top], 1):
        yield from _listed(number, each, found, scheme)
    left = len(found.listed) - top
    if left > 0:
        yield f"... and {left:,} more: --top {len(found.listed)} shows every one"
    yield ""
    if found.below:
        yield from folded(
            f"{counted(found.below, 'more passes', 'more pass')} every rule, but the "
            "fit of one side is so low that waiting is better."
        )
    if not found.listed and found.nearest:
        yield "Nearest, each with one rule in between:"
        for miss in found.nearest[:_NEAREST]:
            yield from folded(miss.result.sentence, indent=2, mark=f"{miss.asset}: ")
    unavailable = words.get("unavailable", "not available")
    yield from folded(f"Others are ruled out by a rule of the scheme or {unavailable}.")
    if "decides" in words:
        yield from folded(words["decides"])


def _listed(
    number: int, each: Listed, found: Shortlist, scheme: Scheme
) -> Iterator[str]:
    words = scheme.words.get("staff", {})
    away = "" if each.km is None else f", about {spoken_km(each.km)} km (straight line)"
    free = counted(max(0, each.seats), "seat", "seats")
    if each.seats >= found.seats:
        room = f"{free} free"
    else:
        room = f"no seat free beside what is decided ({free} of {found.seats})"
    yield ""
    yield from folded(f"{each.asset}{away}, {room}", mark=f"{number}. ")
    fits = {"need_fit": each.need_fit, "asset_fit": each.asset_fit}
    yield from folded(fits_words(fits, words), indent=4)
    yield from factor_lines(each.reasons, words, most=None)


def answer_text(found: Answer, scheme: Scheme, need: str, asset: str) -> str:
    """Return every rule's word on one pair."""
    return "\n".join(_answer(found, scheme, need, asset))


def _answer(found: Answer, scheme: Scheme, need: str, asset: str) -> Iterator[str]:
    yield from folded(_verdict(found, scheme, need, asset))
    yield ""
    for gate in found.gates:
        yield from folded(_gate(gate), mark="yes  " if gate.passed else "NO   ")
    if found.need_fit is None or found.asset_fit is None:
        return
    words = scheme.words.get("staff", {})
    for side, points, floor in (
        ("need", found.need_fit, scheme.need_floor),
        ("asset", found.asset_fit, scheme.asset_floor),
    ):
        enough = "yes  " if points >= floor else "NO   "
        name = words.get(side, side)
        said = f"Fit for the {name} {points} of 100; the floor is {floor}."
        yield from folded(said, mark=enough)
    if found.beside:
        together = f"{asset} can hold {need} with {plain.listed(found.beside)}."
        if not found.holds:
            together = (
                f"{need} goes together with {plain.listed(found.beside)}, and {asset} "
                "is not possible for all of them at once."
            )
        yield from folded(together, mark="yes  " if found.holds else "NO   ")
    if found.candidate:
        yield ""
        yield "+ speaks for it   - is missing   > would help"
        yield from factor_lines(found.reasons, words, most=None)


def _verdict(found: Answer, scheme: Scheme, need: str, asset: str) -> str:
    failed = sum(not gate.passed for gate in found.gates)
    if failed:
        count = counted(failed, "rule stands", "rules stand")
        return f"{need} with {asset} is not possible: {count} in between."
    if found.left == "staff":
        return f"{need} could be asked to lead {asset}."
    if not fits_enough(found, scheme):
        return f"{need} with {asset} passes every rule, but the fit is below a floor."
    if not found.holds:
        return f"{need} with {asset} passes every rule, but not with those beside {need}."
    return (
        f"{need} with {asset} is a candidate: nothing stands in between. Whether a round "
        "proposes it depends on everybody else who waits."
    )


def fits_enough(found: Answer, scheme: Scheme) -> bool:
    """Return whether both sides reach the scheme's floors."""
    need, asset = found.need_fit or 0, found.asset_fit or 0
    return need >= scheme.need_floor and asset >= scheme.asset_floor


def _gate(gate: GateResult) -> str:
    off = ""
    if not gate.passed and gate.margin:
        off = f" Off by {gate.margin:.1f} {gate.unit}".rstrip(" ") + "."
    change = f" ({CHANGES[gate.change]})" if gate.change in CHANGES else ""
    return f"{gate.sentence}{off}{change}"
