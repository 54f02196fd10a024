"""States of the staff's page that look different, each told by rooms that really connect."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.intercom.room_settings import SETTINGS
from tests.staff.serving import FakeRoom, ServedDesk, StaffBrowser
from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallReason,
    Health,
    RoomState,
    SoundChecked,
)

WELL: Final = Health(
    microphone="USB PnP Sound Device", loudspeaker="Built-in Audio Analog Stereo", noise_dbfs=-58.0
)
BROKEN: Final = Health(
    loudspeaker="Built-in Audio Analog Stereo",
    faults=(
        "/etc/voice-rom/kiosk.toml:41: devices.microphone: no microphone has 'Jabra' in its name",
    ),
)

Scene = Callable[[ServedDesk], list[FakeRoom]]


def _room(desk: ServedDesk, name: str, state: RoomState, health: Health = WELL) -> FakeRoom:
    room = desk.room(name).begin(state.activity)
    room.send(state)
    room.send(health)
    room.send(SETTINGS.model_copy(update={"wrong": health.faults}))
    return room


def nothing_yet(desk: ServedDesk) -> list[FakeRoom]:  # noqa: ARG001 - as the others
    return []


def calm(desk: ServedDesk) -> list[FakeRoom]:
    return [
        _room(desk, "Room 1", RoomState(activity=Activity.WAITING)),
        _room(
            desk,
            "Room 2",
            RoomState(activity=Activity.QUESTION, test="leg lift", number=2, of=4, quiet_for=3.0),
        ),
        _room(desk, "Room 3", RoomState(activity=Activity.PAUSED)),
        _room(
            desk,
            "Room 10, with a very long name that staff gave it on a slow afternoon",
            RoomState(activity=Activity.MOVEMENT, test="trunk rotation", number=3, of=5),
        ),
    ]


def trouble(desk: ServedDesk) -> list[FakeRoom]:
    rooms = calm(desk)
    rooms.append(_room(desk, "Room 4", RoomState(activity=Activity.FAULT), BROKEN))
    checked = SoundChecked(
        passed=False, lines=("The microphone hears nothing (zeros only). Is it muted?",)
    )
    rooms[0].send(checked)
    gone = _room(desk, "Room 5", RoomState(activity=Activity.WAITING))
    quiet = RoomState(activity=Activity.QUESTION, test="leg lift", number=1, of=4, quiet_for=130.0)
    rooms.append(_room(desk, "Room 6", quiet))
    rooms.append(_room(desk, "Room 7", RoomState(activity=Activity.WELFARE, quiet_for=200.0)))
    staff = desk.signed_in()
    staff.until_shown("Start: Room 5")
    gone.close()
    staff.until_shown("Start: Room 5", gone=True)
    desk.clock.move(25)
    staff.until_shown("No connection since")
    return rooms


def calling(desk: ServedDesk) -> list[FakeRoom]:
    rooms = trouble(desk)
    rooms[1].send(RoomState(activity=Activity.CALLING))
    rooms[1].send(Call(call_id="call-0001", reason=CallReason.HELP))
    rooms[-1].send(Call(call_id="call-0002", reason=CallReason.NO_ANSWER, ago=95))
    rooms[0].send(Call(call_id="call-0003", reason=CallReason.HELP, ago=200))
    staff = desk.signed_in()
    staff.until_shown("Room 1 called for help")
    staff.post("/acknowledge", call="call-0003")
    staff.until_shown("Weber is on it")
    return rooms


SCENES: Final[Mapping[str, Scene]] = {
    "nothing-yet": nothing_yet,
    "calm": calm,
    "trouble": trouble,
    "calling": calling,
}


def settled(staff: StaffBrowser, name: str) -> None:
    """Wait until all of a scene is shown."""
    last = {
        "nothing-yet": "No room has connected yet",
        "calm": "Step 3 of 5 in trunk rotation",
        "trouble": "Asks if the person is all right",
        "calling": "Room 7: nobody answers",
    }
    staff.until_shown(last[name])
