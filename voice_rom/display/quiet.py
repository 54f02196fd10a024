"""Only what cannot be left out: faults, and the report."""

from rich.console import Console

from voice_rom.core.effects import Effect, Finish
from voice_rom.core.events import DeviceBack, DeviceLost, Event, RoomSounded
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.ports import RoomLevel
from voice_rom.reporting.page import Page
from voice_rom.reporting.screen import show_report


class Quiet:
    """A display for people who listen and do not look."""

    def __init__(self, console: Console, *, language: str = "en") -> None:
        self._console = console
        self._page = Page(console)
        self._sentences = Sentences(display_wording(language))
        self._muted = False

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a person needs no times
        match event:
            case DeviceLost(device):
                self._page.line(self._sentences.lost(device), style="bold", hanging=2)
            case DeviceBack(device):
                self._page.line(self._sentences.back(device), style="bold", hanging=2)
            case RoomSounded(zeros=zeros):
                if zeros and not self._muted:
                    self._page.line(self._sentences.muted(), style="bold", hanging=2)
                self._muted = zeros
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        if isinstance(effect, Finish):
            show_report(effect.report, self._console)

    def level(self, at: float, level: RoomLevel) -> None:
        """Shown by no word: a level is no fault."""

    def close(self) -> None:
        """Nothing is held."""
