"""Sees whether anything at all ever came from the microphone."""

from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import (
    Device,
    DeviceLost,
    Event,
    Heard,
    ListeningBegan,
    Loss,
    RoomSounded,
)
from voice_rom.errors import MicrophoneSilent
from voice_rom.ports import RoomLevel


class MicrophoneRecorder:
    """A display that shows nothing: a muted microphone is to end with an exit code of its own."""

    def __init__(self) -> None:
        self._name = ""
        self._sounds = False
        self._zeros = False

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a port
        match event:
            case ListeningBegan(microphone):
                self._name = microphone
            case DeviceLost(Device.MICROPHONE, loss=Loss.MUTED):
                # Told by the sound server, perhaps before anything was listened to.
                self._zeros = True
            case Heard():
                self._sounds = True
            case RoomSounded(_, _, zeros):
                self._zeros = self._zeros or zeros
                self._sounds = self._sounds or not zeros
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:
        """Effects say nothing about the microphone."""

    def level(self, at: float, level: RoomLevel) -> None:
        """The same is told as an event."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""

    @property
    def silent(self) -> bool:
        """Whether it was listened to, or told to be muted, and every sample ever was zero."""
        return self._zeros and not self._sounds

    def raise_if_silent(self) -> None:
        """Raise MicrophoneSilent when it is `silent`."""
        if self.silent:
            named = f" ({self._name})" if self._name else ""
            raise MicrophoneSilent(
                f"The microphone{named} sent nothing but zeros: it is muted. "
                "Unmute it with its switch or in the sound settings, then try: voice-rom devices"
            )
