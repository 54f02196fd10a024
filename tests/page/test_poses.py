"""The drawings in a real browser, where each movement begins and where it ends."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.page.browsing import browsing, open_link
from tests.page.serving import served_page
from tests.reporting.browser import running_browser
from voice_rom.page.figures import drawn
from voice_rom.page.server import PageServer
from voice_rom.page.state import PageState

pytestmark = pytest.mark.real

POSES: Final = {"at the beginning": 0.0, "at the end": 0.56}
"""What share of the animation has passed: see `moves` in page.css."""

FAULTS: Final = """passed => {
  for (const each of document.getAnimations()) {
    each.pause();
    each.currentTime = passed * each.effect.getTiming().duration;
  }
  const svg = document.querySelector("#figure svg");
  const pixel = svg.getScreenCTM().a;
  const box = (each) => each.getBoundingClientRect();
  const boxes = (what) => [...svg.querySelectorAll(what)].map(box);
  const faults = [];
  const ground = Math.max(...boxes(".ground").map((each) => each.bottom), 0) || Infinity;
  for (const each of boxes(".limb, .part, .head")) {
    if (each.bottom > ground + 4 * pixel) faults.push("a limb below the ground");
  }
  const view = svg.viewBox.baseVal;
  const corner = new DOMPoint(view.x, view.y).matrixTransform(svg.getScreenCTM());
  for (const word of boxes("text")) {
    if (word.left < corner.x || word.right > corner.x + view.width * pixel) {
      faults.push("a word beyond the edge");
    }
    for (const mat of boxes("rect.thing")) {
      const isBeside = word.right < mat.left || word.left > mat.right;
      const isAbove = word.bottom < mat.top || word.top > mat.bottom;
      if (!isBeside && !isAbove) faults.push("a word on the mat");
    }
  }
  return faults;
}"""


@pytest.fixture(scope="module", name="easel")
def _easel() -> Iterator[tuple[PageServer, Page]]:
    looks = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "no-preference"}
    with (
        running_browser() as browser,
        served_page() as (opened, _),
        browsing(browser, **looks) as context,
    ):
        yield opened.server, open_link(context, opened.server)


@pytest.mark.parametrize("name", sorted(drawn()))
def test_limbs_stay_above_the_ground_and_words_beside_what_they_name(
    easel: tuple[PageServer, Page], name: str
) -> None:
    server, page = easel
    server.show(server.renderer.regions(PageState(moment=name)))
    page.goto(page.url)
    expect(page.locator("#figure svg")).to_be_visible()
    for pose, passed in POSES.items():
        assert page.evaluate(FAULTS, passed) == [], pose
