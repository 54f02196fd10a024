"""`devices` and `settings`: what there is, and how it sounds."""

import sys
from typing import TYPE_CHECKING, Final

import click

from voice_rom.commands.flags import FLAGS
from voice_rom.commands.sample_sentence import say_sample
from voice_rom.content.settings_file import load_with_sources, settings_path, write_default_settings
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.protocol.events import Device

if TYPE_CHECKING:
    from voice_rom.devices.check import DeviceCheck

_METER_WIDTH: Final = 40
_METER_LOWEST_DBFS: Final = -80.0


def show_settings(*, write: bool) -> None:
    """Say where the user's settings file is; with `write`, put the commented file there."""
    if write:
        click.echo(f"The settings file has been written to {write_default_settings()}.")
        return
    path = settings_path()
    state = (
        "exists" if path.exists() else "does not exist yet; create it: voice-rom settings --write"
    )
    click.echo(f"{path}: {state}.")


def show_devices(
    microphone: str | None, loudspeaker: str | None, seconds: float, *, list_only: bool
) -> None:
    """List the devices, say a sentence, then show the microphone's level for `seconds`.

    Raises MicrophoneSilent when what came from it could not be heard.
    """
    from voice_rom.devices.check import DeviceCheck

    overrides = {"devices.microphone": microphone, "devices.loudspeaker": loudspeaker}
    settings = load_with_sources(overrides=overrides, flags=FLAGS).settings
    with DeviceCheck(settings.devices) as check:
        for kind in (Device.MICROPHONE, Device.LOUDSPEAKER):
            _list(check, kind)
        if list_only:
            return
        _say(check, settings)
        _show_levels(check, settings, seconds)


def _list(check: "DeviceCheck", kind: Device) -> None:
    devices = check.devices(kind)
    click.echo(f"{kind.capitalize()}s:" if devices else f"{kind.capitalize()}s: none")
    for device in devices:
        click.echo(f"  {device.title}{' (system default)' if device.is_default else ''}")


def _say(check: "DeviceCheck", settings: Settings) -> None:
    from voice_rom.app import open_voice

    voice = open_voice(settings)
    try:
        say_sample(check, voice, settings)
    finally:
        voice.close()


def _show_levels(check: "DeviceCheck", settings: Settings, seconds: float) -> None:
    from voice_rom.devices.microphone_fault import fault

    name = check.chosen(Device.MICROPHONE).title
    click.echo(f"Now say something into {name}. The bar grows while you speak.")
    wrong = None
    for level in check.levels(seconds):
        share = (level.level_dbfs - _METER_LOWEST_DBFS) / -_METER_LOWEST_DBFS
        bar = "#" * round(max(0.0, min(1.0, share)) * _METER_WIDTH)
        line = f"{level.seconds:4.1f} s {level.level_dbfs:6.1f} dB {bar:{_METER_WIDTH}}"
        click.echo(f"\r{line}" if sys.stdout.isatty() else line, nl=not sys.stdout.isatty())
        wrong = fault(level, settings.devices, name)
    if sys.stdout.isatty():
        click.echo()
    if wrong is not None:
        raise wrong
