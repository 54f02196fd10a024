"""Every text there is can be heard: none is dead, and none is missing."""

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from tests.english import english_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import Say
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Heard,
    Loss,
    NobodyThere,
    QuitAsked,
    RoomSounded,
    StaffAcknowledged,
    StaffNotReached,
    StaffTold,
    StorageLost,
    StorageRenewed,
    WasAsleep,
)

ANSWERS = ("yes", "no", "straight", "angled")
BEFORE_THE_DIALOGUE = ["phrases.no_microphone", "phrases.no_model"]
"""Said by the command when a session cannot start; tests/sound_stack hears them."""
SIDES = ("left", "right", "both", "not sure")


def _every_question(person: MakePerson, words: str, side: str) -> Person:
    """Answer every question that takes it with `words`, and every other with what it takes."""
    anna = person()
    for _ in range(300):
        anna.listen_to_the_end()
        if anna.is_in(State.ENDED):
            return anna
        if anna.is_in(State.QUESTION):
            taken = words in anna.listens_for
            other = "straight" if NamedChoice("straight") in anna.listens_for else "no"
            anna.say(words if taken else other)
        elif anna.is_in(State.SIDE):
            anna.press(Meaning.MORE)
            anna.say("", "seven", "help", side)
        else:
            anna.go_on_plainly()
    raise AssertionError("the session never ends")


def _with_every_command(person: MakePerson) -> list[Person]:
    """At every kind of moment: every form of the prompt."""
    people = []
    for test in ("trunk-rotation", "leg-lift", "hip-rotation"):
        anna = person(session__tests=[test])
        for _ in range(300):
            if anna.is_in(State.ENDED):
                break
            for command in (Meaning.MORE, Meaning.HELP, Meaning.WHERE):
                anna.press(command)
            anna.listen_to_the_end()
            if anna.is_in(State.ENDED):
                break
            anna.press(Meaning.SLOWER)
            anna.say("seven", "pause", "continue")
            anna.listen_to_the_end()
            anna.go_on_plainly()
        people.append(anna)
    keeps = person()
    keeps.go_to(State.SIDE)
    keeps.say("skip")
    return [*people, keeps]


def _healthy(person: MakePerson, content: Content) -> Person:
    """Nothing is noticed, and nothing stays open."""
    anna = person()
    for test in content.assessment.tests:
        for question in test.questions:
            anna.go_to(State.QUESTION)
            anna.say(next(word for word in question.answers if word not in question.concern))
            if question.inverted:
                anna.say("yes")
    anna.go_to(State.ENDED)
    assert not anna.report.findings
    assert not anna.report.open_questions
    return anna


def _odd_moments(person: MakePerson) -> list[Person]:
    people = [_in_the_sound_check(person), _stopping(person), _silent(person), _faults(person)]
    people += [
        _alarmed(person),
        _not_understood(person),
        _over_the_voice(person),
        *_corrected(person),
        *_on_a_telephone(person),
    ]
    automatic = person(
        session__automatic_wait=True,
        clinic__name="Clinic",
        clinic__contact="Mail",
        clinic__professional="Ann",
    )
    automatic.go_to(State.ENDED)
    chair = person(session__tests=["leg-lift", "trunk-rotation"])
    chair.go_to(State.QUESTION)
    chair.say("skip", "skip", "skip", "skip")
    chair.listen_to_the_end()
    for command in (Meaning.HELP, Meaning.WHERE, Meaning.REPEAT, Meaning.PAUSE):
        chair.press(command)
    chair.say("continue")
    return [*people, automatic, chair]


def _in_the_sound_check(person: MakePerson) -> Person:
    anna = person()
    for room in ((-120.0, -120.0, True), (-30.0, -20.0, False), (-70.0, -55.0, False)):
        anna.listen_to_the_end()
        anna.tell(RoomSounded(room[0], room[1], zeros=room[2]))
        anna.stay_silent()
    anna.tell(RoomSounded(-70.0, -69.0, zeros=False))
    anna.stay_silent()
    anna.listen_to_the_end()
    anna.tell(Heard(utterance("seven", clipped=0.1)))
    anna.say("seven", "where am i", "help")
    anna.press(Meaning.YES)
    anna.press(Meaning.YES)
    return anna


def _on_a_telephone(person: MakePerson) -> list[Person]:
    """Gives every answer that is said back where hearing is not to be relied on."""
    people = []
    for test, words in (
        ("trunk-rotation", "no"),
        ("hip-rotation", "yes"),
        ("leg-lift", "straight"),
    ):
        anna = person(session__tests=[test])
        anna.high_band_db = -70.0
        anna.go_to(State.SOUND_CHECK)
        anna.say("yes")
        anna.go_to(State.QUESTION)
        for _ in range(4):
            anna.listen_to_the_end()
            anna.say(words if words in anna.listens_for else "no", "yes")
        people.append(anna)
    sides = person(session__tests=["trunk-rotation"])
    sides.high_band_db = -70.0
    sides.go_to(State.SOUND_CHECK)
    sides.say("yes")
    sides.go_to(State.SIDE)
    sides.say("left", "right", "both", "neither", "yes")
    sides.say("it hurts", "yes", "yes", "yes")
    return [*people, sides]


def _stopping(person: MakePerson) -> Person:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.say("yes", "no", "no", "back", "yes", "yes", "left", "back", "no")
    anna.say("stop", "help", "seven", "go on", "pause", "help")
    anna.stay_silent()
    anna.say("continue", "continue", "louder", "louder", "louder", "quieter")
    anna.say(*(["quieter"] * 6), "slower", "slower", "slower", *(["faster"] * 6))
    anna.say("not sure", "stop", "end", "where am i", "help", "more", "seven")
    return anna


def _silent(person: MakePerson) -> Person:
    anna = person()
    anna.say("yes", "back")
    anna.stay_silent()
    anna.go_to(State.QUESTION)
    anna.stay_silent()
    anna.tell(RoomSounded(-70.0, -55.0, zeros=False))
    anna.stay_silent(2)
    anna.say("help", "seven", "yes")
    anna.stay_silent(3)
    anna.go_to(State.SIDE)
    anna.say("left right")
    anna.speak_without_end()
    return anna


def _alarmed(person: MakePerson) -> Person:
    anna = person(safety__on_no_answer=["tell-somebody"])
    anna.go_to(State.QUESTION)
    anna.stay_silent(7)
    anna.tell(AlarmFailed(AlarmFault.FAILED))
    anna.say("help")
    for news in (StaffNotReached(), StaffTold(), StaffAcknowledged()):
        anna.tell(news)
    anna.stay_silent()
    return anna


def _not_understood(person: MakePerson) -> Person:
    """Not at all, too quiet, in a noisy room, distorted, and for no such reason: twice each."""
    anna = person(session__tests=["leg-lift"])
    anna.go_to(State.QUESTION)
    anna.stay_silent(2)
    anna.say("skip")
    reasons = ((-55.0, -70.0, 0.0), (-25.0, -30.0, 0.0), (-5.0, -30.0, 0.1), (-25.0, -70.0, 0.0))
    for level, noise, clipped in reasons:
        for _ in range(2):
            anna.listen_to_the_end()
            heard = utterance("seven", level_dbfs=level, noise_dbfs=noise, clipped=clipped)
            anna.tell(Heard(heard))
        anna.say("skip")
    return anna


def _over_the_voice(person: MakePerson) -> Person:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.REPEAT)
    anna.say_over_the_voice("yes")
    anna.listen_to_the_end()
    return anna


def _corrected(person: MakePerson) -> list[Person]:
    """Every answer in place of another one."""
    people = []
    for moment, first, corrections in (
        (State.QUESTION, "yes", ("no", "not sure", "yes")),
        (State.SIDE, "left", ("right", "left", "both", "neither", "not sure")),
        (State.QUESTION, "straight", ("angled", "straight")),
    ):
        anna = person(session__tests=["leg-lift"])
        anna.go_to(moment)
        if first == "straight":
            anna.say("no")
        anna.say(first)
        for words in corrections:
            anna.correct(f"sorry {words}")
        anna.correct("no wait")
        people.append(anna)
    return people


def _careful(person: MakePerson) -> list[Person]:
    """Every question before the first test, each way on after it, and every form of each."""
    people = []
    well = ("no", "no", "no", "no", "yes", "yes")
    for number, concern in enumerate(("yes", "yes", "yes", "yes", "no")):
        anna = person(safety__screening=True)
        anna.say("yes", *well[:number])
        for command in (Meaning.HELP, Meaning.WHERE):
            anna.press(command)
        anna.say("seven", concern, "yes", *(well[number + 1 :] if number < 4 else ()))
        anna.say("seven", "help", "yes" if number else "no")
        people.append(anna)
    hurt = person(safety__screening=True, session__tests=["leg-lift"])
    hurt.say("yes", "ouch", "yes", "no", "left", "seven", "help", "yes", "not sure")
    hurt.say(*well[1:])
    fine = person(safety__screening=True)
    fine.say("yes", *well)
    return [*people, hurt, fine]


def _hurt(person: MakePerson) -> list[Person]:
    """Everything that is asked about pain, and about what is numb, in every form."""
    people = []
    for words in ("ouch", "numbness"):
        for side in (*SIDES, "skip"):
            anna = person(session__tests=["trunk-rotation", "leg-lift"])
            anna.say("yes", words, "seven", "help", "no", words)
            if words == "numbness":
                anna.say("skip")
                anna.press(Meaning.BACK)
                anna.say("ouch")
            anna.say("yes", "seven", "help", "yes", "seven", "help", side, "seven", "help", "no")
            people.append(anna)
    for side in SIDES:
        anna = person()
        anna.say("yes", "ouch", "yes", "no", side, "numbness", "yes")
        people.append(anna)
    last = person(session__tests=["leg-lift"])
    last.say("yes", "ready", "ouch", "yes", "no", "left")
    return [*people, last]


def _broken_off(content: Content) -> list[Person]:
    people = []
    for words in ("yes", "no"):
        answer = Answer(test_id="leg-lift", question_id="higher", status=Status.SKIPPED)
        settings = load_settings(PACKAGED)
        vocabulary = english_vocabulary()
        anna = Person(Dialogue(content, vocabulary, settings, Earlier((answer,))))
        anna.say("seven", "help", words)
        people.append(anna)
    return people


def _faults(person: MakePerson) -> Person:
    anna = person()
    anna.go_to(State.QUESTION)
    anna.press(Meaning.LEFT)
    anna.tell(StorageLost("the disk is full"))
    anna.tell(StorageRenewed("it was damaged"))
    anna.tell(DeliveryDelayed("the server is away"))
    anna.tell(WasAsleep(600.0))
    anna.tell(NobodyThere(60.0))
    for device in Device:
        anna.tell(DeviceLost(device))
        anna.tell(DeviceBack(device, "" if device is Device.RECOGNISER else "another one"))
    anna.tell(DeviceCrackles(Device.MICROPHONE))
    anna.tell(DeviceLost(Device.MICROPHONE, loss=Loss.MUTED))
    anna.tell(DeviceBack(Device.MICROPHONE))
    anna.tell(QuitAsked())
    return anna


def test_every_text_is_said_somewhere_and_nothing_else_is(
    person: MakePerson, content: Content
) -> None:
    people = [_every_question(person, words, side) for words in ANSWERS for side in SIDES]
    people += _with_every_command(person)
    people += _odd_moments(person)
    people.append(_healthy(person, content))
    people += [*_careful(person), *_hurt(person), *_broken_off(content)]
    said = {line.text_id for anna in people for say in anna.of(Say) for line in say.lines}
    assert sorted(set(content.texts) - said) == BEFORE_THE_DIALOGUE
    assert sorted(said - set(content.texts)) == []
