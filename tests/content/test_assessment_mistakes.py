"""A mistake in an assessment is refused with its line and its key."""

from pathlib import Path

import pytest

from tests.content.broken_prompts import ROM, change, line_of, refusal

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
