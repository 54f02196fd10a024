"""The grammar holds everything that may be said, and a way out for all the rest."""

from tests.english import english_sentences, english_vocabulary
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.grammar import UNKNOWN_WORD, grammars_of

GRAMMARS = grammars_of(english_vocabulary())
SMALL = Vocabulary(
    language="en",
    phrases={Meaning.YES: ("yes", "right"), Meaning.RIGHT: ("right",)},
    homophones={"write": "right"},
    fillers=("uh",),
    corrections=("no wait",),
    decoys=("on",),
    second_look=("yes", "right"),
    second_look_decoys=("on",),
)


def test_every_phrase_is_listened_for_once_and_so_is_what_is_unknown() -> None:
    assert grammars_of(SMALL).first == (
        "yes",
        "right",
        "no wait",
        "uh",
        "write",
        "on",
        UNKNOWN_WORD,
        f"{UNKNOWN_WORD} {UNKNOWN_WORD}",
    )


def test_a_second_look_is_for_few_words_and_what_is_like_them() -> None:
    assert grammars_of(SMALL).second == ("yes", "right", "on", UNKNOWN_WORD)


def test_a_language_without_sentences_listens_for_none() -> None:
    assert grammars_of(SMALL).sentences == ()


def test_whole_sentences_their_words_and_every_phrase_are_listened_for_where_one_may_be_said() -> (
    None
):
    grammar = grammars_of(english_sentences()).sentences
    assert "one leg goes higher" in grammar
    assert "kneecap" in grammar
    assert set(GRAMMARS.first) <= set(grammar)


def test_the_english_grammar_has_no_phrase_twice() -> None:
    for grammar in (GRAMMARS.first, GRAMMARS.second):
        assert len(grammar) == len(set(grammar))
