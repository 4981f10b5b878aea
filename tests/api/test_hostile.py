"""Hostile requests: refused at the door, without a word of what they held."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.populated import CANARY, NOBODY, Populated
from support.routes import Operation, operations, texts
from support.world import web

from api.errors import HEADERS
from api.routes.doors import LARGEST_JSON
from api.routes.strict_json import DEEPEST, LARGEST

JSON = {"Content-Type": "application/json"}
DEEP = b'{"name":' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}"
BODIES = {
    "twice": b'{"name":"a","name":"b"}',
    "twice inside": b'{"name":{"a":1,"a":1}}',
    "nan": b'{"name":NaN}',
    "infinity": b'{"name":-Infinity}',
    "1e400": b'{"name":1e400}',
    "10**30": b'{"name":1' + b"0" * 30 + b"}",
    "2**53": b'{"name":%d}' % (LARGEST + 1),
    "many digits": b'{"name":' + b"9" * 5_000 + b"}",
    "deep": DEEP,
    "very deep": b"[" * 100_000,
    "nul": b'{"name":"a\\u0000"}',
    "half a character": b'{"name":"\\ud800"}',
    "half a name": b'{"\\udfff":"a"}',
    "not utf-8": b'{"name":"\xff"}',
    "utf-16": '{"name":"a"}'.encode("utf-16"),
    "cut": b'{"name":',
    "two": b'{"name":"a"}{}',
    "comment": b'{"name":"a"}//',
    "list": b"[]",
    "text": b'"name"',
    "number": b"7",
    "null": b"null",
    "unknown": b'{"name":"a","id":"b"}',
    "empty": b"{}",
    "wrong type": b'{"name":["a"]}',
    "number for a text": b'{"name":7}',
}


def _send(populated: Populated, content: bytes, **headers: str) -> Any:
    sent = populated.world.write(1) | JSON | headers
    path = f"/organisations/{populated.world.council}"
    return populated.ask("administrator", "PATCH", path, content=content, headers=sent)


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_422(populated: Populated, name: str) -> None:
    """What is no JSON of ours is 422, and nothing is changed by it."""
    answer = _send(populated, BODIES[name])
    assert answer.status_code == 422, answer.text
    assert answer.json()["status"] == 422


@pytest.mark.parametrize(
    "form",
    [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "application/json; charset=utf-16",
        "application/jsonx",
        "json",
    ],
)
def test_only_json_is_json(populated: Populated, form: str) -> None:
    """A body in any other form is 415: a page elsewhere cannot post one."""
    answer = _send(populated, b'{"name":"a"}', **{"Content-Type": form})
    assert answer.status_code == 415, answer.text


def test_files_come_as_a_form(populated: Populated) -> None:
    """Where files are wanted, nothing but a form is read."""
    path = populated.path("/schemes/{id}/import")
    headers = populated.world.write()
    answer = populated.ask("coordinator", "POST", path, json={}, headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("more", [0, 1])
def test_a_body_is_bounded(populated: Populated, more: int) -> None:
    """Up to its bound a body is read; a byte above it is 413, however it is sent."""
    frame = len(b'{"name":""}')
    content = b'{"name":"%s"}' % (b"a" * (LARGEST_JSON - frame + more))
    code = 413 if more else 422  # it is too long a name as well
    assert _send(populated, content).status_code == code

    def pieces() -> Any:
        yield from (content[at : at + 9_999] for at in range(0, len(content), 9_999))

    path = f"/organisations/{populated.world.council}"
    answer = populated.ask(
        "administrator",
        "PATCH",
        path,
        content=pieces(),
        headers=populated.world.write(1) | JSON,
    )
    assert answer.status_code == code
    lying = _send(populated, content, **{"Content-Length": "9" * 30})
    assert lying.status_code == 413


def test_a_body_where_none_is_read(populated: Populated) -> None:
    """Something said where nothing is asked for is refused, not ignored."""
    path = populated.path("/proposals/{id}/retry")
    for content, code in ((b'{"force":true}', 422), (b"[1]", 422)):
        answer = populated.ask(
            "coordinator",
            "POST",
            path,
            content=content,
            headers=populated.world.write(1) | JSON,
        )
        assert answer.status_code == code


@pytest.mark.parametrize(
    "query", ["state=%00", "state=a&state=b", "limit=1&limit=2", "state=%ed%a0%80"]
)
def test_a_hostile_query_is_422(populated: Populated, query: str) -> None:
    """No NUL, no half characters, nothing twice in an address."""
    path = populated.path("/schemes/{id}/proposals")
    answer = populated.ask("coordinator", "GET", f"{path}?{query}")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Idempotency-Key", "", 400),
        ("Idempotency-Key", "a b", 400),
        ("Idempotency-Key", "a" * 201, 400),
        ("Idempotency-Key", "caf\xe9", 400),
        ("If-Match", "*", 400),
        ("If-Match", '"1", "2"', 400),
        ("If-Match", "-1", 400),
        ("If-Match", "1_0", 400),
        ("If-Match", "9" * 40, 400),
        ("If-Match", '"9999999999"', 412),
    ],
)
def test_headers_are_read_strictly(
    populated: Populated, name: str, value: str, code: int
) -> None:
    """A key and a version have one form; everything else is refused."""
    sent: Any = {name: value.encode("latin-1")}
    answer = _send(populated, b'{"name":"a"}', **sent)
    assert answer.status_code == code, answer.text
    assert value not in answer.text or len(value) < 4


def _hostile(populated: Populated, each: Operation) -> list[dict[str, Any]]:
    """Return requests with a canary in every place of an operation."""
    good: dict[str, Any] = {
        "path": populated.path(each.path),
        "params": each.query,
        "headers": populated.world.write(1),
        **each.body,
    }
    found = [good | {"params": {p["name"]: CANARY}} for p in each.parameters("query")]
    found += [good | {"params": each.query | {CANARY: CANARY}}]
    found += [good | {"path": populated.path(each.path) + "/" + CANARY}]
    if each.named:
        found.append(good | {"path": each.path.replace("{id}", CANARY)})
        found.append(good | {"path": populated.path(each.path, id=NOBODY)})
    for name in ("Idempotency-Key", "If-Match", "Content-Type", "Authorization"):
        found.append(good | {"headers": good["headers"] | {name: f"{CANARY} é"}})
    body = each.body.get("json")
    if body is not None:
        found += [good | {"json": texts(body, CANARY)}, good | {"json": CANARY}]
        found += [good | {"json": [CANARY]}, good | {"json": body | {CANARY: CANARY}}]
        found += [good | {"json": body | {name: CANARY}} for name in _fields(each)]
        found += [
            good | {"json": body | {name: {CANARY: CANARY}}} for name in _fields(each)
        ]
        found.append({**good, "json": None, "content": f'{{"{CANARY}'.encode()})
    return found


def _fields(each: Operation) -> list[str]:
    schema = each.spec["requestBody"]["content"]["application/json"]["schema"]
    named = next(s for s in (schema, *schema.get("anyOf", ())) if "$ref" in s)
    return list(each.schemas[named["$ref"].rpartition("/")[2]]["properties"])


def test_no_problem_repeats_what_was_sent(populated: Populated) -> None:
    """A canary in every field, name, path, query and header comes back in no problem.

    Nor does any of these requests end in a 500, and every answer says not to be kept.
    """
    sent, broken = 0, []
    for each in operations(web(populated.world.app)):
        for request in _hostile(populated, each):
            path, said = request.pop("path"), request.pop("headers")
            answer = populated.ask(
                "coordinator" if sent % 2 else "administrator",
                each.method,
                path,
                headers={name: text.encode("latin-1") for name, text in said.items()},
                **request,
            )
            if answer.status_code >= 500:
                broken.append((each.act, request))
            _silent(answer, each.act)
            sent += 1
    assert broken == []
    assert sent > 1_000


def _silent(answer: Any, act: str) -> None:
    if answer.status_code >= 400:
        assert CANARY not in answer.text, (act, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        json.loads(answer.text)
    assert CANARY not in str(answer.headers), act
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, (act, name)


def test_a_planted_echo_is_found() -> None:
    """The search sees a canary in a problem."""

    class Planted:
        status_code = 422
        text = f'{{"detail": "no {CANARY}"}}'
        headers: dict[str, str] = {}  # noqa: RUF012 - a stand-in for one answer

    with pytest.raises(AssertionError, match=CANARY):
        _silent(Planted(), "planted")


def test_what_is_unforeseen_says_nothing(
    populated: Populated, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """An error nobody foresaw is a 500 without its message, in answer and in log."""

    def break_it(*_: Any, **__: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("api.routes.calling.look", break_it)
    answer = populated.ask("coordinator", "GET", "/tasks")
    assert answer.status_code == 500
    _silent(answer, "task.list")
    assert CANARY not in caplog.text
    assert "RuntimeError" in caplog.text
    assert "/tasks" in caplog.text
