"""What can be taken along from a kiosk, in a browser: in sight, and plain to a screen reader."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.page.browsing import PICTURES, browsing, open_link, violations
from tests.page.scenes import SCENES
from tests.page.serving import Posted
from tests.page.telling import ToldSession, content, settings
from tests.reporting.browser import running_browser
from voice_rom.kiosk.printing import PRINT
from voice_rom.page.opening import Kiosk, OpenPage, open_page

pytestmark = [pytest.mark.real, pytest.mark.slow]

SENT = "Your report has been sent to the printer."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def page() -> Iterator[OpenPage]:
    chosen = settings(report__qr_code=True, report__printing=True)
    opened = open_page(content(), chosen, Posted(), kiosk=Kiosk(lambda: None, (PRINT,)))
    SCENES["summary"](ToldSession(opened.display))
    yield opened
    opened.server.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1920, 1080), (360, 640)])
def test_axe_finds_nothing_wrong_with_it(
    browser: Browser, page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    width, height = size
    with browsing(
        browser, viewport={"width": width, "height": height}, color_scheme=scheme
    ) as context:
        shown = open_link(context, page.server)
        assert violations(shown) == []
        page.display.tell_printing(SENT)
        expect(shown.get_by_role("status").filter(has_text=SENT)).to_be_visible()
        assert violations(shown) == []
        PICTURES.mkdir(parents=True, exist_ok=True)
        shown.screenshot(path=PICTURES / f"kiosk-take-along-{width}-{scheme}.png")


def test_on_a_large_screen_the_code_and_what_becomes_of_printing_are_in_sight_at_once(
    browser: Browser, page: OpenPage
) -> None:
    with browsing(browser, viewport={"width": 1920, "height": 1080}) as context:
        shown = open_link(context, page.server)
        page.display.tell_printing(SENT)
        expect(shown.get_by_text(SENT)).to_be_visible()
        for what in (shown.get_by_label("A QR code"), shown.get_by_text(SENT)):
            box = what.bounding_box()
            assert box is not None
            assert 0 <= box["x"] < box["x"] + box["width"] <= 1920
            assert 0 <= box["y"] < box["y"] + box["height"] <= 1080
