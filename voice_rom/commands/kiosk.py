"""`kiosk`: one person after another, each in a process of their own."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.commands.flags import FLAGS, overrides_of
from voice_rom.content.settings_file import load_settings
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import SettingsError, UsageMistake
from voice_rom.simulation.scenario_library import find_scenario

if TYPE_CHECKING:
    from voice_rom.kiosk.loop import ShownPage, Wiped

_LOOPBACK: Final = "127.0.0.1"


def run_kiosk(flags: Mapping[str, object]) -> None:
    """Run until somebody ends it. Raises EndedEarly then, PageNotServed and UsageMistake."""
    if sys.platform == "win32":
        raise UsageMistake("The kiosk runs on Linux and macOS only.")
    from voice_rom.kiosk.loop import KioskLoop
    from voice_rom.kiosk.order import VisitOrder
    from voice_rom.kiosk.staff_line import new_room_id
    from voice_rom.page.access import new_secrets
    from voice_rom.page.listening import listen_at

    scenario, speed = _simulated(flags)
    overrides, port = overrides_of(flags), flags.get("port")
    address = _address(_path(flags, "settings_file"), overrides)
    with listen_at(address, port if isinstance(port, int) else 0) as listening:
        secrets = new_secrets(many=True)
        link = f"http://{address}:{listening.getsockname()[1]}/?token={secrets.token}"
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=secrets,
            settings_file=_absolute(flags, "settings_file"),
            overrides=overrides,
            flags=FLAGS,
            model=_absolute(flags, "model"),
            scenario=scenario,
            speed=speed,
            room_id=new_room_id(),
        )
        people = flags.get("people")
        loop = KioskLoop(order, browser=_browser(flags, link), tell=_tell)
        loop.run(people if isinstance(people, int) else None)


def _simulated(flags: Mapping[str, object]) -> tuple[str, float]:
    """The scenario's file, and the speed. Raises UsageMistake and ScenarioError."""
    from voice_rom.commands.simulating import checked_speed

    scenario, speed = flags.get("simulate"), flags.get("speed")
    if not isinstance(scenario, str):
        if speed is not None:
            raise UsageMistake("--speed is for a simulated person: add --simulate.")
        return "", 0.0
    return str(find_scenario(scenario).resolve()), checked_speed(speed) or 0.0


def _address(file: Path | None, overrides: Mapping[str, object]) -> str:
    """Where the page is served. What is wrong with the settings is told by the page itself."""
    try:
        settings: Settings = load_settings(file, overrides)
    except SettingsError:
        return _LOOPBACK
    return settings.page.address


def _browser(flags: Mapping[str, object], link: str) -> "ShownPage | None":
    from voice_rom.kiosk.browser import KioskBrowser, find_browser
    from voice_rom.kiosk.screen import ScreenElsewhere

    screen = flags.get("screen")
    if isinstance(screen, Path):
        return ScreenElsewhere(screen, link)
    if not flags.get("no_browser"):
        named = flags.get("browser")
        program = named if isinstance(named, str) else find_browser()
        if program is not None:
            return KioskBrowser(program, link)
        click.echo("There is no Chromium on this computer, so open the page yourself.", err=True)
    click.echo(f"The page: {link}", err=True)
    return None


def _tell(wiped: "Wiped") -> None:
    """Nothing of the person: how many there were, and whether their process ended as it should."""
    fault = "" if wiped.code == 0 else f" (exit code {wiped.code})"
    click.echo(f"Person {wiped.number} has left; everything is wiped{fault}.", err=True)


def _path(flags: Mapping[str, object], name: str) -> Path | None:
    value = flags.get(name)
    return value if isinstance(value, Path) else None


def _absolute(flags: Mapping[str, object], name: str) -> str:
    path = _path(flags, name)
    return "" if path is None else str(path.absolute())
