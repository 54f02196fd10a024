from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound_stack.pulse import PulseAudio, SoundStack, running_sound_stack
from tests.sound_stack.servers import SERVERS


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What programs cache: the first to say a sentence renders it for all, whoever runs them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "spoken"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def sound_stack(request: pytest.FixtureRequest, cache: Path, _real: None) -> Iterator[SoundStack]:
    """PulseAudio, or the server that the test is parametrised with."""
    with running_sound_stack(SERVERS[getattr(request, "param", PulseAudio.name)]) as stack:
        stack.environment["XDG_CACHE_HOME"] = str(cache)
        yield stack
