"""Changes and alternatives in plain words, for people who plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from matcher.candidates.wording import fill, spoken
from matcher.explaining.near import Barrier, Near
from matcher.schemes import Gate, Scheme

_LEADS = {
    "distance": "Arrange travel",
    "train": "Arrange training",
    "support": "Put this right",
}
_MANY = {"is": "are", "was": "were", "has": "have", "does": "do"}
_VERB = re.compile(r"\{asset\} (is|was|has|does|can)(?: not|not) (.+?)(?: yet)?\.")


def listed(words: Iterable[str]) -> str:
    """Return "a, b and c"; refs keep their hyphens."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def capital(text: str) -> str:
    """Return a text with a capital."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """Return a text with a full stop, and with a capital unless a ref comes first."""
    first = text.partition(" ")[0]
    start = text if any(map(str.isdigit, first)) else capital(text)
    return f"{start.rstrip('.')}."


def a(noun: str) -> str:
    """Return a noun with its article."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def count(number: int, one: str, many: str) -> str:
    """Return "1 child" or "3 children"."""
    return f"{number:,} {one if number == 1 else many}"


def nouns(scheme: Scheme, side: str) -> tuple[str, str]:
    """Return what staff call one and many of ``needs`` or ``assets``."""
    words = scheme.words.get("staff", {})
    one = words.get(side.removesuffix("s"), scheme.sheets[side].one)
    return one, words.get(side, scheme.sheets[side].title.lower())


def recruited(
    seen: Near,
    at: int,
    skills: Sequence[str],
    *,
    copies: int = 1,
    room: int = 0,
    hopes: bool = False,
) -> str:
    """Say what one more asset like one that is there would have to be.

    Parameters
    ----------
    skills
        Capabilities that it should bring as well.
    copies
        How many of it.
    room
        Its seats, where others come first; 0 where nobody does.
    hopes
        True where it would hope for just this.
    """
    scheme, barriers = seen.case.scheme, seen.barriers(at)
    ref, (one, many) = seen.case.graph.assets[at].ref, nouns(scheme, "assets")
    plain = not (barriers or skills or hopes)
    which = f"{copies} {many}" if copies > 1 else f"another {one}" if plain else a(one)
    lead = f"{_verb(scheme)} {which} like {ref}"
    if room:
        title = scheme.sheets["assets"].column(scheme.build.capacity).title
        lead += f" ({title.lower()}: {room})"
    lead += _wishes(ref, barriers, many=copies > 1)
    if room or copies > 1:
        lead += f"; others come before {seen.ref}"
    others = _once(b.sentence for b in barriers if not _wish(b))
    differ = f"It would have to differ in this: {' '.join(others)}" if others else ""
    bring = f"It should also bring {spoken(skills)}" if skills else ""
    hope = f"It should hope for what {seen.ref} asks for" if hopes else ""
    said = (lead, differ, bring, hope)
    return " ".join(f"{each.rstrip('.')}." for each in said if each)


def _verb(scheme: Scheme) -> str:
    """Return what one does for more: whoever has a say of their own is recruited."""
    return "Recruit" if "holder" in scheme.steps.yes_from else "Ask for"


def _wishes(ref: str, barriers: Sequence[Barrier], *, many: bool) -> str:
    """Return " that is approved for long term (f12 is not)", or ""."""
    found = [wish for wish in map(_wish, barriers) if wish]
    if many:
        found = [(_several(yes), no) for yes, no in found]
    nots = " and ".join(_once(no for _, no in found))
    yes = " and ".join(_once(yes for yes, _ in found))
    return f" that {yes} ({ref} {nots})" if found else ""


def _wish(barrier: Barrier) -> tuple[str, str] | None:
    """Turn "{asset} is not approved for {list}." into "is approved for", "is not".

    None where the scheme's sentence is not of that form.
    """
    found = _VERB.fullmatch(barrier.ready.gate.otherwise)
    if found is None:
        return None
    verb, rest = found.groups()
    no = "cannot" if verb == "can" else f"{verb} not"
    return fill(f"{verb} {rest}", barrier.words), no


def _several(phrase: str) -> str:
    verb, _, rest = phrase.partition(" ")
    return f"{_MANY.get(verb, verb)} {rest}"


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def put_right(barriers: Sequence[Barrier], ref: str, skills: Sequence[str]) -> str:
    """Say what to do at one asset."""
    said = [put_right_one(each.ready.gate, each.words, ref) for each in barriers]
    if skills:
        said.append(f"Arrange training for {ref}: {spoken(skills)}.")
    return " ".join(_once(said))


def put_right_one(gate: Gate, words: Mapping[str, str], ref: str) -> str:
    """Say what to do about one gate at an asset, or for one of its staff."""
    return f"{_LEADS[gate.change]} for {ref}: {fill(gate.otherwise, words)}"
