"""What the clinic's staff see of a session: where it stands, never what anybody says."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.core.anything import Happening, Watch, anything
from tests.core.person import Person, utterance
from tests.english import english_vocabulary
from tests.kiosk.told_staff import ToldStaff
from tests.page.telling import LEVEL, content, settings
from tests.tiers import at_most
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.dialogue.moments import MomentKind, moment_name
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import (
    Commanded,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    Heard,
    ListeningBegan,
    Loss,
    LoudspeakerMuted,
    RoomSounded,
    Timer,
    TimerFired,
    VoiceChanged,
    VoiceKind,
)
from voice_rom.intercom.messages import Activity, RoomState
from voice_rom.kiosk.session_states import SessionStates
from voice_rom.ports import RoomLevel

PHRASES = tuple(phrases[0] for phrases in english_vocabulary().phrases.values())
PLANTED = "zanzibar"


def at_the_first_question(**changes: object) -> ToldStaff:
    staff = ToldStaff(settings(safety__screening=False, session__tests=["leg-lift"], **changes))
    staff.session.start()
    staff.session.say("yes")
    while staff.state.activity is not Activity.QUESTION:
        staff.session.say("ready")
    return staff


def test_each_place_is_told_by_its_test_and_its_number() -> None:
    staff = at_the_first_question()
    first, *rest = [state for state in staff.states if state.activity is Activity.MOVEMENT]
    assert (first.test, first.number) == ("", 0)  # the way to the floor
    assert {state.test for state in rest} == {"leg lift"}
    assert [state.number for state in rest] == list(range(1, rest[0].of + 1))
    assert (staff.state.test, staff.state.number) == ("leg lift", 1)
    staff.session.say("yes")
    staff.session.say("yes")
    assert staff.state.number in (1, 2)
    assert staff.state.of == len(
        next(test for test in content().assessment.tests if test.id == "leg-lift").questions
    )


def test_a_test_with_a_long_name_is_told_by_its_beginning() -> None:
    usual = content().assessment
    tests = tuple(replace(each, name=100 * "long ") for each in usual.tests)
    named = replace(content(), assessment=replace(usual, tests=tests))
    places = Programme(named, tests, screening=False).places()
    step = next(each for each in places if each.step is not None and each.number > 0)

    told = SessionStates(named, settings()).at(
        moment_name(MomentKind.STEP, step), RoomState(activity=Activity.BEGINNING)
    )

    assert told.test.startswith("long long ")
    assert told.test.endswith("…")


def test_a_whole_session_is_told_from_its_beginning_to_its_end() -> None:
    staff = ToldStaff(settings(session__tests=["trunk-rotation"]))
    staff.session.start()
    staff.session.say("yes")
    while not staff.session.over:
        staff.session.say("no" if staff.state.activity is Activity.SCREENING else "ready", "no")
    wanted = [Activity.BEGINNING, Activity.SCREENING, Activity.MOVEMENT, Activity.QUESTION]
    assert staff.activities == [*wanted, Activity.SUMMARY]


@pytest.mark.parametrize(
    ("sayings", "activity"),
    [
        (["pause"], Activity.PAUSED),
        (["stop"], Activity.STOPPED),
        (["help me"], Activity.WELFARE),
        (["help me", "help"], Activity.CALLING),
        (["it hurts"], Activity.COMPLAINT),
        (["stop", "end"], Activity.SUMMARY),
    ],
)
def test_whatever_comes_between_is_told(sayings: list[str], activity: Activity) -> None:
    staff = at_the_first_question()
    staff.session.say(*sayings)
    assert staff.is_in(activity)
    in_a_test = activity is not Activity.SUMMARY
    assert staff.state.test == ("leg lift" if in_a_test else "")
    assert staff.state.number == 0


def test_a_device_that_is_gone_is_told_as_state_and_as_fault() -> None:
    staff = at_the_first_question()
    staff.session.tell(DeviceLost(Device.MICROPHONE, "it was unplugged"))
    assert staff.is_in(Activity.DEVICE_LOST)
    assert staff.state.quiet_for is None
    assert staff.healths[-1].microphone == ""
    assert "it was unplugged" in staff.healths[-1].faults[0]
    staff.session.tell(DeviceBack(Device.MICROPHONE, "another"))
    assert staff.is_in(Activity.QUESTION)
    assert staff.healths[-1].microphone == "another"
    assert staff.healths[-1].faults == ()


# How long nobody has answered


def test_silence_counts_from_the_last_sign_of_life_over_everything_that_is_asked() -> None:
    staff = at_the_first_question()
    alive = staff.session.now
    assert staff.state.quiet_for == pytest.approx(0.0, abs=0.5)
    for seconds in (8.0, 23.0, 38.0):
        staff.session.listen()
        staff.session.now = alive + seconds
        staff.session.tell(TimerFired(Timer.NO_SPEECH))
    assert staff.is_in(Activity.WELFARE)
    assert staff.state.quiet_for == pytest.approx(38.0, abs=0.5)
    staff.session.say("yes")
    assert staff.state.quiet_for == 0.0


def test_a_sound_without_a_word_is_no_answer_and_a_key_is_one() -> None:
    staff = at_the_first_question()
    staff.session.listen()
    before = len(staff.states)
    staff.session.tell(Heard(utterance("")))
    assert len(staff.states) == before
    staff.session.now += 20.0
    staff.session.tell(Commanded(Meaning.REPEAT))
    assert staff.state.quiet_for == 0.0


def test_nobody_is_awaited_in_a_movement_a_pause_and_at_the_end() -> None:
    staff = at_the_first_question()
    staff.session.say("pause")
    assert staff.state.quiet_for is None
    staff.session.say("continue", "stop", "end")
    assert staff.state.quiet_for is None
    assert {state.quiet_for for state in staff.states if state.activity is Activity.MOVEMENT} == {
        None
    }


# How the devices are


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (DeviceLost(Device.LOUDSPEAKER), DeviceBack(Device.LOUDSPEAKER)),
        (DeviceLost(Device.MICROPHONE, loss=Loss.MUTED), DeviceBack(Device.MICROPHONE)),
        (DeviceLost(Device.RECOGNISER, "It ended."), DeviceBack(Device.RECOGNISER)),
        (VoiceChanged(VoiceKind.STAND_IN, "It ended."), VoiceChanged(VoiceKind.OWN, "")),
        (DeliveryDelayed("The network is gone."), DeliveryCaughtUp()),
        (DeviceCrackles(Device.MICROPHONE), DeviceBack(Device.MICROPHONE)),
        (LoudspeakerMuted("USB"), None),
    ],
)
def test_what_is_wrong_is_told_in_a_line_until_it_is_right(
    wrong: Event, right: Event | None
) -> None:
    staff = ToldStaff()
    staff.display.event(1.0, wrong)
    assert len(staff.healths[-1].faults) == 1
    if right is not None:
        staff.display.event(2.0, right)
        assert not staff.healths[-1].faults


def test_noise_and_zeros_are_told_from_what_is_listened_to() -> None:
    staff = ToldStaff()
    staff.display.level(1.0, LEVEL)
    assert staff.healths[-1].noise_dbfs == LEVEL.noise_dbfs
    assert staff.healths[-1].microphone == "USB microphone"
    staff.display.level(2.0, RoomLevel(-120.0, -120.0, -120.0, zeros=True))
    assert "no sound at all" in staff.healths[-1].faults[0]
    staff.display.level(3.0, LEVEL)
    assert staff.healths[-1].faults == ()


# Never an answer


def test_a_planted_phrase_is_in_no_frame() -> None:
    staff = at_the_first_question()
    for words in (PLANTED, f"yes the left {PLANTED}", f"it hurts {PLANTED}"):
        staff.session.say(words)
    staff.session.tell(ListeningBegan("USB"))
    staff.session.tell(RoomSounded(-60.0, -30.0, zeros=False))
    assert len(staff.frames) > 10
    assert PLANTED not in "".join(staff.frames)


@pytest.mark.parametrize("others", [("no", "no"), ("left", "both"), ("not sure", "skip")])
def test_who_answers_otherwise_leaves_no_other_trace_at_the_same_place(
    others: tuple[str, str],
) -> None:
    """All that a frame says of a question is which it is."""
    told = []
    for words in ("yes", *others):
        staff = at_the_first_question()
        staff.session.say(words)
        at_the_first = [
            state.model_dump() for state in staff.states if state.activity is Activity.QUESTION
        ]
        told.append(at_the_first[0])
    assert told[0] == told[1] == told[2]


class ShownDialogue(Dialogue):
    """Tells the staff's display of all that it is told and asks for."""

    staff: ToldStaff

    def handle(self, event: Event) -> tuple[Effect, ...]:
        self.staff.display.event(0.0, event)
        effects = super().handle(event)
        for effect in effects:
            self.staff.display.effect(0.0, effect)
        return effects


@given(happenings=st.lists(anything(PHRASES), min_size=20, max_size=60))
@examples(max_examples=at_most(30), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_a_frame_holds_places_numbers_and_lines_of_faults_alone(
    happenings: list[Happening],
) -> None:
    staff = ToldStaff()
    dialogue = ShownDialogue(content(), english_vocabulary(), staff.chosen)
    dialogue.staff = staff
    watch = Watch(Person(dialogue), loudest_db=max(staff.chosen.voice.gains_db))
    for happening in happenings:
        watch.tell(happening)
    assert staff.states
    assert staff.strange == []
