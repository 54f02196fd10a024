"""Which voice speaks: the one that was asked for, or the best that a driver has for a language."""

import difflib
import re
import sys
from collections.abc import Sequence
from typing import Final

from voice_rom.errors import UnknownVoice, VoiceUnavailable
from voice_rom.speaking.natural_voice import NATURAL, is_installed
from voice_rom.speaking.protocol import DriverDescription, VoiceDescription
from voice_rom.speaking.renderer import WorkerRenderer

_SYSTEM_DRIVERS: Final = {"darwin": "nsss", "win32": "sapi5"}

_USUAL_COUNTRY: Final = {"en": "en-us"}
"""Where a driver only knows a language by countries, and the system states no choice: the one whose
accent the recogniser's English model, and most listeners, know best."""

VARIANT: Final = "+"
"""Parts an espeak voice from a variant of it: "en-us+f2"."""

NEAREST: Final = 3
"""How many names an error offers."""

_LIKE: Final = 0.6
"""difflib's ratio under which a name is no help to somebody who mistyped;"""

_MUCH_LIKE: Final = 0.75
"""and that for a voice of another language: "Anna" is not meant for "Kannada"."""


def driver_name(setting: str, voice: str = "") -> str:
    """The driver that settings mean: the natural voice's, the one they name, or the system's."""
    if voice.strip().casefold() == NATURAL:
        return NATURAL
    return setting or _SYSTEM_DRIVERS.get(sys.platform, "espeak")


def usual_country(language: str) -> str:
    """The name that espeak has for a language as it is mostly spoken: "en-us" for "en"."""
    name = language.replace("_", "-").lower()
    return _USUAL_COUNTRY.get(name, name)


def list_voices(*drivers: str) -> tuple[VoiceDescription, ...]:
    """All voices of the drivers, by a worker that runs as long as the call.

    Raises VoiceUnavailable, SettingsError.
    """
    renderer = WorkerRenderer()
    try:
        return tuple(voice for driver in drivers for voice in renderer.describe(driver).voices)
    finally:
        renderer.close()


def drivers_to_choose_from(setting: str) -> list[str]:
    """The driver that is set, or the system's own; and the natural voice's, if installed."""
    return list(dict.fromkeys([driver_name(setting), *([NATURAL] if is_installed() else [])]))


def choose_voice(driver: DriverDescription, *, wanted: str, language: str) -> str:
    """The id of the voice to use.

    `wanted` is an id, or a name or a part of one that fits no other voice, and for espeak may end
    in a variant ("en-us+f2"); empty: the best for `language` ("en"). Raises UnknownVoice when
    nothing or too much fits, VoiceUnavailable when there is none for the language.
    """
    language = _plain(language)
    if not wanted:
        return _best_for(driver, language)
    base, plus, variant = wanted.partition(VARIANT) if driver.name == "espeak" else (wanted, "", "")
    return _named(driver.voices, base.strip(), language) + plus + variant.strip()


def speaks(voice: VoiceDescription, language: str) -> bool:
    """Whether it is a voice for `language`, as it is spoken in whatever country."""
    wanted = _plain(language)
    return any(name == wanted or name.startswith(f"{wanted}-") for name in voice.languages)


def _plain(language: str) -> str:
    return language.replace("_", "-").lower()


def _best_for(driver: DriverDescription, language: str) -> str:
    fitting = [voice for voice in driver.voices if speaks(voice, language)]
    if not fitting:
        raise VoiceUnavailable(
            f'The system has no voice for the language "{language}" (driver "{driver.name}"). '
            'Install one, or choose another; "voice-rom voices --all" lists them.'
        )
    # espeak's current voice is always the same; elsewhere it is what the system's owner chose.
    if driver.name != "espeak" and driver.current_voice in {voice.id for voice in fitting}:
        return driver.current_voice
    usual = usual_country(language)
    return min(fitting, key=lambda voice: _distance(voice, usual, language)).id


def _distance(voice: VoiceDescription, usual: str, language: str) -> int:
    if usual in voice.languages:
        return 0
    return 1 if language in voice.languages else 2


def _named(voices: Sequence[VoiceDescription], wanted: str, language: str) -> str:
    name = wanted.casefold()
    same = [voice for voice in voices if name in {voice.id.casefold(), voice.name.casefold()}]
    # "en-us" is how espeak's own program calls "gmw/en-us".
    ending = [voice for voice in voices if voice.id.casefold().endswith(f"/{name}")]
    fitting = same or ending or [voice for voice in voices if _is_part(name, voice)]
    if len(fitting) == 1:
        return fitting[0].id
    if fitting:
        those = _ranked(fitting, language)[:NEAREST]
        names = ", ".join(f'"{voice.name}"' for voice in those)
        what = (
            f'"{wanted}" matches {len(fitting)} voices, including {names}; use a full name or an id'
        )
        raise UnknownVoice("voice.voice", what)
    raise UnknownVoice(
        "voice.voice", f'there is no voice "{wanted}"; {_nearest(voices, name, language)}'
    )


def _is_part(name: str, voice: VoiceDescription) -> bool:
    """Whether it is how a word of the voice's name begins: "Anna" is no part of "Kannada"."""
    at_a_word = rf"(?<!\w){re.escape(name)}"
    return bool(name) and re.search(at_a_word, f"{voice.id} {voice.name}".casefold()) is not None


def _ranked(voices: Sequence[VoiceDescription], language: str) -> list[VoiceDescription]:
    """Those of the language first, the usual one of them before all."""
    usual = usual_country(language)
    return sorted(
        voices, key=lambda voice: (not speaks(voice, language), _distance(voice, usual, language))
    )


def _nearest(voices: Sequence[VoiceDescription], name: str, language: str) -> str:
    """The voices whose names look most like it; where none does, those of the language."""
    ranked = _ranked(voices, language)
    likeness = {voice.id: _likeness(name, voice) for voice in ranked}
    own = [voice for voice in ranked if speaks(voice, language)]
    near = [
        voice for voice in ranked if likeness[voice.id] >= (_LIKE if voice in own else _MUCH_LIKE)
    ]
    near.sort(key=lambda voice: -likeness[voice.id])
    said = "the nearest" if near else f'for "{language}"'
    names = ", ".join(f'"{voice.name}"' for voice in (near or own)[:NEAREST])
    there = f"{said}: {names}; " if names else ""
    return f'{there}"voice-rom voices --all" lists them all'


def _likeness(name: str, voice: VoiceDescription) -> float:
    """From 0 to 1, by the likest of its id, its name, and the words of these."""
    texts = {voice.id, voice.name, *re.findall(r"[\w-]+", f"{voice.id} {voice.name}")}
    return max(
        difflib.SequenceMatcher(None, name, text.casefold()).ratio() for text in texts if text
    )
