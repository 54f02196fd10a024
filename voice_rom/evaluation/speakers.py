"""Who in a folder can answer a whole session, and with which recordings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.language.meanings import Meant
from voice_rom.evaluation.folder import ANSWER_WORDS, ANSWERS, Recording, RecordingKind
from voice_rom.evaluation.folds import speaker_of
from voice_rom.evaluation.mixing import seed_of

NEEDED: Final = ANSWER_WORDS
"""Whoever has not recorded all of these could not answer every question."""


@dataclass(frozen=True)
class RecordedSpeaker:
    """One person, and what they say, by what it means, in the order of the files' names."""

    name: str
    words: Mapping[Meant, tuple[Recording, ...]]


def speakers_in(
    recordings: Sequence[Recording], phrases: Mapping[Meant, Sequence[str]]
) -> tuple[RecordedSpeaker, ...]:
    """Everybody who has recorded all that is NEEDED, by name.

    `phrases`: what people say, by what it means (`Vocabulary.phrases`). A folder of other words
    whose name is one of them, as `answers/not_sure`, is used as well.
    """
    said: dict[str, dict[Meant, list[Recording]]] = {}
    for recording in recordings:
        for meaning in _meanings_of(recording, phrases):
            words = said.setdefault(speaker_of(recording), {})
            words.setdefault(meaning, []).append(recording)
    return tuple(
        RecordedSpeaker(name, {meaning: tuple(files) for meaning, files in words.items()})
        for name, words in sorted(said.items())
        if words.keys() >= set(NEEDED)
    )


def drawn(speakers: Iterable[RecordedSpeaker], number: int) -> tuple[RecordedSpeaker, ...]:
    """`number` of them at random, or all there are; by their names alone, so always the same."""
    shuffled = sorted(speakers, key=lambda speaker: seed_of(speaker.name, "session"))
    return tuple(shuffled[:number])


def _meanings_of(recording: Recording, phrases: Mapping[Meant, Sequence[str]]) -> Iterator[Meant]:
    if recording.kind is RecordingKind.ANSWER and recording.wanted is not None:
        yield recording.wanted
    elif recording.kind is RecordingKind.OTHER_WORDS:
        words = recording.group.removeprefix(f"{ANSWERS}/").replace("_", " ")
        yield from (meaning for meaning, several in phrases.items() if words in several)
