"""The staff's page in a real browser: what it looks like, that it is heard, and that it locks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.commands.kept_history import TRUNK, History, given
from tests.page.browsing import SIZES, browsing, violations
from tests.staff.browsing import PICTURES, open_desk, sign_in
from tests.staff.scenes import SCENES, settled
from tests.staff.serving import NAME, MovedClock, ServedDesk, served_desk
from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallAcknowledged,
    CallReason,
    CallSeen,
    Order,
    OrderKind,
    RoomState,
)

pytestmark = pytest.mark.real

WHOLE_WIDTH = 1280
"""At this width all rules are tried, at others those to which the size makes a difference."""

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "dark": {"color_scheme": "dark"},
    "high-contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}

CALL = Call(call_id="call-0001", reason=CallReason.HELP)

_SOUNDS = "() => [typeof sounding === 'object' && sounding !== null, audio?.state]"

_SMALL = """() => [...document.querySelectorAll("button, a, summary, input:not([type=hidden])")]
  .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width > 0 && (box.width < 44 || box.height < 44))
  .map(([, html]) => html)"""

_TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browsing(browser) as context:
        yield context


def look_at(page: Page, name: str) -> None:
    """Every size and every look; pictures of them are kept."""
    for width, height in SIZES:
        what = f"{name}-{width}x{height}"
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{what}.png")
        assert page.evaluate(_SMALL) == [], what
        assert not page.evaluate(_TOO_WIDE), what
        assert violations(page, looks=width != WHOLE_WIDTH) == [], what
    for look, options in LOOKS.items():
        page.emulate_media(**options)
        page.screenshot(path=PICTURES / f"{name}-360x640-{look}.png")
        assert look == "forced" or violations(page, looks=True) == [], look
        page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="none")


def finished_today(folder: Path) -> Path:
    """Make a folder with one session that finished ten minutes ago, by the desk's clock."""
    kept = History(folder)
    folder.mkdir()
    kept.clock.now = MovedClock().now() - timedelta(days=7, minutes=10)
    kept.lead(given(TRUNK))
    return folder


@pytest.mark.parametrize("name", SCENES)
def test_every_state_is_accessible_and_whole_at_every_size(
    desk: ServedDesk, context: BrowserContext, name: str
) -> None:
    rooms = SCENES[name](desk)
    settled(desk.signed_in(), name)
    page = open_desk(context, desk)
    sign_in(page)

    look_at(page, name)
    assert page.locator(".tile").count() >= len(rooms)


def test_whichever_room_moves_who_needs_somebody_is_first(
    desk: ServedDesk, context: BrowserContext
) -> None:
    urgency = (Activity.WELFARE, Activity.FAULT, Activity.QUESTION, Activity.WAITING)
    rooms = {number: desk.room(f"Room {number}").begin() for number in range(1, 7)}
    page = open_desk(context, desk)
    sign_in(page)
    now = dict.fromkeys(rooms, Activity.WAITING)
    for number, activity in (
        (6, Activity.WELFARE),
        (1, Activity.QUESTION),
        (3, Activity.FAULT),
        (2, Activity.QUESTION),
        (6, Activity.WAITING),
        (1, Activity.WAITING),
        (5, Activity.WELFARE),
        (3, Activity.WAITING),
    ):
        now[number] = activity
        rooms[number].send(RoomState(activity=activity))
        ordered = sorted(now, key=lambda each: (urgency.index(now[each]), each))
        names = page.locator(".tile h3")
        expect(names).to_have_text([f"Room {each}" for each in ordered])
        assert names.count() == len(rooms)


def test_a_rooms_settings_are_folded_away_and_stay_unfolded(
    desk: ServedDesk, context: BrowserContext
) -> None:
    rooms = SCENES["trouble"](desk)
    settled(desk.signed_in(), "trouble")
    page = open_desk(context, desk)
    sign_in(page)
    greetings = page.get_by_text("Welcome to the Green Practice.")
    expect(greetings.first).to_be_hidden()

    for each in page.locator(".settings > summary").all():
        each.click()
    look_at(page, "settings")

    rooms[0].send(RoomState(activity=Activity.BEGINNING))
    expect(page.get_by_text("Greeting and sound check")).to_be_visible()
    assert all(each.is_visible() for each in greetings.all())


def test_todays_reports_are_accessible_and_whole_at_every_size(
    tmp_path: Path, context: BrowserContext
) -> None:
    kept = finished_today(tmp_path / "kept")
    with served_desk(tmp_path / "desk", storage__keep=True, storage__folder=str(kept)) as desk:
        page = open_desk(context, desk)
        sign_in(page)
        page.get_by_role("link", name="Today's reports").click()
        page.locator("summary", has_text="Delete").click()
        look_at(page, "reports")
        page.get_by_role("link", name="QR code").click()
        look_at(page, "qr")
        page.get_by_role("link", name="Back to the rooms").click()
        expect(page.get_by_text("No room has connected yet.")).to_be_visible()


def test_reports_that_could_not_be_read_come_by_themselves_in_the_same_document(
    tmp_path: Path, browser: Browser
) -> None:
    kept = finished_today(tmp_path / "kept")
    with (
        browser.new_context() as context,  # the browser complains of the status
        served_desk(
            tmp_path / "desk",
            storage__keep=True,
            storage__folder=str(kept),
            storage__busy_timeout=0.05,
        ) as desk,
    ):
        page = open_desk(context, desk)
        sign_in(page)
        with closing(sqlite3.connect(kept / "history.db")) as other:
            other.execute("BEGIN EXCLUSIVE")
            page.get_by_role("link", name="Today's reports").click()
            expect(page.get_by_text("this page keeps trying")).to_be_visible()
            page.evaluate("window.isTheSameDocument = true")

        expect(page.get_by_text("this computer")).to_be_visible(timeout=20_000)
        assert page.evaluate("window.isTheSameDocument")
        expect(page.get_by_text("this page keeps trying")).to_have_count(0)


def test_the_sign_in_is_accessible_and_tells_the_wait(desk: ServedDesk, browser: Browser) -> None:
    for _ in range(6):
        desk.clock.move(1000)
        desk.stranger().sign_in(NAME, "999990")
    with browser.new_context() as context:  # the browser complains of a wrong PIN's status
        page = open_desk(context, desk)
        page.get_by_label("Your name").fill(NAME)
        page.get_by_label("Your PIN").fill("999990")
        page.get_by_role("button", name="Sign in").click()

        expect(page.locator("#wait")).to_contain_text("You can try again in")
        expect(page.get_by_role("button", name="Sign in")).to_be_disabled()
        look_at(page, "sign-in")


def test_a_call_is_red_on_top_heard_and_seen_until_somebody_is_on_it(
    desk: ServedDesk, context: BrowserContext
) -> None:
    room = desk.room().begin()
    page = open_desk(context, desk)
    sign_in(page)

    room.send(CALL)

    expect(page.get_by_text("Room 2 called for help")).to_be_in_viewport()
    assert room.next() == CallSeen(call_id=CALL.call_id)
    assert page.title() == "HELP: Room 2"
    assert page.evaluate(_SOUNDS) == [True, "running"]
    page.get_by_role("button", name="I'm on it").click()
    assert room.next() == CallAcknowledged(call_id=CALL.call_id)
    expect(page.get_by_text("Room 2: Weber is on it")).to_be_visible()
    assert page.evaluate(_SOUNDS)[0] is False
    assert page.title() == "Rooms"


def test_a_browser_that_lets_nothing_sound_is_told_and_can_be_told_to(
    browser: Browser, desk: ServedDesk
) -> None:
    with browsing(browser) as context:
        context.add_init_script(  # as where the person has not yet touched the page
            "class Blocked extends AudioContext { #allowed = false;"
            " get state() { return this.#allowed ? super.state : 'suspended'; }"
            " resume() { this.#allowed = navigator.userActivation.isActive;"
            " return super.resume().then(() => this.onstatechange?.()); } }"
            " window.AudioContext = Blocked;"
        )
        page = open_desk(context, desk)
        sign_in(page)

        allow = page.get_by_role("button", name="Turn on the sound")
        expect(allow).to_be_visible()
        allow.click()
        expect(allow).to_be_hidden()
        assert page.evaluate("audio.state") == "running"


def test_a_sound_that_could_not_be_fetched_is_fetched_again(
    browser: Browser, desk: ServedDesk
) -> None:
    with browser.new_context() as context:  # the browser complains of what it could not fetch
        unhandled: list[str] = []
        context.on("weberror", lambda error: unhandled.append(str(error.error)))
        context.route("**/static/call.wav", lambda route: route.abort(), times=1)
        page = open_desk(context, desk)
        with page.expect_response("**/static/call.wav") as fetched:
            sign_in(page)
        assert fetched.value.ok
        assert unhandled == []


def test_ending_a_session_is_asked_once_more_and_starting_is_not(
    desk: ServedDesk, context: BrowserContext
) -> None:
    room = desk.room().begin()
    page = open_desk(context, desk)
    sign_in(page)
    page.wait_for_timeout(700)  # nothing counts while the page has just moved

    page.get_by_role("button", name="Start: Room 2").click()
    started = room.next()
    assert isinstance(started, Order)
    assert started.order is OrderKind.START
    room.send(RoomState(activity=Activity.BEGINNING))
    page.locator("summary", has_text="End").click()
    page.get_by_role("button", name="Yes, end it: Room 2").click()
    ended = room.next()
    assert isinstance(ended, Order)
    assert ended.order is OrderKind.END


def test_a_page_left_open_over_night_locks_itself_and_still_shows_a_call(
    desk: ServedDesk, context: BrowserContext
) -> None:
    room = desk.room().begin(Activity.PAUSED)
    page = open_desk(context, desk)
    sign_in(page)
    expect(page.get_by_text("Paused")).to_be_visible()

    desk.clock.move(9 * 3600)

    page.evaluate("window.isTheSameDocument = true")
    expect(page.get_by_text("This page is locked.")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("Paused")).to_have_count(0)
    room.send(CALL)
    expect(page.get_by_text("Room 2 called for help")).to_be_visible()
    assert room.next() == CallSeen(call_id=CALL.call_id)
    # In a new document, a browser would keep silent until somebody touches the page.
    assert page.evaluate("window.isTheSameDocument")
    assert page.evaluate(_SOUNDS) == [True, "running"]
    look_at(page, "locked")
    sign_in(page)
    page.get_by_role("button", name="I'm on it").click()
    assert room.next() == CallAcknowledged(call_id=CALL.call_id)
