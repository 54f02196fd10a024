"""A person whom no scenario tells what to say: by keys alone, or with a mind of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.simulation.fake_session import (
    BENDING,
    HEADPHONES,
    LINE_SECONDS,
    PAIN,
    PAIN_SHORT,
    PAIN_SIDE,
    SLOWER,
    FakeSession,
    session_by_keys,
)
from tests.simulation.plans import leg_lift_plan
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Commanded
from voice_rom.simulation.plan import Sound
from voice_rom.sound import SAMPLE_RATE


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
