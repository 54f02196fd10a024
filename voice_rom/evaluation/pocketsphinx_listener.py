"""A baseline: PocketSphinx with a grammar of the four answers, and its own endpointer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pocketsphinx

from voice_rom.core.language.utterance import Word
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.plain_listener import PlainCandidate, PlainListener
from voice_rom.sound import SAMPLE_RATE, Block

_GRAMMAR: Final = (
    "#JSGF V1.0; grammar answers; "
    f"public <answer> = {' | '.join(word.value for word in ANSWER_WORDS)};"
)
_FRAMES_A_SECOND: Final = 100
"""Of the decoder's own alignment."""


class PocketSphinxListener(PlainListener):
    """The endpointer cuts out speech, the decoder reads it."""

    def __init__(self, decoder: pocketsphinx.Decoder, cepstral_mean: str) -> None:
        self._decoder = decoder
        self._cepstral_mean = cepstral_mean
        super().__init__()

    def _begin(self) -> None:
        # What it learnt of the last speaker's voice is forgotten: no trial may know of another.
        self._decoder.set_cmn(self._cepstral_mean)
        self._endpointer = pocketsphinx.Endpointer(sample_rate=SAMPLE_RATE)
        self._rest = b""
        self._speaking = False

    def _take(self, block: Block, began: float) -> Iterator[tuple[Word, ...]]:
        self._rest += block.samples.tobytes()
        size = self._endpointer.frame_bytes
        while len(self._rest) >= size:
            frame, self._rest = self._rest[:size], self._rest[size:]
            yield self._read(frame, began)

    def _read(self, frame: bytes, began: float) -> tuple[Word, ...]:
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


class PocketSphinx(PlainCandidate):
    def __init__(self) -> None:
        self._decoder = pocketsphinx.Decoder(samprate=float(SAMPLE_RATE), lm=None, loglevel="FATAL")
        self._decoder.add_jsgf_string("answers", _GRAMMAR)
        self._decoder.activate_search("answers")
        self._cepstral_mean = self._decoder.get_cmn(False)  # noqa: FBT003 - its own signature

    def listener(self) -> PocketSphinxListener:
        return PocketSphinxListener(self._decoder, self._cepstral_mean)


@contextmanager
def open_pocketsphinx() -> Iterator[PocketSphinx]:
    """Load the American English model that comes with it."""
    yield PocketSphinx()
