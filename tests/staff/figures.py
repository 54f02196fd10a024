"""The desk's figures, measured: `script/staff_figures`. docs/STAFF.md has them.

The desk is a process of its own, as it is used. The rooms speak the real messages over real
websockets, each as fast as a session really changes, or faster; the page is in a real browser.
"""

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import click
import psutil
from playwright.sync_api import Browser, Page
from websockets.asyncio.client import ClientConnection, connect

from tests.intercom.room_settings import SETTINGS
from tests.page.browsing import browsing
from tests.reporting.browser import running_browser
from tests.running_program import running
from tests.staff.browsing import PICTURES
from tests.staff.serving import NAME, PIN
from voice_rom.intercom.key_file import make_key, read_key
from voice_rom.intercom.messages import (
    VERSION,
    Activity,
    Call,
    CallReason,
    FromRoom,
    Health,
    Hello,
    RoomState,
    as_frame,
)
from voice_rom.page.listening import listen_at
from voice_rom.staff.pins import StaffPins

CHANGE_SECONDS: Final = 4.0
"""A session tells another state about so often: each sentence that asks, each answer."""

PATIENCE: Final = 30.0

_WATCH: Final = """() => {
  window.seenAt = {};
  const note = () => {
    const now = (performance.timeOrigin + performance.now()) / 1000;
    for (const each of document.querySelectorAll(".doing, .called strong")) {
      window.seenAt[each.textContent] ??= now;
    }
  };
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
}"""


def spread(name: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return (
        f"{name}: median {statistics.median(ordered) * 1000:.0f} ms, 95th percentile "
        f"{late * 1000:.0f} ms, most {ordered[-1] * 1000:.0f} ms, of {len(ordered)}"
    )


@dataclass(frozen=True)
class RunningDesk:
    """`voice-rom staff`, in a process of its own."""

    port: int
    key: str
    process: psutil.Process

    @property
    def link(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def megabytes(self) -> float:
        return self.process.memory_info().rss / 1e6

    def seconds(self) -> float:
        """Of the processor, so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def running_desk(folder: Path) -> Iterator[RunningDesk]:
    make_key(folder / "key")
    (folder / "staff").mkdir()
    StaffPins(folder / "staff").add(NAME, PIN)
    with listen_at("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    settings = folder / "settings.toml"
    settings.write_text(
        f"[staff]\nport = {port}\nkey_file = '{folder / 'key'}'\nfolder = '{folder / 'staff'}'\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "voice_rom", "staff", "--settings", str(settings)]
    with running(command, patience=600.0, stderr=subprocess.PIPE) as program:
        assert program.stderr is not None
        assert "The staff's page" in program.stderr.readline()
        yield RunningDesk(port, read_key(str(folder / "key")), psutil.Process(program.pid))
        program.terminate()


class ManyRooms:
    """So many rooms in a thread and a loop of their own."""

    def __init__(self, desk: RunningDesk, count: int) -> None:
        self._desk = desk
        self._count = count
        self._lines: list[ClientConnection] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._busy: Future[None] | None = None
        self._reading: list[asyncio.Task[None]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._connect())
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def work(self) -> None:
        """From now on each tells another state every few seconds."""
        self._busy = asyncio.run_coroutine_threadsafe(self._tell_without_end(), self._loop)

    def rest(self) -> None:
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None

    def tell(self, room: int, message: FromRoom) -> float:
        """When it was sent, by the time of day."""
        sent = time.time()
        self._do(self._lines[room].send(as_frame(message)))
        return sent

    def _do(self, work: Coroutine[object, object, object]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _connect(self) -> None:
        for number in range(self._count):
            line = await connect(
                f"ws://127.0.0.1:{self._desk.port}/rooms",
                additional_headers={"Authorization": f"Bearer {self._desk.key}"},
            )
            name, room_id = f"Room {number + 1}", f"room-{number:04}"
            hello = Hello(version=VERSION, program="1.0", room=name, room_id=room_id)
            await line.send(as_frame(hello))
            await line.recv()
            await line.send(as_frame(_state(number)))
            await line.send(as_frame(Health(microphone="USB PnP Sound Device", noise_dbfs=-58)))
            await line.send(as_frame(SETTINGS))
            self._lines.append(line)
            self._reading.append(asyncio.create_task(_read(line)))

    async def _tell_without_end(self) -> None:
        chance = random.Random(1)  # noqa: S311 - no secret
        pause = CHANGE_SECONDS / self._count
        while True:
            await asyncio.sleep(pause)
            line = self._lines[chance.randrange(2, self._count)]
            await line.send(as_frame(_state(chance.randrange(10_000))))

    async def _close(self) -> None:
        for line in self._lines:
            await line.close()
        await asyncio.gather(*self._reading)


async def _read(line: ClientConnection) -> None:
    """What nobody reads would keep the room from answering the desk's pings."""
    async for _ in line:
        pass


def _state(number: int) -> RoomState:
    """One of a session's many."""
    if number % 7 == 0:
        return RoomState(activity=Activity.WAITING)
    kind = Activity.QUESTION if number % 2 else Activity.MOVEMENT
    return RoomState(activity=kind, test="leg lift", number=number % 5 + 1, of=5, quiet_for=1.0)


def opened(browser: Browser, stack: ExitStack, desk: RunningDesk) -> Page:
    page = stack.enter_context(browsing(browser)).new_page()
    page.goto(desk.link)
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Sign in").click()
    page.locator("body.is-open.is-found").wait_for(state="attached")
    return page


_WRONG_PINS: Final = """
import itertools, sys
from http.client import HTTPConnection
port = sys.argv[1]
asked = HTTPConnection("127.0.0.1", port)
form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
for number in itertools.count():
    asked.request("POST", "/sign-in", f"name=nobody+{number}&pin=604817", form)
    asked.getresponse().read()
"""


@contextmanager
def wrong_pins(desk: RunningDesk) -> Iterator[None]:
    """Another process types wrong PINs meanwhile, for one name after the other, without a pause."""
    with running([sys.executable, "-c", _WRONG_PINS, str(desk.port)], patience=600.0) as thief:
        try:
            yield
        finally:
            thief.kill()


def until_states_are_seen(page: Page, rooms: ManyRooms, count: int) -> list[float]:
    """From a room's message to the page, in seconds."""
    page.evaluate(_WATCH)
    states = []
    for number in range(count):
        test = f"test {number}"
        message = RoomState(activity=Activity.QUESTION, test=test, number=1, of=2)
        sent = rooms.tell(0, message)
        states.append(_seen(page, f"Asks question 1 of 2 in {test}") - sent)
    return states


def until_calls_are_seen(page: Page, rooms: ManyRooms, count: int, name: str) -> list[float]:
    """From a room's call for help to the page, in seconds; `name` makes them other calls."""
    calls = []
    for number in range(count):
        page.evaluate("window.seenAt = {}")
        call = Call(call_id=f"call-{name}-{number:04}", reason=CallReason.HELP)
        sent = rooms.tell(1, call)
        calls.append(_seen(page, "Room 2 called for help") - sent)
        page.get_by_role("button", name="I'm on it").click()
        page.locator(".call.is-open").wait_for(state="detached")
    return calls


def _seen(page: Page, text: str) -> float:
    page.wait_for_function("text => window.seenAt[text]", arg=text, timeout=PATIENCE * 1000)
    at = page.evaluate("text => window.seenAt[text]", text)
    assert isinstance(at, float | int)
    return float(at)


def first_paint(page: Page) -> float:
    page.reload()
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert isinstance(paint, float | int)
    return paint / 1000


def figures(rooms_count: int, *, pages: int, seconds: float, messages: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        desk = stack.enter_context(running_desk(Path(made)))
        yield f"memory, no room: {desk.megabytes():.0f} MB"
        rooms = stack.enter_context(ManyRooms(desk, rooms_count))
        browser = stack.enter_context(running_browser())
        shown = [opened(browser, stack, desk) for _ in range(pages)]
        page = shown[0]
        assert page.locator(".tile").count() == rooms_count
        yield f"memory, {rooms_count} rooms and {pages} pages: {desk.megabytes():.0f} MB"
        paints = [first_paint(page) for _ in range(5)]
        yield spread(f"first paint with {rooms_count} rooms", paints)
        size = page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
        yield f"bytes of the page: {size}"
        rooms.work()
        used, began = desk.seconds(), time.monotonic()
        time.sleep(seconds)
        share = (desk.seconds() - used) / (time.monotonic() - began)
        yield (
            f"processor, {rooms_count} rooms that each change every {CHANGE_SECONDS:.0f} s: "
            f"{share:.0%} of a core"
        )
        states = until_states_are_seen(page, rooms, messages)
        yield spread("from a room's message to the page", states)
        calls = until_calls_are_seen(page, rooms, max(1, messages // 3), "calm")
        yield spread("from a call for help to the page", calls)
        with wrong_pins(desk):
            calls = until_calls_are_seen(page, rooms, max(1, messages // 3), "pins")
        yield spread("the same while wrong PINs come without a pause", calls)
        page.screenshot(path=PICTURES / f"rooms-{rooms_count}.png")
        yield f"memory after that: {desk.megabytes():.0f} MB"


@click.command()
@click.option("--rooms", default=200, show_default=True, help="So many rooms.")
@click.option("--pages", default=3, show_default=True, help="So many pages that are open.")
@click.option("--short", is_flag=True, help="A few rooms, for a few seconds.")
@click.option("--json", "as_json", is_flag=True, help="All lines as a JSON list, at the end.")
def main(*, rooms: int, pages: int, short: bool, as_json: bool) -> None:
    if short:
        lines = figures(12, pages=1, seconds=1.0, messages=5)
    else:
        lines = figures(rooms, pages=pages, seconds=30.0, messages=50)
    told = []
    for line in lines:
        told.append(line)
        if not as_json:
            click.echo(line)
    if as_json:
        click.echo(json.dumps(told))


if __name__ == "__main__":
    main()
