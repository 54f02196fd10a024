import numpy as np
import pytest

from tests.devices.fake_sound_system import device
from tests.devices.kept import LOUDSPEAKER, MICROPHONE, Kept
from voice_rom.core.protocol.events import DeviceBack, DeviceLost
from voice_rom.errors import NoLoudspeaker, NoMicrophone
from voice_rom.sound import Clip

CLIP = Clip(np.full(16_000, 500, dtype=np.int16))


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_while_all_is_well_nothing_is_told(kept: Kept) -> None:
    assert kept.told == []
    assert len(kept.system.streams[MICROPHONE]) == len(kept.system.streams[LOUDSPEAKER]) == 1


def test_an_unplugged_microphone_is_told_once_and_again_when_it_is_back(kept: Kept) -> None:
    headset = kept.system.plugged[MICROPHONE][0]
    kept.system.unplug(MICROPHONE)
    kept.run(10.0)
    assert kept.kinds_told() == [(DeviceLost, MICROPHONE)]

    kept.system.plug(MICROPHONE, headset)
    kept.run(4.0)

    assert kept.kinds_told() == [(DeviceLost, MICROPHONE), (DeviceBack, MICROPHONE)]
    before = len(kept.captured)
    kept.run(1.0)
    assert len(kept.captured) > before


def test_a_loss_is_told_within_a_second_and_a_half(kept: Kept) -> None:
    kept.system.unplug(LOUDSPEAKER)

    kept.run(1.5)

    assert kept.kinds_told() == [(DeviceLost, LOUDSPEAKER)]


def test_a_device_with_another_name_is_found_by_a_new_list(kept: Kept) -> None:
    kept.system.unplug(MICROPHONE)
    kept.run(3.0)
    kept.system.plug(MICROPHONE, device("Another headset", number=5))

    kept.run(4.0)

    assert kept.kinds_told()[-1] == (DeviceBack, MICROPHONE)
    assert kept.supervisor.name(MICROPHONE) == "Another headset"
    assert kept.system.refreshed > 0


def test_a_new_list_keeps_the_other_device_without_telling_anybody(kept: Kept) -> None:
    kept.system.unplug(MICROPHONE)

    kept.run(8.0)

    assert kept.system.refreshed > 0
    assert not kept.system.current(LOUDSPEAKER).closed
    assert kept.kinds_told() == [(DeviceLost, MICROPHONE)]


def test_nobody_is_interrupted_for_a_new_list(kept: Kept) -> None:
    kept.loudspeaker.play([CLIP])
    kept.system.unplug(MICROPHONE)

    kept.run(8.0)

    assert kept.system.refreshed == 0
    assert len(kept.system.streams[LOUDSPEAKER]) == 1


def test_a_stream_that_opens_and_gives_nothing_is_not_back(kept: Kept) -> None:
    kept.system.current(MICROPHONE).active = False
    deaf = device("Deaf", number=9)
    kept.system.plugged[MICROPHONE] = []
    kept.system.listed[MICROPHONE] = [deaf]
    kept.run(0.5)
    kept.system.plugged[MICROPHONE] = [deaf]

    kept.supervisor.step()
    kept.clock.pass_time(0.5)
    kept.supervisor.step()

    assert (DeviceBack, MICROPHONE) not in kept.kinds_told()


def test_what_was_given_and_has_not_sounded_is_thrown_away_when_nothing_plays(kept: Kept) -> None:
    kept.loudspeaker.play([CLIP])
    kept.loudspeaker.silence()

    kept.supervisor.discard()

    assert kept.system.current(LOUDSPEAKER).discarded == 1


def test_new_speech_is_not_thrown_away_with_the_old(kept: Kept) -> None:
    kept.loudspeaker.play([CLIP])
    kept.loudspeaker.silence()
    kept.loudspeaker.play([CLIP])

    kept.supervisor.discard()

    assert kept.system.current(LOUDSPEAKER).discarded == 0


def test_a_device_that_cannot_be_opened_says_why() -> None:
    kept = Kept()
    kept.system.unplug(MICROPHONE)
    kept.system.unplug(LOUDSPEAKER)

    with pytest.raises(NoMicrophone, match="Device unavailable"):
        kept.supervisor.open(MICROPHONE)
    with pytest.raises(NoLoudspeaker, match="Device unavailable"):
        kept.supervisor.open(LOUDSPEAKER)


def test_closing_lets_everything_go(kept: Kept) -> None:
    kept.supervisor.close()

    assert kept.system.closed
    assert all(stream.closed for streams in kept.system.streams.values() for stream in streams)
