"""A language is a folder: with another one, nothing that people hear or read is English."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from tests.another_language import CODE, another_language, english_in
from tests.fake_ports import FakeAlarm, FakeListener, FakeStore, FakeVoice
from tests.speaking.emergency import sentences
from tests.storage.answering_room import AnsweringRoom, Choose, Watching, at_random, preferring
from voice_rom.content.language_parts import TEXT_FILES
from voice_rom.content.load import load_content, load_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.core.outcome.report import Report
from voice_rom.data_files import prompts_folder
from voice_rom.display.displays import Displays
from voice_rom.display.keys import key_help
from voice_rom.display.transcript import Transcript
from voice_rom.display.wording import display_wording
from voice_rom.errors import ContentError
from voice_rom.history import trend_page
from voice_rom.history.comparing import compare
from voice_rom.history.notices import counted, not_readable, where_saved, written
from voice_rom.history.question_outcome import Dated
from voice_rom.history.telling import comparison_lines, list_line, trend_lines
from voice_rom.history.trend import courses
from voice_rom.history.wording import history_wording
from voice_rom.page.wording import page_wording
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.screen import show_report
from voice_rom.session import Session
from voice_rom.speaking.wording import voice_wording
from voice_rom.storage.kept_sessions import About, KeptSession

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

EVERYONE = {
    "notices everything": preferring(Meaning.YES, NamedChoice("angled"), Meaning.LEFT),
    "notices nothing": preferring(Meaning.NO, NamedChoice("straight")),
    "is in pain": preferring(Meaning.PAIN, Meaning.YES),
    "is not sure": preferring(Meaning.UNSURE),
    "answers by chance": at_random(Random(2)),  # noqa: S311 - no secret, but the same again
}


@pytest.fixture(scope="module")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_language(tmp_path_factory.mktemp("prompts"))


@dataclass(frozen=True)
class Led:
    said: tuple[str, ...]
    screen: str
    report: Report


def led(prompts: Path, choose: Choose) -> Led:
    """A whole session in that language: the real loop, dialogue and screen, in a fake room."""
    content, settings = load_content(CODE, prompts), load_settings(PACKAGED)
    written = io.StringIO()
    watching, voice = Watching(), FakeVoice()
    transcript = Transcript(Console(file=written, width=200), language=CODE, prompts=prompts)
    room = AnsweringRoom(watching, choose)
    room.microphone = "A FAKE MICROPHONE"
    session = Session(
        Dialogue(content, load_vocabulary(CODE, prompts), settings),
        room=room,
        listener=FakeListener(),
        voice=voice,
        display=Displays([watching, transcript]),
        store=FakeStore(voice),
        alarm=FakeAlarm(),
        room_echo_seconds=0.25,
    )
    report = session.run()
    return Led(tuple(line.text for line in voice.spoken), written.getvalue(), report)


@pytest.mark.parametrize("choose", EVERYONE.values(), ids=EVERYONE)
def test_a_session_its_screen_and_its_report_hold_no_english(prompts: Path, choose: Choose) -> None:
    session = led(prompts, choose)
    assert len(session.said) > 40
    assert english_in(" ".join(session.said)) == []
    assert english_in(session.screen) == []
    shown = io.StringIO()
    show_report(session.report, Console(file=shown, width=200), prompts)
    assert english_in(shown.getvalue()) == []
    page = re.sub(r"<style>.*?</style>", "", to_html(session.report, prompts), flags=re.DOTALL)
    assert english_in(unescape(re.sub(r"<[^>]+>", "\n", page))) == []


def test_every_sentence_and_every_key_of_the_screen_is_of_that_language(prompts: Path) -> None:
    assert english_in(key_help(CODE, prompts).replace("CTRL-C", "")) == []
    theirs = display_wording(CODE, prompts)
    assert theirs.keys == display_wording("en").keys
    page = page_wording(CODE, prompts)
    tables = (theirs.meanings, theirs.sides, theirs.status, theirs.key_names)
    for table in (vars(theirs), *tables, vars(page), page.buttons, page.figure):
        for text in table.values():
            assert english_in(text if isinstance(text, str) else "") == []


def test_the_history_holds_no_english(prompts: Path) -> None:
    dated = [
        Dated(id=f"{number:08}", started_at=BEGAN + timedelta(days=number), report=session.report)
        for number, session in enumerate(led(prompts, choose) for choose in EVERYONE.values())
    ]
    wording = history_wording(CODE, prompts)
    kept = [
        KeptSession(
            id=each.id,
            about=About(language=CODE, tests=(), program_version="1"),
            started_at=each.started_at,
            last_at=each.started_at,
            finished_at=finished,
            complete=complete,
            answers=(),
            report=None,
            unreadable=2,
        )
        for each in dated
        for finished, complete in ((None, False), (each.started_at, True))
    ]
    lines = [list_line(session, dated[0], wording) for session in kept]
    for then, now in pairwise(dated):
        lines += comparison_lines(then, now, compare(then.report, now.report), wording)
    lines += trend_lines(courses(dated), wording)
    page = trend_page.to_html(courses(dated), dated, wording, CODE)
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    lines += unescape(re.sub(r"<[^>]+>", "\n", page)).splitlines()
    file = Path("/1")
    for count in (0, 1, 2):
        told = counted(count, wording, damaged=count)
        lines += [not_readable(count, wording), written(count, file, wording)]
        lines += [wording.delete.format(what=told), wording.deleted.format(what=told)]
    lines += [where_saved(str(file), wording, any_saved=saved) for saved in (False, True)]
    assert len(lines) > 50
    assert english_in("\n".join(lines)) == []


def test_what_is_said_when_no_voice_works_is_of_that_language(prompts: Path) -> None:
    wording = voice_wording(CODE, prompts)
    assert english_in(f"{wording.sample} {wording.changed} {wording.failed}") == []
    recorded = sentences(CODE, prompts)
    assert len(recorded) == len(sentences("en"))
    assert english_in(" ".join(recorded)) == []


def test_a_text_with_a_place_that_nothing_fills_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = another_language(tmp_path)
    file = folder / CODE / "display.yaml"
    file.write_text(file.read_text("utf-8").replace("{answers}", "{answer}"), "utf-8")
    with pytest.raises(ContentError, match=r"display\.yaml:\d+: listening: .*\{answers\}"):
        display_wording(CODE, folder)


def test_english_consists_of_the_files_that_a_language_must_have() -> None:
    there = {file.name for file in (prompts_folder() / "en").glob("*.yaml")}
    assert there == set(TEXT_FILES)


def test_english_is_recognised() -> None:
    assert english_in("NO ENGLISH: 2 X, but {this} and That.") == ["but", "and", "That"]
