"""A round on a terminal: who is proposed and why, who is not, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from api.reports import plain
from api.reports.findings import Findings, findings_of
from api.reports.terminal.layout import counted, folded, heading
from api.reports.terminal.pairs import choice_lines, pair_lines, waiting_lines
from api.reports.terminal.phrases import standing_lines
from api.reports.unsolved import no_answer
from matcher.candidates.wording import fill
from matcher.explaining import Why
from matcher.explaining.order import in_order
from matcher.instance import result_digest
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme

Show = Callable[[Sequence[Why], Callable[[Why], Iterator[str]]], Iterator[str]]
SOLVED = ("optimal", "claimed", "feasible")
SHORT_HASH = 16
"""Hex digits of a hash on the terminal; the files have all of it."""


def round_text(
    result: RoundResult,
    snapshot: Snapshot,
    scheme: Scheme,
    *,
    most: int | None = 8,
    reasons: int | None = 3,
    more: str = "--all shows every one",
    brief: bool = False,
) -> str:
    """Return the report of a round for staff, with refs only.

    Parameters
    ----------
    result : RoundResult
        What ran.
    snapshot : Snapshot
        What it ran on.
    scheme : Scheme
        Its rules and its words for staff.
    most : int or None
        How many of each kind are shown; None shows every one.
    reasons : int or None
        How many reasons and gaps of a pair are shown, those that weigh most.
    more : str
        Where the others are that are not shown.
    brief : bool
        True counts the checks that were made instead of naming them.

    Returns
    -------
    str
        Plain text in 80 columns, without colour. A result that did not verify shows
        no pairs.
    """
    found = findings_of(result, snapshot, scheme)
    lines = [*_headline(found), *_standing(found, brief=brief)]
    if result.verification.ok and found.solution.status in SOLVED:
        show = partial(_shown, most=most, more=more)
        lines += _openings(found)
        lines += _proposed(found, show, reasons)
        lines += _to_choose(found, show)
        lines += _without(found, show)
        lines += _next(found)
    return "\n".join([*lines, *_hashes(found)])


def _headline(found: Findings) -> Iterator[str]:
    yield f"{found.scheme.title}, round {found.result.round}"
    yield ""
    if said_first := no_answer(found):
        for said in said_first:
            yield from folded(said)
        yield ""
    for count, said in _counts(found):
        yield from folded(said, mark=f"{count:>6,}  ")


def _counts(found: Findings) -> Iterator[tuple[int, str]]:
    words = found.word
    proposed = found.proposed
    decided = sum(why.state == "decided" for why in proposed)
    yield len(found.instance.needs), f"{words('needs')} in the round"
    if no_answer(found):
        return
    yield len(proposed) - decided, words("proposals")
    if decided:
        yield decided, "decided before the round"
    yield len(found.choices), "for you to choose among equals"
    yield len(found.waiting), "waiting"
    if any(asset.openable for asset in found.instance.assets):
        yield len(found.opened), f"{words('assets')} proposed to open"
        yield len(found.closed), f"{words('assets')} that stay closed"
    yield len(found.empty), f"{words('assets')} still free"


def _standing(found: Findings, *, brief: bool) -> Iterator[str]:
    yield ""
    for line in standing_lines(found, brief=brief):
        text = line.lstrip()
        yield from folded(text, indent=len(line) - len(text))


def _openings(found: Findings) -> Iterator[str]:
    if not found.opened:
        return
    yield from heading(f"{plain.titled(found.word('assets'))} proposed to open")
    for asset in found.opened:
        held = in_order(r.need for r in found.solution.chosen if r.asset == asset)
        crew = found.crew(asset)
        led = f", led by {plain.listed(crew)}" if crew else ""
        count = counted(len(held), found.word("need"), found.word("needs"))
        yield from folded(f"{count}{led}: {', '.join(held)}", mark=f"{asset:<6} ")


def _proposed(found: Findings, show: Show, reasons: int | None) -> Iterator[str]:
    whys = found.proposed
    if whys:
        beside = found.companions()
        yield from heading(f"{plain.titled(found.word('proposals'))} ({len(whys)})")
        yield "+ speaks for it   - is missing   > would help"
        paragraph = partial(pair_lines, found=found, beside=beside, reasons=reasons)
        yield from show(whys, paragraph)


def _to_choose(found: Findings, show: Show) -> Iterator[str]:
    whys = found.choices
    if whys:
        yield from heading(f"For you to choose ({len(whys)})")
        yield from folded(
            "These are equally good for the round as a whole: nothing is proposed, and "
            "a person settles it. Put the choice into a sheet called decisions (need, "
            "asset, pin) and run the round again."
        )
        yield from show(whys, partial(choice_lines, beside=found.companions()))


def _without(found: Findings, show: Show) -> Iterator[str]:
    assets, beside = plain.titled(found.word("assets")), found.companions()
    # Those that a change would match come first: there is something to do for them.
    waiting = sorted(found.waiting, key=lambda why: not why.changes)
    if waiting:
        yield from heading(f"Waiting ({len(waiting)}), and what would change it")
        # What the scheme says of each is said once, of all of them.
        them = {"need": f"these {found.word('needs')}"}
        yield from folded(fill(found.words.get("unmatched", ""), them))
        yield from folded(
            "Each change marked > was tried: the round was solved again with it."
        )
        yield from show(
            waiting, partial(waiting_lines, words=found.words, beside=beside)
        )
    for title, whys in (
        (f"{assets} still free", found.empty),
        (f"{assets} that stay closed", found.closed),
    ):
        if whys:
            yield from heading(f"{title} ({len(whys)})")
            yield from show(whys, _seat)


def _seat(why: Why) -> Iterator[str]:
    yield from folded(why.summary, mark=f"{why.asset:<6} ")
    for miss in why.nearest[:1]:
        yield from folded(f"nearest {miss.ref}: {miss.sentence}", indent=7)


def _shown(
    whys: Sequence[Why],
    lines: Callable[[Why], Iterator[str]],
    *,
    most: int | None,
    more: str,
) -> Iterator[str]:
    for why in whys[:most]:
        yield from lines(why)
    left = len(whys) - len(whys[:most])
    if left:
        yield f"... and {left:,} more: {more}"


def _next(found: Findings) -> Iterator[str]:
    yield from heading("What to do next")
    for said in ("next", "decides"):
        yield from folded(found.words.get(said, ""))


def _hashes(found: Findings) -> Iterator[str]:
    result, solution = found.result, found.solution
    yield ""
    for pair in (
        (("inputs", result.snapshot_sha256), ("rules ", result.scheme_sha256)),
        (("result", result_digest(solution)), ("salt  ", solution.salt_sha256)),
    ):
        said = "  ".join(f"{name} {value[:SHORT_HASH]}" for name, value in pair)
        yield f"SHA-256  {said}"
