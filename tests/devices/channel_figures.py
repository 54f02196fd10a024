# ruff: noqa: T201 - it prints: that is what it is for
"""Measures which of two channels of a microphone to hear: the table in docs/HEARING.md.

Not a test: it takes half an hour, and recordings that are not in the repository.
Usage: python -m tests.devices.channel_figures FOLDER [RECORDINGS A WORD]

FOLDER holds `answers/WORD/*.flac`, `noise/kitchen.flac`, and in `rooms` responses of two ears.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from voice_rom.content.settings_file import load_settings
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.utterance import Utterance
from voice_rom.devices.channels import ChannelChoice
from voice_rom.evaluation.candidate import EXPECTED, Candidate, Entry
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.mixing import hiss, noise_at_ratio, seed_of
from voice_rom.evaluation.session_listener import open_session_listener
from voice_rom.simulation.track import Wave, as_samples
from voice_rom.sound import BLOCK_SAMPLES, FULL_SCALE, SAMPLE_RATE, Block, Samples

BEFORE, AFTER = SAMPLE_RATE, 3 * SAMPLE_RATE
PEAK = 0.3 * FULL_SCALE
HISS_DBFS = -70.0

Stereo = tuple[Wave, Wave]


@dataclass(frozen=True)
class Scene:
    """One recording in silence, and what may be mixed with it."""

    name: str
    spoken: Wave
    kitchen: Wave
    responses: list[Wave]

    @property
    def voice(self) -> Wave:
        return np.pad(self.spoken, (BEFORE, AFTER))

    def noise(self, purpose: str, snr_db: float) -> Wave:
        """A stretch of the kitchen, another for each purpose."""
        length = len(self.voice)
        begin = self._random(purpose).integers(len(self.kitchen) - length)
        return noise_at_ratio(self.spoken, self.kitchen[begin : begin + length], snr_db)

    def hiss(self, purpose: str) -> Wave:
        return hiss(len(self.voice), HISS_DBFS, seed_of(self.name, purpose))

    def ears(self) -> Stereo:
        """The voice at two ears in a room, as loud as it was."""
        response = self.responses[self._random("room").integers(len(self.responses))]
        ears = [np.convolve(self.voice, response[:, ear])[: len(self.voice)] for ear in (0, 1)]
        energy = max(float(np.sum(ear**2)) for ear in ears)
        gain = np.sqrt(float(np.sum(self.spoken**2)) / energy)
        return ears[0] * gain, ears[1] * gain

    def _random(self, purpose: str) -> np.random.Generator:
        return np.random.default_rng(seed_of(self.name, purpose))


def one(scene: Scene) -> Wave:
    return scene.voice + scene.noise("left", 10.0) + scene.hiss("left")


def hum(length: int) -> Wave:
    times = np.arange(length) / SAMPLE_RATE
    tones = [np.sin(2.0 * np.pi * 50.0 * n * times) / n for n in (1, 2, 3, 5)]
    return np.asarray(0.2 * FULL_SCALE * np.sum(tones, axis=0), dtype=np.float32)


def in_a_room(scene: Scene) -> Stereo:
    left, right = scene.ears()
    return left + scene.noise("left", 10.0), right + scene.noise("right", 10.0)


SCENES: Mapping[str, Callable[[Scene], Stereo]] = {
    "the same in both": lambda scene: (one(scene), one(scene)),
    "left silent": lambda scene: (0 * one(scene), one(scene)),
    "left noise alone, 6 dB louder": lambda scene: (scene.noise("left", 4.0), one(scene)),
    "left hums": lambda scene: (hum(len(scene.voice)) + scene.voice, one(scene)),
    "upside down": lambda scene: (one(scene), -one(scene)),
    "noise of its own in each, 5 dB": lambda scene: (
        scene.voice + scene.noise("left", 5.0),
        scene.voice + scene.noise("right", 5.0),
    ),
    "voice 12 dB softer in the left": lambda scene: (
        np.float32(0.25) * scene.voice + scene.noise("left", 5.0),
        scene.voice + scene.noise("left", 5.0),
    ),
    "two ears in a room": in_a_room,
}


def chosen(left: Samples, right: Samples) -> Samples:
    choice = ChannelChoice(SAMPLE_RATE, 2)
    frames = np.column_stack([left, right])
    blocks = range(0, len(frames) - BLOCK_SAMPLES, BLOCK_SAMPLES)
    return np.concatenate([choice.take(frames[at : at + BLOCK_SAMPLES]) for at in blocks])


WAYS: Mapping[str, Callable[[Samples, Samples], Samples]] = {
    "the first": lambda left, _: left,
    "the mix": lambda left, right: ((left.astype(int) + right) // 2).astype(np.int16),
    "what is done": chosen,
}


def heard(candidate: Candidate, samples: Samples) -> Meant | None:
    """The first meaning that is heard, as in a session."""
    listener = candidate.listener()
    listener.open(not_before=0.0, during_voice=False)
    for at in range(0, len(samples) - BLOCK_SAMPLES, BLOCK_SAMPLES):
        block = Block(np.ascontiguousarray(samples[at : at + BLOCK_SAMPLES]), at / SAMPLE_RATE)
        for signal in listener.feed(block):
            if isinstance(signal, Utterance):
                meaning = candidate.understand(signal, EXPECTED).meaning
                if meaning is not None:
                    return meaning
    return None


def scenes(folder: Path, of_each: int) -> list[tuple[Meaning, Scene]]:
    kitchen = _wave(folder / "noise" / "kitchen.flac")
    responses = [soundfile.read(file)[0] for file in sorted((folder / "rooms").glob("*.flac"))]
    found = []
    for meaning in ANSWER_WORDS:
        files = sorted((folder / "answers" / meaning.value).glob("*.flac"))
        for file in files[:: max(1, len(files) // of_each)][:of_each]:
            spoken = _wave(file)
            spoken *= PEAK / max(float(np.abs(spoken).max()), 1.0)
            found.append((meaning, Scene(file.name, spoken, kitchen, responses)))
    return found


def _wave(file: Path) -> Wave:
    return np.asarray(soundfile.read(file, dtype="int16")[0], dtype=np.float32)


def main(folder: Path, of_each: int) -> None:
    all_scenes = scenes(folder, of_each)
    print(" | ".join(["", *WAYS, ""]), f"(right / wrong of {len(all_scenes)})")
    with open_session_listener(Entry("channels", load_settings(), None)) as candidate:
        for name, make in SCENES.items():
            counts = []
            for way in WAYS.values():
                got = [
                    (wanted, heard(candidate, way(*(as_samples(wave) for wave in make(scene)))))
                    for wanted, scene in all_scenes
                ]
                right = sum(meaning is wanted for wanted, meaning in got)
                wrong = sum(m is not wanted and m in ANSWER_WORDS for wanted, m in got)
                counts.append(f"{right} / {wrong}")
            print(" | ".join([name, *counts]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 25)
