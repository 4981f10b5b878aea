"""The page of a round: one file that opens anywhere, asks nobody and runs no script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.reports import plain, said
from api.reports.findings import Findings, findings_of
from api.reports.headline import headline
from api.reports.pictures.paths import pair_drawing
from api.reports.small_counts import few
from api.reports.unsolved import no_answer
from api.reports.verified import finding, hashes, verdict
from matcher.candidates.wording import spoken_day
from matcher.gazetteer import Gazetteer
from matcher.model import Snapshot
from matcher.rounds import RoundResult
from matcher.schemes import Scheme

if TYPE_CHECKING:
    from api.reports.pictures.picture import Picture

SOLVED = ("optimal", "claimed", "feasible")


def write_page(
    path: Path,
    result: RoundResult,
    snapshot: Snapshot,
    scheme: Scheme,
    gazetteer: Gazetteer,
) -> None:
    """Write a round as one self-contained HTML file, for staff.

    Guarantees: no request to anywhere, no script; refs only, no coordinate; every
    picture has a title, a description and a table of the same numbers; counts of people
    of 1 to 4 read "fewer than 5". A round that did not verify shows no pairs. The same
    round gives the same bytes. The file appears whole or not at all.

    Raises
    ------
    InstanceError
        If the texts in the round are not ours.
    """
    found = findings_of(result, snapshot, scheme)
    part = path.with_suffix(".part")
    part.write_text(_text(found, gazetteer), "utf-8")
    part.replace(path)


def _text(found: Findings, gazetteer: Gazetteer) -> str:
    env = Environment(
        loader=PackageLoader("api.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"capital": plain.capital, "titled": plain.titled, "day": spoken_day}
    env.globals |= {"plain": plain, "said": said, "few": few, "finding": finding}
    usable = found.result.verification.ok and found.solution.status in SOLVED
    return env.get_template("page.html").render(
        found=found,
        numbers=headline(found),
        verdict=verdict(found),
        unsolved=no_answer(found),
        hashes=hashes(found),
        usable=usable,
        pictures=_pictures(found, gazetteer) if usable else {},
        drawing=pair_drawing,
        together=found.companions(),
    )


def _pictures(found: Findings, gazetteer: Gazetteer) -> dict[str, list[Picture]]:
    # Altair takes a second to load, and nothing but a page needs it.
    from api.reports.pictures.coverage import coverage_picture  # noqa: PLC0415
    from api.reports.pictures.fits import fit_pictures  # noqa: PLC0415
    from api.reports.pictures.places import place_pictures  # noqa: PLC0415

    coverage = coverage_picture(found)
    return {
        "places": list(place_pictures(found, gazetteer)),
        "fits": list(fit_pictures(found)),
        "coverage": [coverage] if coverage else [],
    }
