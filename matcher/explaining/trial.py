"""One change that might match a unit."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explaining.edits import Edit


@dataclass(frozen=True, slots=True)
class Trial:
    """A change to what is offered, and what it is in words.

    Parameters
    ----------
    kinds : tuple of str
        One for each step.
    asset : str
        The asset that is changed, or that the new one is like.
    sentence : str
        What to do.
    edit : Edit
        The rows as they would be.
    """

    kinds: tuple[str, ...]
    asset: str
    sentence: str
    edit: Edit
