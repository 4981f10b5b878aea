"""What the two verifiers say of one result, by the names of the checks that fail."""

from __future__ import annotations

import json
from typing import Any

from matcher import verify_round
from matcher.errors import InstanceError
from matcher.instance import instance_of, read_result
from matcher.verifying import verify_solution

Row = dict[str, Any]


def library_failures(data: Row, result: Row, salt: str | None) -> set[str]:
    """Return the checks of `matcher.verifying` that fail; "format" if unreadable."""
    try:
        solution = read_result(json.dumps(result))
    except InstanceError:
        return {"format"}
    return set(verify_solution(instance_of(data), solution, salt=salt).failed)


def stand_alone_failures(data: Row, result: Row, salt: str | None) -> set[str]:
    """Return the checks of `verify_round.py` that fail; "format" if unreadable."""
    return {name for name, _ in verify_round.checked(data, result, salt)}
