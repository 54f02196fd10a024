"""What a session found, for a person and for a program. `REPORT_VERSION` numbers its schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voice_rom.core.assessment.content import (
    NO_NAMED,
    Assessment,
    BodyPart,
    NamedAnswers,
    Question,
    Screening,
    ScreeningQuestion,
    Side,
    Test,
)
from voice_rom.core.assessment.findings import (
    Answer,
    AnswerKey,
    Source,
    Status,
    finding_of,
    is_open,
)
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.assessment.safety import Safety
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.outcome.complaints import Complained, complaints
from voice_rom.core.outcome.screening import is_careful

REPORT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ReportedHearing:
    """What one answer by voice rests on. Times in seconds from the start, levels in dBFS."""

    words: str
    """As the recogniser wrote them."""
    confidence: float | None
    """The recogniser's own, of the least certain word, from 0 to 1."""
    level_dbfs: float
    noise_dbfs: float
    over_noise_db: float
    start: float
    end: float
    seconds: float
    rule: str
    spelled: str = ""
    """The words as people read them: "no" where the recogniser wrote "know"."""


@dataclass(frozen=True, kw_only=True)
class ReportedQuestion:
    id: str
    text: str
    status: Status
    answer: Meant | None
    answer_shown: str | None = None
    """How people read an answer that the assessment names; None for the program's own."""
    side: Side | None
    source: Source
    confirmed: bool
    concerning: bool
    sign: str
    finding: str | None
    """The finding in a sentence, when the answer is concerning."""
    heard: ReportedHearing | None
    side_heard: ReportedHearing | None
    part: BodyPart | None = None
    """The part of the body that the question is about, where the assessment names one."""


@dataclass(frozen=True, kw_only=True)
class ReportedTest:
    id: str
    name: str
    questions: tuple[ReportedQuestion, ...]


class NoTests(StrEnum):
    """Why nothing was done after a reason to be careful."""

    END = "end"
    """The person chose the end."""
    NONE = "none"
    """There was nothing to choose, or no answer; then the session ended."""


@dataclass(frozen=True, kw_only=True)
class ReportedScreening:
    """The questions before the first test."""

    questions: tuple[ReportedQuestion, ...]
    careful: bool
    """There was a reason to be careful: a concerning answer, one that is open, or a complaint."""
    choice: str
    """What the person chose after a reason to be careful: the posture of the tests that were done
    (several: joined by hyphens), or one of `NoTests`."""
    choice_heard: ReportedHearing | None
    left_out: tuple[str, ...]
    """The names of the chosen tests that were left out."""


@dataclass(frozen=True, kw_only=True)
class ReportedComplaint:
    """Something hurt, or was numb or weak, and the person said so."""

    kind: Meaning
    """`pain` or `numb`."""
    test: str
    """The test's id; `screening` before the first test, `session` after the last."""
    where: str
    """The id of the step or the question; else what was going on, such as `welcome`."""
    side: Side | None
    sharp: Meant | None
    """Of a pain: `yes` or `no`; null when it was not asked, or the person was not sure."""
    urgent: bool
    """It is sharp, numb, or weak: the urgent advice names it."""
    confirmed: bool
    source: Source
    finding: str
    heard: ReportedHearing | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole session. `complete` is false when it was ended before the last question."""

    version: int
    language: str
    title: str
    complete: bool
    tests: tuple[ReportedTest, ...]
    findings: tuple[str, ...]
    open_questions: tuple[str, ...]
    advice: tuple[str, ...]
    seconds: float | None = None
    """How long the session took; set by the session, which has a clock."""
    urgent: tuple[str, ...] = ()
    """Urgent advice: it goes before everything else."""
    screening: ReportedScreening | None = None
    """None when nothing was asked before the first test."""
    complaints: tuple[ReportedComplaint, ...] = ()
    """In the order in which they were told."""
    started_at: datetime | None = None
    """When the session began, in local time; set by the program, which has a calendar."""
    clinic: str = ""
    """The name of the clinic whose settings these were; empty: none."""


def build_report(  # noqa: PLR0913 - a report is made of all of these, and nothing else needs them
    assessment: Assessment,
    tests: tuple[Test, ...],
    answers: Mapping[AnswerKey, Answer],
    *,
    complete: bool,
    advice: tuple[str, ...],
    urgent: tuple[str, ...] = (),
    safety: Safety | None = None,
    screening: Sequence[ScreeningQuestion] = (),
    left_out: Sequence[Test] = (),
    named: NamedAnswers = NO_NAMED,
    clinic: str = "",
) -> Report:
    """Report on `tests`, in their order; `answers` by (test id, question id).

    `named` are the answers that the program does not have itself.

    A question without an answer is reported as not asked: every question stands in the report,
    and one that is open stands among `open_questions`, never passed over.
    """
    reported = tuple(_test(test, answers, named) for test in tests)
    hurt = () if safety is None else _complaints(safety, answers)
    names = {test.id: test.name for test in reported}
    return Report(
        version=REPORT_VERSION,
        language=assessment.language,
        title=assessment.title,
        complete=complete,
        tests=reported,
        findings=(
            *(f"{names[each.test]}: {each.finding}" for each in hurt if each.test in names),
            *(each.finding for each in hurt if each.test not in names),
            *(
                f"{test.name}: {question.finding}"
                for test in reported
                for question in test.questions
                if question.finding is not None
            ),
        ),
        open_questions=tuple(
            f"{test.name}: {question.text}"
            for test in reported
            for question in test.questions
            if question.status is not Status.ANSWERED
        ),
        advice=advice,
        urgent=urgent,
        screening=_screening(assessment.screening, screening, answers, left_out),
        complaints=hurt,
        clinic=clinic,
    )


def _screening(
    screening: Screening | None,
    questions: Sequence[ScreeningQuestion],
    answers: Mapping[AnswerKey, Answer],
    left_out: Sequence[Test],
) -> ReportedScreening | None:
    if screening is None or not questions:
        return None
    choice = answers.get((SCREENING, screening.choice_id))
    return ReportedScreening(
        questions=tuple(_answered(SCREENING, each, answers, NO_NAMED) for each in questions),
        careful=is_careful(questions, answers),
        choice=_choice(choice, screening),
        choice_heard=None if choice is None else _hearing(choice.evidence),
        left_out=tuple(_name(test) for test in left_out),
    )


def _choice(answer: Answer | None, screening: Screening) -> str:
    if answer is None or answer.status not in (Status.ANSWERED, Status.UNSURE):
        return NoTests.NONE.value
    return "-".join(screening.keeps) if answer.meaning is Meaning.YES else NoTests.END.value


def _complaints(
    safety: Safety, answers: Mapping[AnswerKey, Answer]
) -> tuple[ReportedComplaint, ...]:
    return tuple(_complaint(safety, complained) for complained in complaints(answers))


def _complaint(safety: Safety, complained: Complained) -> ReportedComplaint:
    answer = complained.answer
    numb = answer.meaning is Meaning.NUMB
    finding = (safety.numb if numb else safety.pain).finding[answer.side or Side.UNKNOWN]
    sharp = safety.sharp_finding if complained.is_sharp else ()
    return ReportedComplaint(
        kind=Meaning.NUMB if numb else Meaning.PAIN,
        test=answer.test_id,
        where=complained.where,
        side=answer.side,
        sharp=None if complained.sharp is None else complained.sharp.meaning,
        urgent=complained.is_urgent,
        confirmed=answer.confirmed,
        source=answer.source,
        finding=" ".join((*finding, *sharp)),
        heard=_hearing(answer.evidence),
    )


def _test(test: Test, answers: Mapping[AnswerKey, Answer], named: NamedAnswers) -> ReportedTest:
    return ReportedTest(
        id=test.id,
        name=_name(test),
        questions=tuple(_answered(test.id, each, answers, named) for each in test.questions),
    )


def _name(test: Test) -> str:
    return test.name[:1].upper() + test.name[1:]


def _answered(
    test_id: str, question: Question, answers: Mapping[AnswerKey, Answer], named: NamedAnswers
) -> ReportedQuestion:
    answer = answers.get((test_id, question.id))
    not_asked = Answer(test_id=test_id, question_id=question.id, status=Status.NOT_ASKED)
    return _question(question, answer or not_asked, named)


def _question(question: Question, answer: Answer, named: NamedAnswers) -> ReportedQuestion:
    finding = finding_of(question, answer)
    return ReportedQuestion(
        id=question.id,
        text=" ".join(question.say),
        status=answer.status,
        answer=None if is_open(answer) else answer.meaning,
        answer_shown=None if is_open(answer) else _shown(answer, named),
        side=answer.side,
        source=answer.source,
        confirmed=answer.confirmed,
        concerning=finding is not None,
        sign=question.sign,
        finding=None if finding is None else " ".join(finding.lines),
        heard=_hearing(answer.evidence),
        side_heard=_hearing(answer.side_evidence),
        part=question.part,
    )


def _shown(answer: Answer, named: NamedAnswers) -> str | None:
    shown = {str(name): each.shown for name, each in named.items()}
    return shown.get(str(answer.meaning))


def _hearing(evidence: Understanding | None) -> ReportedHearing | None:
    if evidence is None:
        return None
    utterance = evidence.utterance
    return ReportedHearing(
        words=utterance.text,
        confidence=min((word.confidence for word in utterance.words), default=None),
        level_dbfs=utterance.level_dbfs,
        noise_dbfs=utterance.noise_dbfs,
        over_noise_db=utterance.over_noise_db,
        start=utterance.start,
        end=utterance.end,
        seconds=utterance.seconds,
        rule=evidence.rule,
        spelled=evidence.words,
    )
