"""The files that a language consists of, and which of them are still missing."""

from pathlib import Path
from typing import Final

from voice_rom.content.load import (
    ASSESSMENT_FILE,
    DISPLAY_FILE,
    HISTORY_FILE,
    KIOSK_FILE,
    PAGE_FILE,
    PHRASES_FILE,
    REPORT_FILE,
    SAFETY_FILE,
    STAFF_FILE,
    VOCABULARY_FILE,
    VOICE_FILE,
)
from voice_rom.content.understood import UNDERSTOOD_FILE
from voice_rom.data_files import prompts_folder

TEXT_FILES: Final = (
    ASSESSMENT_FILE,
    PHRASES_FILE,
    SAFETY_FILE,
    VOCABULARY_FILE,
    UNDERSTOOD_FILE,
    DISPLAY_FILE,
    PAGE_FILE,
    REPORT_FILE,
    HISTORY_FILE,
    VOICE_FILE,
    KIOSK_FILE,
    STAFF_FILE,
)


def begun_languages(prompts: Path | None = None) -> tuple[str, ...]:
    """The languages that have a folder in `prompts`, finished or not, sorted."""
    folder = prompts_folder() if prompts is None else prompts
    return tuple(
        sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")
    )


def missing_files(language: str, prompts: Path | None = None) -> tuple[Path, ...]:
    """The files of `language` that are not in the folder `prompts` (default: the program's own)."""
    folder = (prompts_folder() if prompts is None else prompts) / language
    return tuple(folder / name for name in TEXT_FILES if not (folder / name).is_file())
