"""What whole sentences say, before anybody knows what it means where they are said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from voice_rom.core.language.meanings import Meant

WHATEVER_ASKED: Final = "*"
"""Stands for every kind of question, where only what people can say at all is of interest."""


@dataclass(frozen=True, kw_only=True)
class Saying:
    """The slots that one whole sentence fills, with the template that it is."""

    meaning: Meant | None = None
    """An answer or a command in so many words: "yes", "I'm not sure", "say that again"."""
    side: Meant | None = None
    """LEFT, RIGHT, BOTH or NEITHER."""
    about: str = ""
    """What it claims something of, by the name that questions have for it (`sign`): "the left one
    goes higher" is about a difference, "nothing hurts" about pain."""
    found: bool = True
    """Whether it claims that there is such a thing, or that there is none."""
    part: str = ""
    """The part of the body, in plain words: "knee"."""
    hedged: bool = False
    """Not quite sure, or only a little: "I think", "a bit"."""
    implied: bool = False
    """Whether what it claims has to be worked out: "only the left one" can be done without it,
    so the right one cannot."""
    template: str = ""
    """As it stands in the language's folder, with its group: the evidence."""


@runtime_checkable
class SentenceReader(Protocol):
    """Knows the sentences of one language."""

    def readings(self, words: Sequence[str], kind: str) -> tuple[Saying, ...]:
        """Everything that `words`, as one whole sentence, may say where `kind` was asked.

        Empty when they are no sentence, however many of them fit. In the order of the templates;
        never raises.
        """

    @property
    def examples(self) -> Sequence[str]:
        """What is listened for where somebody may say a sentence: sentences, and single words."""


@dataclass(frozen=True)
class NoSentences:
    """For a language that has words, and no sentences yet."""

    def readings(self, words: Sequence[str], kind: str) -> tuple[Saying, ...]:
        del words, kind
        return ()

    @property
    def examples(self) -> Sequence[str]:
        return ()
