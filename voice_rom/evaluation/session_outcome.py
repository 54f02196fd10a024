"""What came of one whole session, against what its person meant to answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.outcome.report import Report, ReportedQuestion
from voice_rom.evaluation.chosen_answers import ChosenAnswer
from voice_rom.simulation.participant import SpokenAnswer
from voice_rom.simulation.recorder import RecordedAsking, Recorder
from voice_rom.simulation.verdict import questions_in

_EXPECTED: Final = {
    MomentKind.SOUND_CHECK,
    MomentKind.QUESTION,
    MomentKind.CONFIRM,
    MomentKind.SIDE,
    MomentKind.CHECKED,
}
"""What a session asks when all goes well; each counts from the second time on."""

_FROM_A_MISTAKE: Final = {
    MomentKind.SCREENED,
    MomentKind.COMPLAINT,
    MomentKind.SHARP,
    MomentKind.SORE_SIDE,
    MomentKind.GOING_ON,
    MomentKind.PAUSED,
    MomentKind.STOPPED,
    MomentKind.WELFARE,
    MomentKind.ALARM,
}
"""What is asked only because something was heard that nobody said: each counts every time."""


class AnswerFate(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    """Another answer was kept, or another side."""
    OPEN = "open"
    """Nothing was kept, or no side: the report says so."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A recording in the session, and what was heard of it. Seconds on the session's clock."""

    file: str = ""
    start: float | None = None
    end: float | None = None
    words: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class JudgedAnswer:
    """What was kept of an answer that was given by voice."""

    question: str
    chosen: str
    kept: str
    fate: AnswerFate
    said: Said = Said()


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """A moment at which something was asked that need not have been, and what was said before."""

    moment: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class FalseReaction:
    """Something was understood although the person said nothing."""

    meaning: str
    heard: Said


@dataclass(frozen=True, kw_only=True)
class SessionOutcome:
    """`finished`: it came to its last question and to its end by itself."""

    speaker: str
    answers: tuple[JudgedAnswer, ...]
    asked_again: tuple[AskedAgain, ...]
    finished: bool
    seconds: float
    false_reactions: tuple[FalseReaction, ...] = ()

    def number_of(self, fate: AnswerFate) -> int:
        return sum(answer.fate is fate for answer in self.answers)

    @property
    def is_smooth(self) -> bool:
        """Nothing was kept wrongly or left open, and nothing was asked again."""
        return self.finished and not self.asked_again and self.all_right

    @property
    def all_right(self) -> bool:
        return self.number_of(AnswerFate.RIGHT) == len(self.answers)


def kept_answers(
    report: Report | None,
    chosen: Mapping[str, ChosenAnswer],
    spoken: Sequence[SpokenAnswer],
) -> Iterator[JudgedAnswer]:
    """What became of each of the answers, by their question's moment. No report: nothing."""
    reported = {} if report is None else questions_in(report)
    for moment, answer in chosen.items():
        question = reported.get(moment)
        yield JudgedAnswer(
            question=moment,
            chosen=str(answer),
            kept=_told(question),
            fate=_fate(answer, question),
            said=_said_for(question, spoken),
        )


def asked_again(
    recorder: Recorder, spoken: Sequence[SpokenAnswer], kinds: Mapping[str, MomentKind]
) -> Iterator[AskedAgain]:
    """Every question that was asked a second time, or came of something that nobody said."""
    for asking in again(recorder.asked, kinds):
        said = _last_before(asking.at, recorder, spoken)
        yield AskedAgain(moment=asking.moment, said=said)


def again(
    asked: Iterable[RecordedAsking], kinds: Mapping[str, MomentKind]
) -> Iterator[RecordedAsking]:
    """Those of all that was asked that a session in which all goes well would not have asked."""
    before: set[tuple[str, str]] = set()
    about = ""
    for asking in asked:
        kind = kinds.get(asking.moment)
        if kind in (MomentKind.QUESTION, MomentKind.SIDE):
            about = asking.moment
        # "You said left. Is that right?" is called the same whatever it is about.
        key = asking.moment, about if kind is MomentKind.CHECKED else ""
        if kind in _FROM_A_MISTAKE or (kind in _EXPECTED and key in before):
            yield asking
        before.add(key)


def false_reactions(recorder: Recorder, spoken: Sequence[SpokenAnswer]) -> Iterator[FalseReaction]:
    """All that was understood while nobody spoke: the room's noise, or the voice itself."""
    for each in recorder.understood:
        if each.understanding is None or each.meaning is None:
            continue
        utterance = each.understanding.utterance
        if not any(one.start <= utterance.end and utterance.start <= one.end for one in spoken):
            heard = Said(
                start=utterance.start,
                end=utterance.end,
                words=utterance.text,
                rule=each.understanding.rule,
            )
            yield FalseReaction(meaning=str(each.meaning), heard=heard)


def _fate(chosen: ChosenAnswer, kept: ReportedQuestion | None) -> AnswerFate:
    if kept is None or kept.status is not Status.ANSWERED:
        return AnswerFate.OPEN
    if kept.answer != chosen.meaning:
        return AnswerFate.WRONG
    if kept.side == chosen.side:
        return AnswerFate.RIGHT
    return AnswerFate.OPEN if kept.side in (None, Side.UNKNOWN) else AnswerFate.WRONG


def _told(kept: ReportedQuestion | None) -> str:
    if kept is None:
        return str(Status.NOT_ASKED)
    if kept.status is not Status.ANSWERED:
        return str(kept.status)
    return " ".join(str(part) for part in (kept.answer, kept.side) if part is not None)


def _said_for(kept: ReportedQuestion | None, spoken: Sequence[SpokenAnswer]) -> Said:
    """The recording in which the answer was heard; nothing where none was."""
    heard = None if kept is None else kept.side_heard or kept.heard
    if heard is None:
        return Said()
    for one in spoken:
        if one.start <= heard.end and heard.start <= one.end:
            return Said(
                file=one.name, start=one.start, end=one.end, words=heard.words, rule=heard.rule
            )
    return Said(start=heard.start, end=heard.end, words=heard.words, rule=heard.rule)


def _last_before(at: float, recorder: Recorder, spoken: Sequence[SpokenAnswer]) -> Said:
    """What was said last before `at`, and all that was heard from then on."""
    last = max((one for one in spoken if one.start < at), key=lambda one: one.start, default=None)
    since = 0.0 if last is None else last.start
    heard = [
        each.understanding
        for each in recorder.understood
        if each.understanding is not None and since <= each.at <= at
    ]
    words = " | ".join(each.utterance.text for each in heard)
    rule = heard[-1].rule if heard else ""
    if last is None:
        return Said(words=words, rule=rule)
    return Said(file=last.name, start=last.start, end=last.end, words=words, rule=rule)
