"""A room that wakes its loudspeaker before the voice speaks, and lets the last word leave it."""

from collections.abc import Sequence

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.core.protocol.events import Device, DeviceBack
from voice_rom.ports import PlaybackEnded, Posted, Room, Signal, TimeReached
from voice_rom.sound import Clip


class WakingRoom:
    """Implements `ports.Room` around another one, live or simulated.

    Loudspeakers that sleep swallow the first second or two after silence, and some the last half
    second before it. The rooms give theirs a faint noise whenever nothing plays (`idle_noise.py`);
    here the voice waits until that has gone on for long enough. Nothing is played in the meantime,
    so all that is told of the voice (its begin, its end, its samples) is of its words alone.
    """

    def __init__(self, inner: Room, settings: DeviceSettings) -> None:
        self._inner = inner
        self._lead_in = settings.lead_in_seconds
        self._sleeps_after = settings.sleeps_after
        self._tail = settings.tail_seconds
        begun = inner.now()
        self._begun = begun if begun >= self._sleeps_after else 0.0
        """Since when the loudspeaker is given something (s): a room's clock begins with it. Where
        nobody came for long, it counts as asleep again."""
        self._sounded: float | None = None
        """When the voice was last over, since then."""
        self._plays = False
        self._waiting: tuple[float, Sequence[Clip]] | None = None
        """When to play what."""

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        """See `ports.Room`."""
        while True:
            if self._waiting is None:
                return self._noted(self._inner.next(until))
            begin, clips = self._waiting
            waits_longer = until is None or begin < until
            signal = self._inner.next(begin if waits_longer else until)
            if not isinstance(signal, TimeReached) or not waits_longer:
                return self._noted(signal)
            self._play(clips)

    def post(self, posted: Posted) -> None:
        self._inner.post(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        """Play these, as soon as the loudspeaker can be expected to be awake."""
        begin = self._awake_at()
        if begin <= self.now():
            self._play(clips)
            return
        self._inner.silence()
        self._waiting = (begin, clips)

    def silence(self) -> None:
        self._inner.silence()
        self._waiting = None
        if self._plays:
            self._over()

    def ring_out(self) -> None:
        """At the end of all: wait until the last word has left the loudspeaker."""
        if self._sounded is None:
            return
        end = self._sounded + self._tail
        while self.now() < end:
            self._inner.next(end)

    def close(self) -> None:
        self._inner.close()

    def _awake_at(self) -> float:
        """From when on (s) it can be expected to be awake."""
        now = self.now()
        if self._plays:
            return now
        if self._sounded is None:
            return self._begun + self._lead_in
        return now + self._lead_in if now - self._sounded >= self._sleeps_after else now

    def _play(self, clips: Sequence[Clip]) -> None:
        self._waiting = None
        self._plays = True
        self._inner.play(clips)

    def _noted(self, signal: Signal) -> Signal:
        if isinstance(signal, PlaybackEnded):
            self._over()
        elif isinstance(signal, DeviceBack) and signal.device is Device.LOUDSPEAKER:
            self._begun, self._sounded, self._plays = self.now(), None, False
        return signal

    def _over(self) -> None:
        self._plays, self._sounded = False, self.now()
