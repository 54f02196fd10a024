"""The pictures and the sound of the README, made of what is there: script/make_pictures."""

import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from playwright.sync_api import Browser

from tests.page.browsing import browsing, open_link
from tests.page.scenes import SCENES
from tests.page.serving import served_page
from tests.page.telling import ToldSession
from tests.reporting.browser import open_page, running_browser
from tests.reporting.every_part import usual_report
from voice_rom.app import open_voice, perform, read_scenario
from voice_rom.display.displays import Displays
from voice_rom.reporting.html_report import to_html
from voice_rom.simulation.scenario_library import find_scenario
from voice_rom.sound import SAMPLE_RATE

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"

WINDOW: Final = {"width": 1280, "height": 800}
A4_PIXELS: Final = (794, 1123)
PAPER_MARGINS: Final = "body { padding: 9mm 14mm !important; }"
"""Those of the sheet: a window has none."""

SCENARIO, SHORT_SCENARIO = "first-look", "quit-in-the-middle"
SECONDS, SHORT_SECONDS = 30.0, 5.0
QUALITY: Final = 0.2
"""Vorbis, from 0 to 1: 30 s are 150 kB, and every word is plain."""


def make(folder: Path, *, short: bool = False) -> list[Path]:
    """Make them all in `folder`. `short`: with a shorter session, and less of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        pictures = [*_page(browser, folder), _report(browser, folder)]
    scenario, seconds = (SHORT_SCENARIO, SHORT_SECONDS) if short else (SCENARIO, SECONDS)
    return [*pictures, _sound(folder / "session.ogg", scenario, seconds)]


def _page(browser: Browser, folder: Path) -> list[Path]:
    shown, movement = folder / "page.png", folder / "movement.png"
    with served_page() as (page, _), browsing(browser, viewport=WINDOW) as context:
        SCENES["step"](ToldSession(page.display))
        opened = open_link(context, page.server)
        opened.screenshot(path=shown)
    with served_page() as (page, _), browsing(browser, viewport=WINDOW) as context:
        SCENES["longest-step"](ToldSession(page.display))
        open_link(context, page.server).locator("#figure").screenshot(path=movement)
    return [shown, movement]


def _report(browser: Browser, folder: Path) -> Path:
    picture = folder / "report.png"
    width, height = A4_PIXELS
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "report.html"
        file.write_text(to_html(usual_report()), encoding="utf-8")
        with open_page(browser, file, width=width, height=height) as page:
            page.emulate_media(media="print")
            page.add_style_tag(content=PAPER_MARGINS)
            page.screenshot(path=picture)
    return picture


def _sound(file: Path, scenario: str, seconds: float) -> Path:
    """The first `seconds` of a simulated session: the voice, and the person beside it."""
    plan = read_scenario(find_scenario(scenario), "en")
    voice = open_voice(plan.settings)
    with tempfile.TemporaryDirectory() as made:
        recorded = Path(made) / "session.wav"
        try:
            perform(plan, voice=voice, model=None, display=Displays([]), record=recorded)
        finally:
            voice.close()
        sides, _ = soundfile.read(recorded, frames=round(seconds * SAMPLE_RATE))
    both = np.clip(sides.sum(axis=1), -1.0, 1.0)
    with soundfile.SoundFile(
        file,
        "w",
        samplerate=SAMPLE_RATE,
        channels=1,
        format="OGG",
        subtype="VORBIS",
        compression_level=1.0 - QUALITY,
    ) as written:
        for second in np.array_split(both, round(seconds)):
            written.write(second)
    return file


def main(arguments: list[str]) -> None:
    """`[--short] [FOLDER]`."""
    short = "--short" in arguments
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    for made in make(folders[0] if folders else FOLDER, short=short):
        sys.stdout.write(f"{made}: {made.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
