"""pyttsx3 as it is, and the ways around it. Only the worker process imports this.

What was found in pyttsx3 2.99 with espeak-ng 1.51:

- `runAndWait` returns before anything is rendered: only the finished event says that it is done.
  In other cases it never returns, when the file cannot be written for example.
- Of several queued saves only the last is rendered: one text a `runAndWait`.
- A property that is not yet taken in makes espeak look busy, whereupon `runAndWait` cancels "what
  is playing", which is the save: an empty file, called done. 0.5 % of all texts on an idle machine,
  up to 6 % on a busy one. So espeak is waited for before every `runAndWait`, the first included:
  then 0 of 1,500, three programs at a time on two busy cores.
- espeak's pitch wavers from sentence to sentence, where it left off: the same text sounds
  different after another. Only a fresh start renders the same samples every time.
- SAPI5 saves before `runAndWait` returns, and never sends the finished event.
"""

import platform
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from voice_rom.speaking import natural_driver
from voice_rom.speaking.natural_voice import NATURAL
from voice_rom.speaking.protocol import (
    DriverDescription,
    DriverEvidence,
    Problem,
    Render,
    VoiceDescription,
)

FORKED_DRIVER: Final = "espeak"
"""The driver that is started afresh for every text, where the system can fork."""

SILENT_DRIVER: Final = "sapi5"
"""The driver that sends no finished event."""

POLL_SECONDS: Final = 0.0005

START_SECONDS: Final = 2.0
"""To take in the first properties; it usually takes a millisecond."""


class DriverError(Exception):
    """The driver did not do what it was asked."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail


class _Voice(Protocol):
    """pyttsx3's own Voice, as far as drivers fill it."""

    id: str
    name: str | None
    languages: Sequence[str | bytes]
    gender: str | None


class _Engine(Protocol):
    """pyttsx3's own Engine, which brings no types."""

    def getProperty(self, name: str) -> object: ...  # noqa: N802  pyttsx3's name

    def setProperty(self, name: str, value: str | float) -> None: ...  # noqa: N802

    def connect(self, topic: str, cb: Callable[..., None]) -> object: ...

    def save_to_file(self, text: str, filename: str) -> None: ...

    def runAndWait(self) -> None: ...  # noqa: N802


def load(name: str) -> None:
    """Import a driver without starting it. Raises DriverError."""
    try:
        import_module("pyttsx3")
    except ImportError as problem:
        raise DriverError(Problem.DRIVER_MISSING, str(problem)) from problem
    if name == NATURAL:
        natural_driver.register()
    try:
        import_module(f"pyttsx3.drivers.{name}")
    except ModuleNotFoundError as problem:
        unknown = problem.name == f"pyttsx3.drivers.{name}"
        kind = Problem.DRIVER_UNKNOWN if unknown else Problem.DRIVER_MISSING
        raise DriverError(kind, str(problem)) from problem
    except Exception as problem:  # drivers raise what they like when their library is missing
        raise DriverError(Problem.DRIVER_MISSING, str(problem)) from problem


class Driver:
    """A started pyttsx3 driver. Raises DriverError when it cannot start."""

    def __init__(self, name: str) -> None:
        load(name)
        self.name = name
        try:
            self._engine = cast("_Engine", import_module("pyttsx3").init(name))
        except Exception as problem:  # as above
            raise DriverError(Problem.DRIVER_MISSING, str(problem)) from problem
        self._finished = threading.Event()
        self._errors: list[str] = []
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_error)
        self._is_playing = _espeak_function("IsPlaying") if name == FORKED_DRIVER else None
        # Its own first properties must have been taken in, or this run asks for a cancelling that
        # hits the first save. It is needed: a new engine queues everything until its first run.
        self._wait_for_quiet(time.monotonic() + START_SECONDS)
        self._engine.runAndWait()

    def render(self, request: Render) -> None:
        """Speak a text into a file, and return when it is written. Raises DriverError."""
        deadline = time.monotonic() + request.seconds
        self._set("voice", request.voice)
        self._set("rate", request.rate)
        self._wait_for_quiet(deadline)
        self._finished.clear()
        self._errors.clear()
        try:
            self._engine.save_to_file(request.text, request.path)
            self._engine.runAndWait()
        except Exception as problem:  # drivers raise what they like
            raise DriverError(Problem.FAILED, str(problem)) from problem
        if self.name != SILENT_DRIVER:
            self._wait_until_finished(deadline)
        if self._errors:
            raise DriverError(Problem.FAILED, self._errors[0])

    def describe(self) -> DriverDescription:
        voices = cast("Sequence[_Voice]", self._engine.getProperty("voices"))
        return DriverDescription(
            name=self.name,
            version=f"pyttsx3 {_pyttsx3_version()}, {self._library_version()}",
            current_voice=str(self._engine.getProperty("voice") or ""),
            voices=tuple(_described(voice) for voice in voices),
            witnesses=tuple(_witnesses(self.name)),
        )

    def _set(self, name: str, value: str | int) -> None:
        """Set a property now, and make sure: espeak drops a variant that it does not know."""
        kind = Problem.VOICE_UNKNOWN if name == "voice" else Problem.FAILED
        self._errors.clear()
        try:
            self._engine.setProperty(name, value)
            is_value = self._engine.getProperty(name)
        except Exception as problem:  # as above
            raise DriverError(kind, f"{name} {value}: {problem}") from problem
        other = name == "voice" and is_value and str(is_value).casefold() != str(value).casefold()
        if self._errors or other:
            raise DriverError(kind, "; ".join([f"{name} {value}", *self._errors]))

    def _wait_for_quiet(self, deadline: float) -> None:
        while self._is_playing is not None and self._is_playing():
            if time.monotonic() > deadline:
                raise DriverError(Problem.FAILED, "the driver does not become idle")
            time.sleep(POLL_SECONDS)

    def _wait_until_finished(self, deadline: float) -> None:
        if not self._finished.wait(max(0.0, deadline - time.monotonic())):
            raise DriverError(Problem.FAILED, "the driver does not finish")

    def _on_finished(self, *, completed: bool = True, **_: object) -> None:
        if not completed:
            self._errors.append("the driver cancelled the text")
        self._finished.set()

    def _on_error(self, exception: object = None, **_: object) -> None:
        self._errors.append(str(exception))
        self._finished.set()

    def _library_version(self) -> str:
        if self.name == FORKED_DRIVER:
            version = _espeak_function("Info")(None)
            return f"espeak {version.decode()}" if isinstance(version, bytes) else "espeak"
        if self.name == NATURAL:
            return natural_driver.library_version()
        return platform.platform()


def _espeak_function(name: str) -> Callable[..., object]:
    module = import_module("pyttsx3.drivers._espeak")
    return cast("Callable[..., object]", getattr(module, name))


def _pyttsx3_version() -> str:
    return import_module("importlib.metadata").version("pyttsx3")  # type: ignore[no-any-return]


def _described(voice: _Voice) -> VoiceDescription:
    return VoiceDescription(
        id=voice.id,
        name=voice.name or voice.id,
        languages=tuple(_language(language) for language in voice.languages if language),
        gender=voice.gender or "",
    )


def _language(name: str | bytes) -> str:
    """SAPI5 says en-US, NSSpeech en_US, older espeak drivers bytes with a priority in front."""
    text = (
        name.decode("utf-8", errors="ignore").lstrip("\x05\x02")
        if isinstance(name, bytes)
        else name
    )
    return text.replace("_", "-").lower()


def _witnesses(driver: str) -> Iterator[DriverEvidence]:
    paths = [import_module("pyttsx3").__file__, import_module(f"pyttsx3.drivers.{driver}").__file__]
    if driver == FORKED_DRIVER and sys.platform == "linux":
        paths.append(_espeak_library())
    if driver == NATURAL:
        paths.append(natural_driver.library_file())
    for path in paths:
        if path:
            stat = Path(path).stat()
            yield DriverEvidence(path=path, size=stat.st_size, modified_ns=stat.st_mtime_ns)


def _espeak_library() -> str | None:
    """Where the loaded library lies: the loader found it, and only the loader knows."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        path = line.split(maxsplit=5)[-1]
        if "libespeak" in path:
            return path
    return None
