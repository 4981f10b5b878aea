"""Verify in a process of its own: ``python -m matcher.verifying INSTANCE RESULT``.

One JSON line on standard input gives the salt, ``{"salt": HEX}``; an empty line gives
none. The verification is JSON on standard output; the exit code is 0 only if all holds.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from matcher.errors import InstanceError
from matcher.instance import read_instance, read_result
from matcher.verifying.checking import verify_solution
from matcher.verifying.verdict import CheckDone, Verification


def main(instance: str, result: str) -> int:
    """Verify two files; 0 only if all holds."""
    salt = json.loads(sys.stdin.readline().strip() or "{}").get("salt")
    verification = verify_files(Path(instance), Path(result), salt=salt)
    said = asdict(verification) | {"lottery_checked": verification.lottery_checked}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0 if verification.ok else 1


def verify_files(instance: Path, result: Path, *, salt: str | None) -> Verification:
    """Verify a result file; what cannot be read fails the check ``format``."""
    try:
        solution = read_result(result.read_text("utf-8"))
        problem = read_instance(instance.read_text("utf-8"))
    except (InstanceError, OSError, UnicodeDecodeError) as error:
        return Verification(ok=False, checks=(CheckDone("format", False, str(error)),))
    return verify_solution(problem, solution, salt=salt)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
