"""What all flows share: the session's state, its way, its answers and texts, and the way out."""

from voice_rom.core.assessment.content import Content, Question, Test
from voice_rom.core.assessment.findings import Answer, AnswerKey, Status
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import STAFF_TEXTS, Line, Texts
from voice_rom.core.dialogue.answer_book import AnswerBook
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.given import Given, LastAnswer
from voice_rom.core.dialogue.itinerary import Itinerary
from voice_rom.core.dialogue.narrow_band import MicrophoneBand
from voice_rom.core.dialogue.session_state import SessionState
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.dialogue.turns import Turns
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.advice import Today
from voice_rom.core.outcome.complaints import Interrupted
from voice_rom.core.outcome.emergency import emergency_number, spoken_number
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.outcome.screening import is_careful
from voice_rom.core.protocol.effects import Prosody


class DialogueContext:
    def __init__(
        self,
        content: Content,
        tests: tuple[Test, ...],
        out: EffectBuffer,
        settings: Settings,
        earlier: Earlier | None,
    ) -> None:
        self.content = content
        self.settings = settings
        unused = () if settings.staff.url else (STAFF_TEXTS,)
        self.texts = Texts(content.texts, unused)
        self.turns = Turns(content, self.texts, settings)
        self.programme = Programme(content, tests, screening=settings.safety.screening)
        self.itinerary = Itinerary(self.programme.places())
        self.book = AnswerBook(out)
        self.out = out
        self.band = MicrophoneBand(settings.hearing.narrow_band_db)
        self.emergency = emergency_number(content, settings.safety)
        self.state = SessionState(earlier=earlier)

    # Saying

    def say_first(self, lines: tuple[Line, ...]) -> None:
        """Say these before whatever the next state says."""
        self.state.prelude.extend(lines)

    def open(self, turn: Turn) -> None:
        """Begin a turn: say what came before it, then what it asks.

        Quietly: it has its answer already, and the turn after it says what is to be said; or
        another answer follows the one that was taken back.
        """
        state = self.state
        state.turn = turn
        if state.quiet:
            state.quiet = False
            return
        words = turn.words
        said = words.short if state.returning and words.short else words.say
        prelude, state.prelude, state.returning = tuple(state.prelude), [], False
        if said:
            self.say(said, before=prelude)
        else:  # what led here is all that there is to say
            self.say(prelude)

    def say(
        self,
        own: tuple[Line, ...],
        *,
        before: tuple[Line, ...] = (),
        prosody: Prosody | None = None,
    ) -> None:
        """Speak in the turn at hand: `own` are its own words, `before` is said before them."""
        turn = self.state.turn
        turn.speak()
        self.out.say(own, before=before, moment=turn.moment, offered=turn.offered, prosody=prosody)

    # Where it stands

    @property
    def here(self) -> Place:
        """The place. Raises LookupError before the first."""
        return self.itinerary.here

    @property
    def question(self) -> Question:
        """The question at hand: in QUESTION, CONFIRMATION and SIDE, and what interrupts them."""
        return self.here.asked

    @property
    def is_returning(self) -> bool:
        return self.state.returning or self.itinerary.going_back

    def arrive(self) -> Place:
        """Be at the place that the last trigger led to."""
        place = self.itinerary.arrive()
        postures = self.content.assessment.postures
        self.state.lying = place.posture is not None and postures[place.posture].lying
        return place

    @property
    def is_before_the_tests(self) -> bool:
        place = self.itinerary.place
        return place is None or (place.test is None and place.state is not State.SUMMARY)

    def must_be_careful(self) -> bool:
        return is_careful(self.programme.screening, self.book.answers)

    def today(self, *, spoken: bool) -> Today:
        """What the advice rests on; `spoken`: the emergency number as the voice says it."""
        return Today(
            tests=self.programme.tests,
            answers=self.book.answers,
            clinic=self.settings.clinic,
            careful=self.must_be_careful(),
            emergency=spoken_number(self.emergency) if spoken else self.emergency,
        )

    # Answers

    @property
    def complaint(self) -> Interrupted:
        """The latest complaint. Raises LookupError when there was none."""
        if self.state.complaint is None:
            raise LookupError(f"nothing hurts in state {self.state.now}")
        return self.state.complaint

    @property
    def key(self) -> AnswerKey:
        """Where the answer to what is asked now is kept."""
        match self.state.now:
            case State.SCREENED:
                return self.programme.choice_key
            case State.COMPLAINT | State.SORE_SIDE:
                return self.complaint.key
            case State.SHARP:
                return self.complaint.sharp_key
            case State.GOING_ON:
                return self.complaint.going_on_key
            case _:
                return self.here.key

    @property
    def recorded(self) -> Answer | None:
        return self.book.get(self.key)

    @property
    def answer(self) -> Answer:
        return self.book[self.key]

    def record(self, key: AnswerKey, given: Given) -> None:
        """Keep an answer to a question that is asked once, without a confirmation."""
        unsure = given.what is Meaning.UNSURE
        status = Status.UNSURE if unsure else Status.ANSWERED
        meaning = None if unsure else given.what
        self.book.record(key, status, meaning, given.source, given.evidence)

    def remember(self, given: Given) -> None:
        """Keep what a correction of this answer would need; an answer by key stands."""
        self.state.last_answer = None
        if given.evidence is not None:
            self.state.last_answer = LastAnswer(
                state=self.state.now,
                index=self.itinerary.index,
                turn=self.state.turn,
                what=given.what,
                evidence=given.evidence,
                key=self.key,
                before=self.recorded,
                complaint=self.state.complaint,
                side=given.side,
            )
