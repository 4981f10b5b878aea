"""A row's cells as a body: text by the scheme's column."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from api.routes.bodies import Body

Column = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Text = Annotated[str, StringConstraints(max_length=2_000)]


class CellsBody(Body):
    """Cells as somebody would type them into a sheet; a lone dash clears one."""

    values: dict[Column, Text] = Field(max_length=200)
