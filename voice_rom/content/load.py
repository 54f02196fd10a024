"""Reads everything that one language holds, and refuses what could not be said or understood."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from voice_rom.content.emergency_numbers import load_emergency_numbers
from voice_rom.content.named_rules import conflicts
from voice_rom.content.rules import (
    assessment_mistakes,
    phrases_mistakes,
    safety_mistakes,
    scale_mistakes,
    vocabulary_mistakes,
)
from voice_rom.content.schema import Mistake
from voice_rom.content.shown import words_mistakes
from voice_rom.content.text_file import read_text
from voice_rom.content.yaml_file import Document, read_document
from voice_rom.content.yaml_tree import NotReadableYamlError, read_tree
from voice_rom.core.assessment.content import Assessment, Content
from voice_rom.core.assessment.dialogue_texts import Phrases
from voice_rom.core.assessment.named_answers import (
    named_answers,
    phrases_with,
    vocabulary_with,
    with_scales,
)
from voice_rom.core.assessment.safety import Safety
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import texts_of
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.data_files import REFERENCE_LANGUAGE, prompts_folder
from voice_rom.errors import ContentError, LanguageIncomplete

ASSESSMENT_FILE: Final = "range_of_motion.yaml"
PHRASES_FILE: Final = "dialogue.yaml"
SAFETY_FILE: Final = "safety.yaml"
VOCABULARY_FILE: Final = "vocabulary.yaml"
DISPLAY_FILE: Final = "display.yaml"
PAGE_FILE: Final = "page.yaml"
REPORT_FILE: Final = "report.yaml"
HISTORY_FILE: Final = "history.yaml"
VOICE_FILE: Final = "voice.yaml"
KIOSK_FILE: Final = "kiosk.yaml"
STAFF_FILE: Final = "staff.yaml"

T = TypeVar("T")


def languages(prompts: Path | None = None) -> tuple[str, ...]:
    """Return the languages that there are texts for, sorted."""
    folder = prompts_folder() if prompts is None else prompts
    if not folder.is_dir():
        raise ContentError(f"{folder}: the folder of texts does not exist; reinstall voice_rom")
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{ASSESSMENT_FILE}")))


def load_content(
    language: str, prompts: Path | None = None, assessment: Path | None = None
) -> Content:
    """Return all texts of `language` from the folder `prompts` (default: the program's own).

    With the assessment in the file `assessment`, in place of the language's own.
    Raises LanguageIncomplete when there are none, ContentError with file, line and key of the first
    thing that is wrong.
    """
    folder = _folder(language, prompts)
    document = read_document(assessment or folder / ASSESSMENT_FILE, Assessment)
    whose = "folder" if assessment is None else "language of the session"
    _refuse(document, assessment_mistakes(document.value, language, whose))
    phrases = read_document(folder / PHRASES_FILE, Phrases)
    _refuse(phrases, phrases_mistakes(phrases.value))
    safety = load_safety(language, prompts)
    vocabulary = read_document(folder / VOCABULARY_FILE, Vocabulary)
    _refuse(vocabulary, vocabulary_mistakes(vocabulary.value, language))
    scale = phrases.value.scale
    scaled = with_scales(document.value, scale)
    _refuse(document, scale_mistakes(scaled))
    _refuse(document, conflicts(scaled, scale, vocabulary.value, _own_keys(language, prompts)))
    named = named_answers(scaled, scale)
    said = phrases_with(phrases.value, named)
    return Content(
        assessment=scaled,
        phrases=said,
        safety=safety,
        vocabulary=vocabulary_with(vocabulary.value, named),
        named=named,
        emergency_numbers=load_emergency_numbers(prompts),
        texts=texts_of(scaled, said, safety),
    )


def load_safety(language: str, prompts: Path | None = None) -> Safety:
    """Return what is said for safety in `language`. Raises like `load_content`."""
    safety = read_document(_folder(language, prompts) / SAFETY_FILE, Safety)
    _refuse(safety, safety_mistakes(safety.value, language))
    return safety.value


def assessment_file(settings: Settings) -> Path | None:
    """The assessment that the settings name; None: the language's own."""
    written = settings.session.assessment
    return Path(written).expanduser() if written else None


def load_vocabulary(language: str, prompts: Path | None = None) -> Vocabulary:
    """Return the words of `language` and its assessment; raise ContentError like `load_content`."""
    return load_content(language, prompts).vocabulary


def _own_keys(language: str, prompts: Path | None) -> Mapping[str, str]:
    """The keys that the program has itself, each with the name of what it means.

    None where that file cannot be read: what is wrong with it is told by who reads it whole.
    """
    path = _folder(language, prompts) / DISPLAY_FILE
    try:
        tree = read_tree(read_text(path, ContentError)).value
    except (ContentError, NotReadableYamlError):
        return {}
    keys = tree.get("keys") if isinstance(tree, dict) else None
    if not isinstance(keys, dict):
        return {}
    listed = {meaning: names for meaning, names in keys.items() if isinstance(names, list)}
    return {str(key): meaning for meaning, names in listed.items() for key in names}


def load_words(language: str, file: str, kind: type[T], prompts: Path | None = None) -> T:
    """Return one of the further files of `language` as a `kind`: what is shown around the texts.

    Each text may have the places that English has there, because the program fills no others.
    Raises like `load_content`.
    """
    path, reference = (
        _folder(language, prompts) / file,
        prompts_folder() / REFERENCE_LANGUAGE / file,
    )
    document = read_document(path, kind)
    english = document if path == reference else read_document(reference, kind)
    _refuse(document, words_mistakes(document.value, english.value))
    return document.value


def _folder(language: str, prompts: Path | None) -> Path:
    known = languages(prompts)
    if language not in known:
        there = f"; choose from: {', '.join(known)}" if known else ""
        what = f"there are no texts for the language {language!r}{there}"
        raise LanguageIncomplete("session.language", what)
    return (prompts_folder() if prompts is None else prompts) / language


def _refuse(document: Document[object], mistakes: Iterable[Mistake]) -> None:
    """Raise the mistake that stands first in the file, if there is one."""
    found = sorted(mistakes, key=lambda mistake: document.tree.line(mistake.at))
    if found:
        raise document.mistake(found[0].at, found[0].what)
