"""While the voice speaks: deaf to itself, and not to somebody who says stop."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation.candidates import Scripted
from tests.evaluation.folders import FIXTURES, put
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Prosody
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.figures import TakenFromVoice, voice_figures
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.own_voice import (
    SpokenText,
    VoiceSetup,
    VoiceTask,
    run_voice_task,
    spoken_texts,
    voice_tasks,
)
from voice_rom.evaluation.session_listener import SessionListener
from voice_rom.ports import Voice
from voice_rom.simulation.recordings import read_sound
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speech_timing import SpeechTiming

SETUP = VoiceSetup(
    conditions=Conditions(),
    echo_db=0.0,
    room_echo_seconds=0.25,
    voice_dbfs=-23.0,
    past_voice=0.1,
    confidence=0.6,
)


class Reader:
    """A voice that says a second for each word, and keeps what it was given."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        self.said += [f"{line.text} at {prosody.rate}" for line in lines]
        return [Clip(seconds(len(line.text.split()))) for line in lines]

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        raise NotImplementedError

    def news(self) -> None:
        """It never changes."""

    def close(self) -> None:
        self.said.clear()


def seconds(length: float) -> Samples:
    return np.full(round(length * SAMPLE_RATE), 1000, dtype=np.int16)


def stop_recording(folder: Path) -> Recording:
    file = put(FIXTURES / "words/stop/flite-slt.flac", folder / "answers/stop")
    return Recording("answers/stop/flite-slt.flac", file, "answers/stop", RecordingKind.STOP)


def speech() -> SpokenText:
    """About six seconds of somebody else who serves as the voice."""
    words = [
        read_sound(FIXTURES / f"bystander/{name}/flite-awb.flac") for name in ("bus", "doctor")
    ]
    return SpokenText("question", np.concatenate([*words, *words]))


def test_every_text_is_said_with_a_word_for_each_placeholder() -> None:
    reader: Voice = Reader()
    texts = {"one": ("Hello there.", "This is {test}."), "two": ("Bye.",)}
    spoken = list(spoken_texts(texts, reader, Prosody(150, 0.0)))
    assert [(each.text_id, each.seconds) for each in spoken] == [("one", 5.0), ("two", 1.0)]
    assert isinstance(reader, Reader)
    assert reader.said == ["Hello there. at 150", "This is test. at 150", "Bye. at 150"]


def test_stop_is_only_said_into_a_text_that_goes_on_after_it(tmp_path: Path) -> None:
    stop = stop_recording(tmp_path)
    spoken = [
        SpokenText("short", seconds(2.0)),
        SpokenText("none", seconds(0.0)),
        SpokenText("long", seconds(6.0)),
    ]
    tasks = voice_tasks(spoken, [stop])
    assert [(task.spoken.text_id, task.stop) for task in tasks] == [
        ("short", None),
        ("long", None),
        ("long", stop),
    ]
    assert [task.stop for task in voice_tasks(spoken[:2], [stop])] == [None]


def test_a_text_is_said_twice_and_listened_to_as_a_session_does() -> None:
    candidate = Scripted()
    run_voice_task(SETUP, VoiceTask(SpokenText("text", seconds(2.0)), None), candidate)
    (listener,) = candidate.listeners
    began, ended = 1.0, 3.0
    assert listener.opened[:2] == [(began, True), (ended + 0.25, False)]
    again = ended + 3.0
    assert listener.opened[2:] == [(again, True), (again + 2.25, False)]
    played = [block.start for block in listener.blocks if block.played is not None]
    assert played[0] == pytest.approx(began)
    assert played[-1] == pytest.approx(again + 1.98)


def test_over_the_voice_only_stop_and_pause_are_taken_and_everything_after_it() -> None:
    task = VoiceTask(SpokenText("text", seconds(2.0)), None)
    outcome = run_voice_task(
        SETUP, task, Scripted((2.0, "yes"), (2.5, "pause"), (4.0, "left"), (4.5, "skip"))
    )
    assert outcome.taken == (Meaning.PAUSE, Meaning.LEFT, Meaning.SKIP)
    assert outcome.everything == (Meaning.YES, Meaning.PAUSE, Meaning.LEFT, Meaning.SKIP)
    figures = voice_figures([outcome])
    assert figures.texts == 1
    assert figures.taken == TakenFromVoice(answers=1, commands=2)
    assert figures.if_everything_counted == TakenFromVoice(answers=2, commands=2)
    assert figures.stop.n == 0


def test_an_answer_given_in_time_would_be_taken_and_one_before_that_not() -> None:
    text = SpokenText("text", seconds(2.0), course=SpeechTiming(last_words=1.5, ends=2.0))
    # They end 0.3 s before they are decided, 0.1 s before and after the voice ends.
    too_early = run_voice_task(SETUP, VoiceTask(text, None), Scripted((1.0 + 2.2, "yes")))
    in_time = run_voice_task(SETUP, VoiceTask(text, None), Scripted((1.0 + 2.5, "yes")))
    assert too_early.taken == ()
    assert in_time.taken == (Meaning.YES,)


def test_stop_counts_as_heard_when_it_was_taken_after_it_was_said(tmp_path: Path) -> None:
    task = VoiceTask(SpokenText("text", seconds(5.0)), stop_recording(tmp_path))
    second_time = 1.0 + 5.0 + 3.0
    too_early = run_voice_task(SETUP, task, Scripted((second_time + 1.0, "stop")))
    assert too_early.stop_latency is None
    heard = run_voice_task(SETUP, task, Scripted((second_time + 2.2, "stop")))
    assert heard.stop_latency == pytest.approx(0.3)
    other = run_voice_task(SETUP, task, Scripted((second_time + 2.2, "pause")))
    assert other.stop_latency is None
    figures = voice_figures([too_early, heard, other])
    assert (figures.texts, figures.stop.hits, figures.stop.n) == (0, 1, 3)


def test_the_session_s_listener_is_deaf_to_the_voice_and_hears_stop_over_it(
    tmp_path: Path, settings: Settings, session_listener: SessionListener
) -> None:
    setup = VoiceSetup(
        conditions=Conditions(),
        echo_db=0.0,
        room_echo_seconds=settings.hearing.room_echo_seconds,
        voice_dbfs=-23.0,
        past_voice=settings.timing.early_answer_past_voice,
        confidence=settings.hearing.over_voice_confidence,
    )
    alone = run_voice_task(setup, VoiceTask(speech(), None), session_listener)
    assert alone.taken == ()
    stopped = run_voice_task(setup, VoiceTask(speech(), stop_recording(tmp_path)), session_listener)
    assert stopped.taken == (Meaning.STOP,)
    assert stopped.stop_latency is not None
    assert 0.0 < stopped.stop_latency < 0.5
