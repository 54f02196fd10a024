"""What every text that is said must be like, and the words it tells people to say."""

import re

import pytest
import textstat  # type: ignore[import-untyped]

from tests.english import english_content, english_vocabulary
from voice_rom.content.text_rules import PLACEHOLDERS
from voice_rom.content.wording import MOST_WORDS, banned_words, placeholders
from voice_rom.core.assessment.content import Question
from voice_rom.core.assessment.texts import texts_of
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant

CONTENT = english_content()
VOCABULARY = english_vocabulary()
TEXTS = CONTENT.texts
QUESTIONS = [
    pytest.param(question, id=f"{test.id}.{question.id}")
    for test in CONTENT.assessment.tests
    for question in test.questions
]
assert CONTENT.assessment.screening is not None
SCREENING = [
    pytest.param(question, id=question.id) for question in CONTENT.assessment.screening.questions
]

AGE_ELEVEN = 6.0
"""The school grade (Flesch and Kincaid) of readers of about eleven years."""

_ALL_TOGETHER = 3.0
"""Short sentences please the formula, so all texts together must stay well below that grade."""

_HARD_FOR_ALL = 9.0
"""A single text may be harder: the names of treatments cannot be made shorter."""


def every_line() -> list[str]:
    return [line for lines in TEXTS.values() for line in lines]


@pytest.mark.parametrize(
    "word", ["Diagnosis", "diagnosed", "detects", "abnormal", "failed", "FAILURE", "injury  risk"]
)
def test_words_that_sound_like_a_verdict_are_known_in_every_form(word: str) -> None:
    assert banned_words(f"This is {word}, then.") == [word]


@pytest.mark.parametrize("text", ["get hurt", "injury", "undetected", "normal voice", "risk"])
def test_other_words_are_not_banned(text: str) -> None:
    assert banned_words(text) == []


def test_no_text_sounds_like_a_verdict() -> None:
    shown = [*every_line(), CONTENT.assessment.title]
    shown += [test.name for test in CONTENT.assessment.tests]

    assert [line for line in shown if banned_words(line)] == []


def test_every_line_is_one_short_sentence() -> None:
    for line in every_line():
        assert len(line.split()) <= MOST_WORDS, line
        assert re.fullmatch(r"[^.?!]+[.?!]", line), line


def test_a_line_has_ten_words_on_average_at_most() -> None:
    lines = every_line()

    assert sum(len(line.split()) for line in lines) / len(lines) <= 10


def test_a_child_of_eleven_can_read_the_texts() -> None:
    assert textstat.flesch_kincaid_grade(" ".join(every_line())) <= _ALL_TOGETHER


@pytest.mark.parametrize("text_id", sorted(TEXTS))
def test_no_single_text_is_hard_to_read(text_id: str) -> None:
    text = " ".join(TEXTS[text_id])
    # The formula counts syllables a word, and so calls three words with one long one hard.
    bound = AGE_ELEVEN if len(text.split()) >= 30 else _HARD_FOR_ALL

    assert textstat.flesch_kincaid_grade(text) <= bound


def test_braces_stand_only_where_the_dialogue_fills_them() -> None:
    used = {text_id for text_id, lines in TEXTS.items() if placeholders(" ".join(lines))}

    assert used <= set(PLACEHOLDERS)


def test_every_text_that_the_dialogue_fills_exists() -> None:
    assert set(PLACEHOLDERS) <= set(texts_of(CONTENT.assessment, CONTENT.phrases, CONTENT.safety))


def words_to_say(lines: tuple[str, ...]) -> set[str]:
    """The words that lines such as "Say left, right, or not sure." tell people to say."""
    said: set[str] = set()
    for line in lines:
        told = re.match(r"say ([a-z ,]+?)(?: if | to |\.)", line.lower())
        if told:
            said |= {word.removeprefix("or ") for word in re.split(r", | or ", told[1])}
    return said


def meanings_of(word: str) -> set[Meant]:
    return {meaning for meaning, said in VOCABULARY.phrases.items() if word in said}


@pytest.mark.parametrize("question", [*QUESTIONS, *SCREENING])
def test_a_questions_short_form_says_every_answer_it_takes(question: Question) -> None:
    expected = {*question.answers, Meaning.UNSURE}

    said = words_to_say(question.short)

    assert all(meanings_of(word) & expected for word in said), said
    assert expected == {m for word in said for m in meanings_of(word) & expected}


@pytest.mark.parametrize("question", [*QUESTIONS, *SCREENING])
def test_a_questions_help_explains_every_answer_it_takes(question: Question) -> None:
    expected = {*question.answers, Meaning.UNSURE}

    explained = {m for word in words_to_say(question.help) for m in meanings_of(word) & expected}

    assert explained == expected


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_question_of_the_side_says_which_sides_it_takes(question: Question) -> None:
    assert question.side is not None
    expected = {Meaning.LEFT, Meaning.RIGHT, Meaning.UNSURE}
    if question.sign != "difference":
        expected.add(Meaning.BOTH)

    said = {m for word in words_to_say(question.side.short) for m in meanings_of(word)}

    assert said & {*expected, Meaning.BOTH} == expected


def test_the_list_of_commands_names_every_command() -> None:
    said = words_to_say(CONTENT.phrases.commands)

    assert {m for word in said for m in meanings_of(word)} >= COMMANDS


def test_the_stop_says_how_to_go_on_and_how_to_end() -> None:
    text = " ".join(CONTENT.phrases.stopped.say)

    assert "continue" in text
    assert "end" in text.split()


@pytest.mark.parametrize("step_id", ["turn-one-side", "lift-one-leg", "turn-one-leg-in"])
def test_the_help_of_a_movement_says_what_to_do_when_it_hurts(step_id: str) -> None:
    helps = [text for text_id, text in TEXTS.items() if text_id.endswith(f"{step_id}.help")]

    assert len(helps) == 1
    assert any("if it hurts" in line.lower() for line in helps[0])
