"""What a pack is made of: a released round, as its stored bytes say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.packs.deriving import derived
from api.packs.rekeying import versions
from api.packs.zipping import sha256
from matcher.errors import Refused
from matcher.instance import (
    Solution,
    digest,
    read_instance,
    read_result,
    result_digest,
)
from matcher.verifying import Verification

_HASH = re.compile("[0-9a-f]{64}")
_HEX = re.compile("(?:[0-9a-f]{2})+")
_NAME = re.compile(r"[\w .-]{1,60}")


@dataclass(frozen=True, slots=True)
class Released:
    """A round that was released; nothing of it but refs, numbers and hashes.

    Parameters
    ----------
    round : UUID
        The round's id.
    scheme : str
        The scheme's name.
    scheme_sha256, snapshot_sha256 : str
        Of the scheme file and the frozen inputs.
    instance, result : str
        Canonical texts.
    salt : str
        Lower-case hex.
    verification : Verification
        What was found with the salt, at release, over these texts.

    Raises
    ------
    Refused
        Something that is not as said, a salt that is not the result's, or a round that
        did not verify.
    """

    round: UUID
    scheme: str
    scheme_sha256: str
    snapshot_sha256: str
    instance: str
    result: str
    salt: str
    verification: Verification

    def __post_init__(self) -> None:
        hashes = (self.scheme_sha256, self.snapshot_sha256)
        plain = all(map(_HASH.fullmatch, hashes)) and _HEX.fullmatch(self.salt)
        if not plain or not _NAME.fullmatch(self.scheme):
            raise Refused("A round's hashes, salt or scheme are not as they should be.")
        if not self.verification.ok:
            raise Refused("The round did not verify, so no pack is made of it.")

    def solution(self) -> Solution:
        """Return the result as read.

        Raises
        ------
        Refused
            If it was drawn with another salt.
        """
        found = read_result(self.result)
        if found.salt_sha256 != sha256(self.salt.encode()):
            raise Refused("The result was drawn with another salt. No pack is made.")
        return found

    def digests(self) -> dict[str, str]:
        """Return the hashes of what is personal data: inputs, instance and result."""
        return {
            "snapshot": self.snapshot_sha256,
            "instance": digest(read_instance(self.instance)),
            "result": result_digest(self.solution()),
        }

    def facts(self) -> dict[str, Any]:
        """Return what every pack says of its round: words and hashes, no counts."""
        solution = self.solution()
        policy = solution.policy
        return {
            "round": str(self.round),
            "scheme": self.scheme,
            "scheme_sha256": self.scheme_sha256,
            "salt": self.salt,
            "salt_sha256": solution.salt_sha256,
            "policy": policy.name,
            "status": solution.status,
            "tie": solution.tie,
            "reproducible": solution.reproducible,
            "proofs": {row.name: row.proof for row in solution.objectives},
            "versions": versions(dict(solution.versions)),
            "verified": {
                "draw": self.verification.draw,
                "checks": [check.name for check in self.verification.checks],
            },
        }


def openings(digests: Mapping[str, str], *, secret: bytes) -> dict[str, str]:
    """Return what opens each commitment; the auditor's pack holds it."""
    return {name: derived(secret, "digest", name).hex() for name in digests}


def commitments(digests: Mapping[str, str], *, secret: bytes) -> dict[str, str]:
    """Return hashes that fix the digests and let nobody try a guess at the data.

    SHA-256 over 32 secret bytes and the digest's 32: a small round's inputs could be
    guessed whole, and a bare hash would say whether the guess is right.
    """
    keys = openings(digests, secret=secret)
    return {
        name: sha256(bytes.fromhex(keys[name]) + bytes.fromhex(value))
        for name, value in digests.items()
    }
