"""The recordings that the program reads: those of scenarios, and folders to evaluate."""

from functools import cache
from pathlib import Path
from typing import Final

from tests.fuzzing.target import Seed, Target
from voice_rom.data_files import fixtures_folder
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import find_recordings
from voice_rom.evaluation.mixing import trial_samples
from voice_rom.simulation.recordings import read_sound

_ROOM: Final = Conditions(gain_db=3.0, room="bedroom")


def _flac(word: str) -> bytes:
    return min((fixtures_folder() / "words" / word).glob("*.flac")).read_bytes()


def _wav(rate: int, channels: int, bits: int) -> bytes:
    """Half a second of a square wave, as plain a file as there is."""
    frame = bits // 8 * channels
    count = rate // 2
    data = b"".join((b"\x10" if number // 50 % 2 else b"\xf0") * frame for number in range(count))
    form = (
        (1).to_bytes(2, "little")
        + channels.to_bytes(2, "little")
        + rate.to_bytes(4, "little")
        + (rate * frame).to_bytes(4, "little")
        + frame.to_bytes(2, "little")
        + bits.to_bytes(2, "little")
    )
    body = b"WAVEfmt " + len(form).to_bytes(4, "little") + form
    body += b"data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + len(body).to_bytes(4, "little") + body


@cache
def _sounds() -> tuple[Seed, ...]:
    return (
        Seed("answers/yes/one.flac", _flac("yes")),
        Seed("noise/other.flac", _flac("stop")),
        Seed("answers/no/phone.wav", _wav(8_000, 1, 8)),
        Seed("bystander/studio.wav", _wav(48_000, 2, 24)),
        Seed("noise/usual.wav", _wav(16_000, 1, 16)),
    )


def _read_for_a_scenario(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        read_sound(file)


def _read_for_an_evaluation(folder: Path) -> None:
    for recording in find_recordings(folder):
        trial_samples(recording, _ROOM)


TARGETS: Final = (
    Target("scenario-sounds", _sounds, _read_for_a_scenario, alone=True),
    Target("evaluation-sounds", _sounds, _read_for_an_evaluation, alone=True),
)
