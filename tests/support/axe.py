"""axe in a page: what stands in somebody's way there, as sentences."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, levels A and AA; axe's own best practice is not asked for."""
RUN = """tags => axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
}).then(found => found.violations)"""


def violations(page: Page) -> list[str]:
    """Return a sentence for each thing in a page that WCAG 2.2 AA does not allow."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, TAGS)
    return [
        f"{each['id']}: {each['help']}: {', '.join(map(str, node['target']))}: "
        f"{node['html'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
