"""When the last words of a speech begin, estimated from its letters and its samples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_rom.core.assessment.texts import Line
from voice_rom.sound import SAMPLE_RATE, Clip
from voice_rom.speech_timing import course_of


def clip(*, before: float = 0.0, sound: float = 1.0, after: float = 0.0) -> Clip:
    """Seconds of silence, of sound, and of silence again."""
    parts = [
        np.zeros(round(before * SAMPLE_RATE)),
        np.full(round(sound * SAMPLE_RATE), 8000.0),
        np.zeros(round(after * SAMPLE_RATE)),
    ]
    return Clip(np.concatenate(parts).astype(np.int16))


def line(text: str) -> Line:
    return Line("a.text", text)


def test_the_last_two_words_take_their_share_of_the_letters() -> None:
    course = course_of([line("abcdef gh ij?")], [clip(sound=1.0)])
    assert course.last_words == pytest.approx(0.6)
    assert course.ends == pytest.approx(1.0)


def test_silence_around_the_words_is_no_part_of_them() -> None:
    course = course_of([line("abcdef gh ij?")], [clip(before=0.5, sound=1.0, after=0.3)])
    assert course.last_words == pytest.approx(1.1)
    assert course.ends == pytest.approx(1.8)


def test_every_line_begins_where_it_begins_to_sound() -> None:
    lines = [line("One."), line("Two."), line("Three.")]
    clips = [clip(before=0.1, sound=1.0), clip(sound=0.5, after=0.25), clip(before=0.5)]
    assert course_of(lines, clips).sentences == pytest.approx((0.1, 1.1, 2.35))


def test_only_the_last_line_counts() -> None:
    lines = [line("A first line."), line("abcdef gh ij?")]
    course = course_of(lines, [clip(sound=2.0, after=0.25), clip(sound=1.0)])
    assert course.last_words == pytest.approx(2.85)
    assert course.ends == pytest.approx(3.25)


@pytest.mark.parametrize("text", ["Ready?", "Both legs?"])
def test_a_line_of_two_words_or_one_is_all_last_words(text: str) -> None:
    assert course_of([line(text)], [clip(before=0.1)]).last_words == pytest.approx(0.1)


def test_a_line_that_does_not_sound_leaves_the_one_before_the_last() -> None:
    lines = [line("abcdef gh ij?"), line("...")]
    course = course_of(lines, [clip(sound=1.0), clip(sound=0.0)])
    assert course.last_words == pytest.approx(0.6)


@settings(deadline=None)
@given(
    texts=st.lists(st.text(max_size=30), max_size=4),
    sound=st.floats(0.0, 0.5),
    after=st.floats(0.0, 0.2),
)
def test_the_last_words_are_never_outside_the_speech(
    texts: list[str], sound: float, after: float
) -> None:
    clips = [clip(sound=sound, after=after) for _ in texts]
    course = course_of([line(text) for text in texts], clips)
    assert 0.0 <= course.last_words <= course.ends
    assert course.ends == pytest.approx(sum(piece.seconds for piece in clips))
