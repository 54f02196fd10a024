"""From the word to the desk and back: a real kiosk, the real desk, its page in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.intercom.calling_kiosk import calling_kiosk
from tests.page.browsing import browsing
from tests.staff.browsing import open_desk, sign_in
from tests.staff.serving import KEY, ServedDesk
from voice_rom.staff.audit import Deed

pytestmark = [pytest.mark.real, pytest.mark.slow]

PATIENCE_MS = 90_000.0
SPEED = 2.0
"""Times real time: that of the simulated person alone. The desk's is real."""


@pytest.fixture
def page(browser: Browser, desk: ServedDesk) -> Iterator[Page]:
    with browsing(browser) as context:
        page = open_desk(context, desk)
        sign_in(page)
        yield page


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "room.key"
    file.write_text(KEY)
    file.chmod(0o600)
    return file


def test_who_says_help_hears_that_the_staff_know_and_only_what_is_known(
    desk: ServedDesk, page: Page, key_file: Path, tmp_path: Path
) -> None:
    url = f"ws://127.0.0.1:{desk.port}"
    with calling_kiosk(tmp_path, url, key_file, speed=SPEED) as kiosk:
        call = page.locator(".call.is-open")
        expect(call).to_contain_text("Room 2", timeout=PATIENCE_MS)
        kiosk.wait_for("I told the staff.")

        call.get_by_role("button").click()
        kiosk.wait_for("The staff have seen my message.")
        kiosk.wait_for("Say yes when you are all right again.")
    assert Deed.CALL_ACKNOWLEDGED in [deed.what for deed in desk.log()]
    assert not [line for line in desk.told if "closed" in line or "refused" in line]
