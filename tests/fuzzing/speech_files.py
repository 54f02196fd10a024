"""The files around the voice: rendered speech, the chosen voice, what its worker writes."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from tests.fuzzing.target import Seed, Target
from voice_rom.speaking.cache import SpeechCache
from voice_rom.speaking.choice import Choice, Wish, remember, remembered
from voice_rom.speaking.protocol import (
    Described,
    DriverDescription,
    DriverEvidence,
    NotAVoiceMessageError,
    Problem,
    Refused,
    VoiceDescription,
    decode,
    encode,
)

# Speech


def _read_speech(folder: Path) -> None:
    SpeechCache(folder, 1).get("one.speech")


@cache
def _speech() -> tuple[Seed, ...]:
    with tempfile.TemporaryDirectory() as name:
        SpeechCache(Path(name), 1).put("one.speech", np.arange(2_000, dtype=np.int16))
        return (Seed("one.speech", (Path(name) / "one.speech").read_bytes()),)


# The voice that was chosen

_WISH: Final = Wish(driver="espeak", voice="", language="en")


def _choice() -> tuple[Seed, ...]:
    with tempfile.TemporaryDirectory() as name:
        witness = DriverEvidence(path="/", size=1, modified_ns=2)
        remember(Path(name), _WISH, Choice("espeak", "2.99", "gmw/en-us", (witness,)))
        return tuple(Seed(file.name, file.read_bytes()) for file in Path(name).iterdir())


def _read_choice(folder: Path) -> None:
    remembered(folder, _WISH)


# What the voice's worker writes

_WORDS: Final = "worker.jsonl"


def _replies() -> tuple[Seed, ...]:
    driver = DriverDescription(
        name="espeak",
        version="2.99",
        current_voice="gmw/en-us",
        voices=(VoiceDescription("gmw/en-us", "English", ("en-us",), "male"),),
        witnesses=(DriverEvidence(path="/lib/espeak", size=1, modified_ns=2),),
    )
    lines = (Described(1, driver), Refused(2, Problem.FAILED, "it wrote nothing"))
    return (Seed(_WORDS, b"".join(encode(line) for line in lines)),)


def _read_replies(folder: Path) -> None:
    text = (folder / _WORDS).read_bytes().decode(errors="replace")
    for line in text.split("\n"):
        try:
            decode(line)
        except NotAVoiceMessageError:
            continue


TARGETS: Final = (
    Target("speech-cache", _speech, _read_speech),
    Target("chosen-voice", _choice, _read_choice),
    Target("voice-worker", _replies, _read_replies),
)
