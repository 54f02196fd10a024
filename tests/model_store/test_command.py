"""`python -m voice_rom.model_store`, as script/setup starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.real


def model_store(*arguments: str, model: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_rom.model_store", *arguments],
        env={**os.environ, "VOICE_ROM_MODEL": str(model)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_model_is_one_line_and_its_exit_code(tmp_path: Path) -> None:
    ended = model_store("where", model=tmp_path / "nowhere")
    assert ended.returncode == 12
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""


def test_a_model_of_another_kind_is_one_line_and_its_exit_code(tmp_path: Path) -> None:
    ended = model_store("verify", model=tmp_path)
    assert ended.returncode == 13
    assert len(ended.stderr.splitlines()) == 1


def test_an_archive_that_is_not_the_models_is_refused_with_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "brought.zip").write_bytes(b"something else")
    ended = model_store("get", "--from", str(tmp_path / "brought.zip"), model=tmp_path)
    assert ended.returncode == 14
    assert ended.stderr.splitlines()[-1].endswith("its SHA-256 is not in the list of models.")
