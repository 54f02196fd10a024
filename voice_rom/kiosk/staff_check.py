"""The sound check at the start screen, from the staff's order to what they are told."""

from collections.abc import Callable, Sequence

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.errors import VoiceRomError
from voice_rom.intercom.messages import (
    LONGEST_LINE,
    Activity,
    Done,
    OrderRefused,
    RoomState,
    SoundChecked,
    shortened,
)
from voice_rom.intercom.room_news import Reply
from voice_rom.kiosk.sound_check import CheckedSound, SoundCheck
from voice_rom.kiosk.wording import KioskWording
from voice_rom.ports import Room, Signal, Voice
from voice_rom.sound import Clip
from voice_rom.speaking.wording import voice_wording


class StaffCheck:
    """Implements `reception.CheckAtStart`."""

    def __init__(  # noqa: PLR0913 - each is another part
        self,
        room: Room,
        voice: Voice,
        settings: Settings,
        wording: KioskWording,
        *,
        take_order: Callable[[], str],
        tell_state: Callable[[RoomState], None],
        reply: Callable[[Reply], None],
    ) -> None:
        """`take_order` gives the id of the order that waits, once; empty: none does."""
        self._room = room
        self._voice = voice
        self._settings = settings
        self._wording = wording
        self._take_order = take_order
        self._tell_state = tell_state
        self._reply = reply
        self._order_id = ""
        self._check: SoundCheck | None = None

    def begin(self) -> bool:
        self._order_id = self._take_order()
        if not self._order_id:
            return False
        self._check = SoundCheck(self._room, self._speak, self._settings, self._wording)
        self._tell_state(RoomState(activity=Activity.CHECKING_SOUND))
        return True

    def take(self, signal: Signal) -> bool:
        if self._check is None:
            return True
        try:
            result = self._check.take(signal)
        except VoiceRomError as silent:
            result = CheckedSound(passed=False, lines=(str(silent),))
        if result is None:
            return False
        self._check = None
        lines = tuple(shortened(line, LONGEST_LINE) for line in result.lines)
        self._reply(SoundChecked(passed=result.passed, lines=lines))
        self._reply(Done(order_id=self._order_id))
        self._tell_state(RoomState(activity=Activity.WAITING))
        return True

    def break_off(self) -> None:
        self._check = None
        self._reply(OrderRefused(order_id=self._order_id, why=self._wording.order_interrupted))

    def _speak(self) -> Sequence[Clip]:
        voice = self._settings.voice
        sample = voice_wording(self._settings.session.language).sample
        return self._voice.clips([Line("test", sample)], Prosody(voice.rate, voice.gain_db))
