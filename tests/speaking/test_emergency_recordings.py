import re

import pytest

from tests.speaking.emergency import sentences
from voice_rom.data_files import prompts_folder
from voice_rom.sound import SAMPLE_RATE
from voice_rom.speaking.emergency_recordings import RECORDINGS, EmergencyRecordings, recording_name
from voice_rom.speaking.loudness import speech_level_dbfs, trimmed
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.recording import shortest_seconds

FOLDER = prompts_folder() / "en" / RECORDINGS
RATE = 150


@pytest.mark.parametrize("text", sentences("en"))
def test_every_sentence_is_recorded_in_its_present_words(text: str) -> None:
    """If not: script/make_emergency."""
    sound = EmergencyRecordings("en").speak(Text(text, RATE))
    assert sound is not None
    assert len(trimmed(sound)) / SAMPLE_RATE > shortest_seconds(text, RATE)
    assert speech_level_dbfs(sound) == pytest.approx(-25.0, abs=0.5)


def test_nothing_else_is_recorded_and_all_of_it_is_small() -> None:
    recorded = {it.name: len(it.read_bytes()) for it in FOLDER.iterdir() if "flac" in it.name}
    assert set(recorded) == {recording_name(text) for text in sentences("en")}
    assert sum(recorded.values()) < 320_000


def test_what_matters_most_is_among_them() -> None:
    said = " ".join(sentences("en")).lower()
    for words in ("stopped", "microphone is gone", "are you all right", "call out", "roll onto"):
        assert words in said


def test_what_the_voice_says_about_itself_names_nothing_that_could_be_an_answer() -> None:
    texts = EmergencyRecordings("en").texts
    assert texts is not None
    for text in (texts.changed, texts.failed):
        words = set(re.findall(r"\w+", text.lower()))
        assert not words & {"yes", "no", "left", "right", "both", "ready", "stop", "pause", "help"}
        assert not re.search("diagnos|detect|abnormal|injury", text.lower())


@pytest.mark.parametrize("number", ["112", "9 1 1", "your emergency number", "0800 123"])
def test_whichever_number_is_to_be_called_it_is_said_without(number: str) -> None:
    text = f"If you can reach a phone, call {number}."
    assert EmergencyRecordings("en").speak(Text(text, RATE)) is not None


@pytest.mark.parametrize("text", ["Something else.", "", "…", "../../../etc/passwd", "word " * 99])
def test_a_text_that_is_not_recorded_has_no_sound(text: str) -> None:
    assert EmergencyRecordings("en").speak(Text(text, RATE)) is None


@pytest.mark.parametrize("language", ["xx", "..", "", "en/../en"])
def test_a_language_without_recordings_has_none(language: str) -> None:
    recordings = EmergencyRecordings(language)
    assert recordings.texts is None
    assert recordings.speak(Text("We have stopped.", RATE)) is None


def test_the_same_words_have_the_same_recording_however_they_are_written() -> None:
    assert recording_name("We have stopped.") == recording_name("we have  stopped") != ""
