"""Finds a way into every state, by trying: a new state is found without anybody naming it.

Somebody says this and that, waits, lets devices go, always in the same accidental order, until
every state was come to, while the voice speaks in it and while it listens. Which states there are
is known without that: only who goes to one waits for the trying (1.5 s).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tests.core.person import THINKING, Person, utterance
from tests.english import english_content, english_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.dialogue.machine import SPECS
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import Effect, Listen, Say, Silence
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    Heard,
    QuitAsked,
    SpeechFinished,
    TimerFired,
)

WALKS = 80
"""Every walk is a session; about fifty find everything."""

LONGEST_WALK = 150


@dataclass(frozen=True)
class Said:
    """Somebody says this, after the voice, or over it while it speaks."""

    words: str


class VoiceEnds:
    """The latest speech is over."""


class TimeRunsOut:
    """Nothing is said until the running time limit is over."""


EARLIER = Earlier(
    (
        Answer(
            test_id="trunk-rotation",
            question_id="easier",
            status=Status.ANSWERED,
            meaning=Meaning.NO,
            source=Source.KEY,
        ),
    )
)

Happening = Said | VoiceEnds | TimeRunsOut | Event
Way = tuple[Happening, ...]


class Beginning(StrEnum):
    AFRESH = "afresh"
    WITHOUT_SCREENING = "without_screening"
    BROKE_OFF = "broke_off"
    """A session broke off, and may be gone on with."""


class Somebody:
    """A person, and whether the voice speaks to them."""

    def __init__(self, beginning: Beginning) -> None:
        content, vocabulary, settings = _read(screening=beginning is Beginning.AFRESH)
        earlier = EARLIER if beginning is Beginning.BROKE_OFF else None
        self.person = Person(Dialogue(content, vocabulary, settings, earlier))
        self.speaking = True

    @property
    def state(self) -> State:
        return self.person.state

    def meet(self, happening: Happening) -> tuple[Effect, ...]:
        effects = self.person.tell(self._event(happening))
        for effect in effects:
            if isinstance(effect, Say | Listen | Silence):
                self.speaking = isinstance(effect, Say)
        return effects

    def wait(self) -> tuple[Effect, ...]:
        """Let the voice end, or else the time run out."""
        return self.meet(VoiceEnds() if self.speaking else TimeRunsOut())

    def _event(self, happening: Happening) -> Event:
        anna = self.person
        match happening:
            case Said(words):
                said = utterance(words, start=anna.now + THINKING, during_voice=self.speaking)
                anna.now = said.decided
                return Heard(said)
            case VoiceEnds():
                return SpeechFinished(anna.last_speech)
            case TimeRunsOut():
                assert anna.timer is not None
                return TimerFired(anna.timer.timer)
        return happening


@dataclass(frozen=True)
class Place:
    """A state, while the voice speaks or while it listens."""

    state: State
    speaking: bool

    def go(self) -> Somebody:
        beginning, way = ways_found()[self]
        somebody = Somebody(beginning)
        for happening in way:
            somebody.meet(happening)
        assert (somebody.state, somebody.speaking) == (self.state, self.speaking)
        return somebody

    def __str__(self) -> str:
        return f"{self.state}-{'speaking' if self.speaking else 'listening'}"


def places() -> tuple[Place, ...]:
    """Every state but WAITING, speaking; and listening where an answer is taken."""
    return tuple(
        Place(state, speaking)
        for state in State
        if state is not State.WAITING
        for speaking in (True, False)
        if speaking or SPECS[state].takes is not None
    )


@cache
def ways_found() -> dict[Place, tuple[Beginning, Way]]:
    """Every place that was come to, with the shortest way there that was found."""
    found: dict[Place, tuple[Beginning, Way]] = {}
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret here
    for number in range(WALKS):
        beginning = list(Beginning)[number % len(Beginning)]
        for place, way in _walk(beginning, chance):
            if place not in found or len(way) < len(found[place][1]):
                found[place] = beginning, way
    return found


def _walk(beginning: Beginning, chance: random.Random) -> Iterator[tuple[Place, Way]]:
    somebody = Somebody(beginning)
    # Somebody has been heard: before that, silence is nobody's.
    way: Way = (Commanded(Meaning.REPEAT),)
    somebody.meet(way[0])
    yield Place(somebody.state, somebody.speaking), way
    while somebody.state is not State.ENDED and len(way) < LONGEST_WALK:
        happening = _anything(somebody, chance)
        somebody.meet(happening)
        way = (*way, happening)
        yield Place(somebody.state, somebody.speaking), way


def _anything(somebody: Somebody, chance: random.Random) -> Happening:
    """Mostly what leads on: by chance alone few come far."""
    kind = chance.random()
    if kind < 0.45:
        return VoiceEnds()
    if kind < 0.5 and somebody.person.timer is not None:
        return TimeRunsOut()
    if kind < 0.92:
        return Said(chance.choice(("yes", "yes", "no", "ready", "ready", "left", "straight")))
    if kind < 0.93:
        lost, back = chance.choice(list(Device)), chance.choice(list(Device))
        return chance.choice((QuitAsked(), DeviceLost(lost), DeviceBack(back)))
    return Said(chance.choice(_sayings()))


@cache
def _sayings() -> tuple[str, ...]:
    """One phrase for each meaning."""
    vocabulary = english_vocabulary()
    return tuple(phrases[0] for phrases in vocabulary.phrases.values())


@cache
def _read(*, screening: bool) -> tuple[Content, Vocabulary, Settings]:
    changed = {"session.tests": ["trunk-rotation"], "safety.screening": screening}
    settings = load_settings(PACKAGED, changed)
    return english_content(), english_vocabulary(), settings
