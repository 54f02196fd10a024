"""The recordings drive scenarios: the recogniser must understand the clean ones."""

from pathlib import Path
from typing import Final

import pytest

from tests.english import english_vocabulary
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.grammar import grammars_of
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.simulation.recordings import Recordings

ROOT: Final = Path(__file__).resolve().parents[2]
MODEL: Final = ROOT / "models" / "vosk-model-small-en-us-0.15"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return english_vocabulary()


@pytest.fixture(scope="module")
def recogniser(vocabulary: Vocabulary, _real: None) -> VoskRecogniser:
    return VoskRecogniser.load(MODEL, grammars_of(vocabulary))


@pytest.fixture(scope="module")
def recordings() -> Recordings:
    return Recordings(ROOT / "audio_fixtures")


@pytest.mark.parametrize("word", ["yes", "no", "left", "right", "ready", "stop"])
def test_every_voice_is_understood_when_it_says_a_needed_word(
    word: str, vocabulary: Vocabulary, recogniser: VoskRecogniser, recordings: Recordings
) -> None:
    names = [name for name in recordings.names if name.startswith(f"words/{word}/")]
    assert names
    heard = {name: heard_words(recordings, name, recogniser, vocabulary) for name in names}
    assert heard == dict.fromkeys(names, word)


@pytest.mark.parametrize("name", ["silence", "hum", "clatter", "footsteps", "running_water"])
def test_a_noise_alone_holds_no_answer_of_one_word(
    name: str, vocabulary: Vocabulary, recogniser: VoskRecogniser, recordings: Recordings
) -> None:
    words = heard_words(recordings, f"noise/{name}", recogniser, vocabulary).split()
    answers = {phrase for phrases in vocabulary.phrases.values() for phrase in phrases}
    assert answers.isdisjoint(words)


def heard_words(
    recordings: Recordings, name: str, recogniser: VoskRecogniser, vocabulary: Vocabulary
) -> str:
    words = [word.text for word in recogniser.recognise(recordings.samples(name))]
    return " ".join(vocabulary.homophones.get(word, word) for word in words)
