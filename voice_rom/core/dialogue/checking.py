"""Asking whether an answer was heard rightly, where hearing is not to be relied on.

The question stays what it is; a turn of its own stands before it until the answer is sure. Nothing
is recorded before that. Keys are sure by themselves, and so is "not sure": it leaves a question
open.
"""

from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.given import Given
from voice_rom.core.dialogue.interpretation import Interpretation
from voice_rom.core.dialogue.turn import Check
from voice_rom.core.dialogue.turns import CONFIRMING
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceCrackles, DeviceLost

_DENIED_OFTEN: Final = 2


class Checking:
    """Holds an answer back until the person has said that it is the one they gave."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk

    def hear(self, heard: Interpretation) -> None:
        """Learn about the microphone, where the word is known that was to be said: yes."""
        now, band = self._talk.now, self._talk.band
        if now is State.SOUND_CHECK:
            says_yes = bool(heard.utterance.words)
        else:
            says_yes = now is State.RESUMING and heard.agrees
        band.hear(heard.utterance, says_yes=says_yes)

    def device_changed(self, event: DeviceLost | DeviceBack | DeviceCrackles) -> None:
        if isinstance(event, DeviceBack) and event.device is Device.MICROPHONE and event.name:
            self._talk.band.other_microphone()

    def settle(self, given: Given) -> Given | None:
        """The answer that is sure now; None when something is asked first."""
        check = self._talk.turn.check
        if check is not None:
            self._talk.turn = check.asked
            if given.what is Meaning.YES:
                return self._said_back(replace(check.given, checked=True))
            if given.what in CONFIRMING:
                self._ask_again()
                return None
        if self._is_doubtful(given):
            self._check(given)
            return None
        return self._said_back(given)

    def _said_back(self, given: Given) -> Given:
        """What takes the place of another answer is said before whatever comes next."""
        if given.instead and self._talk.spec.said_back and not given.has_side:
            self._talk.say_first(self._talk.texts.phrase(f"instead.{given.what}"))
        return given

    def _is_doubtful(self, given: Given) -> bool:
        now = self._talk.now
        if given.evidence is None or given.what is Meaning.UNSURE or not self._talk.spec.checked:
            return False
        if now is State.QUESTION and self._talk.confirms(given.what):
            return False
        at_the_offer = now is State.RESUMING and self._talk.band.suspects(given.evidence.utterance)
        return self._talk.band.narrow or at_the_offer

    def _check(self, given: Given) -> None:
        turn = self._talk.turns.heard_as(Check(given, self._talk.turn))
        self._talk.turn = turn
        self._talk.say(turn.words.say)

    def _ask_again(self) -> None:
        turn, texts = self._talk.turn, self._talk.texts
        turn.denied += 1
        keys = texts.phrase("offer_keys") if turn.denied >= _DENIED_OFTEN else ()
        self._talk.say(turn.words.short, before=(*texts.phrase("denied"), *keys))
