"""Rounds in packs, for tests."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from typing import Any
from uuid import UUID

from support.lines import SALT
from support.solved import community

from api.packs import Parties, Released, commit, outcomes
from api.packs.rekeying import rekey
from matcher.instance import write_instance, write_result
from matcher.verifying import verify_solution

Row = dict[str, Any]
SECRET = bytes(range(32))
ROUND = UUID("0197f000-0000-7000-8000-000000000001")


def packed(data: Row, result: Row) -> tuple[Row, Row]:
    """Return an instance and its result under fresh refs, as plain values."""
    found = rekey(json.dumps(data), json.dumps(result), secret=SECRET)
    return json.loads(found.instance), json.loads(found.result)


@cache
def released(scheme: str) -> Released:
    """Return the round of a small invented community, as if it had been released."""
    case = community(scheme)
    return Released(
        round=ROUND,
        scheme=scheme,
        scheme_sha256="5c" * 32,
        snapshot_sha256="5a" * 32,
        instance=write_instance(case.instance),
        result=write_result(case.solution),
        salt=SALT,
        verification=verify_solution(case.instance, case.solution, salt=SALT),
    )


def parties(found: Released) -> Parties:
    """Return the tree over a round's outcomes."""
    return commit(outcomes(found), secret=SECRET)


def opened(pack: bytes) -> dict[str, bytes]:
    """Return a zip's files by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
