"""What the session tells, event by event, as one state of the page after the other.

Pure: no clock, no thread, no file, and nothing of the browser.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.protocol.effects import (
    AlertOwner,
    Effect,
    Finish,
    Listen,
    Record,
    Say,
    ShowUnderstood,
    Silence,
    StopListening,
)
from voice_rom.core.protocol.events import (
    Commanded,
    DeliveryCaughtUp,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    Heard,
    ListeningBegan,
    NobodyThere,
    QuitAsked,
    SentenceBegan,
    SomebodyThere,
    SpeechFinished,
    StaffAcknowledged,
    StaffTold,
    Timer,
    TimerFired,
    UtteranceBegan,
    VoiceChanged,
    VoiceKind,
)
from voice_rom.display.sentences import Fault, Sentences
from voice_rom.page.state import ListeningSign, Note, NoteKind, PageState, Talk

_ALARM: Final = "alarm"
_ASKS_AFTER_RESTATING: Final = "phrases.is_that_right."


class PageStory:
    """`state` is what the page shows now."""

    def __init__(self, sentences: Sentences, place_of: Callable[[str], str | None]) -> None:
        """`place_of` gives the name of a moment's place, None where it is between places."""
        self._sentences = sentences
        self._place_of = place_of
        self._speech = 0
        self._listens = False
        self._lost: dict[Device, str] = {}
        self._trouble = ""
        """What does not work and is no device: told until something else is asked."""
        self.state = PageState()

    def event(self, event: Event) -> None:
        match event:
            case SentenceBegan(speech, number) if speech == self._speech:
                talk = replace(self.state.talk, current=number)
                self._change(talk=talk, sign=ListeningSign.SPEAKING)
            case SpeechFinished(speech) if speech == self._speech:
                self._be_silent()
            case ListeningBegan(microphone):
                self._listens = True
                self._change(sign=ListeningSign.LISTENING, microphone=microphone)
            case UtteranceBegan() | Heard() if self._listens:
                speaks = isinstance(event, UtteranceBegan)
                sign = ListeningSign.SOMEONE_SPEAKS if speaks else ListeningSign.LISTENING
                self._change(sign=sign)
            case _ if isinstance(event, Fault):
                self._fault(event)
            case _:
                self._note_event(event)

    def _note_event(self, event: Event) -> None:
        wording = self._sentences.wording
        match event:
            case TimerFired(Timer.NO_SPEECH):
                self._note(NoteKind.NOT_UNDERSTOOD, wording.nothing_heard)
            case TimerFired(Timer.WELFARE):
                self._note(NoteKind.NOT_UNDERSTOOD, wording.no_reply)
            case Commanded(meaning):
                self._note(NoteKind.KEY, self._sentences.key(meaning))
            case QuitAsked():
                self._note(NoteKind.PLAIN, wording.quitting)
                self._change(nobody=0.0)
            case NobodyThere(seconds):
                self._change(nobody=seconds)
            case SomebodyThere():
                self._change(nobody=0.0)
            case _:  # the others are shown by what they lead to
                pass

    def effect(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case Silence():
                self._be_silent()
            case Listen(offered=offered):
                self._change(offered=offered)
            case StopListening():
                self._stop_listening()
            case ShowUnderstood(understanding):
                self._note_heard(understanding)
            case Record(answer):
                self._note(NoteKind.NOTED, self._sentences.answer(answer))
            case AlertOwner(reason):
                self._change(alert=reason)
            case Finish(report):
                self._stop_listening()
                self._be_silent()
                self._change(report=report, over=True, offered=(), alert=None, nobody=0.0)
            case _:  # what is prepared, and which timer runs, is of no use to a person
                pass

    def missed(self, count: int) -> None:
        self._note(NoteKind.PLAIN, self._sentences.missed(count))

    def _say(self, say: Say) -> None:
        before = self.state
        self._speech = say.speech
        self._stop_listening()
        moment = say.moment or ""
        if moment != before.moment:
            self._trouble = ""
            self._tell_faults()
        self._change(
            moment=moment,
            place=self._place_of(moment) or before.place,
            turn=before.turn + (moment != before.moment),
            talk=Talk(
                sentences=tuple(line.text for line in say.lines),
                current=0 if say.lines else None,
                asks_from=_asks_from(say.lines),
            ),
            offered=say.offered,
            alert=before.alert if moment == _ALARM else None,
        )

    def _be_silent(self) -> None:
        self._change(talk=replace(self.state.talk, current=None))
        if self.state.sign is ListeningSign.SPEAKING:
            self._change(sign=ListeningSign.NONE)

    def _stop_listening(self) -> None:
        self._listens = False
        if self.state.sign is not ListeningSign.SPEAKING:
            self._change(sign=ListeningSign.NONE)

    def _note_heard(self, understanding: Understanding) -> None:
        understood = understanding.meaning is not None
        kind = NoteKind.UNDERSTOOD if understood else NoteKind.NOT_UNDERSTOOD
        self._note(kind, self._sentences.understanding(understanding))

    def _note(self, kind: NoteKind, text: str) -> None:
        """What was heard just now, with the answer that it was taken for; the report has it all."""
        heard = self.state.notes[:1] if kind is NoteKind.NOTED else ()
        self._change(notes=(*heard, Note(kind, text)))

    def _fault(self, event: Fault) -> None:
        text = " ".join(filter(None, (self._sentences.fault(event), self._sentences.reason(event))))
        match event:
            case DeviceLost(device):
                self._lost[device] = text
                if device is Device.MICROPHONE:
                    self._stop_listening()
            case DeviceBack(device):
                self._lost.pop(device, None)
                self._note(NoteKind.PLAIN, text)
            case VoiceChanged(VoiceKind.OWN):
                self._trouble = ""
                self._note(NoteKind.PLAIN, text)
            case DeliveryCaughtUp() | StaffTold() | StaffAcknowledged():
                self._trouble = ""
                self._note(NoteKind.PLAIN, text)
            case _:
                self._trouble = text
        self._tell_faults()

    def _tell_faults(self) -> None:
        self._change(fault=" ".join(filter(None, (*self._lost.values(), self._trouble))))

    def _change(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # by their names


def _asks_from(lines: Sequence[Line]) -> int:
    """Where the text begins that asks; what was restated before "Is that right?" belongs to it."""
    if not lines:
        return 0
    ids = [line.text_id for line in lines]
    start = _run_start(ids, len(ids) - 1)
    if ids[start].startswith(_ASKS_AFTER_RESTATING) and start > 0:
        start = _run_start(ids, start - 1)
    return start


def _run_start(ids: Sequence[str], end: int) -> int:
    while end > 0 and ids[end - 1] == ids[end]:
        end -= 1
    return end
