"""The way through the assessment, as the person on the floor hears it."""

import pytest

from tests.core.conftest import MakePerson
from voice_rom.core.assessment.content import Content, Side
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant, NamedChoice
from voice_rom.core.protocol.effects import Listen, Record, Say, Silence, StartTimer, StopListening
from voice_rom.core.protocol.events import (
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceLost,
    QuitAsked,
    StorageLost,
    StorageRenewed,
    Timer,
)


def test_a_movement_waits_for_ready_and_for_nothing_else(person: MakePerson) -> None:
    anna = person()
    anna.say("yes")
    anna.say("yes")
    assert anna.is_in(State.STEP)
    anna.say("ready")
    assert anna.said == ["tests.trunk-rotation.steps.cross-arms.say"]


def test_an_automatic_wait_goes_on_after_the_time_of_the_movement(person: MakePerson) -> None:
    anna = person(session__automatic_wait=True)
    anna.say("yes")
    assert "phrases.automatic_wait" in anna.said
    anna.listen_to_the_end()
    assert anna.seconds == (Timer.MOVEMENT, 20.0)
    anna.stay_silent()
    assert anna.said == ["tests.trunk-rotation.steps.cross-arms.say"]


def test_a_plain_answer_is_said_back_and_not_confirmed(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    assert anna.said[0] == "tests.trunk-rotation.questions.easier.noted.no"
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.NO


def test_a_difference_is_confirmed_and_its_side_asked(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes")
    assert anna.said == [
        "tests.trunk-rotation.questions.easier.confirm.yes",
        "phrases.is_that_right.say",
    ]
    anna.say("yes")
    assert anna.said == ["tests.trunk-rotation.questions.easier.side.say"]
    anna.say("left")
    assert anna.said[0] == "phrases.side_noted.left"
    answer = anna.answers["trunk-rotation", "easier"]
    assert (answer.side, answer.confirmed, answer.source) == (Side.LEFT, True, Source.VOICE)


def test_the_answer_is_kept_before_anything_else_is_said(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    before = len(anna.effects)
    anna.say("no")
    kinds = [type(effect) for effect in anna.effects[before:]]
    assert kinds.index(Record) < kinds.index(Say, kinds.index(Record))


def test_a_denied_confirmation_takes_the_answer_back_and_asks_again(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes", "no")
    assert anna.said == ["phrases.denied", "tests.trunk-rotation.questions.easier.say"]
    assert anna.answers["trunk-rotation", "easier"].status is Status.WITHDRAWN


def test_no_is_the_finding_where_the_question_is_inverted(person: MakePerson) -> None:
    anna = person(session__tests=["hip-rotation"])
    anna.go_to(State.QUESTION)
    anna.say("no", "no")
    assert "bending" in anna.said[-1]
    anna.say("no")
    assert "tests.hip-rotation.questions.bending.confirm.no" in anna.said
    anna.say("yes", "both")
    anna.go_to(State.ENDED)
    assert len(anna.report.findings) == 1


def test_yes_to_an_inverted_question_is_confirmed_too_and_is_no_finding(
    person: MakePerson,
) -> None:
    anna = person(session__tests=["hip-rotation"])
    anna.go_to(State.QUESTION)
    anna.say("no", "no", "yes")
    assert "tests.hip-rotation.questions.bending.confirm.yes" in anna.said
    anna.say("yes")
    anna.go_to(State.ENDED)
    assert anna.report.findings == ()
    assert anna.report.open_questions == ()


def test_straight_or_angled_is_scored_by_its_meaning(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.listen_to_the_end()
    assert Meaning.YES not in _expected(anna.listens_for)
    anna.say("yes")
    assert anna.said[0] == "phrases.not_expected"
    anna.say("straight")
    assert anna.answers["leg-lift", "angling"].meaning == NamedChoice("straight")


def test_the_same_means_no_where_a_difference_is_asked_about(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("the same")
    assert anna.answers["trunk-rotation", "easier"].meaning is Meaning.NO


def test_not_sure_is_an_answer_that_leaves_the_question_open(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.QUESTION)
    anna.say("not sure", "no", "no")
    anna.go_to(State.ENDED)
    assert anna.answers["trunk-rotation", "easier"].status is Status.UNSURE
    assert len(anna.report.open_questions) == 1
    assert "advice.open_questions.say" in anna.all_said
    assert "advice.nothing_noticed.say" not in anna.all_said


def test_not_sure_of_a_confirmation_leaves_the_question_open(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes", "not sure")
    assert anna.answers["trunk-rotation", "easier"].status is Status.UNSURE


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("left", Side.LEFT),
        ("right", Side.RIGHT),
        ("both", Side.BOTH),
        ("not sure", Side.UNKNOWN),
        ("neither", Side.UNKNOWN),
    ],
)
def test_every_side_is_an_answer_to_which_side(person: MakePerson, words: str, side: Side) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.SIDE)
    anna.say(words)
    assert anna.answers["trunk-rotation", "easier"].side is side


def test_the_end_of_a_test_says_what_was_noticed_in_it(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes", "yes", "left", "no", "no")
    assert anna.is_in(State.NOTICED)
    assert anna.said[1:3] == [
        "tests.trunk-rotation.something_noticed",
        "tests.trunk-rotation.questions.easier.finding.left",
    ]


def test_nothing_noticed_is_said_only_when_every_question_was_answered(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "no", "no")
    assert anna.said[-1] == "tests.trunk-rotation.nothing_noticed"


def test_the_way_to_the_floor_comes_before_the_first_test_on_the_floor(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no", "no", "no")
    anna.listen_to_the_end()
    assert anna.said == ["to_floor.say"]
    anna.say("ready")
    assert anna.said[0] == "tests.leg-lift.intro"


def test_a_session_on_the_floor_ends_with_how_to_sit_up(person: MakePerson) -> None:
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.SUMMARY)
    anna.say("done")
    assert anna.said == ["sit_up.say", "goodbye.say"]


def test_a_session_on_the_chair_ends_without_it(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.SUMMARY)
    anna.say("done")
    assert anna.said == ["goodbye.say"]


def test_the_summary_names_the_findings_of_every_test_and_the_next_step(
    person: MakePerson,
) -> None:
    anna = person()
    anna.go_to(State.SUMMARY)
    assert anna.said[0] == "phrases.summary_test"
    assert "advice.next_step.say" in anna.said
    assert "advice.professional.say" in anna.said
    assert "advice.limits.say" in anna.said


def test_a_clinic_takes_the_place_of_the_professional(person: MakePerson) -> None:
    anna = person(clinic__name="The Green Practice", session__tests=["trunk-rotation"])
    anna.go_to(State.SUMMARY)
    assert "advice.professional.say" not in anna.said
    spoken = " ".join(line.text for line in anna.of(Say)[-1].lines)
    assert "The Green Practice" in spoken
    assert "{" not in spoken


def test_silence_after_the_summary_ends_the_session(person: MakePerson) -> None:
    anna = person(session__tests=["trunk-rotation"])
    anna.go_to(State.SUMMARY)
    anna.stay_silent()
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)
    assert anna.report.complete


def test_the_voice_never_listens_while_it_speaks(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.ENDED)
    listening = False
    for effect in anna.effects:
        listening = isinstance(effect, Listen) or (
            listening and not isinstance(effect, StopListening)
        )
        assert not (listening and isinstance(effect, Say))


def test_ctrl_c_ends_aloud_and_with_a_report(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    effects = anna.tell(QuitAsked())
    assert isinstance(effects[0], Silence)
    assert anna.said[0] == "phrases.interrupted_ending"
    anna.listen_to_the_end()
    assert anna.is_in(State.ENDED)
    assert not anna.report.complete


def test_a_lost_device_is_told_and_the_same_question_comes_back(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.tell(DeviceLost(Device.MICROPHONE))
    assert anna.said == ["phrases.microphone_lost"]
    anna.tell(DeviceLost(Device.LOUDSPEAKER))
    anna.tell(DeviceBack(Device.MICROPHONE))
    assert anna.is_in(State.DEVICE_LOST)
    anna.tell(DeviceBack(Device.LOUDSPEAKER))
    assert anna.said == ["phrases.device_back", "tests.trunk-rotation.questions.easier.say"]


def test_every_turn_that_listens_has_a_limit_of_time(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.ENDED)
    listened = [i for i, effect in enumerate(anna.effects) if isinstance(effect, Listen)]
    assert listened
    assert all(isinstance(anna.effects[index + 1], StartTimer) for index in listened)


def test_an_unknown_test_is_refused_by_its_name(person: MakePerson) -> None:
    with pytest.raises(KeyError, match="arm-lift"):
        person(session__tests=["arm-lift"])


def test_the_report_of_a_session_with_the_plainest_answers_is_complete(
    person: MakePerson, content: Content
) -> None:
    anna = person()
    anna.go_to(State.ENDED)
    questions = [question for test in content.assessment.tests for question in test.questions]
    reported = [question for test in anna.report.tests for question in test.questions]
    assert len(reported) == len(questions)
    assert anna.report.complete


def _expected(listens_for: frozenset[Meant]) -> frozenset[Meant]:
    return listens_for - COMMANDS


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (StorageLost("the disk is full"), "phrases.storage_lost"),
        (StorageRenewed("it was damaged"), "phrases.storage_renewed"),
        (DeliveryDelayed("the server is away"), "phrases.delivery_delayed"),
    ],
)
def test_what_became_of_the_saved_answers_is_said_before_the_next_thing(
    person: MakePerson, event: StorageLost | StorageRenewed | DeliveryDelayed, text: str
) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    asked = anna.said
    anna.tell(event)
    assert anna.said == [text, *asked]


def test_that_answers_wait_for_the_database_is_said_once(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("no")
    anna.tell(DeliveryDelayed("the server is away"))
    told = anna.last_speech
    anna.tell(DeliveryCaughtUp())
    anna.tell(DeliveryDelayed("the server is away"))
    assert anna.last_speech == told


def test_that_nothing_can_be_saved_breaks_into_no_answer(person: MakePerson) -> None:
    anna = person()
    anna.go_to(State.QUESTION)
    before = anna.last_speech
    anna.tell(StorageLost("the disk is full"))
    assert anna.last_speech == before
    anna.say("no")
    assert anna.said[0] == "phrases.storage_lost"
