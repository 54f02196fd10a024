"""`voice-rom kiosk install`, `remove` and `status`, as far as it goes without a running systemd."""

import getpass
import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.running_program import running
from voice_rom.cli import cli
from voice_rom.commands.kiosk_service import install, remove, status
from voice_rom.errors import ServiceNotInstalled, UsageMistake
from voice_rom.kiosk.units import PROGRAM_UNIT, SCREEN_UNIT, WATCHDOG_SECONDS, Installation

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is Linux's")

USER = next(each.pw_name for each in pwd.getpwall() if each.pw_uid not in (0, 65534))
"""Somebody whom this computer knows; systemd warns of nobody."""

LARGEST_EXPOSURE = 2.5
"""systemd-analyze security: 0 is locked up, 10 is open; it calls up to 4 "OK"."""


def units(**changes: object) -> dict[str, str]:
    usual = {
        "python": sys.executable,
        "settings": Path("/etc/voice-rom/kiosk.toml"),
        "user": USER,
        "user_number": 65534,
        "model": Path("/opt/my models/en"),
        "cage": "/bin/true",
    }
    return dict(Installation(**{**usual, **changes}).units())  # type: ignore[arg-type]


def written(folder: Path, **changes: object) -> list[str]:
    files = []
    for name, text in units(**changes).items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(str(folder / name))
    return files


def analysed(*arguments: str) -> str:
    if shutil.which("systemd-analyze") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("systemd-analyze is not installed")
    with running(
        ["systemd-analyze", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    ) as program:
        said, _ = program.communicate()
    assert program.returncode == 0, said
    return str(said)


def lines(unit: str) -> list[str]:
    return [line for line in unit.splitlines() if line and not line.startswith("#")]


@pytest.mark.real
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    said = analysed("verify", *written(tmp_path))
    assert [line for line in said.splitlines() if "voice-rom" in line] == []


@pytest.mark.real
def test_the_program_is_locked_up_well(tmp_path: Path) -> None:
    program, _ = written(tmp_path)
    said = analysed("security", "--offline=true", "--no-pager", program)
    (exposure,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert float(exposure) <= LARGEST_EXPOSURE


def test_the_program_is_started_again_whenever_it_ends_and_watched_by_its_own_loop() -> None:
    program = lines(units()[PROGRAM_UNIT])
    for line in (
        "Type=notify",
        "NotifyAccess=all",  # the loop that feeds is a process of its own
        f"WatchdogSec={WATCHDOG_SECONDS}",
        "Restart=always",
        "StartLimitBurst=10",
        "LimitCORE=0",
    ):
        assert line in program


def test_the_screen_is_a_unit_of_its_own_and_gives_no_way_to_a_console() -> None:
    screen = lines(units()[SCREEN_UNIT])
    (start,) = (line for line in screen if line.startswith("ExecStart="))
    assert start == (
        f"ExecStart=/bin/true -- {sys.executable} -m voice_rom.kiosk.screen /run/voice-rom-kiosk"
    )
    assert "Restart=always" in screen
    assert "Conflicts=getty@tty1.service" in screen
    (program,) = (line for line in lines(units()[PROGRAM_UNIT]) if line.startswith("ExecStart="))
    assert program.endswith("--screen /run/voice-rom-kiosk")


def test_without_a_screen_there_is_one_unit_and_no_browser() -> None:
    (only,) = units(cage=None).items()
    assert only[0] == PROGRAM_UNIT
    assert "--no-browser" in only[1]


def test_names_that_mean_something_to_systemd_are_names_all_the_same() -> None:
    program = units(settings=Path('/srv/50% "ours"/my $kiosk.toml'))[PROGRAM_UNIT]
    assert r'"/srv/50%% \"ours\"/my $$kiosk.toml"' in program
    assert 'Environment="VOICE_ROM_MODEL=/opt/my models/en"' in program


def test_the_compositor_can_make_its_socket() -> None:
    screen = units(user_number=1001)[SCREEN_UNIT].splitlines()
    assert "ProtectHome=read-only" in screen
    assert "ReadWritePaths=-/run/user/1001" in screen


def flags(folder: Path, **changes: object) -> dict[str, object]:
    settings = folder / "clinic" / "kiosk.toml"
    usual = {"units": folder, "settings_file": settings, "user": USER, "no_screen": True}
    return {**usual, **changes}


def test_an_upgrade_writes_the_units_anew_and_keeps_the_settings(tmp_path: Path) -> None:
    install(flags(tmp_path))
    settings = tmp_path / "clinic" / "kiosk.toml"
    assert "[clinic]" in settings.read_text("utf-8")
    settings.write_text('[clinic]\nname = "Elm Street"\n', encoding="utf-8")
    (tmp_path / PROGRAM_UNIT).write_text("of an older version", encoding="utf-8")
    install(flags(tmp_path))
    assert settings.read_text("utf-8") == '[clinic]\nname = "Elm Street"\n'
    assert f"User={USER}" in (tmp_path / PROGRAM_UNIT).read_text("utf-8")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["clinic", PROGRAM_UNIT]


def test_the_settings_may_be_named_before_install(tmp_path: Path) -> None:
    settings = tmp_path / "clinic" / "kiosk.toml"
    install = ["install", "--no-screen", "--user", USER, "--units", str(tmp_path)]

    installed = CliRunner().invoke(cli, ["kiosk", "--settings", str(settings), *install])

    assert installed.exit_code == 0
    assert str(settings) in (tmp_path / PROGRAM_UNIT).read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--language", "de", "install"], "--language: voice-rom kiosk install has no use for it"),
        (["--settings", "kiosk.toml", "remove"], "--settings: voice-rom kiosk remove has no use"),
        (["--no-browser", "status"], "--no-browser: voice-rom kiosk status has no use for it"),
    ],
)
def test_a_flag_before_them_that_would_do_nothing_is_refused(
    tmp_path: Path, typed: list[str], told: str
) -> None:
    refused = CliRunner().invoke(cli, ["kiosk", *typed, "--units", str(tmp_path)])

    assert isinstance(refused.exception, UsageMistake)
    assert told in str(refused.exception)
    assert list(tmp_path.iterdir()) == []


def test_removing_it_leaves_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(flags(tmp_path))
    remove(flags(tmp_path))
    assert [each.name for each in tmp_path.iterdir()] == ["clinic"]
    assert "are left as they are" in capsys.readouterr().out
    remove(flags(tmp_path))
    assert capsys.readouterr().out == "The kiosk is not installed.\n"


def test_status_says_whether_it_is_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ServiceNotInstalled, match="type: sudo voice-rom kiosk install") as wrong:
        status(flags(tmp_path))
    assert wrong.value.exit_code == 37
    install(flags(tmp_path))
    capsys.readouterr()
    status(flags(tmp_path))
    assert PROGRAM_UNIT in capsys.readouterr().out


@pytest.mark.parametrize(
    ("user", "told"),
    [("root", "must not run as root"), ("no-such-user", "there is no user 'no-such-user'")],
)
def test_it_runs_as_a_user_that_there_is_and_never_as_root(
    tmp_path: Path, user: str, told: str
) -> None:
    with pytest.raises(UsageMistake, match=told):
        install(flags(tmp_path, user=user))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(getpass.getuser() == "root", reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ServiceNotInstalled, match="type: sudo voice-rom kiosk install"):
        install(flags(tmp_path))
    tmp_path.chmod(0o700)


@pytest.mark.real
@pytest.mark.parametrize("there", [[], ["cage"], ["Xwayland"]])
def test_without_cage_and_what_it_needs_it_is_said_what_to_install(
    tmp_path: Path, there: list[str]
) -> None:
    programs, units = tmp_path / "programs", tmp_path / "units"
    programs.mkdir()
    units.mkdir()
    for each in there:
        (programs / each).touch(mode=0o755)
    command = [sys.executable, "-m", "voice_rom", "kiosk", "install", "--user", USER]
    with running(
        [*command, "--units", str(units), "--settings", str(units / "kiosk.toml")],
        env={**os.environ, "PATH": str(programs), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as program:
        _, said = program.communicate()
    assert program.returncode == 37
    assert "sudo apt-get install cage xwayland, or add --no-screen" in said
    assert list(units.iterdir()) == []
