"""A listener that outlives its recogniser."""

from dataclasses import dataclass
from typing import Final

from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost
from voice_rom.errors import RecogniserFailed, VoiceRomError
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.ports import HearingSignal, Listener
from voice_rom.sound import Block

_ENDED: Final = "The recogniser ended unexpectedly."


@dataclass(frozen=True)
class _Opening:
    not_before: float
    during_voice: bool


class RestartingListener:
    """Implements `ports.Listener` around another one.

    When the recogniser fails, this tells DeviceLost, has it started again in the background, and
    tells DeviceBack when it is there and the voice is not speaking: what went wrong is said to
    its end. Whether it still runs is looked at with every block, so that it may be there again
    before it is needed. All times are those of the blocks.
    """

    def __init__(
        self,
        inner: Listener,
        recogniser: LoadingRecogniser,
        *,
        retry_after: float,
        virtual_time: bool,
    ) -> None:
        """`recogniser`: the one that `inner` asks; it is tried again every `retry_after` seconds.

        In virtual time nothing happens in the background: it is waited for.
        """
        self._inner = inner
        self._recogniser = recogniser
        self._retry_after = retry_after
        self._virtual_time = virtual_time
        self._wanted: _Opening | None = None
        self._why: str | None = None
        """Why the recogniser cannot be used; None while it can."""
        self._starting = False
        self._retry_at = 0.0

    def open(self, *, not_before: float, during_voice: bool) -> None:
        """See `ports.Listener`; where nothing can be understood, it opens when that is over."""
        self._wanted = _Opening(not_before, during_voice)
        if self._why is None:
            self._inner.open(not_before=not_before, during_voice=during_voice)

    def shut(self) -> None:
        self._wanted = None
        self._inner.shut()

    def close(self) -> None:
        self._inner.close()

    def feed(self, block: Block) -> list[HearingSignal]:
        """See `ports.Listener`. Raises what is wrong with a model that never was to be used."""
        if self._why is not None:
            return self._mend(block)
        if not self._recogniser.alive:
            return self._lose(_ENDED)
        if self._recogniser.ready:
            self._recogniser.wait()  # what is no model is told now, not when somebody speaks
        try:
            return self._inner.feed(block)
        except RecogniserFailed as fault:
            return self._lose(str(fault))

    def _lose(self, why: str) -> list[HearingSignal]:
        self._inner.shut()
        self._why = why
        self._start_again()
        return [DeviceLost(Device.RECOGNISER, why)]

    def _start_again(self) -> None:
        self._recogniser.restart()
        self._starting = True

    def _mend(self, block: Block) -> list[HearingSignal]:
        self._inner.feed(block)  # it is shut, and only follows the room's noise
        if not self._starting:
            if block.end >= self._retry_at:
                self._start_again()
            return []
        if not (self._virtual_time or self._recogniser.ready):
            return []
        try:
            self._recogniser.wait()
        except VoiceRomError as fault:
            return self._try_later(block, str(fault))
        if not self._recogniser.alive:
            return self._try_later(block, _ENDED)
        return self._return()

    def _try_later(self, block: Block, why: str) -> list[HearingSignal]:
        self._starting = False
        self._retry_at = block.end + self._retry_after
        if why == self._why:
            return []
        self._why = why
        return [DeviceLost(Device.RECOGNISER, why)]

    def _return(self) -> list[HearingSignal]:
        wanted = self._wanted
        if wanted is not None and wanted.during_voice:
            return []
        self._why = None
        if wanted is not None:
            self._inner.open(not_before=wanted.not_before, during_voice=False)
        return [DeviceBack(Device.RECOGNISER)]
