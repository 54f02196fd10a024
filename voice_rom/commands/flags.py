"""What the flags of a session say about settings, display and report."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voice_rom.content.settings_file import load_settings
from voice_rom.core.settings import Settings
from voice_rom.errors import UsageMistake
from voice_rom.ports import Display
from voice_rom.reporting.write import check_writable

_SETTING_OF_FLAG: Final = {
    "tests": "session.tests",
    "language": "session.language",
    "automatic_wait": "session.automatic_wait",
    "rate": "voice.rate",
    "voice": "voice.voice",
    "keep": "storage.keep",
    "data": "storage.folder",
    "microphone": "devices.microphone",
    "loudspeaker": "devices.loudspeaker",
}


@dataclass(frozen=True)
class SessionFlags:
    """The flags of a session, checked: a report that cannot be written is told before it starts."""

    settings: Settings
    model: Path | None
    report: Path | None
    quiet: bool
    json_events: bool
    steady: bool


def read_flags(
    flags: Mapping[str, object], extra: Mapping[str, object] | None = None
) -> SessionFlags:
    """Turn flags into settings; `extra` are settings of a scenario, under the flags.

    Raises SettingsError, UsageMistake and ReportNotWritable.
    """
    overrides = dict(extra or {})
    for flag, setting in _SETTING_OF_FLAG.items():
        value = flags.get(flag)
        if value is not None and value != ():
            overrides[setting] = list(value) if isinstance(value, tuple) else value
    if flags.get("quiet") and flags.get("json_events"):
        raise UsageMistake("--quiet and --json-events exclude each other; give one of them.")
    report = _path(flags.get("report"))
    if report is not None:
        check_writable(report)
    return SessionFlags(
        settings=load_settings(_path(flags.get("settings_file")), overrides),
        model=_path(flags.get("model")),
        report=report,
        quiet=bool(flags.get("quiet")),
        json_events=bool(flags.get("json_events")),
        steady=bool(flags.get("steady")),
    )


def open_display(flags: SessionFlags, *, keys: bool = True) -> Display:
    """The display that the flags ask for. `keys`: there are keys that stand in for a voice."""
    from voice_rom.display.json_events import JsonEvents

    if flags.json_events:
        return JsonEvents(sys.stdout)
    from voice_rom.display.console import console_on
    from voice_rom.display.quiet import Quiet
    from voice_rom.display.transcript import Transcript

    console = console_on(sys.stdout)
    language = flags.settings.session.language
    if flags.quiet:
        return Quiet(console, language=language)
    return Transcript(console, language=language, steady=flags.steady, keys=keys)


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
