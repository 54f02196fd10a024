"""The best voice that works: what fails is stood in for, and tried again when nobody waits."""

import threading
from collections.abc import Sequence
from typing import Protocol

from voice_rom.core.protocol.events import VoiceKind
from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.sound import Samples
from voice_rom.speaking.prefetcher import Text


class Speaker(Protocol):
    """One of the ways to say a text."""

    @property
    def kind(self) -> VoiceKind: ...

    def speak(self, text: Text) -> Samples | None:
        """Speech of shape (samples,), at its own level; None for a text that it does not have.

        Whatever it raises means that it does not work; but SettingsError is for the person.
        """

    def prepare(self, text: Text) -> None:
        """Get ready to speak it soon. Raises as `speak` does."""

    def try_again(self, text: Text) -> None:
        """Show that it works again. Raises as `speak` does."""

    def close(self) -> None:
        """End what is under way. Safe to call twice, from any thread."""


class FallingBack:
    """Speakers from the best to the last; the last is asked even when it failed.

    One that failed is left alone while others speak `retry_after` sentences, then tried once, then
    after twice as many, and so on: never by who waits for a sentence, as that may take seconds.
    """

    def __init__(self, speakers: Sequence[Speaker], retry_after: int) -> None:
        self._speakers = tuple(speakers)
        self._changing = threading.Lock()
        self._standing = 0
        """The place of the speaker whose turn it is."""
        self._retry_after = retry_after
        self._until_retry = retry_after
        self._stood_in = 0
        """Sentences spoken in place of a better speaker since that was tried last."""
        self.failure: Exception | None = None
        """Why the best speaker is not the one that speaks; None when it is."""

    @property
    def kind(self) -> VoiceKind:
        return self._speakers[self._standing].kind

    @property
    def may_be_better(self) -> bool:
        """Whether it is time to try a better speaker again."""
        return self._standing > 0 and self._stood_in >= self._until_retry

    def speak(self, text: Text) -> Samples | None:
        """By the first speaker that can. Raises SettingsError; None where nobody can."""
        last = len(self._speakers) - 1
        while True:
            place = self._standing
            try:
                samples = self._speakers[place].speak(text)
            except SettingsError:
                raise
            except Exception as problem:  # noqa: BLE001  a session goes on, whatever breaks
                self._fall(place, problem)
                if place == last:
                    return None
            else:
                self._stood_in += place > 0
                return samples

    def prepare(self, text: Text) -> None:
        """Get ready to speak it soon; or try a better speaker, when it is time.

        Raises VoiceUnavailable when there is nothing to be prepared with, SettingsError.
        """
        if self.may_be_better:
            self._climb(text)
        place = self._standing
        try:
            self._speakers[place].prepare(text)
        except SettingsError:
            raise
        except Exception as problem:
            self._fall(place, problem)
            raise VoiceUnavailable(str(problem)) from problem

    def close(self) -> None:
        for speaker in self._speakers:
            speaker.close()

    def _fall(self, place: int, problem: Exception) -> None:
        with self._changing:
            if self.failure is None:
                self.failure = problem
            if self._standing == place < len(self._speakers) - 1:
                self._standing = place + 1
                self._stood_in = 0

    def _climb(self, text: Text) -> None:
        for place in range(self._standing):
            try:
                self._speakers[place].try_again(text)
            except Exception:  # noqa: BLE001, S112  as above; it is known that it did not work
                continue
            with self._changing:
                self._standing, self._stood_in = place, 0
                if place == 0:
                    self.failure, self._until_retry = None, self._retry_after
            return
        with self._changing:
            self._stood_in = 0
            self._until_retry *= 2
