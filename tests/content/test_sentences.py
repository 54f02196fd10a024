"""The templates of sentences: that they hold, and that a wrong file is refused in one line."""

import shutil
from pathlib import Path

import pytest

from tests.english import english_content, english_vocabulary
from voice_rom.content.asked_kinds import asked_kinds
from voice_rom.content.sentence_tests import broken_sentences, load_sentence_tests
from voice_rom.content.sentences import SentenceTemplates, load_sentences, with_sentences
from voice_rom.core.language.meanings import Meaning
from voice_rom.data_files import prompts_folder
from voice_rom.errors import ContentError

KINDS = asked_kinds(english_content())
WORDS = english_vocabulary()

SMALL = """\
language: en
lists:
  side:
    values:
      - {in: left, out: left}
      - {in: "right [hand]", out: right}
expansion_rules:
  the: (the|my)
skip_words: [please, like, you know]
hedge_words: [i think, sort of]
spelled_out: {"'s": is}
intents:
  easier:
    data:
      - slots: {about: difference}
        sentences:
          - "[<the>] {side} (one|side) is [much] easier"
  stop:
    data:
      - slots: {meaning: stop}
        sentences:
          - i('d| would) like to stop
"""

SMALL_TESTS = """\
language: en
tests:
  - asked: [difference]
    means: yes+left
    sentences:
      - my left side is much easier
  - asked: [any, difference]
    means: stop
    sentences:
      - i'd like to stop
      - please i would like to stop
  - asked: [any]
    means: nothing
    sentences:
      - the left one
"""


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """English, with a few templates alone."""
    folder = tmp_path / "prompts"
    shutil.copytree(prompts_folder(), folder, ignore=shutil.ignore_patterns("sentences"))
    sentences = folder / "en" / "sentences"
    sentences.mkdir()
    (sentences / "small.yaml").write_text(SMALL, "utf-8")
    (sentences / "small.tests.yaml").write_text(SMALL_TESTS, "utf-8")
    return folder


def broken(prompts: Path | None = None) -> list[str]:
    cases = load_sentence_tests("en", KINDS, prompts)
    return list(broken_sentences(cases, with_sentences(WORDS, prompts), KINDS))


def test_every_sentence_means_what_its_test_says_and_every_template_is_reached() -> None:
    assert broken() == []


def test_there_are_sentences_for_every_kind_of_question() -> None:
    cases = load_sentence_tests("en", KINDS)
    for kind in (
        "difference",
        "knee",
        "pain",
        "straight",
        "lean",
        "side",
        "step",
        "confirm",
        "any",
    ):
        assert sum(case.kind == kind for case in cases) >= 20, kind


def test_templates_have_options_alternatives_lists_and_rules(prompts: Path) -> None:
    reader = load_sentences("en", WORDS, prompts)
    (saying,) = reader.readings(["my", "right", "hand", "side", "is", "easier"], "difference")
    assert (saying.about, saying.found, saying.side) == ("difference", True, Meaning.RIGHT)
    assert saying.template == "easier: [<the>] {side} (one|side) is [much] easier"


def test_words_that_change_nothing_may_stand_anywhere(prompts: Path) -> None:
    reader = load_sentences("en", WORDS, prompts)
    (saying,) = reader.readings(["i", "would", "please", "like", "to", "stop"], "")
    assert saying.meaning is Meaning.STOP


@pytest.mark.parametrize(
    "words",
    [
        "i'd like to stop please",
        "you know i'd like like to please stop",
        "please you know i would like to stop you know",
    ],
)
def test_a_word_that_may_be_left_out_may_also_be_one_of_the_templates(
    prompts: Path, words: str
) -> None:
    (saying,) = load_sentences("en", WORDS, prompts).readings(words.split(), "")
    assert saying.meaning is Meaning.STOP


@pytest.mark.parametrize("words", ["please", "like please you know", "you know"])
def test_words_that_change_nothing_are_no_sentence_by_themselves(prompts: Path, words: str) -> None:
    assert load_sentences("en", WORDS, prompts).readings(words.split(), "") == ()


@pytest.mark.parametrize(
    ("words", "hedged"),
    [
        ("the left side is easier", False),
        ("the left side is sort of easier", True),
        ("i think please the left side's easier", True),
        ("the left side's much easier", False),
    ],
)
def test_a_hedge_may_stand_anywhere_and_what_is_short_for_a_word_is_that_word(
    prompts: Path, words: str, *, hedged: bool
) -> None:
    (saying,) = load_sentences("en", WORDS, prompts).readings(words.split(), "difference")
    assert (saying.side, saying.hedged) == (Meaning.LEFT, hedged)


@pytest.mark.parametrize("words", ["i like to stop", "left one is", "the left one is easier today"])
def test_what_is_no_whole_sentence_is_none(prompts: Path, words: str) -> None:
    assert load_sentences("en", WORDS, prompts).readings(words.split(), "difference") == ()


def test_the_phrases_of_the_vocabulary_are_templates_too(prompts: Path) -> None:
    reader = load_sentences("en", WORDS, prompts)
    (saying,) = reader.readings(["i", "don't", "know"], "")
    assert (saying.meaning, saying.template) == (Meaning.UNSURE, "vocabulary: i don't know")


def test_a_language_without_sentences_has_its_phrases(prompts: Path) -> None:
    shutil.rmtree(prompts / "en" / "sentences")
    assert load_sentences("en", WORDS, prompts).readings(["yes"], "") == ()


def test_a_file_that_was_changed_is_read_anew(prompts: Path) -> None:
    words = ["halt", "at", "once"]
    assert load_sentences("en", WORDS, prompts).readings(words, "") == ()
    change(prompts, "small.yaml", "like to stop", "like to stop\n          - halt at once")
    (saying,) = load_sentences("en", WORDS, prompts).readings(words, "")
    assert saying.meaning is Meaning.STOP


def test_a_template_that_no_test_reaches_is_told(prompts: Path) -> None:
    change(prompts, "small.yaml", "like to stop", "like to stop\n          - halt at once")
    assert broken(prompts) == ['sentences: no test reaches the template "stop: halt at once"']


def test_a_sentence_that_means_something_else_is_told_with_file_and_line(prompts: Path) -> None:
    change(prompts, "small.tests.yaml", "means: yes+left", "means: yes+right")
    (line, *_) = broken(prompts)
    place = prompts / "en" / "sentences" / "small.tests.yaml"
    assert line == (
        f'{place}:6: "my left side is much easier" after difference should mean yes+right, '
        "but means yes+left"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("language: en", "language: de", "is 'de'", id="another language"),
        pytest.param("(the|my)", "(the|my", "is no template", id="a bracket left open"),
        pytest.param("[<the>]", "[<this>]", "no expansion rule <this>", id="a rule that is not"),
        pytest.param("(the|my)", "<the> one", "<the> refers to itself", id="a rule in a circle"),
        pytest.param("{side} (one", "{sides} (one", "no list {sides}", id="a list that is not"),
        pytest.param("like to", "like(d|s) to", "touches a letter", id="a part of a word"),
        pytest.param("meaning: stop", "meaning: halt", "'halt' is no meaning", id="no meaning"),
        pytest.param("about:", "abuot:", "is no slot", id="no slot"),
        pytest.param("out: left}", "out: left, as: l}", "'in' and 'out'", id="a list's value"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(prompts: Path, old: str, new: str, told: str) -> None:
    change(prompts, "small.yaml", old, new)
    with pytest.raises(ContentError, match=r"small\.yaml:\d+: ") as refused:
        load_sentences("en", WORDS, prompts)
    assert told in str(refused.value)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("language: en", "language: de", "is 'de'", id="another language"),
        pytest.param("[difference]", "[differenc]", "is no kind of question", id="no question"),
        pytest.param("yes+left", "yes+lefft", "is no meaning", id="no meaning"),
    ],
)
def test_wrong_tests_are_refused_in_one_line(prompts: Path, old: str, new: str, told: str) -> None:
    change(prompts, "small.tests.yaml", old, new)
    with pytest.raises(ContentError, match=r"small\.tests\.yaml:\d+: ") as refused:
        load_sentence_tests("en", KINDS, prompts)
    assert told in str(refused.value)


def test_templates_without_tests_are_refused(prompts: Path) -> None:
    (prompts / "en" / "sentences" / "small.tests.yaml").unlink()
    with pytest.raises(ContentError, match=r"small\.tests\.yaml: there is no such file"):
        load_sentence_tests("en", KINDS, prompts)


def test_the_packaged_templates_are_many() -> None:
    reader = load_sentences("en", WORDS)
    assert isinstance(reader, SentenceTemplates)
    assert len(set(reader.templates)) == len(reader.templates)


def change(prompts: Path, name: str, old: str, new: str) -> None:
    file = prompts / "en" / "sentences" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
