"""A session without sound before the staff's display: what they would be told, frame by frame."""

from dataclasses import dataclass, field

from tests.page.telling import ToldSession, content, settings
from voice_rom.core.assessment.settings import Settings
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.intercom.messages import Activity, Health, RoomState, as_frame
from voice_rom.kiosk.room_health import RoomHealth
from voice_rom.kiosk.session_states import SessionStates
from voice_rom.kiosk.staff_display import StaffDisplay


@dataclass(eq=False)
class ToldStaff:
    """What the line would be given."""

    chosen: Settings = field(default_factory=lambda: settings(safety__screening=False))
    states: list[RoomState] = field(default_factory=list)
    healths: list[Health] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.display = StaffDisplay(
            SessionStates(content(), self.chosen),
            RoomHealth(Sentences(display_wording("en")), "USB microphone", "USB loudspeaker"),
            self.states.append,
            self.healths.append,
        )
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

    @property
    def frames(self) -> list[str]:
        return [*map(as_frame, self.states), *map(as_frame, self.healths)]
