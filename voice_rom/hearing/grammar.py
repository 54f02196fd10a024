"""The words that the recogniser is to listen for."""

from voice_rom.core.vocabulary import Vocabulary

UNKNOWN_WORD = "[unk]"
"""What the recogniser writes for a word that is not in the grammar. Without it, whatever is said is
forced onto an answer: 167 of 167 sentences were."""


def grammar_of(vocabulary: Vocabulary) -> list[str]:
    """Return every phrase to listen for, each once, and the unknown word last.

    Twice in a row too: a sentence is many of them. (To repeat a phrase changes nothing.)
    """
    phrases: list[str] = []
    for group in vocabulary.phrases.values():
        phrases += group
    phrases += vocabulary.corrections
    phrases += vocabulary.fillers
    phrases += vocabulary.homophones
    phrases += vocabulary.decoys
    return [*dict.fromkeys(phrases), UNKNOWN_WORD, f"{UNKNOWN_WORD} {UNKNOWN_WORD}"]
