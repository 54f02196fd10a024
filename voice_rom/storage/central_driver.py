"""The driver for the database of all rooms: an extra, which only those have who need it."""

from importlib.util import find_spec
from typing import Final

from voice_rom.errors import WrongSetting

TO_INSTALL: Final = "it needs a driver; type: pip install 'voice_rom[postgresql]'"


def require_driver() -> None:
    """Raise WrongSetting, which says how to install it, if it is not there."""
    if find_spec("psycopg") is None:
        raise WrongSetting("storage.url", TO_INSTALL)
