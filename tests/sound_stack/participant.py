"""Somebody in the test's room: hears when the voice has fallen silent, and answers."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from tests.sound_stack.pulse import LOUDSPEAKER, PLAYER, ROOM, end, recording

RATE = 16_000
"""Hz, of everything that is heard here."""

CHUNK_SAMPLES = 320

AUDIBLE = 100
"""Of 32767: the null sink adds no noise, so that whatever is louder was played."""

PAUSE_SECONDS = 0.6
"""Longer than the voice's own pauses between sentences and words."""

GIVE_UP_SECONDS = 60.0


class Ear:
    """Hears the loudspeaker from beginning to end. To be used with `with`."""

    def __init__(self, environment: dict[str, str], sink: str = LOUDSPEAKER) -> None:
        self._process = subprocess.Popen(
            recording(f"{sink}.monitor"),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._chunks: list[bytes] = []
        self._heard = threading.Condition()
        self._audible_until = 0
        self.first_sound: float | None = None
        """When the first sound arrived here (time.monotonic)."""
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while chunk := self._process.stdout.read(2 * CHUNK_SAMPLES):
            loud = int(np.abs(np.frombuffer(chunk, dtype=np.int16).astype(int)).max()) > AUDIBLE
            with self._heard:
                self._chunks.append(chunk)
                if loud and self.first_sound is None:
                    self.first_sound = time.monotonic()
                if loud:
                    self._audible_until = len(self._chunks)
                self._heard.notify_all()

    @property
    def position(self) -> int:
        """How many chunks were heard so far."""
        return len(self._chunks)

    def samples(self, since: int = 0) -> npt.NDArray[np.int16]:
        """All that was heard since this position."""
        return np.frombuffer(b"".join(self._chunks[since:]), dtype=np.int16)

    def wait_for(self, happened: Callable[[], bool], seconds: float = GIVE_UP_SECONDS) -> None:
        """Return once this is so; it is asked whenever more was heard. Raises TimeoutError."""
        with self._heard:
            if not self._heard.wait_for(happened, seconds):
                raise TimeoutError("the participant waited in vain")

    def wait_for_voice(self, since: int) -> None:
        """Return when something sounded after this position."""
        self.wait_for(lambda: self._audible_until > since)

    def wait_for_silence(self) -> None:
        """Return when nothing has sounded for PAUSE_SECONDS."""
        pause = round(PAUSE_SECONDS * RATE / CHUNK_SAMPLES)
        self.wait_for(lambda: len(self._chunks) - self._audible_until >= pause)

    def wait_more(self, seconds: float) -> None:
        """Hear on for so long."""
        until = self.position + round(seconds * RATE / CHUNK_SAMPLES)
        self.wait_for(lambda: len(self._chunks) >= until)

    def __enter__(self) -> Self:
        """Return when it hears. Raises TimeoutError, and leaves nothing behind."""
        try:
            self.wait_for(lambda: len(self._chunks) > 0)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        end(self._process)
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


def say(environment: dict[str, str], file: Path, sink: str = ROOM) -> None:
    """Play a recording (WAV or FLAC) into the room, to its end."""
    command = [PLAYER, f"--device={sink}", str(file)]
    subprocess.run(command, env=environment, check=True, timeout=GIVE_UP_SECONDS)


class Participant:
    """Answers what is asked.

    Follows a program's lines of JSON (`voice-rom start --json-events`) to know which text was
    said last; but answers only when the loudspeaker has really fallen silent.
    """

    def __init__(
        self,
        environment: dict[str, str],
        answers: Callable[[str], Path | None],
    ) -> None:
        """`answers` is given the id of the text said last, and returns a recording or nothing.

        It is called anew whenever the program begins to listen.
        """
        self._environment = environment
        self._answers = answers
        self.said: list[str] = []
        """The ids of all texts, in their order."""
        self.first_word: float | None = None
        """When the voice was first heard (time.monotonic)."""

    def take_part(self, lines: Iterable[str]) -> None:
        """Follow the lines to their end, answering."""
        with Ear(self._environment) as ear:
            for line in lines:
                self._follow(json.loads(line), ear)
                self.first_word = ear.first_sound

    def _follow(self, message: dict[str, object], ear: Ear) -> None:
        if message.get("effect") == "Say":
            lines = message["lines"]
            assert isinstance(lines, list)
            self.said += [str(said["text_id"]) for said in lines]
        elif message.get("effect") == "Listen" and self.said:
            recording_to_play = self._answers(self.said[-1])
            if recording_to_play is not None:
                ear.wait_for_silence()
                say(self._environment, recording_to_play)
