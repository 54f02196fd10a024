"""What happens around the session and is none of its turns: what is said about it, and when."""

from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.turn import Phase
from voice_rom.core.protocol.events import (
    AlarmFailed,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Disturbance,
    NobodyThere,
    StaffNews,
    StorageLost,
    StorageRenewed,
    WasAsleep,
)


class Disturbances:
    """Tells of them without leaving the turn at hand."""

    def __init__(self, talk: Conversation, out: EffectBuffer) -> None:
        self._talk = talk
        self._out = out

    def happened(self, event: Disturbance) -> None:
        match event:
            case AlarmFailed():
                self._talk.message_failed()
            case _ if isinstance(event, StaffNews):
                self._talk.staff_news(event)
            case StorageLost():
                self._say_before_all("storage_lost")
            case StorageRenewed():
                self._say_before_all("storage_renewed")
            case DeliveryDelayed():
                self._delivery_delayed()
            case DeliveryCaughtUp():
                pass  # it is shown
            case WasAsleep():
                self._interject("was_asleep")
            case NobodyThere():
                self._interject("nobody_there")

    def _delivery_delayed(self) -> None:
        """That answers wait is said once; whatever becomes of it after that is shown."""
        if not self._talk.told_of_delay:
            self._talk.note_delay_told()
            self._say_before_all("delivery_delayed")

    def _interject(self, phrase: str) -> None:
        """Say so, and then what was being said, or what is waited for, again."""
        told = self._talk.texts.phrase(phrase)
        turn = self._talk.turn
        spoke = self._out.lines if turn.phase is Phase.SPEAKING else turn.words.short
        again = tuple(line for line in spoke or turn.words.say if line not in told)
        self._out.silence()
        self._talk.say(again, before=told)

    def _say_before_all(self, phrase: str) -> None:
        """Say it at once where the voice speaks: that is before the next thing is said."""
        lines = self._talk.texts.phrase(phrase)
        if self._talk.turn.phase is Phase.SPEAKING:
            said, own = self._out.lines[: self._out.before], self._out.lines[self._out.before :]
            self._talk.say(own, before=(*lines, *said))
        else:
            self._talk.say_first(lines)
