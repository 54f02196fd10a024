"""The words that the recogniser is to listen for."""

from dataclasses import dataclass

from voice_rom.core.language.vocabulary import Vocabulary

UNKNOWN_WORD = "[unk]"
"""What the recogniser writes for a word that is not in the grammar. Without it, whatever is said is
forced onto an answer: 167 of 167 sentences were."""


@dataclass(frozen=True)
class Grammars:
    """`first`: every phrase that means something. `second`: the few words of a second look.

    `sentences`: what people say in more than a phrase, each phrase, and every word of a sentence.
    Empty: the language has none. Words that the model does not know are left out of them.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    sentences: tuple[str, ...] = ()


def grammars_of(vocabulary: Vocabulary) -> Grammars:
    """Return all of them, each phrase once. It may read files: 0.05 s."""
    first = _every_phrase(vocabulary)
    examples = vocabulary.sentences.examples
    sentences = tuple(dict.fromkeys((*examples, *first))) if examples else ()
    return Grammars(first, _few_words(vocabulary), sentences)


def _every_phrase(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The unknown word comes last, and twice in a row too: a sentence is many of them.

    (To repeat a phrase changes nothing.)
    """
    phrases: list[str] = []
    for group in vocabulary.phrases.values():
        phrases += group
    phrases += vocabulary.corrections
    phrases += vocabulary.fillers
    phrases += vocabulary.homophones
    phrases += vocabulary.decoys
    return (*dict.fromkeys(phrases), UNKNOWN_WORD, f"{UNKNOWN_WORD} {UNKNOWN_WORD}")


def _few_words(vocabulary: Vocabulary) -> tuple[str, ...]:
    words = (*vocabulary.second_look, *vocabulary.second_look_decoys)
    return (*dict.fromkeys(words), UNKNOWN_WORD)
