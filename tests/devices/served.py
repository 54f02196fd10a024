"""Devices as a sound server tells of them, for tests."""

from typing import Any

from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_server import DUMMY, Route, ServedDevice


def served(  # noqa: PLR0913 - one for each thing that is told
    node: str,
    description: str = "",
    *,
    kind: Device = Device.MICROPHONE,
    channels: int = 2,
    is_default: bool = False,
    is_monitor: bool = False,
    silent: bool = False,
    card: str = "",
) -> ServedDevice:
    return ServedDevice(
        kind=kind,
        node=node,
        description=description or node,
        channels=channels,
        rate=48_000.0,
        is_default=is_default,
        is_monitor=is_monitor,
        silent=silent,
        card=card,
    )


def leads_to(kind: Device, *, silent: bool = False, node: str = "usb") -> Route:
    return Route(served(node, "USB Audio", kind=kind), silent)


def leads_nowhere(kind: Device) -> Route:
    return leads_to(kind, node=DUMMY)


def pactl_device(index: int, name: str, description: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """One sink or source, as `pactl -f json list` writes it, with what matters of it."""
    volume = more.pop("volume", 65_536)
    return {
        "index": index,
        "name": name,
        "description": description,
        "sample_specification": "s16le 2ch 44100Hz",
        "mute": False,
        "volume": {"front-left": {"value": volume}, "front-right": {"value": volume}},
        "properties": {},
        **more,
    }


def pactl_stream(process: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """One sink input or source output."""
    return {
        "mute": False,
        "volume": {"mono": {"value": 65_536}},
        "properties": {"application.process.id": str(process)},
        **more,
    }
