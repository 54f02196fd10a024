"""One recording, heard as a session would hear the answer to a question."""

import time
from dataclasses import dataclass
from typing import Final

from voice_rom.content.sentence_cases import SentenceOutcome, meant_by, outcome_of
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.slots import NOTHING_KNOWN
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.language.utterance import Utterance
from voice_rom.evaluation.candidate import EXPECTED, Candidate
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import ANSWER_WORDS, Recording, SentenceAsked
from voice_rom.evaluation.mixing import trial_samples
from voice_rom.ports import Listener
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples

_PASSED_OVER: Final = (Reason.EMPTY, Reason.FILLER)
"""Reasons to which a session says nothing: the question stays open."""


@dataclass(frozen=True)
class Outcome:
    """What came of one trial."""

    recording: Recording
    decided: Meant | None
    words: str
    """All that was heard, its utterances parted by a stroke."""
    rule: str
    """The rule that decided on the last utterance; empty when there was none."""
    after_miss: bool
    """An utterance before that one was such that a session would have asked again."""
    latency: float | None
    """Seconds from the end of the last word to the decision, counted in samples."""
    sound_seconds: float
    processing_seconds: float
    """Of one core, for hearing alone."""
    means: frozenset[str] = frozenset()
    """The meaning, and the side that came with it."""

    @property
    def answer(self) -> Meant | None:
        return self.decided if self.decided in ANSWER_WORDS else None

    @property
    def sentence(self) -> SentenceOutcome:
        """What became of a sentence. Raises LookupError where the recording is none."""
        if self.recording.sentence is None:
            raise LookupError(f"{self.recording.name} is no sentence")
        return outcome_of(self.recording.sentence.meant, self.means)

    @property
    def command(self) -> Meant | None:
        return None if self.decided in ANSWER_WORDS else self.decided

    @property
    def as_wanted(self) -> bool:
        if self.recording.sentence is not None:
            return self.sentence is SentenceOutcome.RIGHT
        return self.decided == self.recording.wanted


def run_trial(conditions: Conditions, recording: Recording, candidate: Candidate) -> Outcome:
    """Let `candidate` hear `recording` until it decides, or until the trial is over.

    Raises FolderNotEvaluable when a file cannot be read, and RecogniserFailed.
    """
    samples = trial_samples(recording, conditions)
    listener = candidate.listener()
    before = time.process_time()
    heard, blocks = _hear(listener, candidate, samples, recording.sentence)
    processing_seconds = time.process_time() - before
    last = heard[-1] if heard else None
    decided = None if last is None else last.meaning
    return Outcome(
        recording=recording,
        decided=decided,
        words=" | ".join(each.utterance.text for each in heard),
        rule="" if last is None else last.rule,
        after_miss=any(each.reason not in _PASSED_OVER for each in heard[:-1]),
        latency=None
        if last is None or decided is None
        else round(last.utterance.decided - last.utterance.end, 4),
        sound_seconds=blocks * BLOCK_SAMPLES / SAMPLE_RATE,
        processing_seconds=processing_seconds,
        means=frozenset() if last is None or recording.sentence is None else meant_by(last),
    )


def _hear(
    listener: Listener, candidate: Candidate, samples: Samples, sentence: SentenceAsked | None
) -> tuple[list[Understanding], int]:
    """Every utterance up to the first that means something, and how many blocks that took."""
    expected = EXPECTED if sentence is None else sentence.kind.expected
    asked = NOTHING_KNOWN if sentence is None else sentence.kind.asked
    listener.open(not_before=0.0, during_voice=False)
    heard: list[Understanding] = []
    blocks = len(samples) // BLOCK_SAMPLES
    for number in range(blocks):
        start = number * BLOCK_SAMPLES
        block = Block(samples[start : start + BLOCK_SAMPLES], start / SAMPLE_RATE)
        for signal in listener.feed(block):
            if isinstance(signal, Utterance):
                heard.append(candidate.understand(signal, expected, asked))
                if heard[-1].meaning is not None:
                    return heard, number + 1
    return heard, blocks
