"""Whole sessions in a browser: one by its buttons alone, one by voice alone."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.page.browsing import PICTURES, browsing, open_link
from tests.page.playing import session_by_page
from tests.reporting.browser import running_browser
from tests.running_program import running

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
]

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
AGAIN_SECONDS = 1.0
"""The sound check wants a key twice, to be sure that nobody will speak."""


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


_PRESS = """answered => {
  const turn = document.querySelector('#command [name="turn"]').value;
  const asked = document.querySelector("#talk").innerText;
  if (turn === answered) return null;
  const yes = /say yes|without|right[?]/i.test(asked);
  const wanted = ["ready", "straight", "end"];
  if (asked.includes("?") || /say yes/i.test(asked)) wanted.push(yes ? "yes" : "no");
  const button = [...document.querySelectorAll("#answers button")]
    .find(each => wanted.includes(each.value));
  if (!button) return null;
  button.click();
  return [turn, button.value];
}"""
"""Presses what somebody presses who is well, once they know what they are asked."""


def test_a_whole_session_by_buttons_alone(browser: Browser) -> None:
    with (
        session_by_page("leg-lift") as played,
        browsing(browser, viewport={"width": 1280, "height": 800}) as context,
    ):
        page = open_link(context, played.page.server)
        pressed: list[str] = []
        answered, at = "", 0.0
        deadline = time.monotonic() + PATIENCE
        while not page.locator("#summary h2").count():
            assert time.monotonic() < deadline, pressed
            again = time.monotonic() - at > AGAIN_SECONDS
            press = page.evaluate(_PRESS, "" if again else answered)
            if press is not None:
                answered, at = press[0], time.monotonic()
                pressed.append(press[1])
        expect(page.locator("#summary")).to_contain_text("What to do next")
        with page.expect_navigation():
            page.get_by_role("link", name="Open the report").click()
        expect(page.locator("body")).to_contain_text("Question by question")
        page.screenshot(path=PICTURES / "report.png")
    (report,) = played.reports
    assert report.complete
    assert report.open_questions == ()
    assert pressed.count("ready") >= 6


def test_a_whole_session_by_voice_alone(browser: Browser) -> None:
    command = [sys.executable, "-m", "voice_rom", "simulate", "first-look", "--page"]
    command += ["--no-browser", "--speed", "60", "--json-events"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    with (
        running(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as program,
        browsing(browser, viewport={"width": 1280, "height": 800}) as context,
    ):
        assert program.stderr is not None
        link = next(line for line in program.stderr if "http://" in line).split()[-1]
        page = context.new_page()
        page.add_init_script(_NOTES_ALL)
        page.goto(link)
        expect(page.locator("#summary h2").first).to_be_visible(timeout=PATIENCE * 1000)
        expect(page.locator("#summary")).to_contain_text("It is easier for you to turn to the left")
        seen = page.evaluate("[...window.seen]")
        context.close()
        assert program.wait(30) == 0
    for text in (
        "Trunk rotation, step 5 of 5",
        "Trunk rotation, question 3 of 3",
        "Listening",
        "The voice is speaking",
        "Slowly turn your upper body to one side, as far as is comfortable.",
        'I heard "stop". Understood: stop.',
        'I heard "left". Understood: left.',
        "We have stopped.",
    ):
        assert any(text in each for each in seen), text


_NOTES_ALL = """
window.seen = new Set();
addEventListener("DOMContentLoaded", () => {
  const note = () => ["place", "sign", "talk", "heard"].forEach(
    (id) => window.seen.add(document.getElementById(id).innerText));
  note();
  new MutationObserver(note).observe(document.body, {childList: true, subtree: true});
});
"""
"""Run by the test in the page: everything that it ever showed."""
