"""Loudspeaker, microphone and the air between, in virtual time: the clock is the sample count.

Nothing here waits. `next` makes the next 20 ms of sound as soon as it is asked for them, so a
session goes as fast as hearing and dialogue can follow, and goes the same way every time.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from voice_rom.core.language.meanings import Meant
from voice_rom.core.protocol.events import Commanded, Device, DeviceLost, QuitAsked
from voice_rom.errors import ScenarioNotMet
from voice_rom.idle_noise import idle_noise
from voice_rom.ports import PlaybackEnded, Posted, Signal, TimeReached
from voice_rom.simulation.acoustics import Acoustics, RoomAcoustics
from voice_rom.simulation.background import Background
from voice_rom.simulation.faults import AT_ONCE, FaultDetection, Faults
from voice_rom.simulation.loudspeaker import Cut, SimulatedLoudspeaker
from voice_rom.simulation.schedule import Agenda, Entry, block_at
from voice_rom.simulation.sleeping import LoudspeakerKind, SleepingLoudspeaker
from voice_rom.simulation.sound_file import SoundFile
from voice_rom.simulation.telephone import Telephone
from voice_rom.simulation.track import Piece, Track, as_samples, as_wave
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Block, Clip, Samples


@dataclass(frozen=True, kw_only=True)
class RoomSetup:
    """What the room is like. `longest` is in seconds: past it, nothing can still be going well."""

    microphone: str
    acoustics: Acoustics
    background: Samples
    """A loop of noise, shape (samples,), at least a block long."""
    seed: int
    longest: float
    noticing: FaultDetection = AT_ONCE
    idle_dbfs: float = SILENCE_DBFS
    """What the loudspeaker is given while nothing plays."""
    loudspeaker: LoudspeakerKind = LoudspeakerKind.PLAIN
    narrow_band: bool = False
    """The microphone is a telephone's."""


class SimulatedRoom:
    """Implements `ports.Room`, and lets a participant act in it."""

    def __init__(self, setup: RoomSetup, record: SoundFile | None = None) -> None:
        """With `record`, everything that sounds goes into that file as well."""
        self._setup = setup
        self._air = RoomAcoustics(setup.acoustics, setup.seed)
        self._background = Background(setup.background)
        self._record = record
        self._loudspeaker = SimulatedLoudspeaker()
        self._sleeping = SleepingLoudspeaker(setup.loudspeaker)
        self._idle = idle_noise(BLOCK_SAMPLES, setup.idle_dbfs)
        self._telephone = Telephone() if setup.narrow_band else None
        self._echo: Piece | None = None
        self._heard = Track()
        """What reaches the microphone besides the background."""
        self._agenda = Agenda()
        self._posted: deque[Posted] = deque()
        self._faults = Faults(self._agenda, setup.noticing)
        self._clock = 0
        self._block = 0
        """Where the block begins that is not finished yet; the clock is in it, or at its end."""
        self._limit = round(setup.longest * SAMPLE_RATE)
        self.on_play: Callable[[tuple[float, ...]], None] | None = None
        """Told when the voice begins: the times (s) at which each of its clips will begin."""

    # ports.Room

    @property
    def microphone(self) -> str:
        """The microphone's name, as a person may know it."""
        return self._faults.name_of(Device.MICROPHONE, self._setup.microphone, self._clock)

    def now(self) -> float:
        """Seconds of sound since the room was opened."""
        return self._clock / SAMPLE_RATE

    def next(self, until: float | None) -> Signal:
        """The next thing that happens; `until` (s) is rounded up to a whole block.

        What is due within a block comes before the block, at its own exact time. TimeReached is
        never told before `until`, not even by the last digit of a float: who waits would ask for
        the same moment for ever. Raises ScenarioNotMet when the session outlasts the room.
        """
        while True:
            if self._posted:
                return self._posted.popleft()
            due = self._due()
            if due is not None:
                return due
            if until is not None and self._clock >= block_at(until) and self.now() >= until:
                return TimeReached()
            if self._clock >= self._limit:
                message = f"The session was still running after {self._setup.longest:.0f} s."
                raise ScenarioNotMet(message)
            block = self._next_block()
            if block is not None:
                return block

    def post(self, posted: Posted) -> None:
        """See `ports.Room`; a participant, who is to act at a time, has `press` and `quit`."""
        self._posted.append(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        """Play these one after the other, in place of what is playing; PlaybackEnded follows.

        While the loudspeaker is gone, the time passes and nothing sounds.
        """
        self.silence()
        samples = _joined(clips)
        if self._faults.is_gone(Device.LOUDSPEAKER, self._clock, self._clock + 1):
            samples = np.zeros_like(samples)
        self._loudspeaker.play(self._clock, samples)
        self._echo = self._add_echo(self._clock, samples)
        if self.on_play is not None:
            self.on_play(_starts(self._clock, clips))

    def silence(self) -> None:
        """Cut off what is playing, at this very sample; its echo dies away by itself."""
        kept = self._loudspeaker.cut(self._clock)
        if kept is not None and self._echo is not None:
            self._heard.remove(self._echo)
            self._add_echo(kept.start, kept.samples)
        self._echo = None

    def close(self) -> None:
        """Finish the recording, if there is one. Safe to call twice."""
        self._sleeping.end()
        if self._record is not None:
            self._record.close()

    # What a participant can do. Times are in seconds on this clock, and not in the past.

    def add_sound(self, at: float, samples: Samples, gain_db: float = 0.0) -> Piece:
        """Let `samples` sound in front of the microphone from `at` on."""
        return self._heard.add(round(at * SAMPLE_RATE), self._air.voice(samples, gain_db))

    def add_noise(self, at: float, samples: Samples) -> Piece:
        """Let a noise as the microphone gets it sound from `at` on: the air does nothing to it."""
        return self._heard.add(round(at * SAMPLE_RATE), as_wave(samples))

    def take_back(self, piece: Piece) -> bool:
        """Undo `add_sound`, unless the sound has begun; return whether it was undone."""
        if piece.start <= self._clock:
            return False
        self._heard.remove(piece)
        return True

    def press(self, at: float, meaning: Meant) -> Entry:
        return self._agenda.note(round(at * SAMPLE_RATE), Commanded(meaning))

    def take_back_key(self, entry: Entry) -> bool:
        """Undo `press`, unless the key was pressed; return whether it was undone."""
        return self._agenda.strike(entry)

    def quit(self, at: float) -> None:
        self._agenda.note(round(at * SAMPLE_RATE), QuitAsked())

    @property
    def faults(self) -> Faults:
        """What can go wrong with the devices."""
        return self._faults

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Every time that silence was asked for while the voice was playing."""
        return tuple(self._loudspeaker.cuts)

    @property
    def swallowed(self) -> float:
        """Seconds of the voice that the loudspeaker was given and that never left it.

        The echo in the microphone is that of a loudspeaker which swallows nothing.
        """
        return self._sleeping.swallowed / SAMPLE_RATE

    # Within

    def _due(self) -> Signal | None:
        """The next signal that is due before the next block is finished."""
        playing, noted = self._loudspeaker.playing, self._agenda.next_at
        finished = self._block + BLOCK_SAMPLES
        if (
            playing is not None
            and playing.end <= finished
            and (noted is None or playing.end <= noted)
        ):
            self._clock = max(self._clock, playing.end)
            self._loudspeaker.ended()
            return PlaybackEnded()
        if noted is None or noted > finished:
            return None
        self._clock = max(self._clock, noted)
        signal = self._agenda.take()
        if isinstance(signal, DeviceLost) and signal.device is Device.LOUDSPEAKER:
            self.silence()
        return signal

    def _next_block(self) -> Block | None:
        """Let 20 ms pass; None when there is no microphone to hear them."""
        start, end = self._block, self._block + BLOCK_SAMPLES
        played = self._loudspeaker.between(start, end)
        self._sleeping.take(self._idle if played is None else played, played)
        unheard = self._faults.is_gone(Device.LOUDSPEAKER, start, end)
        if unheard:
            self._end_echo()
        gone = self._faults.is_gone(Device.MICROPHONE, start, end)
        samples = None if gone else self._faults.of_microphone(self._microphone(start, end), start)
        if self._record is not None:
            self._record.write(None if unheard else played, samples)
        self._block = self._clock = end
        return None if samples is None else Block(samples, start / SAMPLE_RATE, played)

    def _microphone(self, start: int, end: int) -> Samples:
        samples = self._sound(start, end)
        return samples if self._telephone is None else self._telephone.take(samples)

    def _sound(self, start: int, end: int) -> Samples:
        if not self._heard.sounds(start, end):
            return self._background.samples(start)
        wave = self._background.wave(start)
        self._heard.mix_into(wave, start)
        return as_samples(wave)

    def _add_echo(self, start: int, samples: Samples) -> Piece | None:
        echo = self._air.echo(samples)
        return None if echo is None else self._heard.add(start, echo)

    def _end_echo(self) -> None:
        """The loudspeaker has just been unplugged; nobody knows it yet."""
        playing, echo, self._echo = self._loudspeaker.playing, self._echo, None
        if playing is not None and echo is not None:
            self._heard.remove(echo)
            self._add_echo(playing.start, playing.samples[: max(0, self._block - playing.start)])


def _joined(clips: Sequence[Clip]) -> Samples:
    if not clips:
        return np.zeros(0, dtype=np.int16)
    return np.concatenate([clip.samples for clip in clips])


def _starts(start: int, clips: Sequence[Clip]) -> tuple[float, ...]:
    lengths = np.cumsum([0, *(len(clip.samples) for clip in clips)])[: len(clips)]
    return tuple((start + int(length)) / SAMPLE_RATE for length in lengths)
