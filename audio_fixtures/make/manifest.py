"""Writes the recordings and the manifest that says how each was made."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import yaml

from audio_fixtures.make.recording import Parameter, Recording
from audio_fixtures.make.signal import to_samples
from audio_fixtures.make.voices import LICENCES, Engine, versions
from voice_rom.sound import SAMPLE_RATE, Samples

MANIFEST: Final = "manifest.yaml"

OWN_LICENCE: Final = "made by this repository's own program; the repository's licence"

FOLDERS: Final = ("words", "phrases", "bystander", "noise", "conditions")
"""What the making owns; everything else in audio_fixtures is left alone."""

HEAD: Final = """\
# Made by script/make_fixtures: change audio_fixtures/make/ instead, and make again.
# Every recording: FLAC, 16 kHz, mono, 16 bit. `words` is what is said, empty for noise; `meant`
# what it means in the end, where somebody hesitates or corrects.
"""

Entry = dict[str, str | dict[str, Parameter]]


def write_all(recordings: Iterable[Recording], folder: Path) -> int:
    """Write every recording and the manifest, remove what is no longer made; returns how many."""
    entries = sorted((_write(recording, folder) for recording in recordings), key=_path)
    _remove_others({_path(entry) for entry in entries}, folder)
    manifest = {"made_with": versions(frozenset(Engine)), "recordings": entries}
    text = yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)
    (folder / MANIFEST).write_text(HEAD + text, "utf-8")
    return len(entries)


def _path(entry: Entry) -> str:
    return str(entry["path"])


def _write(recording: Recording, folder: Path) -> Entry:
    path = folder / f"{recording.name}.flac"
    samples = to_samples(recording.signal)
    if not _holds(path, samples):
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, samples, SAMPLE_RATE, subtype="PCM_16", compression_level=1.0)
    return {
        "path": f"{recording.name}.flac",
        "voice": recording.voice.name if recording.voice else "",
        "words": recording.words,
        **({"meant": str(recording.meant)} if recording.meant else {}),
        "made": _made(recording),
        "licence": LICENCES[recording.voice.engine] if recording.voice else OWN_LICENCE,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _made(recording: Recording) -> dict[str, Parameter]:
    voice = recording.voice
    by: dict[str, Parameter] = {"engine": "audio_fixtures/make"}
    if voice:
        by = {"engine": str(voice.engine), "voice": voice.id, "sex": str(voice.sex)}
    return {**by, "condition": recording.condition, **recording.parameters}


def _holds(path: Path, samples: Samples) -> bool:
    """Whether the file is there with these samples: another FLAC encoder then changes nothing."""
    if not path.is_file():
        return False
    held, rate = soundfile.read(path, dtype="int16")
    return rate == SAMPLE_RATE and np.array_equal(held, samples)


def _remove_others(paths: set[str], folder: Path) -> None:
    for name in FOLDERS:
        for file in sorted((folder / name).rglob("*.flac")):
            if file.relative_to(folder).as_posix() not in paths:
                file.unlink()
