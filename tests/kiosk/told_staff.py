"""The staff's display of a session: what they would be told of it, frame by frame."""

import json

from tests.page.telling import ToldSession, content, settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Effect
from voice_rom.core.protocol.events import Event, Heard
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.intercom.messages import Activity, Health, RoomState, as_frame, read_from_room
from voice_rom.kiosk.room_health import RoomHealth
from voice_rom.kiosk.session_states import SessionStates
from voice_rom.kiosk.staff_display import StaffDisplay
from voice_rom.ports import RoomLevel

STATE_KEYS = {"kind", "activity", "test", "number", "of", "quiet_for"}
UNTIL_HELP_IS_CALLED = 8_000
"""Samples from the end of the word until others are told, at most: half a second."""

HEALTH_KEYS = {"kind", "microphone", "loudspeaker", "faults", "noise_dbfs"}


class StaffFrames:
    """What the line would be given of a session with this content."""

    def __init__(self, told: Content, chosen: Settings) -> None:
        self.states: list[RoomState] = []
        self.healths: list[Health] = []
        self._titles = {"", *(test.name for test in told.assessment.tests)}
        health = RoomHealth(Sentences(display_wording("en")))
        health.names("USB microphone", "USB loudspeaker")
        self.display = StaffDisplay(
            SessionStates(told, chosen),
            health,
            self.states.append,
            self.healths.append,
        )

    @property
    def frames(self) -> list[str]:
        return [*map(as_frame, self.states), *map(as_frame, self.healths)]

    @property
    def strange(self) -> list[str]:
        """The frames that hold more than a place, numbers, names of devices and lines of faults."""
        return [frame for frame in self.frames if not self._is_plain(frame)]

    def _is_plain(self, frame: str) -> bool:
        message, keys = read_from_room(frame), set(json.loads(frame))
        if isinstance(message, RoomState):
            return keys == STATE_KEYS and message.test in self._titles
        return keys == HEALTH_KEYS


class ToldStaff(StaffFrames):
    """A session without sound before it."""

    def __init__(self, chosen: Settings | None = None) -> None:
        self.chosen = chosen or settings(safety__screening=False)
        super().__init__(content(), self.chosen)
        self.session = ToldSession(self.display, self.chosen)

    @property
    def state(self) -> RoomState:
        return self.states[-1]

    def is_in(self, activity: Activity) -> bool:
        return self.state.activity is activity

    @property
    def activities(self) -> list[Activity]:
        """Each, where it is another than the one before."""
        told = [state.activity for state in self.states]
        return [each for index, each in enumerate(told) if told[index - 1 : index] != [each]]


class HelpLatency:
    """A display: how long it takes from the end of the word to the call for help."""

    def __init__(self) -> None:
        self.samples: list[int] = []
        self._ended = 0.0

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - when the word was over counts
        if isinstance(event, Heard):
            self._ended = event.utterance.end

    def effect(self, at: float, effect: Effect) -> None:
        if effect == AlertOwner(AlertReason.HELP):
            self.samples.append(round((at - self._ended) * 16_000))

    def level(self, at: float, level: RoomLevel) -> None:
        """It is of no use here."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""
