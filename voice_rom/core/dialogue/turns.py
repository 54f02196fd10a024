"""What each state says, and what can be said to it: one turn for every state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.asking import asked_for, asked_to_confirm, side_asked_for
from voice_rom.core.assessment.content import Content, Side, Step, Way
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import SAFETY, SCREENING_TEXTS, Line, Texts, Words
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.dialogue.turn import Check, SilenceMeaning, Turn
from voice_rom.core.language.meanings import Meaning, Meant, is_one_of_several
from voice_rom.core.language.slots import AskedFor
from voice_rom.core.outcome.advice import (
    Answers,
    Today,
    longer_advice,
    noticed_lines,
    question_id,
    summary_lines,
)
from voice_rom.core.outcome.emergency import emergency_number, spoken_number
from voice_rom.core.outcome.screening import hurts_now, left_open, told
from voice_rom.core.protocol.effects import AlertReason

CONFIRMING = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
SIDE_ANSWERS = frozenset(
    {Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER, Meaning.UNSURE}
)

_CONFIRMATION = AskedFor(kind="confirmation", finding=Meaning.YES, nothing=Meaning.NO)

_CHOICE = AskedFor(kind="choice")
_MOVEMENT = AskedFor(kind="step", same_as={Meaning.YES: Meaning.READY})

_SIDES_OFFERED = (Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.UNSURE)

_ALL_WELL = frozenset({Meaning.YES, Meaning.NO, Meaning.READY})
""" "Are you all right?"; "help" is a command, and understood everywhere."""

_WELL_OR_NOT = (Meaning.YES, Meaning.HELP)

_OR_END: Final[Mapping[Meant, Meant]] = {Meaning.END: Meaning.NO}
""" "Would you like to go on, or end here?" """

_ON_OR_END: Final[Mapping[Meant, Meant]] = {**_OR_END, Meaning.CONTINUE: Meaning.YES}


class Turns:
    """Lays out the turns. Knows the texts and the settings, and nothing of how the talk goes."""

    def __init__(self, content: Content, texts: Texts, settings: Settings) -> None:
        self._assessment = content.assessment
        self._texts = texts
        self._settings = settings.session
        self._safety = settings.safety
        self._emergency = spoken_number(emergency_number(content, settings.safety))
        self._clinic = settings.clinic

    def resuming(self) -> Turn:
        same_as: Mapping[Meant, Meant] = {Meaning.CONTINUE: Meaning.YES}
        expected = frozenset({Meaning.YES, Meaning.NO, *same_as})
        return Turn(self._texts.words("phrases.resume"), expected, same_as=same_as)

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
        ready = frozenset({Meaning.READY})
        return Turn(words, ready, patience=SilenceMeaning.MOVEMENT, asked=_MOVEMENT)

    def question(self, place: Place) -> Turn:
        same_as, offers = place.asked.counts_as, (*place.asked.answers, Meaning.UNSURE)
        expected = frozenset({*offers, *same_as})
        words = self._texts.words(asked_id(place))
        return Turn(words, expected, offers, same_as=same_as, asked=asked_for(place.asked))

    def screened(self, programme: Programme, answers: Answers, *, careful: bool) -> Turn:
        """The choice; where there is none, what comes next is only told."""
        lines = self._texts.lines
        if not careful:
            return Turn(Words(lines(f"{SCREENING_TEXTS}.clear")))
        why = self._why_careful(programme, answers)
        if not programme.keeps_any:
            return Turn(Words((*why, *lines(f"{SCREENING_TEXTS}.nothing_left"))))
        choice = self._texts.words(f"{SCREENING_TEXTS}.choice")
        left_out = () if programme.keeps_all else lines(f"{SCREENING_TEXTS}.left_out")
        words = replace(choice, say=(*why, *left_out, *choice.say))
        return Turn(words, CONFIRMING | _OR_END.keys(), same_as=_OR_END, asked=_CHOICE)

    def _why_careful(self, programme: Programme, answers: Answers) -> tuple[Line, ...]:
        lines = list(self._texts.lines(f"{SCREENING_TEXTS}.caution"))
        for question in told(programme.screening, answers):
            asked = f"{SCREENING_TEXTS}.questions.{question.id}"
            lines.extend(self._texts.lines(f"{asked}.finding.{Side.UNKNOWN}"))
            lines.extend(self._texts.lines(f"{asked}.advice"))
        if left_open(programme.screening, answers):
            lines.extend(self._texts.lines(f"{SCREENING_TEXTS}.left_open"))
        if hurts_now(answers):
            lines.extend(self._texts.lines(f"{SCREENING_TEXTS}.hurts_now"))
        return tuple(dict.fromkeys(lines))

    def complaint(self, kind: Meant) -> Turn:
        words = self._texts.words(f"{SAFETY}.{kind}.understood")
        return Turn(words, CONFIRMING, asked=_CONFIRMATION)

    def sharp(self) -> Turn:
        return Turn(self._texts.words(f"{SAFETY}.sharp"), CONFIRMING)

    def sore_side(self) -> Turn:
        words = self._texts.words(f"{SAFETY}.sore_side")
        asked = AskedFor(kind="side", about=str(Meaning.PAIN))
        return Turn(words, SIDE_ANSWERS, _SIDES_OFFERED, asked=asked)

    def going_on(self, *, before_the_tests: bool, another: bool, sharp: bool) -> Turn:
        """Another test, or the end? Where no test is left, that is only told."""
        rest = self._texts.lines(f"{SAFETY}.rest_first") if sharp else ()
        if not another:
            return Turn(Words(self._texts.lines(f"{SAFETY}.no_other_test")))
        asked = "go_on_here" if before_the_tests else "another_test"
        words = self._texts.words(f"{SAFETY}.{asked}")
        words = replace(words, say=(*rest, *words.say))
        expected = CONFIRMING | _ON_OR_END.keys()
        return Turn(words, expected, same_as=_ON_OR_END, asked=_CHOICE)

    def confirmation(self, place: Place, meaning: Meant | None, side: Side | None) -> Turn:
        """With a side, the whole finding is said back: the answer was implied by it."""
        of = f"confirm.{meaning}" if side is None else f"finding.{side}"
        restated = self._texts.lines(f"{asked_id(place)}.{of}")
        asked = self._texts.words("phrases.is_that_right")
        words = replace(asked, say=(*restated, *asked.say), short=(*restated, *asked.short))
        finding = side is not None or meaning in place.asked.concern
        to_confirm = asked_to_confirm(place.asked, finding=finding)
        same_as = to_confirm.same_as
        return Turn(words, CONFIRMING | same_as.keys(), same_as=same_as, asked=to_confirm)

    def heard_as(self, check: Check) -> Turn:
        """Was it heard rightly? Another answer in its place does as well as "no"."""
        restated = self._texts.phrase(f"heard_as.{check.given.what}")
        asked = self._texts.words("phrases.is_that_right")
        words = replace(asked, say=(*restated, *asked.say), short=(*restated, *asked.short))
        others = frozenset(filter(is_one_of_several, check.asked.expected))
        same_as = {
            other: meaning for other, meaning in check.asked.same_as.items() if other in others
        }
        return Turn(
            words, CONFIRMING | others, same_as=same_as, check=check, moment=MomentKind.CHECKED
        )

    def side(self, place: Place) -> Turn:
        words = self._texts.words(f"{asked_id(place)}.side")
        return Turn(words, SIDE_ANSWERS, _SIDES_OFFERED, asked=side_asked_for(place.asked))

    def noticed(self, place: Place, answers: Answers) -> Turn:
        return Turn(Words(noticed_lines(self._texts, place.in_test, answers)))

    def summary(self, today: Today) -> Turn:
        closing = self._texts.words("phrases.summary_closing")
        summary = summary_lines(self._texts, today)
        more = longer_advice(self._texts, self._clinic)
        words = replace(closing, say=(*summary, *closing.say), more=more)
        expected = frozenset({Meaning.READY, Meaning.END})
        return Turn(words, expected, (Meaning.REPEAT, Meaning.END), SilenceMeaning.CLOSING)

    def goodbye(self, *, lying: bool) -> Turn:
        lines = self._texts.lines("goodbye.say")
        if lying:
            lines = (*self._texts.lines("sit_up.say"), *lines)
        return Turn(Words(lines))

    def paused(self) -> Turn:
        expected = frozenset({Meaning.READY, Meaning.END})
        words = self._texts.words("phrases.paused")
        offers = (Meaning.CONTINUE, Meaning.STOP, Meaning.END)
        return Turn(words, expected, offers, SilenceMeaning.PAUSE)

    def stopped(self) -> Turn:
        offers = (Meaning.CONTINUE, Meaning.END)
        return Turn(self._texts.words("phrases.stopped"), frozenset({Meaning.END}), offers)

    def welfare(self, *, called: bool) -> Turn:
        """`called`: the person has just said "help me", and is not told of any silence."""
        words = self._texts.words("phrases.welfare")
        said = replace(words, say=words.short) if called else words
        return Turn(said, _ALL_WELL, _WELL_OR_NOT, SilenceMeaning.WELFARE)

    def alarm(self, reason: AlertReason, *, message: bool, staff: tuple[Line, ...] = ()) -> Turn:
        """`message`: the owner's own, where there is one, was started and has not failed.

        `staff`: what is known of the clinic's staff.
        """
        phrase = self._texts.phrase
        told = phrase("alarm_message") if message and self._safety.on_no_answer else ()
        told = (*staff, *told)
        if reason is AlertReason.HELP:
            first = phrase("help_called.first", emergency=self._emergency)
            again = phrase("help_called.again", emergency=self._emergency)
            return Turn(
                Words((*told, *first), again), _ALL_WELL, _WELL_OR_NOT, SilenceMeaning.ALARM
            )
        words = Words((*told, *phrase("no_answer.first")), phrase("no_answer.again"))
        return Turn(words, _ALL_WELL, _WELL_OR_NOT, SilenceMeaning.PAUSE)

    def device_lost(self) -> Turn:
        return Turn(Words(()), frozenset({Meaning.END}), patience=SilenceMeaning.PAUSE)

    def _step_id(self, place: Place) -> str:
        if isinstance(place.step, Way):
            return place.step.text_id
        return f"tests.{place.in_test.id}.steps.{_step_of(place).id}"


def asked_id(place: Place) -> str:
    """The id of the question that is asked at `place`."""
    if place.test is None:
        return f"{SCREENING_TEXTS}.questions.{place.asked.id}"
    return question_id(place.in_test.id, place.asked.id)


def _step_of(place: Place) -> Step:
    if place.step is None:
        raise LookupError(f"there is no step in state {place.state}")
    return place.step
