"""How long the voice waits for its loudspeaker, and the stream for the last word; virtual time."""

from dataclasses import replace

from tests.simulation.rooms import clip, everything, silent_room
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, Device
from voice_rom.ports import PlaybackEnded, Room, TimeReached
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.sound import SAMPLE_RATE, Block
from voice_rom.waking_room import WakingRoom

SETTINGS = replace(
    load_settings(PACKAGED, {}).devices, lead_in_seconds=2.0, sleeps_after=10.0, tail_seconds=0.6
)
A_SECOND = clip(SAMPLE_RATE)


def rooms() -> tuple[SimulatedRoom, WakingRoom]:
    inner = silent_room()
    return inner, WakingRoom(inner, SETTINGS)


def wait(room: Room, until: float) -> None:
    while not isinstance(room.next(until), TimeReached):
        pass


def sounds(room: Room, until: float) -> list[tuple[float, float]]:
    """From when to when (s) the voice sounds until then, as the blocks tell it."""
    stretches: list[tuple[float, float]] = []
    while not isinstance(signal := room.next(until), TimeReached):
        if not isinstance(signal, Block) or signal.played is None:
            continue
        if stretches and abs(stretches[-1][1] - signal.start) < 1e-9:
            stretches[-1] = (stretches[-1][0], signal.end)
        else:
            stretches.append((signal.start, signal.end))
    return [(round(start, 2), round(end, 2)) for start, end in stretches]


def test_the_first_word_waits_until_the_loudspeaker_has_had_time_to_wake() -> None:
    _, room = rooms()
    room.play([A_SECOND])
    assert sounds(room, 4.0) == [(2.0, 3.0)]


def test_the_time_that_the_stream_has_gone_on_already_counts() -> None:
    _, room = rooms()
    wait(room, 1.5)
    room.play([A_SECOND])
    assert sounds(room, 4.0) == [(2.0, 3.0)]


def test_a_loudspeaker_that_nobody_has_heard_for_long_before_the_session_is_woken_first() -> None:
    inner = silent_room()
    wait(inner, 11.0)  # at a kiosk, nobody came
    room = WakingRoom(inner, SETTINGS)
    room.play([A_SECOND])
    assert sounds(room, 15.0) == [(13.0, 14.0)]


def test_the_voice_goes_on_at_once_after_a_short_silence() -> None:
    _, room = rooms()
    room.play([A_SECOND])
    wait(room, 12.0)
    room.play([A_SECOND])
    assert sounds(room, 14.0) == [(12.0, 13.0)]


def test_the_voice_waits_again_after_a_long_silence() -> None:
    _, room = rooms()
    room.play([A_SECOND])
    wait(room, 13.0)
    room.play([A_SECOND])
    assert sounds(room, 17.0) == [(15.0, 16.0)]


def test_a_speech_in_place_of_another_begins_at_once() -> None:
    _, room = rooms()
    room.play([clip(5 * SAMPLE_RATE)])
    wait(room, 3.0)
    room.play([A_SECOND])
    assert sounds(room, 5.0) == [(3.0, 4.0)]


def test_the_end_is_told_at_the_last_sample_of_the_words() -> None:
    inner, room = rooms()
    room.play([A_SECOND])
    while not isinstance(room.next(None), PlaybackEnded):
        pass
    assert inner.now() == 3.0


def test_a_time_limit_is_told_in_time_while_the_voice_waits() -> None:
    inner, room = rooms()
    room.play([A_SECOND])
    wait(room, 0.5)
    assert inner.now() == 0.5
    assert sounds(room, 4.0) == [(2.0, 3.0)]


def test_what_is_silenced_before_it_began_is_never_heard() -> None:
    inner, room = rooms()
    room.play([A_SECOND])
    wait(room, 1.0)
    room.silence()
    assert sounds(room, 5.0) == []
    assert inner.cuts == ()


def test_a_loudspeaker_that_is_back_has_to_wake_anew() -> None:
    inner, room = rooms()
    room.play([A_SECOND])
    wait(room, 3.5)
    inner.faults.lose(Device.LOUDSPEAKER, 4.0, 5.0)
    wait(room, 5.5)
    room.play([A_SECOND])
    assert sounds(room, 9.0) == [(7.0, 8.0)]


def test_the_stream_goes_on_for_a_while_after_the_last_word() -> None:
    inner, room = rooms()
    room.play([A_SECOND])
    while not isinstance(room.next(None), PlaybackEnded):
        pass
    room.ring_out()
    assert inner.now() == 3.6


def test_nothing_is_waited_for_where_nothing_was_said() -> None:
    inner, room = rooms()
    room.ring_out()
    assert inner.now() == 0.0
    assert everything(inner, 0.0) == [(0.0, TimeReached())]


def test_what_is_posted_comes_at_once_though_the_voice_still_waits_for_its_loudspeaker() -> None:
    _, room = rooms()
    room.play([A_SECOND])
    room.post(Commanded(Meaning.STOP))
    assert room.next(None) == Commanded(Meaning.STOP)
    assert room.now() == 0.0
