"""With storage off, nothing that anybody said is anywhere on the disk; with it on, in one place."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.errors import StorageUnavailable
from voice_rom.store import LostStore, MemoryStore

ROOT = Path(__file__).parents[2]
PLANTED = "abracadabra"


def lead(home: Path, *flags: str) -> dict[Path, bytes]:
    """Lead a session with everything that is a user's own in `home`; give what is there then."""
    folders = ("config", "cache", "data", "state", "run", "tmp")
    for folder in folders:
        (home / folder).mkdir(mode=0o700)
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "TMPDIR": str(home / "tmp"),
    }
    command = [sys.executable, "-m", "tests.storage.planted_session", PLANTED, *flags]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, umask=0)
    return {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="the folders as POSIX has them")
def test_what_was_said_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    files = lead(tmp_path)
    assert [file for file, held in files.items() if PLANTED.encode() in held] == []
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="the folders as POSIX has them")
def test_with_storage_on_it_is_in_the_history_alone_and_only_the_owner_may_read_it(
    tmp_path: Path,
) -> None:
    files = lead(tmp_path, "--keep")
    folder = tmp_path / "data" / "voice_rom" / "history"
    holding = [file for file, held in files.items() if PLANTED.encode() in held]
    assert holding == [folder / "history.db"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_store_in_memory_keeps_the_latest_answer_and_nothing_else() -> None:
    store = MemoryStore()
    first = Answer(test_id="lift", question_id="pain", status=Status.SKIPPED)
    second = Answer(test_id="lift", question_id="pain", status=Status.ANSWERED, side=Side.LEFT)
    for answer in (first, second):
        store.record(answer)
    assert store.answers == {("lift", "pain"): second}


def test_a_store_that_is_lost_says_so_whatever_is_asked_of_it() -> None:
    fault = StorageUnavailable("history.db: the disk is full.")
    store = LostStore(fault)
    answer = Answer(test_id="lift", question_id="pain", status=Status.SKIPPED)
    for step in (
        store.begin,
        lambda: store.resume(accepted=True),
        lambda: store.record(answer),
    ):
        with pytest.raises(StorageUnavailable) as told:
            step()
        assert told.value is fault
