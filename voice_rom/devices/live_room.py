"""The real room: a microphone and a loudspeaker, through the system's sound."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import Device, WasAsleep
from voice_rom.devices.awake_clock import AwakeClock
from voice_rom.devices.device_thread import DeviceThread
from voice_rom.devices.loudspeaker import Loudspeaker
from voice_rom.devices.microphone import Captured
from voice_rom.devices.portaudio import PortAudio
from voice_rom.devices.signal_queue import SignalQueue
from voice_rom.devices.sound_system import SoundSystem
from voice_rom.devices.supervisor import DeviceSupervisor
from voice_rom.ports import PlaybackEnded, Posted, Signal, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip

BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE

WAIT_SECONDS = 0.25
"""At least so often the devices' clocks are read, whatever is waited for."""

REFERENCE_LEAD_SECONDS = 0.02
"""By so much `Block.played` goes ahead of what the times say: they can be some milliseconds wrong,
and no canceller can cancel an echo that comes before its reference."""

ECHO_SECONDS = 0.5
"""So long after our own voice, the microphone may still hear it."""

DISCARD_PATIENCE = 0.3
"""Seconds that new speech waits for the old to be thrown away; mostly it takes a millisecond."""


class LiveRoom:
    """Implements `Room` on real devices. For one thread, but for `post`.

    When the program is busy, sound of up to `backlog_seconds` waits, and the oldest of it is
    dropped first; the times of what is left stay right. Times are seconds since opening, and those
    in which the computer slept do not count.
    """

    def __init__(
        self,
        settings: DeviceSettings,
        make_system: Callable[[], SoundSystem] = PortAudio,
        clock: AwakeClock | None = None,
    ) -> None:
        """Open the loudspeaker, then the microphone, in a thread that owns the sound system.

        Raises SoundSystemMissing, NoLoudspeaker, NoMicrophone, and SettingsError for a device's
        name that fits nothing.
        """
        self._clock = clock or AwakeClock()
        blocks = round(settings.backlog_seconds * SAMPLE_RATE / BLOCK_SAMPLES)
        self._signal_queue: SignalQueue[Captured, Signal] = SignalQueue(blocks)
        self._loudspeaker = Loudspeaker(self.now)
        self._blocks: deque[Block] = deque()
        self._devices = DeviceThread(
            lambda: DeviceSupervisor(
                make_system(),
                settings,
                loudspeaker=self._loudspeaker,
                put=self._signal_queue.put_sound,
                tell=self._signal_queue.put_note,
                now=self.now,
            )
        )
        self._devices.open()
        self._clock.take_sleep()  # a sound system that takes its time to open is no sleep

    @property
    def microphone(self) -> str:
        return self._devices.supervisor.name(Device.MICROPHONE)

    @property
    def loudspeaker(self) -> str:
        """The loudspeaker's name, as a person may know it."""
        return self._devices.supervisor.name(Device.LOUDSPEAKER)

    def latency(self, kind: Device) -> float:
        """Seconds, as the sound system tells it."""
        return self._devices.supervisor.latency(kind)

    def now(self) -> float:
        return self._clock()

    def post(self, posted: Posted) -> None:
        """See `ports.Room`."""
        self._signal_queue.put_note(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        giving = self._devices.supervisor.giving
        clear = giving.acquire(timeout=DISCARD_PATIENCE)
        try:
            self._loudspeaker.play(clips)
        finally:
            if clear:
                giving.release()

    def silence(self) -> None:
        self._loudspeaker.silence()
        self._devices.discard()

    def next(self, until: float | None) -> Signal:
        """What happens next, in the order of time; but keys and devices go before all.

        Before these it is told that the computer slept: what was heard until then is forgotten.
        """
        while True:
            slept = self._clock.take_sleep()
            if slept:
                self._forget_sound()
                return WasAsleep(slept)
            note = self._signal_queue.take_note()
            if note is not None:
                return note
            self._cut_blocks()
            reached = self._reached(until)
            if reached is not None:
                return reached
            if self._blocks:
                block = self._blocks.popleft()
                reference = self._loudspeaker.heard(block.start + REFERENCE_LEAD_SECONDS)
                return replace(block, played=reference)
            self._wait(until)

    def _forget_sound(self) -> None:
        self._blocks.clear()
        while self._signal_queue.take_sound() is not None:
            pass

    def _cut_blocks(self) -> None:
        while not self._blocks:
            captured = self._signal_queue.take_sound()
            if captured is None:
                return
            judging = self._loudspeaker.was_silent(captured.at - ECHO_SECONDS, captured.at)
            self._blocks.extend(captured.inlet.blocks(captured, judging=judging))

    def _reached(self, until: float | None) -> Signal | None:
        """The end of playing, or `until`, if one is over and no block is left from before it."""
        ends = self._loudspeaker.ends()
        deadline = min((time for time in (ends, until) if time is not None), default=None)
        if deadline is None or self.now() < deadline:
            return None
        if self._blocks and self._blocks[0].end <= deadline:
            return None
        if deadline == ends:
            self._loudspeaker.end()
            return PlaybackEnded()
        return TimeReached()

    def _wait(self, until: float | None) -> None:
        # The end of playing is known only once the stream has taken everything.
        seconds = BLOCK_SECONDS if self._loudspeaker.sounding else WAIT_SECONDS
        self._signal_queue.wait(seconds if until is None else min(seconds, until - self.now()))

    def close(self) -> None:
        self._devices.close()
