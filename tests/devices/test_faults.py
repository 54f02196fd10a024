"""What a supervisor does when a device is taken, changes, or is not the one it was."""

import pytest

from tests.devices.fake_sound_system import FakeSoundSystem, device
from tests.devices.kept import LOUDSPEAKER, MICROPHONE, Kept
from tests.devices.served import leads_nowhere, leads_to
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost, Loss, LoudspeakerMuted
from voice_rom.ports import SoundTorn

HEADSET, DESK = device("Headset", number=0), device("Desk", number=1, is_default=False)

LATEST = 1.5
"""Seconds within which a fault must be noticed."""


def two_microphones() -> FakeSoundSystem:
    return FakeSoundSystem({MICROPHONE: [HEADSET, DESK], LOUDSPEAKER: [device("Headset")]})


def returned(kept: Kept) -> list[DeviceBack]:
    return [signal for signal in kept.told if isinstance(signal, DeviceBack)]


def test_another_device_takes_the_place_of_one_that_is_gone_and_is_named() -> None:
    kept = Kept(two_microphones())

    kept.system.plugged[MICROPHONE] = [DESK]
    kept.run(3.0)

    assert returned(kept) == [DeviceBack(MICROPHONE, "Desk")]
    assert kept.supervisor.name(MICROPHONE) == "Desk"


def test_the_device_that_was_chosen_goes_before_the_default_when_both_are_there() -> None:
    kept = Kept(two_microphones(), microphone="desk")
    assert kept.supervisor.name(MICROPHONE) == "Desk"

    kept.system.current(MICROPHONE).active = False
    kept.run(1.0)

    assert returned(kept) == [DeviceBack(MICROPHONE)]
    assert kept.supervisor.name(MICROPHONE) == "Desk"


def test_where_the_chosen_device_is_gone_the_default_takes_its_place() -> None:
    kept = Kept(two_microphones(), microphone="desk")

    kept.system.plugged[MICROPHONE] = [HEADSET]
    kept.run(5.0)

    assert returned(kept) == [DeviceBack(MICROPHONE, "Headset")]


def test_a_device_that_another_program_took_is_told_with_the_systems_reason() -> None:
    kept = Kept()
    kept.system.plugged[MICROPHONE] = []
    kept.system.current(MICROPHONE).active = False

    kept.run(0.5)

    assert [signal for signal in kept.told if isinstance(signal, DeviceLost)] == [
        DeviceLost(MICROPHONE, "the system ended its stream")
    ]


def test_the_monitor_of_a_loudspeaker_is_never_taken_for_a_microphone() -> None:
    monitor = device("Monitor of Headset", number=2, is_default=False)
    kept = Kept(FakeSoundSystem({MICROPHONE: [HEADSET, monitor], LOUDSPEAKER: [device()]}))

    kept.system.plugged[MICROPHONE] = [monitor]
    kept.run(10.0)

    assert returned(kept) == []


def test_a_device_that_opens_and_gives_nothing_is_tried_last_the_next_time() -> None:
    kept = Kept(two_microphones())

    kept.system.dumb.add(HEADSET)
    kept.run(12.0)

    assert returned(kept) == [DeviceBack(MICROPHONE, "Desk")]


@pytest.mark.parametrize("pace", [1 / 3, 3.0])
def test_a_rate_that_changes_is_noticed_in_time_and_the_device_opened_again(pace: float) -> None:
    kept = Kept()

    kept.pace = pace
    kept.run(LATEST)
    kept.pace = 1.0
    kept.run(5.0)

    assert kept.told == [
        DeviceLost(MICROPHONE, "its sample rate has changed"),
        DeviceBack(MICROPHONE),
    ]
    assert len(kept.system.streams[MICROPHONE]) == 2


@pytest.mark.parametrize("kind", [MICROPHONE, LOUDSPEAKER])
def test_torn_sound_is_told_as_often_as_the_system_noticed_it(kind: Device) -> None:
    kept = Kept()

    kept.system.current(kind).torn = 3
    kept.run(0.25)
    kept.system.current(kind).torn = 7
    kept.run(1.0)

    assert kept.told == [SoundTorn(kind, 3), SoundTorn(kind, 4)]


def test_what_is_torn_while_a_stream_starts_is_no_fault() -> None:
    kept = Kept()
    kept.system.current(MICROPHONE).active = False
    kept.run(0.5)

    kept.system.current(MICROPHONE).torn = 20
    kept.run(5.0)

    assert not any(isinstance(signal, SoundTorn) for signal in kept.told)


def test_both_devices_gone_and_back_ten_times_are_told_each_time() -> None:
    kept = Kept()
    plugged = dict(kept.system.plugged)

    for _ in range(10):
        for kind in (MICROPHONE, LOUDSPEAKER):
            kept.system.unplug(kind)
            kept.system.current(kind).active = False
        kept.run(1.0)
        kept.system.plugged.update(plugged)
        kept.run(4.0)

    gone = [signal.device for signal in kept.told if isinstance(signal, DeviceLost)]
    assert sorted(gone) == sorted([MICROPHONE, LOUDSPEAKER] * 10)
    assert len(returned(kept)) == 20
    assert not kept.system.current(MICROPHONE).closed
    assert not kept.system.current(LOUDSPEAKER).closed


def test_a_device_that_the_sound_server_put_nothing_in_the_place_of_is_gone() -> None:
    """The stream runs on, and nobody can hear it."""
    for kind in (MICROPHONE, LOUDSPEAKER):
        kept = Kept()
        kept.system.routes[kind] = leads_nowhere(kind)
        kept.system.listed[kind] = kept.system.plugged[kind] = []
        kept.run(0.5)

        assert kept.kinds_told() == [(DeviceLost, kind)]

        kept.system.routes[kind] = leads_to(kind)
        kept.system.plugged[kind] = [HEADSET]
        kept.run(4.0)
        assert returned(kept) == [DeviceBack(kind)]


def test_a_stream_that_has_just_begun_is_not_judged_by_where_the_last_one_led() -> None:
    kept = Kept()
    kept.system.current(MICROPHONE).active = False
    kept.run(0.5)
    kept.system.routes[MICROPHONE] = leads_nowhere(MICROPHONE)
    kept.run(2.5)
    kept.system.routes[MICROPHONE] = leads_to(MICROPHONE)
    kept.run(2.0)

    assert kept.kinds_told() == [(DeviceLost, MICROPHONE), (DeviceBack, MICROPHONE)]


def test_a_microphone_at_volume_0_is_told_as_muted_until_it_is_turned_up() -> None:
    kept = Kept()
    for _ in range(2):
        kept.system.routes[MICROPHONE] = leads_to(MICROPHONE, silent=True)
        kept.run(1.0)
        kept.system.routes[MICROPHONE] = leads_to(MICROPHONE)
        kept.run(1.0)

    assert kept.kinds_told() == 2 * [(DeviceLost, MICROPHONE), (DeviceBack, MICROPHONE)]
    assert isinstance(kept.told[0], DeviceLost)
    assert kept.told[0].loss is Loss.MUTED
    assert len(kept.system.streams[MICROPHONE]) == 1


def test_a_loudspeaker_at_volume_0_is_told_by_its_name_each_time_and_stays_in_use() -> None:
    kept = Kept()
    for _ in range(2):
        kept.system.routes[LOUDSPEAKER] = leads_to(LOUDSPEAKER, silent=True)
        kept.run(1.0)
        kept.system.routes[LOUDSPEAKER] = leads_to(LOUDSPEAKER)
        kept.run(1.0)

    assert kept.told == 2 * [LoudspeakerMuted("USB Audio")]
    assert len(kept.system.streams[LOUDSPEAKER]) == 1


def test_a_microphone_that_comes_back_muted_is_told_as_muted_again() -> None:
    kept = Kept()
    kept.system.routes[MICROPHONE] = leads_to(MICROPHONE, silent=True)
    kept.run(1.0)
    kept.system.current(MICROPHONE).active = False
    kept.run(5.0)

    losses = [told.loss for told in kept.told if isinstance(told, DeviceLost)]
    assert losses == [Loss.MUTED, Loss.LOST, Loss.MUTED]
    assert returned(kept) == [DeviceBack(MICROPHONE)]
