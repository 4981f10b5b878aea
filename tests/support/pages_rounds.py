"""A round on pages: its sheets, how it is opened, and what others do in between."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import Session
from support.html import Element
from support.running import HARBOURSIDE, do_run, latest_run
from support.visiting import Seen, Visit
from support.world import World

from api.actions.proposals import approve_proposal
from api.records import Proposal

Files = list[tuple[str, tuple[str, bytes, str]]]
OPENED = {
    "name": "Spring 2027",
    "as_of__day": "23",
    "as_of__month": "11",
    "as_of__year": "2026",
    "term_start__day": "4",
    "term_start__month": "1",
    "term_start__year": "2027",
    "term_end__day": "2",
    "term_end__month": "4",
    "term_end__year": "2027",
}


def sheets(**instead: bytes) -> Files:
    """Return the example that can be solved by eye, as files that are sent."""
    paths = sorted(HARBOURSIDE.glob("*.csv"))
    return [
        (
            "files",
            (path.name, instead.get(path.stem, path.read_bytes()), "text/csv"),
        )
        for path in paths
    ]


def scheme_page(world: World, name: str = "norfolk-carers") -> str:
    """Return the address of a scheme."""
    return f"/schemes/{world.schemes[name]}"


def open_round(visit: Visit, scheme: str, **instead: str) -> Seen:
    """Open a round on its page; return the round's own page."""
    return visit.send(f"{scheme}/rounds/new", f"{scheme}/rounds", **OPENED | instead)


def id_of(path: str) -> str:
    """Return the id in the address of a round's page."""
    return path.split("/")[2]


def run(world: World, visit: Visit, home: str) -> Seen:
    """Ask for a run, do it as a worker does, and return the round's page."""
    visit.send(f"{home}/run", f"{home}/run")
    do_run(world, latest_run(world, id_of(home)))
    return visit.get(home)


def agree(world: World, home: str) -> list[tuple[UUID, str]]:
    """Have the child's side say that they may be offered; return ids and digests."""

    def allow(session: Session) -> list[tuple[UUID, str]]:
        store = world.store(session)
        rows = store.find(Proposal, Proposal.round_id == UUID(id_of(home)))
        for row in rows:
            store.change(row, worker_agreed_at=store.now)
        return [(row.id, row.reasons_digest) for row in rows]

    agreed: list[tuple[UUID, str]] = world.app.database.transaction(allow)
    return agreed


def agree_and_approve(world: World, home: str) -> list[UUID]:
    """Have the child's side say that they may be offered, and have them approved."""
    drafted = agree(world, home)
    for id_, digest in drafted:
        world.do("approver", approve_proposal, id_, reasons_digest=digest)
    return [id_ for id_, _ in drafted]


def previews(page: Seen) -> list[str]:
    """Return what a release page would release."""
    return [each.get("value") for each in _inputs(page, "previews")]


def released(world: World, visit: Visit, home: str) -> Seen:
    """Bring a round that is open all the way to its release."""
    run(world, visit, home)
    agree_and_approve(world, home)
    page = visit.get(f"{home}/release?most=50")
    return visit.send(page, f"{home}/release", previews=previews(page))


def _inputs(page: Seen, name: str) -> list[Element]:
    return [each for each in page.root.all("input") if each.get("name") == name]


def text_of(seen: Any) -> str:
    """Return what a page says, spaces made one."""
    return " ".join(seen.main.split())
