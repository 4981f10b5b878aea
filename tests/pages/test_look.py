"""What pages look like: built from what is committed, ours to use, legible, light."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from support.tools import ROOT

LOOK = ROOT / "api/pages/look"
MADE = ROOT / "api/pages/static"
FOLDERS = (LOOK, MADE, ROOT / "LICENCES")
STYLES = (MADE / "app.css").read_text("utf-8")
SETTINGS = (LOOK / "_settings.scss").read_text("utf-8")
WHITE, BLACK = "#ffffff", "#0b0c0c"


def written(root: Path) -> dict[str, str]:
    """Return each file's digest as the build wrote it down."""
    lines = (root / "api/pages/look/built.sha256").read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def standing() -> dict[str, str]:
    """Return each file's digest as it stands."""
    paths = [ROOT / "package.json", ROOT / "package-lock.json"]
    paths += [path for folder in FOLDERS for path in folder.iterdir()]
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.name != "built.sha256"
    }


def test_what_is_committed_was_built_from_what_is_committed() -> None:
    """No source changed without a build and no built file was changed by hand.

    After a change to the sources: ``make assets``.
    """
    assert standing() == written(ROOT)


def test_the_lock_is_exact_and_names_no_host() -> None:
    """The styles are those that the macros of the pinned wheel were written for."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert lock["node_modules/govuk-frontend"]["version"] == "6.3.0"
    assert lock["node_modules/htmx.org"]["version"] == "2.0.11"
    assert not any("resolved" in each for each in lock.values())
    assert "govuk-frontend-jinja==4.1.0" in (ROOT / "pyproject.toml").read_text("utf-8")


def test_nothing_that_is_for_gov_uk_alone() -> None:
    """Neither the crown nor the typeface of GOV.UK is ours; nothing else is fetched."""
    assert "GDS Transport" not in STYLES
    assert "crest" not in STYLES
    assert "url(" not in STYLES
    assert not any(path.suffix in {".woff", ".woff2"} for path in MADE.iterdir())


def test_light_enough() -> None:
    """Styles, scripts and icons leave most of 150 kB to the pages themselves."""
    packed = sum(len(gzip.compress(path.read_bytes())) for path in MADE.iterdir())
    assert packed < 60_000


def colour(name: str) -> str:
    """Return one of our colours."""
    found = re.search(rf"^\${name}: (#[0-9a-f]{{6}});", SETTINGS, re.MULTILINE)
    assert found
    return found[1]


def luminance(shade: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 has it."""
    parts = (int(shade[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_by_hand() -> None:
    """Black on white is 21, a colour on itself is 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (colour("oak"), WHITE),
        (colour("leaf"), WHITE),
        (colour("red"), WHITE),
        (colour("paper"), BLACK),
        (colour("paper"), colour("link")),
        (colour("ticked"), BLACK),
    ],
)
def test_what_is_written_can_be_read(on: str, text: str) -> None:
    """Words in our colours reach 4.5 to 1."""
    assert contrast(on, text) >= 4.5
