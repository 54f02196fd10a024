"""The page's figures, measured: script/page_figures. docs/PAGE.md has them."""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Final

from playwright.sync_api import Browser, Page

from tests.page.browsing import browsing, open_link
from tests.page.scenes import SCENES
from tests.page.serving import PATIENCE, Client, served_page
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
            shown.wait_for_function(
                "() => performance.getEntriesByName('first-contentful-paint').length"
            )
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


_MEMORY = """
import psutil
from tests.page.telling import content, settings
from voice_rom.core.dialogue.dialogue import Dialogue
import voice_rom.session
content()
before = psutil.Process().memory_info().rss
from voice_rom.page.opening import open_page
page = open_page(content(), settings(), lambda meaning: None)
print((psutil.Process().memory_info().rss - before) / 1e6)
page.server.close()
"""


def memory() -> str:
    """What the server and all that it brings take in the session's process."""
    grown = subprocess.run(
        [sys.executable, "-c", _MEMORY], check=True, capture_output=True, text=True
    )
    return f"memory: {float(grown.stdout):.0f} MB more than without a page"


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


ATTACKS: Final = {
    "commands without the cookie": 'ask(f"POST /command HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n")',
    "commands with it": "command()",
    "pages": 'ask(f"GET / HTTP/1.1\\r\\nHost: {host}\\r\\nCookie: {cookie}\\r\\n\\r\\n")',
    "connections": "socket.create_connection(address, 5).close()",
}

_ATTACKER = """
import socket, sys, time, secrets
port, host, cookie = int(sys.argv[1]), sys.argv[2], sys.argv[3]
address = ("127.0.0.1", port)
def ask(text):
    with socket.create_connection(address, 5) as connection:
        connection.sendall(text.encode())
        connection.recv(65536)
def command():
    body = f"meaning=louder&turn=0&number={{secrets.token_hex(8)}}"
    ask(f"POST /command HTTP/1.1\\r\\nHost: {{host}}\\r\\nCookie: {{cookie}}\\r\\n"
        f"Origin: http://{{host}}\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\n"
        f"Content-Length: {{len(body)}}\\r\\n\\r\\n{{body}}")
done, end = 0, time.monotonic() + {seconds}
while time.monotonic() < end:
    try:
        {step}
        done += 1
    except OSError:
        pass
print(done)
"""


@contextmanager
def attacked(client: Client, step: str) -> Iterator[list[int]]:
    """Another process does `step` as fast as it can; the list has how often, afterwards."""
    program = _ATTACKER.format(step=step, seconds=ATTACK_SECONDS)
    arguments = [sys.executable, "-c", program, str(client.port), client.host, client.cookie]
    done: list[int] = []
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as attacker:
        yield done
        done.append(int(attacker.communicate()[0]))


def under_attack(name: str, step: str) -> Iterator[str]:
    """How late the loop is, and how soon a "stop" of the page gets there, meanwhile."""
    with served_page() as (page, posted):
        SCENES["sound-check"](ToldSession(page.display))
        client = Client.of(page)
        kept = HTTPConnection("127.0.0.1", client.port, timeout=PATIENCE)  # as a browser does
        client.command("louder", 0, kept=kept)
        loop = Loop()
        stops: list[float] = []
        lost = 0
        with attacked(client, step) as done:
            begin = time.monotonic()
            while time.monotonic() - begin < ATTACK_SECONDS:
                posted.meanings.clear()
                asked = time.monotonic()
                try:
                    passed = client.command("stop", 0, kept=kept)[0] == HTTPStatus.NO_CONTENT
                except (OSError, HTTPException):
                    passed = False
                if passed and posted.wait_for(Meaning.STOP):
                    stops.append(time.monotonic() - asked)
                lost += not passed
                time.sleep(max(0.0, asked + 1.1 - time.monotonic()))
        loop.end()
        kept.close()
        yield f"{name}: {done[0] / ATTACK_SECONDS:.0f} a second"
        yield spread("  lateness of a block", loop.late)
        yield spread("  stop on the page to the session", stops) + f", {lost} lost"


def main() -> None:
    tell(memory())
    with running_browser() as browser:
        for line in first_paint(browser):
            tell(line)
        with served_page() as (page, _), browsing(browser) as context:
            session = ToldSession(page.display)
            SCENES["question"](session)
            shown = open_link(context, page.server)
            tell(until_seen(page, shown, told(SCENES["question"]).state))
    for name, step in (("nothing", "time.sleep(0.1)"), *ATTACKS.items()):
        for line in under_attack(name, step):
            tell(line)


if __name__ == "__main__":
    main()
