"""The English content, read once in a process: reading it takes 20 ms, and its sentences 400 ms."""

from functools import cache

from voice_rom.content.load import load_content
from voice_rom.content.sentences import with_sentences
from voice_rom.core.assessment.content import Content
from voice_rom.core.language.vocabulary import Vocabulary


@cache
def english_content() -> Content:
    return load_content("en")


def english_vocabulary() -> Vocabulary:
    """Its words alone, without the sentences."""
    return english_content().vocabulary


@cache
def english_sentences() -> Vocabulary:
    """Its words, and the sentences that are made of them."""
    return with_sentences(english_vocabulary())
