"""One recording, heard as a session would hear the answer to a question."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from voice_rom.content.sentence_cases import SentenceOutcome, meant_by, outcome_of
from voice_rom.core.language.meanings import COMMANDS, Meant
from voice_rom.core.language.slots import NOTHING_KNOWN
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.events import UtteranceBegan
from voice_rom.evaluation.candidate import EXPECTED, Candidate
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import ANSWER_WORDS, Recording, SentenceAsked
from voice_rom.evaluation.mixing import trial_samples
from voice_rom.ports import HearingSignal, Listener
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples

_NOT_ASKED_AGAIN: Final = (Reason.EMPTY, Reason.FILLER, Reason.UNDERSTOOD)
"""Reasons for which a session does not ask again, whatever else follows."""
_GOES_ON_SECONDS: Final = 2.0
"""How long it is listened for more of an answer; what begins later changes nothing of it."""


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
        after_miss=any(each.reason not in _NOT_ASKED_AGAIN for each in heard[:-1]),
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
    """Every utterance up to the first that means something, and how many blocks that took.

    After an answer, what follows it is listened to as well, as it is while a session's voice says
    it back: it may be more of it, and with it something else, or nothing.
    """
    hearing = _Hearing(listener, candidate, sentence)
    count = 0
    for block in _blocks(samples):
        if hearing.is_over_at(block.start):
            break
        count += 1
        for signal in listener.feed(block):
            hearing.take(signal)
    return hearing.heard, count


def _blocks(samples: Samples) -> Iterator[Block]:
    for start in range(0, len(samples) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        yield Block(samples[start : start + BLOCK_SAMPLES], start / SAMPLE_RATE)


class _Hearing:
    """What was heard so far in one trial. `heard`: the last of it decides."""

    def __init__(
        self, listener: Listener, candidate: Candidate, sentence: SentenceAsked | None
    ) -> None:
        self._listener = listener
        self._candidate = candidate
        self._expected = EXPECTED if sentence is None else sentence.kind.expected
        self._asked = NOTHING_KNOWN if sentence is None else sentence.kind.asked
        self._answer: Utterance | None = None
        self._speaks = False
        self._decided = False
        self.heard: list[Understanding] = []
        listener.open(not_before=0.0, during_voice=False)

    def is_over_at(self, now: float) -> bool:
        if self._answer is None or self._decided or self._speaks:
            return self._decided
        return now > self._answer.decided + _GOES_ON_SECONDS

    def take(self, signal: HearingSignal) -> None:
        if isinstance(signal, UtteranceBegan):
            self._speaks = True
        if not isinstance(signal, Utterance) or self._decided:
            return
        self._speaks = False
        if self._answer is None:
            self._take_first(signal)
        else:
            self._take_more(self._answer, signal)

    def _take_first(self, utterance: Utterance) -> None:
        understanding = self._candidate.understand(utterance, self._expected, self._asked)
        self.heard.append(understanding)
        if understanding.meaning in COMMANDS:
            self._decided = True
        elif understanding.meaning is not None:
            self._answer = utterance
            self._listener.open(not_before=utterance.decided, during_voice=True)

    def _take_more(self, answer: Utterance, more: Utterance) -> None:
        both = self._candidate.understand_after(answer, more, self._expected, self._asked)
        if both is not None:
            self._decided = True
            self.heard.append(both)
