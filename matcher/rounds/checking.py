"""Verification in a process of its own: it meets the solver's bytes, not its memory."""

from __future__ import annotations

import json
import subprocess
import sys

from pydantic import TypeAdapter

from matcher.errors import Refused
from matcher.instance import Instance, Solution, write_instance, write_result
from matcher.rounds.passing import CHECK, passing_folder
from matcher.verifying import Verification


def verify_texts(instance: str, result: str, *, salt: str | None) -> Verification:
    """Verify stored texts as they stand, by ``python -m matcher.verifying``.

    Raises
    ------
    Refused
        If the verifier itself could not finish.
    """
    with passing_folder(CHECK) as folder:
        written = folder / "instance.json", folder / "result.json"
        written[0].write_text(instance, "utf-8")
        written[1].write_text(result, "utf-8")
        done = subprocess.run(  # noqa: S603 - our own module
            # -P: nothing in the folder we happen to be in is imported.
            [sys.executable, "-P", "-m", "matcher.verifying", *map(str, written)],
            input=json.dumps({"salt": salt}) + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
    if not done.stdout.strip():
        raise Refused("The verifier could not finish, so the round is not released.")
    return TypeAdapter(Verification).validate_json(done.stdout)


def verify_apart(
    instance: Instance, solution: Solution, *, salt: str | None
) -> Verification:
    """Verify what is written of a solution, as `verify_texts` does."""
    texts = write_instance(instance), write_result(solution)
    return verify_texts(*texts, salt=salt)
