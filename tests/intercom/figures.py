"""How long it takes from the end of the word "help" to the staff's page: `script/call_figures`.

In two parts. From the word's end to the call in what the room sends: in the simulated room, with
the real voice and the real recogniser, counted in samples. From there to the page: over a real
websocket, by the real desk, in a real browser, by the computer's clock.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from playwright.sync_api import Page

from tests.kiosk.told_staff import HelpLatency
from tests.page.browsing import browsing
from tests.page.telling import settings
from tests.reporting.browser import running_browser
from tests.staff.browsing import open_desk, sign_in
from tests.staff.serving import KEY, ServedDesk, served_desk
from voice_rom.app import open_voice, perform, read_scenario
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffAcknowledged, StaffNews, StaffTold
from voice_rom.data_files import fixtures_folder
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.staff_line import StaffLine, open_staff_line
from voice_rom.ports import Alarm
from voice_rom.sound import SAMPLE_RATE

SCENARIO: Final = "help-is-called"
_PATIENCE: Final = 20.0

_WATCH: Final = """() => {
  window.shownAt = [];
  const known = new Set();
  new MutationObserver(() => {
    for (const each of document.querySelectorAll(".call.is-open")) {
      if (known.has(each.dataset.call)) continue;
      known.add(each.dataset.call);
      window.shownAt.push([each.dataset.call, (performance.timeOrigin + performance.now()) / 1000]);
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""


@click.command()
@click.option("--calls", default=30, show_default=True, help="So many calls reach the page.")
def main(calls: int) -> None:
    word = from_the_word_to_the_call()
    shown = from_the_call_to_the_page(calls)
    click.echo(f"from the word's end to the call: {word} samples ({word / SAMPLE_RATE:.3f} s)")
    click.echo(f"from the call to the page: {_spread(shown)} s, of {len(shown)}")
    click.echo(f"together, at most: {word / SAMPLE_RATE + max(shown):.3f} s")


def from_the_word_to_the_call() -> int:
    """Samples."""
    latency = HelpLatency()
    voice = open_voice(load_settings(PACKAGED))
    try:
        plan = read_scenario(fixtures_folder() / "scenarios" / f"{SCENARIO}.yaml", "en")
        perform(plan, voice=voice, model=None, display=latency)
    finally:
        voice.close()
    return max(latency.samples)


def from_the_call_to_the_page(calls: int) -> list[float]:
    """Seconds, of each call."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served_desk(Path(folder)) as desk,
        running_browser() as browser,
        browsing(browser) as context,
    ):
        key = Path(folder) / "room.key"
        key.write_text(KEY)
        key.chmod(0o600)
        page = open_desk(context, desk)
        sign_in(page)
        page.evaluate(_WATCH)
        chosen = settings(staff__url=f"ws://127.0.0.1:{desk.port}", staff__key_file=str(key))
        with open_staff_line(chosen, "", Door(), Path(folder) / "calls.json") as line:
            return [_one_call(desk, page, line) for _ in range(calls)]


def _one_call(desk: ServedDesk, page: Page, line: StaffLine) -> float:
    alarm = line.alarm(None)
    assert alarm is not None
    open_call = page.locator(".call.is-open")
    open_call.wait_for(state="detached")
    page.wait_for_timeout(200)
    began = time.time()
    alarm.alert(AlertReason.HELP)
    open_call.wait_for()
    call, at = page.evaluate("window.shownAt.at(-1)")
    _wait_for(alarm, StaffTold())
    desk.signed_in().post("/acknowledge", call=call)
    _wait_for(alarm, StaffAcknowledged())
    return float(at) - began


def _wait_for(alarm: Alarm, wanted: StaffNews) -> None:
    tick, end = threading.Event(), time.monotonic() + _PATIENCE
    while alarm.news() != wanted:
        assert time.monotonic() < end, f"never told: {wanted}"
        tick.wait(0.01)


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.3f}, p95 {late:.3f}, longest {ordered[-1]:.3f}"


if __name__ == "__main__":
    main()
