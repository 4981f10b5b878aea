"""What a round leaves behind, as one JSON text."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from matcher.explaining import Why
from matcher.verifying import Verification


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round: what went in by hash, what came out, whether it was verified, and why.

    Parameters
    ----------
    round, scheme : str
        The round's name and the scheme's.
    scheme_sha256, snapshot_sha256 : str
        Hashes of the scheme file and of the frozen inputs.
    instance, result : str
        Canonical texts, ``acorns-instance/1`` and ``acorns-result/1``.
    verification : Verification
        What the independent check found.
    whys : tuple of Why
        An explanation of every pair, need without one, empty seat and closed asset.
    """

    round: str
    scheme: str
    scheme_sha256: str
    snapshot_sha256: str
    instance: str
    result: str
    verification: Verification
    whys: tuple[Why, ...]

    def to_json(self) -> str:
        """Return the whole as JSON; `from_json` gives it back."""
        return _adapter().dump_json(self, indent=1).decode()

    @classmethod
    def from_json(cls, text: str) -> RoundResult:
        """Read what `to_json` wrote."""
        return _adapter().validate_json(text)


def _adapter() -> TypeAdapter[RoundResult]:
    return TypeAdapter(RoundResult)
