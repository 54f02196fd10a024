"""Whatever can happen to a dialogue, and what may never come of it, checked after each event."""

from dataclasses import dataclass
from itertools import product
from typing import get_args

from hypothesis import strategies as st

from tests.core.person import Person, utterance
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning, Meant
from voice_rom.core.protocol.effects import (
    AlertOwner,
    CancelTimer,
    Effect,
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
    Event,
    Heard,
    QuitAsked,
    RoomSounded,
    SomebodyThere,
    SpeechBegan,
    SpeechFinished,
    Timer,
    TimerFired,
)

CORRECTIONS = ("sorry", "no wait", "wait", "wait no", "actually", "i mean", "no")
NONSENSE = ("seven", "uh", "", "[unk]", "left right", "yes no", "kitchen table", "yes yes")
PLAIN = ("yes", "no", "left", "right", "both", "not sure", "neither", "straight", "ready")
"""What answers something at most moments."""

CUT_SHORT = ("no wait", "sorry", "wait no", "left sorry", "yes no wait", "right no")
"""Taken back, with nothing in its place yet."""

REVISION_SECONDS = 1.5
QUITE_LOUD = (-25.0, -55.0)


@dataclass(frozen=True)
class Speaks:
    """Somebody speaks, `after` so many seconds from when somebody was heard last."""

    words: str
    after: float
    seconds: float = 0.3
    during_voice: bool = False
    level_dbfs: float = -25.0
    too_long: bool = False


@dataclass(frozen=True)
class VoiceOver:
    """Stands for `SpeechFinished` of the latest speech."""


@dataclass(frozen=True)
class VoiceSounds:
    """The latest speech begins to sound; seconds from when somebody was heard last."""

    last_words: float
    ends: float


@dataclass(frozen=True)
class TimeIsUp:
    """Stands for `TimerFired` of the timer that runs, if there is one."""


@dataclass(frozen=True)
class StaysSilent:
    """Nobody does anything while so many speeches and time limits end."""

    times: int


Happening = Event | Speaks | VoiceOver | VoiceSounds | TimeIsUp | StaysSilent

_DRAWN_ONE_BY_ONE = (Heard, TimerFired, Commanded, SpeechFinished, SpeechBegan, RoomSounded)


def speaks(*words: str) -> st.SearchStrategy[Speaks]:
    """One draw, not six: there are hundreds of events in an example, and thousands of examples."""
    every_way = product(words, (0.2, 1.4, 1.6, 5.0), (0.3, 1.0), (False, True), QUITE_LOUD)
    return st.sampled_from([Speaks(*way) for way in every_way])


def talk_of_two(phrases: tuple[str, ...]) -> st.SearchStrategy[Happening]:
    """Two who talk at the same time: mostly answers, and corrections of them."""
    corrected = [f"{correction} {words}" for correction in CORRECTIONS for words in PLAIN]
    return st.one_of(
        speaks(*PLAIN),
        speaks(*corrected),
        speaks(*CUT_SHORT),
        speaks(*phrases),
        _BACK_AND_FORTH,
        _VOICE_SOUNDS,
        st.just(VoiceOver()),
    )


def anything(phrases: tuple[str, ...]) -> st.SearchStrategy[Happening]:
    """Every kind of event, a new one too; `phrases`: one for each meaning, at least."""
    corrected = [f"{correction} {words}" for correction in CORRECTIONS for words in phrases]
    rest = [kind for kind in get_args(Event) if kind not in (*_DRAWN_ONE_BY_ONE, QuitAsked)]
    return st.one_of(
        st.just(VoiceOver()),
        st.just(VoiceOver()),
        st.just(TimeIsUp()),
        _BACK_AND_FORTH,
        speaks(*PLAIN),
        speaks(*phrases, *NONSENSE),
        speaks(*corrected, *CUT_SHORT),
        st.sampled_from([Speaks(words, 5.0, 7.0, too_long=True) for words in PLAIN]),
        _VOICE_SOUNDS,
        st.sampled_from([Commanded(meaning) for meaning in (*Meaning, None)]),
        st.sampled_from([TimerFired(timer) for timer in Timer]),
        _OUT_OF_DATE,
        _ROOMS,
        st.one_of([st.from_type(kind) for kind in rest]),
    )


_SILENCES = st.sampled_from([StaysSilent(times) for times in (2, 6, 6, 12, 40)])
"""6 and 12: a question is asked in vain, and then whether all is well."""

_BACK_AND_FORTH = st.one_of(
    st.sampled_from([Speaks(words, 5.0) for words in ("back", "yes", "no", "continue")]), _SILENCES
)
"""To a question that was answered, and nothing is said to it."""

_VOICE_SOUNDS = st.sampled_from(
    [VoiceSounds(words, words + more) for words, more in product((0.0, 0.5, 2.0), (0.0, 0.4, 3.0))]
)
_OUT_OF_DATE = st.sampled_from(
    [
        *(SpeechFinished(number) for number in (0, 1, 2, 7, 30, 300)),
        *(SpeechBegan(number, 0.5, 1.0) for number in (0, 1, 2, 7, 30, 300)),
    ]
)
_ROOMS = st.sampled_from(
    [
        RoomSounded(-120.0, -120.0, zeros=True),
        RoomSounded(-60.0, -58.0, zeros=False),
        RoomSounded(-60.0, -25.0, zeros=False),
        RoomSounded(-20.0, -15.0, zeros=False),
    ]
)


class Watch:
    """What may never happen, checked after every event."""

    def __init__(self, person: Person, *, loudest_db: float, echo: bool = True) -> None:
        """Without an echo, answers count while the voice speaks."""
        self.person = person
        self.loudest_db = loudest_db
        self.echo = echo
        self.speaking = False
        self.listening = False
        self.timer: Timer | None = None
        self.sounds: SpeechBegan | None = None
        """The latest speech, if it was told when it sounds."""
        self.in_time = False
        """What was heard last began in the voice's last words."""
        self.told_of_silence = False
        """Others were told that nobody answers, and nobody has shown a sign of life since."""
        for effect in person.effects:
            self._follow(effect)

    def tell(self, happening: Happening) -> None:
        if isinstance(happening, StaysSilent):
            for _ in range(happening.times):
                self.wait()
            return
        event = self._event(happening)
        if isinstance(event, TimerFired) and event.timer is self.timer:
            self.timer = None
        before, speaking = self.person.answers, self.speaking
        effects = self.person.tell(event)
        if isinstance(event, Commanded | SomebodyThere) or _understood(effects) is not None:
            self.told_of_silence = False
        for effect in effects:
            self._follow(effect)
        self._nothing_is_lost(before, effects)
        self._nothing_changes_unasked(event, before)
        self._one_thing_changes_at_a_time(before)
        if speaking and isinstance(happening, Speaks):
            self._nothing_is_taken_unasked(happening, effects)
        self._something_will_end_the_wait()

    def wait(self) -> None:
        """Nobody does anything: the voice ends, or else the time runs out."""
        self.tell(VoiceOver() if self.speaking else TimeIsUp())

    def _event(self, happening: Event | Speaks | VoiceOver | VoiceSounds | TimeIsUp) -> Event:
        anna = self.person
        match happening:
            case VoiceOver():
                self.sounds = None
                return SpeechFinished(anna.last_speech)
            case TimeIsUp():
                return TimerFired(self.timer or Timer.NO_SPEECH)
            case VoiceSounds(last_words, ends):
                self.sounds = SpeechBegan(anna.last_speech, anna.now + last_words, anna.now + ends)
                return self.sounds
            case SpeechBegan(speech) if speech == anna.last_speech:
                self.sounds = happening
            case Speaks():
                said = utterance(
                    happening.words,
                    start=anna.now + happening.after,
                    seconds=happening.seconds,
                    during_voice=happening.during_voice or self.speaking,
                    level_dbfs=happening.level_dbfs,
                    too_long=happening.too_long,
                )
                anna.now = said.decided
                self.in_time = self._is_in_time(said.start, said.end)
                return Heard(said)
        return happening

    def _is_in_time(self, start: float, end: float) -> bool:
        sounds = self.sounds
        if sounds is None or sounds.speech != self.person.last_speech:
            return False
        return start >= sounds.last_words and end > sounds.ends

    def _follow(self, effect: Effect) -> None:
        match effect:
            case Listen():
                self.listening, self.speaking = True, False
            case StopListening():
                self.listening = False
            case Silence():
                self.speaking = False
            case StartTimer(timer):
                assert self.listening, "time runs while nobody is listened to"
                self.timer = timer
            case CancelTimer():
                self.timer = None
            case Say(prosody=prosody):
                assert not self.listening, "it listens while it speaks"
                assert prosody.gain_db <= self.loudest_db, "louder than it may be"
                self.speaking, self.timer = True, None
            case AlertOwner():
                assert not self.told_of_silence, "told twice of one silence"
                self.told_of_silence = True

    def _nothing_is_lost(
        self, before: dict[tuple[str, str], Answer], effects: tuple[Effect, ...]
    ) -> None:
        after = self.person.answers
        assert set(before) <= set(after), "an answer is lost"
        kinds = [type(effect) for effect in effects]
        if Record in kinds and Say in kinds:
            assert kinds[::-1].index(Say) < kinds[::-1].index(Record), "said before it was kept"

    def _nothing_changes_unasked(self, event: Event, before: dict[tuple[str, str], Answer]) -> None:
        """What the person has answered changes only when they say something, or press a key."""
        if isinstance(event, Heard | Commanded):
            return
        for key, answer in self.person.answers.items():
            was = before.get(key)
            if was is None:
                assert answer.status is Status.NOT_HEARD, "an answer that nobody gave"
            elif was.status is Status.ANSWERED:
                told = (answer.status, answer.meaning, answer.confirmed)
                assert told == (was.status, was.meaning, was.confirmed), "changed unasked"
            else:
                assert answer.meaning is None, "an answer that nobody gave"

    def _one_thing_changes_at_a_time(self, before: dict[tuple[str, str], Answer]) -> None:
        """Whatever is said is about one question, or one complaint: no other one changes by it."""
        after = self.person.answers
        changed = [key for key, answer in before.items() if after[key] != answer]
        assert len(changed) <= 1, f"all changed by one word: {changed}"

    def _nothing_is_taken_unasked(self, spoken: Speaks, effects: tuple[Effect, ...]) -> None:
        """Over the voice only a correction, a complaint, or what came in time, is an answer."""
        corrects = spoken.after < REVISION_SECONDS and _corrects(spoken.words)
        interrupts = _understood(effects) in INTERRUPTIONS
        if self.echo and not corrects and not self.in_time and not interrupts:
            assert not any(isinstance(effect, Record) for effect in effects), "an echo answered"

    def _something_will_end_the_wait(self) -> None:
        if self.person.state is not State.ENDED:
            assert self.speaking or self.timer, "nothing ends this wait"


def _corrects(words: str) -> bool:
    return any(correction in words for correction in CORRECTIONS)


def _understood(effects: tuple[Effect, ...]) -> Meant | None:
    for effect in effects:
        if isinstance(effect, ShowUnderstood):
            return effect.understanding.meaning
    return None
