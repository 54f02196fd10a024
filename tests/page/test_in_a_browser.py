"""The page in a real browser, in every state: what it looks like, and whether it can be used."""

import time
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.page.browsing import (
    PICTURES,
    SIZES,
    browsing,
    measures,
    open_link,
    violations,
)
from tests.page.scenes import SCENES
from tests.page.serving import PATIENCE, Posted, served_page
from tests.page.stories import told
from tests.page.telling import ToldSession
from tests.reporting.browser import running_browser
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded
from voice_rom.page.opening import OpenPage
from voice_rom.page.server import PageServer
from voice_rom.page.state import Level
from voice_rom.ports import RoomLevel

pytestmark = pytest.mark.real

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "dark": {"color_scheme": "dark"},
    "dark-high-contrast": {"color_scheme": "dark", "contrast": "more"},
    "high-contrast": {"color_scheme": "light", "contrast": "more"},
}

WHOLE_WIDTH = 1280
"""At this width all rules are tried, at others those to which the size makes a difference."""

LOUD = RoomLevel(noise_dbfs=-60.0, peak_dbfs=-15.0, level_dbfs=-20.0, zeros=False)

LETTER_PX = 87
"""24 mm on a screen of 24 inches with 1920 by 1080 pixels."""


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def gallery(browser: Browser) -> Iterator[tuple[PageServer, Page]]:
    """One page that is shown one state after the other."""
    with served_page() as (opened, _), browsing(browser) as context:
        yield opened.server, open_link(context, opened.server)


@pytest.fixture
def served() -> Iterator[tuple[OpenPage, Posted]]:
    with served_page() as served:
        yield served


@pytest.fixture
def page(served: tuple[OpenPage, Posted]) -> OpenPage:
    return served[0]


@pytest.fixture
def posted(served: tuple[OpenPage, Posted]) -> Posted:
    return served[1]


@pytest.mark.parametrize("scene", SCENES)
def test_every_state_is_accessible_and_whole_at_every_size(
    gallery: tuple[PageServer, Page], scene: str
) -> None:
    # Sizes change where things stand, and schemes change colours alone: each is tried by itself.
    server, shown = gallery
    server.show(server.renderer.regions(told(SCENES[scene]).state))
    shown.goto(shown.url)
    expect(shown.locator("body.is-found")).to_be_attached()
    server.show_level(Level(6, zeros=False))
    for width, height in SIZES:
        what = f"{scene}-{width}x{height}"
        shown.set_viewport_size({"width": width, "height": height})
        shown.screenshot(path=PICTURES / f"{what}.png")
        measured = measures(shown)
        assert measured["small"] == [], what
        assert not measured["tooWide"], what
        assert measured["capital"] == 0 or width < 1920 or measured["capital"] >= LETTER_PX
        assert violations(shown, looks=width != WHOLE_WIDTH) == [], what
    shown.set_viewport_size({"width": 1280, "height": 800})
    for name, looks in LOOKS.items():
        shown.emulate_media(**looks)
        assert violations(shown, looks=True) == [], name
        shown.screenshot(path=PICTURES / f"{scene}-1280x800-{name}.png")
    shown.emulate_media(color_scheme="light", contrast="no-preference")


@pytest.mark.parametrize("scene", ["step-is-said", "longest-step", "question", "angling", "side"])
def test_the_sentence_and_all_buttons_are_seen_at_once_from_two_metres(
    gallery: tuple[PageServer, Page], scene: str
) -> None:
    server, shown = gallery
    shown.set_viewport_size({"width": 1920, "height": 1080})
    server.show(server.renderer.regions(told(SCENES[scene]).state))
    shown.goto(shown.url)
    assert measures(shown)["capital"] >= LETTER_PX
    assert shown.evaluate("document.documentElement.scrollHeight") <= 1080


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_summary_and_the_way_to_the_report_are_in_sight_at_once(
    gallery: tuple[PageServer, Page], size: tuple[int, int]
) -> None:
    server, shown = gallery
    shown.set_viewport_size({"width": size[0], "height": size[1]})
    server.show(server.renderer.regions(told(SCENES["summary"]).state))
    shown.goto(shown.url)
    expect(shown.get_by_role("heading", name="What you noticed")).to_have_count(1)
    expect(shown.get_by_text("What you noticed", exact=True).locator("visible=true")).to_have_count(
        1
    )
    expect(shown.get_by_role("link", name="Open the report")).to_be_in_viewport(ratio=1.0)
    assert shown.evaluate("document.documentElement.scrollHeight") <= size[1]


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (1280, 600)])
def test_stop_is_in_sight_however_small_the_window_is(
    gallery: tuple[PageServer, Page], size: tuple[int, int]
) -> None:
    server, shown = gallery
    shown.set_viewport_size({"width": size[0], "height": size[1]})
    server.show(server.renderer.regions(told(SCENES["longest-step"]).state))
    shown.goto(shown.url)
    stop = shown.locator(".command.is-stop").bounding_box()
    assert stop is not None
    assert stop["y"] >= 0.0
    assert stop["y"] + stop["height"] <= size[1]


@pytest.mark.parametrize("size", SIZES)
def test_when_help_is_called_what_can_be_answered_is_in_sight(
    gallery: tuple[PageServer, Page], size: tuple[int, int]
) -> None:
    server, shown = gallery
    shown.set_viewport_size({"width": size[0], "height": size[1]})
    server.show(server.renderer.regions(told(SCENES["help-awaited"]).state))
    shown.goto(shown.url)
    box = shown.locator(".command.is-stop").bounding_box()
    said = shown.locator("#talk p").last.bounding_box()
    heard = shown.locator("#heard").bounding_box()
    assert box is not None
    assert said is not None
    assert heard is not None
    assert said["y"] + said["height"] <= heard["y"] + 1.0
    for meaning in ("yes", "help"):
        answer = shown.locator(f".answer.is-{meaning}").bounding_box()
        assert answer is not None
        assert answer["y"] >= 0.0
        assert answer["y"] + answer["height"] <= min(box["y"], size[1]), meaning


def test_every_part_works_with_keys_alone(browser: Browser, page: OpenPage, posted: Posted) -> None:
    SCENES["question"](ToldSession(page.display))
    with browsing(browser) as context:
        shown = open_link(context, page.server)
        for key, meaning in (
            ("ArrowLeft", Meaning.LEFT),
            ("p", Meaning.PAUSE),
            (">", Meaning.LOUDER),
            ("Escape", Meaning.STOP),
        ):
            shown.keyboard.press(key)
            assert posted.wait_for(meaning), key


def test_a_key_that_means_nothing_stops(browser: Browser, page: OpenPage, posted: Posted) -> None:
    SCENES["question"](ToldSession(page.display))
    with browsing(browser) as context:
        open_link(context, page.server).keyboard.press("v")  # whoever is in need may hit any
        assert posted.wait_for(None)


def test_a_key_on_a_button_presses_that_button_and_nothing_else(
    browser: Browser, page: OpenPage, posted: Posted
) -> None:
    SCENES["question"](ToldSession(page.display))
    with browsing(browser) as context:
        shown = open_link(context, page.server)
        shown.keyboard.press("Control+y")
        shown.get_by_role("button", name="No key N").focus()
        shown.keyboard.press("Tab")
        shown.keyboard.press("Space")
        assert posted.wait_for(Meaning.UNSURE)
        assert posted.meanings == [Meaning.UNSURE]


def test_single_keys_can_be_turned_off(browser: Browser, page: OpenPage, posted: Posted) -> None:
    SCENES["question"](ToldSession(page.display))
    with browsing(browser) as context:
        shown = open_link(context, page.server)
        shown.get_by_text("More", exact=True).click()
        shown.get_by_role("button", name="Single keys: on").click()
        shown.keyboard.press("y")
        shown.get_by_role("button", name="Single keys: off").click()
        shown.keyboard.press("n")
        assert posted.wait_for(Meaning.NO)
        assert posted.meanings == [Meaning.NO]


def test_the_focus_stays_on_the_button_while_the_page_goes_on(
    browser: Browser, page: OpenPage
) -> None:
    session = ToldSession(page.display)
    SCENES["question"](session)
    with browsing(browser) as context:
        shown = open_link(context, page.server)
        yes = shown.get_by_role("button", name="Yes key Y")
        yes.focus()
        session.say("left")
        expect(shown.locator("#heard")).to_contain_text("doesn't answer this question")
        session.listen()
        expect(yes).to_be_focused()
        assert shown.evaluate("document.activeElement.value") == "yes"


def test_the_sign_says_listening_only_while_sound_arrives(browser: Browser, page: OpenPage) -> None:
    SCENES["question"](ToldSession(page.display))
    with browsing(browser) as context:
        shown = context.new_page()
        shown.clock.install(time=0)
        shown.goto(page.server.link)
        expect(shown.locator("body.is-found")).to_be_attached()
        shown.clock.pause_at(60_000)
        sign = shown.locator("#sign")
        page.display.level(0.0, LOUD)
        expect(shown.locator('#sign .level[data-steps="8"]')).to_be_visible()
        expect(sign.get_by_text("Listening", exact=True)).to_be_visible()
        shown.clock.run_for(3000)  # and nothing more arrives
        expect(sign.get_by_text("No sound from the microphone")).to_be_visible()
        expect(sign.get_by_text("Listening", exact=True)).to_be_hidden()
        page.display.level(0.0, LOUD)
        expect(sign.get_by_text("Listening", exact=True)).to_be_visible()
        assert "is-deaf" not in (sign.get_attribute("class") or "")


def test_seven_pages_at_once_all_follow_and_all_can_answer(
    browser: Browser, page: OpenPage, posted: Posted
) -> None:
    session = ToldSession(page.display)
    SCENES["question"](session)
    with browsing(browser) as context:
        pages = [open_link(context, page.server)]
        for _ in range(6):
            pages.append(context.new_page())
            pages[-1].goto(pages[0].url)
        session.say("yes")
        session.listen()
        for shown in pages:
            expect(shown.locator("#talk")).to_contain_text("Is that right?")
        assert page.server.readers == 1
        pages[6].get_by_role("button", name="Yes key Y").click()
        assert posted.wait_for(Meaning.YES)
        pages[0].close()
        session.tell(Commanded(Meaning.YES))
        session.listen()
        for shown in pages[1:]:
            expect(shown.locator("#talk")).to_contain_text("Which side is easier")
    assert posted.meanings == [Meaning.YES]


def test_when_all_pages_have_gone_nobody_reads_on_and_one_that_comes_back_is_told_all(
    browser: Browser, page: OpenPage
) -> None:
    session = ToldSession(page.display)
    SCENES["question"](session)
    with browsing(browser) as context:
        pages = [open_link(context, page.server)]
        pages.append(context.new_page())
        pages[1].goto(pages[0].url)
        expect(pages[1].locator("body.is-found")).to_be_attached()
        assert page.server.readers == 1
        for shown in pages:  # as a browser tells it when it keeps the page, to go back to it
            shown.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        deadline = time.monotonic() + PATIENCE
        while page.server.readers > 0:
            assert time.monotonic() < deadline
        session.say("yes")
        session.listen()
        for shown in pages:
            shown.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
            expect(shown.locator("#talk")).to_contain_text("Is that right?")
        assert page.server.readers == 1
        session.tell(Commanded(Meaning.YES))
        session.listen()
        for shown in pages:
            expect(shown.locator("#talk")).to_contain_text("Which side is easier")


def test_a_page_that_has_lost_the_session_says_so_and_comes_back_by_itself(
    browser: Browser,
) -> None:
    with served_page() as (first, _), browsing(browser) as context:
        SCENES["question"](ToldSession(first.display))
        shown = open_link(context, first.server)
        expect(shown.locator("#connection")).to_be_hidden()
        context.set_offline(offline=True)
        shown.evaluate("take({kind: 'lost'})")  # a browser's worker does not notice by itself
        expect(shown.locator("#connection")).to_contain_text("connection to voice_rom is lost")
        expect(shown.locator("#sign")).to_be_hidden()
        assert violations(shown) == []
        context.set_offline(offline=False)
        expect(shown.locator("#connection")).to_be_hidden()
        expect(shown.locator("#sign")).to_be_visible()


def test_it_can_be_read_and_answered_without_any_script(
    browser: Browser, page: OpenPage, posted: Posted
) -> None:
    session = ToldSession(page.display)
    SCENES["question"](session)
    with browsing(browser, java_script_enabled=False) as context:
        shown = context.new_page()
        shown.goto(page.server.link)
        expect(shown.locator("#talk")).to_contain_text("Is it easier to turn")
        shown.get_by_role("button", name="Yes key Y").click()
        assert posted.wait_for(Meaning.YES)
        session.say("yes")
        session.listen()
        expect(shown.locator("#talk")).to_contain_text("Is that right?")  # it loads itself again


def test_scripts_that_are_late_find_the_page_as_it_is_by_then(
    browser: Browser, page: OpenPage, posted: Posted
) -> None:
    session = ToldSession(page.display)
    SCENES["question"](session)
    with browsing(browser) as context:
        held: list[Route] = []
        context.route("**/page.js", lambda route: held.insert(0, route))
        shown = context.new_page()
        shown.goto(page.server.link, wait_until="commit")
        expect(shown.locator("#talk")).to_contain_text("Is it easier to turn")
        session.say("yes")
        session.listen()
        held[0].continue_()
        expect(shown.locator("#talk")).to_contain_text("Is that right?")
        shown.keyboard.press("y")
        assert posted.wait_for(Meaning.YES)


@pytest.mark.parametrize(
    "looks",
    [
        {"viewport": {"width": 320, "height": 256}},  # 1280 by 1024 at 400 %
        {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
        {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "no-preference"},
    ],
    ids=["zoomed-to-400", "forced-colours", "with-motion"],
)
def test_it_stands_every_way_of_being_looked_at(
    browser: Browser, page: OpenPage, looks: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    SCENES["angling"](ToldSession(page.display))
    with browsing(browser, **looks) as context:
        shown = open_link(context, page.server)
        name = request.node.callspec.id
        shown.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        assert not measures(shown)["tooWide"]
        moving = shown.evaluate("document.getAnimations().length")
        assert (moving > 0) == (name == "with-motion")


def test_without_its_link_the_page_shows_nothing_of_the_session(
    browser: Browser, page: OpenPage
) -> None:
    SCENES["question"](ToldSession(page.display))
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(f"http://127.0.0.1:{page.server.port}/")
    expect(shown.locator("body")).to_contain_text("This page needs its link")
    assert violations(shown) == []
    context.close()
