"""Every letter there is, and what would be wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from support.html import read_page
from support.reading_age import reading_age_index

from api.mail import KINDS, Kind, Letter, Stand, applies, may_be_told, render
from matcher.schemes import Scheme, find_scheme, shipped_schemes
from matcher.schemes.wording import forbidden_words

ADDRESS = "https://example.invalid"
OPAQUE = "q7Zt0aJ4kV9xM2bR8nWc"
LINK = f"{ADDRESS}/go/{OPAQUE}"
FACTS: dict[str, Any] = {
    "link": OPAQUE,
    "until": date(2026, 11, 24),
    "day": date(2026, 12, 1),
    "minutes": 15,
    "organisation": "Example Council",
    "item": "pram",
}
PEOPLE = ("holder", "family", "young_person")
YOUNG = ("family", "young_person")
ENDED = ("declined", "withdrawn", "lapsed")
# What a glance at a shared inbox or a locked telephone must not give away.
OUTING = re.compile(
    r"(?i)child|foster|carer|mentor|course|parent|baby|home|house|famil|hub|tutor|"
    r"concern|safeguard|worr|council|acorn|match|social|worker|care|adopt|support|"
    r"norfolk|oxford|hartlepool|pram|recall|suspen|declin|reject"
)
WHO_OR_WHY = re.compile(
    r"(?i)declin|withdr[ae]w|\blaps|expire|suspen|concern|said no|turned down|reason"
)
ASKS = ("offer", "ask", "disclosed", "introduced", "agreed", "reminder", "course_open")


@dataclass(frozen=True)
class Case:
    """One letter: its kind, scheme and audience."""

    kind: Kind
    scheme: Scheme
    audience: str
    stand: Stand | None

    @property
    def name(self) -> str:
        """What to call it in a test's name."""
        return f"{self.scheme.name}:{self.kind.name}:{self.audience}"

    def letter(self, **changed: Any) -> Letter:
        """Return it, with some facts changed or added."""
        facts = {name: FACTS[name] for name in (*self.kind.must, *self.kind.may)}
        return render(
            self.kind.name,
            self.scheme,
            facts | changed,
            self.audience,
            address=ADDRESS,
            stand=self.stand,
        )


def stand_of(kind: Kind, scheme: Scheme) -> Stand | None:
    """Return where a proposal stands when a message of this kind is due."""
    if not kind.step:
        return None
    return Stand(kind.step, scheme.steps.uses[-1] if kind.step in ENDED else "")


def cases(scheme: Scheme) -> Iterator[Case]:
    """Yield every letter that can be sent in a scheme."""
    for kind in KINDS.values():
        stand = stand_of(kind, scheme)
        for audience in kind.audiences if applies(kind, scheme) else ():
            if not kind.step or may_be_told(kind, scheme, audience, stand):
                yield Case(kind, scheme, audience, stand)


SCHEMES = tuple(find_scheme(name) for name in shipped_schemes())
ALL = tuple(case for scheme in SCHEMES for case in cases(scheme))


def faults(case: Case, letter: Letter) -> list[str]:
    """Return everything that is wrong with a letter, a sentence each."""
    found = [*_outing(letter), *_links(letter), *_page(letter)]
    if case.audience in YOUNG:
        found += [f"it says {word!r}" for word in forbidden_words(letter.text)]
        if reading_age_index(letter.text, ["Example Council"]) > 6:
            found.append("it is hard to read")
    if case.kind.name in ENDED and WHO_OR_WHY.search(letter.text):
        found.append("it says who or why")
    return found + list(_ways_out(case, letter))


def _outing(letter: Letter) -> Iterator[str]:
    for text in (letter.subject, letter.short.removesuffix(LINK)):
        if OUTING.search(text):
            yield "it gives itself away at a glance"
    if len(letter.short) > 160:
        yield "it is longer than one text message"


def _links(letter: Letter) -> Iterator[str]:
    for text in (letter.text, letter.short):
        if re.findall(r"\S*(?:://|www\.)\S*", text) != [LINK]:
            yield "it does not lead to the one link"


def _page(letter: Letter) -> Iterator[str]:
    page, wrong = read_page(letter.html)
    yield from wrong
    hrefs = [each.get("href") for each in page.all("a")]
    if hrefs != [LINK] or letter.html.count("//") != 2:
        yield "the page leads elsewhere"
    if {each.name for each in page.all()} & {"img", "script", "link", "iframe"}:
        yield "the page fetches something"
    body = next(page.all("body"))
    if body.text != " ".join(letter.text.split()):
        yield "the page says something else than the text"


def _ways_out(case: Case, letter: Letter) -> Iterator[str]:
    said = " ".join(letter.text.split())
    words = case.scheme.words.get(case.audience, {})
    own = case.kind.name in {"sign_in", "invitation"}
    if case.audience in PEOPLE and not own and words["talk"] not in said:
        yield "it does not say whom to talk to"
    if own and "ask somebody you know" not in said:
        yield "it does not say whom to ask"
    asks = case.audience in PEOPLE and case.kind.name in ASKS
    if asks and words["no"] not in said:
        yield "it does not say how to say no"
