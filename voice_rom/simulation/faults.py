"""What can be wrong with the devices of a simulated room, and when the program learns of it."""

import math
from dataclasses import dataclass
from typing import Final

from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost
from voice_rom.ports import SoundTorn
from voice_rom.simulation.schedule import Agenda, Stretch, stretch_of_blocks
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples

LOOKED_EVERY: Final = 0.25
"""Seconds: so often a live session looks after its devices."""

HOLE_SAMPLES: Final = 80
"""5 ms of every block: a word is still one, to somebody who listens closely."""


@dataclass(frozen=True)
class FaultDetection:
    """How a live session learns of a lost device. All zero: at once."""

    gone_after: float = 0.0
    """Seconds without sound; less is no loss, and nobody is told."""
    retry_after: float = 0.0
    """How often it is looked for again, from then on."""

    def found(self, start: float, end: float) -> float:
        """When a device that was unplugged from `start` to `end` (s) is used again."""
        noticed = start + self.gone_after
        if end <= noticed or self.retry_after <= 0.0:
            return end
        tries = math.ceil(round((end - noticed) / self.retry_after, 6))
        return noticed + tries * self.retry_after


AT_ONCE: Final = FaultDetection()


class Faults:
    """All that is planned to go wrong. Times are seconds on the room's clock."""

    def __init__(self, agenda: Agenda, noticing: FaultDetection) -> None:
        """`agenda` is where the room finds what to tell of it."""
        self._agenda = agenda
        self._noticing = noticing
        self._muted: list[Stretch] = []
        self._torn: list[Stretch] = []
        self._gone: dict[Device, list[Stretch]] = {device: [] for device in Device}
        self._in_its_place: dict[Device, tuple[int, str]] = {}

    def mute(self, start: float, end: float) -> None:
        """Let the microphone give zeros from `start` to `end`."""
        self._muted.append(stretch_of_blocks(start, end))

    def crackle(self, start: float, end: float) -> None:
        """Let a part of every block from the microphone be lost, and the system say so."""
        torn = stretch_of_blocks(start, end)
        self._torn.append(torn)
        for block_end in range(torn.start + BLOCK_SAMPLES, torn.end + 1, BLOCK_SAMPLES):
            self._agenda.note(block_end, SoundTorn(Device.MICROPHONE, 1))

    def lose(self, device: Device, start: float, end: float) -> None:
        """Unplug a device at `start` and plug it in again at `end`."""
        self._lose(device, start, end, self._noticing.found(start, end))

    def switch(self, device: Device, start: float, name: str) -> None:
        """Let another device with this name take its place, as soon as it is missed."""
        found = start + self._noticing.gone_after + LOOKED_EVERY
        gone = self._lose(device, start, found, found, name)
        self._in_its_place[device] = (gone.end, name)

    def _lose(
        self, device: Device, start: float, end: float, found: float, name: str = ""
    ) -> Stretch:
        gone = stretch_of_blocks(start, found)
        self._gone[device].append(gone)
        noticed = gone.start + round(self._noticing.gone_after * SAMPLE_RATE)
        if end > start + self._noticing.gone_after:
            self._agenda.note(noticed, DeviceLost(device, "unplugged"))
            self._agenda.note(gone.end, DeviceBack(device, name))
        return gone

    def name_of(self, device: Device, own: str, at: int) -> str:
        """Its name at the sample `at`: its `own`, or that of what took its place."""
        since, name = self._in_its_place.get(device, (at + 1, ""))
        return name if at >= since else own

    def is_gone(self, device: Device, start: int, end: int) -> bool:
        """Whether it gives or takes nothing somewhere in these samples."""
        return any(gone.reaches_into(start, end) for gone in self._gone[device])

    def of_microphone(self, samples: Samples, start: int) -> Samples:
        """What is left of a block that begins at the sample `start`; the block itself is kept."""
        end = start + len(samples)
        if any(muted.reaches_into(start, end) for muted in self._muted):
            samples = samples.copy()
            samples[:] = 0
        elif any(torn.reaches_into(start, end) for torn in self._torn):
            samples = samples.copy()
            samples[:HOLE_SAMPLES] = 0
        return samples
