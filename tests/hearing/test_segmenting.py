"""Where speech begins and how long it is over, with a detector that only looks at the level."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hearing.parts import SETTINGS, LevelDetector, blocks, hiss, nothing, sound, tone
from voice_rom.hearing.segmenter import QuietBegan, Segment, Segmenter, SpeechGoesOn, SpeechOnset
from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS, Samples

BLOCK = 0.02
CHUNK = 0.032


def segments(
    segmenter: Segmenter, samples: Samples, noise_dbfs: float = SILENCE_DBFS
) -> Iterator[tuple[float, Segment]]:
    """The end of each block, and what the segmenter says of it."""
    for block in blocks(samples):
        yield block.end, segmenter.take(block.samples, noise_dbfs)


def segmenter() -> Segmenter:
    return Segmenter(SETTINGS, LevelDetector())


def test_speech_is_noticed_within_a_chunk_and_a_block_of_its_beginning() -> None:
    heard = segments(segmenter(), sound(nothing(1.0), tone(0.5)))
    began = next(end for end, segment in heard if isinstance(segment, SpeechOnset))
    assert 1.0 < began <= 1.0 + CHUNK + BLOCK + 1e-9


def test_what_came_half_a_second_before_is_kept() -> None:
    samples = sound(hiss(1.0, -60.0), tone(0.5))
    heard = list(segments(segmenter(), samples))
    end, began = next((e, s) for e, s in heard if isinstance(s, SpeechOnset))
    assert len(began.samples) / SAMPLE_RATE == pytest.approx(SETTINGS.pre_roll_seconds)
    last = round(end * SAMPLE_RATE)
    assert np.array_equal(began.samples, samples[last - len(began.samples) : last])


def test_the_silence_after_speech_is_counted_from_its_end() -> None:
    heard = list(segments(segmenter(), sound(nothing(0.64), tone(0.64), nothing(0.64))))
    _, last = heard[-1]
    assert isinstance(last, SpeechGoesOn)
    assert last.silence == pytest.approx(0.64, abs=CHUNK)
    assert last.length == pytest.approx(1.28, abs=CHUNK)


def test_quiet_stays_quiet() -> None:
    heard = list(segments(segmenter(), hiss(2.0, -60.0)))
    assert all(isinstance(segment, QuietBegan) for _, segment in heard)


def test_the_detector_is_not_asked_about_silence_or_about_the_room_itself() -> None:
    detector = LevelDetector()
    quiet = Segmenter(SETTINGS, detector)
    list(segments(quiet, sound(nothing(2.0), hiss(2.0, -50.0)), noise_dbfs=-50.0))
    assert detector.chunks == 0


def test_after_a_long_silence_the_detector_starts_afresh() -> None:
    detector = LevelDetector()
    segmenter_ = Segmenter(SETTINGS, detector)
    before = detector.resets
    list(segments(segmenter_, sound(tone(0.5), nothing(2.0), tone(0.5))))
    assert detector.resets == before + 1


def test_after_a_reset_nothing_from_before_is_kept() -> None:
    segmenter_ = segmenter()
    list(segments(segmenter_, sound(tone(0.5), nothing(0.5))))
    segmenter_.reset()
    heard = list(segments(segmenter_, tone(0.2)))
    began = next(segment for _, segment in heard if isinstance(segment, SpeechOnset))
    assert len(began.samples) <= round((CHUNK + BLOCK) * SAMPLE_RATE)


def test_after_its_end_the_next_speech_begins_afresh() -> None:
    segmenter_ = segmenter()
    list(segments(segmenter_, sound(tone(0.5), nothing(0.5))))
    segmenter_.end()
    heard = [segment for _, segment in segments(segmenter_, sound(nothing(1.0), tone(0.5)))]
    assert isinstance(heard[0], QuietBegan)
    assert sum(isinstance(segment, SpeechOnset) for segment in heard) == 1


@given(
    pieces=st.lists(st.tuples(st.booleans(), st.integers(1, 30)), min_size=1, max_size=8),
)
def test_speech_begins_once_and_silence_never_outlasts_it(pieces: list[tuple[bool, int]]) -> None:
    samples = sound(
        *(tone(count * BLOCK) if loud else nothing(count * BLOCK) for loud, count in pieces)
    )
    heard = [segment for _, segment in segments(segmenter(), samples)]
    assert sum(isinstance(segment, SpeechOnset) for segment in heard) <= 1
    for segment in heard:
        if isinstance(segment, SpeechGoesOn):
            assert 0.0 <= segment.silence <= segment.length


class Undecided:
    """A detector that finds everything this probable."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def probability(self, chunk: Samples) -> float:
        del chunk
        return self._probability

    def reset(self) -> None:
        """It remembers nothing."""


@pytest.mark.parametrize(("over_noise", "first"), [(-3.0, QuietBegan), (3.0, SpeechOnset)])
def test_what_stands_out_far_from_the_room_needs_less_proof(
    over_noise: float, first: type[Segment]
) -> None:
    unlikely = Undecided((SETTINGS.clear_voice_begins + SETTINGS.voice_begins) / 2.0)
    noise_dbfs = -60.0
    loud = tone(0.5, noise_dbfs + SETTINGS.clear_over_noise_db + over_noise)
    heard = [segment for _, segment in segments(Segmenter(SETTINGS, unlikely), loud, noise_dbfs)]
    assert isinstance(heard[1], first)
