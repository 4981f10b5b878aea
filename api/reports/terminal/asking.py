"""One need at a time on a terminal: who could be asked, and why not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from api.reports import plain
from api.reports.terminal.layout import counted, folded
from api.reports.terminal.pairs import factor_lines, fits_words
from matcher.candidates import GateResult
from matcher.candidates.asking import UNASKED
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
    if found.listed:
        who = counted(found.of, words.get("asset", "asset"), assets)
        yield from folded(f"{who} could be asked for {found.need}{together}.")
    else:
        yield from folded(
            f"None of the {assets} could be asked for {found.need} today."
        )
    if found.decided:
        said = f"Somebody already decided: {found.need} goes to {found.decided}."
        yield from folded(said)
    for number, each in enumerate(found.listed[:top], 1):
        yield from _listed(number, each, found, scheme)
    left = found.of - top
    if left > 0:
        yield f"... and {left:,} more: --top {found.of} shows every one"
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
    free = counted(each.seats, "seat", "seats")
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
    words = scheme.words.get("staff", {})
    yield from folded(_verdict(found, scheme, need, asset))
    yield ""
    said = [*_gates(found), *_fits(found, scheme), *_group(found, need, asset)]
    # What stands in between comes first.
    for passed, text in sorted(said, key=_passed):
        yield from folded(text, mark="yes  " if passed else "NO   ")
    unasked = [plain.spaced(gate.name) for gate in found.gates if _unasked(gate)]
    if unasked:
        yield from folded(
            f"Nothing was asked of: {plain.listed(unasked)}.", mark=" " * 5
        )
    if found.candidate:
        yield ""
        yield "+ speaks for it   - is missing   > would help"
        yield from factor_lines(found.reasons, words, most=None)


def _passed(said: tuple[bool, str]) -> bool:
    return said[0]


def _gates(found: Answer) -> Iterator[tuple[bool, str]]:
    for gate in found.gates:
        if not _unasked(gate):
            change = CHANGES.get(gate.change)
            off = f" Off by {_margin(gate)}." if not gate.passed and gate.unit else ""
            yield gate.passed, f"{_named(gate)}{off}{f' ({change})' if change else ''}"


def _named(gate: GateResult) -> str:
    if gate.name in gate.sentence:
        return gate.sentence
    return f"{plain.spaced(gate.name)}: {gate.sentence}"


def _margin(gate: GateResult) -> str:
    amount = gate.margin or 0
    if gate.unit == "km":
        # Upwards: 0.0 km would hide that there is a difference.
        return f"{math.ceil(amount * 10) / 10:.1f} km"
    return counted(math.ceil(amount), gate.unit.removesuffix("s"), gate.unit)


def _unasked(gate: GateResult) -> bool:
    return gate.passed and gate.sentence == UNASKED


def _fits(found: Answer, scheme: Scheme) -> Iterator[tuple[bool, str]]:
    words = scheme.words.get("staff", {})
    for side, points, floor in (
        ("need", found.need_fit, scheme.need_floor),
        ("asset", found.asset_fit, scheme.asset_floor),
    ):
        if points is not None:
            name = words.get(side, side)
            said = f"fit for the {name}: {points} of 100, and the floor is {floor}."
            yield points >= floor, said


def _group(found: Answer, need: str, asset: str) -> Iterator[tuple[bool, str]]:
    if found.beside:
        everybody = plain.listed((need, *found.beside))
        can = "can have" if found.holds else "cannot have"
        yield found.holds, f"together: {asset} {can} {everybody} at once."


def _verdict(found: Answer, scheme: Scheme, need: str, asset: str) -> str:
    if not found.candidate:
        return f"{need} with {asset} is not possible as things stand."
    if found.left == "staff":
        return f"{need} could be asked for {asset}: nothing stands in between."
    if not fits_enough(found, scheme):
        return f"{need} with {asset} passes every rule, but a fit is below its floor."
    if not found.holds:
        return f"{need} with {asset} passes every rule, but not with {need}'s group."
    return (
        f"{need} with {asset} is a candidate: nothing stands in between. Whether a "
        "round proposes it depends on everybody else who waits."
    )


def fits_enough(found: Answer, scheme: Scheme) -> bool:
    """Return whether both sides reach the scheme's floors."""
    need, asset = found.need_fit or 0, found.asset_fit or 0
    return need >= scheme.need_floor and asset >= scheme.asset_floor
