"""Where speech begins and how long it has been over: block by block, without a clock."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.hearing.background_talk import BackgroundTalk
from voice_rom.hearing.levelling import amplified
from voice_rom.hearing.voice_detector import CHUNK_SAMPLES, VoiceDetector
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Samples, level_dbfs


@dataclass(frozen=True, eq=False)
class QuietBegan:
    """Nobody speaks."""


@dataclass(frozen=True, eq=False)
class SpeechOnset:
    """`samples`: what was kept from before speech began, and everything up to now."""

    samples: Samples


@dataclass(frozen=True, eq=False)
class SpeechGoesOn:
    """`last_voice`: the sample, counted since the reset, after which no voice was heard any more.

    `silence`: seconds since then. `length`: seconds since speech began.
    """

    last_voice: int
    silence: float
    length: float


Segment = QuietBegan | SpeechOnset | SpeechGoesOn


class Segmenter:
    """Blocks in, the state of speech out."""

    def __init__(self, settings: HearingSettings, detector: VoiceDetector) -> None:
        self._settings = settings
        self._detector = detector
        self._talk = BackgroundTalk(settings)
        self.reset()

    def reset(self) -> None:
        """Forget everything heard, but not who talks in the room all the time."""
        kept = round(self._settings.pre_roll_seconds * SAMPLE_RATE / BLOCK_SAMPLES)
        self._kept: deque[Samples] = deque(maxlen=max(1, kept))
        self._rest: Samples = np.zeros(0, dtype=np.int16)
        self._position = 0
        self._last_voice = 0
        self._began: int | None = None
        self._skipped = 0
        self._loudest = SILENCE_DBFS
        self._detector.reset()

    def end(self) -> None:
        """End the speech that goes on; the next begins afresh."""
        self._began = None
        self._kept.clear()

    def end_answer(self, loudest_dbfs: float) -> None:
        """End speech that was an answer, and so the person's own; so loud was it at most."""
        self._talk.person(loudest_dbfs)
        self.end()

    def begin_again(self) -> None:
        """Count the speech that goes on as begun now."""
        self._began = self._position

    @property
    def talk_dbfs(self) -> float:
        """How loud the talk in the room is (dBFS, RMS); SILENCE_DBFS where there is none."""
        return self._talk.dbfs

    def take(self, samples: Samples, noise_dbfs: float, *, during_voice: bool = False) -> Segment:
        """Take the next samples of shape (samples,); `noise_dbfs`: the level of the room alone.

        `during_voice`: the program itself speaks, and what is left of that says nothing of others.
        """
        self._position += len(samples)
        if self._began is None:
            self._kept.append(samples)
        began = self._take_chunks(samples, noise_dbfs, during_voice=during_voice)
        if began:
            return SpeechOnset(np.concatenate(self._before_speech()))
        if self._began is None:
            return QuietBegan()
        return SpeechGoesOn(
            last_voice=self._last_voice,
            silence=(self._position - self._last_voice) / SAMPLE_RATE,
            length=(self._position - self._began) / SAMPLE_RATE,
        )

    def _before_speech(self) -> list[Samples]:
        """What was kept; over talk in the room less of it, whose words would be taken for these."""
        kept = list(self._kept)
        if self._talk.least_dbfs <= SILENCE_DBFS:
            return kept
        return kept[-round(self._settings.talk_pre_roll_seconds * SAMPLE_RATE / BLOCK_SAMPLES) :]

    def _take_chunks(self, samples: Samples, noise_dbfs: float, *, during_voice: bool) -> bool:
        """Run the detector over every whole chunk; return whether speech began."""
        rest = np.concatenate((self._rest, samples))
        began = False
        while len(rest) >= CHUNK_SAMPLES:
            chunk, rest = rest[:CHUNK_SAMPLES], rest[CHUNK_SAMPLES:]
            level = level_dbfs(chunk)
            probability = self._probability(chunk, level, noise_dbfs)
            is_voice = probability >= self._wanted(level - noise_dbfs)
            stands_out = level >= self._talk.least_dbfs
            if not during_voice:
                self._talk.take(level, is_voice=is_voice)
            if is_voice and stands_out:
                self._last_voice = self._position - len(rest)
                if self._began is None:
                    self._began = self._last_voice - CHUNK_SAMPLES
                    began = True
        self._rest = rest
        return began

    def _wanted(self, over_noise_db: float) -> float:
        """How probable a voice has to be; what stands out far from the room needs less proof."""
        settings = self._settings
        clear = over_noise_db >= settings.clear_over_noise_db
        if self._began is None:
            return settings.clear_voice_begins if clear else settings.voice_begins
        return settings.clear_voice_goes_on if clear else settings.voice_goes_on

    def _probability(self, chunk: Samples, level: float, noise_dbfs: float) -> float:
        """Ask the detector, but not about what is too quiet to be worth its time."""
        fall = self._settings.detector_level_fall_db if self._began is None else 0.0
        self._loudest = max(level, self._loudest - fall)
        gate = max(noise_dbfs + self._settings.gate_db, self._settings.gate_lowest_dbfs)
        if level < gate:
            self._skipped += CHUNK_SAMPLES
            return 0.0
        if self._skipped > self._settings.detector_memory_seconds * SAMPLE_RATE:
            self._detector.reset()
        self._skipped = 0
        gain = self._settings.detector_level_dbfs - self._loudest
        most = min(
            self._settings.detector_most_gain_db, self._settings.detector_noise_dbfs - noise_dbfs
        )
        gain = max(0.0, min(gain, most))
        return self._detector.probability(amplified(chunk, gain))
