"""Every page for families and the public is plain: short words, no staff words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Any

import pytest
from support.addresses import filled, pages
from support.populated import populate
from support.proposing import Pair, make_pair
from support.reading_age import reading_age_index
from support.sentences import lines_of
from support.solved import explained, tiny
from support.visiting import Visit
from support.world import World, make_world

from api.database import Database
from matcher.schemes.wording import forbidden_words

PLAIN = 6.0
READERS = ("", "young_person", "parent", "advocate", "holder")
PUBLIC = ("/near", "/sign-in", "/invitation", "/join")
"""Pages that say the same to everybody, and nothing of anybody."""
AS_KEPT = "/export"
"""What is kept of somebody is shown to them as it is kept, in whatever words."""
STAFF = "app-staff"
"""How a page says that it is for staff, whoever reads it."""
LEAST_WORDS = 12
"""Fewer words than this are no text: an index of a few words says nothing."""
SENTENCE = 5
"""A line of fewer words is a label or a button: counted, it would only flatter."""
SCHEMES = {
    "norfolk-carers": "disclosed",
    "oxfordshire-mentors": "introduced",
    "hartlepool-tutors": "offered",
    "hartlepool-babybank": "offered",
}
NAMES = (
    "Invented hub",
    "Invented session",
    "Acorns",
    "Norfolk",
    "Oxfordshire",
    "Hartlepool",
    "Invented",
)


def why_of(scheme: str) -> dict[str, Any]:
    """Return a real explanation of a pair in a small community of a scheme."""
    found = [why for why in explained(tiny(scheme)) if why.kind == "pair"]
    told = max(found, key=lambda why: len(str(why.versions.get("family", ()))))
    return asdict(told)


STEPS = ("want", "good_at", "strengths", "wishes", "interests", "trust", "more")
Page = tuple[str, str, str]
"""Who reads, where, and what."""


def opened(world: World, addresses: set[str], readers: Iterable[str]) -> Iterator[Page]:
    """Yield every page that opens to a family, a holder or the public."""
    for reader in readers:
        visit = Visit(world, reader)
        for path in sorted(addresses):
            seen = visit.get(path)
            if seen.status == 200 and "<main" in seen.text and STAFF not in seen.text:
                yield reader or "public", path, seen.text


def of_pair(pair: Pair) -> set[str]:
    """Return where the people around a pair find it, and what they are asked."""
    here = f"/proposals/{pair.proposal_id}"
    said = {f"/ours/{pair.need_id}/say/{step}" for step in STEPS}
    asked = {f"/ours/ask/{pair.scheme_id}", f"/ours/{pair.need_id}", "/ours"}
    return {here, f"{here}/again", f"/ours/{pair.need_id}/say"} | said | asked


@pytest.fixture(scope="module")
def read(
    template: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> list[Page]:
    """Return every page of families and the public, with all four schemes under way."""
    folder = tmp_path_factory.mktemp("readable")
    found: list[Page] = []
    for name in ("walk", *SCHEMES):
        shutil.copyfile(template("sqlite"), folder / name)
        with closing(Database(f"sqlite:///{folder / name}")) as database:
            world = make_world(database, folder)
            if name == "walk":
                there = populate(world)
                places = {filled(there, declared) for declared in pages(there)}
            else:
                pair = make_pair(world, name)
                pair.draft(why=why_of(name))
                places = of_pair(pair.go(SCHEMES[name]))
            # An advocate opens what a parent does, but for the pages of a pair.
            left = {"advocate"} if name == "walk" else {""}
            found += opened(world, places, [r for r in READERS if r not in left])
    return found


def hard(text: str) -> float:
    """Return the reading index of a page; names and dates are left out."""
    prose = [line for line in lines_of(text) if len(line.split()) >= SENTENCE]
    said = "\n\n".join(prose)
    return reading_age_index(said, NAMES) if len(said.split()) >= LEAST_WORDS else 0.0


def staff_words(text: str) -> list[tuple[str, str]]:
    """Return each staff word of a page, with its line."""
    return [(word, line) for line in lines_of(text) for word in forbidden_words(line)]


def test_every_page_is_plain(read: list[Page]) -> None:
    """The reading index of each page is 6 or less, as an eleven-year-old reads."""
    found = {(reader, path): round(hard(text), 1) for reader, path, text in read}
    assert len(found) > 40
    assert {place: index for place, index in found.items() if index > PLAIN} == {}


def test_no_page_holds_a_staff_word(read: list[Page]) -> None:
    """No family and nobody in public meets a word that only staff use, by phrase."""
    found = [
        (reader, path, each)
        for reader, path, text in read
        if not path.endswith(AS_KEPT)
        for each in staff_words(text)
    ]
    assert found == []


def test_every_family_page_has_a_way_out(read: list[Page]) -> None:
    """Each page of a young person, a parent or an advocate is left with one press."""
    kept = [
        (reader, path)
        for reader, path, text in read
        if reader in {"young_person", "parent", "advocate"}
        and not path.startswith(PUBLIC)
        and "govuk-exit-this-page" not in text
    ]
    assert kept == []


def test_what_is_hard_and_what_is_staffs_is_caught() -> None:
    """Planted: a sentence that nobody should have to read, and a word of the office."""
    long = "Notwithstanding administrative considerations, prospective accommodation "
    page = f"<main><p>{long * 2}is subject to multidisciplinary panel.</p></main>"
    assert hard(page) > PLAIN
    assert staff_words("<main><h1>Your</h1><p>A placement for you.</p></main>")
