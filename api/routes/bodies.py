"""What a request's body may be: nothing but what is named, each with its limit."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A body that refuses unknown fields, loose types, NaN and endless numbers."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid",
        strict=False,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        frozen=True,
        hide_input_in_errors=True,
    )
