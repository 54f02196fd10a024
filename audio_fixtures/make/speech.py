"""Texts to recordings: every line of `spoken.yaml` in each of its voices."""

from collections.abc import Iterator

import numpy as np

from audio_fixtures.make.recording import Recording
from audio_fixtures.make.signal import (
    PEAK,
    SPEECH_DBFS,
    Signal,
    gain,
    levelled,
    padded,
    silence,
    trimmed,
)
from audio_fixtures.make.spoken import Line
from audio_fixtures.make.voices import Voice, speak


def spoken_recordings(lines: list[Line]) -> Iterator[Recording]:
    for line in lines:
        for voice in line.voices:
            yield _recording(line, voice)


def speech(parts: tuple[str | float, ...], voice: Voice) -> Signal:
    """The parts one after the other, without silence at the ends, at SPEECH_DBFS."""
    joined = np.concatenate([_part(part, voice) for part in parts])
    # Each part is brought to its level alone: a soft "uh" must not make the answer loud.
    return joined * min(1.0, PEAK / float(np.max(np.abs(joined))))


def _part(part: str | float, voice: Voice) -> Signal:
    return levelled(trimmed(speak(voice, part))) if isinstance(part, str) else silence(part)


def _recording(line: Line, voice: Voice) -> Recording:
    return Recording(
        name=f"{line.folder}/{line.name}/{voice.name}",
        voice=voice,
        words=line.words,
        condition="clean",
        signal=padded(speech(line.parts, voice) * gain(line.level_db)),
        parameters={
            "level_dbfs": SPEECH_DBFS + line.level_db,
            **({"pauses": _pauses(line)} if _pauses(line) else {}),
            **({} if line.pause is None else {"pause_seconds": line.pause}),
        },
        meant=line.meant,
    )


def _pauses(line: Line) -> str:
    return ", ".join(f"{part} s" for part in line.parts if not isinstance(part, str))
