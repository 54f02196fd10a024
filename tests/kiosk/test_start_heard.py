"""With the real ear: "start" begins, and nothing else that is said beside a kiosk does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.page.telling import settings
from voice_rom.app import load_program, load_recogniser, new_listener
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.understanding import understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.effects import Prosody
from voice_rom.hearing.voice_detector import SileroDetector
from voice_rom.kiosk.reception import STARTS, start_vocabulary
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.ports import Listener
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples
from voice_rom.speaking.voice import RenderedVoice

pytestmark = pytest.mark.real

OTHER_TALK = (
    "when does it start",
    "the bus starts at nine",
    "stop",
    "yes",
    "okay",
    "hello",
    "did you hear that he started yesterday",
    "good morning doctor",
    "where is the restroom",
    "the store is closed",
    "let us begin with the left side",
    "are you ready",
    "sit down please",
    "start with the left one",
    "not yet",
)

WORDING = kiosk_wording("en")


class Ear:
    """What a kiosk that waits would hear, in a quiet room."""

    def __init__(self, voice: RenderedVoice) -> None:
        program = load_program(settings())
        self._voice = voice
        self._vocabulary = start_vocabulary(program.vocabulary, WORDING)
        self._program = replace(program, vocabulary=self._vocabulary)
        self._recogniser = load_recogniser(self._program)

    def starts(self, words: str) -> bool:
        listener: Listener = new_listener(self._program, self._recogniser, SileroDetector())
        listener.open(not_before=0.0, during_voice=False)
        heard = [
            each
            for block in _blocks(self._said(words))
            for each in listener.feed(block)
            if isinstance(each, Utterance)
        ]
        assert heard, "nothing at all was heard"
        return any(understand(each, self._vocabulary, {STARTS}).meaning is STARTS for each in heard)

    def _said(self, words: str) -> Samples:
        (clip,) = self._voice.clips([Line("test", f"{words}.")], Prosody(150, 0.0))
        silence = np.zeros(2 * SAMPLE_RATE, dtype=np.int16)
        samples = np.concatenate([silence, clip.samples, silence])
        noise = np.random.default_rng(1).normal(0.0, 20.0, len(samples))
        return (samples + noise).astype(np.int16)


def _blocks(samples: Samples) -> Iterator[Block]:
    for start in range(0, len(samples) - BLOCK_SAMPLES, BLOCK_SAMPLES):
        yield Block(samples[start : start + BLOCK_SAMPLES], start / SAMPLE_RATE, None)


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ear]:
    folder: Path = tmp_path_factory.mktemp("speech")
    voice = RenderedVoice(settings().voice, "en", folder)
    try:
        yield Ear(voice)
    finally:
        voice.close()


@pytest.mark.parametrize("words", WORDING.start_words)
def test_what_starts_it_is_understood(ear: Ear, words: str) -> None:
    assert ear.starts(words)


@pytest.mark.parametrize("words", OTHER_TALK)
def test_what_is_said_beside_it_starts_nothing(ear: Ear, words: str) -> None:
    assert not ear.starts(words)
