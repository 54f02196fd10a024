"""The list of devices that a person chooses from: each once, under a name that tells it apart.

PortAudio lists a device once for every way to it: each of Windows' sound systems, each of ALSA's
names for a card, and a sound server only as "default".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_server import ServedDevice, ServerState
from voice_rom.devices.sound_system import SoundDevice

DOORS: Final = ("pulse", "pipewire")
"""ALSA's ways to a sound server. Through the first, any of the server's devices can be reached;
the second leads to what the server itself takes."""

_OTHER_WAYS: Final = frozenset(
    {"default", *DOORS, "sysdefault", "front", "dmix", "iec958", "spdif", "hdmi", "jack", "oss"}
    | {"samplerate", "speexrate", "lavrate", "upmix", "vdownmix", "a52", "usbstream"}
)
"""ALSA's names for ways to a device that is listed as itself. Not those that a person made."""

_CARD: Final = re.compile(r"\((hw:\d+,\d+)\)")

_CUT_SHORT: Final = 31
"""Characters: the oldest of Windows' sound systems knows no longer names."""

_STANDS_FOR_THE_DEFAULT: Final = re.compile(
    r"microsoft sound mapper|primary sound (capture )?driver", re.IGNORECASE
)


def listed_once(
    found: Sequence[SoundDevice], server: ServerState | None, kind: Device
) -> list[SoundDevice]:
    """What PortAudio found, in the order and under the names in which a person is to see it.

    With what a sound server tells, its devices come first, and those of ALSA's that it has are
    left out. A server that has only its dummy has no device.
    """
    door = next((d for name in DOORS for d in found if d.name == name), None)
    if server is None or door is None:
        return _told_apart(_without_doubles(_without_detours(found)))
    served = server.usable(kind)
    if door.name != DOORS[0]:
        served = [device for device in served if device.is_default]
    cards = {device.card for device in served}
    others = [
        replace(device, is_default=False)
        for device in found
        if device.name not in _OTHER_WAYS and _card_of(device) not in cards
    ]
    return _told_apart([*(_through(door, d, _names_of(d, found)) for d in served), *others])


def _through(door: SoundDevice, served: ServedDevice, names: tuple[str, ...]) -> SoundDevice:
    return replace(
        door,
        name=served.description,
        channels=served.channels,
        rate=served.rate,
        is_default=served.is_default,
        node=served.node,
        also=names,
    )


def _names_of(served: ServedDevice, found: Sequence[SoundDevice]) -> tuple[str, ...]:
    """What else it is called: by the server, by ALSA, and "default", if that is what it is."""
    by_alsa = [d.name for d in found if served.card and _card_of(d) == served.card]
    return (served.node, *by_alsa, *(("default", *DOORS) if served.is_default else ()))


def _card_of(device: SoundDevice) -> str:
    match = _CARD.search(device.name)
    return match[1] if match else ""


def _without_detours(found: Sequence[SoundDevice]) -> list[SoundDevice]:
    """Without names that only stand for the default device, or for one that is listed."""
    if not any(device.is_default for device in found):
        return list(found)
    return [device for device in found if device.is_default or not _is_detour(device)]


def _is_detour(device: SoundDevice) -> bool:
    if device.host == "ALSA":
        return device.name in _OTHER_WAYS
    return _STANDS_FOR_THE_DEFAULT.search(device.name) is not None


def _without_doubles(found: Sequence[SoundDevice]) -> list[SoundDevice]:
    """Each device once, by the first way to it, or by the one that is the default's.

    Two of the same name within one sound system are two devices.
    """
    kept: list[SoundDevice] = []
    for device in found:
        same_host = Counter(d.name for d in found[: found.index(device)] if d.host == device.host)
        nth = same_host[device.name]
        doubles = [d for d in kept if d.host != device.host and _may_be_the_same(d, device)]
        if nth >= len(doubles):
            kept.append(device)
            continue
        double = doubles[nth]
        best = device if device.is_default else double
        name = max((double.name, device.name), key=len)
        also = tuple(dict.fromkeys((*double.also, double.name, device.name)))
        kept[kept.index(double)] = replace(best, name=name, also=also)
    return kept


def _may_be_the_same(one: SoundDevice, other: SoundDevice) -> bool:
    short, long = sorted((one.name, other.name), key=len)
    return short == long or (len(short) >= _CUT_SHORT and long.startswith(short))


def _told_apart(devices: Sequence[SoundDevice]) -> list[SoundDevice]:
    """Number those whose names are the same."""
    times = Counter(device.name for device in devices)
    seen: Counter[str] = Counter()
    named = []
    for device in devices:
        seen[device.name] += 1
        name = device.name
        if times[name] > 1:
            name = f"{name} ({seen[name]})"
        named.append(replace(device, name=name))
    return named
