from collections.abc import Iterator

import pytest

from tests.sound_stack.pulse import PulseAudio, SoundStack, running_sound_stack
from tests.sound_stack.servers import SERVERS


@pytest.fixture
def sound_stack(request: pytest.FixtureRequest, _real: None) -> Iterator[SoundStack]:
    """PulseAudio, or the server that the test is parametrised with."""
    with running_sound_stack(SERVERS[getattr(request, "param", PulseAudio.name)]) as stack:
        yield stack
