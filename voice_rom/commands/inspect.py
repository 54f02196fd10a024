"""`devices`, `check`, `voices` and `settings`: what there is, and whether it is right."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.content.load import (
    VOCABULARY_FILE,
    languages,
    load_content,
    load_vocabulary,
)
from voice_rom.content.settings_file import (
    load_settings,
    settings_path,
    write_default_settings,
)
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.content.understood import UNDERSTOOD_FILE, broken_cases, load_understood
from voice_rom.core.effects import Line, Manner
from voice_rom.core.events import Device
from voice_rom.core.settings import Settings
from voice_rom.core.vocabulary import Vocabulary
from voice_rom.errors import ContentError

if TYPE_CHECKING:
    from voice_rom.devices.check import DeviceCheck

TEST_SENTENCE: Final = "This is the voice of voice rom, on this loudspeaker."

_METER_WIDTH: Final = 40
_METER_LOWEST_DBFS: Final = -80.0


def check_content(
    language: str | None, settings_file: Path | None, prompts: Path | None = None
) -> None:
    """Read everything that is data; the first mistake is raised with file, line and key.

    Then every case of `understood.yaml` is tried: each that does not hold is a line of its own.
    """
    from voice_rom.app import open_alarm

    settings = load_settings(settings_file)
    open_alarm(settings)
    for code in (language,) if language else languages(prompts):
        content, vocabulary = load_content(code, prompts), load_vocabulary(code, prompts)
        refuse_unknown_tests(settings, content.assessment)
        questions = sum(len(test.questions) for test in content.assessment.tests)
        phrases = sum(len(group) for group in vocabulary.phrases.values())
        cases = _check_understood(code, vocabulary, prompts)
        click.echo(
            f"{code}: {len(content.assessment.tests)} tests, {questions} questions, "
            f"{len(content.texts)} texts, {phrases} phrases to understand, "
            f"{cases} cases of what is meant: all right."
        )
    click.echo(f"Settings: all right ({_settings_source(settings_file)}).")


def _check_understood(language: str, vocabulary: Vocabulary, prompts: Path | None) -> int:
    """Return how many cases there are. Raises ContentError when any of them does not hold."""
    cases = load_understood(language, prompts)
    broken = list(broken_cases(cases, vocabulary))
    for line in broken:
        click.echo(line, err=True)
    if broken:
        message = f"{language}: {len(broken)} of {len(cases)} cases of what is meant do not hold"
        raise ContentError(f"{message}; mend {UNDERSTOOD_FILE} or {VOCABULARY_FILE}.")
    return len(cases)


def _settings_source(settings_file: Path | None) -> str:
    path = settings_file or settings_path()
    return (
        str(path) if path.exists() else "the program's own; voice-rom settings --write copies them"
    )


def show_settings(*, write: bool) -> None:
    """Say where the user's settings file is; with `write`, put the commented file there."""
    if write:
        click.echo(f"The settings file is now in {write_default_settings()}.")
        return
    path = settings_path()
    state = "is there" if path.exists() else "is not there; voice-rom settings --write makes it"
    click.echo(f"{path}: {state}.")


def list_voices() -> None:
    """List the voices of the system's driver."""
    from voice_rom.speaking.voices import list_voices as voices_of

    settings = load_settings()
    for voice in voices_of(settings.voice.driver):
        languages_spoken = ", ".join(voice.languages)
        click.echo(f"{voice.id:32} {voice.name:32} {languages_spoken} {voice.gender}".rstrip())


def try_voice(voice: str) -> None:
    """Say a sentence with one voice."""
    from voice_rom.devices.check import DeviceCheck

    settings = load_settings(overrides={"voice.voice": voice})
    with DeviceCheck(settings.devices) as check:
        _say(check, settings)


def show_devices(
    microphone: str | None, loudspeaker: str | None, seconds: float, *, list_only: bool
) -> None:
    """List the devices, say a sentence, then show the microphone's level for `seconds`.

    Raises MicrophoneSilent when what came from it could not be heard.
    """
    from voice_rom.devices.check import DeviceCheck

    overrides = {"devices.microphone": microphone, "devices.loudspeaker": loudspeaker}
    settings = load_settings(overrides=overrides)
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
        click.echo(
            f"  {device.title}{' (the system chooses this one)' if device.is_default else ''}"
        )


def _say(check: "DeviceCheck", settings: Settings) -> None:
    from voice_rom.app import open_voice

    click.echo(f"On {check.chosen(Device.LOUDSPEAKER).title}: {TEST_SENTENCE!r}")
    voice = open_voice(settings)
    try:
        manner = Manner(settings.voice.rate, settings.voice.gain_db)
        for clip in voice.clips([Line("test", TEST_SENTENCE)], manner):
            check.play(clip)
    finally:
        voice.close()


def _show_levels(check: "DeviceCheck", settings: Settings, seconds: float) -> None:
    from voice_rom.devices.check import fault

    name = check.chosen(Device.MICROPHONE).title
    click.echo(f"Now say something to {name}. The bar grows while you speak.")
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
