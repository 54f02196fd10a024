"""How a room's devices are, gathered from what happens, in lines for the clinic's staff."""

from collections.abc import Sequence
from typing import Final

from voice_rom.core.protocol.events import (
    AlarmFailed,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    ListeningBegan,
    LoudspeakerMuted,
    StorageLost,
    StorageRenewed,
    VoiceChanged,
    VoiceKind,
)
from voice_rom.display.sentences import Fault, Sentences
from voice_rom.intercom.messages import (
    LONGEST_LINE,
    LONGEST_NAME,
    MOST_LISTED,
    Health,
    shortened,
)
from voice_rom.ports import RoomLevel

_LASTING: Final = (
    AlarmFailed,
    StorageLost,
    StorageRenewed,
    DeliveryDelayed,
    DeviceCrackles,
    LoudspeakerMuted,
    VoiceChanged,
)
"""What stays wrong until something says otherwise, beside a device that is gone."""


class RoomHealth:
    """`health` is how it is now."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences
        self._names = {Device.MICROPHONE: "", Device.LOUDSPEAKER: ""}
        self._lost: dict[Device, str] = {}
        self._faults: dict[object, str] = {}
        self._noise: float | None = None

    @property
    def health(self) -> Health:
        faults = [*self._lost.values(), *self._faults.values()]
        return Health(
            microphone=self._name(Device.MICROPHONE),
            loudspeaker=self._name(Device.LOUDSPEAKER),
            faults=tuple(shortened(fault, LONGEST_LINE) for fault in faults[:MOST_LISTED]),
            noise_dbfs=self._noise,
        )

    def names(self, microphone: str, loudspeaker: str) -> None:
        """Those of the devices that are open."""
        self._names |= {Device.MICROPHONE: microphone, Device.LOUDSPEAKER: loudspeaker}

    def lost(self, devices: Sequence[DeviceLost]) -> None:
        """These are gone, and no others."""
        self._lost = {each.device: self._told(each) for each in devices}

    def level(self, level: RoomLevel) -> None:
        """How loud the room is."""
        self._noise = round(level.noise_dbfs, 1)
        if level.zeros:
            self._faults[RoomLevel] = self._sentences.muted()
        else:
            self._faults.pop(RoomLevel, None)

    def event(self, event: Event) -> None:
        """Take note of what happens; nothing that anybody says is looked at."""
        match event:
            case ListeningBegan(microphone):
                self._names[Device.MICROPHONE] = microphone
            case DeviceLost(device):
                self._lost[device] = self._told(event)
            case DeviceBack(device, name):
                self._lost.pop(device, None)
                self._faults.pop((DeviceCrackles, device), None)
                self._names[device] = name or self._names.get(device, "")
            case VoiceChanged(VoiceKind.OWN):
                self._faults.pop(VoiceChanged, None)
            case DeliveryCaughtUp():
                self._faults.pop(DeliveryDelayed, None)
            case DeviceCrackles(device):
                self._faults[DeviceCrackles, device] = self._told(event)
            case _ if isinstance(event, _LASTING):
                self._faults[type(event)] = self._told(event)
            case _:
                pass

    def _name(self, device: Device) -> str:
        return "" if device in self._lost else shortened(self._names[device], LONGEST_NAME)

    def _told(self, fault: Fault) -> str:
        parts = (self._sentences.fault(fault), self._sentences.reason(fault))
        return " ".join(filter(None, parts))
