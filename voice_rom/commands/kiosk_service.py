"""`kiosk install`, `remove` and `status`: the kiosk as services of systemd."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from voice_rom import model_store
from voice_rom.errors import ModelMissing, ServiceNotInstalled, UsageMistake
from voice_rom.kiosk.units import PROGRAM_UNIT, SCREEN_UNIT, Installation

UNITS: Final = Path("/etc/systemd/system")
SETTINGS: Final = Path("/etc/voice-rom/kiosk.toml")
KEPT: Final = Path("/var/lib/voice-rom")

_BOOTED: Final = Path("/run/systemd/system")
"""sd_booted(3): it is there where systemd runs the computer."""
_SYSTEMCTL_SECONDS: Final = 60.0

_FIRST_SETTINGS: Final = """\
# The kiosk's settings: docs/KIOSK.md lists what belongs here.
# "voice-rom settings --write" writes a file with everything that can be set.
# "voice-rom kiosk install" leaves this file as it is.

[clinic]
name = ""
contact = ""
"""


def install(flags: Mapping[str, object]) -> None:
    """Write the units, and start them where systemd runs. Raises ServiceNotInstalled."""
    folder = _folder(flags)
    settings = _settings(flags)
    account = _account(flags.get("user"))
    installation = Installation(
        python=sys.executable,
        settings=settings,
        user=account.pw_name,
        user_number=account.pw_uid,
        model=_model(),
        cage=None if flags.get("no_screen") else _cage(),
    )
    units = installation.units()
    with _faults_told():
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(_FIRST_SETTINGS, encoding="utf-8")
        for name in (PROGRAM_UNIT, SCREEN_UNIT):
            if name in units:
                _write(folder / name, units[name])
            else:
                (folder / name).unlink(missing_ok=True)
    click.echo(f"Wrote {', '.join(str(folder / name) for name in units)}.")
    click.echo(f"The settings are in {settings}.")
    if not _manages(folder):
        click.echo(f"When systemd runs: systemctl enable --now {' '.join(units)}")
        return
    _systemctl("daemon-reload")
    _systemctl("enable", *units)
    _systemctl("restart", *units)
    click.echo("The kiosk is running, and starts with the computer.")


def remove(flags: Mapping[str, object]) -> None:
    """Stop the services and delete their units; settings and saved answers stay."""
    folder = _folder(flags)
    there = [name for name in (SCREEN_UNIT, PROGRAM_UNIT) if (folder / name).exists()]
    if not there:
        click.echo("The kiosk is not installed.")
        return
    if _manages(folder):
        _systemctl("disable", "--now", *there)
    with _faults_told():
        for name in there:
            (folder / name).unlink()
    if _manages(folder):
        _systemctl("daemon-reload")
    click.echo(f"Removed {', '.join(there)}.")
    click.echo(f"The settings ({SETTINGS}) and saved answers ({KEPT}) are left as they are.")


def status(flags: Mapping[str, object]) -> None:
    """Say what is installed, and whether it runs. Raises ServiceNotInstalled if it does not."""
    folder = _folder(flags)
    there = [name for name in (PROGRAM_UNIT, SCREEN_UNIT) if (folder / name).exists()]
    if not there:
        raise ServiceNotInstalled("The kiosk is not installed; type: sudo voice-rom kiosk install")
    if not _manages(folder):
        click.echo(f"Installed: {', '.join(there)}. systemd does not run here.")
        return
    states = {name: _asked("is-active", name) for name in there}
    for name, state in states.items():
        click.echo(f"{name}: {state}, {_asked('is-enabled', name)}")
    if set(states.values()) != {"active"}:
        raise ServiceNotInstalled(
            f"The kiosk does not run; to see why, type: journalctl -u {PROGRAM_UNIT} -n 50"
        )


def _folder(flags: Mapping[str, object]) -> Path:
    if not sys.platform.startswith("linux"):
        raise UsageMistake("The kiosk can be installed on Linux with systemd only.")
    folder = flags.get("units")
    return folder if isinstance(folder, Path) else UNITS


def _settings(flags: Mapping[str, object]) -> Path:
    given = flags.get("settings_file")
    return given.absolute() if isinstance(given, Path) else SETTINGS


def _account(name: object) -> pwd.struct_passwd:
    """Who it runs as. Raises UsageMistake."""
    wanted = name if isinstance(name, str) else os.environ.get("SUDO_USER", "")
    if not wanted and os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    if not wanted or wanted == "root":
        raise UsageMistake("The kiosk must not run as root: name a user of its own with --user.")
    try:
        return pwd.getpwnam(wanted)
    except KeyError:
        raise UsageMistake(
            f"--user: there is no user {wanted!r}; type: sudo useradd --create-home {wanted}"
        ) from None


def _model() -> Path | None:
    try:
        return model_store.find()
    except ModelMissing:
        return None


def _cage() -> str:
    """Raises ServiceNotInstalled."""
    cage = shutil.which("cage")
    # Debian's cage does not start without Xwayland, and does not bring it.
    if cage is None or shutil.which("Xwayland") is None:
        raise ServiceNotInstalled(
            "The screen needs cage and Xwayland; type: sudo apt-get install cage xwayland, "
            "or add --no-screen to install the program alone."
        )
    return cage


def _write(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.chmod(0o644)
    new.replace(file)


def _manages(folder: Path) -> bool:
    """Whether systemd runs, and reads this folder."""
    return folder == UNITS and _BOOTED.is_dir()


def _systemctl(*arguments: str) -> None:
    """Raises ServiceNotInstalled with what it says."""
    done = _run("systemctl", *arguments)
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise ServiceNotInstalled(f"systemctl {' '.join(arguments)}: {said}")


def _asked(what: str, name: str) -> str:
    return _run("systemctl", what, name).stdout.strip() or "unknown"


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(  # noqa: S603 - our own words alone
            command, capture_output=True, text=True, timeout=_SYSTEMCTL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ServiceNotInstalled(f"{' '.join(command)}: {problem}") from problem


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except PermissionError as refused:
        raise ServiceNotInstalled(
            f"{refused.filename}: no permission to write there; "
            "type: sudo voice-rom kiosk install (or remove)"
        ) from refused
    except OSError as problem:
        raise ServiceNotInstalled(f"{problem.filename}: {problem.strerror}.") from problem
