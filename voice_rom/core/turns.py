"""What each state says, and what can be said to it: one turn for every state."""

from collections.abc import Sequence
from dataclasses import replace

from voice_rom.core.advice import (
    Answers,
    longer_advice,
    noticed_lines,
    question_id,
    summary_lines,
)
from voice_rom.core.assessment import Content, Sign, Step, Test
from voice_rom.core.meanings import Meaning
from voice_rom.core.places import Place
from voice_rom.core.settings import ClinicSettings, SessionSettings
from voice_rom.core.texts import Texts
from voice_rom.core.turn import Patience, Turn, Words

CONFIRMING = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
SIDE_ANSWERS = frozenset(
    {Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER, Meaning.UNSURE}
)

_NO_DIFFERENCE = {Meaning.NEITHER: Meaning.NO}
""" "The same" and "neither", where a difference is asked about."""


class Turns:
    """Lays out the turns. Knows the texts and the settings, and nothing of how the talk goes."""

    def __init__(
        self, content: Content, texts: Texts, settings: SessionSettings, clinic: ClinicSettings
    ) -> None:
        self._assessment = content.assessment
        self._texts = texts
        self._settings = settings
        self._clinic = clinic

    def welcome(self) -> Turn:
        words = self._texts.words("welcome")
        if self._settings.short_welcome:
            words = replace(words, say=words.say[:1])
        return Turn(words)

    def sound_check(self) -> Turn:
        more = self._texts.lines("welcome.more")
        words = replace(self._texts.words("sound_check"), more=more)
        return Turn(words, frozenset({Meaning.YES}))

    def step(self, place: Place) -> Turn:
        words = self._texts.words(self._step_id(place))
        if place.number == 1:
            longer = self._texts.lines(f"tests.{place.in_test.id}.intro_more")
            words = replace(words, more=(*longer, *words.more))
        return Turn(words, frozenset({Meaning.READY}), Patience.MOVEMENT)

    def question(self, place: Place) -> Turn:
        same_as = _NO_DIFFERENCE if place.asked.sign is Sign.DIFFERENCE else {}
        expected = frozenset({*place.asked.kind.answers, Meaning.UNSURE, *same_as})
        return Turn(self._texts.words(asked_id(place)), expected, same_as=same_as)

    def confirmation(self, place: Place, meaning: Meaning | None) -> Turn:
        restated = self._texts.lines(f"{asked_id(place)}.confirm.{meaning}")
        asked = self._texts.words("phrases.is_that_right")
        words = replace(asked, say=(*restated, *asked.say), short=(*restated, *asked.short))
        return Turn(words, CONFIRMING)

    def side(self, place: Place) -> Turn:
        return Turn(self._texts.words(f"{asked_id(place)}.side"), SIDE_ANSWERS)

    def noticed(self, place: Place, answers: Answers) -> Turn:
        return Turn(Words(noticed_lines(self._texts, place.in_test, answers)))

    def summary(self, tests: Sequence[Test], answers: Answers) -> Turn:
        closing = self._texts.words("phrases.summary_closing")
        summary = summary_lines(self._texts, tests, answers, self._clinic)
        more = longer_advice(self._texts, self._clinic)
        words = replace(closing, say=(*summary, *closing.say), more=more)
        return Turn(words, frozenset({Meaning.READY, Meaning.END}), Patience.CLOSING)

    def goodbye(self, *, on_the_floor: bool) -> Turn:
        lines = self._texts.lines("goodbye.say")
        if on_the_floor:
            lines = (*self._texts.lines("sit_up.say"), *lines)
        return Turn(Words(lines))

    def paused(self) -> Turn:
        expected = frozenset({Meaning.READY, Meaning.END})
        return Turn(self._texts.words("phrases.paused"), expected, Patience.PAUSE)

    def stopped(self) -> Turn:
        return Turn(self._texts.words("phrases.stopped"), frozenset({Meaning.END}))

    def welfare(self) -> Turn:
        expected = frozenset({Meaning.YES, Meaning.NO, Meaning.READY})
        return Turn(self._texts.words("phrases.welfare"), expected, Patience.WELFARE)

    def device_lost(self) -> Turn:
        return Turn(Words(()), frozenset({Meaning.END}), Patience.PAUSE)

    def _step_id(self, place: Place) -> str:
        if place.step is self._assessment.to_floor:
            return "to_floor"
        if place.step is self._assessment.to_chair:
            return "to_chair"
        return f"tests.{place.in_test.id}.steps.{_step_of(place).id}"


def asked_id(place: Place) -> str:
    """The id of the question that is asked at `place`."""
    return question_id(place.in_test.id, place.asked.id)


def _step_of(place: Place) -> Step:
    if place.step is None:
        raise LookupError(f"there is no step in state {place.state}")
    return place.step
