"""Every letter in every scheme: its words, its one link, what never gets in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError
from support.letters import (
    ADDRESS,
    ALL,
    ENDED,
    FACTS,
    LINK,
    OPAQUE,
    SCHEMES,
    Case,
    faults,
    stand_of,
)
from support.reading_age import reading_age_index

from api.mail import KINDS, Letter, render
from api.mail import letters as room
from matcher.errors import Refused
from matcher.schemes import Scheme
from matcher.schemes.scheme import AUDIENCES

CANARY = "canary"


def case(name: str) -> Case:
    """Return one case by its name."""
    return next(each for each in ALL if each.name == name)


CHILD = case("norfolk-carers:disclosed:young_person")


def test_every_kind_is_sent_somewhere() -> None:
    """No kind and no audience of it is beyond what these tests look at."""
    reached = {(each.kind.name, each.audience) for each in ALL}
    wanted = {(kind.name, who) for kind in KINDS.values() for who in kind.audiences}
    assert reached == wanted


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_letter_is_fit_to_be_read(each: Case) -> None:
    """Plain, neutral outside, one link, whom to talk to and how to say no."""
    assert faults(each, each.letter()) == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("audience", ["holder", "family", "young_person", "staff"])
def test_an_end_is_told_in_one_way_only(scheme: Scheme, audience: str) -> None:
    """Declined, withdrawn and lapsed are the same letter, byte for byte."""
    ends = {
        Case(KINDS[end], scheme, audience, stand_of(KINDS[end], scheme)).letter()
        for end in ENDED
    }
    assert len(ends) == 1


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_digest_covers_all_but_the_link(each: Case) -> None:
    """Another link is the same digest; any other word is another."""
    letter = each.letter()
    assert each.letter(link=OPAQUE[::-1]).digest == letter.digest
    for field in ("subject", "text", "html", "short"):
        changed = replace(letter, **{field: getattr(letter, field) + "."})
        assert changed.digest != letter.digest


def test_a_concern_looks_like_any_task_from_outside() -> None:
    """Neither the subject nor the text message tells a concern from a task."""
    safety, task = (
        case(f"norfolk-carers:{name}:lead").letter() for name in ("safety", "task_due")
    )
    assert (safety.subject, safety.short) == (task.subject, task.short)


PLANTS = [
    ("subject", "Your foster home", "gives itself away"),
    ("short", f"Acorns: {LINK}", "gives itself away"),
    ("short", "x" * 200, "longer than one"),
    ("text", f"See {LINK}?child=c1\n", "the one link"),
    ("text", "See www.example.org\n", "the one link"),
    ("text", f"{LINK} A new placement was found.\n", "'placement'"),
    ("text", f"{LINK} Notwithstanding considerable organisational " * 9, "hard"),
    ("text", f"{LINK} Hello.\n", "whom to talk to"),
    ("text", f"{LINK} Hello.\n", "how to say no"),
    ("text", f"{LINK} Hello.\n", "something else than the text"),
    ("html", f'<body><img src="x"><a href="{LINK}">x</a></body>', "fetches"),
    ("html", '<body><a href="https://elsewhere.invalid">x</a></body>', "elsewhere"),
]


@pytest.mark.parametrize(("field", "value", "why"), PLANTS)
def test_a_planted_fault_is_named(field: str, value: str, why: str) -> None:
    """Each fault, planted in a sound letter, is named."""
    bad: Letter = replace(CHILD.letter(), **{field: value})
    assert any(why in fault for fault in faults(CHILD, bad))


def test_a_planted_reason_in_an_end_is_named() -> None:
    """An end that says somebody declined is found."""
    end = case("norfolk-carers:declined:family")
    letter = end.letter()
    bad = replace(letter, text=letter.text + "\nThey declined.")
    assert "it says who or why" in faults(end, bad)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_nothing_beside_the_allowed_facts_gets_in(each: Case) -> None:
    """A fact that is not on the list is refused, and the refusal repeats nothing."""
    for name in ("child_name", "reason", "address", "service", "canary_field", "words"):
        with pytest.raises(Refused) as refused:
            each.letter(**{name: CANARY})
        assert CANARY not in str(refused.value)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_nothing_of_the_scheme_but_its_words_for_the_reader_gets_in(
    each: Case,
) -> None:
    """Titles, sheets and other audiences' words never reach a letter."""
    mine = "staff" if each.audience == "lead" else each.audience
    words = each.scheme.words
    canaries = {
        who: words[who] if who == mine else dict.fromkeys(words[who], CANARY)
        for who in AUDIENCES
    }
    scheme = replace(
        each.scheme, words=canaries, title=CANARY, about=CANARY, name=CANARY
    )
    assert replace(each, scheme=scheme).letter() == each.letter()


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize(
    "value",
    [
        "Anna Canary\nBcc: all@example.org",
        "https://canary.example.org/?child=anna",
        "canary@example.org",
        "<script>canary</script>",
        "{{ canary }}",
        "canary/../../canary",
        "canary?canary=canary#canary",
        f"{OPAQUE}?child=canary",
        f"{OPAQUE}\n",
        datetime(2026, 11, 24, 12, tzinfo=UTC),
        None,
        3.5,
        ["canary"],
    ],
)
def test_a_misshapen_fact_is_refused(name: str, value: object) -> None:
    """No fact holds a note, an address, a line break or markup."""
    each = next(each for each in ALL if name in (*each.kind.must, *each.kind.may))
    with pytest.raises(Refused) as refused:
        each.letter(**{name: value})
    assert "canary" not in str(refused.value).lower()


@given(text=st.text(max_size=60))
def test_no_text_becomes_anything_but_an_opaque_link(text: str) -> None:
    """Whatever is given as a link, the address and its form stay as they are."""
    try:
        letter = CHILD.letter(link=text)
    except Refused:
        return
    assert f"\n{ADDRESS}/go/{text}\n" in letter.text
    assert text.replace("-", "").replace("_", "").isalnum()
    assert text.isascii()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.invalid",
        "https://user:secret@example.invalid",
        "https://example.invalid?canary=1",
        "https://example.invalid#canary",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_adds_to_the_link_is_refused(address: str) -> None:
    """The link begins with a plain https address."""
    with pytest.raises(Refused, match="ACORNS_ADDRESS"):
        render(
            "sign_in", None, {"link": OPAQUE, "minutes": 5}, "staff", address=address
        )


def test_a_missing_fact_is_refused() -> None:
    """A letter goes nowhere without its facts."""
    with pytest.raises(Refused, match="link"):
        render("safety", None, {}, "lead", address=ADDRESS)


def test_a_template_that_asks_for_more_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that would show another fact does not render at all."""
    planted = DictLoader({"safety.txt": "About {{ child_name }}"})
    monkeypatch.setattr(room._TEMPLATES, "loader", planted)
    room._TEMPLATES.cache.clear()  # type: ignore[union-attr]
    with pytest.raises(UndefinedError):
        render("safety", None, {"link": OPAQUE}, "lead", address=ADDRESS)


def test_words_of_a_scheme_are_escaped_on_the_page() -> None:
    """Markup in a scheme's words is text on the page, and stays text in the text."""
    words = {**CHILD.scheme.words["young_person"], "talk": "<b>R&D</b> team."}
    changed = {**CHILD.scheme.words, "young_person": words}
    letter = replace(CHILD, scheme=replace(CHILD.scheme, words=changed)).letter()
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; team." in letter.html
    assert "<b>R&D</b> team." in letter.text


@pytest.mark.parametrize(
    ("kind", "audience"),
    [("safety", "staff"), ("safety", "holder"), ("ask", "family"), ("offer", "staff")],
)
def test_a_kind_goes_to_its_audiences_only(kind: str, audience: str) -> None:
    """A concern goes to the lead and nobody else; an ask to holders."""
    with pytest.raises(Refused, match="goes only to"):
        render(kind, SCHEMES[0], {}, audience, address=ADDRESS)


def test_an_unknown_kind_is_refused_without_repeating_it() -> None:
    """The table is closed."""
    with pytest.raises(Refused) as refused:
        render(CANARY, SCHEMES[0], {}, "staff", address=ADDRESS)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    ("scheme", "kind"),
    [
        ("norfolk-carers", "course_open"),
        ("norfolk-carers", "recalled_item"),
        ("hartlepool-babybank", "disclosed"),
        ("hartlepool-tutors", "review_due"),
    ],
)
def test_a_kind_without_meaning_in_a_scheme_is_refused(scheme: str, kind: str) -> None:
    """Courses, items, disclosure and reviews only where the scheme has them."""
    one = next(each for each in SCHEMES if each.name == scheme)
    with pytest.raises(Refused, match="no meaning"):
        render(kind, one, {}, "family", address=ADDRESS)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        # Counted by hand: 12 letters, 4 words, 2 sentences.
        ("The cat sat. Yes!", 4.71 * 12 / 4 + 0.5 * 4 / 2 - 21.43),
        ("Come on Tuesday 24 November 2026.", 4.71 * 6 / 2 + 0.5 * 2 - 21.43),
        ("", 0.0),
    ],
)
def test_the_reading_age_is_counted_as_published(text: str, index: float) -> None:
    """Letters, words and sentences, with dates left out."""
    assert reading_age_index(text) == pytest.approx(index)
