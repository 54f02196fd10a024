import pytest

from tests.devices.fake_sound_system import device
from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_system import choose
from voice_rom.errors import NoLoudspeaker, NoMicrophone, SettingsError

DEVICES = [
    device("HDA Intel PCH: ALC257", number=0, is_default=False),
    device("default", number=1),
    device("USB Microphone", number=2, is_default=False),
    device("USB", number=3, is_default=False),
]


def test_without_a_name_the_default_device_is_chosen() -> None:
    assert choose(DEVICES, Device.MICROPHONE, "").number == 1


def test_where_nothing_is_the_default_the_first_device_is_chosen() -> None:
    assert choose([DEVICES[2], DEVICES[0]], Device.MICROPHONE, "").number == 2


@pytest.mark.parametrize(
    ("wanted", "number"), [("intel", 0), ("usb mic", 2), ("usb", 3), (" Default ", 1)]
)
def test_a_part_of_the_name_chooses_and_an_exact_name_goes_first(wanted: str, number: int) -> None:
    assert choose(DEVICES, Device.MICROPHONE, wanted).number == number


def test_a_name_that_fits_nothing_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r'contains "usb microfone"; .*"USB Microphone"'):
        choose(DEVICES, Device.MICROPHONE, "usb microfone")


def test_no_device_at_all_is_told_by_its_kind_with_what_to_type() -> None:
    with pytest.raises(NoMicrophone, match="voice-rom devices"):
        choose([], Device.MICROPHONE, "usb")
    with pytest.raises(NoLoudspeaker, match="voice-rom devices"):
        choose([], Device.LOUDSPEAKER, "")


def test_a_person_is_not_shown_the_sound_servers_own_words() -> None:
    assert DEVICES[1].title == "the system's default"
    assert DEVICES[2].title == "USB Microphone"
