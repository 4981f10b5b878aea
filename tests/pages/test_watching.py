"""The browser that the tests drive sees what goes wrong: each kind, planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from support import chromium
from support.axe import violations
from support.browser import NARROW, WIDE, Windows, overflow

pytestmark = pytest.mark.xdist_group("browser")
HERE = "http://planted.example"
PAGE = """<!doctype html><html lang="en"><title>Planted</title><main><h1>Planted</h1>
{}</main>"""


def show(windows: Windows, body: str, width: int = WIDE) -> Page:
    """Open a page with something planted in it; nothing is asked of any network."""

    def answer(route: Route) -> None:
        if route.request.url == HERE + "/":
            route.fulfill(body=PAGE.format(body), content_type="text/html")
        else:
            route.abort()

    page = windows.open(width=width)
    page.route("**/*", answer)
    page.goto("/")
    return page


@pytest.fixture
def windows(chrome: Browser) -> Windows:
    """Give windows whose faults are looked for, not failed on."""
    return Windows(chrome, HERE)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<script>console.error('planted')</script>", "console: planted"),
        ("<script>throw new Error('planted')</script>", "planted"),
        ('<img alt="" src="https://elsewhere.example/a.png">', "asked elsewhere"),
    ],
)
def test_what_goes_wrong_is_seen(windows: Windows, body: str, why: str) -> None:
    """An error, a thrown error and a question to anybody else are each seen."""
    show(windows, "sound")
    assert windows.faults() == []
    show(windows, body)
    assert any(why in fault for fault in windows.faults())
    with pytest.raises(AssertionError):
        windows.close()


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ("<input>", "label"),
        ('<p style="color:#999">pale</p>', "color-contrast"),
    ],
)
def test_what_stands_in_the_way_is_seen(windows: Windows, body: str, rule: str) -> None:
    """A picture without words, a field without a name and pale words are each found."""
    assert violations(show(windows, "sound")) == []
    assert any(found.startswith(rule) for found in violations(show(windows, body)))
    windows.close()


def test_a_page_that_is_too_wide_is_seen(windows: Windows) -> None:
    """What pushes a page beyond a narrow window is measured."""
    assert overflow(show(windows, "sound", width=NARROW)) <= 0
    wide = '<div style="width:400px">wide</div>'
    assert overflow(show(windows, wide, width=NARROW)) > 0
    windows.close()


def test_a_browser_that_is_named_and_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A browser that the environment names is taken; it must be there."""
    program = tmp_path / "chromium"
    monkeypatch.setenv(chromium.VARIABLE, str(program))
    with pytest.raises(pytest.fail.Exception, match="is no program"):
        chromium.named()
    program.touch(0o755)
    assert chromium.named() == str(program)


def test_no_browser_at_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chrome: Browser
) -> None:
    """Without any browser the skip says what is missing, and how to get it."""

    class Bare:
        class chromium:  # noqa: N801 - as Playwright names it
            executable_path = str(tmp_path / "none")

    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    chromium.installed.cache_clear()
    with pytest.raises(pytest.skip.Exception, match=r"missing tool: chromium.*apt-get"):
        chromium.chromium(Bare())  # type: ignore[arg-type]
    chromium.installed.cache_clear()
