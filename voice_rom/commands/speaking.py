"""`voices`: the voices of this computer, and how one of them sounds."""

import click

from voice_rom.commands.sample_sentence import say_sample
from voice_rom.content.settings_file import load_settings, load_with_sources
from voice_rom.errors import VoiceUnavailable
from voice_rom.speaking.protocol import VoiceDescription


def list_voices(language: str | None, *, everything: bool) -> None:
    """List the voices for `language` (default: the settings'); with `everything`, all others too.

    Raises VoiceUnavailable when there is none for the language.
    """
    from voice_rom.speaking.voices import drivers_to_choose_from, speaks
    from voice_rom.speaking.voices import list_voices as voices_of

    settings = load_settings()
    language = settings.session.language if language is None else language
    voices = voices_of(*drivers_to_choose_from(settings.voice.driver))
    fitting = [voice for voice in voices if speaks(voice, language)]
    others = [voice for voice in voices if not speaks(voice, language)]
    for voice in [*fitting, *others] if everything else fitting:
        click.echo(_line(voice))
    if everything:
        return
    if not fitting:
        raise VoiceUnavailable(
            f'No voice on this computer speaks the language "{language}". '
            f'"voice-rom voices --all" lists the {len(others)} that speak other languages.'
        )
    click.echo(f"{len(others)} voices for other languages: voice-rom voices --all", err=True)


def try_voice(voice: str) -> None:
    """Say a sentence with one voice. Raises UnknownVoice before the loudspeaker is looked for."""
    from voice_rom.app import open_voice
    from voice_rom.devices.check import DeviceCheck

    loaded = load_with_sources(overrides={"voice.voice": voice}, flags={"voice.voice": "--try"})
    opened = open_voice(loaded.settings)
    try:
        with loaded.sources.named():
            opened.require()
            with DeviceCheck(loaded.settings.devices) as check:
                say_sample(check, opened, loaded.settings)
    finally:
        opened.close()


def _line(voice: VoiceDescription) -> str:
    languages = ", ".join(voice.languages)
    return f"{voice.id:32} {voice.name:32} {languages} {voice.gender}".rstrip()
