"""The program espeak-ng itself, for when pyttsx3 fails: one process a sentence, nothing kept."""

import io
import subprocess
import threading
from typing import Final

from voice_rom.child_process import kill, start
from voice_rom.errors import VoiceUnavailable
from voice_rom.sound import Samples
from voice_rom.speaking.recording import UnusableRecordingError, read_recording
from voice_rom.speaking.renderer import CLOSED, RenderLimits, Speech
from voice_rom.speaking.voices import usual_country

PROGRAM: Final = "espeak-ng"


class EspeakProgram:
    """A `Renderer` by espeak-ng. It takes 0.05 s a sentence.

    It speaks with the voice that is asked for, and if that fails once more with the usual voice of
    `language`. Any thread may render.
    """

    def __init__(
        self, language: str, program: str = PROGRAM, patience: RenderLimits | None = None
    ) -> None:
        self._usual = usual_country(language)
        self._program = program
        self._patience = patience or RenderLimits()
        self._changing = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def render(self, speech: Speech) -> Samples:
        failure = ""
        for voice in (speech.voice or self._usual, self._usual):
            try:
                recorded = io.BytesIO(self._spoken(speech, voice))
                return read_recording(
                    recorded, text=speech.text, rate=speech.rate, ends_silent=True
                )
            except (OSError, subprocess.SubprocessError, UnusableRecordingError) as problem:
                failure = str(problem)
        raise VoiceUnavailable(CLOSED if self._closed else f"espeak-ng does not speak ({failure}).")

    def close(self) -> None:
        with self._changing:
            self._closed = True
            for process in self._running:
                kill(process)

    def _spoken(self, speech: Speech, voice: str) -> bytes:
        """A WAV file. Raises OSError, SubprocessError."""
        process = self._started([self._program, "-v", voice, "-s", str(speech.rate)])
        try:
            # The text goes by a pipe: on the command line, everybody on the machine could read it.
            sound, _ = process.communicate(
                speech.text.encode(), timeout=self._patience.seconds_for(speech.text)
            )
        except BaseException:
            kill(process)
            process.communicate()
            raise
        finally:
            with self._changing:
                self._running.discard(process)
        if process.returncode != 0:
            raise subprocess.CalledProcessError(process.returncode, self._program)
        return sound

    def _started(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self._changing:
            if self._closed:
                raise VoiceUnavailable(CLOSED)
            process = start([*command, "--stdin", "--stdout"])
            self._running.add(process)
        return process
