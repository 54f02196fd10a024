"""What is said when something was heard and could not be taken for an answer."""

from typing import Final

from voice_rom.core.answers import Reason, Understanding
from voice_rom.core.conversation import Conversation
from voice_rom.core.effects import Line
from voice_rom.core.outbox import Outbox
from voice_rom.core.settings import Settings
from voice_rom.core.states import State
from voice_rom.core.turn import Phase, Turn

_PHRASES: Final = {
    Reason.FOREIGN: "not_understood",
    Reason.UNCERTAIN: "not_understood",
    Reason.NOT_EXPECTED: "not_expected",
    Reason.TWO_ANSWERS: "two_answers",
    Reason.TOO_LONG: "too_long",
}
"""EMPTY and FILLER are not here: a cough, or "uh", is no miss, and the turn stays open."""

_PATIENT: Final = (State.STEP, State.PAUSED, State.DEVICE_LOST)
"""Where talk that is not for the program is to be expected: it is passed over."""


class Misses:
    """Counts what was not understood, apart from what was not heard."""

    def __init__(self, talk: Conversation, out: Outbox, settings: Settings) -> None:
        self._talk = talk
        self._out = out
        self._tries = settings.timing.tries

    def missed(self, understanding: Understanding) -> None:
        """Say why, and ask again: as often as a question is asked, then no more.

        Bystanders may go on talking: past that many misses the voice keeps quiet, and the limit
        on silence decides.
        """
        phrase = _PHRASES.get(understanding.reason)
        if phrase is None:
            return
        turn = self._talk.turn
        turn.misses += 1
        turn.missed_since_prompt = True
        if self._talk.now in _PATIENT:
            self._missed_in_passing(turn)
        elif turn.misses <= self._tries:
            self._say_again(phrase, turn)

    def not_expected(self) -> None:
        """A key that answers another question."""
        self._say_again("not_expected", self._talk.turn)

    def _missed_in_passing(self, turn: Turn) -> None:
        """Somebody who says again and again what is not understood is told the word."""
        if self._talk.now is State.STEP and turn.misses == self._tries:
            self._say(self._talk.texts.phrase("take_your_time"))

    def _say_again(self, phrase: str, turn: Turn) -> None:
        if self._talk.now is State.SOUND_CHECK:
            phrase = "check_other_word"
        lines = self._talk.texts.phrase(phrase)
        if turn.misses > 1:
            lines = (*lines, *turn.words.help)
        if turn.misses >= self._tries:
            lines = (*lines, *self._talk.texts.phrase("offer_keys"))
        self._say((*lines, *turn.words.short))

    def _say(self, lines: tuple[Line, ...]) -> None:
        self._talk.turn.phase = Phase.SPEAKING
        self._out.say(lines)
