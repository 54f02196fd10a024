"""A language's texts and words are read together; a mistake in them is refused with its place."""

import shutil
from pathlib import Path

import pytest

from voice_rom.content.load import languages, load_content, load_vocabulary
from voice_rom.core.assessment.content import Side
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.data_files import prompts_folder
from voice_rom.errors import ContentError

ROM = "range_of_motion.yaml"
DIALOGUE = "dialogue.yaml"
VOCABULARY = "vocabulary.yaml"


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A copy of the real texts, for a test to break."""
    return shutil.copytree(prompts_folder(), tmp_path / "prompts")


def change(prompts: Path, name: str, old: str, new: str) -> None:
    """Put `new` in place of the first `old` in a file of English."""
    file = prompts / "en" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(prompts: Path, name: str, marker: str) -> int:
    """The line (from 1) of the first `marker` in a file of English."""
    text = (prompts / "en" / name).read_text(encoding="utf-8")
    assert marker in text
    return text[: text.index(marker)].count("\n") + 1


def refusal(prompts: Path, name: str) -> str:
    """The one line that refuses the texts, from the file's name on."""
    with pytest.raises(ContentError) as refused:
        load_vocabulary("en", prompts) if name == VOCABULARY else load_content("en", prompts)
    line = str(refused.value)
    assert line.isprintable()
    prefix = str(prompts / "en" / name)
    assert line.startswith(prefix)
    return name + line.removeprefix(prefix)


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


EASIER = "tests[0].questions[0]"
ANGLING = "tests[1].questions[1]"
BENDING = "tests[1].questions[2]"
FIRST_YES = 'confirm:\n          "yes":\n            - So one side is easier to turn to.\n'
FIRST_NOTED = 'noted:\n          "no":\n            - Both sides feel the same.\n'


@pytest.mark.parametrize(
    ("old", "new", "marker", "expected"),
    [
        pytest.param(
            "language: en", "language: de", "language: de",
            "language: is 'de', but the folder is 'en'", id="another language",
        ),
        pytest.param(
            "id: leg-lift", "id: trunk-rotation", "id: trunk-rotation\n    name: leg lift",
            "tests[1].id: 'trunk-rotation' is used a second time", id="two tests of one id",
        ),
        pytest.param(
            "id: cross-arms", "id: sit-tall", "id: sit-tall\n        seconds: 12",
            "tests[0].steps[1].id: 'sit-tall' is used a second time", id="two steps of one id",
        ),
        pytest.param(
            "id: pulling", "id: easier", 'id: easier\n        concern: ["yes"]\n        sign: pull',
            "tests[0].questions[2].id: 'easier' is used a second time", id="two questions one id",
        ),
        pytest.param(
            "id: sit-tall", "id: Sit.Tall", "id: Sit.Tall",
            "tests[0].steps[0].id: 'Sit.Tall' must be lower-case letters and hyphens, "
            "such as leg-lift",
            id="an id that is no id",
        ),
        pytest.param(
            'concern: ["yes"]', "concern: [maybe]", "concern: [maybe]",
            f"{EASIER}.concern[0]: 'maybe' is not one of yes, no", id="no meaning at all",
        ),
        pytest.param(
            'concern: ["yes"]', "concern: [left]", "concern: [left]",
            f"{EASIER}.concern[0]: 'left' is not one of yes, no", id="no answer of this kind",
        ),
        pytest.param(
            "concern: [angled]", 'concern: ["yes"]', 'concern: ["yes"]\n        sign: angling',
            f"{ANGLING}.concern[0]: 'yes' is not one of straight, angled", id="yes to either or",
        ),
        pytest.param(
            "sign: difference", "sign: differnce", "sign: differnce",
            f"{EASIER}.sign: 'differnce' is not one of the 'signs'; did you mean difference?",
            id="no sign",
        ),
        pytest.param(
            FIRST_YES, "confirm: {}\n", "confirm: {}",
            f"{EASIER}.confirm: has no text for 'yes', the answer that counts as a finding",
            id="no confirmation of the finding",
        ),
        pytest.param(
            '"yes":\n            - So both knees stay straight when you lift your legs.\n'
            "          ", "",
            'confirm:\n          "no":\n            - So your knee bends when you lift',
            f"{BENDING}.confirm: has no text for 'yes'; where 'no' is the finding, "
            "both answers are said back", id="inverted and only one confirmation",
        ),
        pytest.param(
            FIRST_YES, f"{FIRST_YES}          left:\n            - So left.\n",
            "left:\n            - So left.",
            f"{EASIER}.confirm.left: is not an answer to this question; the answers are yes, no",
            id="confirmation of no answer",
        ),
        pytest.param(
            FIRST_NOTED, "noted: {}\n", "noted: {}",
            f"{EASIER}.noted: the answer 'no' has a text neither in confirm nor here",
            id="an answer without a word",
        ),
        pytest.param(
            FIRST_NOTED, FIRST_NOTED + FIRST_NOTED.replace("no", "yes").split("\n", 1)[1],
            "noted:", f"{EASIER}.noted: the answer 'yes' has a text both in confirm and here",
            id="an answer with two words",
        ),
        pytest.param(
            "          unknown:\n            - It is easier for you to turn to one side "
            "than to the other.\n", "", "finding:\n",
            f"{EASIER}.finding: has no text for 'unknown'", id="no finding of an unknown side",
        ),
        pytest.param(
            "          both:\n            - You feel a difference in how easy it is to turn, "
            "on both sides.\n", "", "finding:\n",
            f"{EASIER}.finding: has no text for 'both'", id="no finding of both sides",
        ),
        pytest.param(
            "seconds: 20", "seconds: 0", "seconds: 0",
            "tests[0].steps[0].seconds: must be more than 0", id="no time",
        ),
        pytest.param(
            "short:\n    - Please say yes.", "short: []", "short: []",
            "sound_check.short: is empty", id="no short form",
        ),
        pytest.param(
            "- Please say yes.", "- ''", "- ''", "sound_check.short[0]: is empty", id="empty line",
        ),
        pytest.param(
            "- Please say yes.", "- Please say yes. Now.", "- Please say yes. Now.",
            "sound_check.short[0]: contains more than one sentence; put each on its own line",
            id="two sentences",
        ),
        pytest.param(
            "- Please say yes.", "- Please say yes", "- Please say yes",
            "sound_check.short[0]: does not end in a full stop or a question mark",
            id="no end of the sentence",
        ),
        pytest.param(
            "- Please say yes.", f"- Please{' please' * 20}.", "- Please please",
            "sound_check.short[0]: has 21 words; listeners can follow at most 20",
            id="too many words",
        ),
        pytest.param(
            "- Please say yes.", "- Please  say yes.", "- Please  say",
            "sound_check.short[0]: contains a line break, a tab, or several spaces in a row",
            id="two spaces",
        ),
        pytest.param(
            "- Please say yes.", "- We found an Abnormality.", "- We found",
            "sound_check.short[0]: says 'Abnormality', which is not allowed in any text: "
            "it sounds like a verdict",
            id="banned word",
        ),
        pytest.param(
            "name: trunk rotation", "name: failing trunk", "name: failing trunk",
            "tests[0].name: says 'failing', which is not allowed in any text",
            id="banned word in a name",
        ),
        pytest.param(
            "- Please say yes.", "- Please say {word}.", "- Please say {word}.",
            "sound_check.short[0]: uses {word}, which is not known here; known: none",
            id="placeholder where there are none",
        ),
        pytest.param(
            "them, {contact}", "them, {phone}", "{phone}",
            "advice.clinic.say[7]: uses {phone}, which is not known here; "
            "known: {clinic}, {contact}", id="unknown placeholder",
        ),
        pytest.param(
            "them, {contact}", "them, {contact!r}", "{contact!r}",
            "advice.clinic.say[7]: contains a brace that is not a placeholder such as {test}",
            id="broken placeholder",
        ),
        pytest.param(
            "  nothing_noticed:\n    say:", "  nothing_notcied:\n    say:", "nothing_notcied",
            "advice.nothing_notcied: is not a key here; did you mean nothing_noticed?",
            id="misspelt key",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_assessment_is_refused_with_line_and_key(
    prompts: Path, old: str, new: str, marker: str, expected: str
) -> None:
    change(prompts, ROM, old, new)

    place = f"{ROM}:{line_of(prompts, ROM, marker)}"
    assert refusal(prompts, ROM).startswith(f"{place}: {expected}")


def test_an_assessment_without_tests_is_refused(prompts: Path) -> None:
    file = prompts / "en" / ROM
    before, _, after = file.read_text(encoding="utf-8").partition("\ntests:\n")
    rest = after[after.index("\nadvice:") :]
    file.write_text(f"{before}\ntests: []\n{rest}", encoding="utf-8")

    assert refusal(prompts, ROM) == f"{ROM}:{line_of(prompts, ROM, 'tests: []')}: tests: is empty"


def test_a_finding_of_a_side_that_is_never_asked_for_is_refused(prompts: Path) -> None:
    file = prompts / "en" / ROM
    text = file.read_text(encoding="utf-8")
    start = text.index("        side:\n")
    end = text.index("        finding:\n")
    file.write_text(text[:start] + text[end:], encoding="utf-8")

    line = line_of(prompts, ROM, "          left:\n")
    assert refusal(prompts, ROM) == (
        f"{ROM}:{line}: {EASIER}.finding.left: "
        "can never be said, because the question does not ask for a 'side'"
    )


@pytest.mark.parametrize(
    ("old", "new", "marker", "expected"),
    [
        pytest.param(
            "  both:\n    - Both.\n", "", "side_noted:",
            "side_noted: has no text for 'both'", id="a side without a word",
        ),
        pytest.param(
            "  neither:\n    - Neither, then.\n", "", "instead:",
            "instead: has no text for 'neither'", id="an answer that nothing is said to",
        ),
        pytest.param(
            "  both:\n    - You said both.\n", "", "heard_as:",
            "heard_as: has no text for 'both'", id="an answer that cannot be said back",
        ),
        pytest.param(
            "  left:\n    - Left, then.\n", "  left:\n    - Left, then.\n  lefft:\n    - Left.\n",
            "  lefft:", "instead.lefft: 'lefft' is not an answer or command of the program's own; "
            "did you mean left?", id="an answer that only an assessment could name",
        ),
        pytest.param(
            "  both:\n", "  middle:\n", "  middle:",
            "side_noted.middle: 'middle' is not one of left, right, both, unknown", id="no side",
        ),
        pytest.param(
            "{test} test, on step", "{tset} test, on step", "{tset}",
            "where_step[0]: uses {tset}, which is not known here; "
            "known: {number}, {of}, {test}, {test_number}, {tests}", id="unknown placeholder",
        ),
        pytest.param(
            "skipped:\n", "skiped:\n", "skiped:",
            "skiped: is not a key here; did you mean skipped?", id="misspelt key",
        ),
        pytest.param(
            "- We'll leave this out.", "- We'll leave this {out.", "- We'll leave this {out.",
            "skipped[0]: contains a brace that is not a placeholder such as {test}",
            id="lone brace",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_dialogues_phrases_is_refused_with_line_and_key(
    prompts: Path, old: str, new: str, marker: str, expected: str
) -> None:
    change(prompts, DIALOGUE, old, new)

    line = line_of(prompts, DIALOGUE, marker)
    assert refusal(prompts, DIALOGUE) == f"{DIALOGUE}:{line}: {expected}"


@pytest.mark.parametrize(
    ("old", "new", "marker", "expected"),
    [
        pytest.param(
            "language: en", "language: de", "language: de",
            "language: is 'de', but the folder is 'en'", id="another language",
        ),
        pytest.param(
            "  both:\n", "  bth:\n", "  bth:",
            "phrases.bth: 'bth' is not an answer or command of the program's own; "
            "did you mean both?", id="no meaning",
        ),
        pytest.param(
            "    - left\n", "    - Left!\n", "    - Left!",
            "phrases.left[0]: 'Left!' is not lower-case words separated by single spaces",
            id="not as the recogniser writes it",
        ),
        pytest.param(
            "  write: right", "  write: Right", "  write: Right",
            "homophones.write: 'Right' is not lower-case words separated by single spaces",
            id="homophone not as the recogniser writes it",
        ),
        pytest.param(
            "fillers:\n", "filers:\n", "filers:",
            "filers: is not a key here; did you mean fillers?", id="misspelt key",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_vocabulary_is_refused_with_line_and_key(
    prompts: Path, old: str, new: str, marker: str, expected: str
) -> None:
    change(prompts, VOCABULARY, old, new)

    place = f"{VOCABULARY}:{line_of(prompts, VOCABULARY, marker)}"
    assert refusal(prompts, VOCABULARY).startswith(f"{place}: {expected}")


def test_a_meaning_without_words_is_refused(prompts: Path) -> None:
    file = prompts / "en" / VOCABULARY
    text = file.read_text(encoding="utf-8")
    start = text.index("  both:\n")
    end = text.index("  neither:\n")
    file.write_text(text[:start] + text[end:], encoding="utf-8")

    line = line_of(prompts, VOCABULARY, "phrases:\n")
    assert refusal(prompts, VOCABULARY) == f"{VOCABULARY}:{line}: phrases: has no words for 'both'"


SAFETY = "safety.yaml"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "    both:\n      - You said you felt pain on both sides.\n", "",
            "pain.finding: has no text for 'both'",
            id="no text for a side",
        ),
        pytest.param(
            "    unknown:\n      - You said something felt numb or weak.",
            "    left:\n      - You said something felt numb or weak.",
            "numb.finding: must have a text for 'unknown' only",
            id="a side that nobody asks for",
        ),
        pytest.param(
            "your emergency number", '" "',
            "your_emergency_number: is empty",
            id="no words for the number",
        ),
        pytest.param(
            "language: en", "language: de",
            "language: is 'de', but the folder is 'en'",
            id="another language",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_said_for_safety_is_refused_with_its_key(
    prompts: Path, old: str, new: str, expected: str
) -> None:
    change(prompts, SAFETY, old, new)
    told = refusal(prompts, SAFETY)
    assert expected in told


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'id: operation\n      concern: ["yes"]', "id: operation\n      concern: [maybe]",
            "screening.questions[0].concern[0]: 'maybe' is not one of",
        ),
        (
            "id: fracture", "id: operation",
            "screening.questions[1].id: 'operation' is used a second time",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_screening_is_refused_with_its_key(
    prompts: Path, old: str, new: str, expected: str
) -> None:
    change(prompts, ROM, old, new)
    assert expected in refusal(prompts, ROM)


@pytest.mark.parametrize("reserved", ["screening", "session"])
def test_no_test_has_the_name_of_what_is_no_test(prompts: Path, reserved: str) -> None:
    change(prompts, ROM, "id: leg-lift", f"id: {reserved}")
    assert f"tests[1].id: '{reserved}' stands for what is no test" in refusal(prompts, ROM)
