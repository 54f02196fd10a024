"""What silence means: asking again, reminding, asking after the person, and at last ending."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.reprompts import lines_for
from voice_rom.core.dialogue.sound_check import SilenceCause, why_silent
from voice_rom.core.dialogue.table import Trigger
from voice_rom.core.dialogue.turn import Hold, Miss, Phase, SilenceMeaning, Turn
from voice_rom.core.protocol.effects import AlertOwner, AlertReason
from voice_rom.core.protocol.events import (
    ListeningBegan,
    RoomSounded,
    SomebodyThere,
    Timer,
    UtteranceBegan,
)

_MAX_EXTENSIONS: Final = 2
"""How often sound may put off a time limit: no noise can hold a turn open for ever."""

_IN_THE_SOUND_CHECK: Final = {
    SilenceCause.MUTED: "check_muted",
    SilenceCause.NOISY: "check_too_noisy",
    SilenceCause.QUIET: "check_too_quiet",
    SilenceCause.NOTHING: "check_nothing",
}

_IN_A_TURN: Final = {
    SilenceCause.NOISY: Miss.TOO_NOISY,
    SilenceCause.QUIET: Miss.TOO_QUIET,
    SilenceCause.NOTHING: Miss.NOT_HEARD,
}


class SilencePolicy:
    """Starts the timer that fits the turn, and says what comes when it runs out."""

    def __init__(self, talk: Conversation, out: EffectBuffer, settings: Settings) -> None:
        self._room: RoomSounded | None = None
        self._microphone = ""
        self._talk = talk
        self._out = out
        self._settings = settings
        self._timing = settings.timing
        self._gains_db = settings.voice.gains_db
        self._worried_at: int | None = None
        """The place at which the person was already asked whether all is well."""
        self._somebody_is_here = False
        """Somebody has answered, spoken a command or pressed a key."""
        self._after_silence: Final[dict[SilenceMeaning, Callable[[Turn], None]]] = {
            SilenceMeaning.ANSWER: self._no_answer,
            SilenceMeaning.MOVEMENT: self._still_moving,
            SilenceMeaning.WELFARE: self._still_no_word,
            SilenceMeaning.ALARM: self._still_here,
            SilenceMeaning.PAUSE: self._still_paused,
            SilenceMeaning.CLOSING: self._closing,
        }

    def noticed(self, event: ListeningBegan | UtteranceBegan | RoomSounded | SomebodyThere) -> None:
        """Take note of the room: who listens, how it sounds, that somebody is there or speaks."""
        if isinstance(event, ListeningBegan):
            self._microphone = event.microphone
        elif isinstance(event, RoomSounded):
            self._room = event
        elif isinstance(event, SomebodyThere):
            self.alive()
        else:
            self._sound_began(speaks=True)

    def alive(self) -> None:
        """Take note that somebody is there: before that silence is nobody's."""
        self._somebody_is_here = True

    def begin(self) -> None:
        """Listening has begun: count the time, afresh."""
        self._talk.turn.extensions = 0
        self._start()

    def resume(self) -> None:
        """What was heard meant nothing: if the turn still listens, its time runs on."""
        if self._talk.turn.phase is Phase.LISTENING:
            self._sound_began(speaks=False)

    def _sound_began(self, *, speaks: bool) -> None:
        """Somebody may be answering: a limit on silence starts again, but not for ever.

        After a correction the limit is short, so who speaks is heard out before it counts again.
        """
        turn = self._talk.turn
        most = 2 * _MAX_EXTENSIONS if turn.hold else _MAX_EXTENSIONS
        may_answer = turn.phase is Phase.LISTENING and (turn.waits or turn.hold is not None)
        if not may_answer or turn.extensions >= most:
            return
        turn.extensions += 1
        if turn.hold and speaks:
            self._out.start_timer(Timer.CORRECTION, self._timing.no_speech_first)
        else:
            self._start()

    def timer_fired(self, timer: Timer) -> None:
        turn = self._talk.turn
        if not self._out.timer_fired(timer) or turn.phase is not Phase.LISTENING:
            return
        if turn.hold is Hold.TAKEN_BACK:
            self._talk.say(turn.words.short, before=self._talk.texts.phrase("denied"))
            return
        if turn.hold is Hold.MAY_PAUSE:
            self._talk.move(Trigger.PAUSE)
            return
        turn.silences += 1
        self._after_silence[turn.patience](turn)

    # Starting

    def _start(self) -> None:
        turn = self._talk.turn
        timer, seconds = self._limit(turn)
        self._out.start_timer(timer, seconds)

    def _limit(self, turn: Turn) -> tuple[Timer, float]:
        timing = self._timing
        if turn.hold:
            return Timer.CORRECTION, timing.correction_seconds
        if turn.patience is SilenceMeaning.MOVEMENT:
            return Timer.MOVEMENT, self._movement_seconds(turn)
        first = turn.silences == 0
        limits = {
            SilenceMeaning.WELFARE: (Timer.WELFARE, timing.welfare_no_answer),
            SilenceMeaning.ALARM: (
                Timer.ALARM,
                _until_next(turn, timing.alarm_reminder, timing.alarm_limit),
            ),
            SilenceMeaning.PAUSE: (
                Timer.PAUSE,
                _until_next(turn, timing.pause_reminder, timing.pause_limit),
            ),
            SilenceMeaning.CLOSING: (Timer.NO_SPEECH, timing.closing_no_speech),
            SilenceMeaning.ANSWER: (
                Timer.NO_SPEECH,
                timing.no_speech_first if first else timing.no_speech_again,
            ),
        }
        return limits[turn.patience]

    def _movement_seconds(self, turn: Turn) -> float:
        place = self._talk.place
        automatic = self._settings.session.automatic_wait
        if automatic and place is not None and place.step is not None:
            return place.step.seconds
        growth = self._timing.movement_reminder_growth**turn.silences
        return self._timing.movement_reminder_first * growth

    # Running out

    def _no_answer(self, turn: Turn) -> None:
        if self._talk.now is State.SOUND_CHECK:
            self._nothing_in_sound_check(turn)
        elif turn.silences < self._timing.tries:
            self._ask_again(turn)
        elif (
            self._worried_at != self._talk.index and self._talk.now is not State.STOPPED
        ) or not self._talk.move(Trigger.GIVE_UP):
            self._talk.note_silence()
            self._worry()

    def _ask_again(self, turn: Turn) -> None:
        lines = self._why_no_answer(turn)
        if turn.silences > 1:
            lines = (*lines, *turn.words.help, *self._talk.texts.phrase("offer_keys"))
        self._talk.say(turn.words.short, before=lines)

    def _nothing_in_sound_check(self, turn: Turn) -> None:
        if turn.silences >= 2 * self._timing.tries:
            self._talk.move(Trigger.PAUSE)
            return
        phrase = _IN_THE_SOUND_CHECK[self._why_silent()]
        lines = self._talk.texts.phrase(phrase, microphone=self._microphone)
        if turn.silences >= self._timing.tries:
            lines = (*lines, *self._talk.texts.phrase("check_keys"))
        self._talk.say(turn.words.short, before=lines)

    def _why_no_answer(self, turn: Turn) -> tuple[Line, ...]:
        """What was heard meanwhile and was no answer tells more than the room does."""
        why = self._why_silent()
        if why is SilenceCause.MUTED:
            return self._talk.texts.phrase("check_muted", microphone=self._microphone)
        return lines_for(self._talk.texts, turn, turn.missed or _IN_A_TURN[why])

    def _why_silent(self) -> SilenceCause:
        return why_silent(self._room, self._settings.sound_check)

    def _worry(self) -> None:
        """Ask whether all is well; where that cannot be asked, wait as in a pause, or end."""
        self._worried_at = self._talk.index
        for trigger in (Trigger.WORRY, Trigger.PAUSE, Trigger.END):
            if self._talk.move(trigger):
                return

    def _still_moving(self, turn: Turn) -> None:
        if self._settings.session.automatic_wait:
            self._talk.move(Trigger.DONE)
        elif turn.silences <= self._timing.movement_reminders:
            self._talk.say((), before=self._talk.texts.phrase("take_your_time"))
        else:
            self._worry()

    def _still_no_word(self, turn: Turn) -> None:
        """Ask again, a step louder each time: whoever does not answer may not have heard it."""
        gains = [gain for gain in self._gains_db if gain > self._out.prosody.gain_db]
        tries = max(self._timing.welfare_tries, len(gains) + 1)
        if turn.silences >= tries:
            self._talk.raise_alarm(AlertReason.NO_ANSWER)
            return
        louder = gains[min(turn.silences, len(gains)) - 1] if gains else self._out.prosody.gain_db
        last = turn.silences == tries - 1
        lines = (*turn.words.help, *turn.words.short) if last else turn.words.short
        self._talk.say(lines, prosody=replace(self._out.prosody, gain_db=louder))

    def _still_here(self, turn: Turn) -> None:
        if turn.silences * self._timing.alarm_reminder >= self._timing.alarm_limit:
            self._talk.move(Trigger.END)
        else:
            self._talk.say(turn.words.short)

    def _still_paused(self, turn: Turn) -> None:
        if turn.silences * self._timing.pause_reminder < self._timing.pause_limit:
            self._talk.say(turn.words.short)
        elif not (self._somebody_is_here and self._talk.move(Trigger.WORRY)):
            self._leave()

    def _leave(self) -> None:
        """End without a word from the person: where a device is gone, they may have called."""
        gone = self._talk.now is State.DEVICE_LOST and not self._talk.was_ending
        if gone and self._somebody_is_here:
            self._out.put(AlertOwner(AlertReason.NO_ANSWER))
            self._somebody_is_here = False  # one silence is told once, whatever else goes
        self._talk.move(Trigger.END)

    def _closing(self, _turn: Turn) -> None:
        self._talk.move(Trigger.DONE)


def _until_next(turn: Turn, reminder: float, limit: float) -> float:
    """Seconds until the voice says again that it is there, or until the limit before that."""
    left = limit - turn.silences * reminder
    return min(reminder, left) if left > 0 else reminder
