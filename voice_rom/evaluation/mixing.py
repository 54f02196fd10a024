"""From a recording to all that the microphone gets in its trial."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.errors import FolderNotEvaluable, ScenarioError
from voice_rom.evaluation.conditions import Conditions, RoomSound
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.simulation.acoustics import RoomAcoustics
from voice_rom.simulation.recordings import read_sound
from voice_rom.simulation.track import Wave, as_samples, as_wave
from voice_rom.sound import BLOCK_SAMPLES, FULL_SCALE, SAMPLE_RATE, SILENCE_DBFS, Samples

SECONDS_BEFORE: Final = 1.0
"""Room before the recording: a quick answer leaves as much between question and word."""
SECONDS_AFTER: Final = 3.0
"""A decision that comes later than this after the recording's end is none."""


def trial_samples(recording: Recording, conditions: Conditions) -> Samples:
    """The whole trial, shape (whole blocks,): room, the recording, silence.

    Where chance is needed it is seeded by the recording's name, so it depends on nothing else.
    Raises FolderNotEvaluable when a file cannot be read.
    """
    spoken = recorded(recording, conditions.gain_db)
    wave = _laid_out(spoken, conditions.room_sound, seed=seed_of(recording.name, "room"))
    if conditions.snr_db is not None and recording.kind is not RecordingKind.NOISE:
        noise = stretch(conditions.noise, len(wave), seed=seed_of(recording.name, "noise"))
        wave += noise_at_ratio(as_wave(spoken), noise, conditions.snr_db)
    wave += hiss(len(wave), conditions.hiss_dbfs, seed=seed_of(recording.name, "hiss"))
    return as_samples(wave)


def seed_of(name: str, purpose: str) -> int:
    """A seed that is the same on every machine, in every order and beside any other trials."""
    return int.from_bytes(hashlib.sha256(f"{purpose} {name}".encode()).digest()[:8])


def noise_at_ratio(speech: Wave, noise: Wave, snr_db: float) -> Wave:
    """`noise` at the level at which the ratio of mean powers, each over its whole length, is so.

    Silent speech or silent noise gives no noise: no level would make such a ratio.
    """
    speech_power, noise_power = _mean_power(speech), _mean_power(noise)
    if speech_power <= 0.0 or noise_power <= 0.0:
        return np.zeros_like(noise)
    factor = np.sqrt(speech_power / noise_power * 10.0 ** (-snr_db / 10.0))
    return (noise * np.float32(factor)).astype(np.float32)


def hiss(length: int, dbfs: float, seed: int) -> Wave:
    """White noise of RMS level `dbfs`, shape (length,); zeros from SILENCE_DBFS down."""
    if dbfs <= SILENCE_DBFS:
        return np.zeros(length, dtype=np.float32)
    noise = np.random.default_rng(seed).standard_normal(length, dtype=np.float32)
    return noise * np.float32(FULL_SCALE * 10.0 ** (dbfs / 20.0))


def in_room(speech: Samples, room: RoomSound, seed: int) -> Wave:
    """What a room makes of `speech`, tail included, with as much energy in all as before."""
    heard = RoomAcoustics(room.acoustics(), seed).voice(speech)
    energy = float(np.sum(heard.astype(np.float64) ** 2))
    if energy > 0.0:
        before = float(np.sum(speech.astype(np.float64) ** 2))
        heard = heard * np.float32(np.sqrt(before / energy))
    return heard


def _laid_out(spoken: Samples, room: RoomSound | None, seed: int) -> Wave:
    """The recording between the room before it and the silence after it, without any noise."""
    heard = as_wave(spoken) if room is None else in_room(spoken, room, seed)
    before = round(SECONDS_BEFORE * SAMPLE_RATE)
    length = before + len(spoken) + round(SECONDS_AFTER * SAMPLE_RATE)
    wave = np.zeros(-(-length // BLOCK_SAMPLES) * BLOCK_SAMPLES, dtype=np.float32)
    end = min(len(wave), before + len(heard))
    wave[before:end] = heard[: end - before]
    return wave


def recorded(recording: Recording, gain_db: float) -> Samples:
    """The recording, `gain_db` louder, cut off at full scale as a microphone does it."""
    samples = _read(recording.file)
    if recording.piece is not None:
        first, last = (round(seconds * SAMPLE_RATE) for seconds in recording.piece)
        samples = samples[first:last]
    return as_samples(as_wave(samples, gain_db)) if gain_db else samples


def stretch(file: Path | None, length: int, seed: int) -> Wave:
    """A stretch of the noise from anywhere in it, again from its beginning where it ends."""
    if file is None:
        return np.zeros(length, dtype=np.float32)
    noise = _read(file)
    start = int(np.random.default_rng(seed).integers(len(noise)))
    return as_wave(np.take(noise, np.arange(start, start + length), mode="wrap"))


@lru_cache(maxsize=2)
def _read(file: Path) -> Samples:
    """Noise is asked for again and again, with one recording or piece in between."""
    try:
        return read_sound(file)
    except ScenarioError as error:
        message = f"{file} cannot be read as sound; remove it, or convert it to WAV or FLAC."
        raise FolderNotEvaluable(message) from error


def _mean_power(wave: Wave) -> float:
    return float(np.mean(wave.astype(np.float64) ** 2)) if len(wave) else 0.0
