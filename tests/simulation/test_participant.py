"""The scripted person does what the scenario says, at the moment it says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import UnionType

import numpy as np
import pytest

from tests.english import english_vocabulary
from tests.simulation.plans import leg_lift_plan
from tests.simulation.rooms import clip
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Listen, Prosody, Say
from voice_rom.core.protocol.events import Commanded, DeviceLost, QuitAsked
from voice_rom.ports import PlaybackEnded, Signal, TimeReached
from voice_rom.simulation.keys_for_words import KeysForWords
from voice_rom.simulation.plan import Plan, Sound
from voice_rom.simulation.simulation import Simulation, prepare_simulation
from voice_rom.sound import SAMPLE_RATE, Block, level_dbfs

PAIN = "tests.leg-lift.questions.pain.say"
PAIN_SHORT = "tests.leg-lift.questions.pain.short"
PAIN_SIDE = "tests.leg-lift.questions.pain.side.say"
PAIN_CONFIRM = ("tests.leg-lift.questions.pain.confirm.yes", "phrases.is_that_right.say")
ANGLING = "tests.leg-lift.questions.angling.say"
BENDING = "tests.leg-lift.questions.bending.say"
LIE_FLAT = "tests.leg-lift.steps.lie-flat.say"
SLOWER = "phrases.slower"

MOMENTS = {
    PAIN: "leg-lift.pain",
    PAIN_SHORT: "leg-lift.pain",
    PAIN_SIDE: "leg-lift.pain.side",
    **dict.fromkeys(PAIN_CONFIRM, "leg-lift.pain.confirm"),
    ANGLING: "leg-lift.angling",
    BENDING: "leg-lift.bending",
    LIE_FLAT: "leg-lift.lie-flat",
}
"""When each of these texts is said; others are said at any moment."""

LINE_SECONDS = 0.5


class FakeSession:
    """Says lines of half a second each, and listens: what a session does, without a dialogue."""

    def __init__(self, plan: Plan) -> None:
        self.simulation: Simulation = prepare_simulation(plan)
        self.signals: list[tuple[float, Signal]] = []
        self._blocks: list[Block] = []
        self._moment = "welcome"

    @property
    def now(self) -> float:
        return self.simulation.room.now()

    def say(self, *text_ids: str) -> None:
        """Begin to say these, at the moment of the last that has one."""
        lines = tuple(Line(text_id, "words") for text_id in text_ids)
        moments = [MOMENTS[text_id] for text_id in text_ids if text_id in MOMENTS]
        self._moment = moments[-1] if moments else self._moment
        say = Say(1, lines, Prosody(150, 0.0), self._moment, before=len(lines) - len(moments))
        self.simulation.participant.effect(self.now, say)
        self.simulation.room.play([clip(round(LINE_SECONDS * SAMPLE_RATE)) for _ in lines])

    def ask(self, *text_ids: str) -> None:
        """Say these to their end, and listen."""
        self.say(*text_ids)
        while not isinstance(self._next(None), PlaybackEnded):
            pass
        self.simulation.participant.effect(self.now, Listen(frozenset(Meaning)))

    def wait(self, seconds: float) -> None:
        until = self.now + seconds
        while not isinstance(self._next(until), TimeReached):
            pass

    @property
    def heard_at(self) -> list[float]:
        """When (s) the microphone began to hear each of the sounds, to a block."""
        loud = [(block.start, level_dbfs(block.samples) > -40.0) for block in self._blocks]
        before = [False, *(is_loud for _, is_loud in loud)]
        return [
            start
            for (start, is_loud), was_loud in zip(loud, before, strict=False)
            if is_loud and not was_loud
        ]

    def of(self, kind: type | UnionType) -> list[tuple[float, Signal]]:
        """The signals of this kind, with their times (s)."""
        return [(at, signal) for at, signal in self.signals if isinstance(signal, kind)]

    @property
    def spoken(self) -> list[str]:
        return [spoken.name for spoken in self.simulation.participant.spoken]

    def _next(self, until: float | None) -> Signal:
        signal = self.simulation.room.next(until)
        if isinstance(signal, Block):
            self._blocks.append(signal)
        else:
            self.signals.append((self.now, signal))
        return signal


HEADPHONES = "room: {headphones: true}"


def session(folder: Path, *lines: str) -> FakeSession:
    return FakeSession(leg_lift_plan(folder, HEADPHONES, *lines))


def session_by_keys(folder: Path, *lines: str) -> FakeSession:
    keys = KeysForWords(english_vocabulary())
    return FakeSession(leg_lift_plan(folder, HEADPHONES, *lines, keys=keys))


def test_a_question_gets_the_answer_that_is_no_concern(tmp_path: Path) -> None:
    talk = session(tmp_path)
    for question in (PAIN, ANGLING, BENDING):
        talk.ask(question)
        talk.wait(2.0)
    assert talk.spoken == ["words/no/anna", "words/straight/anna", "words/yes/anna"]


def test_an_answer_comes_after_the_voice_by_the_usual_delay(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    talk.wait(2.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.6)]


def test_a_movement_takes_longer_than_an_answer(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(LIE_FLAT)
    talk.wait(4.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 2.0)]
    assert talk.spoken == ["words/ready/anna"]


def test_nobody_answers_what_only_speaks(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.say("welcome.say")
    talk.wait(5.0)
    assert talk.spoken == []


def test_the_scenario_gives_answers_by_moment_pattern_and_kind(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {question: not sure, "*.side": right, leg-lift.pain: "yes"}')
    for asked in ((PAIN,), (ANGLING,), PAIN_CONFIRM, (PAIN_SIDE,)):
        talk.ask(*asked)
        talk.wait(2.0)
    said = ["words/yes/anna", "words/not_sure/anna", "words/yes/anna", "words/right/anna"]
    assert talk.spoken == said


def test_a_list_of_answers_goes_on_with_its_last(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {leg-lift.pain: [nothing, "yes", "no"]}')
    for _ in range(4):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/yes/anna", "words/no/anna", "words/no/anna"]


def test_the_moment_stays_when_a_command_is_answered(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(LIE_FLAT)
    talk.wait(3.0)
    talk.ask(SLOWER)
    talk.wait(3.0)
    assert talk.spoken == ["words/ready/anna", "words/ready/anna"]


def test_who_is_asked_again_before_answering_holds_back(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    talk.wait(0.3)
    talk.ask(PAIN_SHORT)
    talk.wait(2.0)
    assert talk.spoken == ["words/no/anna"]
    assert talk.heard_at == [pytest.approx(2 * LINE_SECONDS + 0.3 + 0.6)]


def test_an_answer_held_back_does_not_count_as_given(tmp_path: Path) -> None:
    talk = session(tmp_path, 'answers: {leg-lift.pain: ["yes", "no"]}')
    talk.ask(PAIN)
    talk.wait(0.3)
    talk.ask(PAIN_SHORT)
    talk.wait(2.0)
    assert talk.spoken == ["words/yes/anna"]


def test_a_cue_takes_the_place_of_the_answer_once(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{at: leg-lift.pain, say: stop, after: 1.0}]")
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/stop/anna", "words/no/anna"]
    assert talk.heard_at[0] == pytest.approx(LINE_SECONDS + 1.0)
    assert talk.simulation.participant.unused == ()


def test_cues_for_the_same_moment_come_one_time_after_the_other(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues: [{at: leg-lift.pain, say: stop}, {at: leg-lift.pain, say: left}]",
    )
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(2.0)
    assert talk.spoken == ["words/stop/anna", "words/left/anna"]


def test_a_cue_may_name_a_kind_of_moment_or_a_text(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        f"cues: [{{at: side, say: right}}, {{at: {PAIN_SHORT}, say: stop}}]",
    )
    for asked in (PAIN_SIDE, PAIN, PAIN_SHORT):
        talk.ask(asked)
        talk.wait(2.0)
    assert talk.spoken == ["words/right/anna", "words/no/anna", "words/stop/anna"]


def test_who_is_disturbed_answers_afterwards(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{at: leg-lift.pain, play: noise/cough, after: 0.5}]")
    talk.ask(PAIN)
    talk.wait(3.0)
    cough_ends = LINE_SECONDS + 0.5 + 0.1
    assert talk.spoken == ["words/no/anna"]
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.5), pytest.approx(cough_ends + 0.6)]


def test_a_noise_lasts_as_long_and_as_loud_as_is_said(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues:",
        "  - {at: leg-lift.pain, noise: fan, seconds: 1, level_dbfs: -30, after: 0}",
        "  - {at: leg-lift.pain, nothing: true}",
    )
    talk.ask(PAIN)
    talk.wait(2.0)
    levels = [level_dbfs(block.samples) for block in talk._blocks]
    noisy = [level for level in levels if level > -40.0]
    assert len(noisy) == 50
    assert np.median(noisy) == pytest.approx(-30.0, abs=0.5)


def test_what_is_said_into_a_line_comes_so_long_after_its_beginning(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{during: leg-lift.pain, say: stop, after: 0.2}]")
    talk.say("tests.leg-lift.questions.higher.noted.no", PAIN)
    talk.wait(2.0)
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.2)]


def test_a_cue_during_a_line_does_nothing_while_it_listens(tmp_path: Path) -> None:
    talk = session(tmp_path, "cues: [{during: leg-lift.angling, say: stop}]")
    talk.ask(PAIN)
    talk.wait(2.0)
    assert talk.spoken == ["words/no/anna"]
    assert [cue.name for cue in talk.simulation.participant.unused] == ["leg-lift.angling"]


def test_keys_and_closed_windows_are_signals_of_the_room(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues:",
        "  - {at: leg-lift.pain, press: left, after: 0.5}",
        "  - {at: leg-lift.pain, quit: true, after: 0.5}",
    )
    for _ in range(2):
        talk.ask(PAIN)
        talk.wait(1.0)
    told = [
        (at, signal) for at, signal in talk.signals if isinstance(signal, Commanded | QuitAsked)
    ]
    assert told == [
        (LINE_SECONDS + 0.5, Commanded(Meaning.LEFT)),
        (2 * LINE_SECONDS + 1.0 + 0.5, QuitAsked()),
    ]
    assert talk.spoken == []


def test_a_fault_lasts_for_its_seconds_and_the_answer_comes_all_the_same(tmp_path: Path) -> None:
    talk = session(
        tmp_path,
        "cues: [{at: leg-lift.pain, fault: microphone, seconds: 2, after: 0.1}]",
    )
    talk.ask(PAIN)
    talk.wait(3.0)
    assert len(talk.of(DeviceLost)) == 1
    assert talk.spoken == ["words/no/anna"]


def test_the_participant_gives_up_at_the_limit(tmp_path: Path) -> None:
    talk = session(tmp_path, "limit: 1.5")
    talk.wait(3.0)
    assert (1.5, QuitAsked()) in talk.signals


def test_the_end_of_what_was_spoken_is_the_end_of_its_sound(tmp_path: Path) -> None:
    talk = session(tmp_path)
    talk.ask(PAIN)
    (spoken,) = talk.simulation.participant.spoken
    assert spoken.end - spoken.start == pytest.approx(0.1)


# Where nobody was recorded


def test_without_recordings_the_usual_answers_are_pressed_after_the_usual_delay(
    tmp_path: Path,
) -> None:
    talk = session_by_keys(tmp_path)
    talk.ask(PAIN)
    talk.wait(2.0)
    ((at, key),) = talk.of(Commanded)
    assert at == pytest.approx(LINE_SECONDS + 0.6)
    assert key == Commanded(Meaning.NO)
    assert talk.spoken == []


def test_a_key_waits_as_an_answer_does_when_the_voice_begins_again(tmp_path: Path) -> None:
    talk = session_by_keys(tmp_path, 'answers: {leg-lift.pain: ["yes", "no"]}')
    talk.ask(PAIN)
    talk.wait(0.3)
    talk.ask(PAIN_SHORT)
    talk.wait(2.0)
    ((at, key),) = talk.of(Commanded)
    assert at == pytest.approx(2 * LINE_SECONDS + 0.3 + 0.6)
    assert key == Commanded(Meaning.YES)


def test_what_no_key_says_is_left_out_and_told(tmp_path: Path) -> None:
    talk = session_by_keys(
        tmp_path,
        "answers: {leg-lift.pain: [uh yes, not sure], leg-lift.pain.side: nothing}",
        "cues:",
        "  - {at: leg-lift.pain, say: uh yes}",
        "  - {during: leg-lift.pain, say: stop}",
    )
    assert talk.simulation.plan.left_out == ("uh yes",)
    talk.ask(PAIN)
    talk.wait(2.0)
    assert [signal for _, signal in talk.of(Commanded)] == [
        Commanded(Meaning.STOP),
        Commanded(Meaning.NO),
    ]
    talk.ask(PAIN_SIDE)
    talk.wait(2.0)
    assert len(talk.of(Commanded)) == 2


class Objector:
    """Implements `plan.Person`: answers with a recording of its own, and objects to some lines."""

    def __init__(self, *to: str) -> None:
        self._to = to

    def answer(self, moment: str) -> Sound | None:
        return None if moment == "leg-lift.bending" else _sound(f"to {moment}")

    def objections(
        self, said: Sequence[Line], before: int, moment: str | None
    ) -> Mapping[int, Sound]:
        return {
            number: _sound(f"no at {moment} after {number} of {before}")
            for number, line in enumerate(said)
            if line.text_id in self._to
        }


def _sound(name: str) -> Sound:
    return Sound(name, np.full(SAMPLE_RATE // 10, 1000, dtype=np.int16))


def session_of(folder: Path, person: Objector) -> FakeSession:
    return FakeSession(replace(leg_lift_plan(folder, HEADPHONES), person=person))


def test_a_person_with_a_mind_of_their_own_answers_in_place_of_the_scenario(tmp_path: Path) -> None:
    talk = session_of(tmp_path, Objector())
    for question in (PAIN, BENDING):
        talk.ask(question)
        talk.wait(2.0)
    assert talk.spoken == ["to leg-lift.pain"]
    assert talk.heard_at == [pytest.approx(LINE_SECONDS + 0.6)]


def test_such_a_person_objects_into_the_voice_where_the_next_line_begins(tmp_path: Path) -> None:
    talk = session_of(tmp_path, Objector(SLOWER))
    talk.say(SLOWER, BENDING)
    talk.wait(2.0)
    assert talk.spoken == ["no at leg-lift.bending after 0 of 1"]
    assert talk.heard_at == [pytest.approx(LINE_SECONDS)]


def test_after_the_last_line_there_is_nothing_to_object_into(tmp_path: Path) -> None:
    talk = session_of(tmp_path, Objector(BENDING))
    talk.say(SLOWER, BENDING)
    talk.wait(2.0)
    assert talk.spoken == []
