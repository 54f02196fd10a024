"""What lies in a folder of recordings, and what each of them must give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import soundfile

from voice_rom.content.asked_kinds import AskedKind
from voice_rom.core.language.meanings import Meaning, Meant, meant
from voice_rom.errors import FolderNotEvaluable
from voice_rom.sound import SAMPLE_RATE

ANSWERS: Final = "answers"
BYSTANDER: Final = "bystander"
NOISE: Final = "noise"
KITCHEN: Final = "kitchen"
"""The noise that is mixed in when it is there and no other is named."""

FILE_ENDINGS: Final = (".flac", ".wav")
NOISE_SECONDS: Final = 5.0
"""A long noise is cut into trials of this length: each is one chance to take it for an answer."""

ANSWER_WORDS: Final = (Meaning.YES, Meaning.NO, Meaning.LEFT, Meaning.RIGHT)


class RecordingKind(StrEnum):
    """What a recording is to the listener."""

    ANSWER = "answer"
    """One word that must be taken for just that answer."""
    STOP = "stop"
    """A command, and never an answer."""
    UNKNOWN = "unknown"
    OTHER_WORDS = "other_words"
    SILENCE = "silence"
    BYSTANDER = "bystander"
    NOISE = "noise"
    SENTENCE = "sentence"
    """A whole sentence, after a question of its own."""
    HOMOPHONE = "homophone"
    """Sounds the same as an answer ("know"): nobody can tell them apart, so it counts nowhere."""


MUST_GIVE_NO_ANSWER: Final = (
    RecordingKind.UNKNOWN,
    RecordingKind.OTHER_WORDS,
    RecordingKind.SILENCE,
    RecordingKind.BYSTANDER,
    RecordingKind.NOISE,
)

_KIND_OF_WORD: Final = {
    **{word.value: RecordingKind.ANSWER for word in ANSWER_WORDS},
    "stop": RecordingKind.STOP,
    "unknown": RecordingKind.UNKNOWN,
    "silence": RecordingKind.SILENCE,
    "know": RecordingKind.HOMOPHONE,
}


@dataclass(frozen=True, kw_only=True)
class SentenceAsked:
    """After what a sentence was said, and what it must mean there.

    `meant`: a meaning, or a meaning and a side; empty: nothing.
    """

    kind: AskedKind
    meant: frozenset[str]


@dataclass(frozen=True)
class Recording:
    """One trial's recording, a file or a piece of one."""

    name: str
    """The path below the folder, with `#` and a number for a piece: what chance is seeded by."""
    file: Path
    group: str
    """`answers/yes`, `bystander`, `noise`."""
    kind: RecordingKind
    piece: tuple[float, float] | None = None
    """From and to, in seconds of the file; None for all of it."""
    sentence: SentenceAsked | None = None
    """With a sentence, what it is judged by in place of `wanted`."""

    @property
    def wanted(self) -> Meant | None:
        """The meaning that is right, or None when only nothing is."""
        if self.kind is RecordingKind.ANSWER:
            return meant(self.group.removeprefix(f"{ANSWERS}/"))
        return Meaning.STOP if self.kind is RecordingKind.STOP else None


def find_recordings(
    folder: Path, stride: int = 1, *, beside: Sequence[Recording] = ()
) -> tuple[Recording, ...]:
    """Every `stride`th trial of each group in `folder`, in the order of their names.

    `beside`: what else was found there, and comes last. What is neither FLAC nor WAV, or hidden, is
    passed over. Raises FolderNotEvaluable where there are no recordings at all, and for a file
    whose beginning is no sound.
    """
    require_folder(folder)
    groups = [*_groups_of_words(folder), *_groups_beside(folder)]
    found = [*(one for group in groups for one in group[::stride]), *beside]
    if not found:
        raise FolderNotEvaluable(
            f"There are no recordings in {folder}: put FLAC or WAV files in "
            f"{ANSWERS}/WORD, {BYSTANDER} and {NOISE}, or name them in sentences.tsv."
        )
    for file in dict.fromkeys(one.file for one in found):
        _seconds_of(file)
    return tuple(found)


def require_folder(folder: Path) -> None:
    """Raise FolderNotEvaluable when there is no such folder."""
    if not folder.is_dir():
        raise FolderNotEvaluable(f"{folder} is not a folder; give one that contains {ANSWERS}/yes.")


def find_noise(folder: Path) -> Path:
    """The noise to mix in: `noise/kitchen`, or else the first there is.

    Raises FolderNotEvaluable when there is none.
    """
    files = _sound_files(folder / NOISE)
    if not files:
        raise FolderNotEvaluable(
            f"There is no noise to mix in: put a FLAC or WAV file in {folder / NOISE}, "
            "or give one with --noise FILE."
        )
    return next((file for file in files if file.stem == KITCHEN), files[0])


def require_sound(file: Path) -> None:
    """Raise FolderNotEvaluable when `file` is missing or no sound."""
    if not file.is_file():
        raise FolderNotEvaluable(f"There is no file {file}; give a FLAC or WAV file.")
    _seconds_of(file)


def _groups_of_words(folder: Path) -> Iterator[Sequence[Recording]]:
    answers = folder / ANSWERS
    words = sorted(each.name for each in answers.iterdir()) if answers.is_dir() else []
    for word in words:
        if not _is_hidden(word) and (answers / word).is_dir():
            kind = _KIND_OF_WORD.get(word, RecordingKind.OTHER_WORDS)
            yield _whole_files(folder, f"{ANSWERS}/{word}", kind)


def _groups_beside(folder: Path) -> Iterator[Sequence[Recording]]:
    yield _whole_files(folder, BYSTANDER, RecordingKind.BYSTANDER)
    yield [
        Recording(f"{name}#{number}", file, NOISE, RecordingKind.NOISE, piece)
        for file in _sound_files(folder / NOISE)
        for name in (_name(file, folder),)
        for number, piece in enumerate(_pieces(_seconds_of(file)))
    ]


def _whole_files(folder: Path, group: str, kind: RecordingKind) -> list[Recording]:
    return [
        Recording(_name(file, folder), file, group, kind) for file in _sound_files(folder / group)
    ]


def _sound_files(folder: Path) -> list[Path]:
    """All below `folder`, however deep, but nothing that is hidden."""
    files = [
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in FILE_ENDINGS
        and file.is_file()
        and not any(_is_hidden(part) for part in file.relative_to(folder).parts)
    ]
    return sorted(files, key=lambda file: _name(file, folder))


def _pieces(seconds: float) -> list[tuple[float, float]]:
    """Cut a noise into pieces of NOISE_SECONDS; the last one takes what is left over."""
    number = max(1, int(seconds // NOISE_SECONDS))
    ends = [*(NOISE_SECONDS * place for place in range(1, number)), seconds]
    return list(zip([0.0, *ends[:-1]], ends, strict=True))


def _seconds_of(file: Path) -> float:
    """How long the file says it is; only its beginning is read."""
    try:
        head = soundfile.info(str(file))
    except (soundfile.SoundFileError, OSError) as error:
        message = f"{file} cannot be read as sound; remove it, or convert it to WAV or FLAC."
        raise FolderNotEvaluable(message) from error
    seconds: float = head.frames / head.samplerate
    if seconds * SAMPLE_RATE < 1.0:
        raise FolderNotEvaluable(f"{file} contains no sound; remove it.")
    return seconds


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
