"""Releasing: every message as it would be sent, a count, and then one button."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field, field_validator

from api.actions.releasing import release, release_proposals
from api.actions.releasing_preview import preview_release
from api.actions.rounds import read_round
from api.actions.schemes import read_scheme
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/rounds/{id}")
_DIGEST = 64


class Releasing(Form):
    """Proposals to release, each with the hash of the message that was shown."""

    previews: Annotated[
        list[str],
        Field(min_length=1, max_length=200, title="at least one proposal to release"),
    ]

    @field_validator("previews")
    @classmethod
    def _readable(cls, lines: list[str]) -> list[str]:
        for line in lines:
            id_, _, digest = line.partition(":")
            if len(digest) != _DIGEST or not id_:
                raise ValueError("Open the page again and send it from there.")
            UUID(id_)
        return lines

    def given(self) -> dict[UUID, str]:
        """Return the hashes by proposal."""
        pairs = (line.split(":") for line in self.previews)
        return {UUID(id_): digest for id_, digest in pairs}


@page(router, "GET", "/release", preview_release)
def preview(
    at: Asker,
    id: UUID,  # noqa: A002 - a path calls its id "id"
    after: After = None,
    most: Annotated[int, Query(ge=1, le=200)] = 10,
) -> Response:
    """Show every message that a release would send, and to whom; nothing is sent."""
    seen = at.see(read_round, id)
    found = at.see(preview_release, id, after=after, limit=most)
    return at.page(
        "rounds/release.html",
        round=seen,
        scheme=at.see(read_scheme, UUID(seen["scheme"])),
        found=found,
        counts=found["counts"],
        letters=sum(len(item["letters"]) for item in found["items"]),
        most=most,
    )


@page(router, "POST", "/release", release_proposals, again=preview)
def send(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Verify the round from what is stored, then offer these: all of them, or none."""
    previews = at.form(Releasing).given()
    done = at.done_through(release, id, previews=previews)
    count = done["released"]
    said = (
        "One proposal is released."
        if count == 1
        else f"{count} proposals are released."
    )
    return at.go(f"/rounds/{id}/answers", done=said)
