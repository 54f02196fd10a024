"""The voice of the program: lines to clips, by pyttsx3, a cache and some levelling."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.core.effects import Line, Manner
from voice_rom.core.settings import VoiceSettings
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.ahead import Ahead, Text
from voice_rom.speaking.cache import SpeechCache, entry_name
from voice_rom.speaking.choice import Choice, Wish, remember, remembered
from voice_rom.speaking.loudness import levelled
from voice_rom.speaking.precedence import Precedence
from voice_rom.speaking.renderer import SentenceRenderer, Speech, WorkerRenderer
from voice_rom.speaking.voices import choose_voice, driver_name

NOTHING: Final[Samples] = np.zeros(0, dtype=np.int16)


class RenderedVoice:
    """A `ports.Voice`. Neither opening it nor speaking what is in the cache starts anything.

    Errors come when something is to be said: VoiceUnavailable, or SettingsError for a voice or a
    driver that there is not.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        language: str,
        cache_folder: Path,
        renderer: SentenceRenderer | None = None,
    ) -> None:
        """`language` as in "en". A folder that cannot be written: nothing is kept."""
        self._settings = settings
        self._wish = Wish(driver_name(settings.driver), settings.voice, language)
        self._cache = SpeechCache(cache_folder, settings.cache_megabytes)
        self._renderer = renderer or WorkerRenderer()
        self._precedence = Precedence()
        self._ahead = Ahead(self._prepare_text)
        self._choice: Choice | None = None

    def clips(self, lines: Sequence[Line], manner: Manner) -> list[Clip]:
        """One clip a line, each but the last ending in the gap that parts two sentences.

        The last one ends with its speech: listening begins when it has been played.
        """
        spoken = [self._spoken(_plain(line.text), manner) for line in lines]
        gap = np.zeros(round(self._settings.gap_seconds * SAMPLE_RATE), dtype=np.int16)
        last = len(spoken) - 1
        return [
            Clip(samples if index == last else np.concatenate([samples, gap]))
            for index, samples in enumerate(spoken)
        ]

    def prepare(self, lines: Sequence[Line], manner: Manner) -> None:
        texts = [Text(_plain(line.text), manner.rate) for line in lines]
        self._ahead.add(text for text in texts if _speakable(text.text))

    def wait_until_prepared(self, seconds: float) -> bool:
        """Wait, `seconds` at most, until all that was prepared is ready; whether it is."""
        return self._ahead.wait_until_done(seconds)

    def close(self) -> None:
        """End the worker and the thread at once, whatever is under way. Safe to call twice."""
        self._ahead.stop()
        self._renderer.close()
        self._ahead.join()
        self._cache.tidy()

    def _spoken(self, text: str, manner: Manner) -> Samples:
        if not _speakable(text):
            return NOTHING
        samples = self._known(text, manner.rate)
        if samples is None:
            with self._precedence.now():
                samples = self._rendered(text, manner.rate)
        level = self._settings.level_dbfs + manner.gain_db
        return levelled(samples, level_dbfs=level, peak_dbfs=self._settings.peak_dbfs)

    def _known(self, text: str, rate: int) -> Samples | None:
        """From the cache, without waiting for anybody."""
        choice = self._choice or remembered(self._cache.folder, self._wish)
        if choice is None:
            return None
        self._choice = choice
        return self._cache.get(_name(choice, text, rate))

    def _prepare_text(self, text: Text) -> None:
        choice = self._choice
        if choice is not None and self._cache.has(_name(choice, text.text, text.rate)):
            return
        with self._precedence.ahead():
            self._rendered(text.text, text.rate)

    def _rendered(self, text: str, rate: int) -> Samples:
        """From the cache after all, or else from the renderer; one thread at a time."""
        samples = self._known(text, rate)
        if samples is not None:
            return samples
        choice = self._chosen()
        samples = self._renderer.render(Speech(text, choice.driver, choice.voice, rate))
        self._cache.put(_name(choice, text, rate), samples)
        return samples

    def _chosen(self) -> Choice:
        if self._choice is None:
            driver = self._renderer.describe(self._wish.driver)
            voice = choose_voice(driver, wanted=self._wish.voice, language=self._wish.language)
            self._choice = Choice(driver.name, driver.version, voice, driver.witnesses)
            remember(self._cache.folder, self._wish, self._choice)
        return self._choice


def _name(choice: Choice, text: str, rate: int) -> str:
    return entry_name(Speech(text, choice.driver, choice.voice, rate), choice.driver_version)


def _plain(text: str) -> str:
    """Line breaks and doubled blanks are the content file's, not the speaker's."""
    return " ".join(text.split())


def _speakable(text: str) -> bool:
    return any(character.isalnum() for character in text)
