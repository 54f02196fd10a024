"""What happened, in a sentence for a person."""

from collections.abc import Sequence

from voice_rom.core.assessment.findings import Answer, Status
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.outcome.complaints import kind_of
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    DeliveryCaughtUp,
    DeliveryDelayed,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Loss,
    LoudspeakerMuted,
    StaffAcknowledged,
    StaffNews,
    StaffNotReached,
    StaffTold,
    StorageLost,
    StorageRenewed,
    VoiceChanged,
    VoiceKind,
    WasAsleep,
)
from voice_rom.display.keys import KEY_COMMANDS
from voice_rom.display.wording import DisplayWording

Fault = (
    AlarmFailed
    | StaffTold
    | StaffAcknowledged
    | StaffNotReached
    | StorageLost
    | StorageRenewed
    | DeliveryDelayed
    | DeliveryCaughtUp
    | DeviceLost
    | DeviceBack
    | DeviceCrackles
    | WasAsleep
    | LoudspeakerMuted
    | VoiceChanged
)

_UNKNOWN_WORD = "[unk]"
"""What the recogniser writes for sounds that are in no phrase."""


class Sentences:
    """Builds sentences from one wording."""

    def __init__(self, wording: DisplayWording, *, keys: bool = True) -> None:
        """With `keys`, a word stands with the key that does the same."""
        self.wording = wording
        self._keys = keys

    def listening(self, offered: Sequence[Meant]) -> str:
        """What can be said now; the commands, which always work, are not listed."""
        command = self._a_command(offered)
        if not offered:
            return self.wording.listening_commands.format(command=command)
        answers = self._joined([self._word(meaning) for meaning in offered])
        return self.wording.listening.format(answers=answers, command=command)

    def missed(self, count: int) -> str:
        """That so much is missing, where the screen was too slow for it."""
        return self.wording.missed.format(count=count)

    def command_keys(self) -> str:
        """Each command with its key."""
        commands = [self._word(meaning) for meaning in Meaning if meaning in KEY_COMMANDS]
        return self.wording.command_keys.format(commands=", ".join(commands))

    def _a_command(self, offered: Sequence[Meant]) -> str:
        # Where "help" is offered it calls for help, and lists nothing.
        if not self._keys or Meaning.HELP in offered:
            return self.wording.a_command
        return self.wording.a_command_with_key.format(key=self._key_name(Meaning.HELP))

    def _word(self, meaning: Meant) -> str:
        word = self._shown(meaning)
        if not self._keys or meaning not in self.wording.keys:
            return word
        return self.wording.word_with_key.format(word=word, key=self._key_name(meaning))

    def _shown(self, meaning: Meant) -> str:
        # An answer of an assessment that is not this session's has nothing but its name.
        return self.wording.meanings.get(meaning, str(meaning).replace("-", " "))

    def _key_name(self, meaning: Meant) -> str:
        key = self.wording.keys[meaning][0]
        return self.wording.key_names.get(key, key)

    def understanding(self, understanding: Understanding) -> str:
        """What was heard, and what it was taken for or why not."""
        meaning = understanding.meaning or understanding.unexpected
        return self._pattern(understanding).format(
            words=self._words(understanding.words),
            meaning="" if meaning is None else self._shown(meaning),
        )

    def answer(self, answer: Answer) -> str:
        complaint = kind_of(answer)
        if complaint is not None and answer.status is Status.WITHDRAWN:
            meaning = self._shown(complaint)
            return self.wording.complaint_taken_back.format(meaning=meaning)
        if answer.status is not Status.ANSWERED or answer.meaning is None:
            return self.wording.left_open.format(status=self.wording.status[answer.status])
        meaning = self._shown(answer.meaning)
        if answer.side is None:
            plain = self.wording.noted_confirmed if answer.confirmed else self.wording.noted
            return plain.format(meaning=meaning)
        sided = self.wording.noted_side_confirmed if answer.confirmed else self.wording.noted_side
        return sided.format(meaning=meaning, side=self.wording.sides[answer.side])

    def key(self, meaning: Meant | None) -> str:
        if meaning is None:
            return self.wording.key_unknown
        return self.wording.key.format(meaning=self._shown(meaning))

    def alert(self, reason: AlertReason) -> str:
        needs_help = reason is AlertReason.HELP
        return self.wording.alert_help if needs_help else self.wording.alert_no_answer

    def alarm_failed(self, fault: AlarmFault) -> str:
        faults = {
            AlarmFault.NOT_STARTED: self.wording.alarm_not_started,
            AlarmFault.FAILED: self.wording.alarm_failed,
            AlarmFault.TOO_SLOW: self.wording.alarm_too_slow,
        }
        return self.wording.trouble.format(what=faults[fault])

    def staff(self, news: StaffNews) -> str:
        """What is known of the clinic's staff."""
        match news:
            case StaffTold():
                return self.wording.staff_told
            case StaffAcknowledged():
                return self.wording.staff_acknowledged
            case StaffNotReached():
                return self.wording.trouble.format(what=self.wording.staff_not_reached)

    def fault(self, event: Fault) -> str:
        """What does not work, or works again."""
        match event:
            case AlarmFailed(why):
                return self.alarm_failed(why)
            case StaffTold() | StaffAcknowledged() | StaffNotReached():
                return self.staff(event)
            case StorageLost() | StorageRenewed() | DeliveryDelayed() | DeliveryCaughtUp():
                return self._storage_fault(event)
            case WasAsleep():
                return self.wording.was_asleep
            case VoiceChanged(voice, why):
                return self.voice_changed(voice, why)
            case _:
                return self._device_fault(event)

    def _device_fault(
        self, event: DeviceLost | DeviceBack | DeviceCrackles | LoudspeakerMuted
    ) -> str:
        match event:
            case LoudspeakerMuted(name):
                what = self.wording.loudspeaker_muted.format(name=name)
                return self.wording.trouble.format(what=what)
            case DeviceLost(loss=Loss.MUTED):
                return self.muted()
            case DeviceLost(device, why):
                return self.lost(device, why)
            case DeviceBack(device, name):
                return self.back(device, name)
            case DeviceCrackles(device):
                return self.crackles(device)

    def voice_changed(self, voice: VoiceKind, why: str) -> str:
        if voice is VoiceKind.OWN:
            return self.wording.voice_back
        nothing = voice is VoiceKind.RECORDINGS
        what = self.wording.voice_failed if nothing else self.wording.voice_stands_in
        return self.wording.trouble.format(what=what.format(why=why))

    def _storage_fault(
        self, event: StorageLost | StorageRenewed | DeliveryDelayed | DeliveryCaughtUp
    ) -> str:
        if isinstance(event, DeliveryCaughtUp):
            return self.wording.delivery_caught_up
        patterns = {
            StorageLost: self.wording.storage_lost,
            StorageRenewed: "{why}",
            DeliveryDelayed: self.wording.delivery_delayed,
        }
        return self.wording.trouble.format(what=patterns[type(event)].format(why=event.why))

    def lost(self, device: Device, why: str) -> str:
        patterns = {
            Device.MICROPHONE: self.wording.microphone_lost,
            Device.LOUDSPEAKER: self.wording.loudspeaker_lost,
            Device.RECOGNISER: self.wording.recogniser_lost,
        }
        return self.wording.trouble.format(what=patterns[device].format(why=why))

    def reason(self, event: Fault) -> str:
        """Why a device is gone, where no other sentence says it; empty for all else."""
        match event:
            case DeviceLost(Device.MICROPHONE | Device.LOUDSPEAKER, why, Loss.LOST) if why:
                return self.wording.reason.format(why=why.rstrip("."))
            case _:
                return ""

    def back(self, device: Device, name: str = "") -> str:
        others = {
            Device.MICROPHONE: self.wording.other_microphone,
            Device.LOUDSPEAKER: self.wording.other_loudspeaker,
        }
        if name and device in others:
            return others[device].format(name=name)
        sentences = {
            Device.MICROPHONE: self.wording.microphone_back,
            Device.LOUDSPEAKER: self.wording.loudspeaker_back,
            Device.RECOGNISER: self.wording.recogniser_back,
        }
        return sentences[device]

    def crackles(self, device: Device) -> str:
        loudspeaker = device is Device.LOUDSPEAKER
        what = (
            self.wording.loudspeaker_crackles if loudspeaker else self.wording.microphone_crackles
        )
        return self.wording.trouble.format(what=what)

    def muted(self) -> str:
        return self.wording.trouble.format(what=self.wording.microphone_zeros)

    def _joined(self, names: list[str]) -> str:
        if len(names) == 1:
            return names[0]
        return self.wording.two_joined.format(first=", ".join(names[:-1]), last=names[-1])

    def _words(self, text: str) -> str:
        return text.replace(_UNKNOWN_WORD, f"({self.wording.other_words})") or self.wording.no_words

    def _pattern(self, understanding: Understanding) -> str:
        patterns = {
            Reason.UNDERSTOOD: self.wording.understood,
            Reason.EMPTY: self.wording.heard_sound,
            Reason.FILLER: self.wording.heard_filler,
            Reason.FOREIGN: self.wording.heard_foreign,
            Reason.NOT_EXPECTED: self.wording.heard_not_expected,
            Reason.TWO_ANSWERS: self.wording.heard_two_answers,
            Reason.TOO_LONG: self.wording.heard_too_long,
            Reason.UNCERTAIN: self.wording.heard_uncertain,
            Reason.TOO_EARLY: self.wording.heard_too_early,
        }
        # A reason that is added later still gets a true sentence.
        return patterns.get(understanding.reason, self.wording.heard_foreign)
