"""What the flags of a session say about settings, display and report."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_rom.commands.display_flags import DisplayFlags, open_display, read_display_flags
from voice_rom.content.settings_file import load_with_sources
from voice_rom.content.settings_sources import SettingsSources
from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.assessment.settings import Settings
from voice_rom.outputs import leave_stuck
from voice_rom.ports import Display
from voice_rom.reporting.write import check_writable

if TYPE_CHECKING:
    from voice_rom.display.queued import QueuedDisplay

_LAID_OVER: Final = (
    ("assessment", "session.assessment", "--assessment"),
    ("tests", "session.tests", "--test"),
    ("language", "session.language", "--language"),
    ("automatic_wait", "session.automatic_wait", "--automatic-wait"),
    ("rate", "voice.rate", "--rate"),
    ("voice", "voice.voice", "--voice"),
    ("keep", "storage.keep", "--keep"),
    ("data", "storage.folder", "--data"),
    ("microphone", "devices.microphone", "--microphone"),
    ("loudspeaker", "devices.loudspeaker", "--loudspeaker"),
)
"""The parameter, the setting that it is laid over, and what a person types."""

FLAGS: Final = {setting: typed for _, setting, typed in _LAID_OVER}
"""A wrong value is told by what was typed."""


@dataclass(frozen=True)
class SessionFlags:
    """The flags of a session, checked: a report that cannot be written is told before it starts."""

    settings: Settings
    sources: SettingsSources
    """Where each setting was given: wrap in `named()` what may find one of them wrong."""
    model: Path | None
    report: Path | None
    display: DisplayFlags


def read_flags(flags: Mapping[str, object]) -> SessionFlags:
    """Turn flags into settings. Raises SettingsError, UsageMistake and ReportNotWritable."""
    overrides = overrides_of(flags)
    display = read_display_flags(flags)
    report = _path(flags.get("report"))
    if report is not None:
        check_writable(report)
    loaded = load_with_sources(_path(flags.get("settings_file")), overrides, FLAGS)
    return SessionFlags(
        settings=loaded.settings,
        sources=loaded.sources,
        model=_path(flags.get("model")),
        report=report,
        display=display,
    )


def overrides_of(flags: Mapping[str, object]) -> dict[str, object]:
    """What the flags lay over the settings, by dotted key, in plain values."""
    overrides: dict[str, object] = {}
    for parameter, setting, _ in _LAID_OVER:
        value = flags.get(parameter)
        if value is not None and value != ():
            overrides[setting] = _plain(value)
    return overrides


def open_session_display(
    flags: SessionFlags,
    *,
    keys: bool = True,
    prompts: Path | None = None,
    named: NamedAnswers = NO_NAMED,
) -> Display:
    """The display that the flags ask for, in the language of the session; see `open_display`."""
    language = flags.settings.session.language
    return open_display(flags.display, language=language, keys=keys, prompts=prompts, named=named)


@contextmanager
def open_live_display(
    flags: SessionFlags, *, keys: bool, named: NamedAnswers = NO_NAMED
) -> Iterator["QueuedDisplay"]:
    """The same behind a queue of its own, with an eye on the size of a terminal.

    For sessions with a person: a display that is slow, or stuck, delays nothing that they hear.
    In virtual time displays are told directly, which goes the same way every time.
    """
    from voice_rom.display.queued import QueuedDisplay
    from voice_rom.display.resizing import ResizeWatch
    from voice_rom.display.transcript import Transcript

    out = sys.stdout
    shown = open_session_display(flags, named=named, keys=keys)
    queued = QueuedDisplay(shown, leave=lambda: leave_stuck(out))
    if not isinstance(shown, Transcript):
        yield queued
        return
    watch = ResizeWatch(out, lambda: queued.soon(shown.resized))
    try:
        yield queued
    finally:
        watch.close()


def _plain(value: object) -> object:
    """The value as the settings have it."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
