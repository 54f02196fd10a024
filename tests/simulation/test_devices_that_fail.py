"""Every fault of a device at every kind of moment, in virtual time, through the real loop."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.simulation.pressing import SETTINGS, Act, Led, Moment, PressingRoom, lead
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceCrackles, DeviceLost, Loss
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE

MICROPHONE, LOUDSPEAKER = Device.MICROPHONE, Device.LOUDSPEAKER

LATEST = 1.5
"""Seconds within which a fault must be noticed."""

A_BLOCK = BLOCK_SAMPLES / SAMPLE_RATE

INTO_IT = 0.5
"""Seconds from the beginning of the moment to the fault."""

KNOWN_BY = 6.0
"""Before, nothing is known of the microphone's own noise: the sound check says if it is muted."""

FOR = 4.0
"""Seconds that it lasts."""

MOMENTS = {
    "welcome": Moment(State.WELCOME, speaking=True),
    "sound check": Moment(State.SOUND_CHECK, speaking=False),
    "instruction": Moment(State.STEP, speaking=True),
    "movement": Moment(State.STEP, speaking=False),
    "question is said": Moment(State.QUESTION, speaking=True),
    "question waits": Moment(State.QUESTION, speaking=False),
    "end of a test": Moment(State.NOTICED, speaking=True),
    "summary": Moment(State.SUMMARY, speaking=True),
}

Fault = Callable[[PressingRoom, float], None]


def _unplugged(*devices: Device, seconds: float = FOR) -> Fault:
    def fault(room: PressingRoom, at: float) -> None:
        for device in devices:
            room.faults.lose(device, at, at + seconds)

    return fault


FAULTS: dict[str, tuple[Fault, float]] = {
    "microphone unplugged": (_unplugged(MICROPHONE), 1.25),
    "loudspeaker unplugged": (_unplugged(LOUDSPEAKER), 1.25),
    "both unplugged": (_unplugged(MICROPHONE, LOUDSPEAKER), 1.25),
    "microphone muted": (lambda room, at: room.faults.mute(at, at + FOR), 1.0),
    "microphone switched": (
        lambda room, at: room.faults.switch(MICROPHONE, at, "the desk microphone"),
        1.25,
    ),
    "loudspeaker switched": (
        lambda room, at: room.faults.switch(LOUDSPEAKER, at, "the screen"),
        1.25,
    ),
}
"""What happens, and after how many seconds it is noticed."""


def led_with(fault: Fault, moment: Moment, before: Meant | None = None) -> tuple[Led, float]:
    """A session with one fault in it, and when it came (s).

    `before`: what is pressed during the first movement.
    """
    came: list[float] = []

    def act(room: PressingRoom) -> None:
        came.append(max(room.now() + INTO_IT, KNOWN_BY))
        fault(room, came[0])

    led = lead({**_pressing(before), moment: act})
    return led, came[0]


@cache
def plain(before: Meant | None = None) -> Led:
    """The same session with no fault in it."""
    return lead(_pressing(before))


def _pressing(before: Meant | None) -> dict[Moment, Act]:
    if before is None:
        return {}
    return {MOMENTS["movement"]: lambda room: room.press_instead(room.now() + INTO_IT, before)}


def timeless(report: Report) -> Report:
    return replace(report, seconds=0.0)


def test_without_a_fault_nothing_is_told_of_devices() -> None:
    assert plain().report.complete
    assert plain().times(DeviceLost) == plain().times(DeviceBack) == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_noticed_in_time_and_the_session_goes_on_where_it_was(
    fault: str, moment: str
) -> None:
    happens, after = FAULTS[fault]

    led, came = led_with(happens, MOMENTS[moment])

    noticed = led.times(DeviceLost)
    assert noticed[0] == pytest.approx(came + after, abs=A_BLOCK)
    assert noticed[0] - came <= LATEST
    assert len(led.times(DeviceBack)) == len(noticed)
    _goes_on_where_it_was(led, noticed[0])
    assert timeless(led.report) == timeless(plain().report)


@pytest.mark.parametrize("speaking", [True, False])
@pytest.mark.parametrize("state", [State.COMPLAINT, State.SHARP, State.SORE_SIDE])
@pytest.mark.parametrize("fault", ["microphone unplugged", "loudspeaker unplugged"])
def test_who_is_asked_about_what_hurts_is_asked_again_when_the_device_is_back(
    fault: str, state: State, *, speaking: bool
) -> None:
    happens, after = FAULTS[fault]

    led, came = led_with(happens, Moment(state, speaking), Meaning.PAIN)

    noticed = led.times(DeviceLost)
    assert noticed[0] == pytest.approx(came + after, abs=A_BLOCK)
    _goes_on_where_it_was(led, noticed[0])
    assert led.report.complaints
    assert timeless(led.report) == timeless(plain(Meaning.PAIN).report)


@pytest.mark.parametrize("fault", ["microphone unplugged", "loudspeaker unplugged"])
def test_who_is_asked_whether_all_is_well_is_told_and_stays_asked(fault: str) -> None:
    led, _ = led_with(FAULTS[fault][0], Moment(State.WELFARE, speaking=False), Meaning.HELP_ME)

    (noticed,) = led.times(DeviceLost)
    told = next(texts for at, texts in led.room.speeches if at >= noticed)
    assert told[0].endswith("_lost")
    assert told[-1] == "phrases.welfare.short"
    assert "device_lost" not in led.moments()
    assert led.alarm.alerts == []
    assert timeless(led.report) == timeless(plain(Meaning.HELP_ME).report)


def _goes_on_where_it_was(led: Led, noticed: float) -> None:
    """What is said at once tells of the loss; and after it comes what was before it."""
    speeches, moments = led.room.speeches, led.moments()
    lost = next(index for index, (at, _) in enumerate(speeches) if at >= noticed)
    assert speeches[lost][0] == noticed
    assert speeches[lost][1][0].endswith(("_lost", "_muted"))
    back = next(
        index for index, (_, texts) in enumerate(speeches) if "phrases.device_back" in texts
    )
    assert moments[back] == moments[lost - 1]
    assert set(moments[lost:back]) == {"device_lost"}


@pytest.mark.parametrize(
    ("fault", "phrase"),
    [
        ("microphone unplugged", "phrases.microphone_lost"),
        ("loudspeaker unplugged", "phrases.loudspeaker_lost"),
        ("microphone muted", "phrases.microphone_muted"),
        ("microphone switched", "phrases.other_microphone"),
        ("loudspeaker switched", "phrases.other_loudspeaker"),
    ],
)
def test_each_fault_has_its_own_words(fault: str, phrase: str) -> None:
    led, _ = led_with(FAULTS[fault][0], MOMENTS["question waits"])

    assert len(led.said_at(phrase)) == 1


def test_a_muted_microphone_is_not_called_gone() -> None:
    led, _ = led_with(FAULTS["microphone muted"][0], MOMENTS["movement"])

    losses = [event.loss for _, event in led.room.events if isinstance(event, DeviceLost)]
    assert losses == [Loss.MUTED]
    assert led.said_at("phrases.microphone_lost") == []


def test_a_muted_microphone_is_back_with_its_first_sound() -> None:
    led, came = led_with(FAULTS["microphone muted"][0], MOMENTS["movement"])

    assert led.times(DeviceBack) == [pytest.approx(came + FOR, abs=2 * A_BLOCK)]


def test_what_is_unplugged_is_looked_for_every_three_seconds() -> None:
    led, came = led_with(_unplugged(MICROPHONE, seconds=20.0), MOMENTS["movement"])

    back = led.times(DeviceBack)[0] - led.times(DeviceLost)[0]
    assert back % SETTINGS.devices.retry_after == pytest.approx(0.0, abs=A_BLOCK)
    assert came + 20.0 <= led.times(DeviceBack)[0] <= came + 20.0 + SETTINGS.devices.retry_after


@pytest.mark.parametrize("device", [MICROPHONE, LOUDSPEAKER])
@pytest.mark.parametrize("moment", ["question is said", "question waits"])
def test_what_is_back_within_a_third_of_a_second_is_no_loss(device: Device, moment: str) -> None:
    led, _ = led_with(_unplugged(device, seconds=0.3), MOMENTS[moment])

    assert led.times(DeviceLost) == []
    assert led.room.speeches == plain().room.speeches


@pytest.mark.parametrize("device", [MICROPHONE, LOUDSPEAKER])
def test_what_comes_and_goes_ten_times_loses_nothing(device: Device) -> None:
    def flaps(room: PressingRoom, at: float) -> None:
        for time in range(10):
            room.faults.lose(device, at + 5.0 * time, at + 5.0 * time + 1.3)

    led, _ = led_with(flaps, MOMENTS["question is said"])

    assert len(led.times(DeviceLost)) == len(led.times(DeviceBack)) == 10
    assert timeless(led.report) == timeless(plain().report)


def test_a_device_that_is_lost_in_a_pause_leaves_it_a_pause() -> None:
    def pause(room: PressingRoom) -> None:
        room.press_instead(room.now() + INTO_IT, Meaning.PAUSE)

    def unplug(room: PressingRoom) -> None:
        _unplugged(MICROPHONE)(room, room.now() + INTO_IT)

    led = lead({MOMENTS["question waits"]: pause, Moment(State.PAUSED, speaking=False): unplug})

    moments = [moment for moment in led.moments() if moment in {"paused", "device_lost"}]
    assert moments == ["paused", "device_lost", "paused"]
    assert timeless(led.report) == timeless(plain().report)


@pytest.mark.parametrize("fault", ["microphone unplugged", "microphone muted"])
def test_a_microphone_that_is_lost_in_the_goodbye_does_not_hold_it_up(fault: str) -> None:
    led, _ = led_with(FAULTS[fault][0], Moment(State.GOODBYE, speaking=True))

    assert led.room.speeches == plain().room.speeches
    assert led.report == plain().report
    assert led.alarm.alerts == []


def test_a_goodbye_that_was_cut_off_is_said_again_by_the_loudspeaker_that_is_back() -> None:
    led, _ = led_with(FAULTS["loudspeaker switched"][0], Moment(State.GOODBYE, speaking=True))

    assert len(led.said_at("goodbye.say")) == 2
    assert timeless(led.report) == timeless(plain().report)


def test_a_loudspeaker_that_is_back_before_the_microphone_says_what_is_still_gone() -> None:
    def both(room: PressingRoom, at: float) -> None:
        room.faults.lose(LOUDSPEAKER, at, at + 2.0)
        room.faults.lose(MICROPHONE, at, at + 8.0)

    led, _ = led_with(both, MOMENTS["question waits"])

    back = led.times(DeviceBack)
    assert back[0] in led.said_at("phrases.microphone_lost")
    assert led.said_at("phrases.device_back") == [back[1]]


def test_a_microphone_that_crackles_is_told_once_and_interrupts_nobody() -> None:
    def crackles(room: PressingRoom, at: float) -> None:
        room.faults.crackle(at, at + 60.0)

    led, came = led_with(crackles, MOMENTS["question waits"])

    assert led.times(DeviceCrackles) == [pytest.approx(came + 0.2, abs=A_BLOCK)]
    assert len(led.said_at("phrases.microphone_crackles")) == 1
    assert led.times(DeviceLost) == []
    assert led.moments() == plain().moments()


def test_a_session_whose_devices_never_come_back_ends_by_itself() -> None:
    led, _ = led_with(
        _unplugged(MICROPHONE, LOUDSPEAKER, seconds=3_000.0), MOMENTS["question waits"]
    )

    assert not led.report.complete
    assert led.room.now() < 2 * SETTINGS.timing.pause_limit
