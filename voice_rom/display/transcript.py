"""The session as it goes, on a terminal: large, calm, and as good in a pipe or read aloud."""

from collections.abc import Set as AbstractSet

from rich.console import Console

from voice_rom.core.effects import (
    AlertOwner,
    Deafen,
    Effect,
    Finish,
    Listen,
    Record,
    Say,
    ShowUnderstood,
    Silence,
    StartTimer,
)
from voice_rom.core.events import (
    AlarmFailed,
    Commanded,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    ListeningBegan,
    Loss,
    LoudspeakerMuted,
    QuitAsked,
    RoomSounded,
    StorageLost,
    StorageRenewed,
    Timer,
    TimerFired,
    UtteranceBegan,
    VoiceChanged,
)
from voice_rom.core.meanings import Meaning
from voice_rom.display.alert import show_alert, show_fault
from voice_rom.display.meter import Meter
from voice_rom.display.sentences import Fault, Sentences
from voice_rom.display.wording import display_wording
from voice_rom.ports import RoomLevel
from voice_rom.reporting.page import Page
from voice_rom.reporting.screen import show_report

_VOICE_INDENT = 4


class Transcript:
    """A display for people. With `steady`, nothing is ever written over: for screen readers."""

    def __init__(self, console: Console, *, language: str = "en", steady: bool = False) -> None:
        self._wording = display_wording(language)
        self._console = console
        self._page = Page(console)
        self._sentences = Sentences(self._wording)
        self._meter = None if steady else Meter(console, self._wording)
        self._expected: AbstractSet[Meaning] = frozenset()
        self._listening = False
        self._microphone = ""
        self._muted = False
        self._paused = False

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a person needs no times
        match event:
            case ListeningBegan(microphone):
                self._begin_listening(microphone)
            case UtteranceBegan() if self._meter is not None and self._listening:
                self._meter.hearing()
            case RoomSounded(zeros=zeros):
                self._sounded(zeros=zeros)
            case TimerFired(Timer.NO_SPEECH):
                self._tell(self._wording.nothing_heard)
            case TimerFired(Timer.WELFARE):
                self._tell(self._wording.no_reply)
            case Commanded(meaning):
                self._tell(self._sentences.key(meaning))
            case QuitAsked():
                self._tell(self._wording.quitting)
            case DeviceLost() | DeviceBack() | DeviceCrackles() | LoudspeakerMuted():
                self._fault(event)
            case AlarmFailed() | StorageLost() | StorageRenewed() | VoiceChanged():
                self._fault(event)
            case _:  # the others are shown by what they lead to
                pass

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        match effect:
            case Say(lines=lines):
                self._say([line.text for line in lines])
            case Silence():
                self._tell(self._wording.voice_silent)
            case Listen(expected):
                self._expected = expected
            case Deafen():
                self._stop_listening()
            case StartTimer(timer):
                self._wait(paused=timer is Timer.PAUSE)
            case ShowUnderstood(understanding):
                self._tell(self._sentences.understanding(understanding))
            case Record(answer):
                self._tell(self._sentences.answer(answer), style="bold")
            case AlertOwner(reason):
                self._clear_meter()
                show_alert(self._sentences.alert(reason), self._page)
            case Finish(report):
                self._stop_listening()
                show_report(report, self._console)
            case _:  # what is prepared, and which timer is off, is of no use to a person
                pass

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002
        if self._listening and self._meter is not None:
            self._meter.level(level)

    def close(self) -> None:
        self._clear_meter()

    def _say(self, lines: list[str]) -> None:
        self._stop_listening()
        if not lines:
            return
        self._page.blank()
        self._page.line(self._wording.voice)
        for line in lines:
            self._page.line(line, style="bold", indent=_VOICE_INDENT)
        self._page.blank()

    def _begin_listening(self, microphone: str) -> None:
        if microphone != self._microphone:
            self._microphone = microphone
            self._tell(self._wording.microphone.format(name=microphone))
        self._tell(self._sentences.listening(self._expected))
        self._listening = True

    def _stop_listening(self) -> None:
        self._listening = False
        self._clear_meter()

    def _sounded(self, *, zeros: bool) -> None:
        """Tell once that the microphone is muted, not every second."""
        if zeros and not self._muted:
            self._tell(self._sentences.muted(), style="bold")
        self._muted = zeros

    def _fault(self, event: Fault) -> None:
        self._clear_meter()
        self._muted = isinstance(event, DeviceLost) and event.loss is Loss.MUTED
        show_fault(event, self._sentences, self._page)

    def _wait(self, *, paused: bool) -> None:
        if paused and not self._paused:
            self._tell(self._wording.paused)
        self._paused = paused

    def _tell(self, text: str, *, style: str = "") -> None:
        self._clear_meter()
        self._page.line(text, style=style, hanging=2)

    def _clear_meter(self) -> None:
        if self._meter is not None:
            self._meter.clear()
