"""What must hold of every page that anybody sees."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import Someone

WIDE, NARROW, NARROWEST = 1280, 390, 320
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ASKED = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
AXE = Axe()


def looks_well(someone: Someone) -> None:
    """Look at the page, folded parts opened, at each width: axe finds nothing, nothing sticks out.

    The page is left at the width that it had.
    """
    page, was = someone.page, someone.page.viewport_size
    folded = page.evaluate_handle("[...document.querySelectorAll('details:not([open])')]")
    folded.evaluate("all => all.forEach(one => { one.open = true })")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found = violations(page)
        assert not found, f"at {width} px on {someone.path}: {found}"
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    out = sticking_out(page)
    assert not out, f"at {NARROWEST} px on {someone.path}: {out}"
    folded.evaluate("all => all.forEach(one => { one.open = false })")
    if was:
        page.set_viewport_size(was)


def violations(page: Page) -> list[str]:
    """Return what axe finds, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(
        "asked => axe.run(asked).then(told => told.violations)", ASKED
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]


def sticking_out(page: Page) -> list[str]:
    """Return what makes the page scroll sideways: the elements that reach beyond its edge."""
    found: list[str] = page.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= edge) { return []; }
            const out = [...document.body.querySelectorAll('*')]
                .filter(one => one.getBoundingClientRect().right > edge + 1)
                .map(one => `${one.tagName} ${one.className} ${one.id}`);
            return ['the page scrolls sideways', ...out.slice(0, 8)];
        }"""
    )
    return found
