"""The flows, joined by the machine: what the policies around them ask and set in motion.

Nothing here knows what was heard or how time runs; see `dialogue.py` for that.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.content import Content, Test
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.continuation import Answered
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.flows.closing import ClosingFlow
from voice_rom.core.dialogue.flows.complaint import ComplaintFlow
from voice_rom.core.dialogue.flows.interruption import InterruptionFlow
from voice_rom.core.dialogue.flows.questions import QuestionFlow
from voice_rom.core.dialogue.flows.resuming import ResumingFlow
from voice_rom.core.dialogue.flows.screening import ScreeningFlow
from voice_rom.core.dialogue.given import Given, LastAnswer
from voice_rom.core.dialogue.interpretation import Correctable
from voice_rom.core.dialogue.machine import SPECS, StateMachine, possible
from voice_rom.core.dialogue.narrow_band import MicrophoneBand
from voice_rom.core.dialogue.table import Group, StateSpec, Trigger
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.dialogue.turns import Turns
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.outcome.complaints import Interrupted
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import AlertReason, Prosody
from voice_rom.core.protocol.events import StaffNews

_ANSWERS: Final = frozenset(
    {
        Trigger.ANSWERED,
        Trigger.AGREED,
        Trigger.DISAGREED,
        Trigger.DOUBTED,
        Trigger.SIDED,
        Trigger.SPOKEN,
    }
)
"""After these the last answer can still be taken back; whatever else happens, it stands."""


class Conversation:
    """Where the session stands. `move` pulls a trigger; `turn` is what is going on now."""

    def __init__(
        self,
        content: Content,
        tests: tuple[Test, ...],
        out: EffectBuffer,
        settings: Settings,
        earlier: Earlier | None = None,
    ) -> None:
        self._context = context = DialogueContext(content, tests, out, settings, earlier)
        self._state = context.state
        self.texts = context.texts
        self._out = out
        self._questions = QuestionFlow(context)
        self._complaints = ComplaintFlow(context)
        self._interruptions = InterruptionFlow(context)
        self._closing = ClosingFlow(context)
        flows = (
            *(ResumingFlow(context), self._questions, ScreeningFlow(context)),
            *(self._complaints, self._interruptions, self._closing),
        )
        self._machine = StateMachine(context, flows)

    # Where it stands

    @property
    def now(self) -> State:
        return self._state.now

    @property
    def spec(self) -> StateSpec:
        """What is known of the state."""
        return SPECS[self._state.now]

    def is_in(self, group: Group) -> bool:
        return self.spec.is_in(group)

    @property
    def turn(self) -> Turn:
        return self._state.turn

    @turn.setter
    def turn(self, turn: Turn) -> None:
        self._state.turn = turn

    @property
    def turns(self) -> Turns:
        return self._context.turns

    @property
    def band(self) -> MicrophoneBand:
        return self._context.band

    @property
    def place(self) -> Place | None:
        return self._context.itinerary.place

    @property
    def index(self) -> int:
        """Which place this is: it changes whenever the session moves on."""
        return self._context.itinerary.index

    @property
    def test_count(self) -> int:
        return len(self._context.programme.tests)

    @property
    def was_ending(self) -> bool:
        """Whether the goodbye was being said when a device was lost."""
        return self._state.undisturbed is State.GOODBYE

    @property
    def stop_would_end(self) -> bool:
        """Whether "stop" was said before, and said again leads on to the end."""
        return self._closing.stop_would_end()

    @property
    def complaint(self) -> Interrupted | None:
        """The complaint that is being asked about; None elsewhere."""
        return self._complaints.asked

    @property
    def is_about_pain(self) -> bool:
        """Whether a complaint is being asked about, or was when the session was interrupted."""
        return self._complaints.is_about_pain

    def is_asking_about(self, kind: Meant) -> bool:
        """Whether a complaint of this kind is, or was before an interruption, asked about."""
        return self._complaints.is_asking_about(kind)

    def confirms(self, meaning: Meant) -> bool:
        """Whether the question at hand has this answer confirmed, whoever gave it."""
        return meaning in self._context.question.confirm

    @property
    def last_answer(self) -> LastAnswer | None:
        """The answer that a correction can take back: the latest, if it was spoken."""
        return self._state.last_answer

    @property
    def correctable(self) -> Correctable | None:
        """What something said now can change of it, and when; None when there is no such answer."""
        last = self.last_answer
        if last is None:
            return None
        heard = last.evidence.utterance
        return Correctable(
            expected=last.turn.expected | _sides_beside(last),
            since=heard.end,
            until=heard.decided + self._context.settings.timing.revision_seconds,
            here=self.can(Trigger.REVISE),
        )

    @property
    def answered(self) -> Answered | None:
        """The same answer, as far as it may be the beginning of more."""
        last = self.last_answer
        if last is None or not self.can(Trigger.REVISE):
            return None
        return Answered(
            utterance=last.evidence.utterance,
            expected=last.turn.expected,
            asked=last.turn.asked,
            settings=self._context.settings.hearing,
        )

    # Moving

    def can(self, trigger: Trigger) -> bool:
        return possible(trigger, self.now)

    def move(self, trigger: Trigger, given: Given | None = None) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        moved = self._machine.pull(trigger, given)
        if trigger not in _ANSWERS:
            self._state.last_answer = None
        return moved

    def answer(self, trigger: Trigger, given: Given) -> None:
        """Take an answer. The last one that was spoken can be taken back, until more happens."""
        self._context.remember(given)
        self.move(trigger, given)

    def hear_again(self, evidence: Understanding) -> None:
        """The last answer was said once more: the time to correct it begins anew."""
        if self._state.last_answer is not None:
            self._state.last_answer = replace(self._state.last_answer, evidence=evidence)

    def return_shortly(self) -> None:
        """The next turn was begun before: its short form will do."""
        self._state.returning = True

    # Saying

    def say(
        self,
        own: tuple[Line, ...],
        *,
        before: tuple[Line, ...] = (),
        prosody: Prosody | None = None,
    ) -> None:
        """Speak in the turn at hand: `own` are its own words, `before` is said before them."""
        self._context.say(own, before=before, prosody=prosody)

    def say_first(self, lines: tuple[Line, ...]) -> None:
        """Say these before whatever the next state says."""
        self._context.say_first(lines)

    def tell_of_narrow_band(self) -> tuple[Line, ...]:
        """Once for each microphone: what it leaves out, and what to do."""
        return self._questions.tell_of_narrow_band()

    def note_silence(self) -> None:
        """The question was asked often enough in vain: not heard, unless an answer follows."""
        self._questions.note_silence()

    # Help

    def raise_alarm(self, reason: AlertReason) -> None:
        """Have others told; from now on the voice stays with the person."""
        self._interruptions.alert(reason)
        self.move(Trigger.ALERT)

    def call_for_help(self) -> None:
        """Say what to do; others are told once, unless the message did not reach them."""
        if self._interruptions.help_is_called:
            self.say(self.turn.words.say)
        else:
            self.raise_alarm(AlertReason.HELP)

    @property
    def told_of_delay(self) -> bool:
        """Whether it was said that answers wait to be brought elsewhere."""
        return self._state.told_of_delay

    def note_delay_told(self) -> None:
        self._state.told_of_delay = True

    def message_failed(self) -> None:
        """Whoever waits for help must not count on the message."""
        self._interruptions.message_failed()

    def staff_news(self, news: StaffNews) -> None:
        """Whoever waits for help is told what is known of the clinic's staff, and no more."""
        self._interruptions.staff_news(news)


def _sides_beside(last: LastAnswer) -> AbstractSet[Meant]:
    """The sides that can take the place of the one that came with an answer."""
    return frozenset() if last.side is None else last.turn.asked.sides
