"""The listeners that can be measured, by name."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

from voice_rom.errors import UsageMistake
from voice_rom.evaluation.candidate import Candidate, Entry

VOICE_ROM: Final = "voice-rom"
VOSK_PLAIN: Final = "vosk-plain"
POCKETSPHINX: Final = "pocketsphinx"

LISTENERS: Final = (VOICE_ROM, VOSK_PLAIN, POCKETSPHINX)


def require_listener(name: str) -> str:
    """Return `name`. Raises UsageMistake when there is no such listener, or it is not installed."""
    if name not in LISTENERS:
        raise UsageMistake(f'There is no listener "{name}"; choose from: {", ".join(LISTENERS)}.')
    if name == POCKETSPHINX and find_spec("pocketsphinx") is None:
        raise UsageMistake(
            f"pocketsphinx is not installed. Type: {sys.executable} -m pip install pocketsphinx"
        )
    return name


@contextmanager
def open_candidate(entry: Entry) -> Iterator[Candidate]:
    """Load a listener by its name, and only what it needs.

    Raises what loading raises: ContentError, SettingsError, ModelMissing, ModelDamaged.
    """
    if entry.name == POCKETSPHINX:
        from voice_rom.evaluation.pocketsphinx_listener import open_pocketsphinx  # noqa: PLC0415

        with open_pocketsphinx() as sphinx:
            yield sphinx
    elif entry.name == VOSK_PLAIN:
        from voice_rom.evaluation.vosk_plain import open_vosk_plain  # noqa: PLC0415

        with open_vosk_plain(entry) as plain:
            yield plain
    else:
        from voice_rom.evaluation.session_listener import (  # noqa: PLC0415
            open_session_listener,
        )

        with open_session_listener(entry) as session:
            yield session
