"""What is shown to people who listen and do not look."""

import pytest
from hypothesis import given

from tests.builders import nothing_noticed, tiny_report, understanding
from tests.display.every_kind import ANY_MACHINE, EFFECTS
from tests.display.screens import pipe, terminal
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import (
    AlertOwner,
    AlertReason,
    Effect,
    Finish,
    Prosody,
    Say,
    ShowUnderstood,
)
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    ListeningBegan,
    Loss,
    LoudspeakerMuted,
    RoomSounded,
    VoiceChanged,
    VoiceKind,
)
from voice_rom.display.quiet import Quiet
from voice_rom.ports import RoomLevel


def test_faults_are_shown_and_their_end() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, DeviceLost(Device.MICROPHONE))
    quiet.event(2.0, DeviceBack(Device.MICROPHONE))
    assert file.getvalue().splitlines() == [
        "Trouble: the microphone is gone. Plug it back in; the session is waiting for it.",
        "The microphone is back.",
    ]


def test_the_words_are_shown_as_long_as_not_all_of_them_can_be_heard() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    prosody = Prosody(150, 0.0)
    quiet.effect(0.0, Say(1, (Line("a", "Sit on the chair."),), prosody))
    quiet.event(1.0, VoiceChanged(VoiceKind.RECORDINGS, "Install espeak-ng."))
    quiet.effect(2.0, Say(2, (Line("b", "Cross your arms."),), prosody))
    quiet.event(3.0, VoiceChanged(VoiceKind.OWN, ""))
    quiet.effect(4.0, Say(3, (Line("c", "Turn slowly."),), prosody))
    trouble, *shown = file.getvalue().splitlines()
    assert trouble.startswith("Trouble: the voice does not work.")
    assert shown[-3:] == ["Sit on the chair.", "Cross your arms.", "The voice works again."]


def test_a_muted_microphone_is_shown_once() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, RoomSounded(-120.0, -120.0, zeros=True))
    quiet.event(2.0, RoomSounded(-120.0, -120.0, zeros=True))
    assert file.getvalue().count("muted") == 1


def test_the_report_is_shown() -> None:
    file, console = pipe()
    Quiet(console).effect(1.0, Finish(tiny_report(*nothing_noticed())))
    assert "Nothing was noticed in these tests." in file.getvalue()


@pytest.mark.parametrize("reason", AlertReason)
def test_that_somebody_is_needed_is_shown(reason: AlertReason) -> None:
    file, console = pipe()
    Quiet(console).effect(1.0, AlertOwner(reason))
    assert "THE PERSON HERE." in file.getvalue()


def test_that_nobody_could_be_told_is_shown() -> None:
    file, console = pipe()
    Quiet(console).event(1.0, AlarmFailed(AlarmFault.FAILED))
    assert file.getvalue().startswith("Trouble: the notification program")


def test_what_goes_as_it_should_is_not_shown() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, ListeningBegan("USB Audio"))
    quiet.event(1.0, RoomSounded(-55.0, -40.0, zeros=False))
    quiet.event(1.0, Commanded(Meaning.PAUSE))
    quiet.level(1.0, RoomLevel(-55.0, -40.0, -50.0, zeros=False))
    quiet.effect(1.0, Say(1, (Line("welcome", "Welcome."),), Prosody(150, 0.0)))
    quiet.effect(1.0, ShowUnderstood(understanding()))
    quiet.close()
    assert file.getvalue() == ""


@ANY_MACHINE
@given(EFFECTS)
def test_only_an_alert_and_the_end_show_anything_among_the_effects(effect: Effect) -> None:
    file, console = pipe()
    Quiet(console).effect(1.0, effect)
    assert (file.getvalue() != "") == isinstance(effect, AlertOwner | Finish)


def test_a_lost_loudspeaker_is_shown_large_because_it_cannot_be_said() -> None:
    file, console = pipe()
    Quiet(console).event(1.0, DeviceLost(Device.LOUDSPEAKER))
    gone = "Trouble: the loudspeaker is gone. Plug it back in; what would be said is shown here."
    assert [line for line in file.getvalue().splitlines() if line] == [gone] * 3


def test_a_muted_loudspeaker_is_shown_as_large_as_a_lost_one_and_named() -> None:
    file, console = pipe()
    Quiet(console).event(1.0, LoudspeakerMuted("USB Audio"))
    muted = "Trouble: the loudspeaker (USB Audio) is muted, or its volume is at 0. Turn it up."
    assert [line for line in file.getvalue().splitlines() if line] == [muted] * 3


@pytest.mark.parametrize("silent", [DeviceLost(Device.LOUDSPEAKER), LoudspeakerMuted("USB Audio")])
def test_a_terminal_rings_its_bell_where_nothing_can_be_heard(silent: Event) -> None:
    file, console = terminal()
    quiet = Quiet(console)
    quiet.event(1.0, DeviceLost(Device.MICROPHONE))
    assert "\a" not in file.getvalue()
    quiet.event(2.0, silent)
    assert "\a" in file.getvalue()


def test_a_microphone_that_fell_dumb_is_shown_once() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, DeviceLost(Device.MICROPHONE, loss=Loss.MUTED))
    quiet.event(2.0, RoomSounded(-120.0, -120.0, zeros=True))
    assert file.getvalue().count("muted") == 1


def test_that_something_is_missing_is_shown_where_the_screen_stands_in_for_the_voice() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.effect(0.0, Say(1, (Line("a", "Sit on the chair."),), Prosody(150, 0.0)))
    quiet.missed(1.0, 3)
    assert file.getvalue() == ""
    quiet.event(2.0, VoiceChanged(VoiceKind.RECORDINGS, ""))
    quiet.missed(3.0, 4)
    trouble, *shown = file.getvalue().splitlines()
    assert trouble.startswith("Trouble: the voice does not work.")
    # What was said before the gap may be long over by now.
    assert shown == ["The screen could not keep up. Updates missing here: 4."]
