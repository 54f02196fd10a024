"""The room in virtual time: every sample at its place, every signal at its time."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.rooms import (
    clip,
    counting,
    everything,
    loudspeaker,
    microphone,
    silent_room,
    silent_setup,
)
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded, Device, DeviceBack, DeviceLost, QuitAsked
from voice_rom.errors import ScenarioNotMet
from voice_rom.ports import PlaybackEnded, TimeReached
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.simulation.sound_file import SoundFile
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Block, level_dbfs

SAMPLE = 1 / SAMPLE_RATE


def test_blocks_follow_each_other_without_a_gap() -> None:
    room = silent_room()
    blocks = [signal for _, signal in everything(room, 0.1) if isinstance(signal, Block)]
    assert [block.start for block in blocks] == [0.0, 0.02, 0.04, 0.06, 0.08]
    assert all(block.samples.shape == (BLOCK_SAMPLES,) for block in blocks)


@pytest.mark.parametrize(
    ("until", "reached"), [(0.02, 0.02), (0.021, 0.04), (0.039, 0.04), (0.0, 0.0), (0.06, 0.06)]
)
def test_the_time_asked_for_is_reached_at_the_end_of_a_block(until: float, reached: float) -> None:
    assert everything(silent_room(), until)[-1] == (reached, TimeReached())


def test_a_time_that_is_past_is_reached_at_once() -> None:
    room = silent_room()
    everything(room, 0.1)
    assert room.next(0.05) == TimeReached()
    assert room.now() == 0.1


@given(st.floats(min_value=0.0, max_value=5.0))
def test_the_time_asked_for_is_never_missed_by_a_block(until: float) -> None:
    at, _ = everything(silent_room(), until)[-1]
    assert until <= at < until + 0.02 + SAMPLE


def test_a_time_a_float_s_last_digit_past_a_block_is_not_told_before_it_comes() -> None:
    until = 0.02 + 0.1  # a float just above 0.12: told at 0.12, a timer would be asked for for ever
    at, _ = everything(silent_room(), until)[-1]
    assert at >= until


def test_what_is_played_stands_in_the_block_of_the_same_time() -> None:
    room = silent_room()
    everything(room, 0.04)
    room.play([clip(500)])
    played = loudspeaker(room, 0.1)
    assert np.array_equal(played[:500], counting(500))
    assert not played[500:].any()


def test_nothing_is_played_in_a_block_of_silence() -> None:
    room = silent_room()
    room.play([clip(BLOCK_SAMPLES)])
    blocks = [signal for _, signal in everything(room, 0.04) if isinstance(signal, Block)]
    assert blocks[0].played is not None
    assert blocks[1].played is None


def test_clips_follow_each_other_sample_by_sample() -> None:
    room = silent_room()
    room.play([clip(100, first=1), clip(333, first=1001)])
    played = loudspeaker(room, 0.06)
    assert np.array_equal(played[:100], counting(100))
    assert np.array_equal(played[100:433], counting(333, first=1001))


def test_who_asks_is_told_when_each_clip_begins() -> None:
    room, told = silent_room(), list[tuple[float, ...]]()
    room.on_play = told.append
    everything(room, 0.02)
    room.play([clip(100), clip(200), clip(300)])
    assert told == [(320 / SAMPLE_RATE, 420 / SAMPLE_RATE, 620 / SAMPLE_RATE)]


@pytest.mark.parametrize("length", [1, 319, 320, 321, 1000])
def test_playback_ends_at_the_time_of_its_last_sample(length: int) -> None:
    room = silent_room()
    room.play([clip(length)])
    ended = [at for at, signal in everything(room, 0.2) if isinstance(signal, PlaybackEnded)]
    assert ended == [length * SAMPLE]


def test_the_end_of_playback_is_told_before_the_block_it_is_in() -> None:
    room = silent_room()
    room.play([clip(400)])
    kinds = [type(signal).__name__ for _, signal in everything(room, 0.06)]
    assert kinds == ["Block", "PlaybackEnded", "Block", "Block", "TimeReached"]


def test_playing_nothing_ends_at_once() -> None:
    room = silent_room()
    room.play([])
    assert room.next(None) == PlaybackEnded()
    assert room.now() == 0.0


def test_what_follows_the_end_of_playback_begins_at_that_very_sample() -> None:
    room = silent_room()
    room.play([clip(400)])
    while not isinstance(room.next(None), PlaybackEnded):
        pass
    room.play([clip(100, first=5000)])
    played = loudspeaker(room, 0.06)
    assert np.array_equal(played[80:180], counting(100, first=5000))
    assert played[79] == 400


def test_silence_cuts_at_this_very_sample_and_no_end_follows() -> None:
    room = silent_room()
    room.play([clip(16_000)])
    room.press(0.01, Meaning.STOP)
    assert room.next(None) == Commanded(Meaning.STOP)
    room.silence()
    happened = [signal for _, signal in everything(room, 2.0)]
    first = happened[0]
    assert isinstance(first, Block)
    assert first.played is not None
    assert np.array_equal(first.played[:160], counting(160))
    assert not first.played[160:].any()
    assert not any(isinstance(signal, PlaybackEnded) for signal in happened)
    assert all(signal.played is None for signal in happened[1:] if isinstance(signal, Block))


def test_a_cut_knows_when_the_last_sound_left_the_loudspeaker() -> None:
    room = silent_room()
    room.play([clip(16_000)])
    everything(room, 0.1)
    room.silence()
    (cut,) = room.cuts
    assert cut.asked == 0.1
    assert cut.last_sound == pytest.approx(0.1 - SAMPLE)


def test_a_cut_between_two_sentences_knows_the_end_of_the_first() -> None:
    room = silent_room()
    first = counting(1600)
    room.play([type(clip(1))(np.concatenate((first, np.zeros(16_000, np.int16))))])
    everything(room, 0.5)
    room.silence()
    assert room.cuts[0].last_sound == pytest.approx(0.1 - SAMPLE)


def test_silence_in_silence_is_no_cut() -> None:
    room = silent_room()
    room.silence()
    assert room.cuts == ()


def test_playing_takes_the_place_of_what_is_playing_with_one_end() -> None:
    room = silent_room()
    room.play([clip(16_000)])
    everything(room, 0.1)
    room.play([clip(320, first=7000)])
    ends = [at for at, signal in everything(room, 2.0) if isinstance(signal, PlaybackEnded)]
    assert ends == [0.12]


def test_the_echo_comes_later_and_softer_sample_by_sample() -> None:
    room = SimulatedRoom(silent_setup(echo_db=-20.0, echo_delay=0.03))
    room.play([clip(1000, first=1000)])
    heard = microphone(room, 0.2)
    delay = round(0.03 * SAMPLE_RATE)
    assert not heard[:delay].any()
    expected = np.rint(counting(1000, first=1000) / 10.0)
    assert np.abs(heard[delay : delay + 1000] - expected).max() <= 1
    assert not heard[delay + 1000 :].any()


def test_the_echo_of_what_was_cut_off_is_never_heard() -> None:
    room = SimulatedRoom(silent_setup(echo_db=0.0, echo_delay=0.03))
    room.play([clip(16_000)])
    everything(room, 0.1)
    room.silence()
    heard = microphone(room, 0.5)
    assert np.array_equal(heard[: round(0.03 * SAMPLE_RATE)], counting(480, first=1121))
    assert not heard[round(0.03 * SAMPLE_RATE) :].any()


def test_the_room_sounds_on_after_the_voice_was_cut_off() -> None:
    room = SimulatedRoom(silent_setup(echo_db=0.0, rt60=0.4))
    room.play([clip(16_000)])
    everything(room, 0.5)
    room.silence()
    heard = microphone(room, 1.5)
    assert level_dbfs(heard[:1600]) > level_dbfs(heard[1600:3200]) > level_dbfs(heard[3200:4800])
    assert not heard[round(0.4 * SAMPLE_RATE) :].any()


def test_what_the_participant_says_is_in_the_microphone_at_that_very_sample() -> None:
    room = silent_room()
    room.add_sound(0.05, counting(500))
    heard = microphone(room, 0.2)
    at = round(0.05 * SAMPLE_RATE)
    assert np.array_equal(heard[at : at + 500], counting(500))
    assert not heard[:at].any()
    assert not heard[at + 500 :].any()


def test_sounds_that_overlap_add_up_and_full_scale_is_the_limit() -> None:
    room = silent_room()
    room.add_sound(0.0, np.full(320, 1000, np.int16))
    room.add_sound(0.0, np.full(160, 32_000, np.int16))
    heard = microphone(room, 0.02)
    assert (heard[:160] == 32_767).all()
    assert (heard[160:] == 1000).all()


def test_a_sound_is_as_loud_as_is_asked_for() -> None:
    room = silent_room()
    room.add_sound(0.0, np.full(320, 10_000, np.int16), gain_db=-20.0)
    assert (microphone(room, 0.02) == 1000).all()


def test_a_sound_that_has_not_begun_can_be_taken_back() -> None:
    room = silent_room()
    piece = room.add_sound(0.05, counting(500))
    assert room.take_back(piece)
    assert not microphone(room, 0.2).any()


def test_a_sound_that_has_begun_is_heard_to_its_end() -> None:
    room = silent_room()
    piece = room.add_sound(0.0, counting(500))
    everything(room, 0.02)
    assert not room.take_back(piece)
    assert microphone(room, 0.04)[0] == 321


@pytest.mark.parametrize("dbfs", [-65.0, -40.0])
def test_a_room_is_as_noisy_as_is_asked_for(dbfs: float) -> None:
    heard = microphone(SimulatedRoom(silent_setup(noise_dbfs=dbfs)), 2.0)
    assert level_dbfs(heard) == pytest.approx(dbfs, abs=0.2)


def test_noise_goes_on_under_what_is_said() -> None:
    quiet = microphone(SimulatedRoom(silent_setup(noise_dbfs=-50.0)), 0.1)
    room = SimulatedRoom(silent_setup(noise_dbfs=-50.0))
    room.add_sound(0.0, np.full(1600, 5000, np.int16))
    assert np.array_equal(microphone(room, 0.1), quiet + 5000)


def test_two_rooms_with_the_same_seed_sound_the_same() -> None:
    first = SimulatedRoom(silent_setup(noise_dbfs=-50.0, echo_db=-10.0, rt60=0.3))
    second = SimulatedRoom(silent_setup(noise_dbfs=-50.0, echo_db=-10.0, rt60=0.3))
    for room in (first, second):
        room.play([clip(5000)])
    assert np.array_equal(microphone(first, 1.0), microphone(second, 1.0))


def test_a_key_is_told_at_its_time_and_in_order() -> None:
    room = silent_room()
    room.press(0.045, Meaning.NO)
    room.press(0.03, Meaning.YES)
    room.quit(0.045)
    told = [(at, signal) for at, signal in everything(room, 0.1) if not isinstance(signal, Block)]
    assert told == [
        (0.03, Commanded(Meaning.YES)),
        (0.045, Commanded(Meaning.NO)),
        (0.045, QuitAsked()),
        (0.1, TimeReached()),
    ]


def test_a_key_that_was_not_pressed_yet_can_be_taken_back() -> None:
    room = silent_room()
    early, late = room.press(0.01, Meaning.YES), room.press(0.05, Meaning.NO)
    everything(room, 0.02)
    assert not room.take_back_key(early)
    assert room.take_back_key(late)
    assert not [signal for _, signal in everything(room, 0.1) if isinstance(signal, Commanded)]


def test_a_muted_microphone_gives_zeros_for_as_long_as_it_is_muted() -> None:
    room = SimulatedRoom(silent_setup(noise_dbfs=-40.0))
    room.faults.mute(0.04, 0.08)
    room.add_sound(0.05, counting(100))
    heard = microphone(room, 0.12)
    assert level_dbfs(heard[640:1280]) == SILENCE_DBFS
    assert level_dbfs(heard[:640]) > -45.0
    assert level_dbfs(heard[1280:]) > -45.0


def test_a_microphone_that_is_gone_gives_nothing_until_it_is_back() -> None:
    room = silent_room()
    room.faults.lose(Device.MICROPHONE, 0.03, 0.07)
    told = everything(room, 0.12)
    assert [at for at, signal in told if isinstance(signal, DeviceLost)] == [0.04]
    assert [at for at, signal in told if isinstance(signal, DeviceBack)] == [0.08]
    starts = [signal.start for _, signal in told if isinstance(signal, Block)]
    assert starts == [0.0, 0.02, 0.08, 0.1]


def test_time_goes_on_without_a_microphone() -> None:
    room = silent_room()
    room.faults.lose(Device.MICROPHONE, 0.0, 1.0)
    room.play([clip(1000)])
    told = [signal for _, signal in everything(room, 0.5) if not isinstance(signal, Block)]
    assert told[1:] == [PlaybackEnded(), TimeReached()]


def test_a_loudspeaker_that_is_unplugged_falls_silent_and_tells_no_end() -> None:
    room = silent_room()
    room.faults.lose(Device.LOUDSPEAKER, 0.1, 0.5)
    room.play([clip(16_000)])
    told = everything(room, 2.0)
    assert not any(isinstance(signal, PlaybackEnded) for _, signal in told)
    played = [
        signal.start
        for _, signal in told
        if isinstance(signal, Block) and signal.played is not None
    ]
    assert max(played) == pytest.approx(0.08)


def test_what_is_played_to_no_loudspeaker_takes_its_time_and_is_not_heard() -> None:
    room = SimulatedRoom(silent_setup(echo_db=0.0))
    room.faults.lose(Device.LOUDSPEAKER, 0.0, 1.0)
    room.next(None)
    room.play([clip(1600)])
    told = everything(room, 0.2)
    assert [at for at, signal in told if isinstance(signal, PlaybackEnded)] == [0.1]
    assert not any(signal.samples.any() for _, signal in told if isinstance(signal, Block))


def test_a_session_without_end_is_ended_by_the_room() -> None:
    room = SimulatedRoom(silent_setup(longest=0.5))
    with pytest.raises(ScenarioNotMet, match="still running"):
        everything(room, 2.0)
    assert room.now() == 0.5


def test_what_sounded_can_be_listened_to(tmp_path: Path) -> None:
    file = tmp_path / "heard.wav"
    room = silent_room(SoundFile(file))
    room.play([clip(500)])
    room.add_sound(0.02, counting(500, first=2000))
    everything(room, 0.06)
    room.close()
    room.close()
    sound, rate = soundfile.read(file, dtype="int16")
    assert rate == SAMPLE_RATE
    assert sound.shape == (960, 2)
    assert np.array_equal(sound[:500, 0], counting(500))
    assert np.array_equal(sound[320:820, 1], counting(500, first=2000))


def test_what_is_posted_comes_before_the_next_sound() -> None:
    room = silent_room()
    room.next(None)
    before = room.now()
    room.post(Commanded(Meaning.STOP))
    room.post(QuitAsked())
    assert [room.next(None), room.next(None)] == [Commanded(Meaning.STOP), QuitAsked()]
    assert room.now() == before
    assert isinstance(room.next(None), Block)
