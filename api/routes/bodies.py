"""What a request's body may be: nothing but what is named, each with its limit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, get_args

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

_WRONG = PydanticCustomError("wrong_type", "Say it in its own type.")
_DAYS = {date, datetime}
_NUMBERS = {int, float}


class Body(BaseModel):
    """A body that refuses unknown fields, loose types, NaN and endless numbers."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        str_strip_whitespace=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _in_its_own_type(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse a day said as a number, a number as a text, a yes as either."""
        kind = cls.model_fields[str(info.field_name)].annotation
        wanted = {kind, *get_args(kind)}
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if (
            (number and wanted & _DAYS)
            or (number and bool in wanted and not wanted & _NUMBERS)
            or (isinstance(value, str | bool) and wanted & _NUMBERS)
            or (isinstance(value, str) and bool in wanted)
        ):
            raise _WRONG
        return value


def _no_number(value: Any) -> Any:
    """Refuse a moment said as seconds since some day."""
    if isinstance(value, str) and not value.lstrip("-").isdigit() and "-" in value[1:]:
        return value
    raise _WRONG


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number)]
"""An instant as text, with its offset."""
