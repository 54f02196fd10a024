from dataclasses import replace

import pytest

from tests.devices.fake_sound_system import device
from tests.devices.served import served
from voice_rom.core.protocol.events import Device
from voice_rom.devices.device_list import listed_once
from voice_rom.devices.sound_server import DUMMY, ServerState
from voice_rom.devices.sound_system import SoundDevice, choose
from voice_rom.errors import NoMicrophone, SettingsError

MICROPHONE = Device.MICROPHONE

USB_CARD = "USB PnP Sound Device: Audio (hw:1,0)"


def numbered(*devices: SoundDevice) -> list[SoundDevice]:
    return [replace(each, number=number) for number, each in enumerate(devices)]


def alsa(*names: str, default: str = "default") -> list[SoundDevice]:
    return numbered(*(device(name, is_default=name == default) for name in names))


ON_A_DESKTOP = alsa("HDA Intel PCH: ALC257 Analog (hw:0,0)", USB_CARD, "pulse", "default")

SERVER = ServerState(
    (
        served("alsa_input.pci", "Built-in Audio Analog Stereo", is_default=True, card="hw:0,0"),
        served("alsa_input.usb", "USB PnP Sound Device Mono", channels=1, card="hw:1,0"),
        served("alsa_output.hdmi.monitor", "Monitor of HDMI", is_monitor=True),
    )
)


def titles(devices: list[SoundDevice]) -> list[str]:
    return [each.title for each in devices]


def test_a_sound_servers_devices_are_listed_by_its_own_names_each_once() -> None:
    listed = listed_once(ON_A_DESKTOP, SERVER, MICROPHONE)

    assert titles(listed) == ["Built-in Audio Analog Stereo", "USB PnP Sound Device Mono"]
    assert [each.is_default for each in listed] == [True, False]


@pytest.mark.parametrize(
    "wanted", ["usb", "USB PnP Sound Device Mono", "alsa_input.usb", "hw:1,0", USB_CARD]
)
def test_a_device_can_be_chosen_by_any_of_its_names_and_is_the_one_that_is_opened(
    wanted: str,
) -> None:
    chosen = choose(listed_once(ON_A_DESKTOP, SERVER, MICROPHONE), MICROPHONE, wanted)

    assert (chosen.node, ON_A_DESKTOP[chosen.number].name) == ("alsa_input.usb", "pulse")
    assert chosen.channels == 1


@pytest.mark.parametrize(("wanted", "node"), [("", ""), ("built-in", "alsa_input.pci")])
def test_the_default_is_followed_where_it_goes_and_a_device_that_was_named_is_kept(
    wanted: str, node: str
) -> None:
    chosen = choose(listed_once(ON_A_DESKTOP, SERVER, MICROPHONE), MICROPHONE, wanted)

    assert (chosen.title, chosen.node) == ("Built-in Audio Analog Stereo", node)


def test_a_card_that_the_server_leaves_alone_is_listed_too_and_so_is_what_a_person_made() -> None:
    found = [*ON_A_DESKTOP, device("array", is_default=False)]
    without_usb = ServerState(SERVER.devices[:1])

    assert titles(listed_once(found, without_usb, MICROPHONE)) == [
        "Built-in Audio Analog Stereo",
        USB_CARD,
        "array",
    ]


def test_where_only_pipewires_own_way_is_there_its_default_has_its_name() -> None:
    found = alsa(USB_CARD, "pipewire", "default")

    listed = listed_once(found, SERVER, MICROPHONE)

    assert titles(listed) == ["Built-in Audio Analog Stereo", USB_CARD]


def test_a_server_that_has_only_its_dummy_has_no_device() -> None:
    dummy = ServerState((served(f"{DUMMY}.monitor", is_monitor=True, is_default=True),))

    listed = listed_once(alsa("pulse", "default"), dummy, MICROPHONE)

    assert listed == []
    with pytest.raises(NoMicrophone):
        choose(listed, MICROPHONE, "")


def test_without_a_server_alsas_many_ways_to_a_card_are_one() -> None:
    found = alsa(USB_CARD, "sysdefault", "front", "dmix", "samplerate", "pulse", "default")

    assert titles(listed_once(found, None, MICROPHONE)) == [USB_CARD, "the system's default"]


def test_one_device_under_each_of_windows_sound_systems_is_listed_once_by_its_whole_name() -> None:
    whole = "Microphone (USB PnP Sound Device Number Two)"
    found = numbered(
        device("Microsoft Sound Mapper - Input", host="MME", is_default=False),
        device(whole[:31], host="MME"),
        device("Primary Sound Capture Driver", host="Windows DirectSound", is_default=False),
        device(whole, host="Windows DirectSound", is_default=False),
        device(whole, host="Windows WASAPI", is_default=False),
        device("Line In (Realtek Audio)", host="Windows WASAPI", is_default=False),
    )

    listed = listed_once(found, None, MICROPHONE)

    assert titles(listed) == [whole, "Line In (Realtek Audio)"]
    assert (listed[0].number, listed[0].is_default) == (1, True)


def test_two_of_the_same_kind_are_two_and_told_apart() -> None:
    hosts = ("MME", "Windows WASAPI")
    found = numbered(*(device("Webcam", host=h, is_default=False) for h in hosts for _ in range(2)))

    listed = listed_once(found, None, MICROPHONE)

    assert [(each.title, each.number) for each in listed] == [("Webcam (1)", 0), ("Webcam (2)", 1)]


def test_a_name_that_fits_none_is_refused_with_the_names_that_a_person_sees() -> None:
    listed = listed_once(ON_A_DESKTOP, SERVER, MICROPHONE)

    with pytest.raises(SettingsError, match="USB PnP Sound Device Mono"):
        choose(listed, MICROPHONE, "usb pnp device")
