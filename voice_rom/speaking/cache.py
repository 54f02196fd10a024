"""Sentences once rendered, kept in files that several programs may share.

An entry is 8 bytes of MAGIC, the CRC-32 of what follows as 4 bytes, then the samples: int16, all
little-endian. A sound library takes longer to import than a session's first words take to read, and
would not notice damage.

Entries come by `os.replace`: nobody ever sees half of one. Whatever goes wrong with a file or the
folder only means that there is no entry: the sentence is rendered once more.

Which sentences were said, findings among them, is nobody's business: reading an entry leaves no
time on it, and writing one only the day.
"""

import hashlib
import json
import os
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.sound import Samples
from voice_rom.speaking.renderer import Speech

MAGIC: Final = b"vromspk1"
"""Changes with everything that makes the same driver's samples different: trimming, resampling."""

CHECKSUM_BYTES: Final = 4

ABANDONED_SECONDS: Final = 3_600.0
"""No write takes this long: a temporary file of this age belongs to a program that was killed."""

DAY_SECONDS: Final = 86_400

MEGABYTE: Final = 1_000_000


def entry_name(speech: Speech, driver_version: str) -> str:
    """The same for the same samples, in every program; says nothing about the text."""
    told = [MAGIC.decode(), driver_version, speech.driver, speech.voice, speech.rate, speech.text]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:40] + ".speech"


class SpeechCache:
    """A folder of entries, or of nothing when it cannot be used."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._bytes = megabytes * MEGABYTE
        self._grown = False

    def get(self, name: str) -> Samples | None:
        """The samples of an entry, shape (samples,), or None: not there, not readable, damaged."""
        path = self.folder / name
        try:
            with open(path, "rb", opener=_opened_without_trace) as file:
                content = file.read()
        except OSError:
            return None
        head = len(MAGIC) + CHECKSUM_BYTES
        body = memoryview(content)[head:]
        if content[:head] != _head(body) or len(body) % 2:
            return None
        return np.frombuffer(body, dtype="<i2").astype(np.int16)

    def has(self, name: str) -> bool:
        """Whether there is an entry; it may still turn out to be damaged."""
        return (self.folder / name).is_file()

    def put(self, name: str, samples: Samples) -> None:
        body = memoryview(samples.astype("<i2").tobytes())
        path = self.folder / name
        write_whole(path, _head(body) + body)
        self._grown = True
        today = time.time() // DAY_SECONDS * DAY_SECONDS
        with suppress(OSError):
            os.utime(path, (today, today))

    def tidy(self) -> None:
        """Make the folder as small as it should be, if something was added to it."""
        if self._grown:
            self._grown = False
            with suppress(OSError):
                _forget_oldest(self.folder, self._bytes)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file all at once, or not at all: on a full disk or in a locked folder, nothing."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _head(body: memoryview) -> bytes:
    return MAGIC + zlib.crc32(body).to_bytes(CHECKSUM_BYTES, "little")


def _opened_without_trace(path: str, flags: int) -> int:
    """Open a file so that its time of access stays, where the system and the file's owner allow."""
    try:
        return os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:
        return os.open(path, flags)


def _forget_oldest(folder: Path, most_bytes: int) -> None:
    for abandoned in folder.glob("*.part"):
        if time.time() - abandoned.stat().st_mtime > ABANDONED_SECONDS:
            abandoned.unlink(missing_ok=True)
    entries = [(path.stat(), path) for path in folder.glob("*.speech")]
    entries.sort(key=lambda entry: entry[0].st_mtime_ns)
    too_many = sum(stat.st_size for stat, _ in entries) - most_bytes
    for stat, path in entries:
        if too_many <= 0:
            return
        path.unlink(missing_ok=True)
        too_many -= stat.st_size
