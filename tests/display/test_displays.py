"""Several displays at once, and what becomes of one that cannot go on."""

import io
import json
import subprocess
import sys

import pytest

from tests.display.screens import pipe
from tests.running_program import running
from voice_rom.core.protocol.effects import Effect, Silence
from voice_rom.core.protocol.events import Event, Started
from voice_rom.display.console import console_on
from voice_rom.display.displays import Displays
from voice_rom.display.json_events import JsonEvents
from voice_rom.display.transcript import Transcript
from voice_rom.ports import RoomLevel

LEVEL = RoomLevel(-55.0, -30.0, -40.0, zeros=False)


class Witness:
    """A display that keeps what it was told, and breaks when it is told to."""

    def __init__(self, breaks_with: Exception | None = None) -> None:
        self.told: list[object] = []
        self.closed = False
        self._breaks_with = breaks_with

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002
        self._take(event)

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        self._take(effect)

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002
        self._take(level)

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._take(count)

    def close(self) -> None:
        self.closed = True
        if self._breaks_with is not None:
            raise self._breaks_with

    def _take(self, told: object) -> None:
        self.told.append(told)
        if self._breaks_with is not None:
            raise self._breaks_with


def test_everything_goes_to_every_display() -> None:
    first, second = Witness(), Witness()
    displays = Displays([first, second])
    displays.event(0.0, Started())
    displays.effect(1.0, Silence())
    displays.level(2.0, LEVEL)
    displays.missed(3.0, 4)
    displays.close()
    assert first.told == second.told == [Started(), Silence(), LEVEL, 4]
    assert first.closed
    assert second.closed


@pytest.mark.parametrize(
    "error", [BrokenPipeError(), OSError(5, "input/output error"), ValueError("closed file")]
)
def test_a_display_that_breaks_is_dropped_and_the_others_go_on(error: Exception) -> None:
    broken, whole = Witness(error), Witness()
    displays = Displays([broken, whole])
    displays.event(0.0, Started())
    displays.effect(1.0, Silence())
    displays.close()
    assert broken.told == [Started()]
    assert broken.closed
    assert whole.told == [Started(), Silence()]
    assert displays.dropped == ((broken, error),)


def test_no_display_at_all_is_no_trouble() -> None:
    displays = Displays([])
    displays.event(0.0, Started())
    displays.close()
    assert displays.dropped == ()


def test_an_output_that_was_closed_before_it_began_is_written_to_by_nobody(
    capfd: pytest.CaptureFixture[str],
) -> None:
    display = Transcript(console_on(None))
    display.effect(1.0, Silence())
    display.close()
    assert capfd.readouterr() == ("", "")

    display = Transcript(console_on(sys.stdout))
    display.effect(1.0, Silence())
    display.close()
    assert capfd.readouterr() == ("The voice is silent.\n", "")


def test_a_closed_file_drops_its_display_only() -> None:
    closed = io.StringIO()
    closed.close()
    file, console = pipe()
    displays = Displays([JsonEvents(closed), Transcript(console)])
    displays.effect(0.0, Silence())
    assert file.getvalue() == "The voice is silent.\n"
    assert len(displays.dropped) == 1


SESSION = """
import sys
from voice_rom.core.protocol.effects import Silence
from voice_rom.display.console import console_on
from voice_rom.display.displays import Displays
from voice_rom.display.json_events import JsonEvents
from voice_rom.display.transcript import Transcript

display = {display}
displays = Displays([display])
displays.effect(0.0, Silence())
sys.stdin.readline()  # the reader has gone now
for second in range(3):
    displays.effect(float(second), Silence())
displays.close()
print("what else the program prints")
print("went on to the end", len(displays.dropped), file=sys.stderr)
"""


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of a closed pipe differently")
@pytest.mark.parametrize(
    "display", ["JsonEvents(sys.stdout)", "Transcript(console_on(sys.stdout))"]
)
def test_when_the_reader_of_a_pipe_goes_the_session_goes_on_in_silence(display: str) -> None:
    code = SESSION.format(display=display)
    with running(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as session:
        assert session.stdout is not None
        assert session.stdin is not None
        assert session.stderr is not None
        assert session.stdout.readline()
        session.stdout.close()
        session.stdin.write("gone\n")
        session.stdin.close()
        said = session.stderr.read()
    assert said == "went on to the end 1\n"
    assert session.returncode == 0


def test_a_line_for_programs_and_a_line_for_people_can_go_to_two_places() -> None:
    lines = io.StringIO()
    file, console = pipe()
    displays = Displays([JsonEvents(lines), Transcript(console)])
    displays.effect(3.0, Silence())
    assert json.loads(lines.getvalue().splitlines()[-1]) == {"at": 3.0, "effect": "Silence"}
    assert file.getvalue() == "The voice is silent.\n"
