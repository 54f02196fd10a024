"""The start screen says what this is, how long it takes, how to begin, and what is wrong."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.page.scenes import SCENES
from tests.page.serving import Client, Posted
from tests.page.telling import ToldSession, content, settings
from voice_rom.app import Program
from voice_rom.content.load import load_vocabulary
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Device, DeviceLost
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.errors import EndedEarly
from voice_rom.kiosk.length import about_minutes
from voice_rom.kiosk.order import TRY_AGAIN, VisitOrder
from voice_rom.kiosk.reception import start_in
from voice_rom.kiosk.start_offer import start_choices, start_texts
from voice_rom.kiosk.start_screen import StartScreen, show_clearing, show_trouble
from voice_rom.kiosk.visit import Visit
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.page.access import new_secrets
from voice_rom.page.opening import Kiosk, OpenPage, open_page


@contextmanager
def kiosk_page(languages: Sequence[str] = ("en",)) -> Iterator[tuple[OpenPage, Posted, list[int]]]:
    """A kiosk's page, with what is pressed on it and the touches."""
    posted, touches = Posted(), list[int]()
    kiosk = Kiosk(lambda: touches.append(1), tuple(map(start_in, languages)))
    page = open_page(content(), settings(page__colours="dark"), posted, kiosk=kiosk)
    try:
        yield page, posted, touches
    finally:
        page.server.close()


def start_screen(page: OpenPage, languages: Sequence[str] = ("en",), **changes: object) -> None:
    program = Program(settings(**changes), content(), load_vocabulary("en"), Path())
    StartScreen(
        page,
        start_texts(program),
        start_choices(languages),
        sentences=Sentences(display_wording("en")),
    ).waiting(listens=True, lost=())


def shown(page: OpenPage) -> str:
    status, _, body = Client.of(page).ask("/")
    assert status == 200
    return body.decode()


def test_it_says_in_one_line_what_it_is_and_how_long_it_takes_and_how_to_begin() -> None:
    with kiosk_page() as (page, _, _):
        start_screen(page, clinic__name="The Green Practice", kiosk__greeting="Welcome & hello.")
        html = shown(page)
    minutes = about_minutes(content(), settings())
    assert f"3 short movement tests, led by a voice. About {minutes} minutes." in html
    assert abs(minutes - 8) <= 1  # what the welcome says
    assert "Say start, press any key, or touch the screen." in html
    assert "The Green Practice" in html
    assert "Welcome &amp; hello." in html
    assert 'data-colours="dark"' in html
    assert "data-kiosk" in html
    assert "Stop" not in html
    assert "/report" not in html


def test_what_is_promised_depends_on_the_tests_that_were_chosen() -> None:
    with kiosk_page() as (page, _, _):
        start_screen(page, session__tests=["trunk-rotation"])
        assert "One short movement test, led by a voice." in shown(page)
    lengths = [
        about_minutes(content(), settings(session__tests=tests))
        for tests in (["leg-lift"], ["leg-lift", "hip-rotation"], [])
    ]
    assert lengths == sorted(set(lengths))


def test_start_is_one_button_and_with_several_languages_each_has_its_own() -> None:
    with kiosk_page() as (page, posted, _):
        start_screen(page)
        assert Client.of(page).command("ready", 0)[0] == 204
        assert posted.wait_for(Meaning.READY)
    both = ("en", "en")
    with kiosk_page(both) as (page, posted, _):
        start_screen(page, both)
        assert 'value="start-en"' in shown(page)
        assert "Start in English" in shown(page)
        assert Client.of(page).command("start-en", 0)[0] == 204
        assert posted.wait_for(start_in("en"))


def test_a_touch_is_told_and_nothing_else_of_it() -> None:
    with kiosk_page() as (page, posted, touches):
        start_screen(page)
        assert Client.of(page).ask("/here", "POST", b"")[0] == 204
        stranger = Client(page.server.port, "")
        assert stranger.ask("/here", "POST", b"")[0] == 403
    assert touches == [1]
    assert posted.meanings == []


def test_a_device_that_is_gone_is_shown() -> None:
    with kiosk_page() as (page, _, _):
        program = Program(settings(), content(), load_vocabulary("en"), Path())
        screen = StartScreen(
            page,
            start_texts(program),
            start_choices(["en"]),
            sentences=Sentences(display_wording("en")),
        )
        screen.waiting(listens=False, lost=[DeviceLost(Device.MICROPHONE, "it was unplugged")])
        assert "microphone" in shown(page)


def test_what_is_wrong_is_shown_plainly_and_nobody_can_start() -> None:
    with kiosk_page() as (page, _, _):
        show_trouble(page, kiosk_wording("en"), "clinic.toml:3: kiosk.idle: is no setting <b>")
        html = shown(page)
    assert "This cannot start yet: clinic.toml:3: kiosk.idle: is no setting &lt;b&gt;" in html
    assert "it goes on by itself" in html
    assert "is-start" not in html


def test_while_it_is_wiped_it_shows_nothing_of_anybody() -> None:
    with kiosk_page() as (page, _, _):
        start_screen(page, clinic__name="The Green Practice")
        show_clearing(page, kiosk_wording("en"))
        html = shown(page)
    assert "One moment, please." in html
    assert "Green Practice" not in html


def test_a_mistake_in_the_clinics_file_is_shown_with_its_line_until_the_file_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text("[kiosk]\nidle_secconds = 5\n")
    turns = list[str]()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        secrets = new_secrets(many=True)
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=secrets,
            settings_file=str(file),
            overrides={},
            flags={},
        )
        port = listening.getsockname()[1]
        client = Client(port, f"voice_rom_{port}={secrets.cookie}")

        def turn() -> None:
            if not turns:
                turns.append(client.ask("/")[2].decode())
                file.write_text("[kiosk]\nidle_seconds = 5\n")
                os.utime(file, (1.0, 1.0))

        assert Visit(order, turn).run() == TRY_AGAIN
    (html,) = turns
    assert "clinic.toml:2: kiosk.idle_secconds" in html
    assert "idle_seconds" in html
    assert "clinic.toml:2" in capsys.readouterr().err


def test_whoever_ends_the_kiosk_is_not_kept_waiting_by_what_is_wrong(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=new_secrets(many=True),
            settings_file=str(tmp_path / "missing.toml"),
            overrides={},
            flags={},
        )
        visit = Visit(order)
        visit.door.quit()
        with pytest.raises(EndedEarly):
            visit.run()


@pytest.mark.parametrize("wanted", [False, True])
def test_the_summary_is_taken_along_as_a_code_only_where_the_clinic_wants_it(
    *, wanted: bool
) -> None:
    chosen = settings(report__qr_code=wanted)
    page = open_page(content(), chosen, Posted(), kiosk=Kiosk(lambda: None))
    try:
        SCENES["summary"](ToldSession(page.display))
        html = shown(page)
    finally:
        page.server.close()
    assert ('class="qr"' in html) == wanted
    assert ("The words are in the code itself." in html) == wanted


def test_beside_a_session_of_ones_own_there_is_no_code() -> None:
    page = open_page(content(), settings(report__qr_code=True), Posted())
    try:
        SCENES["summary"](ToldSession(page.display))
        assert 'class="qr"' not in shown(page)
    finally:
        page.server.close()
