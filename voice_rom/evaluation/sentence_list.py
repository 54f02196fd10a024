"""Recordings of whole sentences: `sentences.tsv` in the folder says what each of them must mean."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from voice_rom.content.asked_kinds import AskedKind
from voice_rom.content.sentence_cases import SentenceCase, read_cases
from voice_rom.errors import ContentError, FolderNotEvaluable
from voice_rom.evaluation.folder import Recording, RecordingKind, SentenceAsked, require_sound

SENTENCE_LIST: Final = "sentences.tsv"
GROUP: Final = "sentences"


def find_sentences(
    folder: Path, kinds: Mapping[str, AskedKind], stride: int = 1
) -> tuple[Recording, ...]:
    """Every `stride`th recording of the list; none where there is no list.

    A line: the file, below `folder`; the kind, or the id, of the question; what it means (`yes`,
    `yes+left`, `nothing`); tabs between them. More columns are ignored. Raises FolderNotEvaluable
    with file and line of the first thing that is wrong.
    """
    path = folder / SENTENCE_LIST
    if not path.is_file():
        return ()
    try:
        cases = read_cases(path, kinds, words_first=True)[::stride]
    except ContentError as wrong:
        raise FolderNotEvaluable(str(wrong)) from wrong
    return tuple(_recording(folder, case, kinds[case.kind]) for case in cases)


def _recording(folder: Path, case: SentenceCase, kind: AskedKind) -> Recording:
    file = folder / case.words
    try:
        require_sound(file)
    except FolderNotEvaluable as wrong:
        raise FolderNotEvaluable(f"{case.place}: {wrong}") from wrong
    return Recording(
        name=case.words,
        file=file,
        group=GROUP,
        kind=RecordingKind.SENTENCE,
        sentence=SentenceAsked(kind=kind, meant=case.meant),
    )
