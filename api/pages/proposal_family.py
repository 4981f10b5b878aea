"""One proposal, as the child's side sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from api.pages.calling import At


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    return at.page("proposals/family.html", proposal=seen)
