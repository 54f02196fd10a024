"""From the words of an utterance to whole sentences: repeated, stuttered, joined and corrected."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, Meaning, Meant
from voice_rom.core.language.sentences import WHATEVER_ASKED
from voice_rom.core.language.slots import AskedFor, Slots, merged, resolve
from voice_rom.core.language.stop_word import StopWord
from voice_rom.core.language.vocabulary import Vocabulary

Words = tuple[str, ...]

LONGEST: Final = 20
"""Words: no answer is longer, and whoever says more talks of something else."""
_MOST_SENTENCES: Final = 3
"""In one utterance: "no, they're the same, I think"."""
_YES: Final = frozenset({Meaning.YES})
_YES_OR_NO: Final = _YES | {Meaning.NO}
_COMPLAINED_OF: Final = frozenset(map(str, COMPLAINTS))
_LONGEST_REPEATED: Final = 3
_LONGEST_STUTTER: Final = 2
_SIGNS: Final = ".,;:!?…"


def slots_of(
    words: Sequence[str], vocabulary: Vocabulary, asked: AskedFor, expected: AbstractSet[Meant]
) -> Slots | None:
    """What `words` mean after `asked`, slot by slot; None when they are no sentences for it.

    They count only as a whole: sentences from the first word to the last, never because one of
    the words fits. Never raises.
    """
    if not words or len(words) > LONGEST:
        return None
    reader = _ClauseReader(vocabulary, asked, expected)
    variants = [variant for variant in dict.fromkeys(_variants(words, vocabulary)) if variant]
    for read in (reader.corrected, reader.stopped):
        for variant in variants:
            slots = read(variant)
            if slots is not None:
                return slots
    return None


def are_sentences(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether `words` are whole sentences to some question or other, or commands. Never raises."""
    if not words or len(words) > LONGEST:
        return False
    reader = _ClauseReader(vocabulary, AskedFor(kind=WHATEVER_ASKED), frozenset())
    return any(reader.said(variant) for variant in dict.fromkeys(_variants(words, vocabulary)))


def _variants(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Words]:
    """As it was said, then without repetition and stutter, then as it sounds."""
    said = [word.strip(_SIGNS).lower() for word in words]
    yield tuple(word for word in said if word)
    plain = tuple(word for word in said if word and word not in vocabulary.hesitations)
    yield plain
    fluent = without_repetition(without_stutter(plain))
    yield fluent
    yield tuple(vocabulary.homophones.get(word, word) for word in fluent)


def without_repetition(words: Words) -> Words:
    """Say each thing once: "the, the left" is "the left", "no no no" is "no"."""
    for length in range(_LONGEST_REPEATED, 0, -1):
        kept: list[str] = []
        for word in words:
            kept.append(word)
            if kept[-length:] == kept[-2 * length : -length]:
                del kept[-length:]
        words = tuple(kept)
    return words


def without_stutter(words: Words) -> Words:
    """Leave out a word's beginning before the word: "n… no" is "no"."""
    following = (*words[1:], "") if words else ()
    return tuple(
        word
        for word, after in zip(words, following, strict=True)
        if not (len(word) <= _LONGEST_STUTTER and len(word) < len(after) and after.startswith(word))
    )


class _ClauseReader:
    """Reads one utterance's words, as sentences of one language, after one question."""

    def __init__(
        self, vocabulary: Vocabulary, asked: AskedFor, expected: AbstractSet[Meant]
    ) -> None:
        self._sentences = vocabulary.sentences
        self._corrections = tuple(tuple(each.split()) for each in vocabulary.corrections)
        self._asked = asked
        self._expected = expected
        self._stop = StopWord(vocabulary, asked)

    def corrected(self, words: Words) -> Slots | None:
        """What counts: everything, or what follows the last word of correction."""
        slots = self._joined(words, _MOST_SENTENCES)
        if slots is not None:
            return slots
        for start in range(len(words) - 2, 0, -1):
            length = self._correction_at(words, start)
            before, after = words[:start], words[start + length :]
            if length and after and self._is_said(before):
                return self._joined(after, _MOST_SENTENCES)
        return None

    def stopped(self, words: Words) -> Slots | None:
        """Stop, beside what does not answer here: "stop, I can't"."""
        return self._stop.beside(words, self.said) if Meaning.STOP in self._expected else None

    def said(self, words: Words, most: int = _MOST_SENTENCES) -> tuple[str, ...]:
        """The templates of the sentences that it is, with words of correction between or not.

        None of them: it is neither one sentence nor several.
        """
        if not words:
            return ()
        whole = self._templates(words)
        if whole or most == 1:
            return whole
        for cut in range(len(words) - 1, 0, -1):
            before = self._templates(words[:cut])
            if not before:
                continue
            after = self.said(words[cut:], most - 1) or self.said(
                words[cut + self._correction_at(words, cut) :], most - 1
            )
            if after:
                return before + after
        return ()

    def _templates(self, words: Words) -> tuple[str, ...]:
        sayings = self._sentences.readings(words, self._asked.kind)
        return tuple(dict.fromkeys(saying.template for saying in sayings))

    def _correction_at(self, words: Words, start: int) -> int:
        """How many words of correction begin at `start`, none standing right before it."""
        lengths = [len(c) for c in self._corrections if words[start : start + len(c)] == c]
        return max(lengths, default=0)

    def _is_said(self, words: Words) -> bool:
        """Whether it is a sentence, whatever it means here: it is taken back anyway."""
        return bool(self.said(words)) or self.corrected(words) is not None

    def _joined(self, words: Words, most: int) -> Slots | None:
        """One sentence, or several that go together, the first as long as it can be."""
        whole = self._whole(words)
        if whole is not None or most == 1 or self._denies_a_complaint(words):
            return whole
        for cut in range(len(words) - 1, 0, -1):
            before, after = words[:cut], words[cut:]
            if self._stop.is_bound(before, after):
                continue
            first = self._whole(before)
            if first is None and not self._only_agrees(before, _YES_OR_NO):
                continue
            agrees = self._only_agrees(after, _YES)
            rest = first if agrees else self._joined(after, most - 1)
            if first is not None and rest is not None and rest is not first:
                rest = _answered(first, rest, after) or merged(first, rest, self._asked)
            if rest is not None:
                return rest
        return None

    def _denies_a_complaint(self, words: Words) -> bool:
        """Whether the whole says that there is none: "no pain" is not "no", and then "pain"."""
        sayings = self._sentences.readings(words, self._asked.kind)
        return any(saying.about in _COMPLAINED_OF and not saying.found for saying in sayings)

    def _only_agrees(self, words: Words, these: AbstractSet[Meant]) -> bool:
        """Whether it is one of these where none answers: "no, at an angle", "it's straight, yes".

        A "no" behind an answer takes it back, and never agrees.
        """
        if not _YES_OR_NO.isdisjoint(self._expected) or not _YES_OR_NO.isdisjoint(
            self._asked.same_as
        ):
            return False
        if len(words) > 1:  # "that is" agrees to nothing: "that is right"
            return False
        sayings = self._sentences.readings(words, self._asked.kind)
        return any(saying.meaning in these and not saying.side for saying in sayings)

    def _whole(self, words: Words) -> Slots | None:
        sayings = self._sentences.readings(words, self._asked.kind)
        return resolve(sayings, self._asked, self._expected)


def _answered(first: Slots, rest: Slots, after: Words) -> Slots | None:
    """An answer in a sentence of its own, after a pause: "let me think, the right one".

    One word may be no more than the pause's own: "hang on, okay".
    """
    answers = rest.meaning not in COMMANDS and len(after) > 1
    return rest if first.meaning is Meaning.PAUSE and answers else None
