"""Verification in a process of its own: ``python -m matcher.verifying INSTANCE RESULT``.

The salt is one JSON line on standard input; the verification is JSON on standard output.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from matcher.instance import read_instance, read_result
from matcher.verifying.checking import verify_solution


def main(instance: str, result: str) -> int:
    """Verify two files; 0 only if all holds."""
    salt = json.loads(sys.stdin.readline() or "{}").get("salt")
    verification = verify_solution(
        read_instance(Path(instance).read_text("utf-8")),
        read_result(Path(result).read_text("utf-8")),
        salt=salt,
    )
    sys.stdout.write(json.dumps(asdict(verification)) + "\n")
    return 0 if verification.ok else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
