"""The recordings and the manifest: complete both ways, unchanged, of one format, and small."""

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Final, NotRequired, TypedDict

import pytest
import soundfile
import yaml

from tests.core.person import utterance
from tests.english import english_vocabulary
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.understanding import understand
from voice_rom.sound import SAMPLE_RATE

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "audio_fixtures"
MOST_BYTES: Final = 16_000_000


class Entry(TypedDict):
    path: str
    voice: str
    words: str
    meant: NotRequired[str]
    made: dict[str, str]
    licence: str
    sha256: str


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    text = (FOLDER / "manifest.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    recordings: list[Entry] = yaml.load(text, Loader=loader)["recordings"]  # noqa: S506 - makes texts only
    return recordings


def name_of(phrase: str) -> str:
    return phrase.replace("'", "").replace(" ", "_")


def test_every_file_is_in_the_manifest_and_every_entry_has_its_file(entries: list[Entry]) -> None:
    listed = sorted(entry["path"] for entry in entries)
    there = sorted(
        file.relative_to(FOLDER).as_posix()
        for file in FOLDER.rglob("*")
        if file.suffix in {".flac", ".wav", ".ogg", ".mp3"}
    )
    assert listed == there


def test_every_recording_is_the_one_the_manifest_describes(entries: list[Entry]) -> None:
    changed = [
        entry["path"]
        for entry in entries
        if hashlib.sha256((FOLDER / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert changed == []


def test_every_recording_is_flac_of_one_channel_16_khz_and_16_bit(entries: list[Entry]) -> None:
    formats = set()
    for entry in entries:
        info = soundfile.info(str(FOLDER / entry["path"]))
        formats.add((info.format, info.subtype, info.channels, info.samplerate))
    assert formats == {("FLAC", "PCM_16", 1, SAMPLE_RATE)}


def test_every_entry_says_how_it_was_made_and_under_which_licence(entries: list[Entry]) -> None:
    bare = [
        entry["path"]
        for entry in entries
        if not (entry["made"].get("engine") and entry["made"].get("condition") and entry["licence"])
        or bool(entry["voice"]) != bool(entry["words"])
    ]
    assert bare == []


def test_the_set_stays_small() -> None:
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file())
    assert size <= MOST_BYTES


def test_at_least_six_voices_of_both_sexes_say_the_most_needed_words(
    entries: list[Entry],
) -> None:
    sexes: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        sexes[entry["path"].rsplit("/", 1)[0]].append(entry["made"].get("sex", ""))
    for word in ("yes", "no", "left", "right", "ready", "stop"):
        said_by = sexes[f"words/{word}"]
        assert len(said_by) >= 6
        assert set(said_by) == {"female", "male"}


def test_every_answer_and_command_is_said_by_two_voices_or_was_tried_with_two(
    entries: list[Entry],
) -> None:
    voices: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        folder, name, *_ = entry["path"].split("/")
        if folder == "words":
            voices[name].add(entry["voice"])
    tried = voices_left_out()
    phrases = {phrase for phrases in english_vocabulary().phrases.values() for phrase in phrases}
    lacking = [
        phrase
        for phrase in sorted(phrases)
        if len(voices[name_of(phrase)]) < 2 and len(tried[name_of(phrase)]) < 2
    ]
    assert lacking == []


def test_hesitant_answers_have_pauses_up_to_a_second_and_say_what_they_mean(
    entries: list[Entry],
) -> None:
    hesitant = [entry for entry in entries if "pause_seconds" in entry["made"]]
    assert len(hesitant) >= 60
    assert {entry["made"]["pause_seconds"] for entry in hesitant} == {"0.3", "0.6", "1.0"}
    assert {entry["made"]["sex"] for entry in hesitant} == {"female", "male"}
    assert {entry.get("meant") for entry in hesitant} == {"yes", "no", "left", "right", "both"}


def test_what_a_recording_is_meant_as_is_what_its_words_mean(entries: list[Entry]) -> None:
    vocabulary = english_vocabulary()
    anything = frozenset({*Meaning, *vocabulary.phrases})
    other = {
        entry["words"]: entry["meant"]
        for entry in entries
        if "meant" in entry
        and understand(utterance(entry["words"]), vocabulary, anything).meaning != entry["meant"]
    }
    assert other == {}


def test_a_pause_is_as_long_as_the_manifest_says(entries: list[Entry]) -> None:
    """By the same words of the same voice with the shortest pause: only the pause differs."""
    seconds: dict[tuple[str, str], dict[float, float]] = defaultdict(dict)
    for entry in entries:
        if "pause_seconds" in entry["made"]:
            pause = float(entry["made"]["pause_seconds"])
            phrase = entry["path"].rsplit("_", 1)[0]
            frames = soundfile.info(str(FOLDER / entry["path"])).frames
            seconds[phrase, entry["voice"]][pause] = frames / SAMPLE_RATE
    for lengths in seconds.values():
        spoken = {round(length - pause, 4) for pause, length in lengths.items()}
        assert len(lengths) == 3
        assert len(spoken) == 1


def voices_left_out() -> dict[str, set[str]]:
    """Voices by the words that the recogniser did not understand from them even clean."""
    text = (FOLDER / "make" / "spoken.yaml").read_text("utf-8")
    left_out = yaml.load(text, Loader=yaml.BaseLoader)["left_out"]  # noqa: S506 - makes texts only
    tried: dict[str, set[str]] = defaultdict(set)
    for voice, names in left_out.items():
        for name in names:
            tried[name.removeprefix("words/")].add(voice)
    return tried
