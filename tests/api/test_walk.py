"""A walk over every route: each has an act with a rule, and asks who is calling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from support.populated import NOBODY, Populated, add_strangers
from support.routes import PREFIX, Operation, operations
from support.world import World, web

from api.pages.doors import PageDoor
from api.permissions import RULES
from api.records import ROLES
from api.routes import caller
from api.routes.doors import Door

PUBLIC = {f"{PREFIX}/openapi.json"}
"""What anybody may read without a token: what the API is, and nothing in it."""


def bare(app: FastAPI) -> list[str]:
    """Return what is wrong with any route, a sentence each."""
    return [why for route in _routes(app) for why in _of(route)]


def _routes(app: FastAPI) -> Iterator[Any]:
    """Yield every route but pages and feeds, which have tests of their own."""
    for route in iter_route_contexts(app.routes):
        door = getattr(route, "original_route", None)
        if not (isinstance(door, PageDoor) or str(route.path).startswith("/feeds/")):
            yield route


def _of(route: Any) -> Iterator[str]:
    if route.path in PUBLIC:
        return
    act = (getattr(route, "openapi_extra", None) or {}).get("x-act")
    if act not in RULES:
        yield f"{route.path} has no act with a rule"
    if not isinstance(getattr(route, "original_route", None), Door):
        yield f"{route.path} is no door"
    if not _asks(getattr(route, "dependant", None)):
        yield f"{route.path} does not ask who is calling"
    if not getattr(route, "include_in_schema", False):
        yield f"{route.path} is not described"
    typed = getattr(route, "param_convertors", {})
    fields = (
        {field.name: field for field in route.dependant.path_params} if typed else {}
    )
    for name in typed:
        if name not in fields or "UUID" not in str(fields[name].field_info.annotation):
            yield f"{route.path} takes a {name} that is no UUID"


def _asks(dependant: Dependant | None) -> bool:
    return dependant is not None and (
        dependant.call is caller or any(_asks(each) for each in dependant.dependencies)
    )


def test_every_route_has_an_act_with_a_rule(populated: Populated) -> None:
    """Each route names an act, asks who calls, is a door and types its ids."""
    app = web(populated.world.app)
    assert bare(app) == []
    assert len(operations(app)) > 100


def test_a_bare_route_is_caught() -> None:
    """A route planted without an act, a caller or a door is named by the walk."""
    app, router = FastAPI(openapi_url=None, docs_url=None, redoc_url=None), APIRouter()

    @router.get("/planted/{id}")
    def planted(id: str) -> str:  # noqa: A002 - as routes call it
        return id

    app.include_router(router)
    assert len(bare(app)) == 4


def _every(populated: Populated) -> list[Operation]:
    return operations(web(populated.world.app))


def test_nobody_is_answered_without_a_token(populated: Populated) -> None:
    """Without a token, or with one of nobody's, every route says 401, the same."""
    client = populated.world.client()
    said = set()
    for each in _every(populated):
        for headers in ({}, {"Authorization": "Bearer nobody"}, {"Authorization": "x"}):
            answer = client.request(
                each.method,
                PREFIX + populated.path(each.path),
                headers=headers | populated.world.write(1),
                params=each.query,
                **each.body,
            )
            assert answer.status_code == 401, (each, answer.text)
            said.add(answer.text)
    assert len(said) == 1


def test_writes_need_a_key_and_changes_a_version(populated: Populated) -> None:
    """No Idempotency-Key is 400; a change without If-Match is 428."""
    for each in _every(populated):
        if not each.writes:
            continue
        send: dict[str, Any] = {"params": each.query, **each.body}
        path = populated.path(each.path)
        keyless = populated.ask("coordinator", each.method, path, **send)
        if each.act != "import.sheets":  # sheets are read before anything is asked
            assert keyless.status_code == 400, (each.act, keyless.text)
        if each.changes:
            headers = populated.world.write()
            unseen = populated.ask(
                "coordinator", each.method, path, headers=headers, **send
            )
            assert unseen.status_code == 428, (each.act, unseen.text)


def test_a_stale_change_is_refused(populated: Populated) -> None:
    """A version that nobody can have seen is 412 for whoever may make the change."""
    world, tried, missed = populated.world, 0, []
    for each in _every(populated):
        if not each.changes:
            continue
        codes = set()
        for name in sorted(ROLES, key=lambda role: role not in RULES[each.act].roles):
            answer = populated.ask(
                name,
                each.method,
                populated.path(each.path),
                headers=world.write(10**9),
                params=each.query,
                **each.body,
            )
            codes.add(answer.status_code)
            if answer.status_code == 412:
                break
        second = {409} if RULES[each.act].second else set()
        assert codes <= {404, 412} | second, (each.act, codes)
        tried += 1
        missed += [] if 412 in codes else [each.act]
    assert tried > 40
    # A second look is somebody else's; a release looks for its proposals first; nobody
    # meets before disclosure.
    assert set(missed) <= {"again.look", "round.release", "proposal.met"}


def test_absent_and_forbidden_look_the_same(populated: Populated) -> None:
    """For a stranger in any role, what is there and what is not are one answer."""
    strangers = add_strangers(populated.world)
    cells = 0
    for each in _every(populated):
        if not each.named or each.act == "hub.read" or each.act.startswith("session."):
            continue  # hubs and public sessions are there for everybody
        absent = _answer(populated, each, strangers[0], NOBODY)
        assert absent[0] == 404, (each.act, absent)
        for name in strangers:
            there = _answer(populated, each, name, _its(populated, each))
            assert there == absent, (each.act, name)
            cells += 1
    assert cells > 1_000


def _its(populated: Populated, each: Operation) -> Any:
    return populated.ids[each.path.split("/")[1]]


def _answer(populated: Populated, each: Operation, name: str, id_: Any) -> Any:
    headers = populated.world.write(1) if each.writes else {}
    answer = populated.ask(
        name,
        each.method,
        populated.path(each.path, id=id_),
        headers=headers,
        params=each.query,
        **each.body,
    )
    return answer.status_code, answer.text, dict(answer.headers)


def test_unknown_methods_and_paths(populated: Populated) -> None:
    """A method that a path has not is 405 and names those it has; no path is 404."""
    every = _every(populated)
    methods: dict[str, set[str]] = {}
    for each in every:
        methods.setdefault(each.path, set()).add(each.method)
    for path, has in methods.items():
        for method in {
            "GET",
            "HEAD",
            "OPTIONS",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
        } - has:
            answer = populated.ask("coordinator", method, populated.path(path))
            assert answer.status_code == 405, (method, path)
            allowed = {word.strip() for word in answer.headers["allow"].split(",")}
            assert has <= allowed, (path, allowed)
    for path in ("/", "/nothing", "/proposals/", "/../needs", "//needs"):
        answer = populated.ask("coordinator", "GET", path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_ids_are_typed_and_limits_bounded(populated: Populated) -> None:
    """What is no id, and a page of 0 or 201 lines, are 422 before anything is read."""
    for each in _every(populated):
        if each.named:
            path = each.path.replace("{id}", "7").replace("{asset}", "7")
            headers = populated.world.write(1)
            answer = populated.ask(
                "coordinator", each.method, path, headers=headers, **each.body
            )
            assert answer.status_code == 422, each.act
        if any(p["name"] == "limit" for p in each.parameters("query")):
            for limit in ("0", "201", "1e2", "-1", ""):
                path = f"{populated.path(each.path)}?limit={limit}"
                answer = populated.ask("coordinator", "GET", path)
                assert answer.status_code == 422, (each.act, limit)


def test_lists_are_bounded_on_every_route_that_lists(world: World) -> None:
    """Where an answer has a next page, its route takes a limit and a cursor."""
    for each in operations(web(world.app)):
        names = {p["name"] for p in each.parameters("query")}
        assert ("limit" in names) == bool(names & {"cursor", "after"}), each.path
