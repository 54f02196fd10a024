"""Blocks to utterances: the parts of hearing, joined."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.protocol.events import UtteranceBegan
from voice_rom.hearing.bandwidth import high_band_db
from voice_rom.hearing.echo import EchoCanceller
from voice_rom.hearing.levelling import loudest_dbfs
from voice_rom.hearing.noise_floor import NoiseFloor
from voice_rom.hearing.noise_print import NoisePrint
from voice_rom.hearing.segmenter import QuietBegan, Segmenter, SpeechGoesOn, SpeechOnset
from voice_rom.hearing.two_pass import Judgement, TwoPassRecogniser
from voice_rom.hearing.voice_detector import VoiceDetector
from voice_rom.level_meter import LevelMeter
from voice_rom.ports import HearingBegan, HearingSignal, Recogniser, RoomLevel
from voice_rom.sound import (
    BLOCK_SAMPLES,
    SAMPLE_RATE,
    SILENCE_DBFS,
    Block,
    Samples,
    clipped_share,
    level_dbfs,
)

_JUST_NOW_SECONDS: Final = 0.06
"""A block and a chunk: the grain of what the segmenter sees."""

_NOTHING: Final = Judgement((), 0.0)


@dataclass
class _Speech:
    """An utterance that goes on. `start`: the time of its first sample, on the room's clock."""

    start: float
    voice_began: float
    samples: list[Samples]
    loudest_dbfs: float = SILENCE_DBFS
    judged_at: int = -1
    """The last voice (see SpeechGoesOn) after which the words were asked for."""
    looked_at: float = 0.0
    """How long the utterance was (s) when they were last asked for while it went on."""
    judgement: Judgement = _NOTHING


class BlockListener:
    """Implements `ports.Listener`.

    Silero says where a voice begins and ends. After a short silence Vosk is given the utterance,
    at once and brought to one level; its words say how much more silence ends the utterance. If
    somebody goes on before that, Vosk is asked again at the next silence. (0.03 s of work for a
    second of speech, and faint words, lost by the dozen when they are recognised while they
    arrive, are understood.)
    """

    def __init__(
        self,
        settings: HearingSettings,
        vocabulary: Vocabulary,
        recogniser: Recogniser,
        detector: VoiceDetector,
        echo: EchoCanceller,
    ) -> None:
        self._settings = settings
        self._vocabulary = vocabulary
        self._recogniser = recogniser
        self._judge = TwoPassRecogniser(settings, vocabulary, recogniser)
        self._segmenter = Segmenter(settings, detector)
        self._echo = echo
        window = round(settings.noise_window_seconds * SAMPLE_RATE / BLOCK_SAMPLES)
        self._room_floor = NoiseFloor(window)
        self._residual_floor = NoiseFloor(window)
        self._echo_dbfs = SILENCE_DBFS
        self._meter = LevelMeter(settings.level_seconds)
        self._noise_print = NoisePrint(
            seconds=settings.noise_print_seconds, less_seconds=settings.pre_roll_seconds
        )
        longest = settings.limit_seconds + settings.pre_roll_seconds + settings.word_seconds
        self._microphone: deque[Samples] = deque(
            maxlen=round(longest * SAMPLE_RATE / BLOCK_SAMPLES)
        )
        """What it gave last, our own voice's echo and all: what it can give shows in that too."""
        self._open = False
        self._began = False
        self._not_before = 0.0
        self._during_voice = False
        self._speech: _Speech | None = None
        self._answers_from = 0.0
        self._last_end = -math.inf
        """Where the last utterance ended, on the room's clock: what begins soon after goes on."""
        self._waiting = False
        """The voice is over, and what it leaves behind in the room is still listened to."""

    def open(self, *, not_before: float, during_voice: bool) -> None:
        """Listen afresh; see `ports.Listener`.

        After the voice the ear for interruptions stays open until `not_before`: "stop", or an
        answer, may begin in its last word, or in the silence after it. Who speaks then is heard to
        the end, and the utterance is marked as one over the voice.
        """
        self._answers_from = not_before
        if self._open and self._during_voice and not during_voice:
            self._waiting = True
            return
        self._forget()
        self._open = True
        self._not_before = not_before
        self._during_voice = during_voice

    def shut(self) -> None:
        """Stop listening, forgetting what was not finished."""
        self._forget()
        self._open = False

    def close(self) -> None:
        self.shut()
        self._recogniser.close()

    def feed(self, block: Block) -> list[HearingSignal]:
        """Take the next block, listening or not."""
        samples = self._echo.cancel(block) if self._during_voice else block.samples
        level = level_dbfs(samples)
        self._microphone.append(block.samples)
        self._follow_noise(block, level)
        if not self._open or block.start < self._not_before:
            return []
        signals: list[HearingSignal] = []
        if not self._began:
            self._began = True
            signals.append(HearingBegan())
        signals += self._measure(level)
        signals += self._listen(samples, level, block.end)
        signals += self._open_after_voice(block.end)
        return signals

    def _measure(self, level: float) -> list[RoomLevel]:
        reading = self._meter.take(level)
        if reading is None:
            return []
        return [
            RoomLevel(
                noise_dbfs=self._noise_dbfs,
                peak_dbfs=reading.loudest_dbfs,
                level_dbfs=reading.level_dbfs,
                zeros=reading.zeros,
            )
        ]

    def _open_after_voice(self, now: float) -> list[HearingSignal]:
        """Listen for answers from now on, without cutting off whoever already speaks."""
        if not self._waiting or now < self._answers_from:
            return []
        self._waiting = False
        self._during_voice = False
        self._meter.reset()
        self._began = True
        return [HearingBegan()]

    @property
    def _floor_dbfs(self) -> float:
        return (self._residual_floor if self._during_voice else self._room_floor).dbfs

    @property
    def _noise_dbfs(self) -> float:
        """What a voice has to stand out from: the room's own noise, or talk in it."""
        return max(self._floor_dbfs, self._segmenter.talk_dbfs)

    @property
    def _nothing_dbfs(self) -> float:
        """The level that is no voice of anybody else's."""
        if not self._during_voice:
            return self._floor_dbfs
        return max(self._floor_dbfs, self._echo_dbfs - self._settings.echo_cancelled_db)

    def _follow_noise(self, block: Block, level: float) -> None:
        """What the canceller leaves of our voice says nothing about the room, and the reverse."""
        if self._during_voice:
            self._residual_floor.take(level)
            echo = SILENCE_DBFS if block.played is None else level_dbfs(block.samples)
            self._echo_dbfs = max(echo, self._echo_dbfs - self._settings.echo_fall_db)
        elif block.played is None:
            self._room_floor.take(level)
            if self._speech is None:
                self._noise_print.take(block.samples)

    def _forget(self) -> None:
        self._segmenter.reset()
        self._meter.reset()
        self._speech = None
        self._waiting = False
        self._began = False

    def _listen(self, samples: Samples, level: float, now: float) -> list[HearingSignal]:
        segment = self._segmenter.take(samples, self._nothing_dbfs, during_voice=self._during_voice)
        if isinstance(segment, QuietBegan):
            return []
        if isinstance(segment, SpeechOnset):
            return self._begin(segment.samples, now)
        speech = self._speech
        if speech is None:
            return self._stay_deaf(segment.silence)
        speech.samples.append(samples)
        speech.loudest_dbfs = max(speech.loudest_dbfs, level)
        if segment.length >= self._settings.limit_seconds:
            return self._end_too_long(speech, now)
        return self._end_if_finished(speech, segment, now)

    def _begin(self, samples: Samples, now: float) -> list[HearingSignal]:
        start = now - len(samples) / SAMPLE_RATE
        loudest = loudest_dbfs(samples)
        self._speech = _Speech(
            start=start, voice_began=now, samples=[samples], loudest_dbfs=loudest
        )
        return [UtteranceBegan(now)]

    def _stay_deaf(self, silence: float) -> list[HearingSignal]:
        """After something endless, wait for a gap before anything counts again."""
        if silence >= self._settings.end_after_foreign:
            self._segmenter.end()
        return []

    def _end_too_long(self, speech: _Speech, now: float) -> list[HearingSignal]:
        self._ask(speech)
        self._speech = None
        return [self._utterance(speech, last_voice=now, now=now, too_long=True)]

    def _end_if_finished(
        self, speech: _Speech, segment: SpeechGoesOn, now: float
    ) -> list[HearingSignal]:
        if segment.silence < self._settings.end_after_interruption:
            return self._end_in_noise(speech, segment, now)
        long = segment.length > self._settings.answer_seconds
        if long and segment.silence < self._settings.end_after_foreign:
            return []
        if speech.judged_at != segment.last_voice:
            speech.judged_at = segment.last_voice
            self._ask(speech)
        if segment.silence < speech.judgement.wait:
            return []
        return self._end(speech, last_voice=now - segment.silence, now=now)

    def _end_in_noise(
        self, speech: _Speech, segment: SpeechGoesOn, now: float
    ) -> list[HearingSignal]:
        """In noise the detector stays on after a word: then the words themselves say it is over."""
        due = segment.length - speech.looked_at >= self._settings.look_every
        goes_on = segment.silence < _JUST_NOW_SECONDS
        if not (due and goes_on) or segment.length > self._settings.answer_seconds:
            return []
        speech.looked_at = segment.length
        speech.judgement = self._judge.first_look(_whole(speech), speech.loudest_dbfs)
        words = speech.judgement.words
        if not words:
            self._forget_noise(speech)
            return []
        last_voice = speech.start + words[-1].end
        finished = speech.judgement.wait <= self._settings.end_after_answer
        if not finished or now - last_voice < self._settings.end_in_noise:
            return []
        return self._end(speech, last_voice=last_voice, now=now)

    def _forget_noise(self, speech: _Speech) -> None:
        """What held no word so far was noise: a word in it may have just begun."""
        kept = round(self._settings.word_seconds * SAMPLE_RATE)
        samples = _whole(speech)
        if len(samples) < 2 * kept:
            return
        speech.samples = [samples[-kept:]]
        speech.start += (len(samples) - kept) / SAMPLE_RATE
        speech.loudest_dbfs = loudest_dbfs(samples[-kept:])
        speech.looked_at = 0.0
        self._segmenter.begin_again()

    def _end(self, speech: _Speech, *, last_voice: float, now: float) -> list[HearingSignal]:
        self._speech = None
        if speech.judgement.wait == self._settings.end_after_answer and not self._during_voice:
            self._segmenter.end_answer(speech.loudest_dbfs)
        else:
            self._segmenter.end()
        return [self._utterance(speech, last_voice=last_voice, now=now)]

    def _ask(self, speech: _Speech) -> None:
        """Ask for the words so far, and how long to wait for more.

        While the voice plays, what is left of its echo is too like speech for a second look. But
        somebody who goes on, after an answer and a pause, may well speak in sentences.
        """
        samples = _whole(speech)
        if self._during_voice and self._goes_on(speech):
            speech.judgement = self._judge.sentence_look(samples, speech.loudest_dbfs)
        elif self._during_voice:
            speech.judgement = self._judge.first_look(samples, speech.loudest_dbfs)
        else:
            speech.judgement = self._judge.judge(
                samples, speech.loudest_dbfs, self._noise_print.samples, self._floor_dbfs
            )

    def _goes_on(self, speech: _Speech) -> bool:
        return speech.voice_began - self._last_end <= self._settings.goes_on_seconds

    def _utterance(
        self,
        speech: _Speech,
        *,
        last_voice: float,
        now: float,
        too_long: bool = False,
    ) -> Utterance:
        on_clock = tuple(
            Word(word.text, speech.start + word.start, speech.start + word.end, word.confidence)
            for word in speech.judgement.words
        )
        start = on_clock[0].start if on_clock else speech.voice_began
        end = on_clock[-1].end if on_clock and not too_long else last_voice
        self._last_end = end
        given = self._given(now - speech.start)
        high = high_band_db(given)
        return Utterance(
            words=on_clock,
            start=start,
            end=end,
            decided=now,
            level_dbfs=speech.loudest_dbfs,
            noise_dbfs=self._noise_dbfs,
            too_long=too_long,
            during_voice=self._during_voice or start < self._answers_from,
            high_band_db=None if high is None else round(high, 1),
            clipped=clipped_share(given),
        )

    def _given(self, seconds: float) -> Samples:
        """What the microphone gave in the last `seconds`, shape (samples,)."""
        blocks = list(self._microphone)[-round(seconds * SAMPLE_RATE / BLOCK_SAMPLES) :]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int16)


def _whole(speech: _Speech) -> Samples:
    """The utterance so far, shape (samples,), kept in one piece from now on."""
    speech.samples = [np.concatenate(speech.samples)]
    return speech.samples[0]
