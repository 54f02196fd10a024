"""The keys that the settings have, of what type each is, and which one was meant by another."""

import difflib
from dataclasses import fields
from functools import cache
from typing import Final, get_type_hints

from voice_rom.content.key_path import KeyPath
from voice_rom.core.assessment.settings import Settings

TUNED: Final = frozenset({"hearing"})
"""The sections of `tuning.toml`: measured values, which no user's file holds or is advised to."""

_ALSO_CALLED: Final = {
    "speed": ("voice", "rate"),
    "tempo": ("voice", "rate"),
    "pace": ("voice", "rate"),
    "wpm": ("voice", "rate"),
    "words_per_minute": ("voice", "rate"),
    "volume": ("voice", "gain_db"),
    "loudness": ("voice", "gain_db"),
    "speaker": ("devices", "loudspeaker"),
    "speakers": ("devices", "loudspeaker"),
    "output": ("devices", "loudspeaker"),
    "mic": ("devices", "microphone"),
    "input": ("devices", "microphone"),
    "lang": ("session", "language"),
    "locale": ("session", "language"),
    "test": ("session", "tests"),
    "exercises": ("session", "tests"),
    "headphones": ("session", "barge_in"),
    "save": ("storage", "keep"),
    "data": ("storage", "folder"),
    "directory": ("storage", "folder"),
    "path": ("storage", "folder"),
    "database": ("storage", "url"),
    "phone": ("clinic", "contact"),
    "emergency": ("safety", "emergency_number"),
    "desk": ("staff", "url"),
    "key": ("staff", "key_file"),
    "cert": ("staff", "certificate"),
    "ca": ("staff", "authority"),
}
"""What people call a setting, and what it is called."""

_NEAR: Final = 0.6
"""difflib's ratio from which a key of the same section was meant,"""
_NEAR_ELSEWHERE: Final = 0.8
"""and from which one of another section was."""


@cache
def known_keys() -> dict[KeyPath, object]:
    """Every key, (section, key), with the type of its value; those that are tuned as well."""
    return {
        (table.name, name): kind
        for table in fields(Settings)
        for name, kind in get_type_hints(table.type).items()
    }


@cache
def sections() -> tuple[str, ...]:
    """Those of a user's file."""
    return tuple(table.name for table in fields(Settings) if table.name not in TUNED)


def type_of(at: KeyPath) -> object:
    """The type of a setting's value; None when there is no such key."""
    return known_keys().get(at)


def meant_section(written: str) -> str | None:
    near = difflib.get_close_matches(written.casefold(), sections(), n=1, cutoff=_NEAR)
    return near[0] if near else None


def meant_key(section: str, written: str) -> KeyPath | None:
    """The setting that was meant by a key that `section` ("" for none) does not have."""
    name = written.casefold().replace("-", "_").replace(" ", "_")
    settable = [at for at in known_keys() if at[0] not in TUNED]
    same = [at for at in settable if at[1] == name]
    if same:
        return min(same, key=lambda at: at[0] != section)
    if name in _ALSO_CALLED:
        return _ALSO_CALLED[name]
    for among, cutoff in (([section], _NEAR), (sections(), _NEAR_ELSEWHERE)):
        names = {str(at[1]): at for at in settable if at[0] in among}
        near = difflib.get_close_matches(name, names, n=1, cutoff=cutoff)
        if near:
            return names[near[0]]
    return None
