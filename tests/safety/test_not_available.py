"""Kept apart, suspended, on hold: one line for all, byte for byte, for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session
from support.asking import get, post
from support.databases import NewDatabase
from support.proposing import Pair, make_pair
from support.world import World, make_world

from api.records import METADATA, Asset
from api.routes.all import ROUTERS

LEAD = "safeguarding_lead"
THEY = ("coordinator", "hub", "worker", "young_person", "holder-2")
"""Of each kind of audience one; leads and whoever is suspended are apart from it."""
ALL = (
    *THEY,
    "approver",
    "auditor",
    "administrator",
    "helper",
    "council",
    "parent",
    "advocate",
    "charity-coordinator",
    "charity-holder",
)
FEW = ("coordinator", "worker")
"""The two who are shown most."""
OWN = ("concerns", "suspensions", "accounts", "organisations", "person-links")
"""Leads' own pages, absent to everybody here, and pages that are about no pair."""
ASIDE = {"version", "digest", "reasons_digest", "snapshot_sha256", "sha256"}
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_LINK = re.compile(r"/go/[\w-]+")
_PATH = re.compile(r"\{(\w+)\}")
_TABLE = {
    "proposals": "proposal",
    "matches": "match",
    "people": "person",
    "again": "again",
    "person-links": "person_link",
    "emergencies": "emergency",
    "reviews": "review",
    "staff": "staff",
}


def routes() -> Iterator[str]:
    """Yield every path that can be read."""
    for router in ROUTERS:
        for route in router.routes:
            if "GET" in getattr(route, "methods", ()):
                yield str(getattr(route, "path", ""))


def ids_of(world: World, table: str) -> list[UUID]:
    """Return the ids of a table in the order of their making."""
    with world.app.database.engine.connect() as connection:
        rows = connection.execute(METADATA.tables[table].select())
        return sorted(row.id for row in rows)


def paths(world: World, scheme: str) -> Iterator[str]:
    """Yield every path with every record that it can be asked of."""
    for path in routes():
        names = _PATH.findall(path)
        first = path.strip("/").split("/")[0]
        if first in OWN:
            continue
        if "id" not in names:
            yield path
            continue
        table = _TABLE.get(first, first.rstrip("s"))
        ids = [world.schemes[scheme]] if first == "schemes" else ids_of(world, table)
        if first == "people":
            ids = [world.people[name].person_id for name in ("holder", "young_person")]
        for id_ in ids:
            filled = path.replace("{id}", str(id_))
            others = ids_of(world, "asset") if "asset" in names else [UUID(int=0)]
            for other in others:
                yield filled.replace("{asset}", str(other))


def seen(world: World, scheme: str, names: tuple[str, ...]) -> dict[str, str]:
    """Return what everybody sees of everything, ids by the order they first appear."""
    known: dict[str, str] = {}
    for table in METADATA.sorted_tables:
        if "id" in table.c and table.name not in {"audit", "private", "data_key"}:
            for number, id_ in enumerate(ids_of(world, table.name)):
                known[str(id_)] = f"{table.name}-{number}"
    found = {}
    for name in names:
        for path in paths(world, scheme):
            answer = get(world, name, path)
            text = _LINK.sub("/go/a-link", f"{answer.status_code} {_plain(answer)}")
            key = f"{name} {_UUID.sub(lambda m: known.get(m[0], 'an id'), path)}"
            found[key] = _UUID.sub(lambda m: known.get(m[0], "an id"), text)
    return found


def _plain(answer: Any) -> str:
    if "json" not in answer.headers.get("content-type", ""):
        return str(answer.content)
    return json.dumps(_without(answer.json()), sort_keys=True)


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in ASIDE}
    return [_without(each) for each in value] if isinstance(value, list) else value


def on_hold(pair: Pair) -> None:
    """Put the pair's asset on hold for an ordinary reason, as its people do."""

    def change(session: Session) -> None:
        pair.world.store(session).change_where(
            Asset, Asset.id == pair.asset_ids[0], state="on_hold"
        )

    pair.world.app.database.transaction(change)


def suspended(pair: Pair) -> None:
    """Have a lead suspend the asset's holder."""
    person_id = pair.world.people["holder"].person_id
    path = f"/people/{person_id}/suspension"
    assert post(pair.world, LEAD, path, why="zzreason").is_success


def kept_apart(pair: Pair) -> None:
    """Have a lead keep the child and the holder apart."""
    people = pair.world.people
    path = f"/people/{people['young_person'].person_id}/kept-apart"
    other = str(people["holder"].person_id)
    assert post(pair.world, LEAD, path, other=other, why="zzreason").is_success


def two_worlds(new: NewDatabase, kind: str, folder: Path) -> tuple[World, World]:
    """Return two worlds that are the same but for their ids."""
    return tuple(  # type: ignore[return-value]
        make_world(new(kind), folder / name) for name in ("one", "two")
    )


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return every path that somebody sees differently, with both answers."""
    assert one.keys() == other.keys()
    return [
        f"{key}\n  {one[key]}\n  {other[key]}" for key in one if one[key] != other[key]
    ]


Doing = Callable[[Pair], None]


def compare(
    worlds: tuple[World, World],
    scheme: str,
    before: Doing,
    ways: tuple[Doing, Doing],
    names: tuple[str, ...] = THEY,
) -> list[str]:
    """Do the one in one world and the other in the other, and compare all answers."""
    found = []
    for world, way in zip(worlds, ways, strict=True):
        pair = make_pair(world, scheme, assets=2)
        before(pair)
        way(pair)
        found.append(seen(world, scheme, names))
    return differences(*found)


def nothing(pair: Pair) -> None:
    """Nothing was drafted: they are looked for afresh."""


def disclosed(pair: Pair) -> None:
    """A proposal that went as far as the details."""
    pair.draft()
    pair.go("disclosed")


def agreed(pair: Pair) -> None:
    """A match."""
    pair.draft()
    pair.go("agreed")


def held_at_its_next_step(pair: Pair) -> None:
    """An ordinary hold, met by the next step that anybody takes."""
    pair.post("holder", "meeting")
    on_hold(pair)
    assert pair.post("worker", "meeting").is_success
    assert not pair.row().available


def paused_by_a_person(pair: Pair) -> None:
    """An ordinary hold, and a coordinator who pauses the match."""
    on_hold(pair)
    [match] = ids_of(pair.world, "match")
    assert post(pair.world, "coordinator", f"/matches/{match}/pause", 1).is_success


def held_and_suspended(pair: Pair) -> None:
    """The same ordinary hold, and then a suspension."""
    held_at_its_next_step(pair)
    suspended(pair)
    assert pair.row().frozen


def test_a_suspension_reads_as_an_ordinary_hold(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    """Looked for today, a pair of somebody suspended reads as one on hold."""
    worlds = two_worlds(new_database, "sqlite", tmp_path)
    assert compare(worlds, "norfolk-carers", nothing, (suspended, on_hold), FEW) == []


@pytest.mark.deep
@pytest.mark.parametrize("scheme", ["norfolk-carers", "oxfordshire-mentors"])
def test_so_it_does_to_everybody_on_both_databases(
    new_database: NewDatabase, database_kind: str, tmp_path: Path, scheme: str
) -> None:
    """Every role of every organisation reads the same, in either database."""
    worlds = two_worlds(new_database, database_kind, tmp_path)
    assert compare(worlds, scheme, nothing, (suspended, on_hold), ALL) == []


@pytest.mark.deep
def test_kept_apart_reads_as_an_ordinary_hold(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """A pair kept apart reads as one on hold, whatever is asked about the pair."""
    worlds = two_worlds(new_database, database_kind, tmp_path)
    found = compare(worlds, "norfolk-carers", nothing, (kept_apart, on_hold))
    # An asset that is on hold says so on its own page; kept apart, it is live.
    # The child's own worker may read from whom the child is kept.
    own = re.compile(r"^\S+ (/schemes/[^/]+)?/assets|^worker /people/\S+/kept-apart")
    assert [each for each in found if not own.match(each)] == []


@pytest.mark.deep
def test_a_frozen_proposal_reads_as_any_held_one(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """After a disclosure, frozen and not available are one and the same."""
    worlds = two_worlds(new_database, database_kind, tmp_path)
    ways = (held_and_suspended, held_at_its_next_step)
    assert compare(worlds, "norfolk-carers", disclosed, ways) == []


def test_so_it_does_to_those_who_are_shown_most(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    """After a disclosure, the coordinator and the worker read nothing else."""
    worlds = two_worlds(new_database, "sqlite", tmp_path)
    ways = (held_and_suspended, held_at_its_next_step)
    assert compare(worlds, "norfolk-carers", disclosed, ways, FEW) == []


@pytest.mark.deep
def test_a_paused_match_reads_as_any_paused_one(
    new_database: NewDatabase, database_kind: str, tmp_path: Path
) -> None:
    """A match that a suspension paused reads as one that a coordinator paused."""
    worlds = two_worlds(new_database, database_kind, tmp_path)
    ways = (suspended, paused_by_a_person)
    assert compare(worlds, "oxfordshire-mentors", agreed, ways) == []


def test_a_planted_difference_is_found(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that told frozen from held would be found by this comparison."""
    worlds = two_worlds(new_database, "sqlite", tmp_path)
    monkeypatch.setattr(
        "api.actions.proposals_showing.held", lambda proposal: proposal.frozen
    )
    ways = (held_and_suspended, held_at_its_next_step)
    found = compare(worlds, "norfolk-carers", disclosed, ways, ("coordinator",))
    assert any("/proposals/proposal-0" in each for each in found)
