"""When a speech comes to its last words: an answer that begins after that was given in time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_rom.core.assessment.texts import Line
from voice_rom.sound import SAMPLE_RATE, Clip, Samples

LAST_WORDS: Final = 2
"""From the last word but one on, a question can be answered: it is known what it asks."""

_WORD: Final = re.compile(r"[^\W_]+")

_SOUNDING: Final = 0.01
"""Of the clip's loudest sample: what stays under it (-40 dB) at the ends is silence."""


@dataclass(frozen=True)
class SpeechTiming:
    """Seconds from the first sample of a speech."""

    last_words: float
    """When its last word but one begins, as far as its letters tell."""
    ends: float
    sentences: tuple[float, ...] = ()
    """When each of its lines begins to sound."""


def course_of(lines: Sequence[Line], clips: Sequence[Clip]) -> SpeechTiming:
    """How a speech goes whose `lines` sound as `clips`, one for one, one after the other.

    Words are taken to last as long as they have letters: no voice tells when it says which. Silence
    around them is left out.
    """
    start, last_words = 0.0, 0.0
    sentences = []
    for line, clip in zip(lines, clips, strict=True):
        first, last = _sounding(clip.samples)
        sentences.append(start + first / SAMPLE_RATE)
        if last > first:
            begin = first + (last - first) * (1.0 - _share_of_last_words(line.text))
            last_words = start + begin / SAMPLE_RATE
        start += clip.seconds
    return SpeechTiming(last_words, start, tuple(sentences))


def _share_of_last_words(text: str) -> float:
    """Which part of the letters of `text`, from 0 to 1, is in its last words."""
    lengths = [len(word) for word in _WORD.findall(text)]
    return sum(lengths[-LAST_WORDS:]) / sum(lengths) if lengths else 1.0


def _sounding(samples: Samples) -> tuple[int, int]:
    """The first sample that sounds, and the one after the last; equal when none does."""
    loudness = np.abs(samples.astype(np.int32))
    loudest = int(loudness.max(initial=0))
    sounding = np.flatnonzero(loudness > loudest * _SOUNDING) if loudest else loudness[:0]
    return (int(sounding[0]), int(sounding[-1]) + 1) if len(sounding) else (0, 0)
