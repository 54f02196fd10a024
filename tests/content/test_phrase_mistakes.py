"""A mistake in the phrases, the safety talk or the vocabulary is refused with its place."""

from pathlib import Path

import pytest

from tests.content.broken_prompts import DIALOGUE, VOCABULARY, change, line_of, refusal


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
            "- We'll leave this one out.", "- We'll leave this {out.", "- We'll leave this {out.",
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
