"""Outcomes that nobody meets, turned into training and recruitment.

A need asks for domains ("communication", "night waking"); capabilities support them;
courses teach capabilities. For every domain: who asks, who waits, where a match leaves
a gap, who could meet it already, what would teach it, and what one lesson would do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.explaining import Case
from matcher.explaining.edits import Edit
from matcher.explaining.learning import taught
from matcher.explaining.remedies import changed
from matcher.graph import Row
from matcher.insight.coverage import domains_of
from matcher.insight.gain import Gain, gain


@dataclass(frozen=True, slots=True)
class Lesson:
    """One asset whose people learn one capability, and what a re-solve says of it."""

    asset: str
    capability: str
    course: str
    gain: Gain


@dataclass(frozen=True, slots=True)
class Unmet:
    """One domain that needs ask for.

    Parameters
    ----------
    domain : str
        In the scheme's words.
    asked, waiting, gaps : int
        Needs that ask for it; of these those without a match, and those whose match
        cannot support it.
    able : int
        Assets whose people support it.
    capabilities : tuple of (str, str)
        What would support it, each with a course that teaches it, or "".
    lesson : Lesson or None
        The lesson that brings most, by re-solves; None where none brings anything.
    """

    domain: str
    asked: int
    waiting: int
    gaps: int
    able: int
    capabilities: tuple[tuple[str, str], ...]
    lesson: Lesson | None


@dataclass(frozen=True, slots=True)
class NearStaff:
    """Somebody who asked to hear about becoming staff and is one step away."""

    need: str
    stage: str


def one_step_away(case: Case) -> tuple[NearStaff, ...]:
    """Return who asked to be told and is one step away, furthest along first.

    Nobody who did not ask, and nobody who is staff already. Empty where the scheme has
    no ``[becoming]``.
    """
    becoming = case.scheme.becoming
    if becoming is None:
        return ()
    staff = {row.record.get("person") for row in case.graph.staff}
    found = [
        NearStaff(row.ref, row.record.get(becoming.stage))
        for row in case.graph.needs
        if row.record.get(becoming.asked)
        and row.record.get(becoming.stage) in becoming.ready
        and row.ref not in staff
    ]
    along = {stage: place for place, stage in enumerate(becoming.ready)}
    return tuple(sorted(found, key=lambda each: (-along[each.stage], each.need)))


def unmet_outcomes(case: Case, *, tried: int = 5) -> tuple[Unmet, ...]:
    """Return the domains that wait or leave gaps, most needs first.

    Parameters
    ----------
    case : Case
        A solved round.
    tried : int
        How many lessons are solved with for each domain.
    """
    found = (_unmet(case, domain, tried) for domain in sorted(_asked(case)))
    short = (each for each in found if each.waiting or each.gaps)
    return tuple(sorted(short, key=lambda u: (-u.waiting - u.gaps, u.domain)))


def _asked(case: Case) -> set[str]:
    return {word for row in case.graph.needs for word in domains_of(row)}


def _unmet(case: Case, domain: str, tried: int) -> Unmet:
    asking = [row.ref for row in case.graph.needs if domain in domains_of(row)]
    able = {row.ref for row in case.graph.assets if _supports(case, row, domain)}
    homes = [case.homes.get(ref, "") for ref in asking]
    gaps = [home for home in homes if home and home not in able]
    waiting, skills = homes.count(""), tuple(_skills(case, domain))
    lesson = _lesson(case, skills, able, gaps, tried) if waiting or gaps else None
    return Unmet(domain, len(asking), waiting, len(gaps), len(able), skills, lesson)


def _supports(case: Case, row: Row, domain: str) -> bool:
    return any(domain in case.graph.supports.get(skill, ()) for skill in row.held)


def _skills(case: Case, domain: str) -> Iterator[tuple[str, str]]:
    """Yield what supports a domain; what a course teaches comes first."""
    scheme = case.scheme
    courses = {s: c for c in sorted(scheme.trains) for s in scheme.trains[c]}
    names = (s for s, domains in scheme.supports.items() if domain in domains)
    pairs = ((name, courses.get(name, "")) for name in names)
    yield from sorted(pairs, key=lambda pair: (not pair[1], pair[0]))


def _lesson(
    case: Case,
    skills: tuple[tuple[str, str], ...],
    able: set[str],
    gaps: list[str],
    tried: int,
) -> Lesson | None:
    """Return the best lesson: tried where a match has the gap, then where nobody is."""
    if not skills:
        return None
    capability, course = skills[0]
    taken = set(case.homes.values())
    rows = [row for row in case.graph.assets if row.ref not in able]
    rows.sort(key=lambda row: (row.ref not in gaps, row.ref in taken, row.ref))
    best: Lesson | None = None
    for row in rows[:tried]:
        cells = taught(row.record, (capability,), case.scheme)
        brought = gain(case, Edit((changed(row.record, cells),)))
        if brought is None or (brought.matched, brought.fit) <= (0, 0):
            continue
        lesson = Lesson(row.ref, capability, course, brought)
        if best is None or _worth(lesson) > _worth(best):
            best = lesson
    return best


def _worth(lesson: Lesson) -> tuple[int, int]:
    return lesson.gain.matched, lesson.gain.fit
