"""The microphone: what its stream delivers, cut into blocks with their times."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soxr

from voice_rom.devices.channels import ChannelChoice
from voice_rom.devices.stream_clock import StreamClock
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples

SETTLING_SECONDS = 3.0
"""So long after its first sound a stream's times are not believed: a sound server estimates them,
and its first guesses can be a third of a second off (measured with PulseAudio)."""


@dataclass(frozen=True)
class Captured:
    """Sound as a stream delivered it.

    Its frames count from `first_frame` on; `at` (s) is when the first was at the microphone.
    """

    inlet: "Inlet"
    sound: bytes
    first_frame: int
    at: float


class Inlet:
    """One open stream from a microphone.

    `deliver` is called by the sound system, `blocks` by the thread that listens.
    """

    def __init__(self, put: Callable[[Captured], None], now: Callable[[], float]) -> None:
        """`put` takes what was delivered, and must be quick; `now` gives seconds."""
        self._put = put
        self._now = now
        self._rate = SAMPLE_RATE
        self._settled_at = math.inf
        self._earliest_zero = math.inf
        self._frames = 0
        self.callbacks = 0
        self.since = self.last_callback = now()
        self._cutter: BlockCutter | None = None

    @property
    def frames(self) -> int:
        """How many the stream has delivered so far."""
        return self._frames

    def deliver(self, sound: bytes, frames: int, age: float) -> None:
        """Put away what came (see `Deliver`)."""
        self.last_callback = self._now()
        at = self.last_callback - age
        if self.last_callback < self._settled_at:
            at = max(at, self._earliest(frames))
        self._put(Captured(self, sound, self._frames, at))
        self._frames += frames
        self.callbacks += 1

    def _earliest(self, frames: int) -> float:
        """When the next frame was at the microphone, if the quickest delivery took no time."""
        if self.callbacks == 0:
            self._settled_at = self.last_callback + SETTLING_SECONDS
        zero = self.last_callback - (self._frames + frames) / self._rate
        self._earliest_zero = min(self._earliest_zero, zero)
        return self._earliest_zero + self._frames / self._rate

    def opened(self, rate: int, channels: int) -> None:
        """The stream has this rate (Hz) and so many channels."""
        self._rate = rate
        self._earliest_zero = math.inf
        self._cutter = BlockCutter(rate, channels)

    def blocks(self, captured: Captured, *, judging: bool = True) -> list[Block]:
        """The blocks that are complete with this; none before the stream is known.

        `judging`: whether it may tell in which channel a voice is heard best.
        """
        return [] if self._cutter is None else self._cutter.take(captured, judging=judging)


class BlockCutter:
    """Brings a stream's sound to SAMPLE_RATE, mono, and cuts it into blocks."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._channels = channels
        self._choice = ChannelChoice(rate, channels)
        self._clock = StreamClock(rate)
        self._begin(0)

    def _begin(self, frame: int) -> None:
        """Start a run of sound without holes at this frame."""
        self._run_frame = frame
        self._next_frame = frame
        self._samples_out = 0
        self._pending: Samples = np.zeros(0, dtype=np.int16)
        self._resampler = (
            None
            if self._rate == SAMPLE_RATE
            else soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="int16")
        )

    def take(self, captured: Captured, *, judging: bool) -> list[Block]:
        """Return what is complete. Sound that was lost on the way leaves a hole, not a shift."""
        sound = np.frombuffer(captured.sound, dtype=np.int16).reshape(-1, self._channels)
        frames = self._choice.take(sound, judging=judging)
        if captured.first_frame != self._next_frame:
            self._begin(captured.first_frame)
        self._next_frame += len(frames)
        self._clock.observe(captured.first_frame, captured.at)
        if self._resampler is not None:
            frames = self._resampler.resample_chunk(frames.copy())
        self._pending = np.concatenate([self._pending, frames]) if len(self._pending) else frames
        return self._cut()

    def _cut(self) -> list[Block]:
        blocks = []
        while len(self._pending) >= BLOCK_SAMPLES:
            block, self._pending = self._pending[:BLOCK_SAMPLES], self._pending[BLOCK_SAMPLES:]
            frame = self._run_frame + self._samples_out * self._rate / SAMPLE_RATE
            blocks.append(Block(block, self._clock.time_of(frame)))
            self._samples_out += BLOCK_SAMPLES
        return blocks
