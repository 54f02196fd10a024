from collections.abc import Iterator

import pytest

from tests.sound_stack.pulse import SoundStack, running_sound_stack


@pytest.fixture
def sound_stack() -> Iterator[SoundStack]:
    with running_sound_stack() as stack:
        yield stack
