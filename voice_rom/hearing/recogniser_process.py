"""Vosk in a process of its own, behind `ports.Recogniser`.

Vosk ends its whole process on some inputs, and hangs on others (a second look at two minutes of
silence is not over after two minutes); neither can be caught. Here it costs one sentence and a
restart of 0.8 s, in place of the session. What that costs otherwise (measured on 2 cores, both
ways alternately):

- memory of all processes at their peak, live: 276 MB in place of 236 MB. Pages that processes share
  are counted twice in that; without this, in a simulated session: 219 MB in place of 193 MB, of
  which the program itself, which no longer loads Vosk, needs 56 MB;
- a recognition of 1 s of sound: 36.3 ms of processor time in place of 35.6 ms; of 3 s, 85.4 ms in
  place of 82.7 ms. The way there and back takes 0.1 ms (median; 95th percentile 0.4 ms) for 1 s of
  sound, 0.15 ms (1.7 ms on a machine with four times too much to do) for 3 s;
- the first word live comes as soon as before (0.8 s after the command; with nothing rendered, on
  a busy machine, 2.4 s); in a simulated session after 0.1 s in place of 0.24 s, since a model that
  loads in a thread holds up the others;
- simulated sessions are as fast as before (17 times real time, both).

The benchmark (`voice_rom.evaluation`) uses `VoskRecogniser` itself: its processes can be lost, and
a second process for each would be memory for nothing. It is the same code, and gives the same words
to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.child_process import Child, ChildFailedError, command_of
from voice_rom.errors import RecogniserFailed
from voice_rom.hearing.grammar import Grammars
from voice_rom.hearing.recogniser_protocol import (
    Load,
    Look,
    Recognised,
    Request,
    decode_reply,
    encode_load,
    encode_request,
)
from voice_rom.ports import RecognisedWord, SecondLook
from voice_rom.sound import SAMPLE_RATE, Samples

WORKER_COMMAND: Final = command_of("voice_rom.hearing.recogniser_worker")


@dataclass(frozen=True)
class RecogniserLimits:
    """Seconds after which the process is taken to hang.

    The model loads in a second; from a slow disk, on a busy machine, in ten. A recognition takes
    0.03 s for a second of sound; most of these limits is for memory that was swapped out.
    """

    load: float = 30.0
    look: float = 3.0
    look_per_second: float = 0.5
    """In addition, for each second of sound."""


class RecogniserProcess:
    """A running process with its model loaded. Once it has failed it is of no more use."""

    def __init__(self, command: Sequence[str], patience: RecogniserLimits) -> None:
        """Use `load`."""
        self._patience = patience
        try:
            self._child = Child(command)
        except ChildFailedError as problem:
            raise _failed(problem) from problem

    @classmethod
    def load(
        cls,
        model: Path,
        grammars: Grammars,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        patience: RecogniserLimits | None = None,
    ) -> "RecogniserProcess":
        """Start the process and return when its model is loaded (about 1 s).

        May run in a thread of its own. Raises ModelMissing, ModelDamaged, ContentError, as
        `VoskRecogniser.load` does in the process, and RecogniserFailed.
        """
        patience = patience or RecogniserLimits()
        recogniser = cls(command, patience)
        try:
            recogniser._ask(encode_load(Load(model, grammars, patience.load)), patience.load)
        except BaseException:
            recogniser.close()
            raise
        return recogniser

    @property
    def pid(self) -> int:
        """The process's number in the system."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.alive

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        """See `ports.Recogniser`; takes as long as the recognition, and about 0.2 ms more."""
        (words,) = self._look(Look.FIRST, samples).readings
        return words

    def look_again(self, samples: Samples) -> SecondLook:
        recognised = self._look(Look.AGAIN, samples)
        (words,) = recognised.readings
        return SecondLook(words, recognised.gain)

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        return self._look(Look.SENTENCE, samples).readings

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        (words,) = self._look(Look.OPEN, samples).readings
        return words

    def close(self) -> None:
        """End the process; leaves no process and no thread. Safe to call twice."""
        self._child.end()

    def _look(self, look: Look, samples: Samples) -> Recognised:
        if samples.ndim != 1 or samples.dtype != np.int16:
            kind = f"{samples.dtype}, {samples.ndim} dimensions"
            raise RecogniserFailed(f"The recogniser was given something that is not sound: {kind}.")
        per_second = self._patience.look_per_second
        seconds = self._patience.look + per_second * len(samples) / SAMPLE_RATE
        return self._ask(encode_request(Request(look, samples, seconds)), seconds)

    def _ask(self, message: bytes, seconds: float) -> Recognised:
        """Raises what the process's own recogniser raises, and RecogniserFailed for the process."""
        try:
            return self._child.ask(message, accepts=decode_reply, seconds=seconds)
        except ChildFailedError as problem:
            raise _failed(problem) from problem


def _failed(problem: ChildFailedError) -> RecogniserFailed:
    return RecogniserFailed(f"The recogniser {problem}.")
