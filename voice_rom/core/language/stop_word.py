"""Stop as a word of its own, at the beginning or the end of what somebody says."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.slots import AskedFor, Slots
from voice_rom.core.language.vocabulary import Vocabulary

Words = tuple[str, ...]

_LONGEST: Final = 6
"""Words of the sentence that stops: "please stop, stop now please" has six."""


class StopWord:
    """Finds "stop" beside what does not answer: "stop, I can't", "I don't like this, stop".

    The rest must be something that people say to the program there, whether it answers or not, so
    that "stop it, Rex, get down" is told to somebody else. Whoever says "stop, stop" means it,
    whatever the rest is. "Don't stop" is none: the word belongs to the one before.
    """

    def __init__(self, vocabulary: Vocabulary, asked: AskedFor) -> None:
        phrases = vocabulary.phrases.get(Meaning.STOP, ())
        self._stops = frozenset(phrase for phrase in phrases if " " not in phrase)
        self._binding = tuple(tuple(each.split()) for each in vocabulary.binding)
        self._sentences = vocabulary.sentences
        self._kind = asked.kind

    def is_bound(self, before: Words, after: Words) -> bool:
        """Whether `after` begins with a "stop" that belongs to what is before: "I didn't stop"."""
        bound = after[0] in self._stops
        return bound and any(before[-len(each) :] == each for each in self._binding)

    def beside(self, words: Words, said: Callable[[Words], tuple[str, ...]]) -> Slots | None:
        """Stop, with what stands before or after it; `said` gives the templates of that.

        None when no part of it stops. A bare side beside it is a way to go, and not said to the
        program: "stop there, on the left".
        """
        for cut in range(1, len(words)):
            before, after = words[:cut], words[cut:]
            found = self._stopped(before, after, said)
            if found is None and not self.is_bound(before, after):
                found = self._stopped(after, before, said)
            if found is not None:
                return found
        return None

    def _stopped(
        self, stop: Words, rest: Words, said: Callable[[Words], tuple[str, ...]]
    ) -> Slots | None:
        templates = self._stopping(stop)
        if not templates:
            return None
        if self._insists(stop):
            return Slots(meaning=Meaning.STOP, templates=templates)
        beside = () if self._is_bare_side(rest) else said(rest)
        return Slots(meaning=Meaning.STOP, templates=templates + beside) if beside else None

    def _stopping(self, words: Words) -> tuple[str, ...]:
        """The templates that stop, where `words` have the word itself in them."""
        if len(words) > _LONGEST or self._stops.isdisjoint(words):
            return ()
        sayings = self._sentences.readings(words, self._kind)
        return tuple(each.template for each in sayings if each.meaning is Meaning.STOP)

    def _insists(self, words: Words) -> bool:
        return any(one == following and one in self._stops for one, following in pairwise(words))

    def _is_bare_side(self, words: Words) -> bool:
        sayings = self._sentences.readings(words, self._kind)
        return bool(sayings) and all(
            each.side is not None and each.meaning is None and not each.about for each in sayings
        )
