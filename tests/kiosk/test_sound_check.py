"""The sound check that staff ask for, in the simulated room: what is measured, and what is told."""

from collections.abc import Sequence

import numpy as np

from tests.fake_ports import FakeListener, FakeRoom, FakeVoice
from tests.page.telling import settings
from tests.simulation.rooms import silent_setup
from voice_rom.content.load import load_vocabulary
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import DeviceLost, QuitAsked
from voice_rom.errors import VoiceUnavailable
from voice_rom.intercom.messages import Activity, Done, OrderRefused, RoomState, SoundChecked
from voice_rom.intercom.room_news import Reply
from voice_rom.kiosk.reception import Arrival, Reception, start_vocabulary
from voice_rom.kiosk.staff_check import StaffCheck
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.ports import Room, RoomLevel, Voice
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.sound import SAMPLE_RATE, Clip

WORDING = kiosk_wording("en")
ORDER = "order-0001"


class LoudVoice(FakeVoice):
    """Says everything in two seconds of a tone at -20 dBFS."""

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        super().clips(lines, prosody)
        wave = 0.1414 * np.sin(np.arange(2 * SAMPLE_RATE) / 8.0)
        return [Clip((wave * 32768).astype(np.int16))]


class NoVoice(FakeVoice):
    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:  # noqa: ARG002
        raise VoiceUnavailable("There is no voice.")


class Screen:
    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        """Nobody looks at it."""

    def level(self, level: RoomLevel) -> None:
        """Nobody looks at it."""


class Checked:
    """A start screen at which a sound check is asked for; the kiosk ends after it."""

    def __init__(
        self,
        room: Room,
        voice: Voice | None = None,
    ) -> None:
        orders = [ORDER]
        self.states: list[RoomState] = []
        self.replies: list[Reply] = []
        self.listener = FakeListener()
        check = StaffCheck(
            room,
            voice or LoudVoice(),
            settings(),
            WORDING,
            take_order=lambda: orders.pop() if orders else "",
            tell_state=self.states.append,
            reply=self._reply,
        )
        self._room = room
        self.arrival = Reception(
            room,
            self.listener,
            start_vocabulary(load_vocabulary("en"), WORDING),
            Screen(),
            languages=["en"],
            check=check,
        ).wait()

    def _reply(self, reply: Reply) -> None:
        self.replies.append(reply)
        if isinstance(reply, Done):
            self._room.post(QuitAsked())

    @property
    def result(self) -> SoundChecked:
        checked, done = self.replies
        assert done == Done(order_id=ORDER)
        assert isinstance(checked, SoundChecked)
        return checked


def room(*, echo_db: float | None = -12.0, noise_dbfs: float = -60.0) -> SimulatedRoom:
    return SimulatedRoom(silent_setup(echo_db=echo_db, noise_dbfs=noise_dbfs))


def test_noise_and_the_own_voice_are_measured_and_all_is_well() -> None:
    checked = Checked(room())
    assert checked.result.passed
    assert checked.result.lines == (
        "Microphone: a test's microphone.",
        "Noise in the room: -60 dBFS.",
        "The voice was heard at -32 dBFS, 28 dB above the noise.",
    )
    activities = [state.activity for state in checked.states]
    assert activities == [Activity.CHECKING_SOUND, Activity.WAITING]


def test_a_voice_that_does_not_come_back_is_told_with_what_to_do() -> None:
    result = Checked(room(echo_db=None)).result
    assert not result.passed
    assert result.lines[-1] == WORDING.check_unheard


def test_a_room_that_is_too_loud_is_told_with_what_to_do() -> None:
    result = Checked(room(noise_dbfs=-30.0)).result
    assert not result.passed
    assert WORDING.check_noisy in result.lines


def test_a_microphone_that_gives_nothing_but_zeros_is_told_as_voice_rom_devices_does() -> None:
    result = Checked(room(echo_db=None, noise_dbfs=-120.0)).result
    assert not result.passed
    assert "sends nothing but zeros: it is muted" in result.lines[-1]


def test_a_microphone_that_gives_nothing_at_all_is_told_and_nobody_waits_for_ever() -> None:
    result = Checked(FakeRoom()).result
    assert (result.passed, result.lines[-1]) == (False, WORDING.check_nothing_came)


def test_a_voice_that_does_not_work_is_told() -> None:
    result = Checked(room(), NoVoice()).result
    assert (result.passed, result.lines) == (False, ("There is no voice.",))


def test_who_comes_meanwhile_is_not_kept_waiting() -> None:
    theirs = room()
    theirs.press(3.0, Meaning.YES)
    checked = Checked(theirs)
    assert checked.arrival == Arrival("en")
    assert checked.replies == [OrderRefused(order_id=ORDER, why=WORDING.order_interrupted)]


def test_the_own_voice_is_not_listened_to_and_afterwards_it_listens_again() -> None:
    checked = Checked(room())
    assert checked.listener.shuts == 1
    assert len(checked.listener.opened) == 2
    assert checked.arrival is None
