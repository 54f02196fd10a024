"""What a room notices about its own devices, in virtual time."""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np

from voice_rom.audio_monitor import AudioMonitor
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Loss,
)
from voice_rom.ports import Posted, Signal, SoundTorn, TimeReached
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Clip

SETTINGS = load_settings(PACKAGED, {}).devices

NOISE = np.full(BLOCK_SAMPLES, 3, dtype=np.int16)
ZEROS = np.zeros(BLOCK_SAMPLES, dtype=np.int16)

MUTED = DeviceLost(Device.MICROPHONE, "it gives nothing but zeros", Loss.MUTED)
BACK = DeviceBack(Device.MICROPHONE)


class ScriptedRoom:
    """Gives what it was made with, one block after the other, and signals between them."""

    microphone = "a scripted microphone"

    def __init__(self, script: Iterable[tuple[float, bool] | Signal]) -> None:
        """(SECONDS, whether it sounds), or a signal."""
        self._signals: deque[Signal] = deque()
        self.played: list[Sequence[Clip]] = []
        self.silenced = self.closed = 0
        self._time = 0.0
        blocks = 0
        for part in script:
            if not isinstance(part, tuple):
                self._signals.append(part)
                continue
            for _ in range(round(part[0] * SAMPLE_RATE / BLOCK_SAMPLES)):
                start = blocks * BLOCK_SAMPLES / SAMPLE_RATE
                self._signals.append(Block(NOISE if part[1] else ZEROS, start))
                blocks += 1

    def now(self) -> float:
        return self._time

    def next(self, until: float | None) -> Signal:  # noqa: ARG002 - it never waits
        signal = self._signals.popleft() if self._signals else TimeReached()
        if isinstance(signal, Block):
            self._time = signal.end
        return signal

    def post(self, posted: Posted) -> None:
        self._signals.appendleft(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self.played.append(clips)

    def silence(self) -> None:
        self.silenced += 1

    def close(self) -> None:
        self.closed += 1


def happened(*script: tuple[float, bool] | Signal) -> list[tuple[float, Signal]]:
    """What is told besides blocks, with the time (s); every block comes, once and in order."""
    room = AudioMonitor(ScriptedRoom(script), SETTINGS)
    starts: list[float] = []
    told: list[tuple[float, Signal]] = []
    while not isinstance(signal := room.next(None), TimeReached):
        if isinstance(signal, Block):
            starts.append(signal.start)
        else:
            told.append((round(room.now(), 2), signal))
    blocks = round(sum(part[0] for part in script if isinstance(part, tuple)) * 50)
    assert starts == [number * BLOCK_SAMPLES / SAMPLE_RATE for number in range(blocks)]
    return told


def test_a_microphone_that_falls_dumb_is_muted_after_a_second_and_back_with_the_first_sound() -> (
    None
):
    assert happened((8.0, True), (4.0, False), (2.0, True)) == [(9.0, MUTED), (12.02, BACK)]


def test_a_hole_of_less_than_a_second_is_no_fault() -> None:
    assert happened((8.0, True), (0.98, False), (2.0, True)) == []


def test_a_microphone_that_gives_zeros_from_the_start_is_not_judged() -> None:
    assert happened((60.0, False)) == []


def test_a_microphone_that_gives_zeros_between_words_is_not_judged() -> None:
    words = [part for _ in range(20) for part in ((3.0, True), (4.0, False))]

    assert happened(*words) == []


def test_a_microphone_that_turns_out_to_have_a_gate_is_told_once() -> None:
    """It was noisy for long, and then words alone come through: they are no loss each time."""
    words = [part for _ in range(5) for part in ((2.0, True), (4.0, False))]

    told = happened((60.0, True), (3.0, False), *words)

    assert [signal for _, signal in told] == [MUTED, BACK]


def test_another_stream_is_judged_anew() -> None:
    gone, back = DeviceLost(Device.MICROPHONE, "unplugged"), DeviceBack(Device.MICROPHONE)

    told = happened((8.0, True), gone, back, (4.0, False), (6.0, True), (2.0, False))

    assert [signal for _, signal in told] == [gone, back, MUTED]


def test_what_happens_to_the_loudspeaker_says_nothing_about_the_microphone() -> None:
    gone = DeviceLost(Device.LOUDSPEAKER, "unplugged")

    assert happened((8.0, True), gone, (2.0, False)) == [(8.0, gone), (9.0, MUTED)]


def test_a_muted_microphone_that_is_unplugged_is_back_when_its_stream_is() -> None:
    gone, back = DeviceLost(Device.MICROPHONE, "unplugged"), DeviceBack(Device.MICROPHONE)

    told = happened((8.0, True), (2.0, False), gone, back, (2.0, True))

    assert told == [(9.0, MUTED), (10.0, gone), (10.0, back)]


def torn(device: Device = Device.MICROPHONE, times: int = 1) -> SoundTorn:
    return SoundTorn(device, times)


def test_sound_that_is_torn_ten_times_in_five_seconds_crackles_and_is_told_once() -> None:
    script = [part for _ in range(40) for part in (torn(), (0.1, True))]

    assert happened(*script) == [(0.9, DeviceCrackles(Device.MICROPHONE))]


def test_sound_that_is_torn_now_and_then_is_no_fault() -> None:
    script = [part for _ in range(40) for part in (torn(), (0.6, True))]

    assert happened(*script) == []


def test_each_device_crackles_for_itself() -> None:
    five, five_more = torn(times=5), torn(Device.LOUDSPEAKER, 5)

    assert happened(five, five_more) == []
    assert happened(five, five_more, five_more) == [(0.0, DeviceCrackles(Device.LOUDSPEAKER))]


def test_all_else_is_the_rooms_own() -> None:
    inner = ScriptedRoom([])
    room = AudioMonitor(inner, SETTINGS)
    clip = Clip(NOISE)

    room.play([clip])
    room.silence()
    room.close()

    assert (inner.played, inner.silenced, inner.closed) == ([[clip]], 1, 1)
    assert room.microphone == inner.microphone


def test_what_is_posted_is_told_before_the_sound_that_waits() -> None:
    room = AudioMonitor(ScriptedRoom([(1.0, True)]), SETTINGS)
    room.post(Commanded(Meaning.STOP))
    assert room.next(None) == Commanded(Meaning.STOP)
    assert isinstance(room.next(None), Block)
