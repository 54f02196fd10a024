"""What whole sentences mean, slot by slot, and that parts of sentences mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.person import utterance
from tests.english import english_content, english_sentences, english_vocabulary
from voice_rom.content.asked_kinds import asked_kinds
from voice_rom.core.language.clauses import without_repetition, without_stutter
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning, Meant, NamedChoice
from voice_rom.core.language.slots import Slots
from voice_rom.core.language.understanding import Reason, understand

M = Meaning
KINDS = asked_kinds(english_content())


def slots(kind: str, words: str) -> Slots:
    asked = KINDS[kind]
    understood = understand(
        utterance(words), english_sentences(), asked.expected, asked=asked.asked
    )
    return understood.slots or Slots()


@pytest.mark.parametrize(
    ("words", "once"),
    [
        ("no no no", "no"),
        ("the the left", "the left"),
        ("the left the left", "the left"),
        ("i think i think so", "i think so"),
        ("yes", "yes"),
        ("", ""),
    ],
)
def test_what_is_said_again_at_once_is_said_once(words: str, once: str) -> None:
    assert without_repetition(tuple(words.split())) == tuple(once.split())


@pytest.mark.parametrize(
    ("words", "fluent"),
    [("n no", "no"), ("the le left", "the left"), ("i i'm ready", "i'm ready"), ("", "")],
)
def test_a_beginning_before_its_word_is_a_stutter(words: str, fluent: str) -> None:
    assert without_stutter(tuple(words.split())) == tuple(fluent.split())


def test_an_answer_and_its_side_come_in_one_sentence() -> None:
    said = slots("difference", "yes the left one")
    assert (said.meaning, said.side, said.implied) == (M.YES, M.LEFT, False)


@pytest.mark.parametrize(
    ("kind", "words", "answer", "side"),
    [
        ("difference", "the right one", M.YES, M.RIGHT),
        ("knee", "the left", M.NO, M.LEFT),
        ("knee", "only the left", M.NO, M.RIGHT),
        ("knee", "i can only do it with the left one", M.NO, M.RIGHT),
    ],
)
def test_a_side_alone_implies_the_answer(kind: str, words: str, answer: M, side: M) -> None:
    said = slots(kind, words)
    assert (said.meaning, said.side, said.implied) == (answer, side, True)


def test_both_sides_do_not_differ_from_each_other() -> None:
    assert slots("difference", "both of them").meaning is None


@pytest.mark.parametrize("kind", ["step", "difference", "straight", "side", "lean", "knee"])
@pytest.mark.parametrize("words", ["no knee pain", "no chest pain", "no pain in my left hip"])
def test_what_is_denied_is_neither_a_complaint_nor_a_call_for_help(kind: str, words: str) -> None:
    assert slots(kind, words).meaning is None


def test_a_side_with_the_other_answer_says_two_things() -> None:
    assert slots("difference", "no the left one").meaning is None


def test_what_hurts_is_a_complaint_with_its_part_and_side_and_an_answer_where_pain_is_asked() -> (
    None
):
    complaint = slots("step", "my left knee hurts")
    assert (complaint.meaning, complaint.side, complaint.part) == (M.PAIN, M.LEFT, "knee")
    answer = slots("pain", "it hurts on the left")
    assert (answer.meaning, answer.side) == (M.YES, M.LEFT)


@pytest.mark.parametrize("words", ["not really straight", "no not really straight"])
def test_a_whole_sentence_goes_before_the_answers_that_stand_in_it(words: str) -> None:
    asked = KINDS["straight"]
    understood = understand(
        utterance(words), english_sentences(), asked.expected, asked=asked.asked
    )
    assert understood.meaning == NamedChoice("angled")


def test_the_worse_side_says_that_the_other_is_better() -> None:
    assert slots("difference", "the left one is stiffer").side is M.RIGHT


@pytest.mark.parametrize(
    ("words", "hedged"),
    [("yes", False), ("i think so", True), ("yes a little", True), ("probably the left", True)],
)
def test_how_sure_somebody_is_is_kept(words: str, *, hedged: bool) -> None:
    assert slots("difference", words).hedged is hedged


@pytest.mark.parametrize(
    ("kind", "meaning"), [("confirm", M.YES), ("step", M.READY), ("pain", None)]
)
def test_okay_agrees_is_ready_and_says_nothing_of_pain(kind: str, meaning: M | None) -> None:
    assert slots(kind, "okay").meaning is meaning


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("stop now", M.STOP),
        ("please stop", M.STOP),
        ("okay stop", M.STOP),
        ("i want to stop", M.STOP),
        ("that's enough", M.STOP),
        ("i need help", M.HELP_ME),
        ("i've fallen", M.HELP_ME),
        ("i can't get up", M.HELP_ME),
        ("i feel dizzy", M.HELP_ME),
        ("i don't feel well", M.HELP_ME),
        ("pins and needles", M.NUMB),
        ("my leg is numb", M.NUMB),
    ],
)
def test_words_of_safety_count_inside_sentences_whatever_was_asked(words: str, meaning: M) -> None:
    assert {kind: slots(kind, words).meaning for kind in KINDS} == dict.fromkeys(KINDS, meaning)


@pytest.mark.parametrize("words", ["ow", "that hurts", "my knee hurts", "i have a cramp"])
def test_complaints_count_whatever_was_asked(words: str) -> None:
    for name, kind in KINDS.items():
        understood = understand(
            utterance(words), english_sentences(), kind.expected, asked=kind.asked
        )
        assert understood.slots is not None, name
        assert understood.slots.meaning is kind.asked.same_as.get(M.PAIN, M.PAIN), name


@pytest.mark.parametrize(
    ("words", "meaning"), [("okay stop now", M.STOP), ("wait a second", M.PAUSE), ("ow", M.PAIN)]
)
def test_interruptions_count_inside_sentences_over_the_voice(words: str, meaning: M) -> None:
    assert understand(utterance(words), english_sentences(), INTERRUPTIONS).meaning is meaning


@pytest.mark.parametrize(
    ("words", "side"),
    [("left no i mean right", M.RIGHT), ("the right one sorry my left leg", M.LEFT)],
)
def test_what_follows_a_correction_counts(words: str, side: M) -> None:
    assert slots("side", words).meaning is side


@pytest.mark.parametrize(
    "words",
    [
        "turn left at the next light",
        "there was nothing left for me",
        "no one was in the room",
        "he is right you know",
        "she stopped at the stop sign",
        "yes he told me yesterday",
        "my mother's knee hurts when it rains",
        "right so what are we having for dinner",
        "no the dog is outside",
        "the left one of the two houses",
        "he says it hurts him",
    ],
)
def test_a_word_that_fits_does_not_make_a_sentence_of_somebody_else_count(
    words: str,
) -> None:
    assert {kind: slots(kind, words).meaning for kind in KINDS} == dict.fromkeys(KINDS)


def test_what_is_longer_than_any_answer_is_none() -> None:
    assert slots("difference", "yes " * 5 + "the left leg goes a bit higher " * 3).meaning is None


def test_a_sentence_beyond_the_phrases_has_its_meaning_at_once() -> None:
    kind = KINDS["difference"]
    words = "they're about the same"
    understood = understand(utterance(words), english_sentences(), kind.expected, asked=kind.asked)
    assert (understood.meaning, understood.reason) == (M.NO, Reason.UNDERSTOOD)
    assert understood.rule.startswith("they_are_the_same: ")


KNOWN = sorted(
    {
        word
        for name in english_vocabulary().phrases.values()
        for phrase in name
        for word in phrase.split()
    }
)


@given(
    st.lists(st.sampled_from([*KNOWN, "i", "it", "hurts", "my", "knee", "coffee", ""]), max_size=9),
    st.sampled_from(sorted(KINDS)),
)
def test_nothing_that_is_said_raises_and_what_is_meant_is_expected(
    words: list[str], kind: str
) -> None:
    meaning = slots(kind, " ".join(words)).meaning
    assert meaning is None or meaning in KINDS[kind].expected


@pytest.mark.parametrize(
    ("kind", "words", "meaning"),
    [
        ("side", "let me think the right one", M.RIGHT),
        ("step", "hang on now i'm ready", M.READY),
        ("step", "hang on okay", M.PAUSE),
        ("side", "the right one hang on", M.PAUSE),
        ("side", "hang on a second", M.PAUSE),
    ],
)
def test_an_answer_after_a_pause_counts_and_a_pause_after_an_answer_does(
    kind: str, words: str, meaning: M
) -> None:
    assert slots(kind, words).meaning is meaning


@pytest.mark.parametrize(
    ("kind", "words", "meaning"),
    [("straight", "at an angle yes", NamedChoice("angled")), ("side", "on the left yes", M.LEFT)],
)
def test_a_yes_behind_what_is_no_yes_or_no_only_agrees(
    kind: str, words: str, meaning: Meant
) -> None:
    assert slots(kind, words).meaning == meaning


@pytest.mark.parametrize(
    ("kind", "words"), [("straight", "at an angle no"), ("side", "on the left no")]
)
def test_a_no_behind_an_answer_takes_it_back(kind: str, words: str) -> None:
    assert slots(kind, words).meaning is None
