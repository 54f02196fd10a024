"""The recogniser fails in the middle of a session: real processes, in the simulated room."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import psutil
import pytest

from voice_rom import model_store
from voice_rom.app import Performance, open_voice, perform, read_scenario
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.protocol.effects import Effect, Listen, Say
from voice_rom.core.protocol.events import (
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    SpeechFinished,
    Timer,
    TimerFired,
)
from voice_rom.hearing.recogniser_process import WORKER_COMMAND
from voice_rom.ports import RoomLevel
from voice_rom.speaking.voice import RenderedVoice

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="it sends signals"),
]

RETRY_AFTER: Final = load_settings(PACKAGED).devices.retry_after

SCENARIO = """
title: A person who feels nothing
settings:
  session.tests: [trunk-rotation]
  session.short_welcome: "true"
  safety.screening: "false"
participant: {movement: 1}
"""

BACK = DeviceBack(Device.RECOGNISER)


class Saboteur:
    """A display that does `harm` when it listens for the `nth` time, and keeps what happens."""

    def __init__(self, nth: int, harm: Callable[[], None]) -> None:
        self._left = nth
        self._harm = harm
        self.when: Callable[[Event], None] = lambda _: None
        """Called with every event."""
        self.events: list[tuple[float, Event]] = []
        self.said: list[str] = []

    def event(self, at: float, event: Event) -> None:
        self.events.append((at, event))
        self.when(event)

    def effect(self, at: float, effect: Effect) -> None:
        assert at >= 0.0
        if isinstance(effect, Say):
            self.said += [line.text_id for line in effect.lines]
        if isinstance(effect, Listen):
            self._left -= 1
            if self._left == 0:
                self._harm()

    def level(self, at: float, level: RoomLevel) -> None:
        """Levels are nothing to it."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""

    @property
    def faults(self) -> list[tuple[float, DeviceLost | DeviceBack]]:
        return [
            (at, event) for at, event in self.events if isinstance(event, DeviceLost | DeviceBack)
        ]


def workers() -> list[psutil.Process]:
    """The processes that recognise for this one."""
    return [
        child for child in psutil.Process().children() if tuple(child.cmdline()) == WORKER_COMMAND
    ]


def kill() -> None:
    """Kill the recogniser, and return when it has ended."""
    (worker,) = workers()
    os.kill(worker.pid, signal.SIGKILL)
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture(scope="module")
def voice() -> Iterator[RenderedVoice]:
    opened = open_voice(load_settings(PACKAGED))
    yield opened
    opened.close()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model whose files can be taken away."""
    found = model_store.find()
    copy = tmp_path / found.name
    for path in sorted(found.rglob("*")):
        if path.is_file():
            link = copy / path.relative_to(found)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return copy


Play = Callable[[Saboteur], Performance]


@pytest.fixture
def play(tmp_path: Path, voice: RenderedVoice, model: Path) -> Play:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, "utf-8")

    def play(saboteur: Saboteur) -> Performance:
        plan = read_scenario(path, "en")
        # It says the same in half the time, and nobody is to follow.
        hurried = replace(plan.settings.voice, rates=(400,), rate=400, gap_seconds=0.1)
        plan = replace(plan, settings=replace(plan.settings, voice=hurried))
        return perform(plan, voice=voice, model=model, display=saboteur)

    return play


def assert_mended(saboteur: Saboteur, performance: Performance) -> None:
    """Nothing is missing in the report, and what happened was said."""
    report = performance.outcome.report
    assert report.complete
    assert report.open_questions == ()
    (lost_at, lost), (back_at, back) = saboteur.faults
    assert lost == DeviceLost(Device.RECOGNISER, "The recogniser ended unexpectedly.")
    assert back == BACK
    assert back_at > lost_at
    said = [text for text in saboteur.said if text.startswith("phrases.recogniser")]
    assert said == ["phrases.recogniser_lost"] * 3 + ["phrases.recogniser_back"]
    assert workers() == []


def test_killed_before_the_first_word_was_heard_it_is_mended_and_nothing_is_lost(
    play: Play, capfd: pytest.CaptureFixture[str]
) -> None:
    saboteur = Saboteur(1, kill)
    assert_mended(saboteur, play(saboteur))
    assert capfd.readouterr() == ("", "")


def test_killed_at_a_question_it_is_mended_in_the_same_way_every_time(play: Play) -> None:
    first, second = Saboteur(8, kill), Saboteur(8, kill)
    assert_mended(first, play(first))
    assert_mended(second, play(second))
    assert first.events == second.events


def test_a_model_that_is_gone_is_told_on_the_screen_and_used_again_when_it_is_back(
    play: Play, model: Path
) -> None:
    away = model.with_name("away")

    def take_away() -> None:
        model.rename(away)
        kill()

    def bring_back(event: Event) -> None:
        if event == TimerFired(Timer.PAUSE):
            away.rename(model)

    saboteur = Saboteur(4, take_away)
    saboteur.when = bring_back
    assert play(saboteur).outcome.report.complete
    (_, first), (_, second), (back_at, back) = saboteur.faults
    assert isinstance(first, DeviceLost)
    assert isinstance(second, DeviceLost)
    assert second.why.startswith(f"The speech model is no longer in {model}")
    assert "voice-rom model get" in second.why
    brought = next(at for at, event in saboteur.events if event == TimerFired(Timer.PAUSE))
    assert back == BACK
    spoken = next(
        at for at, event in saboteur.events if at > brought and isinstance(event, SpeechFinished)
    )
    assert brought < back_at <= max(brought + RETRY_AFTER, spoken) + 0.1
    once = ["phrases.recogniser_lost"] * 3
    said = [text for text in saboteur.said if text.startswith("phrases.recogniser")]
    assert said == [*once, *once, "phrases.recogniser_back"]  # the second time as a reminder


def test_a_model_that_was_changed_meanwhile_is_not_used(play: Play, model: Path) -> None:
    file = model / "graph" / "Gr.fst"
    intact = file.resolve()

    def change() -> None:
        data = bytearray(intact.read_bytes())
        data[-1] ^= 1
        file.unlink()
        file.write_bytes(data)
        kill()

    def mend(event: Event) -> None:
        if event == TimerFired(Timer.PAUSE):
            file.write_bytes(intact.read_bytes())

    saboteur = Saboteur(4, change)
    saboteur.when = mend
    assert play(saboteur).outcome.report.complete
    reasons = [event.why for _, event in saboteur.faults if isinstance(event, DeviceLost)]
    assert len(reasons) == 2
    assert "graph/Gr.fst has the wrong contents" in reasons[1]
