"""A baseline: PocketSphinx with a grammar of the four answers, and its own endpointer."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Final

import pocketsphinx

from voice_rom.core.dialogue.barge_in import VoiceOutput
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.plain_reading import read_plainly
from voice_rom.hearing.levelling import loudest_dbfs
from voice_rom.ports import HearingSignal
from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS, Block

_GRAMMAR: Final = (
    "#JSGF V1.0; grammar answers; "
    f"public <answer> = {' | '.join(word.value for word in ANSWER_WORDS)};"
)
_FRAMES_A_SECOND: Final = 100
"""Of the decoder's own alignment."""


class PocketSphinxListener:
    """Implements `ports.Listener`: the endpointer cuts out speech, the decoder reads it."""

    def __init__(self, decoder: pocketsphinx.Decoder, cepstral_mean: str) -> None:
        self._decoder = decoder
        self._cepstral_mean = cepstral_mean
        self.open(not_before=0.0, during_voice=False)

    def open(self, *, not_before: float, during_voice: bool) -> None:
        # What it learnt of the last speaker's voice is forgotten: no trial may know of another.
        self._decoder.set_cmn(self._cepstral_mean)
        self._endpointer = pocketsphinx.Endpointer(sample_rate=SAMPLE_RATE)
        self._rest = b""
        self._not_before = not_before
        self._during_voice = during_voice
        self._began: float | None = None
        self._speaking = False
        self._loudest_dbfs = SILENCE_DBFS

    def shut(self) -> None:
        self._not_before = float("inf")

    def close(self) -> None:
        self.shut()

    def feed(self, block: Block) -> list[HearingSignal]:
        if block.start < self._not_before:
            return []
        if self._began is None:
            self._began = block.start
        self._loudest_dbfs = max(self._loudest_dbfs, loudest_dbfs(block.samples))
        self._rest += block.samples.tobytes()
        size = self._endpointer.frame_bytes
        signals: list[HearingSignal] = []
        while len(self._rest) >= size:
            frame, self._rest = self._rest[:size], self._rest[size:]
            words = self._take(frame, self._began)
            if words:
                signals.append(self._utterance(words, block.end))
        return signals

    def _take(self, frame: bytes, began: float) -> tuple[Word, ...]:
        """The words, when speech ended with this frame."""
        speech = self._endpointer.process(frame)
        if speech is None:
            return ()
        if not self._speaking:
            self._decoder.start_utt()
            self._speaking = True
        self._decoder.process_raw(speech)
        if self._endpointer.in_speech:
            return ()
        self._decoder.end_utt()
        self._speaking = False
        start = began + self._endpointer.speech_start
        return tuple(
            Word(
                segment.word,
                start + segment.start_frame / _FRAMES_A_SECOND,
                start + (segment.end_frame + 1) / _FRAMES_A_SECOND,
                1.0,
            )
            for segment in self._decoder.seg() or ()
            if not segment.word.startswith(("<", "(", "["))
        )

    def _utterance(self, words: tuple[Word, ...], now: float) -> Utterance:
        return Utterance(
            words=words,
            start=words[0].start,
            end=words[-1].end,
            decided=now,
            level_dbfs=self._loudest_dbfs,
            noise_dbfs=SILENCE_DBFS,
            during_voice=self._during_voice,
        )


class PocketSphinx:
    """Implements `Candidate`."""

    def __init__(self) -> None:
        self._decoder = pocketsphinx.Decoder(samprate=float(SAMPLE_RATE), lm=None, loglevel="FATAL")
        self._decoder.add_jsgf_string("answers", _GRAMMAR)
        self._decoder.activate_search("answers")
        self._cepstral_mean = self._decoder.get_cmn(False)  # noqa: FBT003 - its own signature

    def listener(self) -> PocketSphinxListener:
        return PocketSphinxListener(self._decoder, self._cepstral_mean)

    def understand(self, utterance: Utterance, expected: AbstractSet[Meaning]) -> Understanding:
        return read_plainly(utterance, expected)

    def understand_over_voice(
        self, utterance: Utterance, own: VoiceOutput, expected: AbstractSet[Meaning]
    ) -> Understanding:
        """Nothing counts but interruptions: it knows no better."""
        del own, expected
        return self.understand(utterance, INTERRUPTIONS)


@contextmanager
def open_pocketsphinx() -> Iterator[PocketSphinx]:
    """Load the American English model that comes with it."""
    yield PocketSphinx()
