"""What is needed of a sound system: a list of devices, and streams to and from them."""

import difflib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_server import Route
from voice_rom.errors import NoLoudspeaker, NoMicrophone, SettingsError, VoiceRomError

UNSPOKEN_NAMES = frozenset({"default", "sysdefault", "pulse", "pipewire"})
"""ALSA's names for "whatever the sound server's default is"; they mean nothing to a person."""

DEFAULT_TITLE = "the system's default"

MOST_TRIED = 5
"""In place of one that is gone: ALSA lists every card several times, and each takes time."""


@dataclass(frozen=True, kw_only=True)
class SoundDevice:
    """One microphone or loudspeaker.

    `rate` is its own rate in Hz, `host` the way to it (ALSA, Core Audio, Windows WASAPI, …).
    """

    number: int
    name: str
    host: str
    channels: int
    rate: float
    is_default: bool
    node: str = ""
    """The sound server's name for it, where a sound server leads to it."""
    also: tuple[str, ...] = ()
    """Its other names: it can be chosen by them too."""

    @property
    def title(self) -> str:
        """The name as a person may know it."""
        return DEFAULT_TITLE if self.name in UNSPOKEN_NAMES else self.name

    @property
    def followed(self) -> "SoundDevice":
        """The same, but if the system moves on to another default, the sound goes with it."""
        return replace(self, node="") if self.is_default else self

    def is_named(self, sought: str) -> bool:
        return any(name.casefold() == sought for name in (self.name, *self.also))

    def is_named_like(self, sought: str) -> bool:
        names = (f"{self.name} ({self.host})", *self.also)
        return any(sought in name.casefold() for name in names)


class StreamRefusedError(Exception):
    """The device can't be opened; `str(error)` says why, in the sound system's words."""


Deliver = Callable[[bytes, int, float], None]
"""Takes a block of sound as it came (int16, interleaved), its frames, and how many seconds ago the
first of them was at the microphone. Called in the sound system's own thread: it may only put
things away."""

Fill = Callable[[memoryview, int, float], None]
"""Writes the next frames (int16, interleaved) into a buffer of bytes; given the number of frames,
and in how many seconds the first will leave the loudspeaker. Called in a thread of its own."""


class Stream(Protocol):
    """An open and running device. Only the thread that opened it may use it."""

    @property
    def rate(self) -> int:
        """Hz, frames a second."""

    @property
    def channels(self) -> int: ...

    @property
    def latency(self) -> float:
        """Seconds, as the sound system tells it."""

    @property
    def active(self) -> bool:
        """Whether it still runs, as far as the sound system noticed."""

    @property
    def torn(self) -> int:
        """How often sound was lost on its way so far, as far as the sound system noticed."""

    def discard(self) -> None:
        """Throw away what was given and has not sounded yet, then go on.

        Raises StreamRefusedError when the device doesn't start again.
        """

    def close(self) -> None:
        """Stop at once and let the device go; never raises."""


class SoundSystem(Protocol):
    """All of it is for one thread only: no sound system promises more."""

    def devices(self, kind: Device) -> list[SoundDevice]:
        """What there was when the sound system was loaded or last refreshed."""

    def open_microphone(self, device: SoundDevice, latency: float, deliver: Deliver) -> Stream:
        """Raises StreamRefusedError."""

    def open_loudspeaker(self, device: SoundDevice, latency: float, fill: Fill) -> Stream:
        """Raises StreamRefusedError."""

    def route(self, kind: Device) -> Route | None:
        """Where the open stream leads, by the last word of a sound server. Returns at once.

        None where there is no such server, where it has not told yet, or does not tell at all.
        """

    def refresh(self) -> None:
        """Look for devices again. Every stream must be closed before.

        Raises StreamRefusedError when the system refuses all of it; there are no devices then.
        """

    def close(self) -> None:
        """Let the sound system go. Every stream must be closed before."""


def no_device(kind: Device, why: str = "") -> VoiceRomError:
    """The error for a missing device of this kind."""
    reason = f" ({why})" if why else ""
    if kind is Device.MICROPHONE:
        return NoMicrophone(
            f"No microphone can be used{reason}. Plug one in, or choose a different one: "
            'type "voice-rom devices" to see what there is.'
        )
    return NoLoudspeaker(
        f"No loudspeaker can be used{reason}. Plug one in, or choose a different one: "
        'type "voice-rom devices" to see what there is.'
    )


def choose(devices: Sequence[SoundDevice], kind: Device, wanted: str) -> SoundDevice:
    """The device whose name contains `wanted`; with "" the default one.

    An exact name goes before a part of one, and the default device before others. Raises
    NoMicrophone or NoLoudspeaker when there is none at all, SettingsError when no name fits.
    """
    if not devices:
        raise no_device(kind, "the system knows of none")
    best_first = sorted(devices, key=lambda device: not device.is_default)
    sought = wanted.strip().casefold()
    if not sought:
        return best_first[0].followed
    for device in best_first:
        if device.is_named(sought):
            return device
    for device in best_first:
        if device.is_named_like(sought):
            return device
    raise SettingsError(_nothing_fits(devices, kind, wanted))


def in_its_place(devices: Sequence[SoundDevice], kind: Device, wanted: str) -> list[SoundDevice]:
    """What to use when something is gone, best first: the wanted one, the default, any other.

    Not the monitor of a loudspeaker: it hears the program, and nobody else.
    """
    best: list[SoundDevice] = []
    if wanted:
        with suppress(VoiceRomError):
            best.append(choose(devices, kind, wanted))
    best += [device.followed for device in devices if device.is_default]
    best += [device for device in devices if "monitor" not in device.name.casefold()]
    return list(dict.fromkeys(best))[:MOST_TRIED]


def _nothing_fits(devices: Sequence[SoundDevice], kind: Device, wanted: str) -> str:
    by_folded_name = {device.name.casefold(): device.name for device in devices}
    near = difflib.get_close_matches(wanted.casefold(), by_folded_name, n=3, cutoff=0.3)
    names = [by_folded_name[name] for name in near] or sorted(by_folded_name.values())[:3]
    nearest = ", ".join(f'"{name}"' for name in names)
    return (
        f'No {kind.value}\'s name contains "{wanted}"; the closest are: {nearest}. '
        f"Correct [devices] {kind.value} in the settings, or leave it empty for the default."
    )
