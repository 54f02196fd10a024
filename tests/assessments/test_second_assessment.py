"""An assessment that no line of code knows of leads to its report, and a mistake in one is told."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fake_ports import FakeAlarm, FakeListener, FakeStore, FakeVoice
from tests.storage.answering_room import AnsweringRoom, Watching
from voice_rom.commands.flags import read_flags
from voice_rom.content.load import assessment_file, load_content
from voice_rom.core.assessment.content import Content
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.outcome.report import Report
from voice_rom.display.keys import key_table
from voice_rom.errors import ContentError
from voice_rom.session import Session

HERE = Path(__file__).parent
BALANCE = HERE / "balance.yaml"
SCENARIO = HERE / "balance-scenario.yaml"

CONTENT_IS_WRONG = ContentError("").exit_code


def led_through(*wanted: Meant, at_first: Meant | None = None) -> tuple[Report, FakeVoice]:
    """The real loop and dialogue, as `start --assessment` makes them; keys answer.

    Of what is asked, the first of `wanted` that answers is pressed; else "ready", or "yes". What is
    to be pressed `at_first` is pressed once, as soon as it answers.
    """
    settings = read_flags({"assessment": BALANCE}).settings
    content = load_content("en", None, assessment_file(settings))
    display, voice = Watching(), FakeVoice()
    usual, once = (*wanted, Meaning.READY, Meaning.YES), [at_first]

    def choose(answers: Sequence[Meant]) -> Meant:
        if once and once[0] in answers:
            return once.pop() or Meaning.YES
        return next(key for key in usual if key in answers)

    session = Session(
        Dialogue(content, content.vocabulary, settings),
        room=AnsweringRoom(display, choose),
        listener=FakeListener(),
        voice=voice,
        display=display,
        store=FakeStore(voice),
        alarm=FakeAlarm(),
        room_echo_seconds=0.25,
    )
    return session.run(), voice


def answers_in(report: Report) -> dict[str, Meant | None]:
    return {
        f"{test.id}.{question.id}": question.answer
        for test in report.tests
        for question in test.questions
    }


def test_a_session_with_it_leads_to_the_report_with_its_answers() -> None:
    report, voice = led_through(NamedChoice("turning"), NamedChoice("two"))
    assert report.complete
    assert report.title == "Balance and ease"
    assert answers_in(report) == {"one-leg.posture": "turning", "knee-to-chest.effort": "two"}
    assert report.findings == ("One leg: Your body turned.",)
    said = [line.text_id for line in voice.spoken]
    assert "to_lying.say" in said
    assert said[-2:] == ["goodbye.say", "goodbye.say"]
    assert "sit_up.say" in said


def test_each_of_several_answers_of_concern_has_its_own_finding() -> None:
    leaning, _ = led_through(NamedChoice("leaning"), NamedChoice("five"))
    assert leaning.findings == (
        "One leg: Your body leaned to the side.",
        "Knee to chest: It was hard to pull your knee to your chest.",
    )
    nothing, _ = led_through(NamedChoice("upright"), NamedChoice("one"))
    assert nothing.findings == ()
    assert not nothing.open_questions


def test_the_report_says_how_people_read_the_answer() -> None:
    report, _ = led_through(NamedChoice("upright"), NamedChoice("three"))
    shown = [question.answer_shown for test in report.tests for question in test.questions]
    assert shown == ["upright", "three"]


def test_its_screening_keeps_the_postures_that_it_names() -> None:
    report, voice = led_through(NamedChoice("upright"), at_first=Meaning.UNSURE)
    said = {line.text_id for line in voice.spoken}
    assert {"safety.screening.left_out", "safety.screening.going_on"} <= said
    assert answers_in(report) == {"one-leg.posture": "upright"}
    assert report.screening is not None
    assert report.screening.choice == "standing"
    assert report.screening.left_out == ("Knee to chest",)


def test_its_answers_have_keys() -> None:
    named = balance().named
    assert key_table("en", named=named)["g"] == NamedChoice("leaning")
    assert key_table("en", named=named)["5"] == NamedChoice("five")


def balance() -> Content:
    return load_content("en", None, BALANCE)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "language: en", "language: de",
            "language: is 'de', but the language of the session is 'en'", id="another language",
        ),
        pytest.param(
            "posture: lying", "posture: laying",
            "tests[1].posture: 'laying' is not one of the 'postures'; did you mean lying?",
            id="no posture",
        ),
        pytest.param(
            "to: lying", "to: standin",
            "ways[0].to: 'standin' is not one of the 'postures'; did you mean standing?",
            id="a way to nowhere",
        ),
        pytest.param(
            "id: to-lying", "id: lie-down",
            "ways[0].id: 'lie-down' must begin with 'to-', such as to-lying", id="no id of a way",
        ),
        pytest.param(
            "keeps: [standing]", "keeps: [sitting]",
            "screening.keeps[0]: 'sitting' is not one of the 'postures'", id="keeps no posture",
        ),
        pytest.param(
            "choice_id: standing-alone", "choice_id: getting-up",
            "screening.choice_id: 'getting-up' must be an id that no question of the screening has",
            id="a choice with the id of a question",
        ),
        pytest.param(
            "sit_up:\n", "nothing:\n", "nothing: is not a key here", id="no key",
        ),
        pytest.param(
            "choices: [upright, leaning, turning]", "choices: [upright, leening, turning]",
            "tests[0].questions[0].choices[1]: 'leening' is not one of the 'answers'; "
            "did you mean leaning?", id="no choice",
        ),
        pytest.param(
            "choices: [upright, leaning, turning]", "choices: [upright]",
            "tests[0].questions[0].choices: must list at least 2 of the 'answers'",
            id="no choice at all",
        ),
        pytest.param(
            "concern: [four, five]", "concern: [four, six]",
            "tests[1].questions[0].concern[1]: 'six' is not one of one, two, three, four, five",
            id="a number beyond the scale",
        ),
        pytest.param(
            "          five:\n            - So it was very hard.\n", "",
            "tests[1].questions[0].confirm: has no text for 'five', "
            "the answer that counts as a finding", id="a finding that is not confirmed",
        ),
        pytest.param(
            "          one:\n            - That was easy.\n", "",
            "tests[1].questions[0].noted: the answer 'one' has a text neither in confirm nor here",
            id="an answer that nothing is said to",
        ),
        pytest.param(
            "          turning:\n            - Your body turned.\n", "",
            "tests[0].questions[0].finding: has no text for 'turning'", id="no finding",
        ),
        pytest.param(
            "words: [turning, twisted]", "words: [turning, go back]",
            "answers.turning.words[1]: 'go back' means 'back' at any time; leave it out",
            id="the words of a command",
        ),
        pytest.param(
            "words: [turning, twisted]", "words: [Turning]",
            "answers.turning.words[0]: 'Turning' is not lower-case words separated by single",
            id="not as it is heard",
        ),
        pytest.param(
            "key: d", "key: y", "answers.turning.key: 'y' is the key for 'yes' already", id="a key",
        ),
        pytest.param(
            "key: d", "key: g", "answers.turning.key: 'g' is the key for 'leaning' already",
            id="the same key twice",
        ),
        pytest.param(
            "key: d", "key: F1", "answers.turning.key: must be one lower-case letter or digit",
            id="no key at all",
        ),
        pytest.param(
            "  turning:\n    words", "  back:\n    words",
            "answers.back: 'back' is the name of an answer or command of the program's own",
            id="a name that is taken",
        ),
        pytest.param(
            "sign: sway", "sign: away",
            "tests[0].questions[0].sign: 'away' is not one of the 'signs'; did you mean sway?",
            id="no sign",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    text = BALANCE.read_text("utf-8")
    assert old in text
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as refused:
        load_content("en", None, file)
    told = str(refused.value)
    assert told.isprintable()
    place, _, what = told.partition(": ")
    assert place.startswith(f"{file}:")
    assert int(place.rpartition(":")[2]) >= 1
    assert what.startswith(expected)


def test_a_lying_posture_needs_to_be_told_how_to_sit_up(tmp_path: Path) -> None:
    text = BALANCE.read_text("utf-8")
    start, end = text.index("\nsit_up:\n"), text.index("\ngoodbye:\n")
    file = tmp_path / "mine.yaml"
    file.write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(ContentError, match="has no 'sit_up', which is said at the end"):
        load_content("en", None, file)


# Through the command line, with the real voice and the real recogniser


def voice_rom(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voice_rom", *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.real
def test_check_counts_what_is_in_it(tmp_path: Path) -> None:
    done = voice_rom(tmp_path, "check", "--assessment", str(BALANCE))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{BALANCE}: 2 tests (one-leg, knee-to-chest), movements: 2, questions: 2, "
        "asked before: 1. OK.\n"
    )


@pytest.mark.real
def test_check_says_in_one_line_which_word_can_never_be_heard(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = BALANCE.read_text("utf-8").replace("turning, twisted", "turning, twistedly")
    file.write_text(text, "utf-8")
    line = text[: text.index("twistedly")].count("\n") + 1
    done = voice_rom(tmp_path, "check", "--assessment", str(file))
    assert (done.returncode, done.stdout) == (CONTENT_IS_WRONG, "")
    assert done.stderr == (
        f"voice-rom: {file}:{line}: answers.turning.words[1]: the speech model does not know "
        "'twistedly'; choose another word\n"
    )


@pytest.mark.real
@pytest.mark.parametrize("command", ["check", "start", "simulate"])
def test_every_command_refuses_what_is_wrong_before_anything_sounds(
    tmp_path: Path, command: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(BALANCE.read_text("utf-8").replace("sign: sway", "sign: away"), "utf-8")
    done = voice_rom(tmp_path, command, "--assessment", str(file))
    assert done.returncode == CONTENT_IS_WRONG
    assert done.stderr.startswith(f"voice-rom: {file}:")
    assert done.stderr.count("\n") == 1


@pytest.mark.real
def test_a_simulated_session_hears_its_answers_and_writes_its_report(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    flags = ("--assessment", str(BALANCE), "--report", str(report), "--quiet")
    done = voice_rom(tmp_path, "simulate", str(SCENARIO), *flags)
    assert done.returncode == 0, done.stderr
    written = json.loads(report.read_text("utf-8"))
    answers = [each["answer"] for test in written["tests"] for each in test["questions"]]
    assert answers == ["leaning", "five"]
    assert [each["source"] for test in written["tests"] for each in test["questions"]] == (
        ["voice", "voice"]
    )


@pytest.mark.real
def test_without_a_scenario_somebody_notices_nothing(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    flags = ("--assessment", str(BALANCE), "--report", str(report), "--quiet")
    done = voice_rom(tmp_path, "simulate", *flags)
    assert done.returncode == 0, done.stderr
    written = json.loads(report.read_text("utf-8"))
    assert written["complete"]
    assert written["findings"] == []
