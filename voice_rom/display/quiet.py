"""Only what cannot be left out: faults, and the report."""

from pathlib import Path

from rich.console import Console

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import AlertOwner, Effect, Finish, Say
from voice_rom.core.protocol.events import (
    AlarmFailed,
    DeliveryCaughtUp,
    DeliveryDelayed,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    Loss,
    LoudspeakerMuted,
    RoomSounded,
    StaffNews,
    StorageLost,
    StorageRenewed,
    VoiceChanged,
    VoiceKind,
    WasAsleep,
)
from voice_rom.display.alert import show_alert, show_fault
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.ports import RoomLevel
from voice_rom.reporting.page import Page
from voice_rom.reporting.screen import show_report


class Quiet:
    """A display for people who listen and do not look."""

    def __init__(
        self,
        console: Console,
        *,
        language: str = "en",
        prompts: Path | None = None,
        named: NamedAnswers = NO_NAMED,
    ) -> None:
        self._console = console
        self._prompts = prompts
        self._page = Page(console)
        self._sentences = Sentences(display_wording(language, prompts).with_answers(named))
        self._muted = False
        self._shows_words = False
        """Not all of them can be heard any more."""
        self._said: tuple[Line, ...] = ()

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a person needs no times
        match event:
            case VoiceChanged(voice):
                show_fault(event, self._sentences, self._page)
                self._shows_words = voice is VoiceKind.RECORDINGS
                self._show_words()
            case AlarmFailed() | StorageLost() | StorageRenewed():
                show_fault(event, self._sentences, self._page)
            case _ if isinstance(event, StaffNews):
                show_fault(event, self._sentences, self._page)
            case DeliveryDelayed() | DeliveryCaughtUp():
                show_fault(event, self._sentences, self._page)
            case WasAsleep() | LoudspeakerMuted():
                show_fault(event, self._sentences, self._page)
            case DeviceLost() | DeviceBack() | DeviceCrackles():
                self._muted = isinstance(event, DeviceLost) and event.loss is Loss.MUTED
                show_fault(event, self._sentences, self._page)
            case RoomSounded(zeros=zeros):
                if zeros and not self._muted:
                    self._page.line(self._sentences.muted(), style="bold", hanging=2)
                self._muted = zeros
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        match effect:
            case AlertOwner(reason):
                show_alert(self._sentences.alert(reason), self._page)
            case Say(lines=lines):
                self._said = lines
                self._show_words()
            case Finish(report):
                show_report(report, self._console, self._prompts)
            case _:
                pass

    def level(self, at: float, level: RoomLevel) -> None:
        """Shown by no word: a level is no fault."""

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._said = ()
        if self._shows_words:
            self._page.line(self._sentences.missed(count), hanging=2)

    def close(self) -> None:
        """Nothing is held."""

    def _show_words(self) -> None:
        for line in self._said if self._shows_words else ():
            self._page.line(line.text)
