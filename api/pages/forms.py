"""Forms: what was typed becomes a model, or sentences beside the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from starlette.datastructures import FormData, UploadFile

PARTS = ("day", "month", "year")


class Form(BaseModel):
    """What a form asks for; a field's ``title`` is how its sentences call it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="ignore",
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
        str_strip_whitespace=True,
        frozen=True,
        hide_input_in_errors=True,
    )


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is not right in a form: the field's name, and a sentence."""

    name: str
    text: str


class Unfilled(Exception):
    """A form that cannot be used as it was sent."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("a form was not filled in")
        self.wrong = tuple(wrong)


def read_form(kind: type[F], sent: FormData) -> F:
    """Return a form as it was sent.

    Raises
    ------
    Unfilled
        With every fault at once; no sentence repeats what was typed.
    """
    given = {
        name: value
        for name, field in kind.model_fields.items()
        if (value := _given(sent, name, field)) not in (None, "", [])
    }
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_context=True)
        raise Unfilled([_wrong(kind, fault) for fault in faults]) from None


def said_in(sent: FormData) -> dict[str, Any]:
    """Return what was typed, to be shown again: a list where a name comes twice."""
    said: dict[str, Any] = {}
    for name in sent:
        values = [v for v in sent.getlist(name) if isinstance(v, str)]
        said[name] = values if len(values) > 1 else (values[0] if values else "")
    return said


def _given(sent: FormData, name: str, field: FieldInfo) -> Any:
    kinds = {field.annotation, *get_args(field.annotation)}
    if _is_list(field.annotation):
        return [value for value in sent.getlist(name) if value != ""]
    if date in kinds and f"{name}-year" in sent:
        return _day(sent, name)
    value = sent.get(name)
    if isinstance(value, UploadFile):
        return value if value.filename else None
    if isinstance(value, str):
        value = value.strip()
        return f"{value}:00" if time in kinds and value.count(":") == 1 else value
    return value


def _day(sent: FormData, name: str) -> str | None:
    """Return a day typed in three boxes, as ISO writes it."""
    day, month, year = (str(sent.get(f"{name}-{part}", "")).strip() for part in PARTS)
    if not (day or month or year):
        return None
    return f"{year:0>4}-{month:0>2}-{day:0>2}"


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in {list, tuple, set, frozenset}


def _wrong(kind: type[Form], fault: Mapping[str, Any]) -> Wrong:
    name = str(fault["loc"][0]) if fault["loc"] else ""
    field = kind.model_fields.get(name)
    title = (field.title if field and field.title else name.replace("_", " ")).strip()
    return Wrong(name, _sentence(str(fault["type"]), title, field, fault))


def _sentence(
    fault: str, title: str, field: FieldInfo | None, more: Mapping[str, Any]
) -> str:
    context = more.get("ctx", {})
    start = title[:1].upper() + title[1:]
    match fault:
        case "missing":
            return f"{'Choose' if _chosen(field) else 'Enter'} {title}."
        case "string_too_long":
            return f"{start} must be {context['max_length']} letters or fewer."
        case "date_from_datetime_parsing" | "date_parsing":
            return f"{start} must be a real day, such as 27 3 2027."
        case "int_parsing" | "float_parsing":
            return f"{start} must be a number."
        case "greater_than_equal" | "less_than_equal":
            least = fault == "greater_than_equal"
            word, end = ("at least", "ge") if least else ("at most", "le")
            return f"{start} must be {word} {context[end]}."
        case "time_parsing":
            return f"{start} must be a time, such as 16:30."
        case "value_error":
            return str(context["error"])
        case _:
            return f"Check {title}."


def _chosen(field: FieldInfo | None) -> bool:
    if field is None:
        return False
    kinds = (field.annotation, *get_args(field.annotation))
    return _is_list(field.annotation) or any(get_origin(k) is Literal for k in kinds)
