"""What choosing another asset would do, in one paragraph for people who plan."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explaining.phrases import count, listed, nouns, sentence
from matcher.explaining.whys import Alternative, Move
from matcher.schemes import Scheme

_SHOWN = 6


def effect(scheme: Scheme, alternative: Alternative) -> str:
    """Return an alternative as sentences: values, who would move, whether it stays."""
    if not alternative.possible:
        return f"{alternative.asset}: not possible in this round."
    values = [*_values(scheme, alternative)]
    said = [listed(values) if values else "as good for the round as a whole"]
    if alternative.moves:
        said.append(_moves(alternative.moves))
    if alternative.unsettled:
        pairs = _some([f"{u} and {a}" for u, a in alternative.unsettled])
        said.append(f"it could not stay: {pairs} would rather have each other")
    return f"{alternative.asset}: {' '.join(map(sentence, said))}"


def _values(scheme: Scheme, alternative: Alternative) -> Iterator[str]:
    for name, by in alternative.changes.items():
        kind, _, level = name.partition(":")
        if by and kind in _COUNTED:
            yield _counted(scheme, kind, by).format(level=level)
        elif by and kind in _SUMS:
            one, many = ("point", "points") if kind == "fit" else ("", "")
            size = count(abs(by), one, many).rstrip()
            yield f"{_SUMS[kind]} {size} {'higher' if by > 0 else 'lower'}"


_COUNTED = {
    "size": ("needs", "{} matched"),
    "priority": ("needs", "{} of priority {{level}} matched"),
    "leximin": ("needs", "{} with a fit of {{level}} only"),
    "openings": ("assets", "{} closed that could have opened"),
    "blocking": ("pair pairs", "{} who would rather have each other"),
    "rank": ("choice choices", "{} of rank {{level}}"),
}
"""By kind of objective: what is counted, and the words around it."""
_SUMS = {
    "fit": "total fit",
    "egalitarian": "the sum of all ranks",
    "regret": "the worst rank",
}


def _counted(scheme: Scheme, kind: str, by: int) -> str:
    what, said = _COUNTED[kind]
    one, many = what.split() if " " in what else nouns(scheme, what)
    return said.format(_more(abs(by), "more" if by > 0 else "fewer", one, many))


def _more(size: int, more: str, one: str, many: str) -> str:
    """Return "2 more children" or "1 fewer child"."""
    return f"{size:,} {more} {one if size == 1 else many}"


def _moves(moves: tuple[Move, ...]) -> str:
    said = [_move(move) for move in moves[:_SHOWN]]
    rest = len(moves) - len(said)
    if rest:
        said.append(f"{count(rest, 'other', 'others')} would move too")
    return "; ".join(said)


def _some(pairs: list[str]) -> str:
    """Return "c1 and f2, c4 and f2, and 3 more pairs"."""
    rest = len(pairs) - _SHOWN
    more = [f"and {count(rest, 'more pair', 'more pairs')}"] if rest > 0 else []
    return ", ".join([*pairs[:_SHOWN], *more])


def _move(move: Move) -> str:
    if not move.before:
        return f"{move.unit} would come to {move.after}"
    if not move.after:
        return f"{move.unit} would lose {move.before} and have nobody"
    return f"{move.unit} would go from {move.before} to {move.after}"
