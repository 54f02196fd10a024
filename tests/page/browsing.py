"""The page in the Chromium that is installed: as a person has it before them, and measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, expect

from voice_rom.page.server import PageServer

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "page"
"""Kept for somebody to look at."""

SIZES: Final = ((1920, 1080), (1280, 800), (390, 844), (360, 640))
_OF_LOOKS: Final = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast", "color-contrast-enhanced", "target-size"),
            "scrollable-region-focusable",
        ],
    },
}
"""The rules to which sizes and colours make a difference."""

_ALL: Final = {
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"),
            "best-practice",
        ],
    },
}
"""Contrast is wanted as 7 to 1 (AAA); axe knows most of the rest as A and AA."""


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@contextmanager
def browsing(browser: Browser, **options: Any) -> Iterator[BrowserContext]:  # noqa: ANN401 - theirs
    """A browser that knows nothing yet; what it complains about fails the test."""
    context = browser.new_context(**{"reduced_motion": "reduce", **options})
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    try:
        yield context
    finally:
        context.close()
    unforeseen = [each for each in complaints if "ERR_CONNECTION_REFUSED" not in each]
    assert unforeseen == [], unforeseen


def open_link(context: BrowserContext, server: PageServer) -> Page:
    """The page, as soon as it follows the session."""
    page = context.new_page()
    page.goto(server.link)
    expect(page.locator("body.is-found")).to_be_attached()
    return page


def violations(page: Page, *, looks: bool = False) -> list[str]:
    """What axe finds, a line each. `looks`: only where sizes and colours make a difference."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, rules)", _OF_LOOKS if looks else _ALL)
    ran = {each["id"] for each in (*found["passes"], *found["violations"])}
    assert "color-contrast-enhanced" in ran
    return [
        f"{each['id']}: {each['help']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def measures(page: Page) -> dict[str, Any]:
    """What must hold at every size: see the test."""
    result = page.evaluate(
        """() => {
          const small = [];
          for (const each of document.querySelectorAll("button, a, summary")) {
            const box = each.getBoundingClientRect();
            if (box.width === 0) continue;
            const least = each.classList.contains("answer") ? 96 : 44;
            if (box.height < least || box.width < least) small.push(each.outerHTML.slice(0, 90));
          }
          const canvas = document.createElement("canvas").getContext("2d");
          // Where all is said at once, as while help is called, all of it must be in sight instead.
          const spoken = document.querySelector("#talk p:not(.many)");
          let capital = 0;
          if (spoken) {
            const style = getComputedStyle(spoken);
            canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            capital = canvas.measureText("H").actualBoundingBoxAscent;
          }
          return {
            small, capital,
            tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
          };
        }"""
    )
    assert isinstance(result, dict)
    return result
