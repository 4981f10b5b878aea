"""Every route of the API as its description tells it, with a body that would pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

PREFIX = "/api/v1"
WORDS = (
    "aaaa",
    "coordinator",
    "a" * 64,
    "ann@invented.example",
    "2026-12-01",
    "10:00",
    "",
)
FORMATS = {
    "uuid": "00000000-0000-7000-8000-000000000007",
    "date": "2026-12-01",
    "date-time": "2026-12-01T10:00:00Z",
    "time": "10:00:00",
    "binary": "",
}


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    method: str
    path: str
    act: str
    spec: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def writes(self) -> bool:
        """Tell whether it changes anything."""
        return self.method != "GET"

    @property
    def named(self) -> bool:
        """Tell whether its address names something."""
        return "{" in self.path

    def parameters(self, place: str) -> list[dict[str, Any]]:
        """Return its parameters of a place: path, query or header."""
        return [p for p in self.spec.get("parameters", ()) if p["in"] == place]

    @property
    def changes(self) -> bool:
        """Tell whether it asks for the version that was seen."""
        return any(p["name"] == "If-Match" for p in self.parameters("header"))

    @property
    def query(self) -> dict[str, Any]:
        """Return the query that it cannot do without."""
        return {
            p["name"]: sample(p["schema"], self.schemas)
            for p in self.parameters("query")
            if p.get("required")
        }

    @property
    def body(self) -> dict[str, Any]:
        """Return what a client sends as a body that would pass, if there is one."""
        content = self.spec.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            return {"json": sample(content["application/json"]["schema"], self.schemas)}
        return {"files": {"files": ("needs.csv", b"a,b\n")}} if content else {}


def operations(web: FastAPI) -> list[Operation]:
    """Return every operation that the description names."""
    return list(_operations(web.openapi()))


def _operations(spec: dict[str, Any]) -> Iterator[Operation]:
    schemas = spec["components"]["schemas"]
    for path, methods in spec["paths"].items():
        for method, said in methods.items():
            yield Operation(
                method.upper(),
                path.removeprefix(PREFIX),
                said.get("x-act", ""),
                said,
                schemas,
            )


def sample(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return the least value that a schema takes."""
    if "$ref" in schema:
        return sample(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], schemas)
    match schema.get("type"):
        case "object":
            return _object(schema, schemas)
        case "array":
            return [sample(schema["items"], schemas)] * schema.get("minItems", 0)
        case "string":
            return _text(schema)
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
    return None


def _object(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    wanted, known = schema.get("required", ()), schema.get("properties", {})
    found = {name: sample(known[name], schemas) for name in wanted}
    if len(found) < schema.get("minProperties", 0):
        names = schema.get("propertyNames", {}) | {"type": "string"}
        found[sample(names, schemas)] = sample(schema["additionalProperties"], schemas)
    return found


def _text(schema: dict[str, Any]) -> str:
    if "format" in schema and schema["format"] in FORMATS:
        return FORMATS[schema["format"]]
    pattern = schema.get("pattern", "")
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10_000)
    for word in WORDS:
        if least <= len(word) <= most and re.search(pattern, word):
            return word
    raise AssertionError(f"no word for {schema}")


def texts(value: Any, canary: str) -> Any:
    """Return a body whose every text and name is a canary's, shape unchanged."""
    if isinstance(value, dict):
        return {name: texts(each, canary) for name, each in value.items()}
    if isinstance(value, list):
        return [texts(each, canary) for each in value]
    return canary
