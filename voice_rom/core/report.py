"""What a session found, for a person and for a program. `REPORT_VERSION` numbers its schema."""

from collections.abc import Mapping
from dataclasses import dataclass

from voice_rom.core.answers import Understanding
from voice_rom.core.assessment import Assessment, Question, Side, Sign, Test
from voice_rom.core.findings import Answer, Source, Status, finding_of, is_open
from voice_rom.core.meanings import Meaning

REPORT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ReportedHearing:
    """What one answer by voice rests on. Times in seconds from the start, levels in dBFS."""

    words: str
    confidence: float | None
    """The recogniser's own, of the least certain word, from 0 to 1."""
    level_dbfs: float
    noise_dbfs: float
    over_noise_db: float
    start: float
    end: float
    seconds: float
    rule: str


@dataclass(frozen=True, kw_only=True)
class ReportedQuestion:
    id: str
    text: str
    status: Status
    answer: Meaning | None
    side: Side | None
    source: Source
    confirmed: bool
    concerning: bool
    sign: Sign
    finding: str | None
    """The finding in a sentence, when the answer is concerning."""
    heard: ReportedHearing | None
    side_heard: ReportedHearing | None


@dataclass(frozen=True, kw_only=True)
class ReportedTest:
    id: str
    name: str
    questions: tuple[ReportedQuestion, ...]


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


def build_report(
    assessment: Assessment,
    tests: tuple[Test, ...],
    answers: Mapping[tuple[str, str], Answer],
    *,
    complete: bool,
    advice: tuple[str, ...],
) -> Report:
    """Report on `tests`, in their order; `answers` by (test id, question id).

    A question without an answer is reported as not asked: every question stands in the report,
    and one that is open stands among `open_questions`, never passed over.
    """
    reported = tuple(_test(test, answers) for test in tests)
    return Report(
        version=REPORT_VERSION,
        language=assessment.language,
        title=assessment.title,
        complete=complete,
        tests=reported,
        findings=tuple(
            f"{test.name}: {question.finding}"
            for test in reported
            for question in test.questions
            if question.finding is not None
        ),
        open_questions=tuple(
            f"{test.name}: {question.text}"
            for test in reported
            for question in test.questions
            if question.status is not Status.ANSWERED
        ),
        advice=advice,
    )


def _test(test: Test, answers: Mapping[tuple[str, str], Answer]) -> ReportedTest:
    return ReportedTest(
        id=test.id,
        name=test.name[:1].upper() + test.name[1:],
        questions=tuple(
            _question(question, answers.get((test.id, question.id)) or _not_asked(test, question))
            for question in test.questions
        ),
    )


def _not_asked(test: Test, question: Question) -> Answer:
    return Answer(test_id=test.id, question_id=question.id, status=Status.NOT_ASKED)


def _question(question: Question, answer: Answer) -> ReportedQuestion:
    finding = finding_of(question, answer)
    return ReportedQuestion(
        id=question.id,
        text=" ".join(question.say),
        status=answer.status,
        answer=None if is_open(answer) else answer.meaning,
        side=answer.side,
        source=answer.source,
        confirmed=answer.confirmed,
        concerning=finding is not None,
        sign=question.sign,
        finding=None if finding is None else " ".join(finding.lines),
        heard=_hearing(answer.evidence),
        side_heard=_hearing(answer.side_evidence),
    )


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
    )
