import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def _is_for_bash(path: Path) -> bool:
    return path.is_file() and path.read_text().startswith(
        ("#!/usr/bin/env bash", "# shellcheck shell=bash")
    )


SCRIPTS = sorted(
    path for path in [*(CHECKOUT / "script").iterdir(), CHECKOUT / ".ci/run"] if _is_for_bash(path)
)


def test_the_scripts_that_the_readme_names_are_there() -> None:
    assert {"run", "test", "setup", "lint", "format", "lock"} <= {path.name for path in SCRIPTS}


@pytest.mark.real
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_bash_can_read_every_script(script: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    ended = subprocess.run([bash, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.real
def test_shellcheck_finds_nothing_in_the_scripts() -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")
    if not shellcheck.exists():
        pytest.skip("shellcheck is not in this environment")
    ended = subprocess.run(
        [str(shellcheck), "--external-sources", *map(str, SCRIPTS)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == ""


@pytest.mark.parametrize("name", ["build.txt", "runtime.txt", "natural.txt", "dev.txt"])
def test_every_requirement_is_pinned_by_hash_and_names_no_server(name: str) -> None:
    text = (CHECKOUT / "requirements" / name).read_text()
    blocks = [block for block in text.replace("\\\n", " ").splitlines() if "==" in block]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_scripts_support_the_pythons_that_the_package_names() -> None:
    text = (CHECKOUT / "script" / "python_finding").read_text()
    (listed,) = re.findall(r"^supported_pythons=\((.*)\)$", text, re.MULTILINE)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    named = [
        classifier.rpartition(" ")[2]
        for classifier in project["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", classifier)
    ]
    assert listed.split() == named
    assert project["requires-python"] == f">={named[0]}"


def test_what_tests_need_holds_all_that_running_and_both_voices_need_in_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (CHECKOUT / "requirements" / name).read_text().splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert pins("runtime.txt") < pins("natural.txt") < pins("dev.txt")
