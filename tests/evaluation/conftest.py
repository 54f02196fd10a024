"""The real listener, loaded once."""

from collections.abc import Iterator

import pytest

from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.settings import Settings
from voice_rom.evaluation.candidate import Entry
from voice_rom.evaluation.candidates import VOICE_ROM
from voice_rom.evaluation.session_listener import SessionListener, open_session_listener


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings(PACKAGED)


@pytest.fixture(scope="session")
def session_listener(settings: Settings, _real: None) -> Iterator[SessionListener]:
    with open_session_listener(Entry(VOICE_ROM, settings, None)) as opened:
        yield opened
