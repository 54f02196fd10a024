"""A natural voice as one more driver of pyttsx3: `pyttsx3.init("natural")`, once registered.

It is hibari's (the extra `natural`): a neural voice of 8 MB that comes within its wheel, made by
numpy and onnxruntime on one core. docs/VOICE.md says why it is this one, and how well it is
understood. Only the worker process imports this; the model is loaded with the first text.

This implements the interface that pyttsx3's `drivers/dummy.py` documents, for saving to files.
"""

import sys
import wave
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol

from voice_rom.speaking.natural_voice import (
    ENDING_SECONDS,
    NATURAL,
    NATURAL_PACKAGE,
    VOICE_NAME,
    is_installed,
    speed_for,
)

MODULE: Final = f"pyttsx3.drivers.{NATURAL}"

SEED: Final = 0
"""Of the breath in the voice: the same text always gives the same samples."""


class _Proxy(Protocol):
    """pyttsx3's own DriverProxy, which brings no types."""

    def setBusy(self, busy: bool) -> None: ...  # noqa: N802, FBT001  pyttsx3's name and form

    def notify(self, topic: str, **told: object) -> None: ...


def register() -> None:
    """Make pyttsx3 find this driver, which imports its drivers by their names."""
    sys.modules[MODULE] = sys.modules[__name__]


def library_version() -> str:
    """All that shapes the samples."""
    version = import_module("importlib.metadata").version  # as late as pyttsx3's own
    return ", ".join(f"{name} {version(name)}" for name in (NATURAL_PACKAGE, "onnxruntime"))


def library_file() -> str | None:
    """A file that changes with the library."""
    found = find_spec("hibari")
    return None if found is None else found.origin


def buildDriver(proxy: _Proxy) -> "NaturalDriver":  # noqa: N802  pyttsx3's name
    """What pyttsx3 calls. Raises ImportError where the extra is not installed."""
    return NaturalDriver(proxy)


class NaturalDriver:
    """Does each command at once, in the thread that gives it; so there is never a loop to run."""

    def __init__(self, proxy: _Proxy) -> None:
        from pyttsx3.voice import Voice  # noqa: PLC0415  it may not be there

        if not is_installed():
            raise ImportError(f"{NATURAL_PACKAGE} is not installed")
        self._proxy = proxy
        self._model: Any = None
        self._properties = {
            "voices": [Voice(NATURAL, VOICE_NAME, ["en-us"], "Female")],
            "voice": NATURAL,
            "rate": 150,
            "volume": 1.0,
        }

    def destroy(self) -> None:
        self._model = None

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)  # which has it do all that was asked for until now

    def endLoop(self) -> None:  # noqa: N802
        """There is none."""

    def stop(self) -> None:
        """Nothing goes on after it was asked for."""

    def getProperty(self, name: str) -> object:  # noqa: N802
        """Raises KeyError."""
        return self._properties[name]

    def setProperty(self, name: str, value: str | float) -> None:  # noqa: N802
        """Raises KeyError, ValueError."""
        if name == "voice" and str(value).casefold() != NATURAL:
            raise ValueError(f"there is no voice {value}")
        if name not in {"voice", "rate", "volume"}:
            raise KeyError(name)
        self._properties[name] = value

    def say(self, text: str) -> None:
        raise NotImplementedError("this driver saves to files; a session plays them")

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a WAV file, mono, 16 bit, at the voice's own rate. It ends in silence."""
        self._proxy.notify("started-utterance")
        _write(filename, *self._spoken(text))
        self._proxy.notify("finished-utterance", completed=True)

    def _spoken(self, text: str) -> tuple[bytes, int]:
        import numpy as np  # noqa: PLC0415  the worker needs it for this voice alone

        if self._model is None:
            self._model = _loaded()
        speed = speed_for(float(str(self._properties["rate"])))
        signal = self._model(text, speed=speed, seed=SEED) * float(str(self._properties["volume"]))
        rate: int = self._model.sample_rate
        silence = np.zeros(round(ENDING_SECONDS * rate), dtype=np.float32)
        samples = np.clip(np.concatenate([signal, silence]), -1.0, 1.0) * 32_767.0
        return samples.astype("<i2").tobytes(), rate


def _loaded() -> Any:  # noqa: ANN401  it brings no types
    from hibari import Hibari  # noqa: PLC0415  0.5 s

    return Hibari(threads=1)


def _write(filename: str, samples: bytes, rate: int) -> None:
    with wave.open(filename, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
