"""The whole of hearing, on the project's own recordings: real detector, recogniser, vocabulary."""

from collections.abc import Set as AbstractSet
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.english import english_content
from tests.hearing.parts import SETTINGS, hear, nothing, sound
from voice_rom.content.asked_kinds import AskedKind, asked_kinds
from voice_rom.content.sentence_cases import meant_by
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.language.understanding import Understanding, understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.echo import NoEchoCanceller
from voice_rom.hearing.listener import BlockListener
from voice_rom.hearing.voice_detector import SileroDetector
from voice_rom.hearing.vosk_recogniser import VoskRecogniser

M = Meaning
EXPECTED = frozenset({M.YES, M.NO, M.LEFT, M.RIGHT, M.BOTH, M.UNSURE, M.READY}) | COMMANDS
WORDS = [M.YES, M.NO, M.LEFT, M.RIGHT, M.BOTH, M.READY, M.STOP, M.PAUSE, M.REPEAT, M.SKIP]


@pytest.fixture
def listener(recogniser: VoskRecogniser, vocabulary: Vocabulary) -> BlockListener:
    made = BlockListener(SETTINGS, vocabulary, recogniser, SileroDetector(), NoEchoCanceller())
    made.open(not_before=0.0, during_voice=False)
    return made


def understood(
    listener: BlockListener,
    vocabulary: Vocabulary,
    path: Path,
    gain_db: float = 0.0,
    asked: AskedKind | None = None,
) -> list[Understanding]:
    """What each utterance means in 1 s of quiet, the recording and 2 s of quiet."""
    samples, _ = soundfile.read(path, dtype="int16")
    scaled = np.round(samples * 10.0 ** (gain_db / 20.0)).astype(np.int16)
    signals = hear(listener, sound(nothing(1.0), scaled, nothing(2.0)))
    said = [signal for signal in signals if isinstance(signal, Utterance)]
    if asked is None:
        return [understand(utterance, vocabulary, EXPECTED) for utterance in said]
    expected = asked.expected
    return [understand(each, vocabulary, expected, asked=asked.asked) for each in said]


@pytest.mark.parametrize("gain_db", [0.0, -20.0])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_understood_soon_after_its_end_at_every_level(
    listener: BlockListener, vocabulary: Vocabulary, root: Path, word: Meaning, gain_db: float
) -> None:
    path = root / "audio_fixtures/words" / word.value / "flite-slt.flac"
    (understanding,) = understood(listener, vocabulary, path, gain_db)
    assert understanding.meaning == word
    said = understanding.utterance
    assert 0.0 < said.decided - said.end < 0.6


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("uh_pause_yes/espeak-m3", M.YES),
        ("um_pause_left/espeak-m3", M.LEFT),
        ("the_pause_left_one/flite-slt", M.LEFT),
        ("yes_no_wait_no/espeak-f2", M.NO),
        ("left_sorry_right/espeak-m3", M.RIGHT),
    ],
)
def test_hesitations_and_corrections_end_in_what_was_meant(
    listener: BlockListener, vocabulary: Vocabulary, root: Path, phrase: str, meaning: Meaning
) -> None:
    path = root / "audio_fixtures/phrases" / f"{phrase}.flac"
    assert understood(listener, vocabulary, path)[-1].meaning == meaning


def test_no_bystander_is_taken_for_an_answer(
    listener: BlockListener, vocabulary: Vocabulary, root: Path
) -> None:
    paths = sorted((root / "audio_fixtures/bystander").rglob("*.flac"))[::6]
    assert paths
    for path in paths:
        listener.open(not_before=0.0, during_voice=False)
        meanings = [each.meaning for each in understood(listener, vocabulary, path)]
        assert meanings == [None] * len(meanings), path


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("yes_the_left_leg_goes_higher", {"yes", "left"}),
        ("i_cant_get_up", {"help_me"}),
    ],
)
def test_a_whole_sentence_is_understood(
    listener: BlockListener,
    vocabulary: Vocabulary,
    root: Path,
    phrase: str,
    meaning: AbstractSet[str],
) -> None:
    asked = asked_kinds(english_content())["difference"]
    recording = root / "audio_fixtures/phrases" / phrase / "flite-rms.flac"
    (heard,) = understood(listener, vocabulary, recording, asked=asked)
    assert meant_by(heard) == meaning


@pytest.mark.parametrize("name", ["coffee", "bus", "keys", "phone", "weather"])
def test_a_sentence_to_somebody_else_means_nothing(
    listener: BlockListener, vocabulary: Vocabulary, root: Path, name: str
) -> None:
    asked = asked_kinds(english_content())["difference"]
    for recording in sorted((root / "audio_fixtures/bystander" / name).glob("*.flac")):
        heard = understood(listener, vocabulary, recording, asked=asked)
        assert [each.meaning for each in heard] == [None] * len(heard)
