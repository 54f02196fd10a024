"""The key that rooms and desk share: made once, for its owner alone, refused where it is not."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voice_rom.errors import StaffKeyUnusable, UsageMistake
from voice_rom.intercom.key_file import make_key, read_key


def test_a_key_that_was_made_can_be_read_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "key"
    make_key(file)

    assert len(read_key(str(file))) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_two_keys_are_the_same_and_none_is_overwritten(tmp_path: Path) -> None:
    make_key(tmp_path / "one")
    make_key(tmp_path / "other")
    first = read_key(str(tmp_path / "one"))

    assert first != read_key(str(tmp_path / "other"))
    with pytest.raises(UsageMistake, match="is there already"):
        make_key(tmp_path / "one")
    assert read_key(str(tmp_path / "one")) == first


def test_a_key_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match="cannot be written: No such file"):
        make_key(tmp_path / "nowhere" / "key")


SMALL_DISK = """
import resource, sys
from pathlib import Path
from voice_rom.errors import UsageMistake
from voice_rom.intercom.key_file import make_key

resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    make_key(Path(sys.argv[1]))
except UsageMistake as refusal:
    print(refusal)
"""


@pytest.mark.real
@pytest.mark.skipif(os.name != "posix", reason="needs a limit to how long a file may be")
def test_a_key_that_cannot_be_written_whole_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    ended = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(file)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith(f"{file}: cannot be written: File too large")
    assert not file.exists()
    make_key(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    make_key(file)
    file.chmod(mode)

    with pytest.raises(StaffKeyUnusable, match="others may read it; type: chmod 600"):
        read_key(str(file))


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 300, b"\xff" * 40, b"two words" * 5])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)

    with pytest.raises(StaffKeyUnusable, match="holds no key"):
        read_key(str(file))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "names no file"),
        ("nowhere", "there is no such file"),
        (".", "cannot be read: Is a directory"),
        ("\0", "not a usable name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, written: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StaffKeyUnusable, match=told) as wrong:
        read_key(written)
    assert wrong.value.exit_code == 39
