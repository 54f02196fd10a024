"""The words that always work. Each answers aloud at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.given import Given
from voice_rom.core.dialogue.table import Group, Trigger
from voice_rom.core.language.meanings import COMPLAINTS, Meaning, Meant


class Commands:
    """Carries out a command, whatever is going on."""

    def __init__(self, talk: Conversation, out: EffectBuffer, voice: VoiceSettings) -> None:
        self._talk = talk
        self._out = out
        self._voice = voice
        self._carry_out: Final[Mapping[Meant, Callable[[], None]]] = {
            Meaning.STOP: self._stop,
            Meaning.PAUSE: self._pause,
            Meaning.CONTINUE: self._continue,
            Meaning.REPEAT: self._repeat,
            Meaning.BACK: self._back,
            Meaning.SKIP: self._skip,
            Meaning.HELP: self._help,
            Meaning.HELP_ME: self._help_me,
            Meaning.WHERE: self._where,
            Meaning.SLOWER: self._slower,
            Meaning.FASTER: self._faster,
            Meaning.LOUDER: self._louder,
            Meaning.QUIETER: self._quieter,
            Meaning.MORE: self._more,
        }

    def carry_out(self, given: Given) -> None:
        if given.what in COMPLAINTS:
            self._hurts(given)
        else:
            self._carry_out[given.what]()

    def any_key(self) -> None:
        """A key that means nothing stops, and never ends: it may have been hit by chance.

        Where it has stopped already, or is about to end, the voice says again what can be said.
        """
        if self._talk.now is State.GOODBYE:
            return
        if self._talk.stop_would_end:
            self._out.silence()
            self._reply(())
        else:
            self._stop()

    def go_on(self) -> None:
        """Back to what was interrupted."""
        if not self._talk.spec.asks_after:
            self._talk.say_first(self._talk.texts.phrase("go_on"))
        self._talk.move(Trigger.GO_ON)

    # Stopping and going on

    def _stop(self) -> None:
        self._out.silence()
        self._talk.move(Trigger.STOP)

    def _pause(self) -> None:
        self._out.silence()
        if not self._talk.move(Trigger.PAUSE):
            self._reply(())

    def _continue(self) -> None:
        if self._talk.is_in(Group.INTERRUPTED):
            self.go_on()
        elif self._talk.now in (State.STEP, State.SUMMARY):
            self._talk.move(Trigger.DONE)
        else:
            self._reply(self._talk.texts.phrase("nothing_to_continue"))

    def _hurts(self, given: Given) -> None:
        """The movement ends before anything else. Where it is asked about already, that goes on."""
        asking = self._talk.complaint
        if self._talk.now is State.ALARM:
            self._talk.call_for_help()
        elif asking is not None and asking.kind is given.what:
            self._reply(())
        elif self._talk.is_in(Group.INTERRUPTED) and self._talk.is_asking_about(given.what):
            self._talk.move(Trigger.GO_ON)  # "all right, we go on" would sound like the movement
        else:
            self._out.silence()
            self._talk.move(Trigger.HURT, given)

    # Finding one's way

    def _repeat(self) -> None:
        self._talk.say(self._talk.turn.words.say)

    def _back(self) -> None:
        if self._talk.is_in(Group.INTERRUPTED):
            self.go_on()
        elif not self._talk.move(Trigger.BACK):
            self._reply(self._talk.texts.phrase("back_at_start"))

    def _skip(self) -> None:
        if self._talk.is_in(Group.INTERRUPTED):
            self.go_on()
        else:
            self._talk.move(Trigger.SKIP)

    def _help(self) -> None:
        """Whoever is asked whether all is well and says "help" does not ask what can be said."""
        if self._talk.spec.asks_after:
            self._talk.call_for_help()
            return
        lines = (*self._talk.turn.words.help, *self._talk.texts.phrase("commands"))
        self._reply(lines)

    def _help_me(self) -> None:
        """It may have been misheard: so that is asked before others are told."""
        if self._talk.spec.asks_after:
            self._talk.call_for_help()
        else:
            self._out.silence()
            self._talk.move(Trigger.CALL)

    def _where(self) -> None:
        self._reply(self._where_lines())

    def _where_lines(self) -> tuple[Line, ...]:
        texts, place = self._talk.texts, self._talk.place
        if place is None:
            return texts.phrase("where_start")
        if place.test is None and place.state is State.QUESTION:
            asked, of = str(place.number), str(place.of)
            return texts.phrase("where_screening", number=asked, of=of)
        if place.state is State.SCREENED:
            return texts.phrase("where_start")
        if place.test is None or place.state is State.NOTICED:
            return texts.phrase("where_end")
        if place.number == 0:
            return texts.phrase("where_between", test=place.test.name)
        name = "where_step" if place.state is State.STEP else "where_question"
        return texts.phrase(
            name,
            test=place.test.name,
            test_number=str(place.test_number),
            tests=str(self._talk.test_count),
            number=str(place.number),
            of=str(place.of),
        )

    def _more(self) -> None:
        more = self._talk.turn.words.more
        self._reply(more or self._talk.texts.phrase("nothing_more"))

    # The voice

    def _slower(self) -> None:
        self._change_rate(-1, "slower", "slowest")

    def _faster(self) -> None:
        self._change_rate(+1, "faster", "fastest")

    def _change_rate(self, step: int, changed: str, at_the_end: str) -> None:
        rates, rate = self._voice.rates, self._out.prosody.rate
        new = rates[_moved(rates, rate, step)]
        self._out.prosody = replace(self._out.prosody, rate=new)
        self._reply(self._talk.texts.phrase(at_the_end if new == rate else changed))
        if new != rate:
            self._out.prepare(self._talk.texts.all_fixed())

    def _louder(self) -> None:
        self._change_gain(+1, "louder", "loudest")

    def _quieter(self) -> None:
        self._change_gain(-1, "quieter", "quietest")

    def _change_gain(self, step: int, changed: str, at_the_end: str) -> None:
        gains, gain = self._voice.gains_db, self._out.prosody.gain_db
        new = gains[_moved(gains, gain, step)]
        self._out.prosody = replace(self._out.prosody, gain_db=new)
        self._reply(self._talk.texts.phrase(at_the_end if new == gain else changed))

    # Saying it

    def _reply(self, lines: tuple[Line, ...]) -> None:
        """Say this, and then what the turn needs to go on."""
        turn = self._talk.turn
        if turn.only_speaks:
            self._talk.say(turn.words.say, before=lines)
        elif self._talk.spec.instructs and lines:
            self._talk.say((), before=lines)
        else:
            self._talk.say(turn.words.short, before=lines)


def _moved(values: Sequence[float], value: float, step: int) -> int:
    """The index `step` places from the one nearest to `value`, kept within the list."""
    nearest = min(range(len(values)), key=lambda index: abs(values[index] - value))
    return min(max(nearest + step, 0), len(values) - 1)
