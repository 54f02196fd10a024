"""A person for the pure dialogue: says words, stays silent, presses keys; keeps what happened."""

from collections.abc import Iterable
from typing import TypeVar

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meant, NamedChoice
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import (
    Effect,
    Finish,
    Listen,
    Record,
    Say,
    ShowUnderstood,
    StartTimer,
)
from voice_rom.core.protocol.events import (
    Commanded,
    Event,
    Heard,
    SpeechBegan,
    SpeechFinished,
    Started,
    Timer,
    TimerFired,
)

THINKING = 5.0
"""Seconds from one thing said to the next: long after everything that a correction could mean."""

Kind = TypeVar("Kind", bound=Effect)


def utterance(  # noqa: PLR0913 - each is one field that a test may want to be different
    words: str,
    *,
    start: float = 0.1,
    seconds: float = 0.3,
    during_voice: bool = False,
    too_long: bool = False,
    level_dbfs: float = -25.0,
    noise_dbfs: float = -60.0,
    high_band_db: float | None = None,
    clipped: float = 0.0,
) -> Utterance:
    """Words that all last as long as the utterance, decided 0.2 s after it."""
    end = start + seconds
    return Utterance(
        words=tuple(Word(word, start, end, 1.0) for word in words.split()),
        start=start,
        end=end,
        decided=end + 0.2,
        level_dbfs=level_dbfs,
        noise_dbfs=noise_dbfs,
        during_voice=during_voice,
        too_long=too_long,
        high_band_db=high_band_db,
        clipped=clipped,
    )


class Person:
    """Plays the world around one dialogue. Every effect ever asked for is in `effects`."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.dialogue = dialogue
        self.effects: list[Effect] = []
        self.timer: StartTimer | None = None
        self.now = 0.0
        """When it was last understood, in seconds; only speaking takes time."""
        self.high_band_db: float | None = None
        """What its microphone gives of all that it says; see `Utterance`."""
        self.tell(Started())

    @property
    def state(self) -> State:
        return self.dialogue.state

    def is_in(self, state: State) -> bool:
        return self.dialogue.state is state

    def tell(self, event: Event) -> tuple[Effect, ...]:
        effects = self.dialogue.handle(event)
        self.effects.extend(effects)
        for effect in effects:
            if isinstance(effect, StartTimer):
                self.timer = effect
        return effects

    def listen_to_the_end(self) -> None:
        """Let the voice finish everything that it has to say before it listens."""
        while True:
            before = self.last_speech
            self.tell(SpeechFinished(before))
            if self.last_speech == before:
                return

    def say(self, *sayings: str) -> None:
        """Wait for the voice, then speak: once for each of `sayings`."""
        for words in sayings:
            self.listen_to_the_end()
            self.speak(words, after=THINKING)

    def speak(self, words: str, *, after: float, during_voice: bool = False) -> None:
        """Speak `after` so many seconds from when it was last understood."""
        said = utterance(
            words,
            start=self.now + after,
            during_voice=during_voice,
            high_band_db=self.high_band_db,
        )
        self.now = said.decided
        self.tell(Heard(said))

    def say_over_the_voice(self, words: str) -> None:
        self.speak(words, after=THINKING, during_voice=True)

    def correct(self, words: str, *, after: float = 0.4) -> None:
        """Speak while the voice has just begun to say what comes next."""
        self.speak(words, after=after, during_voice=True)

    def hear_the_voice(self, *, last_words: float, ends: float) -> None:
        """The voice begins to sound; its last words begin, and it ends, in so many seconds."""
        self.tell(SpeechBegan(self.last_speech, self.now + last_words, self.now + ends))

    def say_between(self, words: str, begin: float, end: float) -> None:
        """Speak over the voice from `begin` to `end`, in seconds from now."""
        said = utterance(words, start=self.now + begin, seconds=end - begin, during_voice=True)
        self.tell(Heard(said))

    def press(self, meaning: Meant) -> None:
        self.tell(Commanded(meaning))

    def stay_silent(self, times: int = 1) -> None:
        """Wait for the voice, then let the time run out."""
        for _ in range(times):
            self.listen_to_the_end()
            assert self.timer is not None
            self.tell(TimerFired(self.timer.timer))

    def wait(self) -> None:
        """Do nothing until something happens by itself: the voice ends, or else a time runs out."""
        before = len(self.effects)
        self.tell(SpeechFinished(self.last_speech))
        if len(self.effects) == before and self.timer is not None:
            self.tell(TimerFired(self.timer.timer))

    def go_to(self, state: State, *, limit: int = 200) -> None:
        """Give the plainest answers until the dialogue is in `state`."""
        for _ in range(limit):
            self.listen_to_the_end()
            if self.state is state:
                return
            self.go_on_plainly()
        raise AssertionError(f"never came to {state}, but to {self.state}")

    def go_on_plainly(self) -> None:
        """Say what leads on from here."""
        either_or = self.state is State.QUESTION and NamedChoice("straight") in self.listens_for
        self.speak("straight" if either_or else PLAINEST[self.state], after=THINKING)

    def speak_without_end(self) -> None:
        """Speak once without an end."""
        self.listen_to_the_end()
        self.tell(Heard(utterance("yes", too_long=True)))

    # What happened

    @property
    def last_speech(self) -> int:
        return self._last(Say).speech

    @property
    def said(self) -> list[str]:
        """The ids of the texts of the latest speech, each once, in order."""
        return list(dict.fromkeys(line.text_id for line in self._last(Say).lines))

    @property
    def all_said(self) -> set[str]:
        return {line.text_id for say in self.of(Say) for line in say.lines}

    @property
    def listens_for(self) -> frozenset[Meant]:
        return frozenset(self._last(Listen).expected)

    @property
    def seconds(self) -> tuple[Timer, float]:
        assert self.timer is not None
        return self.timer.timer, self.timer.seconds

    @property
    def understood(self) -> Understanding:
        return self._last(ShowUnderstood).understanding

    @property
    def answers(self) -> dict[tuple[str, str], Answer]:
        """The last record of each question."""
        records = (record.answer for record in self.of(Record))
        return {(answer.test_id, answer.question_id): answer for answer in records}

    @property
    def report(self) -> Report:
        return self._last(Finish).report

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def _last(self, kind: type[Kind]) -> Kind:
        return self.of(kind)[-1]


PLAINEST = {
    State.RESUMING: "yes",
    State.SCREENED: "yes",
    State.COMPLAINT: "yes",
    State.SHARP: "no",
    State.SORE_SIDE: "left",
    State.GOING_ON: "yes",
    State.SOUND_CHECK: "yes",
    State.STEP: "ready",
    State.QUESTION: "yes",
    State.CONFIRMATION: "yes",
    State.SIDE: "left",
    State.SUMMARY: "done",
    State.PAUSED: "continue",
    State.STOPPED: "continue",
    State.WELFARE: "yes",
    State.ALARM: "yes",
}


def positions(effects: Iterable[Effect], kind: type[Effect]) -> list[int]:
    return [index for index, effect in enumerate(effects) if isinstance(effect, kind)]
