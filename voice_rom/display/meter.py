"""One line at the foot of a real terminal that is written over in place: the sound level."""

from typing import Final

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from voice_rom.display.wording import DisplayWording
from voice_rom.ports import RoomLevel

QUIETEST_DBFS: Final = -60.0
LOUDEST_DBFS: Final = -10.0
"""What the meter's ends stand for: a still room, and a voice close to the microphone."""

STEPS: Final = 10


class Meter:
    """Shows nothing at all where a line cannot be written over: pipes, files, plain terminals."""

    def __init__(self, console: Console, wording: DisplayWording) -> None:
        self._console = console
        self._wording = wording
        self._works = console.is_terminal and not console.is_dumb_terminal
        self._shown = ""

    def level(self, level: RoomLevel) -> None:
        self.show(level_text(level, self._wording))

    def hearing(self) -> None:
        self.show(self._wording.hearing)

    def show(self, text: str) -> None:
        """Write `text` in place of what stands there. The same text again writes nothing."""
        # One column is left free: a full line would go on to the next one.
        cut = _whole_words(text, self._console.width - 1)
        if not self._works or cut == self._shown:
            return
        self.clear()
        self._console.print(cut, end="", soft_wrap=True)
        self._shown = cut

    def clear(self) -> None:
        """Leave an empty line for what comes next."""
        if self._shown:
            erase = Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2))
            self._console.control(erase)
            self._shown = ""


def _whole_words(text: str, columns: int) -> str:
    """As many words of `text` as have room; of a first word that has none, its beginning."""
    if len(text) <= columns:
        return text
    return text[: columns + 1].rpartition(" ")[0].rstrip() or text[:columns]


def level_steps(level: RoomLevel) -> int:
    """How loud it is, from 0 to STEPS."""
    if level.zeros:
        return 0
    share = (level.level_dbfs - QUIETEST_DBFS) / (LOUDEST_DBFS - QUIETEST_DBFS)
    return min(STEPS, max(0, round(share * STEPS)))


def level_text(level: RoomLevel, wording: DisplayWording) -> str:
    """The level in words first, then as a row of signs."""
    if level.zeros:
        return wording.level_zeros.format(of=STEPS)
    steps = level_steps(level)
    bar = "#" * steps + "." * (STEPS - steps)
    return f"{wording.level.format(level=steps, of=STEPS)}  {bar}"
