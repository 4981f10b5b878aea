"""The public pack: what fixes a round for everybody, and tells of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from api.packs.parties import Line, Parties
from api.packs.released import Released, commitments
from api.packs.suppressing import FEW, Table, suppress
from api.packs.zipping import plain_json, zipped
from matcher.instance import read_instance

FORMAT = "acorns-public-pack/1"
MATCHED, NOT_MATCHED = "matched", "not matched"
USED, NOT_USED = "taking part", "not taking part"
EVERYWHERE = "everywhere"


def public_pack(
    released: Released,
    parties: Parties,
    *,
    secret: bytes,
    areas: Mapping[str, str] | None = None,
    threshold: int = FEW,
) -> bytes:
    """Return the pack as a zip.

    Guarantees: it holds no ref, no count below the threshold, and no hash that a guess
    at the data could be tried on. Needs and assets are counted in one table each: two
    tables of the same people could be subtracted from each other.

    Parameters
    ----------
    released, parties, secret
        As `auditor_pack` takes them.
    areas : mapping, optional
        Need ref to the area or hub it is counted in; a need without one is counted
        under "elsewhere". Without areas there is one row.
    threshold : int
        At least 5.

    Raises
    ------
    Refused
        A threshold below 5, or a round that cannot be packed.
    """
    about = released.facts() | {
        "format": FORMAT,
        "commitments": commitments(released.digests(), secret=secret),
        "root": parties.root,
        "totals": {
            name: suppress(table, threshold=threshold).rows()
            for name, table in totals(released, areas or {}).items()
        },
        "threshold": threshold,
    }
    readme = Template((files("api.packs") / "public.txt").read_text("utf-8"))
    told = {"scheme": released.scheme, "round": released.round, "root": parties.root}
    return zipped(
        {
            "README.txt": readme.substitute(told, most=threshold - 1).encode(),
            "check_proof.py": (files("api.packs") / "check_proof.py").read_bytes(),
            "round.json": plain_json(about),
        }
    )


def totals(released: Released, areas: Mapping[str, str]) -> dict[str, Table]:
    """Return how many needs were matched, by area, and how many assets take part."""
    instance, solution = read_instance(released.instance), released.solution()
    matched = {row.need for row in solution.chosen}
    used = {row.asset for row in solution.chosen}
    needs: dict[str, dict[str, int]] = {}
    for need in instance.needs:
        area = areas.get(need.ref, "elsewhere") if areas else EVERYWHERE
        row = needs.setdefault(area, {MATCHED: 0, NOT_MATCHED: 0})
        row[MATCHED if need.ref in matched else NOT_MATCHED] += 1
    taking = sum(row.ref in used for row in instance.assets)
    assets = {USED: taking, NOT_USED: len(instance.assets) - taking}
    return {"needs": needs, "assets": {EVERYWHERE: assets}}


def outcomes(released: Released) -> dict[str, Line]:
    """Return each party's line for the tree: its own ref and outcome, nobody else's.

    The keys are "need REF" and "asset REF". A line names its party, so that no line can
    be shown to two of them.
    """
    instance, solution = read_instance(released.instance), released.solution()
    at = {row.need: row.asset for row in solution.chosen}
    word = {True: MATCHED, False: NOT_MATCHED}
    taking = {True: USED, False: NOT_USED}
    used = set(at.values())
    mine = {f"need {n.ref}": word[n.ref in at] for n in instance.needs}
    theirs = {f"asset {a.ref}": taking[a.ref in used] for a in instance.assets}
    return {
        party: {"round": str(released.round), "party": party, "outcome": outcome}
        for party, outcome in {**mine, **theirs}.items()
    }
