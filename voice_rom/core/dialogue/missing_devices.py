"""What is said when devices go or come back, and where the session goes on then."""

from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line, Words
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.table import Trigger
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceCrackles, DeviceLost, Loss


class MissingDevices:
    """Knows what is gone. Whatever is said about it stands on the screen too."""

    def __init__(self, talk: Conversation, out: EffectBuffer) -> None:
        self._talk = talk
        self._out = out
        self._lost: dict[Device, Loss] = {}

    def changed(self, event: DeviceLost | DeviceBack | DeviceCrackles) -> None:
        known = event.device in self._lost
        if isinstance(event, DeviceCrackles):
            if event.device is Device.MICROPHONE:  # of the loudspeaker, the person hears it
                self._talk.say_first(self._talk.texts.phrase("microphone_crackles"))
        elif isinstance(event, DeviceLost):
            self._lost[event.device] = event.loss
            if not known:
                self._is_lost(event.device)
        elif known:
            del self._lost[event.device]
            self._is_back(event)

    def _is_lost(self, device: Device) -> None:
        if self._waits():
            self._say_what_is_lost()
        elif self._talk.spec.asks_after:  # who may need help is not left for a device
            self._out.silence()
            self._talk.say(self._talk.turn.words.short, before=self._words(device))
        elif self._talk.now is not State.GOODBYE or device is Device.LOUDSPEAKER:
            # To hear the goodbye, nobody needs a microphone.
            self._out.silence()
            self._talk.say_first(self._words(device))
            self._talk.move(Trigger.LOST)
            self._talk.turn.words = Words(self._all_words(), self._all_words())

    def _is_back(self, event: DeviceBack) -> None:
        if not self._waits():
            return
        phrase = self._talk.texts.phrase
        if event.name:
            self._talk.say_first(phrase(f"other_{event.device}", **{event.device: event.name}))
        if self._missed():
            self._say_what_is_lost()
            return
        understands = event.device is Device.RECOGNISER
        self._talk.say_first(phrase("recogniser_back" if understands else "device_back"))
        if event.device is not Device.LOUDSPEAKER:  # else what was said last was not heard
            self._talk.return_shortly()
        self._talk.move(Trigger.FOUND)

    def _waits(self) -> bool:
        return self._talk.now is State.DEVICE_LOST

    def _say_what_is_lost(self) -> None:
        """Say it again, or for the first time: the loudspeaker is back, or more is gone."""
        self._talk.turn.words = Words(self._all_words(), self._all_words())
        self._talk.say(self._all_words())

    def _missed(self) -> list[Device]:
        """What is lost and needed: to hear the goodbye, the loudspeaker alone."""
        ending = self._talk.was_ending
        return [device for device in self._lost if not ending or device is Device.LOUDSPEAKER]

    def _all_words(self) -> tuple[Line, ...]:
        return tuple(line for device in self._missed() for line in self._words(device))

    def _words(self, device: Device) -> tuple[Line, ...]:
        return self._talk.texts.phrase(f"{device}_{self._lost[device]}")
