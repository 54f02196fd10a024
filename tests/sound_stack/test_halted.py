"""A session that is halted and goes on, as a real process on a real sound stack."""

import json
import os
import signal
import threading
import time

import pytest

from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_whole_session import started

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

HALTED_SECONDS = 6.0
"""Longer than a device may be silent, and than a busy machine holds anybody up."""


def test_after_a_halt_the_same_question_is_asked_and_no_plug_is_blamed(
    sound_stack: SoundStack,
) -> None:
    said: list[list[str]] = []
    told: list[str] = []
    halted_at, slept = 0.0, 0.0
    with started(sound_stack) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        for line in program.stdout:
            message = json.loads(line)
            told.append(str(message.get("event")))
            if message.get("effect") == "Say":
                said.append([spoken["text_id"] for spoken in message["lines"]])
            elif message.get("event") == "WasAsleep":
                slept = message["seconds"]
                print(f"told after {time.monotonic() - halted_at - HALTED_SECONDS:.2f} s")  # noqa: T201
            elif message.get("event") == "ListeningBegan" and not halted_at:
                halted_at = time.monotonic()
                program.send_signal(signal.SIGSTOP)
                os.waitid(os.P_PID, program.pid, os.WSTOPPED)
                threading.Event().wait(HALTED_SECONDS)
                program.send_signal(signal.SIGCONT)
            elif message.get("event") == "ListeningBegan":
                program.send_signal(signal.SIGTERM)
        errors = program.stderr.read()
        assert program.wait() == 130, errors
    again = next(lines for lines in said if "phrases.was_asleep" in lines)
    asked = said[said.index(again) - 1]
    assert again[0] == "phrases.was_asleep"
    repeated = {text.partition(".")[0] for text in again if text != "phrases.was_asleep"}
    assert repeated == {asked[-1].partition(".")[0]}
    assert HALTED_SECONDS <= slept < HALTED_SECONDS + 3.0
    assert told.count("WasAsleep") == 1
    assert not {"DeviceLost", "TimerFired"} & set(told)
