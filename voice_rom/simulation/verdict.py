"""Whether a session went as its scenario says; every difference in plain words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.places import SCREENING
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.report import Report, ReportedQuestion
from voice_rom.errors import ScenarioNotMet
from voice_rom.simulation.expectations import ExpectedAnswer, parse_answer
from voice_rom.simulation.plan import Plan, PlannedCue
from voice_rom.simulation.recorder import RecordedUnderstanding, Recorder
from voice_rom.simulation.scenario import Expect

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class SimulationOutcome:
    """What came of a session."""

    report: Report
    recorder: Recorder
    unused: tuple[PlannedCue, ...]
    seconds: float
    swallowed: float = 0.0
    """Seconds of the voice that never left the loudspeaker."""


def questions_in(report: Report) -> Mapping[str, ReportedQuestion]:
    """Every question in the report, by its moment: `leg-lift.pain`, `screening.fracture`."""
    asked = {test.id: test.questions for test in report.tests}
    if report.screening is not None:
        asked[SCREENING] = report.screening.questions
    return {
        f"{test_id}.{question.id}": question
        for test_id, questions in asked.items()
        for question in questions
    }


def require_met(plan: Plan, outcome: SimulationOutcome) -> None:
    """Raise ScenarioNotMet with every difference, in one line."""
    found = differences(plan, outcome)
    if found:
        raise ScenarioNotMet(f"{plan.title}: {'; '.join(found)}.")


def differences(plan: Plan, outcome: SimulationOutcome) -> list[str]:
    """Every way in which the session did not go as planned, each in plain words."""
    return list(_Comparison(plan, outcome).all())


@dataclass(frozen=True)
class _Comparison:
    plan: Plan
    outcome: SimulationOutcome

    @property
    def _expect(self) -> Expect:
        return self.plan.expect

    def all(self) -> Iterator[str]:
        yield from self._ending()
        yield from self._swallowed()
        yield from self._cues()
        yield from self._answers()
        yield from self._sets()
        yield from self._said()
        yield from self._heard()
        yield from self._never()

    def _ending(self) -> Iterator[str]:
        seconds, within = self.outcome.seconds, self._expect.within
        if seconds > self.plan.limit:
            yield f"it was still running after {self.plan.limit:.0f} s, and was ended"
        elif within is not None and seconds > within:
            yield f"it took {seconds:.0f} s, but should take at most {within:.0f} s"
        if self.outcome.report.complete != self._expect.complete:
            yield (
                "it should have ended early, but reached its last question"
                if self.outcome.report.complete
                else "it ended before its last question"
            )

    def _swallowed(self) -> Iterator[str]:
        if self.outcome.swallowed > 0.0:
            yield f"the loudspeaker swallowed {self.outcome.swallowed:.1f} s of the voice"

    def _cues(self) -> Iterator[str]:
        for cue in self.outcome.unused:
            when = "said" if cue.during else "listened at"
            yield f"{cue.label} was never used: it never {when} {cue.name}"

    # The report

    def _answers(self) -> Iterator[str]:
        questions = questions_in(self.outcome.report)
        for name, text in self._expect.answers.items():
            expected, reported = parse_answer(text), questions.get(name)
            if reported is None:
                yield f"{name} is not in the report"
            elif not _fits(expected, reported):
                yield f"{name} should be {text}, but is {_told(reported)}"

    def _sets(self) -> Iterator[str]:
        questions = questions_in(self.outcome.report)
        concerning = {name for name, question in questions.items() if question.concerning}
        opened = {
            name for name, question in questions.items() if question.status is not Status.ANSWERED
        }
        yield from _set_differences("a finding", self._expect.findings, concerning)
        yield from _set_differences("open", self._expect.open, opened)

    # What was said and heard

    def _said(self) -> Iterator[str]:
        said = self.outcome.recorder.said
        missing = _first_missing(self._expect.said, said, lambda name, line: line.is_said_at(name))
        if missing is not None:
            index, name = missing
            yield f"{name} was not said{_after(self._expect.said, index)}"

    def _heard(self) -> Iterator[str]:
        understood = self.outcome.recorder.understood
        missing = _first_missing(self._expect.heard, understood, _is_heard)
        if missing is not None:
            index, name = missing
            heard = ", ".join(_words(entry) for entry in understood)
            after = _after(self._expect.heard, index)
            yield f"{name} was not understood{after}; understood: {heard or 'nothing'}"

    def _never(self) -> Iterator[str]:
        for name in self._expect.never:
            if name in {*Meaning, *self.plan.named}:
                for entry in self.outcome.recorder.understood:
                    if entry.meaning == name:
                        yield f"{name} was understood at {entry.at:.1f} s, but never should be"
                        break
                continue
            for said in self.outcome.recorder.said:
                if said.is_said_at(name):
                    what = f'{name} was said at {said.at:.1f} s ("{said.line.text}")'
                    yield f"{what}, but never should be"
                    break


def _fits(expected: ExpectedAnswer, reported: ReportedQuestion) -> bool:
    return (
        reported.status is expected.status
        and (expected.meaning is None or reported.answer == expected.meaning)
        and (expected.side is None or reported.side is expected.side)
        and (expected.confirmed is None or reported.confirmed == expected.confirmed)
    )


def _told(reported: ReportedQuestion) -> str:
    if reported.status is not Status.ANSWERED:
        return str(reported.status)
    confirmed = "confirmed" if reported.confirmed else None
    return " ".join(str(part) for part in (reported.answer, reported.side, confirmed) if part)


def _set_differences(what: str, expected: Sequence[str] | None, there: set[str]) -> Iterator[str]:
    if expected is None:
        return
    for name in sorted(set(expected) - there):
        yield f"{name} should be {what}, but is not"
    for name in sorted(there - set(expected)):
        yield f"{name} is {what}, but should not be"


def _first_missing(
    expected: Sequence[str], there: Sequence[T], fits: Callable[[str, T], bool]
) -> tuple[int, str] | None:
    """The first of `expected` that does not follow the one before it, and its index."""
    rest = iter(there)
    for index, name in enumerate(expected):
        if not any(fits(name, entry) for entry in rest):
            return index, name
    return None


def _after(expected: Sequence[str], index: int) -> str:
    return f" after {expected[index - 1]}" if index else ""


def _is_heard(name: str, entry: RecordedUnderstanding) -> bool:
    return name in (entry.meaning, _words(entry))


def _words(entry: RecordedUnderstanding) -> str:
    if entry.understanding is None:
        return f"key {entry.meaning}"
    return entry.understanding.utterance.text or "no word"
