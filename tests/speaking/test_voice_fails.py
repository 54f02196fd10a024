"""The voice fails, at any moment and in every way: what is heard then, what is told, what is kept.

Real pyttsx3, espeak-ng and recordings, where the failure does not have to be played.
"""

import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.speaking.builders import CALM, lines, log, scripted, voice_settings
from tests.speaking.emergency import sentences
from tests.speaking.fakes import Mortal, noise
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.events import VoiceChanged, VoiceKind
from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.emergency_recordings import EmergencyRecordings
from voice_rom.speaking.espeak_program import EspeakProgram
from voice_rom.speaking.loudness import speech_level_dbfs
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.renderer import Renderer, RenderLimits, Speech, WorkerRenderer
from voice_rom.speaking.voice import RenderedVoice

pytestmark = pytest.mark.real

SETTINGS = voice_settings()
GAP = round(SETTINGS.gap_seconds * SAMPLE_RATE)
FIRST = lines("Welcome to three short movement tests.")
QUESTION = "Which side goes higher, left or right?"
RECORDED = "We have stopped."
SPEECH = Speech(QUESTION, "espeak", "gmw/en-us", 150)
SHORT = RenderLimits(start_seconds=2.0, text_seconds=0.3, letter_seconds=0.0, answer_seconds=0.1)


class Noise:
    """A renderer of a second of noise a text."""

    def render(self, speech: Speech) -> Samples:
        assert speech.text
        return noise()

    def close(self) -> None:
        """Nothing is held."""


def dying(
    folder: Path, renderer: Mortal | WorkerRenderer, stand_in: Renderer | None
) -> RenderedVoice:
    """A voice that has said its first words, and dies now."""
    voice = RenderedVoice(SETTINGS, "en", folder / "cache", renderer, stand_in)
    voice.clips(FIRST, CALM)
    assert voice.news() is None
    return voice


def after_first() -> Mortal:
    return Mortal(Noise(), lambda before: before == 0)


def missing(folder: Path) -> EspeakProgram:
    return EspeakProgram("en", str(folder / "no-such-program"))


def say(voice: RenderedVoice, *texts: str) -> list[Clip]:
    return voice.clips(lines(*texts), CALM)


def spoken_by_espeak(text: str) -> Samples:
    espeak = EspeakProgram("en")
    return espeak.render(Speech(text, "espeak", "gmw/en-us", 150))


def seconds_to_read(text: str) -> float:
    return SETTINGS.read_start_seconds + SETTINGS.read_word_seconds * len(text.split())


# The worker


def worker_of(voice: WorkerRenderer) -> psutil.Process:
    assert voice._worker is not None
    return psutil.Process(voice._worker._process.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only there each text has its own process")
@pytest.mark.parametrize("what", ["the worker", "the driver in it"])
def test_a_worker_killed_in_the_middle_is_replaced_and_the_sentence_is_said(what: str) -> None:
    voice = WorkerRenderer()
    before = voice.render(SPEECH)
    worker = worker_of(voice)
    psutil.wait_procs(worker.children(), timeout=60)  # else the first text's own may be killed
    long = replace(SPEECH, text=QUESTION * 100)
    said: list[Samples] = []
    speaker = threading.Thread(target=lambda: said.append(voice.render(long)))
    speaker.start()
    while not (drivers := worker.children()) and speaker.is_alive():
        speaker.join(timeout=0.001)
    if what == "the worker":
        os.killpg(worker.pid, signal.SIGKILL)  # with the driver, which could still finish
    else:
        drivers[0].kill()
    speaker.join()
    replaced = worker_of(voice).pid != worker.pid
    voice.close()
    assert replaced
    assert len(said[0]) > 90 * len(before)


def test_a_worker_that_hangs_in_the_middle_is_replaced_and_the_sentence_is_said() -> None:
    voice = WorkerRenderer(patience=RenderLimits(text_seconds=0.3, letter_seconds=0.0))
    before = voice.render(SPEECH)
    worker = worker_of(voice)
    worker.send_signal(signal.SIGSTOP)
    assert voice.render(SPEECH).tolist() == before.tolist()
    voice.close()
    assert not worker.is_running()


# What stands in


@pytest.mark.parametrize("failure", ["crash", "garbage", "no-file", "empty", "cut", "broken"])
def test_when_the_worker_fails_twice_espeak_itself_says_the_sentence(
    tmp_path: Path, failure: str
) -> None:
    voice = RenderedVoice(
        SETTINGS,
        "en",
        tmp_path / "cache",
        WorkerRenderer(scripted(tmp_path, failure)),
        EspeakProgram("en"),
    )
    (clip,) = say(voice, QUESTION)
    news = voice.news()
    voice.close()
    assert log(tmp_path).count("start") == RenderLimits().tries
    assert len(clip.samples) > len(spoken_by_espeak(QUESTION))
    assert news is not None
    assert news.voice is VoiceKind.STAND_IN
    assert "2 times in a row" in news.why


def test_a_worker_that_always_hangs_costs_its_time_once_then_espeak_speaks(tmp_path: Path) -> None:
    worker = WorkerRenderer(scripted(tmp_path, "hang"), SHORT)
    voice = RenderedVoice(SETTINGS, "en", tmp_path / "cache", worker, EspeakProgram("en"))
    say(voice, QUESTION)
    say(voice, "And now?", "Say ready.")
    voice.close()
    assert log(tmp_path) == ["start", QUESTION] * RenderLimits().tries


def test_that_the_voice_has_changed_is_said_once_before_the_first_sentence(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), EspeakProgram("en"))
    (first,) = say(voice, QUESTION)
    (second,) = say(voice, QUESTION)
    voice.close()
    texts = EmergencyRecordings("en").texts
    assert texts is not None
    added = len(first.samples) - len(second.samples)
    assert added == len(spoken_by_espeak(texts.changed)) + GAP
    assert first.samples[added:].tolist() == second.samples.tolist()


def test_what_stands_in_speaks_with_the_same_voice_and_as_loud(tmp_path: Path) -> None:
    voice = dying(
        tmp_path, Mortal(WorkerRenderer(), lambda before: before < 2), EspeakProgram("en")
    )
    own = say(voice, QUESTION)[0]
    say(voice, "This changes the voice.")
    other = say(voice, QUESTION + " ?")[0]
    voice.close()
    assert other.seconds == pytest.approx(own.seconds, abs=0.2)
    assert speech_level_dbfs(other.samples) == pytest.approx(-23.0, abs=0.5)


def test_only_what_the_voice_itself_rendered_is_kept(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), EspeakProgram("en"))
    say(voice, QUESTION, RECORDED)
    voice.close()
    assert len([*(tmp_path / "cache").glob("*.speech")]) == 1


def test_what_was_said_before_is_still_said_with_the_voice_itself(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), missing(tmp_path))
    say(voice, QUESTION)
    (again,) = voice.clips(FIRST, CALM)
    voice.close()
    assert again.seconds == pytest.approx(1.0)
    assert again.samples.any()


def test_it_is_told_when_the_voice_speaks_again_and_nothing_is_said_about_it(
    tmp_path: Path,
) -> None:
    well = threading.Event()
    mortal = Mortal(Noise(), lambda before: before == 0 or well.is_set())
    voice = dying(tmp_path, mortal, Noise())
    say(voice, QUESTION)
    assert voice.news() == VoiceChanged(VoiceKind.STAND_IN, "The voice has died.")
    assert voice.news() is None
    well.set()
    say(voice, *(f"Sentence {number}." for number in range(SETTINGS.retry_after_sentences)))
    assert voice.wait_until_prepared(60.0)
    (clip,) = say(voice, "And on we go.")
    assert voice.news() == VoiceChanged(VoiceKind.OWN, "")
    voice.close()
    assert clip.seconds == pytest.approx(1.0)


# The recordings, and nothing


def test_without_espeak_what_matters_most_is_heard_from_recordings(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), missing(tmp_path))
    say(voice, QUESTION)
    for text in sentences("en"):
        (clip,) = say(voice, text)
        sound = EmergencyRecordings("en").speak(Text(text, 150))
        assert sound is not None
        assert len(clip.samples) == len(sound)
        assert speech_level_dbfs(clip.samples) == pytest.approx(-23.0, abs=0.5)
    voice.close()


def test_that_the_voice_has_failed_is_said_once_from_a_recording(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), missing(tmp_path))
    (first,) = say(voice, QUESTION)
    (second,) = say(voice, QUESTION)
    news = voice.news()
    voice.close()
    assert first.seconds - second.seconds > 2.0
    assert speech_level_dbfs(first.samples) == pytest.approx(-23.0, abs=0.5)
    assert not second.samples.any()
    assert news == VoiceChanged(VoiceKind.RECORDINGS, "The voice has died.")


def test_what_nothing_can_say_is_silence_for_as_long_as_it_takes_to_read(tmp_path: Path) -> None:
    voice = dying(tmp_path, after_first(), missing(tmp_path))
    say(voice, QUESTION)
    texts = (QUESTION, "Say ready when you are there.", RECORDED, "Yes.")
    clips = say(voice, *texts)
    voice.close()
    for text, clip in zip(texts, clips, strict=True):
        gap = 0.0 if text == texts[-1] else SETTINGS.gap_seconds
        if text == RECORDED:
            assert clip.samples.any()
        else:
            assert not clip.samples.any()
            assert clip.seconds == pytest.approx(seconds_to_read(text) + gap, abs=0.001)


def test_in_a_language_without_recordings_all_is_silence_and_nothing_breaks(
    tmp_path: Path,
) -> None:
    voice = RenderedVoice(SETTINGS, "en-us", tmp_path, Mortal(Noise(), lambda before: before == 0))
    voice.clips([Line("test", "Hello.")], CALM)
    clips = say(voice, QUESTION, RECORDED)
    voice.close()
    assert not np.concatenate([clip.samples for clip in clips]).any()


def test_a_voice_that_dies_is_asked_no_more_however_much_is_prepared_and_said(
    tmp_path: Path,
) -> None:
    mortal = after_first()
    voice = dying(tmp_path, mortal, missing(tmp_path))
    for number in range(SETTINGS.retry_after_sentences // 2):
        voice.prepare(lines(f"Prepared {number}.", f"Also {number}."), CALM)
        say(voice, f"Said {number}.")
    assert voice.wait_until_prepared(60.0)
    voice.close()
    assert mortal.asked == 2


@pytest.mark.parametrize("problem", [SettingsError("no such voice"), VoiceUnavailable("gone")])
def test_after_its_first_words_it_never_raises(
    tmp_path: Path, problem: SettingsError | VoiceUnavailable
) -> None:
    """Somebody may be lying on the floor; a voice uninstalled meanwhile is no mistake of theirs."""
    mortal = after_first()
    mortal.problem = problem
    voice = dying(tmp_path, mortal, missing(tmp_path))
    assert len(say(voice, QUESTION, "Say ready.")) == 2
    news = voice.news()
    voice.close()
    assert news == VoiceChanged(VoiceKind.RECORDINGS, str(problem))


def test_before_its_first_words_a_voice_that_cannot_be_is_for_a_person_to_mend(
    tmp_path: Path,
) -> None:
    voice = RenderedVoice(
        SETTINGS,
        "en",
        tmp_path / "cache",
        WorkerRenderer(scripted(tmp_path, "no-driver")),
        missing(tmp_path),
    )
    with pytest.raises(VoiceUnavailable, match="sudo apt-get install libespeak-ng1"):
        voice.clips(FIRST, CALM)
    voice.close()
