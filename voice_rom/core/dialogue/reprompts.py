"""What is said when something was heard and could not be taken for an answer."""

from typing import Final

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line, Texts
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.sound_check import SilenceCause, why_not_understood
from voice_rom.core.dialogue.turn import Miss, SilenceMeaning, Turn
from voice_rom.core.language.understanding import Reason, Understanding

_NO_WORD: Final = (Reason.EMPTY, Reason.FILLER)
"""A cough, or "uh", is no miss, and the turn stays open; unless it may have been a soft answer."""

_PLAIN: Final = {
    Reason.NOT_EXPECTED: "not_expected",
    Reason.TWO_ANSWERS: "two_answers",
    Reason.TOO_LONG: "too_long",
}
"""What was heard well enough: these say what was wrong with it, every time."""

_BY_LEVEL: Final = {
    SilenceCause.QUIET: Miss.TOO_QUIET,
    SilenceCause.NOISY: Miss.TOO_NOISY,
    SilenceCause.DISTORTED: Miss.DISTORTED,
}

_IN_THE_SOUND_CHECK: Final = {
    Miss.NOT_UNDERSTOOD: "check_other_word",
    Miss.TOO_QUIET: "check_too_quiet",
    Miss.TOO_NOISY: "check_too_noisy",
    Miss.DISTORTED: "check_distorted",
}


def lines_for(texts: Texts, turn: Turn, miss: Miss) -> tuple[Line, ...]:
    """Count this miss; return its words, which get shorter when it comes again in this turn."""
    turn.misses[miss] += 1
    form = "first" if turn.misses[miss] == 1 else "again"
    return texts.phrase(f"{miss}.{form}")


class Reprompts:
    """Answers what was not understood, apart from what was not heard."""

    def __init__(self, talk: Conversation, out: EffectBuffer, settings: Settings) -> None:
        self._talk = talk
        self._out = out
        self._levels = settings.sound_check
        self._tries = settings.timing.tries

    def missed(self, understanding: Understanding) -> None:
        """Say why, and ask again: as often as a question is asked, then no more.

        Bystanders may go on talking: past that many misses the voice keeps quiet, and the limit
        on silence decides.
        """
        turn = self._talk.turn
        miss = self._kind(understanding)
        if understanding.reason in _NO_WORD and not self._worth_a_word(miss, turn):
            turn.missed = miss or turn.missed
            return
        turn.missed = miss = miss or Miss.NOT_UNDERSTOOD
        turn.replies += 1
        if self._talk.spec.passes_over_chatter:
            self._missed_in_passing(turn)
        elif turn.replies <= self._tries:
            self._say_again(self._why(understanding.reason, miss, turn))

    def not_expected(self) -> None:
        """A key that answers another question."""
        self._say_again(self._talk.texts.phrase("not_expected"))

    def only_a_key(self) -> None:
        """A key, where the voice was to be heard."""
        why = self._talk.texts.phrase("check_only_a_key")
        self._talk.say(self._talk.turn.words.short, before=why)

    def _kind(self, understanding: Understanding) -> Miss | None:
        """What the levels say; None where they are no reason."""
        why = _BY_LEVEL.get(why_not_understood(understanding.utterance, self._levels))
        if understanding.reason is Reason.TOO_LONG and why is Miss.TOO_NOISY:
            return why  # talk in the room has no end
        return Miss.NOT_UNDERSTOOD if understanding.reason in _PLAIN else why

    def _worth_a_word(self, miss: Miss | None, turn: Turn) -> bool:
        """Somebody too soft may be waiting for us; a noise in a noisy room is nobody's answer."""
        waits = turn.patience in (SilenceMeaning.ANSWER, SilenceMeaning.WELFARE)
        return miss is Miss.TOO_QUIET and waits

    def _missed_in_passing(self, turn: Turn) -> None:
        """Somebody who says again and again what is not understood is told the word."""
        if self._talk.now is State.STEP and turn.replies == self._tries:
            self._talk.say((), before=self._talk.texts.phrase("take_your_time"))

    def _why(self, reason: Reason, miss: Miss, turn: Turn) -> tuple[Line, ...]:
        texts = self._talk.texts
        if self._talk.now is State.SOUND_CHECK:
            if self._talk.band.must_be_told:
                return self._talk.tell_of_narrow_band()
            lines = texts.phrase(_IN_THE_SOUND_CHECK[miss])
            return (*lines, *turn.words.help) if turn.replies > 1 else lines
        lines = lines_for(texts, turn, miss)
        is_plain = miss is Miss.NOT_UNDERSTOOD and reason in _PLAIN
        return texts.phrase(_PLAIN[reason]) if is_plain else lines

    def _say_again(self, why: tuple[Line, ...]) -> None:
        """Say why, and ask in the short form, which says what to say."""
        turn = self._talk.turn
        keys = self._talk.texts.phrase("offer_keys") if turn.replies >= self._tries else ()
        self._talk.say(turn.words.short, before=(*why, *keys))
