"""Whether a folder holds a whole speech model: at a glance, or byte by byte."""

import hashlib
from pathlib import Path

from voice_rom.errors import ModelDamaged
from voice_rom.model_store.manifest import ModelFile, SpeechModel

_ESSENTIAL = "am/final.mdl"
"""The acoustic model: a folder without it is no Vosk model of any kind."""


def check_at_a_glance(folder: Path, model: SpeechModel) -> None:
    """Raises ModelDamaged when a file is missing or of another size; reads no file."""
    problems = [problem for file in model.files if (problem := _size_problem(folder, file))]
    if not problems:
        return
    if not (folder / _ESSENTIAL).is_file():
        raise ModelDamaged(
            f"{folder} does not contain a Vosk model: {_ESSENTIAL} is missing. Give the folder of"
            f" {model.name}, or type: voice-rom model get"
        )
    if len(problems) > len(model.files) // 2:
        raise ModelDamaged(
            f"{folder} contains a different model from {model.name}, the one that voice_rom uses"
            f' for "{model.language}". Type: voice-rom model get'
        )
    raise ModelDamaged(
        f"The speech model in {folder} is damaged: {problems[0]}. Type: voice-rom model get"
    )


def problems_in(folder: Path, model: SpeechModel) -> list[str]:
    """Reads every byte (about 0.1 s); one short text for each file that is not as it should be."""
    return [problem for file in model.files if (problem := _content_problem(folder, file))]


def sha256_of(path: Path) -> str:
    """In hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _size_problem(folder: Path, file: ModelFile) -> str | None:
    try:
        size = (folder / file.path).stat().st_size
    except OSError:
        return f"{file.path} is missing"
    if size != file.size:
        return f"{file.path} has {size} bytes instead of {file.size}"
    return None


def _content_problem(folder: Path, file: ModelFile) -> str | None:
    if problem := _size_problem(folder, file):
        return problem
    try:
        intact = sha256_of(folder / file.path) == file.sha256
    except OSError as error:
        return f"{file.path} cannot be read: {error.strerror}"
    return None if intact else f"{file.path} has the wrong contents"
