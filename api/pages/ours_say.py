"""A young person says what they want: one question a page, in their own words."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import Field

from api.actions.needs_said import SAID, read_own_words, say_for_myself
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.wording import words_of
from api.permissions import NotThere

router = APIRouter(prefix="/ours")
Step = Annotated[str, Path(max_length=60)]
TITLES = {
    "want": "What would you like?",
    "good_at": "What are you good at?",
    "trust": "Who do you trust?",
    "more": "Is there anything else?",
}
HINTS = {
    "want": "Say it in your own words. There is no wrong answer.",
    "good_at": "Big or small: a game, a joke, how you care for a friend or a pet.",
    "trust": "You could name somebody you lived with, a teacher or a neighbour.",
    "more": "Tell us what we did not ask.",
}
LISTS = {
    "wishes": ("What do you wish for?", "Tick all that you like."),
    "strengths": ("How would a friend describe you?", "Tick all that fit."),
    "interests": ("What do you like to do?", "Tick all that you like."),
}
OTHER_LIST = ("What would you choose?", "Tick all that you like.")


class Words(Form):
    """An answer in a young person's own words; it may be left empty."""

    words: str = Field(default="", max_length=4_000, title="your answer")


class Ticked(Form):
    """What a young person chose of a list; it may be nothing."""

    ticked: list[str] = Field(default_factory=list, max_length=60)


@page(router, "GET", "/{id}/say", read_own_words)
def say(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what a young person has said so far."""
    said = at.see(read_own_words, id)
    asked = [_question(said, step) for step in _steps(said)]
    return at.page(
        "ours/said.html", said=said, asked=asked, words=words_of(at, said["scheme_id"])
    )


@page(router, "GET", "/{id}/say/{step}", read_own_words)
def ask(at: Asker, id: UUID, step: Step) -> Response:  # noqa: A002
    """Ask one question."""
    return _asked(at, at.see(read_own_words, id), step)


@page(router, "POST", "/{id}/say/{step}", say_for_myself, again=ask)
def answer(at: Asker, id: UUID, step: Step) -> Response:  # noqa: A002
    """Keep an answer, and go on to the next question."""
    said = at.see(read_own_words, id)
    steps = _steps(said)
    if step not in steps:
        raise NotThere
    follows = steps[steps.index(step) + 1 :][:1]
    then = f"/ours/{id}/say" + (f"/{follows[0]}" if follows else "")
    if step in SAID:
        told: dict[str, Any] = {"words": {step: at.form(Words).words}}
    else:
        told = {"words": {}, "ticked": {step: at.form(Ticked).ticked}}
    done = "" if follows else "Thank you. Your worker will read this with you."
    return at.do(say_for_myself, id, then=then, done=done, **told)


def _asked(at: At, said: dict[str, Any], step: str) -> Response:
    steps = _steps(said)
    if step not in steps:
        raise NotThere
    number = steps.index(step)
    back = f"/ours/{said['id']}/say" + (f"/{steps[number - 1]}" if number else "")
    question = _question(said, step)
    return at.page(
        "ours/say.html", said=said, question=question, number=number + 1,
        count=len(steps), back=back,
    )  # fmt: skip


def _steps(said: dict[str, Any]) -> list[str]:
    """Return the questions in their order: own words first, then lists, then trust."""
    lists = [each["name"] for each in said["lists"]]
    return [*SAID[:2], *lists, *SAID[2:]]


def _question(said: dict[str, Any], step: str) -> dict[str, Any]:
    for each in said["lists"]:
        if each["name"] == step:
            title, hint = LISTS.get(step, OTHER_LIST)
            return {
                "step": step,
                "title": title,
                "hint": hint,
                "values": each["values"],
                "now": each["now"],
            }
    text = said["said"].get(step, "")
    return {"step": step, "title": TITLES[step], "hint": HINTS[step], "now": text}
