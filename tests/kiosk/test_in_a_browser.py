"""The page of the kiosk in a real browser: its looks, and that nobody sees the page of another."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.kiosk.test_start_screen import start_screen
from tests.page.browsing import PICTURES, SIZES, browsing, measures, open_link, violations
from tests.page.scenes import SCENES
from tests.page.serving import Posted
from tests.page.telling import ToldSession, content, settings
from tests.reporting.browser import running_browser
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import NobodyThere, SomebodyThere
from voice_rom.kiosk.page_of_one import page_of_one
from voice_rom.kiosk.reception import start_in
from voice_rom.kiosk.start_screen import show_clearing, show_trouble
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.page.access import Secrets, new_secrets
from voice_rom.page.opening import Kiosk, OpenPage
from voice_rom.page.server import Doorway

pytestmark = pytest.mark.real

CLINIC = {
    "clinic__name": "The Green Practice",
    "kiosk__greeting": "Welcome to the Green Practice.",
}
WRONG = 'clinic.toml:12: kiosk.idle_secconds: is no setting; did you mean "idle_seconds"?'


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


class Kiosks:
    """One person's page after the other, on the same address, as `Visit` serves them."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.secrets: Secrets = new_secrets(many=True)
        self.posted = Posted()
        self.touches: list[int] = []

    @contextmanager
    def page(self, languages: Sequence[str] = ("en",), **changes: object) -> Iterator[OpenPage]:
        kiosk = Kiosk(
            lambda: self.touches.append(1),
            tuple(map(start_in, languages)),
            Doorway(self.listening.dup(), self.secrets),
        )
        with page_of_one(content(), settings(**changes), self.posted, kiosk) as page:
            yield page


@pytest.fixture
def kiosks() -> Iterator[Kiosks]:
    kiosks = Kiosks()
    try:
        yield kiosks
    finally:
        kiosks.listening.close()


def start(page: OpenPage) -> None:
    start_screen(page, **CLINIC)


def languages(page: OpenPage) -> None:
    start_screen(page, ("en", "en"), **CLINIC)


def trouble(page: OpenPage) -> None:
    show_trouble(page, kiosk_wording("en"), WRONG)


def clearing(page: OpenPage) -> None:
    show_clearing(page, kiosk_wording("en"))


def nobody(page: OpenPage) -> None:
    session = ToldSession(page.display)
    SCENES["paused"](session)
    session.tell(NobodyThere(60.0))
    session.listen()


def summary(page: OpenPage) -> None:
    SCENES["summary"](ToldSession(page.display))


STATES = {each.__name__: each for each in (start, languages, trouble, clearing, nobody, summary)}


@pytest.mark.parametrize("colours", ["system", "dark", "high_contrast"])
def test_every_state_of_the_kiosk_is_accessible_and_whole_at_every_size(
    browser: Browser, kiosks: Kiosks, colours: str
) -> None:
    with kiosks.page(page__colours=colours) as page, browsing(browser) as context:
        shown = open_link(context, page.server)
        for name, show in STATES.items():
            show(page)
            shown.goto(shown.url)
            expect(shown.locator("body.is-found")).to_be_attached()
            for width, height in SIZES:
                shown.set_viewport_size({"width": width, "height": height})
                shown.screenshot(path=PICTURES / f"kiosk-{name}-{colours}-{width}x{height}.png")
                measured = measures(shown)
                assert measured["small"] == [], name
                assert not measured["tooWide"], (name, width)
                assert violations(shown, looks=width != 1280) == [], (name, width)
                if name in ("start", "languages", "trouble", "clearing"):
                    tall = shown.evaluate("document.documentElement.scrollHeight")
                    assert tall <= height, (name, width)


def test_a_touch_anywhere_is_a_sign_of_life_and_a_button_is_also_what_it_means(
    browser: Browser, kiosks: Kiosks
) -> None:
    with kiosks.page() as page, browsing(browser) as context:
        start(page)
        shown = open_link(context, page.server)
        shown.mouse.click(5, 300)
        shown.get_by_role("button", name="Start").click()
        assert kiosks.posted.wait_for(Meaning.READY)
    assert kiosks.touches == [1]  # the second one came within the same second


def test_the_warning_has_a_button_and_goes_when_somebody_is_there(
    browser: Browser, kiosks: Kiosks
) -> None:
    with kiosks.page() as page, browsing(browser) as context:
        session = ToldSession(page.display)
        SCENES["paused"](session)
        shown = open_link(context, page.server)
        session.tell(NobodyThere(60.0))
        expect(shown.locator("#notice")).to_contain_text("This session ends within 60 seconds.")
        shown.get_by_role("button", name="I'm still here").click()
        session.tell(SomebodyThere())
        expect(shown.locator("#notice p")).to_have_count(0)
    assert kiosks.touches == [1]
    assert kiosks.posted.meanings == []


def test_at_the_end_finish_leads_on_and_nothing_leads_away(
    browser: Browser, kiosks: Kiosks
) -> None:
    with kiosks.page() as page, browsing(browser) as context:
        summary(page)
        shown = open_link(context, page.server)
        expect(shown.locator("#summary")).to_contain_text("What to do next")
        assert shown.locator("a").count() == 0
        shown.get_by_role("button", name="Finish").click()
        assert kiosks.posted.wait_for(Meaning.END)


def test_a_browser_that_stays_shows_the_next_person_nothing_of_the_one_before(
    browser: Browser, kiosks: Kiosks
) -> None:
    with browsing(browser) as context:
        with kiosks.page() as page:
            summary(page)
            shown = open_link(context, page.server)
            expect(shown.locator("#summary")).to_contain_text("turn to the left")
        with kiosks.page() as page:
            start(page)
            expect(shown.get_by_role("button", name="Start")).to_be_visible()
            address = shown.url
            for look in (shown.reload, shown.go_back, shown.go_forward, shown.reload):
                look(wait_until="commit")
                assert "turn to the left" not in shown.content()
            shown.goto(address)
            expect(shown.get_by_role("button", name="Start")).to_be_visible()
