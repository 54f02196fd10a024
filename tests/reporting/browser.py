"""The Chromium that is installed, without a window: what it makes of a page, measured."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

QUIET = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")

MEASURE = """() => {
  const width = document.documentElement.clientWidth;
  const broken = [], cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    // In a table that is laid out in lines each cell has its column's name before it instead.
    const columns = text.parentElement.closest("thead");
    if (columns && getComputedStyle(columns).display === "none") continue;
    for (const word of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const parts = [...range.getClientRects()];
      if (new Set(parts.map(part => Math.round(part.top))).size > 1) broken.push(word[0]);
      if (parts.length === 0 || parts.some(part => part.left < 0 || part.right > width + 0.5)) {
        cut.push(word[0]);
      }
    }
  }
  const scrolled = [...document.querySelectorAll("html, body, body *:not(svg *)")]
    .filter(element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
    .map(element => element.tagName + ": " + element.textContent.trim().slice(0, 40));
  return {words: document.body.innerText.split(/\\s+/).length, broken, cut, scrolled};
}"""
"""A hyphen in the text is a good place for a line's end; within a word there is none."""


@dataclass(frozen=True)
class Measured:
    """What is wrong with a page at one width; `words` says that there was a page."""

    words: int
    broken: list[str]
    """Words of which a part stands on the next line."""
    cut: list[str]
    """Words that are not wholly within the page's width, or not to be seen at all."""
    scrolled: list[str]
    """Elements that hold more than they are wide."""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium, and end it for sure. Without one the test is left out, but not in CI."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        without = pytest.fail if os.environ.get("CI") else pytest.skip
        without("Not installed: chromium. On Debian type: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Browser, file: Path, *, width: int, height: int = 900) -> Iterator[Page]:
    """The page in `file`, in a window whose inside is `width` CSS pixels wide."""
    # Playwright's own measuring script may run; the page itself allows none.
    page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)
    try:
        page.goto(file.as_uri())
        yield page
    finally:
        page.close()


def measured(page: Page) -> Measured:
    return Measured(**page.evaluate(MEASURE))
