"""The session as it goes, on a terminal: large, calm, and as good in a pipe or read aloud."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.protocol.effects import (
    AlertOwner,
    Effect,
    Finish,
    Listen,
    Record,
    Say,
    ShowUnderstood,
    Silence,
    StartTimer,
    StopListening,
)
from voice_rom.core.protocol.events import (
    Commanded,
    DeviceLost,
    Event,
    ListeningBegan,
    Loss,
    QuitAsked,
    RoomSounded,
    SentenceBegan,
    SpeechFinished,
    Timer,
    TimerFired,
    UtteranceBegan,
)
from voice_rom.display.alert import show_alert, show_fault
from voice_rom.display.live_page import LivePage
from voice_rom.display.meter import Meter
from voice_rom.display.sentences import Fault, Sentences
from voice_rom.display.wording import display_wording
from voice_rom.ports import RoomLevel
from voice_rom.reporting.page import Page
from voice_rom.reporting.screen import write_report

_VOICE_INDENT = 4


class Transcript:
    """A display for people. With `steady`, nothing is ever written over: for screen readers.

    On a terminal the sentence that is being spoken is marked. With `keys`, the words that can be
    said stand with the keys that do the same.
    """

    def __init__(  # noqa: PLR0913 - each is of another kind, and has its usual value
        self,
        console: Console,
        *,
        language: str = "en",
        prompts: Path | None = None,
        named: NamedAnswers = NO_NAMED,
        steady: bool = False,
        keys: bool = True,
    ) -> None:
        """`named` are the answers that the assessment names."""
        self._prompts = prompts
        self._wording = display_wording(language, prompts).with_answers(named)
        writes_over = console.is_terminal and not console.is_dumb_terminal and not steady
        self._live = LivePage(console) if writes_over else None
        self._page: Page = self._live or Page(console)
        self._meter = Meter(console, self._wording) if writes_over else None
        self._sentences = Sentences(self._wording, keys=keys)
        self._lists_keys = False
        """The keys of the commands are to stand above what can be said."""
        self._keys = keys
        self._offered: Sequence[Meant] = ()
        self._first_spoken: int | None = None
        """Where on the page the first sentence of the latest speech stands."""
        self._below_a_gap = False
        self._listening = False
        self._microphone = ""
        self._muted = False
        self._paused = False

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a person needs no times
        match event:
            case SentenceBegan() | SpeechFinished():
                self._mark(event.number if isinstance(event, SentenceBegan) else None)
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
                self._note_help(meaning)
                self._tell(self._sentences.key(meaning))
            case QuitAsked():
                self._tell(self._wording.quitting)
            case _ if isinstance(event, Fault):
                self._fault(event)
            case _:  # the others are shown by what they lead to
                pass

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        match effect:
            case Say(lines=lines):
                self._say([line.text for line in lines])
            case Silence():
                self._mark(None)
                self._tell(self._wording.voice_silent)
            case Listen(offered=offered):
                self._offered = offered
            case StopListening():
                self._stop_listening()
            case StartTimer(timer):
                self._wait(paused=timer is Timer.PAUSE)
            case ShowUnderstood(understanding):
                self._note_help(understanding.meaning)
                self._tell(self._sentences.understanding(understanding))
            case Record(answer):
                self._tell(self._sentences.answer(answer), style="bold")
            case AlertOwner(reason):
                self._clear_meter()
                show_alert(self._sentences.alert(reason), self._page)
            case Finish(report):
                self._stop_listening()
                write_report(report, self._page, self._prompts)
            case _:  # what is prepared, and which timer is off, is of no use to a person
                pass

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002
        if self._listening and self._meter is not None:
            self._meter.level(level)

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._mark(None)
        self._first_spoken = None  # the sentences that are marked next may be among what is missing
        self._tell(self._sentences.missed(count))

    def close(self) -> None:
        self._clear_meter()

    def resized(self) -> None:
        """The window may have another size: its lines are laid out anew.

        Not in the middle of another call: from the thread that tells it everything else.
        """
        if self._live is not None:
            self._clear_meter()
            self._live.lay_out()

    def _say(self, lines: list[str]) -> None:
        self._stop_listening()
        self._mark(None)
        self._first_spoken = None
        if not lines:
            return
        if not self._below_a_gap:
            self._page.blank()
        self._page.line(self._wording.voice)
        if self._live is not None:
            self._first_spoken = self._live.next_number
        for line in lines:
            self._page.line(line, style="bold", indent=_VOICE_INDENT)
        self._page.blank()
        self._below_a_gap = True

    def _mark(self, sentence: int | None) -> None:
        """Mark the sentence of the latest speech with this number from 0, or none."""
        if self._live is None:
            return
        self._clear_meter()
        spoken = None if sentence is None else self._first_spoken
        self._live.mark(None if spoken is None or sentence is None else spoken + sentence)

    def _note_help(self, meaning: Meant | None) -> None:
        """Who asks what can be said is shown the keys too, unless that calls for help."""
        if meaning is Meaning.HELP and Meaning.HELP not in self._offered:
            self._lists_keys = self._keys

    def _begin_listening(self, microphone: str) -> None:
        if microphone != self._microphone:
            self._microphone = microphone
            self._tell(self._wording.microphone.format(name=microphone))
        if self._lists_keys:
            self._lists_keys = False
            self._tell(self._sentences.command_keys())
        self._tell(self._sentences.listening(self._offered))
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
        self._below_a_gap = False
        self._muted = isinstance(event, DeviceLost) and event.loss is Loss.MUTED
        show_fault(event, self._sentences, self._page)

    def _wait(self, *, paused: bool) -> None:
        if paused and not self._paused:
            self._tell(self._wording.paused)
        self._paused = paused

    def _tell(self, text: str, *, style: str = "") -> None:
        self._clear_meter()
        self._below_a_gap = False
        self._page.line(text, style=style, hanging=2)

    def _clear_meter(self) -> None:
        if self._meter is not None:
            self._meter.clear()
