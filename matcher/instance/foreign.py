"""What the text formats of the literature share: what they cannot hold, and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.errors import InstanceError
from matcher.instance.document import Instance
from matcher.instance.fields import BOUND
from matcher.instance.writing import plain


def refuse_unless_held(instance: Instance, name: str, held: Iterable[str]) -> None:
    """Refuse an instance that says something the format has no place for.

    Parameters
    ----------
    instance : Instance
        What shall be written.
    name : str
        The format's.
    held : iterable of str
        The fields it holds, such as "round" or "needs.prefers".

    Raises
    ------
    InstanceError
        Naming every field that would be lost.
    """
    data = {key: value for key, value in plain(instance).items() if value != []}
    used = set(data) - {"format", "needs", "assets"}
    for side in ("needs", "assets"):
        for row in data.get(side, ()):
            used |= {f"{side}.{key}" for key in row.keys() - {"ref"}}
    lost = sorted(used - set(held))
    if lost:
        raise cannot_hold(name, lost)


def cannot_hold(name: str, lost: Sequence[str]) -> InstanceError:
    """Return the refusal that names what would be lost."""
    return InstanceError(
        f"The format {name} cannot hold: {', '.join(lost)}."
        " Leave them out first, or keep the JSON."
    )


def numbered(refs: Iterable[str]) -> list[str]:
    """Return refs in the order of their numbers, else, where any is none, sorted."""
    names = sorted(refs)
    if all(_is_number(name) for name in names):
        return sorted(names, key=int)
    return names


def identifiers(refs: Iterable[str]) -> dict[str, int]:
    """Return a number for each ref: its own where all are numbers, else its place."""
    names = numbered(refs)
    if all(_is_number(name) for name in names):
        return {name: int(name) for name in names}
    return {name: place for place, name in enumerate(names, start=1)}


def _is_number(name: str) -> bool:
    """Say whether a ref is a number as these formats write it: 7, never 07 or 0."""
    return name.isascii() and name.isdigit() and name[0] != "0" and len(name) < 10


def number(word: str, line: int, *, low: int = 0, below: int = BOUND) -> int:
    """Read a whole number, refusing anything else with the line.

    Raises
    ------
    InstanceError
        If the word is not a whole number within [low, below).
    """
    if word.isascii() and word.isdigit() and len(word) <= 10:
        value = int(word)
        if low <= value < below:
            return value
    raise InstanceError(
        f'Line {line}: "{word[:20]}" is not a whole number from {low} to {below - 1}.'
        " Write one."
    )
