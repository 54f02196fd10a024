"""The words of one language, as data: which phrases carry which meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.sentences import NoSentences, SentenceReader


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Read from `prompts/<language>/vocabulary.yaml`.

    A phrase may carry several meanings ("right": a side, or "that is right"): the question at
    hand picks the one it expects. All phrases are lower case, words parted by one space.
    """

    language: str
    phrases: Mapping[Meant, tuple[str, ...]]
    homophones: Mapping[str, str]
    """Words that sound the same, to the word that is meant: `know: no`."""
    fillers: tuple[str, ...]
    """Words that may stand beside an answer and change nothing: "uh", "please"."""
    corrections: tuple[str, ...]
    """Words that take back what was said before them: "no wait", "sorry"."""
    decoys: tuple[str, ...]
    """Words that may be heard and never count, so that they are not taken for others."""
    echoes: Mapping[str, str] = field(default_factory=dict)
    """As what a word of the program's own voice is heard from the loudspeaker: `wait: right`."""
    binding: tuple[str, ...] = ()
    """What a "stop" right behind it belongs to, so that it is none: "don't", "never said"."""
    second_look: tuple[str, ...] = ()
    """Single words that a sound is looked at again for when it gave no answer."""
    second_look_decoys: tuple[str, ...] = ()
    """Words that a second look must not take for these."""
    sentences: SentenceReader = field(default_factory=NoSentences, compare=False)
    """What people say in more than a phrase: read from `prompts/<language>/sentences/`."""

    @cached_property
    def hesitations(self) -> frozenset[str]:
        """Single words that may stand beside an answer, and are no part of any phrase."""
        meant = {
            word
            for phrases in self.phrases.values()
            for phrase in phrases
            for word in phrase.split()
        }
        return frozenset(filler for filler in self.fillers if " " not in filler) - meant
