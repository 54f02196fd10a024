"""The sound servers that the same tests run on."""

import pytest

from tests.sound_stack.pipewire import PipeWire
from tests.sound_stack.pulse import PulseAudio

SERVERS = {kind.name: kind for kind in (PulseAudio, PipeWire)}

on_both = pytest.mark.parametrize("sound_stack", SERVERS, indirect=True)
"""For a test, or a whole file of them, that is to hold on each."""
