"""An instance and its result under fresh refs: the same problem, the same answer.

Sums, ranks, ties, blocking pairs and proofs know no refs but as names, so both
verifiers find the same as before. The draw does know them: it hashes the salt, the
round's name and the refs (``docs/decisions/0006-packs-and-the-draw.md``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.packs.certificates import level_name, rekeyed_certificate
from api.packs.refs import PAIRS, Refs, draw_refs, fresh
from matcher.errors import Refused
from matcher.instance import (
    Instance,
    digest,
    hygiene,
    instance_of,
    read_instance,
    read_result,
    write_instance,
    write_result,
)

Row = dict[str, Any]
REASONS = frozenset(
    (
        "no asset and it accept each other",
        "every asset it could have stays closed",
        "no asset it could have has room beside units ranked at least as high",
        "no asset it could have has room beside the units chosen there",
        "an asset has room, but the round as a whole is better or only possible so",
        "no unit and it accept each other",
        "fewer seats are asked for than it opens with",
        "the objectives are no better with it open",
    )
)
"""The solver's sentences; others become `NO_REASON`, for they may name something."""
NO_REASON = "the reason names something and stays out of this pack"
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,40}")


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """An instance and a result under fresh refs, and what each ref stands for.

    Parameters
    ----------
    instance, result : str
        Canonical texts.
    refs : Refs
        Old to new; it stays where the round is and enters no pack.
    """

    instance: str
    result: str
    refs: Refs


def rekey(instance: str, result: str, *, secret: bytes) -> Rekeyed:
    """Return both under fresh refs.

    Guarantees: what verified without the salt verifies without it now. Every text in
    them is a fresh ref, a word of the formats, or one of `REASONS`; the round's name is
    gone. The same secret gives the same texts.

    Parameters
    ----------
    instance, result : str
        ``acorns-instance/1`` and ``acorns-result/1``, as the round stored them.
    secret : bytes
        32 bytes, of this round's packs alone.

    Raises
    ------
    InstanceError
        A text that is not of its format.
    Refused
        A result of another instance, or a part that this does not know.
    """
    old = read_instance(instance)
    answer: Row = json.loads(write_result(read_result(result)))
    if answer["instance_sha256"] != digest(old):
        raise Refused("The result was made from another instance, so no pack is made.")
    plain: Row = json.loads(write_instance(old))
    refs = draw_refs(plain, secret=secret)
    new = instance_of(_instance(plain, refs))
    told = read_result(json.dumps(_result(answer, refs, new)))
    return Rekeyed(write_instance(new), write_result(told), refs)


def _instance(old: Row, refs: Refs) -> Row:
    people, assets = refs.people, refs.assets
    new: Row = {
        "format": old["format"],
        "needs": [_row(row, refs, people, assets) for row in old["needs"]],
        "groups": [_row(row, refs, people, assets) for row in old.get("groups", [])],
        "assets": [_row(row, refs, assets, people) for row in old["assets"]],
        "staff": [_row(row, refs, people, assets) for row in old.get("staff", [])],
        "apart": [[fresh(people, r) for r in p] for p in old.get("apart", [])],
    }
    for name in PAIRS:
        new[name] = [_pair(pair, refs) for pair in old.get(name, [])]
    if "fits" in old:
        new["fits"] = [_fit(row, refs) for row in old["fits"]]
    if "max_changes" in old:
        new["max_changes"] = old["max_changes"]
    return new


def _row(row: Row, refs: Refs, own: Mapping[str, str], other: Mapping[str, str]) -> Row:
    """Return a need, group, asset or staff row; an unknown key is refused."""
    lists = {
        "members": refs.people,
        "can": refs.assets,
        "slots": refs.slots,
        "traits": refs.traits,
    }
    words = {"ref": own, "person": refs.people, "role": refs.roles}
    new: Row = {}
    for key, value in row.items():
        if key in words:
            new[key] = fresh(words[key], value)
        elif key in lists:
            new[key] = [fresh(lists[key], name) for name in value]
        elif key == "prefers":
            new[key] = [[fresh(other, ref) for ref in tie] for tie in value]
        elif key in ("uses", "limits"):
            new[key] = {fresh(refs.limits, name): n for name, n in value.items()}
        elif key == "staffing":
            new[key] = [_staffing(line, refs) for line in value]
        elif isinstance(value, int):
            new[key] = value
        else:
            raise Refused(f"Packs do not know {key}, so none is made.")
    return new


def _staffing(line: Row, refs: Refs) -> Row:
    traits = {fresh(refs.traits, k): n for k, n in line.get("at_least", {}).items()}
    new = {"role": fresh(refs.roles, line["role"]), "exactly": line["exactly"]}
    return new | ({"at_least": traits} if traits else {})


def _pair(pair: list[str], refs: Refs) -> list[str]:
    return [fresh(refs.people, pair[0]), fresh(refs.assets, pair[1])]


def _fit(row: Row, refs: Refs) -> Row:
    named = {
        "need": fresh(refs.people, row["need"]),
        "asset": fresh(refs.assets, row["asset"]),
    }
    return row | named


def _result(old: Row, refs: Refs, instance: Instance) -> Row:
    people, assets = refs.people, refs.assets
    return old | {
        "chosen": [_fit(row, refs) for row in old["chosen"]],
        "staff": [_named(row, refs, "staff") for row in old["staff"]],
        "closed": [_named(row, refs) for row in old["closed"]],
        "unmatched": [_named(row, refs, "need") for row in old["unmatched"]],
        "equal": [
            {
                "unit": fresh(people, row["unit"]),
                "assets": [fresh(assets, ref) for ref in row["assets"]],
            }
            for row in old["equal"]
        ],
        "objectives": [_objective(row, refs) for row in old["objectives"]],
        "blocking_pairs": [_pair(pair, refs) for pair in old["blocking_pairs"]],
        "excused_pairs": [_named(row, refs, "unit") for row in old["excused_pairs"]],
        "conflict": [_conflict(row, refs) for row in old["conflict"]],
        "hygiene": list(hygiene(instance)),
        "frontier": [
            {level_name(name): value for name, value in row.items()}
            for row in old["frontier"]
        ],
        "instance_sha256": digest(instance),
        "versions": versions(old["versions"]),
    }


def _named(row: Row, refs: Refs, person: str = "") -> Row:
    new = dict(row)
    if person:
        new[person] = fresh(refs.people, row[person])
    if "asset" in row:
        new["asset"] = fresh(refs.assets, row["asset"])
    if "reason" in row and row["reason"] not in REASONS:
        new["reason"] = NO_REASON
    if row.get("held_by", "pin") not in ("pin", "changes"):
        raise Refused("A pair is excused by something that packs do not know.")
    return new


def _objective(row: Row, refs: Refs) -> Row:
    if row.get("deleted"):
        raise Refused("A proof deletes columns by a rule that packs do not know.")
    new = row | {"name": level_name(row["name"])}
    if "certificate" in row:
        new["certificate"] = rekeyed_certificate(row["certificate"], refs)
    return new


def _conflict(row: Row, refs: Refs) -> Row:
    kinds = {
        "pin": [refs.people, refs.assets],
        "agreed": [refs.people, refs.assets],
        "minimum": [refs.assets],
        "max_changes": [],
        "allow": [],
    }
    if len(kinds.get(row["kind"], "?")) != len(row["refs"]):
        raise Refused("A conflict is of a kind that packs do not know.")
    names = zip(kinds[row["kind"]], row["refs"], strict=True)
    return {"kind": row["kind"], "refs": [fresh(space, ref) for space, ref in names]}


def versions(old: Mapping[str, str]) -> dict[str, str]:
    """Return names and numbers of what ran; anything else is left out."""
    return {
        name: number
        for name, number in old.items()
        if _VERSION.fullmatch(name) and _VERSION.fullmatch(number)
    }
