"""The page's figures, measured: script/page_figures. docs/PAGE.md has them."""

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

import psutil
from playwright.sync_api import Browser, Page

from tests.page.browsing import browsing, open_link
from tests.page.scenes import SCENES
from tests.page.serving import Client, served_page
from tests.page.stories import told
from tests.page.telling import ToldSession
from tests.reporting.browser import running_browser
from voice_rom.core.language.meanings import Meaning
from voice_rom.page.opening import OpenPage
from voice_rom.page.state import Note, NoteKind, PageState

EVENTS = 100
BLOCK_SECONDS = 0.02
ATTACK_SECONDS = 10.0

_SEEN = """() => {
  window.seen = {};
  new MutationObserver(() => requestAnimationFrame(() => {
    const text = document.querySelector("#heard").innerText.trim();
    if (!(text in window.seen)) window.seen[text] = Date.now() / 1000;
  })).observe(document.querySelector("#heard"), {childList: true, subtree: true});
}"""


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def spread(name: str, seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = statistics.median(ordered)
    return (
        f"{name}: median {middle * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms, "
        f"most {ordered[-1] * 1000:.0f} ms, of {len(ordered)}"
    )


def until_seen(page: OpenPage, shown: Page, state: PageState) -> str:
    """From what the session tells to what stands on the screen's next frame."""
    shown.evaluate(_SEEN)
    told: dict[str, float] = {}
    for number in range(EVENTS):
        text = f"I heard number {number}."
        told[text] = time.time()
        noted = replace(state, notes=(Note(NoteKind.UNDERSTOOD, text),))
        page.server.show(page.server.renderer.regions(noted))
        shown.wait_for_function("text => text in window.seen", arg=text)
    seen = shown.evaluate("window.seen")
    return spread("understood to seen", [seen[text] - at for text, at in told.items()])


def first_paint(browser: Browser) -> Iterator[str]:
    paints: list[float] = []
    sizes: list[tuple[str, int]] = []
    for _ in range(5):
        with served_page() as (page, _), browsing(browser) as context:
            SCENES["question"](ToldSession(page.display))
            shown = open_link(context, page.server)
            shown.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
            paints.append(
                shown.evaluate(
                    "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
                )
            )
            sizes = shown.evaluate(
                "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
                ".map(each => [new URL(each.name).pathname, each.encodedBodySize])"
            )
    yield spread("first paint", paints)
    yield f"bytes: {sum(size for _, size in sizes)} ({dict(sizes)})"


class Loop:
    """Wakes every 20 ms as the session's loop does, and notes how late it was."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._ended.is_set():
            due += BLOCK_SECONDS
            time.sleep(max(0.0, due - time.monotonic()))
            self.late.append(max(0.0, time.monotonic() - due))


@contextmanager
def attacked(step: Callable[[], None], threads: int = 4) -> Iterator[list[int]]:
    """Do `step` again and again; gives how often so far."""
    ended, done = threading.Event(), [0]

    def attack() -> None:
        while not ended.is_set():
            with suppress(OSError, Exception):
                step()
                done[0] += 1

    attackers = [threading.Thread(target=attack, daemon=True) for _ in range(threads)]
    for each in attackers:
        each.start()
    try:
        yield done
    finally:
        ended.set()
        for each in attackers:
            each.join()


def under_attack(name: str, step: Callable[[Client], None] | None) -> Iterator[str]:
    """How late the loop is, and how soon a "stop" of the page gets there, meanwhile."""
    with served_page() as (page, posted):
        SCENES["sound-check"](ToldSession(page.display))
        client = Client(page)
        loop = Loop()
        stops: list[float] = []
        with attacked(lambda: step(Client(page)) if step else time.sleep(0.1)) as done:
            begin = time.monotonic()
            while time.monotonic() - begin < ATTACK_SECONDS:
                posted.meanings.clear()
                asked = time.monotonic()
                with suppress(OSError):
                    client.command("stop", 0)
                if posted.wait_for(Meaning.STOP):
                    stops.append(time.monotonic() - asked)
                time.sleep(max(0.0, asked + 1.1 - time.monotonic()))
        loop.end()
        yield f"{name}: {done[0] / ATTACK_SECONDS:.0f} a second"
        yield spread("  lateness of a block", loop.late)
        yield spread("  stop on the page to the session", stops)


def main() -> None:
    process = psutil.Process(os.getpid())
    with running_browser() as browser:
        for line in first_paint(browser):
            tell(line)
        before = process.memory_info().rss
        with served_page() as (page, _), browsing(browser) as context:
            session = ToldSession(page.display)
            SCENES["question"](session)
            shown = open_link(context, page.server)
            tell(until_seen(page, shown, told(SCENES["question"]).state))
            tell(
                f"memory: {before / 1e6:.0f} MB without a page, "
                f"{process.memory_info().rss / 1e6:.0f} MB with one"
            )
    for name, step in (
        ("at rest", None),
        ("commands without a cookie", lambda c: c.ask("/command", "POST", b"", {"Host": c.host})),
        ("commands with it", lambda c: c.command("louder", 0)),
        ("pages", lambda c: c.ask("/")),
        ("connections", lambda c: c.raw().close()),
    ):
        for line in under_attack(name, step):
            tell(line)


if __name__ == "__main__":
    main()
