"""Where a session stands, as the clinic's staff see it: a state for each moment, and no answer."""

from collections.abc import Mapping
from typing import Final

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import Place, chosen_tests
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.moments import MomentKind, moment_name
from voice_rom.intercom.messages import LONGEST_NAME, Activity, RoomState, shortened

_ACTIVITIES: Final[Mapping[str, Activity]] = {
    MomentKind.RESUMING: Activity.BEGINNING,
    MomentKind.WELCOME: Activity.BEGINNING,
    MomentKind.SOUND_CHECK: Activity.BEGINNING,
    MomentKind.SCREENED: Activity.SCREENING,
    MomentKind.SUMMARY: Activity.SUMMARY,
    MomentKind.GOODBYE: Activity.SUMMARY,
    MomentKind.COMPLAINT: Activity.COMPLAINT,
    MomentKind.SHARP: Activity.COMPLAINT,
    MomentKind.SORE_SIDE: Activity.COMPLAINT,
    MomentKind.GOING_ON: Activity.COMPLAINT,
    MomentKind.PAUSED: Activity.PAUSED,
    MomentKind.STOPPED: Activity.STOPPED,
    MomentKind.WELFARE: Activity.WELFARE,
    MomentKind.ALARM: Activity.CALLING,
    MomentKind.DEVICE_LOST: Activity.DEVICE_LOST,
}

_AT_A_QUESTION: Final = (MomentKind.QUESTION, MomentKind.CONFIRM, MomentKind.SIDE)

_BEFORE_THE_TESTS: Final = (Activity.BEGINNING, Activity.SCREENING, Activity.SUMMARY)
"""And after them: there is no test that it is in."""


class SessionStates:
    """Knows the programme, and nothing of how the session goes."""

    def __init__(self, content: Content, settings: Settings) -> None:
        tests = chosen_tests(content.assessment, settings.session.tests)
        programme = Programme(content, tests, screening=settings.safety.screening)
        self._at_places = dict(pair for place in programme.places() for pair in _states_at(place))

    def at(self, moment: str | None, before: RoomState) -> RoomState:
        """The state at `moment` (`Say.moment`), after `before`."""
        if moment is None:
            return RoomState(activity=Activity.BEGINNING)
        known = self._at_places.get(moment)
        if known is not None:
            return known
        activity = _ACTIVITIES.get(moment)
        if activity is None:  # an answer that is said back, and whatever else asks for nothing new
            return before
        if activity in _BEFORE_THE_TESTS:
            return RoomState(activity=activity)
        return RoomState(activity=activity, test=before.test)


def _states_at(place: Place) -> list[tuple[str, RoomState]]:
    if place.state is State.SUMMARY:
        return []
    title = "" if place.test is None or place.number == 0 else place.test.name
    kinds: tuple[MomentKind, ...]
    if place.step is not None:
        kinds, activity = (MomentKind.STEP,), Activity.MOVEMENT
    elif place.question is not None:
        in_test = place.test is not None
        kinds, activity = _AT_A_QUESTION, Activity.QUESTION if in_test else Activity.SCREENING
    elif place.test is not None:
        kinds, activity = (MomentKind.NOTICED,), Activity.QUESTION
        title = place.test.name
    else:
        return []
    title = shortened(title, LONGEST_NAME)
    state = RoomState(activity=activity, test=title, number=place.number, of=place.of)
    return [(moment_name(kind, place), state) for kind in kinds]
