"""The store on disk: what is kept of a session, and which one can be gone on with."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, tiny_report, understanding
from tests.display.every_kind import ANY_MACHINE
from tests.storage.kept import (
    ABOUT,
    TWO_HOURS,
    TimeOfDay,
    ask,
    open_in,
    sessions_of,
    store_in,
)
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.storage.answer_rows import answer_of, row_of
from voice_rom.storage.kept_sessions import About

A_DAY = 86_400.0

HURTS_LEFT = answer(side=Side.LEFT, confirmed=True, side_text="left")


def begun(folder: Path, *answers: Answer, clock: TimeOfDay | None = None) -> None:
    """A session that broke off after these answers."""
    store = store_in(folder, clock)
    store.begin()
    for each in answers:
        store.record(each)
    store.close()


def test_an_answer_is_on_the_disk_when_record_returns(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.record(HURTS_LEFT)
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in tmp_path.glob("history.db*"):  # as they lie there, while the session goes on
        (copy / file.name).write_bytes(file.read_bytes())
    (kept,) = sessions_of(copy)
    assert [each.answer for each in kept.answers] == [HURTS_LEFT]
    store.close()


def test_every_part_of_an_answer_comes_back_with_what_it_rests_on(tmp_path: Path) -> None:
    begun(tmp_path, HURTS_LEFT)
    (kept,) = sessions_of(tmp_path)
    assert kept.by_key == {("lift", "pain"): HURTS_LEFT}


@given(st.from_type(Answer))
@ANY_MACHINE
def test_any_answer_there_can_be_comes_back_as_it_was(whatever: Answer) -> None:
    row = row_of(whatever)
    assert row_of(answer_of(row)) == row


def test_a_room_without_any_sound_has_a_level_too(tmp_path: Path) -> None:
    silent = understanding()
    silent = replace(silent, utterance=replace(silent.utterance, noise_dbfs=-math.inf))
    begun(tmp_path, replace(HURTS_LEFT, evidence=silent))
    (kept,) = sessions_of(tmp_path)
    assert kept.answers[0].answer.evidence == silent


def test_an_answer_given_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    begun(tmp_path, answer(Meaning.NO), answer(Meaning.YES), HURTS_LEFT)
    assert ask(tmp_path / "history.db", "SELECT meaning, side FROM answer") == [("yes", "left")]


def test_answers_stay_in_the_order_in_which_they_were_given_whatever_the_clock_does(
    tmp_path: Path,
) -> None:
    clock = TimeOfDay()
    store = store_in(tmp_path, clock)
    store.begin()
    for number, jump in enumerate((0.0, 31 * A_DAY, -62 * A_DAY, 5.0)):
        clock.pass_by(jump)
        store.record(answer(question_id=str(number)))
    store.record(answer(question_id="1"))  # given again, it is the last
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert [each.answer.question_id for each in kept.answers] == ["0", "2", "3", "1"]


def test_an_answer_that_was_taken_back_is_kept_as_taken_back(tmp_path: Path) -> None:
    begun(tmp_path, HURTS_LEFT, answer(None, status=Status.WITHDRAWN))
    (kept,) = sessions_of(tmp_path)
    assert kept.answers[0].answer.status is Status.WITHDRAWN
    assert kept.answers[0].answer.side is None


def test_what_was_led_through_is_known_of_each_session(tmp_path: Path) -> None:
    begun(tmp_path, HURTS_LEFT)
    (kept,) = sessions_of(tmp_path)
    assert kept.about == ABOUT
    assert kept.started_at < kept.answers[0].recorded_at
    assert kept.last_at == kept.answers[0].recorded_at
    assert kept.finished_at is None
    assert not kept.complete


def test_a_session_that_has_ended_has_its_report(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.record(HURTS_LEFT)
    store.finish(tiny_report(HURTS_LEFT))
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.complete
    assert kept.finished_at is not None
    assert kept.report is not None
    assert "It hurt on the left." in kept.report


def test_a_session_without_an_answer_leaves_nothing(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.finish(tiny_report(complete=False))
    store.close()
    assert sessions_of(tmp_path) == ()


# Going on


def test_a_session_that_broke_off_is_offered_with_its_answers(tmp_path: Path) -> None:
    clock = TimeOfDay()
    first = answer(Meaning.NO, test_id="turn", question_id="easier")
    begun(tmp_path, first, HURTS_LEFT, clock=clock)
    store = store_in(tmp_path, clock)
    assert store.offer() == Earlier(answers=(first, HURTS_LEFT))
    store.close()


def test_who_goes_on_goes_on_in_the_same_session(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, answer(Meaning.NO), clock=clock)
    store = store_in(tmp_path, clock)
    store.offer()
    store.begin()
    store.resume(accepted=True)
    store.record(HURTS_LEFT)
    store.finish(tiny_report(HURTS_LEFT))
    store.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.complete
    assert kept.by_key == {("lift", "pain"): HURTS_LEFT}


def test_who_does_not_go_on_begins_a_session_and_the_other_is_closed(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, answer(Meaning.NO), clock=clock)
    store = store_in(tmp_path, clock)
    store.offer()
    store.begin()
    store.resume(accepted=False)
    store.record(HURTS_LEFT)
    store.close()
    old, new = sessions_of(tmp_path)
    assert old.finished_at == old.last_at
    assert not old.complete
    assert old.answers[0].answer.meaning is Meaning.NO
    assert new.finished_at is None
    assert new.answers[0].answer == HURTS_LEFT


def test_who_goes_on_after_all_is_asked_again_when_that_breaks_off_too(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, answer(Meaning.NO), clock=clock)
    store = store_in(tmp_path, clock)
    store.offer()
    store.begin()
    store.resume(accepted=False)
    store.resume(accepted=True)  # "back", and "yes"
    store.close()
    again = store_in(tmp_path, clock)
    assert again.offer() is not None
    again.close()


def test_who_leaves_before_saying_either_can_still_go_on(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    for _ in range(2):
        store = store_in(tmp_path, clock)
        assert store.offer() is not None
        store.begin()
        store.finish(tiny_report(complete=False))
        store.close()


def test_a_session_that_has_ended_is_not_offered(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.begin()
    store.record(HURTS_LEFT)
    store.finish(tiny_report(HURTS_LEFT, complete=False))
    store.close()
    again = store_in(tmp_path)
    assert again.offer() is None
    again.close()


@pytest.mark.parametrize(("seconds", "offered"), [(TWO_HOURS - 60, True), (TWO_HOURS, False)])
def test_a_session_is_offered_as_long_as_the_setting_says(
    tmp_path: Path, seconds: float, *, offered: bool
) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    clock.pass_by(seconds)
    store = store_in(tmp_path, clock)
    assert (store.offer() is not None) is offered
    store.close()


def test_the_time_counts_from_the_last_answer(tmp_path: Path) -> None:
    clock = TimeOfDay()
    store = store_in(tmp_path, clock)
    store.begin()
    clock.pass_by(TWO_HOURS)
    store.record(HURTS_LEFT)
    store.close()
    again = store_in(tmp_path, clock)
    assert again.offer() is not None
    again.close()


def test_with_no_time_at_all_nothing_is_offered(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    store = store_in(tmp_path, clock, resume_within=0.0)
    assert store.offer() is None
    store.close()


def test_a_session_from_the_future_is_offered_again_when_the_clock_is_right(
    tmp_path: Path,
) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    clock.pass_by(-A_DAY)
    between = store_in(tmp_path, clock)
    assert between.offer() is None
    between.begin()
    between.record(answer(Meaning.NO))
    between.finish(tiny_report())
    between.close()
    clock.pass_by(A_DAY)
    store = store_in(tmp_path, clock)
    assert store.offer() == Earlier(answers=(HURTS_LEFT,))
    store.begin()
    store.resume(accepted=True)
    store.finish(tiny_report(HURTS_LEFT))
    store.close()
    assert [kept.complete for kept in sessions_of(tmp_path)] == [True, True]


def test_a_session_from_the_future_stays_as_it_is_however_many_are_begun(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    (left,) = sessions_of(tmp_path)
    clock.pass_by(-A_DAY)
    for _ in range(3):
        begun(tmp_path, answer(Meaning.NO), clock=clock)
    assert sessions_of(tmp_path)[-1] == left


def test_a_session_from_the_future_does_not_hide_one_that_broke_off_just_now(
    tmp_path: Path,
) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    clock.pass_by(-A_DAY)
    begun(tmp_path, answer(Meaning.NO), clock=clock)
    store = store_in(tmp_path, clock)
    assert store.offer() == Earlier(answers=(answer(Meaning.NO),))
    store.close()


def test_a_clock_set_back_while_a_session_goes_on_changes_nothing_of_its_offer(
    tmp_path: Path,
) -> None:
    clock = TimeOfDay()
    store = store_in(tmp_path, clock)
    store.begin()
    clock.pass_by(-A_DAY)
    store.record(HURTS_LEFT)
    store.close()
    again = store_in(tmp_path, clock)
    assert again.offer() == Earlier(answers=(HURTS_LEFT,))
    again.close()


@pytest.mark.parametrize(
    "other",
    [
        replace(ABOUT, tests=("lift",)),
        replace(ABOUT, tests=("lift", "turn")),
        replace(ABOUT, language="fr"),
        replace(ABOUT, program_version="1.1"),
    ],
)
def test_a_session_about_something_else_is_not_offered(tmp_path: Path, other: About) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, clock=clock)
    store = store_in(tmp_path, clock, about=other)
    assert store.offer() is None
    store.close()


def test_a_session_without_an_answer_is_not_offered(tmp_path: Path) -> None:
    clock = TimeOfDay()
    begun(tmp_path, clock=clock)
    store = store_in(tmp_path, clock)
    assert store.offer() is None
    store.begin()
    store.record(HURTS_LEFT)
    store.close()
    assert len(sessions_of(tmp_path)) == 1


def test_answers_that_somebody_changed_beyond_reading_are_counted_and_not_offered(
    tmp_path: Path,
) -> None:
    clock = TimeOfDay()
    begun(tmp_path, HURTS_LEFT, answer(question_id="bending"), clock=clock)
    database = open_in(tmp_path)
    with database.change() as connection:
        connection.exec_driver_sql("UPDATE answer SET status = 'x' WHERE question_id = 'pain'")
    database.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.unreadable == 1
    assert [each.answer.question_id for each in kept.answers] == ["bending"]
    store = store_in(tmp_path, clock)
    assert store.offer() is None
    store.close()


def test_an_answer_whose_evidence_cannot_be_read_is_still_the_answer(tmp_path: Path) -> None:
    begun(tmp_path, HURTS_LEFT)
    database = open_in(tmp_path)
    with database.change() as connection:
        connection.exec_driver_sql("UPDATE answer SET evidence = '{\"meaning\"'")
    database.close()
    (kept,) = sessions_of(tmp_path)
    assert kept.answers[0].answer == replace(HURTS_LEFT, evidence=None)
