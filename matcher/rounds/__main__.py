"""One round in a process of its own: ``python -m matcher.rounds SNAPSHOT SCHEME OUT``.

Or a comparison, where several policies are asked for. Policy, effort, salt and round
are one JSON line on standard input, which stays open for as long as the answer is
wanted. Progress leaves as JSON lines on standard output.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from matcher.errors import AcornsError, Refused
from matcher.model import Policy, Snapshot
from matcher.rounds.comparing import Comparison, compare_round
from matcher.rounds.lifeline import end_with_parent
from matcher.rounds.line import run_round
from matcher.rounds.result import RoundResult
from matcher.schemes import find_scheme

TOO_MUCH = (
    "The round needs more memory than the {} GB it may use. Nothing was kept. Give it "
    "more, or match fewer at once."
)


def main(snapshot: str, scheme: str, out: str) -> int:
    """Run the round and rename its result into place; 1 where it was refused."""
    asked = json.loads(_first_line())
    end_with_parent()
    _cap_memory(asked["gigabytes"])
    how = {"salt": asked["salt"], "effort": asked["effort"], "progress": _say}
    how["seconds"] = asked["seconds"]
    try:
        frozen = Snapshot.from_json(Path(snapshot).read_text("utf-8"))
        _check_round(asked["round"], frozen)
        rules = find_scheme(scheme)
        result: RoundResult | Comparison
        if "policies" in asked:
            policies = [_policy(given) for given in asked["policies"]]
            result = compare_round(frozen, rules, policies, **how)
        else:
            policy = _policy(asked["policy"]) if asked["policy"] else None
            result = run_round(frozen, rules, policy=policy, **how)
    except AcornsError as error:
        _line(error=error.message)
        return 1
    except MemoryError:
        _line(error=TOO_MUCH.format(asked["gigabytes"]))
        return 1
    part = Path(out).with_suffix(".part")
    part.write_text(result.to_json(), "utf-8")
    part.replace(out)
    return 0


def _policy(given: Any) -> Policy:
    return TypeAdapter(Policy).validate_python(given)


def _cap_memory(gigabytes: float | None) -> None:
    """Have the system refuse us, and whatever we start, more memory than this."""
    if gigabytes is not None:
        most = round(gigabytes * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _check_round(asked: str, frozen: Snapshot) -> None:
    if asked != frozen.round:
        raise Refused(
            f"The round asked for is {asked}, and the frozen inputs are of "
            f"{frozen.round}. Nothing was run."
        )


def _first_line() -> str:
    # Unbuffered: what follows the line belongs to the watcher.
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(sys.stdin.fileno(), 1)
        if not piece:
            break
        line += piece
    return line.decode()


def _say(doing: str, share: float) -> None:
    _line(doing=doing, share=round(share, 4))


def _line(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
