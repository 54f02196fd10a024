"""PortAudio through sounddevice: loaded late, and silent."""

import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Protocol

from voice_rom.core.protocol.events import Device
from voice_rom.devices.device_list import listed_once
from voice_rom.devices.native_stderr import native_stderr_discarded
from voice_rom.devices.pactl import Pactl
from voice_rom.devices.server_watch import ServerWatch
from voice_rom.devices.sound_server import Route
from voice_rom.devices.sound_system import (
    Deliver,
    Fill,
    SoundDevice,
    Stream,
    StreamRefusedError,
)
from voice_rom.errors import SoundSystemMissing
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE

SAMPLE_FORMAT = "int16"

MICROPHONE_BLOCK_SECONDS = BLOCK_SAMPLES / SAMPLE_RATE
LOUDSPEAKER_BLOCK_SECONDS = 0.03
"""Longer than the microphone's, because it halves the work of a sound server that gets silence most
of the time (measured with PulseAudio: 0.6 % of a core, and 1.2 % with 20 ms)."""


class _Times(Protocol):
    """Seconds on the sound system's clock, which nobody promises to be the program's."""

    currentTime: float  # noqa: N815
    inputBufferAdcTime: float  # noqa: N815
    outputBufferDacTime: float  # noqa: N815


class _Status(Protocol):
    """What sounddevice tells with each callback."""

    @property
    def input_overflow(self) -> bool: ...

    @property
    def output_underflow(self) -> bool: ...


class _Tears:
    """How often a stream's callback was told that sound was lost."""

    def __init__(self) -> None:
        self.count = 0


@contextmanager
def preloading() -> Iterator[None]:
    """Load PortAudio in the background: cold, it takes half a second, most of it the disk's.

    At the end of the block it waits for the loading: sounddevice turns the process's stderr off
    meanwhile, and the line that says what is wrong would be lost.
    """
    if sys.platform == "win32":  # its sound system belongs to the thread that loaded it
        yield
        return
    loading = threading.Thread(target=_load_quietly, name="load PortAudio", daemon=True)
    loading.start()
    try:
        yield
    finally:
        loading.join()


def _load_quietly() -> None:
    try:
        importlib.import_module("sounddevice")
    except (OSError, ImportError):
        return  # whoever needs it gets the same error, and says it


def load() -> ModuleType:
    """Return sounddevice with PortAudio, ready for use. Raises SoundSystemMissing."""
    try:
        return importlib.import_module("sounddevice")
    except (OSError, ImportError) as error:
        raise SoundSystemMissing(_what_to_type(error)) from error


def _what_to_type(error: Exception) -> str:
    system: str = sys.platform
    if system.startswith("linux"):
        return (
            "PortAudio, which plays and records sound, is not installed. "
            "On Debian or Ubuntu, type: sudo apt-get install libportaudio2"
        )
    return (
        f"PortAudio, which plays and records sound, cannot be loaded ({error}). "
        "Type: python -m pip install --force-reinstall sounddevice"
    )


class PortAudio:
    """The real sound system (see `SoundSystem`). There can be one at a time in a process.

    As long as it is open, nothing that C libraries print reaches the terminal.
    """

    def __init__(self) -> None:
        # Loaded first: sounddevice turns descriptor 2 off while it loads, perhaps in another
        # thread, and that is not the state to come back to.
        self._sounddevice = load()
        self._open = ExitStack()
        self._open.enter_context(native_stderr_discarded())
        self._server = Pactl()
        self._watch: ServerWatch | None = None

    def devices(self, kind: Device) -> list[SoundDevice]:
        if not self._sounddevice._initialized:  # noqa: SLF001 - refresh() failed
            return []
        return listed_once(self._found(kind), self._server.ask(), kind)

    def route(self, kind: Device) -> Route | None:
        if self._watch is None:
            self._watch = ServerWatch(self._server)
            self._open.callback(self._watch.close)
        state = self._watch.state
        return None if state is None else state.routes.get(kind)

    def _found(self, kind: Device) -> list[SoundDevice]:
        incoming = kind is Device.MICROPHONE
        channels_key = "max_input_channels" if incoming else "max_output_channels"
        hosts = self._sounddevice.query_hostapis()
        default = self._sounddevice.default.device[0 if incoming else 1]
        return [
            SoundDevice(
                number=number,
                name=found["name"],
                host=hosts[found["hostapi"]]["name"],
                channels=found[channels_key],
                rate=found["default_samplerate"],
                is_default=number == default,
            )
            for number, found in enumerate(self._sounddevice.query_devices())
            if found[channels_key] > 0
        ]

    def open_microphone(self, device: SoundDevice, latency: float, deliver: Deliver) -> Stream:
        tears = _Tears()

        def took(sound: memoryview, frames: int, times: _Times, status: _Status) -> None:
            tears.count += status.input_overflow
            deliver(bytes(sound), frames, times.currentTime - times.inputBufferAdcTime)

        kind = self._sounddevice.RawInputStream
        wanted = formats(device, incoming=True)
        block = MICROPHONE_BLOCK_SECONDS
        return self._opened(
            kind, device, took, tears, wanted=wanted, latency=latency, block_seconds=block
        )

    def open_loudspeaker(self, device: SoundDevice, latency: float, fill: Fill) -> Stream:
        tears = _Tears()

        def gives(sound: memoryview, frames: int, times: _Times, status: _Status) -> None:
            tears.count += status.output_underflow
            fill(memoryview(sound), frames, times.outputBufferDacTime - times.currentTime)

        kind = self._sounddevice.RawOutputStream
        wanted = formats(device, incoming=False)
        block = LOUDSPEAKER_BLOCK_SECONDS
        return self._opened(
            kind, device, gives, tears, wanted=wanted, latency=latency, block_seconds=block
        )

    def _opened(  # noqa: PLR0913 - what a stream is opened with
        self,
        kind: Callable[..., "_RawStream"],
        device: SoundDevice,
        callback: object,
        tears: "_Tears",
        *,
        wanted: Sequence[tuple[int, int]],
        latency: float,
        block_seconds: float,
    ) -> Stream:
        """Open the device as the program likes it, or else as the device does."""
        reasons: list[str] = []
        for rate, channels in wanted:
            try:
                with _led_to(device.node):
                    stream = kind(
                        samplerate=rate,
                        blocksize=round(rate * block_seconds),
                        device=device.number,
                        channels=channels,
                        dtype=SAMPLE_FORMAT,
                        latency=latency,
                        callback=callback,
                    )
                return PortAudioStream(stream, rate, channels, tears)
            except (self._sounddevice.PortAudioError, ValueError) as error:
                reasons.append(str(error))
        raise StreamRefusedError(f"{device.title}: {reasons[-1]}")

    def refresh(self) -> None:
        # sounddevice has no public way to look for devices again: PortAudio's list is made once.
        try:
            while self._sounddevice._initialized:  # noqa: SLF001
                self._sounddevice._terminate()  # noqa: SLF001
            self._sounddevice._initialize()  # noqa: SLF001
        except self._sounddevice.PortAudioError as error:
            raise StreamRefusedError(str(error)) from error

    def close(self) -> None:
        self._open.close()


@contextmanager
def _led_to(node: str) -> Iterator[None]:
    """Whatever is opened meanwhile leads to this device of the sound server's; "": to its default.

    The library between ALSA and the server looks there, and ALSA has no other way to say it.
    """
    if not node:
        yield
        return
    names = ("PULSE_SINK", "PULSE_SOURCE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, node))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def formats(device: SoundDevice, *, incoming: bool) -> list[tuple[int, int]]:
    """Rates (Hz) and channels to try, the best for the program first.

    Of a microphone both channels are wanted: one of them may be silent, and whoever makes one of
    two takes the first, or lets them cancel each other. An array may give all it has, or nothing.
    """
    rates = dict.fromkeys((SAMPLE_RATE, round(device.rate)))
    stereo = min(device.channels, 2)
    wishes = (stereo, 1) if incoming else (1, stereo)
    return [
        (rate, channels) for rate in rates for channels in dict.fromkeys((*wishes, device.channels))
    ]


class PortAudioStream:
    """A running stream of sounddevice's (see `Stream`)."""

    def __init__(self, stream: "_RawStream", rate: int, channels: int, tears: "_Tears") -> None:
        self._stream = stream
        self._rate = rate
        self._channels = channels
        self._tears = tears
        try:
            stream.start()
        except Exception:
            stream.close()
            raise

    @property
    def rate(self) -> int:
        return self._rate

    @property
    def channels(self) -> int:
        return self._channels

    @property
    def latency(self) -> float:
        return self._stream.latency

    @property
    def active(self) -> bool:
        return self._stream.active

    @property
    def torn(self) -> int:
        return self._tears.count

    def discard(self) -> None:
        # stop() would play to the end what is left, which takes up to 1.5 s.
        try:
            self._stream.abort()
            self._stream.start()
        except load().PortAudioError as error:
            raise StreamRefusedError(str(error)) from error

    def close(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


class _RawStream(Protocol):
    """The part of sounddevice's raw streams that is used here."""

    @property
    def latency(self) -> float: ...

    @property
    def active(self) -> bool: ...

    def start(self) -> None: ...

    def abort(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002

    def close(self, ignore_errors: bool = True) -> None: ...  # noqa: FBT001, FBT002
