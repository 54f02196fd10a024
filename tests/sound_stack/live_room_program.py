"""Opens a LiveRoom and does what it is told on stdin.

One command a line: `play SECONDS` (noise, always the same), `silence`, `align` (tell by how many
samples the microphone's sound comes later than `played` says), `quit`. On stdout it tells, one JSON
object a line, what `Room.next` returned; of the blocks only when the room becomes audible, and when
it has sounded for so long (Settled) that silence would be a fault.
"""

import json
import queue
import sys
import threading
import time

import numpy as np

from voice_rom.audio_monitor import AudioMonitor
from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    LoudspeakerMuted,
)
from voice_rom.devices.live_room import LiveRoom
from voice_rom.errors import VoiceRomError
from voice_rom.ports import TimeReached
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip, Samples, level_dbfs

SETTINGS = DeviceSettings(
    microphone="",
    loudspeaker="",
    loudspeaker_latency=0.06,
    idle_dbfs=-120.0,
    lead_in_seconds=0.0,
    sleeps_after=60.0,
    tail_seconds=0.0,
    microphone_latency=0.04,
    gone_after=1.0,
    zeros_after=1.0,
    noise_seconds=1.0,
    crackles=10,
    crackle_seconds=5.0,
    retry_after=3.0,
    backlog_seconds=10.0,
    too_quiet_dbfs=-60.0,
)
AUDIBLE_DBFS = -50.0
SETTLED_BLOCKS = round(1.2 * SETTINGS.noise_seconds * SAMPLE_RATE / BLOCK_SAMPLES)
"""The microphone has a noise of its own, by all that is known now."""
NUDGE = Commanded(Meaning.CONTINUE)
"""Posted from the thread that reads stdin, as a key would be: a command waits."""


def noise(seconds: float) -> Samples:
    generator = np.random.default_rng(42)
    return generator.integers(-9_000, 9_000, round(seconds * SAMPLE_RATE), dtype=np.int16)


def tell(**what: object) -> None:
    print(json.dumps({"clock": time.monotonic(), **what}), flush=True)  # noqa: T201


class Program:
    def __init__(self) -> None:
        opening = time.monotonic()
        self.room = LiveRoom(SETTINGS)
        self.watchful = AudioMonitor(self.room, SETTINGS)
        self.commands: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.blocks: list[Block] = []
        self.audible = False
        self.noisy = 0
        """How many blocks in a row were not silent."""
        tell(
            opened=time.monotonic() - opening,
            microphone=self.room.microphone,
            latency=self.room.latency(Device.LOUDSPEAKER),
        )

    def run(self) -> None:
        threading.Thread(target=self.read, daemon=True).start()
        while True:
            signal = self.watchful.next(self.room.now() + 1.0)
            if isinstance(signal, Block):
                self.hear(signal)
            elif signal == NUDGE:
                command, *values = self.commands.get().split()
                if command == "quit":
                    break
                self.obey(command, values)
            elif isinstance(signal, DeviceLost):
                tell(signal="DeviceLost", device=signal.device.value, loss=signal.loss.value)
            elif isinstance(signal, DeviceBack):
                tell(signal="DeviceBack", device=signal.device.value, name=signal.name)
            elif isinstance(signal, LoudspeakerMuted):
                tell(signal="LoudspeakerMuted", name=signal.name)
            elif not isinstance(signal, TimeReached):
                tell(signal=type(signal).__name__)
        self.room.close()

    def read(self) -> None:
        for line in sys.stdin:
            self.commands.put(line)
            self.room.post(NUDGE)

    def hear(self, block: Block) -> None:
        if not self.blocks:
            tell(signal="FirstBlock")
        self.blocks.append(block)
        audible = level_dbfs(block.samples) > AUDIBLE_DBFS
        if audible and not self.audible:
            tell(signal="Audible")
        self.audible = audible
        self.noisy = self.noisy + 1 if block.samples.any() else 0
        if self.noisy == SETTLED_BLOCKS:
            tell(signal="Settled")

    def obey(self, command: str, values: list[str]) -> None:
        if command == "play":
            self.room.play([Clip(noise(float(values[0])))])
        elif command == "silence":
            self.room.silence()
        elif command == "align":
            tell(told="lag", samples=self.lag())
        tell(done=command)

    def lag(self) -> int:
        """Samples from what `played` says to what the microphone gave, by their likeness."""
        nothing = np.zeros(BLOCK_SAMPLES, dtype=np.int16)
        given = np.concatenate([block.samples for block in self.blocks]).astype(float)
        played = np.concatenate(
            [nothing if block.played is None else block.played for block in self.blocks]
        ).astype(float)
        size = 2 * len(given)
        likeness = np.fft.irfft(np.fft.rfft(given, size) * np.conj(np.fft.rfft(played, size)), size)
        best = int(np.argmax(likeness))
        return best - size if best > size // 2 else best


if __name__ == "__main__":
    try:
        Program().run()
    except VoiceRomError as error:
        tell(error=type(error).__name__, says=str(error))
