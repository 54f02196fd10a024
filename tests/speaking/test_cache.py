import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_rom.sound import Samples
from voice_rom.speaking.cache import SpeechCache, entry_name
from voice_rom.speaking.renderer import Speech

ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SAMPLES: Samples = np.arange(-4_000, 4_000, dtype=np.int16)
NAME = entry_name(Speech("Hello.", "espeak", "gmw/en-us", 150), "1.51")


def test_what_is_put_in_comes_out_again(tmp_path: Path) -> None:
    SpeechCache(tmp_path / "new" / "folder", 1).put(NAME, SAMPLES)
    cache = SpeechCache(tmp_path / "new" / "folder", 1)
    samples = cache.get(NAME)
    assert cache.has(NAME)
    assert samples is not None
    assert samples.tolist() == SAMPLES.tolist()
    assert samples.dtype == np.dtype(np.int16)


@pytest.mark.parametrize(
    "speech",
    [
        Speech("Hello!", "espeak", "gmw/en-us", 150),
        Speech("Hello.", "sapi5", "gmw/en-us", 150),
        Speech("Hello.", "espeak", "gmw/en", 150),
        Speech("Hello.", "espeak", "gmw/en-us", 151),
    ],
)
def test_another_text_driver_voice_or_rate_is_another_entry(speech: Speech) -> None:
    assert entry_name(speech, "1.51") != NAME


def test_another_version_of_the_driver_is_another_entry() -> None:
    assert entry_name(Speech("Hello.", "espeak", "gmw/en-us", 150), "1.52") != NAME


@ANY_MACHINE
@given(position=st.integers(0, 12 + 2 * len(SAMPLES) - 1), change=st.integers(1, 255))
def test_an_entry_with_any_byte_damaged_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, position: int, change: int
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache = SpeechCache(folder, 1)
    cache.put(NAME, SAMPLES)
    content = bytearray((folder / NAME).read_bytes())
    content[position] ^= change
    (folder / NAME).write_bytes(content)
    assert cache.get(NAME) is None


@ANY_MACHINE
@given(length=st.integers(0, 12 + 2 * len(SAMPLES) - 1))
def test_an_entry_cut_off_anywhere_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache = SpeechCache(folder, 1)
    cache.put(NAME, SAMPLES)
    (folder / NAME).write_bytes((folder / NAME).read_bytes()[:length])
    assert cache.get(NAME) is None


def test_a_folder_that_cannot_be_made_keeps_nothing_and_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = SpeechCache(tmp_path / "file" / "cache", 1)
    cache.put(NAME, SAMPLES)
    cache.tidy()
    assert cache.get(NAME) is None
    assert not cache.has(NAME)


def test_an_entry_that_cannot_be_replaced_leaves_no_other_file_behind(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    SpeechCache(tmp_path, 1).put(NAME, SAMPLES)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_what_is_said_leaves_no_time_behind(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, 1)
    cache.put(NAME, np.zeros(100, np.int16))
    written = (tmp_path / NAME).stat()
    assert written.st_mtime % 86_400 == 0
    assert cache.get(NAME) is not None
    read = (tmp_path / NAME).stat()
    assert (read.st_mtime_ns, read.st_ctime_ns) == (written.st_mtime_ns, written.st_ctime_ns)
    if sys.platform == "linux":
        assert read.st_atime_ns == written.st_atime_ns


def test_the_oldest_entries_go_when_the_folder_is_full(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, 1)
    long = np.zeros(200_000, dtype=np.int16)
    for age, name in enumerate(["newest.speech", "second.speech", "oldest.speech"]):
        cache.put(name, long)
        os.utime(tmp_path / name, (1_000_000_000 - age, 1_000_000_000 - age))
    assert cache.get("oldest.speech") is not None
    cache.tidy()
    assert {path.name for path in tmp_path.iterdir()} == {"newest.speech", "second.speech"}


def test_what_a_killed_program_was_writing_is_cleared_away(tmp_path: Path) -> None:
    for name, when in (("old.part", 1_000_000_000), ("other.part", None)):
        (tmp_path / name).write_text("half")
        if when is not None:
            os.utime(tmp_path / name, (when, when))
    cache = SpeechCache(tmp_path, 1)
    cache.put(NAME, SAMPLES)
    cache.tidy()
    assert {path.name for path in tmp_path.iterdir()} == {NAME, "other.part"}
