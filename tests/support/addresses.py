"""Every page that somebody can open: who opens it, and where it is.

A page is here by existing: its route is filled with the ids of the invented world, and
every role asks for it. Where that is not enough, `IDS` says what a path's own names
mean, and `MORE` which further states a page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi.routing import iter_route_contexts
from support.html import Element, read_page
from support.populated import Populated
from support.signing_in import WAITING, half_way_people
from support.visiting import Visit
from support.world import web

from api.pages.rendering import STATIC
from api.records import ROLES

FILES = {
    "/mine/calendar/acorns.ics",
    "/mine/data/data.json",
    "/people/{id}/export.json",
    "/rounds/{id}/workbook",
    "/proposals/{id}/report.docx",
    "/rounds/{id}/pack",
    "/rounds/{id}/pack/public",
    "/schemes/{id}/export/{name}",
}
"""What is saved, not looked at."""
ELSEWHERE = {"/rounds/{id}/coverage", "/sign-in/work", "/sign-in/work/back"}
"""What leads to another page or server, and shows nothing itself."""
SIGNING_IN = ("/sign-in", "/set-up", "/account", "/go")
"""Pages that also look to somebody who has not proven everything yet."""
IDS: dict[str, str] = {
    "go/{opaque}": "0" * 31 + "7",
    "say/{step}": "want",
    "register/{id}": "schemes",
}
"""What a part of a path such as "homes/{id}" stands for in the invented world."""
OF: dict[str, dict[str, str]] = {
    "/enter/{id}/{sheet}": {"id": "schemes", "sheet": "=needs"},
    "/enter/{id}/{sheet}/{row}": {"id": "schemes", "sheet": "=needs", "row": "needs"},
    "/mine/assets/{id}/change/{column}": {"column": "capabilities"},
    "/mine/register/{id}/question/{column}": {"column": "capabilities"},
    "/ours/{id}": {"id": "waiting"},
    "/ours/{id}/change": {"id": "waiting"},
    "/needs/{id}/change/{column}": {"column": "waiting_since"},
    "/assets/{id}/change/{column}": {"column": "languages"},
    "/staff/{id}/change/{column}": {"column": "slots"},
    "/mine/staff/{id}/change/{column}": {"column": "slots"},
    "/schemes/{id}/becoming": {"id": "teaching"},
    "/needs/{id}/spoken": {"id": "waiting"},
    "/needs/{id}/shortlist": {"id": "waiting"},
    "/needs/{id}/why-not/{asset}": {"id": "waiting", "asset": "courses"},
}
"""What the ids of one page stand for there; after "=" stands the word itself."""
MORE: dict[str, list[str]] = {"/tasks": ["?done=true"]}
"""Further states of a page, by its path: query strings."""


@dataclass(frozen=True)
class Address:
    """A page as one of the invented people sees it; "" is somebody without account."""

    declared: str
    role: str
    path: str
    text: str


def pages(there: Populated, method: str = "GET") -> list[str]:
    """Return the path of every page, as it is declared."""
    return sorted(
        {
            str(route.path)
            for route in iter_route_contexts(web(there.world.app).routes)
            if not str(route.path).startswith(("/api/", "/feeds/", STATIC))
            and method in (route.methods or ())
        }
    )


def filled(there: Populated, declared: str) -> str:
    """Return a page's path with ids of the invented world in it."""

    def id_of(found: re.Match[str]) -> str:
        segment = declared[: found.start()].split("/")[-2]
        name = found[1]
        usual = IDS.get(f"{segment}/{found[0]}", segment if name == "id" else name)
        kind = OF.get(declared, {}).get(name, usual)
        return kind[1:] if kind[0] == "=" else str(there.ids.get(kind, kind))

    return re.sub(r"\{(\w+)\}", id_of, declared)


def addresses(there: Populated, only: tuple[str, ...] = ("/",)) -> Iterator[Address]:
    """Yield each page once for every way in which it looks, not for every role.

    Parameters
    ----------
    only : tuple of str
        How the paths begin that are asked for.
    """
    if WAITING[0] not in there.world.people:
        half_way_people(there.world)
    known = {role: Visit(there.world, role) for role in ("", *ROLES)}
    waiting = {name: Visit(there.world, name) for name in WAITING}
    for declared in [each for each in pages(there) if each.startswith(only)]:
        seen = set()
        visits = known | (waiting if declared.startswith(SIGNING_IN) else {})
        for more in ("", *MORE.get(declared, ())):
            path = filled(there, declared) + more
            for role, visit in visits.items():
                answer = visit.client.get(path, follow_redirects=False)
                kind = answer.headers.get("content-type", "")
                if answer.status_code != 200 or "text/html" not in kind:
                    continue
                shape = shape_of(answer.text)
                if shape not in seen:
                    seen.add(shape)
                    yield Address(declared, role, path, answer.text)


def shape_of(text: str) -> Any:
    """Return how a page looks, whatever it says: its elements and their kinds."""
    root = read_page(text)[0]
    main = next(root.all("main"), root)
    return tuple(dict.fromkeys(_kind(each) for each in main.all()))


def _kind(element: Element) -> tuple[str, str, str]:
    classes = re.sub(r"\s+", " ", element.get("class"))
    return element.name, classes, element.get("type")
