"""From outcomes to figures: counts, rates with their intervals, how soon, at what cost."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_rom.content.sentence_cases import SentenceOutcome
from voice_rom.core.language.meanings import Meant
from voice_rom.evaluation.folder import ANSWER_WORDS, MUST_GIVE_NO_ANSWER, RecordingKind
from voice_rom.evaluation.own_voice import VoiceOutcome
from voice_rom.evaluation.trial import Outcome

NOTHING: Final = "none"
"""Stands for no decision where decisions are counted by their meaning."""

_DEVIATIONS: Final = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations."""


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    n: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval, which holds the true rate in 95 of 100 cases; None of nothing."""
        if not self.n:
            return None
        squared = _DEVIATIONS**2
        share = self.hits / self.n
        middle = share + squared / (2 * self.n)
        spread = _DEVIATIONS * math.sqrt(share * (1.0 - share) / self.n + squared / (4 * self.n**2))
        below, above = (middle - spread, middle + spread)
        scale = 1.0 + squared / self.n
        # At the ends it is exact; the last digits of a float are not.
        low = 0.0 if self.hits == 0 else below / scale
        high = 1.0 if self.hits == self.n else above / scale
        return low, high


@dataclass(frozen=True)
class Spread:
    """Seconds; None when there was nothing to measure."""

    n: int
    p50: float | None
    p95: float | None
    longest: float | None


@dataclass(frozen=True)
class AnswerCounts:
    """Of recordings for which one meaning is right. `commands` are among `none`, or are wrong."""

    n: int
    right: int
    wrong: int
    none: int
    commands: int
    after_miss: int
    """Right, but a session would have asked again before."""


@dataclass(frozen=True)
class OtherCounts:
    """Of recordings that must give no answer."""

    n: int
    accepted: int
    commands: int


@dataclass(frozen=True)
class SentenceCounts:
    """Of recordings of whole sentences. `wrong`: taken for something else."""

    n: int
    right: int
    wrong: int
    none: int


@dataclass(frozen=True)
class Figures:
    """All that is told about one listener."""

    groups: dict[str, AnswerCounts | OtherCounts | SentenceCounts]
    answers: AnswerCounts
    stop: AnswerCounts
    accepted: dict[RecordingKind, Share]
    """Of each kind that must give no answer: how many gave one."""
    commands: dict[RecordingKind, Share]
    """The same: how many gave a command."""
    latency: Spread
    """Of the right answers: from the end of the last word to the decision."""
    sentences: SentenceCounts
    sentence_latency: Spread
    """Of the sentences that were understood rightly: the same."""
    real_time_factor: float | None
    sound_seconds: float


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Count what `outcomes`, in the order of their groups, came to."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.recording.group, []).append(outcome)
    kinds = {
        kind: [each for each in outcomes if each.recording.kind is kind] for kind in RecordingKind
    }
    sound = sum(outcome.sound_seconds for outcome in outcomes)
    work = sum(outcome.processing_seconds for outcome in outcomes)
    return Figures(
        groups={name: _counts(group) for name, group in groups.items()},
        answers=_answer_counts(kinds[RecordingKind.ANSWER]),
        stop=_answer_counts(kinds[RecordingKind.STOP]),
        accepted={kind: _accepted(kinds[kind]) for kind in MUST_GIVE_NO_ANSWER},
        commands={kind: _commanded(kinds[kind]) for kind in MUST_GIVE_NO_ANSWER},
        latency=spread(latencies(outcomes)),
        sentences=_sentence_counts(kinds[RecordingKind.SENTENCE]),
        sentence_latency=spread(latencies(outcomes, RecordingKind.SENTENCE)),
        real_time_factor=work / sound if sound else None,
        sound_seconds=sound,
    )


def spread(seconds: Sequence[float]) -> Spread:
    """Median, 95th percentile and maximum."""
    if not seconds:
        return Spread(0, None, None, None)
    middle, late = np.percentile(seconds, [50, 95])
    return Spread(len(seconds), float(middle), float(late), max(seconds))


def latencies(
    outcomes: Sequence[Outcome], kind: RecordingKind = RecordingKind.ANSWER
) -> list[float]:
    """Seconds from the end of the last word to the decision, where that was right."""
    return [
        outcome.latency
        for outcome in outcomes
        if outcome.recording.kind is kind and outcome.as_wanted and outcome.latency is not None
    ]


def _counts(outcomes: Sequence[Outcome]) -> AnswerCounts | OtherCounts | SentenceCounts:
    """Of one group, in which all are of one kind."""
    if outcomes[0].recording.kind is RecordingKind.SENTENCE:
        return _sentence_counts(outcomes)
    if outcomes[0].recording.wanted is not None:
        return _answer_counts(outcomes)
    return OtherCounts(
        n=len(outcomes),
        accepted=_accepted(outcomes).hits,
        commands=_commanded(outcomes).hits,
    )


def _answer_counts(outcomes: Sequence[Outcome]) -> AnswerCounts:
    right = [each for each in outcomes if each.as_wanted]
    wrong = [each for each in outcomes if each.answer is not None and not each.as_wanted]
    return AnswerCounts(
        n=len(outcomes),
        right=len(right),
        wrong=len(wrong),
        none=len(outcomes) - len(right) - len(wrong),
        commands=sum(_is_false_command(each) for each in outcomes),
        after_miss=sum(each.after_miss for each in right),
    )


def _sentence_counts(outcomes: Sequence[Outcome]) -> SentenceCounts:
    became = Counter(each.sentence for each in outcomes)
    return SentenceCounts(
        n=len(outcomes),
        right=became[SentenceOutcome.RIGHT],
        wrong=became[SentenceOutcome.SOMETHING_ELSE],
        none=became[SentenceOutcome.NOT_UNDERSTOOD],
    )


def _is_false_command(outcome: Outcome) -> bool:
    return outcome.command is not None and not outcome.as_wanted


def _accepted(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(each.answer is not None for each in outcomes), len(outcomes))


def _commanded(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(each.command is not None for each in outcomes), len(outcomes))


def confusions(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """For each group, how often each meaning was decided, and how often nothing."""
    table: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        row = table.setdefault(outcome.recording.group, {})
        decided = NOTHING if outcome.decided is None else str(outcome.decided)
        row[decided] = row.get(decided, 0) + 1
    return table


@dataclass(frozen=True)
class TakenFromVoice:
    """How many answers and commands all the texts together gave: any is one too many."""

    answers: int
    commands: int


@dataclass(frozen=True)
class VoiceFigures:
    """What the voice, speaking alone, was taken for, and who could interrupt it."""

    texts: int
    taken: TakenFromVoice
    if_everything_counted: TakenFromVoice
    stop: Share
    stop_latency: Spread


def voice_figures(outcomes: Sequence[VoiceOutcome]) -> VoiceFigures:
    alone = [outcome for outcome in outcomes if outcome.task.stop is None]
    stops = [outcome for outcome in outcomes if outcome.task.stop is not None]
    seconds = [each.stop_latency for each in stops if each.stop_latency is not None]
    return VoiceFigures(
        texts=len(alone),
        taken=_taken(meaning for outcome in alone for meaning in outcome.taken),
        if_everything_counted=_taken(
            meaning for outcome in alone for meaning in outcome.everything
        ),
        stop=Share(len(seconds), len(stops)),
        stop_latency=spread(seconds),
    )


def _taken(meanings: Iterable[Meant]) -> TakenFromVoice:
    are_answers = [meaning in ANSWER_WORDS for meaning in meanings]
    return TakenFromVoice(sum(are_answers), len(are_answers) - sum(are_answers))
