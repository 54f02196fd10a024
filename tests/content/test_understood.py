"""What people say means what `understood.yaml` says; a mistake in it is refused with its place."""

import shutil
from pathlib import Path

import pytest

from tests.content.broken_prompts import change
from tests.core.person import PLAINEST, Person
from tests.english import english_content, english_vocabulary
from voice_rom.commands.checking import check_content
from voice_rom.content.load import languages, load_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.content.understood import (
    ANSWERS,
    FOREIGN_WORD,
    Asked,
    Case,
    answers_to,
    broken_cases,
    load_understood,
    named_questions,
    possible,
    utterance_of,
)
from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import COMMANDS, INTERRUPTIONS, Meaning, Meant
from voice_rom.core.language.understanding import Reason, understand
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.errors import ContentError
from voice_rom.hearing.grammar import UNKNOWN_WORD

ENGLISH = english_vocabulary()
CASES = load_understood("en")
TEST = "leg-lift"
"""The one test with questions of all three kinds."""


@pytest.fixture
def prompts(prompts: Path) -> Path:
    """A copy of the real texts without sentences, which `check` tries for as long as all the rest.

    (`test_sentences.py` is about them.)
    """
    shutil.rmtree(prompts / "en" / "sentences")
    return prompts


def line_of(prompts: Path, marker: str, after: str = "") -> int:
    """The line (from 1) of the first `marker` after `after` in the English cases."""
    text = (prompts / "en" / "understood.yaml").read_text(encoding="utf-8")
    return text[: text.index(marker, text.index(after))].count("\n") + 1


# What it says of English


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.asked}-{case.words}")
def test_what_is_said_means_what_is_written(case: Case) -> None:
    understanding = understand(utterance_of(case), ENGLISH, case.possible)
    assert (understanding.meaning, understanding.reason) == (case.meaning, case.reason)


def test_every_phrase_of_the_vocabulary_is_tried_somewhere() -> None:
    tried = {(case.meaning, case.words) for case in CASES}
    phrases = {(meaning, phrase) for meaning, said in ENGLISH.phrases.items() for phrase in said}
    assert phrases - tried == set()


def test_every_homophone_filler_and_correction_is_tried_somewhere() -> None:
    tried = [f" {case.words} " for case in CASES]
    words = (*ENGLISH.homophones, *ENGLISH.fillers, *ENGLISH.corrections)
    assert [word for word in words if not any(f" {word} " in said for said in tried)] == []


def test_every_language_has_its_cases_and_all_of_them_hold() -> None:
    for language in languages():
        assert list(broken_cases(load_understood(language), load_vocabulary(language))) == []


def test_what_is_possible_is_what_the_dialogue_listens_for() -> None:
    named = named_questions(english_content())
    assert listened_for() == {
        **{str(asked): possible(asked) for asked in ANSWERS},
        **{name: answers_to(question) | COMMANDS for name, question in named.items()},
    }
    assert possible(Asked.WHILE_SPEAKING) == INTERRUPTIONS
    assert possible(Asked.ANYTHING) == COMMANDS


def listened_for() -> dict[str, frozenset[Meant]]:
    """What a real dialogue listens for, by what it asks."""
    changed = {"session.tests": [TEST], "safety.screening": False}
    settings = load_settings(PACKAGED, changed)
    answer = Answer(test_id=TEST, question_id="higher", status=Status.SKIPPED)
    anna = Person(Dialogue(english_content(), ENGLISH, settings, Earlier((answer,))))
    heard: dict[str, frozenset[Meant]] = {}
    anna.listen_to_the_end()
    heard[asked_in(anna)] = anna.listens_for
    anna.say("no", "ouch", "yes", "no", "left")
    anna.go_to(State.GOING_ON)
    heard[asked_in(anna)] = anna.listens_for
    for _ in range(200):
        anna.listen_to_the_end()
        if anna.is_in(State.ENDED):
            return heard
        heard.setdefault(asked_in(anna), anna.listens_for)
        if anna.is_in(State.STEP) and Asked.PAUSED not in heard:
            anna.say("pause")
        elif anna.is_in(State.STEP) and Asked.STOPPED not in heard:
            anna.say("stop")
        elif anna.is_in(State.STEP) and Asked.WELFARE not in heard:
            anna.stay_silent()
        elif anna.is_in(State.QUESTION) and "straight" in anna.listens_for:
            anna.say("angled")
        else:
            anna.say(PLAINEST[anna.state])
    raise AssertionError("the session never ends")


def asked_in(person: Person) -> str:
    if person.is_in(State.GOING_ON):
        return Asked.CHOICE
    if not person.is_in(State.QUESTION):
        return Asked(str(person.state))
    if "straight" in person.listens_for:
        return "leg-lift.angling"
    return Asked.DIFFERENCE if Meaning.NEITHER in person.listens_for else Asked.YES_NO


def test_a_foreign_word_is_written_as_the_recogniser_writes_it() -> None:
    assert FOREIGN_WORD == UNKNOWN_WORD


def test_the_cases_of_anything_are_tried_after_each_that_listens_for_answers() -> None:
    asked = [case.asked for case in CASES if case.words == "say that again"]
    assert asked == [*ANSWERS, "leg-lift.angling"]


# Cases that do not hold


def test_a_case_that_does_not_hold_is_told_with_its_line_and_what_it_means_instead(
    prompts: Path,
) -> None:
    change(prompts, "understood.yaml", "      both:\n", "      both:\n        - left uh left\n")
    (line,) = broken_cases(load_understood("en", prompts), ENGLISH)
    place = f"{prompts / 'en' / 'understood.yaml'}:{line_of(prompts, 'left uh left')}"
    expected = f"{place}: \"left uh left\" after side should mean 'both', but means 'left':"
    assert line.startswith(expected)
    assert line.isprintable()


def test_check_says_every_case_that_does_not_hold_and_refuses(
    prompts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(prompts, "vocabulary.yaml", "  - sorry\n", "")
    with pytest.raises(ContentError, match=r"^en: \d+ of \d+ vocabulary checks fail") as refused:
        check_content("en", PACKAGED, prompts)
    told = capsys.readouterr().err.splitlines()
    assert str(refused.value).split()[1] == str(len(told))
    assert any("\"left sorry right\" after side should mean 'right'" in line for line in told)
    assert any('"left sorry" after side should mean nothing (uncertain)' in line for line in told)


def test_check_counts_the_cases_when_all_of_them_hold(
    prompts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_content("en", PACKAGED, prompts)
    assert f"{len(CASES)} vocabulary checks: OK" in capsys.readouterr().out


def test_what_means_nothing_for_another_reason_does_not_hold() -> None:
    (foreign,) = (case for case in CASES if case.asked == Asked.SIDE and case.words == FOREIGN_WORD)
    assert list(broken_cases([foreign], ENGLISH)) == []
    wrong = Case(
        asked=Asked.SIDE,
        possible=possible(Asked.SIDE),
        words=FOREIGN_WORD,
        meaning=None,
        reason=Reason.FILLER,
        place="here:1",
    )
    (line,) = broken_cases([wrong], ENGLISH)
    assert line.startswith(
        'here:1: "[unk]" after side should mean nothing (filler), but means nothing (foreign)'
    )


# A file that is refused

SIDE = "\n  side:\n"
LEFT = "      left:\n        - left\n"


@pytest.mark.parametrize(
    ("old", "new", "marker", "expected"),
    [
        pytest.param(
            "language: en", "language: de", "language: de",
            "language: is 'de', but the folder is 'en'",
            id="another language",
        ),
        pytest.param(
            SIDE, "\n  sides:\n", "  sides:",
            "asked.sides: 'sides' is not one of ",
            id="a misspelt question",
        ),
        pytest.param(
            LEFT, "      lefft:\n        - left\n", "      lefft:",
            "asked.side.means.lefft: can never be the answer after 'side'; did you mean left?",
            id="a misspelt meaning",
        ),
        pytest.param(
            LEFT, f'      "yes":\n        - yeah\n{LEFT}', '"yes":\n        - yeah\n      left',
            "asked.side.means.yes: can never be the answer after 'side'",
            id="a meaning that is never possible there",
        ),
        pytest.param(
            LEFT, LEFT.replace("- left\n", "- left\n        - lefty\n"), "- lefty",
            "asked.side.means.left[1]: 'lefty' is never heard: not in vocabulary.yaml; "
            "write '[unk]'",
            id="a word that is never heard",
        ),
        pytest.param(
            LEFT, LEFT.replace("- left\n", "- left\n        - Left\n"), "- Left",
            "asked.side.means.left[1]: 'Left' is never heard",
            id="upper case",
        ),
        pytest.param(
            LEFT, LEFT.replace("- left\n", '- left\n        - ""\n'), '- ""',
            "asked.side.means.left[1]: is empty",
            id="an empty utterance",
        ),
        pytest.param(
            "- rite\n", "- rite\n        - rite\n", "- rite\n        - wright",
            "asked.side.means.right[3]: 'rite' is listed under 'side' a second time",
            id="the same twice",
        ),
        pytest.param(
            "    nothing:\n      not_expected:\n",
            "    nothing:\n      too_long:\n        - left\n      not_expected:\n",
            "      too_long:",
            "asked.yes_no.nothing.too_long: no words alone are 'too_long'; they can be filler",
            id="a reason that words cannot give",
        ),
        pytest.param(
            "    nothing:\n      not_expected:\n",
            "    nothing:\n      not_expectd:\n",
            "      not_expectd:",
            "asked.yes_no.nothing.not_expectd: 'not_expectd' is not one of ",
            id="a misspelt reason",
        ),
        pytest.param(
            "    nothing:\n", "    noting:\n", "    noting:",
            "asked.anything.noting: is not a key here; did you mean nothing?",
            id="a misspelt key",
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_and_key(
    prompts: Path, old: str, new: str, marker: str, expected: str
) -> None:
    change(prompts, "understood.yaml", old, new)
    refused = refusal(prompts)
    assert refused.startswith(f"{line_of(prompts, marker)}: {expected}")


def test_a_meaning_that_no_utterance_has_is_missed(prompts: Path) -> None:
    text = "      both:\n        - both\n"
    change(prompts, "understood.yaml", text, "")
    file = (prompts / "en" / "understood.yaml").read_text("utf-8")
    rest = file.index("        - both sides")
    file = file[:rest] + file[file.index("      neither:", rest) :]
    (prompts / "en" / "understood.yaml").write_text(file, "utf-8")
    expected = f"{line_of(prompts, '    means:', SIDE)}: asked.side.means: has no utterance for"
    assert refusal(prompts) == f"{expected} 'both'"


def test_a_question_without_utterances_is_missed(prompts: Path) -> None:
    file = prompts / "en" / "understood.yaml"
    text = file.read_text("utf-8")
    start = text.index("\n  # While the voice itself")
    end = text.index("\n# After a question whose answers")
    file.write_text(text[:start] + "\n" + text[end:], "utf-8")
    expected = (
        f"{line_of(prompts, 'asked:', 'language')}: asked: has no utterances for 'while_speaking'"
    )
    assert refusal(prompts) == expected


def test_a_question_whose_answers_are_named_has_utterances_of_its_own(prompts: Path) -> None:
    change(prompts, "understood.yaml", "  leg-lift.angling:\n", "  leg-lift.angle:\n")
    line = line_of(prompts, "  leg-lift.angle:\n")
    assert refusal(prompts) == (
        f"{line}: questions.'leg-lift.angle': is not a question whose answers are named; "
        "did you mean leg-lift.angling?"
    )
    file = prompts / "en" / "understood.yaml"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("\n# After a question whose answers")] + "\n", "utf-8")
    line = line_of(prompts, "language: en")
    assert refusal(prompts) == f"{line}: questions: has no utterances for 'leg-lift.angling'"


def test_a_missing_file_is_refused_by_name(prompts: Path) -> None:
    (prompts / "en" / "understood.yaml").unlink()
    with pytest.raises(ContentError, match=r"understood\.yaml: there is no such file"):
        load_understood("en", prompts)


def refusal(prompts: Path) -> str:
    """The one line that refuses the cases, from the line's number on."""
    with pytest.raises(ContentError) as refused:
        load_understood("en", prompts)
    line = str(refused.value)
    assert line.isprintable()
    prefix = f"{prompts / 'en' / 'understood.yaml'}:"
    assert line.startswith(prefix)
    return line.removeprefix(prefix)
