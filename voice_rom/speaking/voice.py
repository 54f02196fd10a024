"""The voice of the program: lines to clips, whatever of it works."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import VoiceChanged, VoiceKind
from voice_rom.errors import VoiceUnavailable
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.emergency_recordings import EmergencyRecordings
from voice_rom.speaking.falling_back import FallingBack, Speaker
from voice_rom.speaking.output_gain import OutputGain
from voice_rom.speaking.own_voice import OwnVoice
from voice_rom.speaking.prefetcher import Prefetcher, Text
from voice_rom.speaking.renderer import Renderer, SentenceRenderer, WorkerRenderer
from voice_rom.speaking.stand_in import StandIn

NOTHING: Final[Samples] = np.zeros(0, dtype=np.int16)


class RenderedVoice:
    """A `ports.Voice`. Neither opening it nor speaking what is in the cache starts anything.

    As long as nothing was said, what is wrong with the voice is for a person to mend:
    VoiceUnavailable, or SettingsError for a voice or a driver that there is not. After that
    somebody may be lying on the floor, and it never raises: another voice stands in, or a
    recording; a sentence that nothing can say is silence for as long as it takes to read it.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        language: str,
        cache_folder: Path,
        renderer: SentenceRenderer | None = None,
        stand_in: Renderer | None = None,
    ) -> None:
        """`language` as in "en". A folder that cannot be written: nothing is kept."""
        self._settings = settings
        self._own = OwnVoice(settings, language, cache_folder, renderer or WorkerRenderer())
        self._recordings = EmergencyRecordings(language)
        speakers: list[Speaker] = [self._own, self._recordings]
        if stand_in is not None:
            speakers.insert(1, StandIn(stand_in, lambda: self._own.espeak_voice))
        self._speakers = FallingBack(speakers, settings.retry_after_sentences)
        self._ahead = Prefetcher(self._speakers.prepare)
        self._output_gain = OutputGain(settings)
        self._has_spoken = False
        self._announced: set[VoiceKind] = set()
        self._told = VoiceKind.OWN

    def require(self) -> None:
        """Raise UnknownVoice, or SettingsError for a driver, when the settings name none there is.

        To be called before anything sounds. A voice that is there and does not work is another
        matter: something stands in for it.
        """
        if self._settings.voice or self._settings.driver:
            with suppress(VoiceUnavailable):
                self._own.require(self._settings.rate)

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        """One clip a line, each but the last ending in the gap that parts two sentences."""
        texts = [Text(_plain(line.text), prosody.rate) for line in lines]
        kinds: set[VoiceKind] = set()
        sounds = [self._sound(text, kinds) for text in texts]
        if VoiceKind.RECORDINGS in kinds and not self._has_spoken:
            raise self._why()
        self._has_spoken = True
        announcement = self._announcement(kinds, prosody.rate)
        if announcement is None:
            return self._output_gain.clips(sounds, prosody.gain_db)
        first, second, *rest = self._output_gain.clips([announcement, *sounds], prosody.gain_db)
        return [Clip(np.concatenate([first.samples, second.samples])), *rest]

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        texts = [Text(_plain(line.text), prosody.rate) for line in lines]
        self._ahead.add(text for text in texts if _speakable(text.text))

    def news(self) -> VoiceChanged | None:
        kind = self._speakers.kind
        if kind is self._told:
            return None
        self._told = kind
        return VoiceChanged(kind, str(self._speakers.failure or ""))

    def wait_until_prepared(self, seconds: float) -> bool:
        """Wait, `seconds` at most, until all that was prepared is ready; whether it is."""
        return self._ahead.wait_until_done(seconds)

    def close(self) -> None:
        """End all that is under way, and its thread, at once. Safe to call twice."""
        self._ahead.stop()
        self._speakers.close()
        self._ahead.join()
        self._own.tidy()

    def _sound(self, text: Text, kinds: set[VoiceKind]) -> Samples:
        """Speech, or silence in its place; adds to `kinds` what spoke."""
        if not _speakable(text.text):
            return NOTHING
        samples = self._own.known(text)
        if samples is not None:
            return samples
        samples = self._speakers.speak(text)
        kinds.add(self._speakers.kind)
        if self._speakers.may_be_better:
            self._ahead.add([text])
        return self._time_to_read(text) if samples is None else samples

    def _time_to_read(self, text: Text) -> Samples:
        words = len(text.text.split())
        seconds = self._settings.read_start_seconds + words * self._settings.read_word_seconds
        return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)

    def _announcement(self, kinds: set[VoiceKind], rate: int) -> Samples | None:
        """What another voice says first, once; None when there is nothing to say."""
        kind = self._speakers.kind
        texts = self._recordings.texts
        if kind not in kinds or kind in {VoiceKind.OWN, *self._announced} or texts is None:
            return None
        self._announced.add(kind)
        failed = kind is VoiceKind.RECORDINGS
        return self._speakers.speak(Text(texts.failed if failed else texts.changed, rate))

    def _why(self) -> Exception:
        return self._speakers.failure or VoiceUnavailable("There is no voice.")


def _plain(text: str) -> str:
    """Line breaks and doubled blanks are the content file's, not the speaker's."""
    return " ".join(text.split())


def _speakable(text: str) -> bool:
    return any(character.isalnum() for character in text)
