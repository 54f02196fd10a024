"""A simulated person who presses keys: for a language that nobody was recorded in."""

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.simulation.plan import Press


class KeysForWords:
    """What somebody presses in place of saying the words that stand in a scenario."""

    def __init__(self, vocabulary: Vocabulary, named: NamedAnswers = NO_NAMED) -> None:
        """`vocabulary` is that of the language in which scenarios are written.

        `named` are the answers that the assessment names.
        """
        self._meanings: dict[str, Meant] = {
            phrase: meaning for meaning, said in vocabulary.phrases.items() for phrase in said
        }
        # "right" is a side and, to some questions, a yes: where it is a meaning's name it is that.
        self._meanings |= {str(meaning): meaning for meaning in (*vocabulary.phrases, *named)}

    def key(self, words: str) -> Press | None:
        """None for what no key says: "no wait", or the name of a recording."""
        meaning = self._meanings.get(words.lower())
        return None if meaning is None else Press(meaning)
