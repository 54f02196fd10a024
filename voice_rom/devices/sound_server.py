"""What a desktop's sound server (PulseAudio, PipeWire) tells of its devices and of our streams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from voice_rom.core.protocol.events import Device

DUMMY: Final = "auto_null"
"""Where both servers lead sound when there is no device: all that is played there is lost."""

_OF_HARDWARE: Final = ("alsa.card", "api.alsa.pcm.card", "device.api", "device.bus")
"""A device with any of these properties is a real one; a program made the others."""

_LISTS: Final = {Device.LOUDSPEAKER: "sinks", Device.MICROPHONE: "sources"}
_STREAMS: Final = {Device.LOUDSPEAKER: "sink_inputs", Device.MICROPHONE: "source_outputs"}
_LEADS_TO: Final = {Device.LOUDSPEAKER: "sink", Device.MICROPHONE: "source"}


@dataclass(frozen=True, kw_only=True)
class ServedDevice:
    """One sink or source. `node` is the server's name for it, `description` the person's."""

    kind: Device
    node: str
    description: str
    channels: int
    rate: float
    is_default: bool = False
    is_monitor: bool = False
    """What a loudspeaker plays, as a source: no microphone."""
    is_real: bool = False
    """Of hardware; the others are made by programs."""
    silent: bool = False
    """Muted, or its volume is at 0."""
    card: str = ""
    """ALSA's name for the same device ("hw:1,0"), where it has one."""

    @property
    def is_dummy(self) -> bool:
        """What the servers take where there is no device.

        In place of a microphone, that is also what a real loudspeaker plays: our own voice. What is
        played to a loudspeaker that a program made may come from a microphone.
        """
        dummy = self.node == DUMMY or self.node.startswith(f"{DUMMY}.")
        return dummy or (self.is_monitor and self.is_real)


@dataclass(frozen=True)
class Route:
    """Where a stream of this program leads."""

    device: ServedDevice
    silent: bool
    """Nothing can be heard through it: the device, or the stream itself, is muted or at 0."""

    @property
    def is_dummy(self) -> bool:
        """There is no device: what is played is lost, and what is heard is nothing."""
        return self.device.is_dummy


@dataclass(frozen=True)
class ServerState:
    devices: tuple[ServedDevice, ...] = ()
    routes: Mapping[Device, Route] = field(default_factory=dict)

    def usable(self, kind: Device) -> list[ServedDevice]:
        """The devices that a person may choose from, the server's own order."""
        return [
            device
            for device in self.devices
            if device.kind is kind
            and not device.is_dummy
            and (device.is_default or not device.is_monitor)
        ]


class SoundServer(Protocol):
    def ask(self) -> ServerState | None:
        """How it is now; None where there is no such server, or none that tells. Never raises."""


def state_of(listing: Mapping[str, Any], info: Mapping[str, Any], process: int) -> ServerState:
    """Read what `pactl -f json` says (`list` and `info`), for the streams of this process.

    Raises KeyError, TypeError, ValueError or AttributeError for what pactl would never say.
    """
    devices: list[ServedDevice] = []
    routes: dict[Device, Route] = {}
    for kind in (Device.LOUDSPEAKER, Device.MICROPHONE):
        default = info.get(f"default_{_LEADS_TO[kind]}_name")
        served = {entry["index"]: _device(kind, entry, default) for entry in listing[_LISTS[kind]]}
        devices += served.values()
        for stream in listing[_STREAMS[kind]]:
            device = served.get(stream[_LEADS_TO[kind]])
            if device is not None and _belongs_to(stream, process):
                routes[kind] = Route(device, device.silent or _is_silent(stream))
    return ServerState(tuple(devices), routes)


def _device(kind: Device, entry: Mapping[str, Any], default: object) -> ServedDevice:
    _, channels, rate = entry["sample_specification"].split()
    properties: Mapping[str, str] = entry["properties"]
    # PipeWire does not say of a source what it is the monitor of.
    monitor = properties.get("device.class") == "monitor" or entry["name"].endswith(".monitor")
    return ServedDevice(
        kind=kind,
        node=entry["name"],
        description=entry["description"] or entry["name"],
        channels=int(channels.removesuffix("ch")),
        rate=float(rate.removesuffix("Hz")),
        is_default=entry["name"] == default,
        is_monitor=kind is Device.MICROPHONE and monitor,
        is_real=any(name in properties for name in _OF_HARDWARE),
        silent=_is_silent(entry),
        card="" if monitor else _card(properties),
    )


def _card(properties: Mapping[str, str]) -> str:
    card = properties.get("alsa.card", properties.get("api.alsa.pcm.card"))
    device = properties.get("alsa.device", properties.get("api.alsa.pcm.device", "0"))
    return "" if card is None else f"hw:{card},{device}"


def _is_silent(entry: Mapping[str, Any]) -> bool:
    volumes: Sequence[Mapping[str, int]] = list(entry.get("volume", {}).values())
    return bool(entry["mute"]) or (
        bool(volumes) and all(volume["value"] == 0 for volume in volumes)
    )


def _belongs_to(stream: Mapping[str, Any], process: int) -> bool:
    owner: object = stream["properties"].get("application.process.id")
    return owner == str(process)
