"""A whole session whose sound server is killed in the middle, and started again."""

import json
import signal
from collections.abc import Callable

import pytest

from tests.sound_stack.participant import Ear, say
from tests.sound_stack.pulse import SoundStack
from tests.sound_stack.test_whole_session import answer, started
from voice_rom.errors import EndedEarly

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

SIDE = "tests.trunk-rotation.questions.easier.side"
NEXT = "tests.trunk-rotation.questions.farther.say"


class Survivor:
    """Answers, and does something to the sound server once, before it answers `at`.

    What it hears with ends with the server, so it begins to hear anew each time it answers.
    """

    def __init__(self, stack: SoundStack, at: str, happens: Callable[[], None]) -> None:
        self._stack = stack
        self._at = at
        self._happens: Callable[[], None] | None = happens
        self.said: list[str] = []
        self.told: list[tuple[str, str]] = []
        """What was told of devices: the kind of event, and the device."""
        self.noted: dict[str, object] = {}
        """The last answer."""

    def hear_of(self, line: str) -> None:
        """Take the next line of JSON that the program writes."""
        message = json.loads(line)
        if message.get("event") in {"DeviceLost", "DeviceBack"}:
            self.told.append((message["event"], message["device"]))
        elif message.get("effect") == "Say":
            self.said += [spoken["text_id"] for spoken in message["lines"]]
        elif message.get("effect") == "Record":
            self.noted = message["answer"]
        elif message.get("effect") == "Listen":
            self._asked()

    def _asked(self) -> None:
        last = self.said[-1]
        if self._happens is not None and last.startswith(self._at):
            happens, self._happens = self._happens, None
            happens()
            return
        word = answer(last)
        if word is not None:
            with Ear(self._stack.environment) as ear:
                ear.wait_for_silence()
            say(self._stack.environment, word)


def test_a_session_outlives_its_sound_server_and_loses_no_answer(
    sound_stack: SoundStack,
) -> None:
    def dies_and_lives() -> None:
        sound_stack.die()
        sound_stack.start()

    survivor = Survivor(sound_stack, SIDE, dies_and_lives)
    with started(sound_stack) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        for line in program.stdout:
            survivor.hear_of(line)
            if survivor.said[-1:] == [NEXT] and program.poll() is None:
                program.send_signal(signal.SIGINT)
        errors = program.stderr.read()
        assert program.wait() == EndedEarly.exit_code, errors

    both = {"loudspeaker", "microphone"}
    lost, back = survivor.told[:2], survivor.told[2:]
    assert ({kind for kind, _ in lost}, {device for _, device in lost}) == ({"DeviceLost"}, both)
    assert ({kind for kind, _ in back}, {device for _, device in back}) == ({"DeviceBack"}, both)
    again = survivor.said.index("phrases.device_back") + 1
    assert survivor.said[again].startswith(SIDE)
    assert (survivor.noted["meaning"], survivor.noted["side"]) == ("yes", "left")
    assert errors.strip() == "voice-rom: Ended."
