"""What is shown to people who listen and do not look."""

from hypothesis import given

from tests.builders import nothing_noticed, tiny_report, understanding
from tests.display.every_kind import ANY_MACHINE, EFFECTS
from tests.display.screens import pipe
from voice_rom.core.effects import Effect, Finish, Line, Manner, Say, ShowUnderstood
from voice_rom.core.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    ListeningBegan,
    RoomSounded,
)
from voice_rom.core.meanings import Meaning
from voice_rom.display.quiet import Quiet
from voice_rom.ports import RoomLevel


def test_faults_are_shown_and_their_end() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, DeviceLost(Device.LOUDSPEAKER))
    quiet.event(2.0, DeviceBack(Device.LOUDSPEAKER))
    assert file.getvalue().splitlines() == [
        "Trouble: the loudspeaker is gone. Plug it in again; what is said stands here.",
        "The loudspeaker is back.",
    ]


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


def test_what_goes_as_it_should_is_not_shown() -> None:
    file, console = pipe()
    quiet = Quiet(console)
    quiet.event(1.0, ListeningBegan("USB Audio"))
    quiet.event(1.0, RoomSounded(-55.0, -40.0, zeros=False))
    quiet.event(1.0, Commanded(Meaning.PAUSE))
    quiet.level(1.0, RoomLevel(-55.0, -40.0, -50.0, zeros=False))
    quiet.effect(1.0, Say(1, (Line("welcome", "Welcome."),), Manner(150, 0.0)))
    quiet.effect(1.0, ShowUnderstood(understanding()))
    quiet.close()
    assert file.getvalue() == ""


@ANY_MACHINE
@given(EFFECTS)
def test_only_the_end_shows_anything_among_the_effects(effect: Effect) -> None:
    file, console = pipe()
    Quiet(console).effect(1.0, effect)
    assert (file.getvalue() != "") == isinstance(effect, Finish)
