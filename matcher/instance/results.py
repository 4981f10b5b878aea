"""Read and write ``acorns-result/1`` (``docs/engine.md`` section 4)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from matcher.instance import fields
from matcher.instance.fields import FieldError, Path, shown
from matcher.instance.parsing import parse, raise_at_line
from matcher.instance.solution import (
    FORMAT,
    PROOFS,
    STATUSES,
    Chosen,
    Conflict,
    Objective,
    Solution,
)
from matcher.model import Policy

TOP = (
    "format",
    "policy",
    "options",
    "status",
    "market",
    "reproducible",
    "tie",
    "chosen",
    "staff",
    "closed",
    "unmatched",
    "equal",
    "objectives",
    "blocking_pairs",
    "excused_pairs",
    "conflict",
    "hygiene",
    "frontier",
    "instance_sha256",
    "salt_sha256",
    "versions",
    "seconds",
)


def write_result(solution: Solution) -> str:
    """Return the result as canonical JSON text, rows sorted."""
    return _dumps(_plain(solution))


def result_digest(solution: Solution) -> str:
    """Return the SHA-256 of the result without ``seconds`` and ``versions``."""
    data = _plain(solution)
    del data["seconds"], data["versions"]
    return hashlib.sha256(_dumps(data).encode()).hexdigest()


def _dumps(data: Mapping[str, Any]) -> str:
    return json.dumps(
        data,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=dict,
        allow_nan=False,
    )


def _plain(solution: Solution) -> dict[str, Any]:
    policy = solution.policy
    return {
        "format": FORMAT,
        "policy": policy.name,
        "options": {
            "maximise": policy.maximise,
            "allow": policy.allow,
            "margin": policy.margin,
        },
        "status": solution.status,
        "market": solution.market,
        "reproducible": solution.reproducible,
        "tie": solution.tie,
        "chosen": [_chosen(row) for row in sorted(solution.chosen, key=_pair)],
        "staff": [_named(("staff", "asset"), row) for row in sorted(solution.staff)],
        "closed": [_named(("asset", "reason"), row) for row in sorted(solution.closed)],
        "unmatched": [
            _named(("need", "reason"), row) for row in sorted(solution.unmatched)
        ],
        "equal": [
            {"unit": unit, "assets": sorted(assets)}
            for unit, assets in sorted(solution.equal)
        ],
        "objectives": [_objective(row) for row in solution.objectives],
        "blocking_pairs": sorted(map(list, solution.blocking_pairs)),
        "excused_pairs": [
            _named(("unit", "asset", "held_by"), row)
            for row in sorted(solution.excused_pairs)
        ],
        "conflict": [
            {"kind": row.kind, "refs": list(row.refs)} for row in solution.conflict
        ],
        "hygiene": list(solution.hygiene),
        "frontier": [dict(row) for row in solution.frontier],
        "instance_sha256": solution.instance_sha256,
        "salt_sha256": solution.salt_sha256,
        "versions": dict(solution.versions),
        "seconds": solution.seconds,
    }


def _pair(row: Chosen) -> tuple[str, str]:
    return row.need, row.asset


def _named(names: tuple[str, ...], values: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(names, values, strict=True))


def _chosen(row: Chosen) -> dict[str, Any]:
    values = dataclasses.asdict(row)
    if not row.provisional:
        del values["provisional"]
    return {name: value for name, value in values.items() if value is not None}


def _objective(row: Objective) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": row.name,
        "value": row.value,
        "bound": row.bound,
        "proof": row.proof,
    }
    if row.certificate is not None:
        values["certificate"] = row.certificate
    if row.deleted:
        values["deleted"] = list(row.deleted)
    return values


def read_result(text: str) -> Solution:
    """Read what `write_result` wrote, or what another program wrote in its place.

    Raises
    ------
    InstanceError
        If anything is not as the format says; the message names the line.
    """
    data = parse(text)
    try:
        return _solution(data)
    except FieldError as wrong:
        raise_at_line(text, wrong)


def _solution(data: Any) -> Solution:
    if type(data) is dict and data.get("format", FORMAT) != FORMAT:
        raise FieldError(
            ("format",), f'{shown(data["format"])} is not a format. Write "{FORMAT}".'
        )
    row = fields.record(data, (), required=TOP, allowed=frozenset(TOP))
    words = {
        name: fields.text(row[name], (name,))
        for name in ("market", "tie", "instance_sha256", "salt_sha256")
    }
    return Solution(
        policy=_policy(row),
        status=_one_of(row["status"], ("status",), STATUSES),
        reproducible=_flag(row["reproducible"], ("reproducible",)),
        chosen=tuple(fields.items(row["chosen"], ("chosen",), _read_chosen)),
        staff=_named_rows(row, "staff", ("staff", "asset")),
        closed=_named_rows(row, "closed", ("asset", "reason")),
        unmatched=_named_rows(row, "unmatched", ("need", "reason")),
        equal=tuple(fields.items(row["equal"], ("equal",), _equal)),
        objectives=tuple(fields.items(row["objectives"], ("objectives",), _read_level)),
        blocking_pairs=fields.pairs(row["blocking_pairs"], ("blocking_pairs",)),
        excused_pairs=_named_rows(row, "excused_pairs", ("unit", "asset", "held_by")),
        conflict=tuple(fields.items(row["conflict"], ("conflict",), _conflict)),
        hygiene=tuple(fields.items(row["hygiene"], ("hygiene",), fields.text)),
        frontier=tuple(fields.items(row["frontier"], ("frontier",), _frontier)),
        versions=_mapping(row["versions"], ("versions",), fields.text),
        seconds=_seconds(row["seconds"]),
        **words,
    )


def _policy(row: Mapping[str, Any]) -> Policy:
    names = ("maximise", "allow", "margin")
    options = fields.record(
        row["options"], ("options",), required=names, allowed=frozenset(names)
    )
    allow = options["allow"]
    return Policy(
        name=fields.text(row["policy"], ("policy",)),
        maximise=fields.text(options["maximise"], ("options", "maximise")),
        allow=None if allow is None else fields.whole(allow, ("options", "allow")),
        margin=fields.whole(options["margin"], ("options", "margin"), low=1),
    )


def _one_of(value: Any, path: Path, words: tuple[str, ...]) -> str:
    if value not in words:
        raise FieldError(
            path, f"{shown(value)} is not one of {', '.join(words)}. Use one."
        )
    return str(value)


def _flag(value: Any, path: Path) -> bool:
    if type(value) is not bool:
        raise FieldError(path, f"{shown(value)} is neither true nor false. Write one.")
    return value


def _read_chosen(value: Any, path: Path) -> Chosen:
    points = ("need_fit", "asset_fit", "fit")
    names = frozenset(("need", "asset", "provisional", *points))
    row = fields.record(value, path, required=("need", "asset"), allowed=names)
    return Chosen(
        need=fields.ref(row["need"], (*path, "need")),
        asset=fields.ref(row["asset"], (*path, "asset")),
        provisional=_flag(row.get("provisional", False), (*path, "provisional")),
        **{n: fields.whole(row[n], (*path, n)) for n in points if n in row},
    )


def _named_rows(
    data: Mapping[str, Any], name: str, names: tuple[str, ...]
) -> tuple[Any, ...]:
    def read(value: Any, path: Path) -> tuple[str, ...]:
        row = fields.record(value, path, required=names, allowed=frozenset(names))
        return tuple(fields.text(row[key], (*path, key)) for key in names)

    return tuple(fields.items(data[name], (name,), read))


def _equal(value: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    names = ("unit", "assets")
    row = fields.record(value, path, required=names, allowed=frozenset(names))
    unit = fields.ref(row["unit"], (*path, "unit"))
    return unit, fields.refs(row["assets"], (*path, "assets"))


def _read_level(value: Any, path: Path) -> Objective:
    names = ("name", "value", "bound", "proof")
    more = frozenset((*names, "certificate", "deleted"))
    row = fields.record(value, path, required=names, allowed=more)
    return Objective(
        name=fields.text(row["name"], (*path, "name")),
        value=_total(row["value"], (*path, "value")),
        bound=_total(row["bound"], (*path, "bound")),
        proof=_one_of(row["proof"], (*path, "proof"), PROOFS),
        certificate=row.get("certificate"),
        deleted=tuple(
            fields.items(row.get("deleted", []), (*path, "deleted"), lambda v, _: v)
        ),
    )


def _total(value: Any, path: Path) -> int:
    return fields.whole(value, path, 1 - fields.SUM_BOUND, fields.SUM_BOUND - 1)


def _conflict(value: Any, path: Path) -> Conflict:
    names = ("kind", "refs")
    row = fields.record(value, path, required=names, allowed=frozenset(names))
    kind = fields.text(row["kind"], (*path, "kind"))
    # The order tells the need from the asset.
    return Conflict(kind, tuple(fields.items(row["refs"], (*path, "refs"), fields.ref)))


def _frontier(value: Any, path: Path) -> dict[str, int]:
    return _mapping(value, path, _total)


def _mapping(value: Any, path: Path, read: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise FieldError(path, f"{shown(value)} is not an object. Put it in braces.")
    return {key: read(item, (*path, key)) for key, item in value.items()}


def _seconds(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value < fields.SUM_BOUND:
        raise FieldError(("seconds",), f"{shown(value)} is not a number of seconds.")
    return float(value)
