"""What the sessions of one file share."""

from collections.abc import Iterator

import pytest

from tests.simulation.lent_recogniser import lent_recognisers
from voice_rom.app import OpenRecogniser


@pytest.fixture(scope="module")
def opening(_real: None) -> Iterator[OpenRecogniser]:
    """Lends each session the same recogniser."""
    with lent_recognisers() as opens:
        yield opens
