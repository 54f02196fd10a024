"""Which voice speaks: the one that was asked for, or the best that a driver has for a language."""

import difflib
import sys
from collections.abc import Sequence
from typing import Final

from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.speaking.protocol import DriverDescription, VoiceDescription
from voice_rom.speaking.renderer import SentenceRenderer, WorkerRenderer

_SYSTEM_DRIVERS: Final = {"darwin": "nsss", "win32": "sapi5"}

_USUAL_COUNTRY: Final = {"en": "en-us"}
"""Where a driver only knows a language by countries, and the system states no choice: the one whose
accent the recogniser's English model, and most listeners, know best."""

NEAREST: Final = 3
"""How many names an error offers."""


def driver_name(setting: str) -> str:
    """The driver that a setting means: itself, or the system's own."""
    return setting or _SYSTEM_DRIVERS.get(sys.platform, "espeak")


def usual_country(language: str) -> str:
    """The name that espeak has for a language as it is mostly spoken: "en-us" for "en"."""
    name = language.replace("_", "-").lower()
    return _USUAL_COUNTRY.get(name, name)


def list_voices(
    driver: str = "", renderer: SentenceRenderer | None = None
) -> tuple[VoiceDescription, ...]:
    """All voices of a driver (empty: the system's own). Raises VoiceUnavailable, SettingsError.

    A renderer that is given is left open; otherwise a worker runs as long as the call.
    """
    if renderer is not None:
        return renderer.describe(driver_name(driver)).voices
    own = WorkerRenderer()
    try:
        return own.describe(driver_name(driver)).voices
    finally:
        own.close()


def choose_voice(driver: DriverDescription, *, wanted: str, language: str) -> str:
    """The id of the voice to use.

    `wanted` is an id, or a name or a part of one that fits no other voice, and for espeak may end
    in a variant ("en-us+f2"); empty: the best for `language` ("en"). Raises SettingsError when
    nothing or too much fits, VoiceUnavailable when there is none for the language.
    """
    if not wanted:
        return _best_for(driver, language.replace("_", "-").lower())
    base, plus, variant = wanted.partition("+") if driver.name == "espeak" else (wanted, "", "")
    return _named(driver.voices, base.strip()) + plus + variant.strip()


def _best_for(driver: DriverDescription, language: str) -> str:
    fitting = [voice for voice in driver.voices if _speaks(voice, language)]
    if not fitting:
        raise VoiceUnavailable(
            f'The system has no voice for the language "{language}" (driver "{driver.name}"). '
            'Install one, or name another with [voice] voice; "voice-rom voices" lists them.'
        )
    # espeak's current voice is always the same; elsewhere it is what the system's owner chose.
    if driver.name != "espeak" and driver.current_voice in {voice.id for voice in fitting}:
        return driver.current_voice
    usual = usual_country(language)
    return min(fitting, key=lambda voice: _distance(voice, usual, language)).id


def _speaks(voice: VoiceDescription, language: str) -> bool:
    return any(name == language or name.startswith(f"{language}-") for name in voice.languages)


def _distance(voice: VoiceDescription, usual: str, language: str) -> int:
    if usual in voice.languages:
        return 0
    return 1 if language in voice.languages else 2


def _named(voices: Sequence[VoiceDescription], wanted: str) -> str:
    name = wanted.casefold()
    same = [voice for voice in voices if name in {voice.id.casefold(), voice.name.casefold()}]
    # "en-us" is how espeak's own program calls "gmw/en-us".
    ending = [voice for voice in voices if voice.id.casefold().endswith(f"/{name}")]
    part = [voice for voice in voices if name in f"{voice.id} {voice.name}".casefold()]
    fitting = same or ending or part
    if len(fitting) == 1:
        return fitting[0].id
    if fitting:
        names = ", ".join(f'"{voice.name}"' for voice in fitting[:NEAREST])
        raise SettingsError(
            f'[voice] voice: "{wanted}" fits {len(fitting)} voices, among them {names}. '
            "Use a whole name or an id."
        )
    raise SettingsError(f'[voice] voice: there is no "{wanted}". {_nearest(voices, name)}')


def _nearest(voices: Sequence[VoiceDescription], name: str) -> str:
    known = {word.casefold(): word for voice in voices for word in (voice.name, voice.id)}
    near = difflib.get_close_matches(name, known, n=NEAREST, cutoff=0.4)
    if not near:
        return '"voice-rom voices" lists those there are.'
    return "The nearest are: " + ", ".join(f'"{known[word]}"' for word in near) + "."
