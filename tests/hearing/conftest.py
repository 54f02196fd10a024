"""The real recogniser, loaded once: 0.5 s and 160 MB."""

from pathlib import Path

import pytest

from tests.english import english_sentences
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.grammar import grammars_of
from voice_rom.hearing.vosk_recogniser import VoskRecogniser


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def model_path(root: Path) -> Path:
    return root / "models" / "vosk-model-small-en-us-0.15"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return english_sentences()


@pytest.fixture(scope="session")
def recogniser(model_path: Path, vocabulary: Vocabulary, _real: None) -> VoskRecogniser:
    return VoskRecogniser.load(model_path, grammars_of(vocabulary))
