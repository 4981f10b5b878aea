"""Check one party's proof: ``python check_proof.py PROOF.json ROOT``.

Standard library only. ROOT is the root that the round published, in 64 hex digits.
Exit 0 only if the line in the proof is under that root.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path


def holds(text: str, root: str) -> bool:
    """Return whether a proof's line stands under a root (RFC 6962, section 2.1)."""
    data = json.loads(text)
    line = json.dumps(
        data["line"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    leaf = hashlib.sha256(bytes.fromhex(data["salt"]) + line.encode()).digest()
    node = hashlib.sha256(b"\x00" + leaf).digest()
    at, last = data["index"], data["size"] - 1
    path = [bytes.fromhex(other) for other in data["path"]]
    # The tree is full: its size is a power of two, so every level has a neighbour.
    if not 0 <= at <= last or last + 1 != 1 << len(path):
        return False
    for other in path:
        pair = other + node if at % 2 else node + other
        node, at = hashlib.sha256(b"\x01" + pair).digest(), at // 2
    return node.hex() == root.strip().lower()


def main(arguments: list[str]) -> int:
    """Say what was found; return 0 only if the proof holds."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python check_proof.py PROOF.json ROOT\n")
        return 2
    try:
        found = holds(Path(arguments[0]).read_text("utf-8"), arguments[1])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        sys.stderr.write(f"The proof cannot be read: {error!r}.\n")
        return 1
    words = "is" if found else "is NOT"
    sys.stdout.write(f"The line {words} under the published root.\n")
    return 0 if found else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
