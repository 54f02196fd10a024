"""Text to samples by a worker process that may fail: never twice by the same one."""

import itertools
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from voice_rom.child_process import Child, ChildFailedError, EarlierReplyError, command_of
from voice_rom.errors import UnknownVoice, VoiceRomError, VoiceUnavailable, WrongSetting
from voice_rom.sound import Samples
from voice_rom.speaking.natural_voice import NATURAL, NATURAL_PACKAGE
from voice_rom.speaking.protocol import (
    Describe,
    Described,
    DriverDescription,
    Problem,
    Refused,
    Render,
    Reply,
    Request,
    decode_reply,
    encode,
)
from voice_rom.speaking.recording import UnusableRecordingError, load_codecs, read_recording

WORKER_COMMAND: Final = command_of("voice_rom.speaking.worker")

DRIVERS: Final = ("espeak", "nsss", "sapi5", NATURAL)
"""Of pyttsx3, those that can save to a file; and ours."""

ESPEAK: Final = "espeak"

END_SILENT: Final = frozenset({ESPEAK, NATURAL})
"""Drivers that end every text in silence: what does not was cut off."""

CLOSED: Final = "The voice has been closed."

_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
"""Linux's file system in memory: a full disk does not silence the voice, nor keeps what it said."""


@dataclass(frozen=True)
class Speech:
    """What to render: a text, by a driver's voice, at `rate` words a minute."""

    text: str
    driver: str
    voice: str
    rate: int


@dataclass(frozen=True, kw_only=True)
class RenderLimits:
    """How long a worker may take. A text usually takes 0.03 s, a start 0.1 s.

    Long enough for a very busy machine, short enough for a person who waits in silence: another
    voice stands in when `tries` are over.
    """

    start_seconds: float = 3.0
    text_seconds: float = 2.0
    letter_seconds: float = 0.01
    answer_seconds: float = 0.5
    """After a text's time is up, until the worker must have said so itself."""
    load_seconds: float = 8.0
    """In addition, for the first text by the natural voice: its model loads in 0.6 s, on a very
    busy machine in six."""
    tries: int = 2

    def seconds_for(self, text: str) -> float:
        return self.text_seconds + self.letter_seconds * len(text)


class Renderer(Protocol):
    """Text to samples, by whatever means."""

    def render(self, speech: Speech) -> Samples:
        """Speech of shape (samples,), mono, at SAMPLE_RATE, silence trimmed, at its own level.

        Raises VoiceUnavailable, SettingsError for a voice unknown.
        """

    def close(self) -> None:
        """End what runs, a rendering under way included. Safe to call twice, from any thread."""


class SentenceRenderer(Renderer, Protocol):
    """A renderer with a choice of voices."""

    def describe(self, driver: str) -> DriverDescription:
        """What the driver is. Raises VoiceUnavailable, SettingsError for a driver unknown."""


class WorkerRenderer:
    """A SentenceRenderer by pyttsx3 in a worker process, started when it is first needed.

    One thread at a time may describe and render. `command` starts a worker.
    """

    def __init__(
        self, command: Sequence[str] = WORKER_COMMAND, patience: RenderLimits | None = None
    ) -> None:
        self._command = command
        self._patience = patience or RenderLimits()
        self._numbers = itertools.count(1)
        self._changing = threading.Lock()
        self._worker: Child | None = None
        self._warm: Child | None = None
        """The worker that has spoken."""
        self._folder: Path | None = None
        self._closed = False

    def describe(self, driver: str) -> DriverDescription:
        failure = ""
        for _ in range(self._patience.tries):
            request = Describe(next(self._numbers), driver, self._patience.text_seconds)
            try:
                reply = self._ask(request)
                if isinstance(reply, Described):
                    return reply.driver
                failure = "it does not describe itself"
            except _AnotherTryError as problem:
                failure = str(problem)
            self._drop_worker()
        raise self._unavailable(failure)

    def render(self, speech: Speech) -> Samples:
        failure = ""
        for _ in range(self._patience.tries):
            try:
                return self._rendered(speech)
            except _AnotherTryError as problem:
                failure = str(problem)
            self._drop_worker()
        raise self._unavailable(failure)

    def close(self) -> None:
        with self._changing:
            self._closed = True
            worker, self._worker = self._worker, None
            folder, self._folder = self._folder, None
        if worker is not None:
            worker.end()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _rendered(self, speech: Speech) -> Samples:
        number = next(self._numbers)
        # macOS writes AIFF whatever the name says.
        path = self._scratch_folder() / f"{number}{'.aiff' if speech.driver == 'nsss' else '.wav'}"
        seconds = self._seconds_for_speech(speech)
        request = Render(
            number, speech.driver, speech.voice, speech.rate, speech.text, str(path), seconds
        )
        try:
            self._ask(request)
            self._warm = self._worker
            return read_recording(
                path,
                text=speech.text,
                rate=speech.rate,
                ends_silent=speech.driver in END_SILENT,
            )
        except UnusableRecordingError as problem:
            raise _AnotherTryError(str(problem)) from problem
        finally:
            path.unlink(missing_ok=True)

    def _ask(self, request: Request) -> Reply:
        worker, fresh = self._running_worker()
        try:
            reply = worker.ask(
                encode(request),
                accepts=lambda line: _reply_to(request, line),
                seconds=self._seconds_for(request, fresh=fresh),
                meanwhile=load_codecs if fresh else None,  # while the worker starts
            )
        except ChildFailedError as problem:
            raise _AnotherTryError(f"it {problem}") from problem
        if isinstance(reply, Refused):
            raise _mended_by_a_person(reply, request.driver) or _AnotherTryError(reply.detail)
        return reply

    def _seconds_for_speech(self, speech: Speech) -> float:
        loads = speech.driver == NATURAL and (self._warm is None or self._warm is not self._worker)
        return self._patience.seconds_for(speech.text) + self._patience.load_seconds * loads

    def _seconds_for(self, request: Request, *, fresh: bool) -> float:
        start = self._patience.start_seconds if fresh else 0.0
        return request.seconds + self._patience.answer_seconds + start

    def _running_worker(self) -> tuple[Child, bool]:
        with self._changing:
            if self._closed:
                raise VoiceUnavailable(CLOSED)
            if self._worker is not None:
                return self._worker, False
            try:
                self._worker = Child(self._command)
            except ChildFailedError as problem:
                raise _AnotherTryError(f"it {problem}") from problem
            return self._worker, True

    def _drop_worker(self) -> None:
        with self._changing:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end(wait_seconds=0.0)

    def _scratch_folder(self) -> Path:
        """Where the worker writes. Made anew when somebody's cleaning took it away."""
        with self._changing:
            if self._closed:
                raise VoiceUnavailable(CLOSED)
            if self._folder is None or not self._folder.is_dir():
                self._folder = _new_scratch_folder()
            return self._folder

    def _unavailable(self, failure: str) -> VoiceUnavailable:
        if self._closed:
            return VoiceUnavailable(CLOSED)
        return VoiceUnavailable(
            f"The voice does not work ({failure}, {self._patience.tries} times in a row). "
            'Try "voice-rom voices", or on Debian: sudo apt-get install --reinstall '
            "libespeak-ng1 espeak-ng-data"
        )


def _new_scratch_folder() -> Path:
    """Readable by nobody else. Raises VoiceUnavailable."""
    for parent in (_MEMORY, None):
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="voice-rom-", dir=parent))
    raise VoiceUnavailable(
        f"The voice cannot write to {tempfile.gettempdir()}. Free some space there, or set TMPDIR."
    )


class _AnotherTryError(Exception):
    """It did not work this time."""


def _reply_to(request: Request, line: bytes) -> Reply:
    """Raises NotAVoiceMessageError, EarlierReplyError."""
    reply = decode_reply(line)
    if reply.number != request.number:
        raise EarlierReplyError
    return reply


def _mended_by_a_person(refused: Refused, driver: str) -> VoiceRomError | None:
    """The error that no second try can mend, if it is one."""
    match refused.problem:
        case Problem.DRIVER_MISSING:
            return _missing(driver, refused.detail)
        case Problem.DRIVER_UNKNOWN:
            known = ", ".join(DRIVERS)
            return WrongSetting(
                "voice.driver",
                f'pyttsx3 has no driver "{driver}"; the drivers are: {known}; '
                "leave it empty for the system's own",
            )
        case Problem.VOICE_UNKNOWN:
            return UnknownVoice(
                "voice.voice",
                f'the driver "{driver}" does not know this voice ({refused.detail}); '
                '"voice-rom voices --all" lists the available ones',
            )
        case Problem.FAILED:
            return None


def _missing(driver: str, detail: str) -> VoiceRomError:
    if driver == NATURAL:
        return UnknownVoice(
            "voice.voice",
            "the natural voice is not installed; to get it, type: "
            f"{sys.executable} -m pip install {NATURAL_PACKAGE} (or leave the setting empty)",
        )
    if driver == ESPEAK:
        return VoiceUnavailable(
            "There is no voice: the library espeak-ng is missing. "
            "On Debian: sudo apt-get install libespeak-ng1"
        )
    return VoiceUnavailable(
        f'There is no voice: pyttsx3\'s driver "{driver}" cannot be loaded ({detail}).'
    )
