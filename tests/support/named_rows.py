"""Rows by name as both verifiers build them, from the instance and nothing else."""

from __future__ import annotations

import copy
import json
from typing import Any

from matcher.instance import instance_of, read_result
from matcher.verify_round import Proof, Round
from matcher.verifying.checking import _case
from matcher.verifying.safe_lp_rows import Rows

Row = dict[str, Any]
Name = tuple[str, ...]
Line = tuple[dict[Name, int], str, int]


def readers(data: Row, result: Row) -> tuple[Rows, Proof]:
    """Return both verifiers' makers of rows; neither trusts what the result says."""
    solution = read_result(json.dumps(result))
    rows = Rows(_case(instance_of(data), solution, None))
    return rows, Proof(Round(copy.deepcopy(data), result, None))


def slim(line: Line) -> Line:
    """Return a row without terms that add nothing."""
    return {c: amount for c, amount in line[0].items() if amount}, *line[1:]
