"""The voice itself: what was said before from the cache, all else from pyttsx3."""

from pathlib import Path
from typing import Final

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.core.protocol.events import VoiceKind
from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.sound import Samples
from voice_rom.speaking.cache import SpeechCache, entry_name
from voice_rom.speaking.choice import Choice, Wish, remember, remembered
from voice_rom.speaking.prefetcher import Text
from voice_rom.speaking.priority_lock import PriorityLock
from voice_rom.speaking.renderer import ESPEAK, SentenceRenderer, Speech
from voice_rom.speaking.voices import VARIANT, choose_voice, driver_name

_ANY_WORD: Final = "Yes."


class OwnVoice:
    """A `Speaker`. Only what this voice rendered is kept.

    A voice or a driver that there is not is a mistake in the settings as long as nothing was said;
    after that it is a voice that has gone.
    """

    kind: Final = VoiceKind.OWN

    def __init__(
        self,
        settings: VoiceSettings,
        language: str,
        cache_folder: Path,
        renderer: SentenceRenderer,
    ) -> None:
        self._wish = Wish(driver_name(settings.driver, settings.voice), settings.voice, language)
        self._cache = SpeechCache(cache_folder, settings.cache_megabytes)
        self._renderer = renderer
        self._precedence = PriorityLock()
        self._choice: Choice | None = None
        self._has_spoken = False
        self._failed = False
        """It does not work, and is asked for nothing until it was tried again and does."""

    @property
    def espeak_voice(self) -> str:
        """How espeak calls the chosen voice; empty when none was chosen, or not one of espeak's."""
        choice = self._choice
        return choice.voice if choice is not None and choice.driver == ESPEAK else ""

    def require(self, rate: int) -> None:
        """Find the voice that was asked for, without a sound, in 0.3 s at the first start.

        Raises UnknownVoice, SettingsError for a driver unknown, VoiceUnavailable.
        """
        with self._precedence.now():
            self._choice = self._choice or remembered(self._cache.folder, self._wish)
            choice = self._chosen()
            # A driver lists no variants: whether it has one shows when it speaks.
            if VARIANT in choice.voice:
                self._rendered(Text(_ANY_WORD, rate))

    def known(self, text: Text) -> Samples | None:
        """From the cache, without waiting for anybody; None: it is not there."""
        choice = self._choice or remembered(self._cache.folder, self._wish)
        if choice is None:
            return None
        self._choice = choice
        samples = self._cache.get(_name(choice, text))
        self._has_spoken = self._has_spoken or samples is not None
        return samples

    def speak(self, text: Text) -> Samples:
        with self._precedence.now():
            return self._rendered(text)

    def prepare(self, text: Text) -> None:
        choice = self._choice
        if choice is not None and self._cache.has(_name(choice, text)):
            return
        with self._precedence.ahead():
            self._rendered(text)

    def try_again(self, text: Text) -> None:
        """Render it, whether it is known or not."""
        with self._precedence.ahead():
            self._fresh(text)

    def close(self) -> None:
        self._renderer.close()

    def tidy(self) -> None:
        """Make the cache as small as it should be."""
        self._cache.tidy()

    def _rendered(self, text: Text) -> Samples:
        """From the cache after all, or else from the renderer; one thread at a time."""
        samples = self.known(text)
        if samples is not None:
            return samples
        if self._failed:  # while this was waited for: it need not take its time once more
            raise VoiceUnavailable("The voice stopped working at another sentence.")
        return self._fresh(text)

    def _fresh(self, text: Text) -> Samples:
        try:
            choice = self._chosen()
            samples = self._renderer.render(
                Speech(text.text, choice.driver, choice.voice, text.rate)
            )
        except SettingsError as problem:
            if not self._has_spoken:
                raise
            self._failed = True
            raise VoiceUnavailable(str(problem)) from problem
        except Exception:
            self._failed = True
            raise
        self._has_spoken, self._failed = True, False
        self._cache.put(_name(choice, text), samples)
        return samples

    def _chosen(self) -> Choice:
        if self._choice is None:
            driver = self._renderer.describe(self._wish.driver)
            voice = choose_voice(driver, wanted=self._wish.voice, language=self._wish.language)
            self._choice = Choice(driver.name, driver.version, voice, driver.witnesses)
            remember(self._cache.folder, self._wish, self._choice)
        return self._choice


def _name(choice: Choice, text: Text) -> str:
    speech = Speech(text.text, choice.driver, choice.voice, text.rate)
    return entry_name(speech, choice.driver_version)
