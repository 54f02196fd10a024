"""A language's texts and words are read together; a mistake in them is refused with its place."""

import shutil
from pathlib import Path

import pytest

from tests.content.broken_prompts import DIALOGUE, ROM, VOCABULARY, refusal
from voice_rom.content.load import languages, load_content, load_vocabulary
from voice_rom.core.assessment.content import Side
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.errors import ContentError


def test_the_three_tests_come_in_the_leaflets_order() -> None:
    tests = load_content("en").assessment.tests

    assert [test.id for test in tests] == ["trunk-rotation", "leg-lift", "hip-rotation"]
    assert [[question.id for question in test.questions] for test in tests] == [
        ["easier", "farther", "pulling"],
        ["higher", "angling", "bending", "pain"],
        ["farther", "pain", "bending"],
    ]


def test_what_counts_as_a_finding_follows_the_meaning_of_each_question() -> None:
    tests = load_content("en").assessment.tests

    concerns = {
        f"{test.id}.{question.id}": question.concern[0]
        for test in tests
        for question in test.questions
    }

    assert {key for key, concern in concerns.items() if concern is Meaning.NO} == {
        "leg-lift.bending",
        "hip-rotation.bending",
    }
    assert concerns["leg-lift.angling"] == NamedChoice("angled")
    assert sum(concern is Meaning.YES for concern in concerns.values()) == 7


def test_every_question_asks_for_the_side_and_has_a_finding_for_each() -> None:
    for test in load_content("en").assessment.tests:
        for question in test.questions:
            assert question.side is not None
            assert set(question.finding) == set(Side)
            assert len(set(question.finding.values())) == len(Side)


def test_every_text_has_an_id_that_is_its_path() -> None:
    texts = load_content("en").texts

    assert texts["tests.leg-lift.questions.bending.confirm.no"] == (
        "So your knee bends when you lift your leg.",
    )
    assert texts["phrases.is_that_right.say"] == ("Is that right?",)
    assert texts["welcome.say"][0].startswith("Welcome")


def test_the_vocabulary_has_words_for_every_meaning() -> None:
    assert set(load_vocabulary("en").phrases) == {*Meaning, "straight", "angled"}


def test_the_languages_are_the_folders_that_hold_an_assessment(prompts: Path) -> None:
    (prompts / "xx").mkdir()
    shutil.copytree(prompts / "en", prompts / "de")

    assert languages(prompts) == ("de", "en")


@pytest.mark.parametrize("language", ["de", "", "..", "en/../en", "EN"])
def test_a_language_without_texts_is_refused_with_those_there_are(
    prompts: Path, language: str
) -> None:
    for load in (load_content, load_vocabulary):
        with pytest.raises(ContentError) as refused:
            load(language, prompts)
        assert str(refused.value) == (
            f"session.language: there are no texts for the language {language!r}; choose from: en"
        )


def test_a_missing_folder_of_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="the folder of texts does not exist"):
        load_content("en", tmp_path / "none")


@pytest.mark.parametrize("name", [DIALOGUE, VOCABULARY])
def test_a_missing_file_is_refused_by_name(prompts: Path, name: str) -> None:
    (prompts / "en" / name).unlink()

    assert refusal(prompts, name) == f"{name}: there is no such file"


@pytest.mark.parametrize("name", [ROM, DIALOGUE, VOCABULARY])
def test_an_empty_file_is_refused(prompts: Path, name: str) -> None:
    (prompts / "en" / name).write_text("", encoding="utf-8")

    assert refusal(prompts, name) == f"{name}:1: is empty"
