from typing import Any

import pytest

from tests.devices.served import pactl_device, pactl_stream
from voice_rom.core.protocol.events import Device
from voice_rom.devices.sound_server import ServerState, state_of

OURS, ANOTHERS = 4711, 4712

HEADSET = pactl_device(
    3,
    "alsa_input.usb-headset",
    "Headset",
    properties={"alsa.card": "1", "alsa.device": "0"},
)
MONITOR = pactl_device(
    2, "alsa_output.hdmi.monitor", "Monitor of HDMI", properties={"device.class": "monitor"}
)
HDMI = pactl_device(2, "alsa_output.hdmi", "HDMI")


def told(**lists: list[dict[str, Any]]) -> ServerState:
    listing = {
        "sinks": [HDMI],
        "sources": [MONITOR, HEADSET],
        "sink_inputs": [],
        "source_outputs": [],
        **lists,
    }
    info = {
        "default_sink_name": "alsa_output.hdmi",
        "default_source_name": "alsa_input.usb-headset",
    }
    return state_of(listing, info, OURS)


def test_a_device_is_told_with_its_description_and_the_card_that_it_is() -> None:
    [headset] = told().usable(Device.MICROPHONE)

    assert (headset.node, headset.description) == ("alsa_input.usb-headset", "Headset")
    assert (headset.channels, headset.rate, headset.card) == (2, 44_100.0, "hw:1,0")
    assert headset.is_default


def test_what_a_loudspeaker_plays_is_no_microphone_unless_the_system_has_chosen_it() -> None:
    assert [device.node for device in told().usable(Device.MICROPHONE)] == [HEADSET["name"]]

    chosen = state_of(
        {"sinks": [HDMI], "sources": [MONITOR], "sink_inputs": [], "source_outputs": []},
        {"default_sink_name": HDMI["name"], "default_source_name": MONITOR["name"]},
        OURS,
    )
    assert [device.node for device in chosen.usable(Device.MICROPHONE)] == [MONITOR["name"]]


def test_a_server_with_nothing_but_its_dummy_has_no_device() -> None:
    state = state_of(
        {
            "sinks": [pactl_device(9, "auto_null", "Dummy Output")],
            "sources": [pactl_device(9, "auto_null.monitor", "Monitor of Dummy Output")],
            "sink_inputs": [pactl_stream(OURS, sink=9)],
            "source_outputs": [pactl_stream(OURS, source=9)],
        },
        {"default_sink_name": "auto_null", "default_source_name": "auto_null.monitor"},
        OURS,
    )

    assert state.usable(Device.LOUDSPEAKER) == state.usable(Device.MICROPHONE) == []
    assert state.routes[Device.LOUDSPEAKER].is_dummy
    assert state.routes[Device.MICROPHONE].is_dummy


@pytest.mark.parametrize(
    ("properties", "is_dummy"),
    [({"alsa.card": "0"}, True), ({"device.api": "bluez5"}, True), ({}, False)],
    ids=["sound card", "Bluetooth", "made by a program"],
)
def test_what_a_real_loudspeaker_plays_is_no_microphone_even_where_there_is_no_other(
    properties: dict[str, str], *, is_dummy: bool
) -> None:
    monitor = {**MONITOR, "properties": {"device.class": "monitor", **properties}}
    state = state_of(
        {
            "sinks": [HDMI],
            "sources": [monitor],
            "sink_inputs": [],
            "source_outputs": [pactl_stream(OURS, source=2)],
        },
        {"default_sink_name": HDMI["name"], "default_source_name": MONITOR["name"]},
        OURS,
    )

    assert state.routes[Device.MICROPHONE].is_dummy == is_dummy
    assert (state.usable(Device.MICROPHONE) == []) == is_dummy


def test_only_this_programs_own_streams_are_told_of() -> None:
    state = told(
        source_outputs=[pactl_stream(ANOTHERS, source=2), pactl_stream(OURS, source=3)],
        sink_inputs=[pactl_stream(ANOTHERS, sink=2)],
    )

    assert state.routes[Device.MICROPHONE].device.description == "Headset"
    assert Device.LOUDSPEAKER not in state.routes


@pytest.mark.parametrize(
    "silencing",
    [
        {"sources": [MONITOR, {**HEADSET, "mute": True}]},
        {"sources": [MONITOR, pactl_device(3, "usb", "Headset", volume=0)]},
        {"source_outputs": [pactl_stream(OURS, source=3, mute=True)]},
        {"source_outputs": [pactl_stream(OURS, source=3, volume={"mono": {"value": 0}})]},
    ],
    ids=["device muted", "device at 0", "stream muted", "stream at 0"],
)
def test_muted_or_at_volume_0_a_stream_is_silent_and_otherwise_it_is_not(
    silencing: dict[str, list[dict[str, Any]]],
) -> None:
    streams = [pactl_stream(OURS, source=3)]

    assert not told(source_outputs=streams).routes[Device.MICROPHONE].silent
    assert told(**{"source_outputs": streams, **silencing}).routes[Device.MICROPHONE].silent


def test_one_channel_that_is_not_at_0_can_be_heard() -> None:
    headset = {**HEADSET, "volume": {"front-left": {"value": 0}, "front-right": {"value": 9}}}
    state = told(sources=[headset], source_outputs=[pactl_stream(OURS, source=3)])

    assert not state.routes[Device.MICROPHONE].silent
