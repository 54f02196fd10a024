"""A session without sound: the real dialogue is told what happens, and a display of it is, too."""

from collections.abc import Mapping, Sequence
from functools import cache

from tests.core.person import THINKING, utterance
from tests.english import english_content, english_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.protocol.effects import Finish, Say
from voice_rom.core.protocol.events import (
    Event,
    Heard,
    ListeningBegan,
    SentenceBegan,
    SpeechFinished,
    Started,
    UtteranceBegan,
)
from voice_rom.ports import Display, RoomLevel

MICROPHONE = "Built-in Audio"
LEVEL = RoomLevel(noise_dbfs=-58.0, peak_dbfs=-25.0, level_dbfs=-32.0, zeros=False)


@cache
def content() -> Content:
    return english_content()


@cache
def _vocabulary() -> Vocabulary:
    return english_vocabulary()


def settings(**changes: object) -> Settings:
    """The program's own, with the dotted keys of `changes` written with two underscores."""
    overrides: Mapping[str, object] = {
        key.replace("__", "."): value for key, value in changes.items()
    }
    return load_settings(PACKAGED, dict(overrides))


class ToldSession:
    """Tells `display` what a session's loop would tell it."""

    def __init__(self, display: Display, chosen: Settings | None = None) -> None:
        self._display = display
        self._dialogue = Dialogue(content(), _vocabulary(), chosen or settings())
        self.now = 0.0
        self.said: Say | None = None
        self.over = False

    def tell(self, event: Event) -> None:
        self._display.event(self.now, event)
        for effect in self._dialogue.handle(event):
            self._display.effect(self.now, effect)
            if isinstance(effect, Say):
                self.said = effect
            self.over = self.over or isinstance(effect, Finish)

    def start(self) -> None:
        self.tell(Started())

    def begin_sentence(self, number: int) -> None:
        assert self.said is not None
        self._display.event(self.now, SentenceBegan(self.said.speech, number))

    def listen(self) -> None:
        """Let the voice say all that it has to say, until it listens."""
        before = None
        while self.said is not before and not self.over:
            before = self.said
            assert before is not None
            self.begin_sentence(len(before.lines) - 1)
            self.tell(SpeechFinished(before.speech))
        if not self.over:
            self.tell(ListeningBegan(MICROPHONE))
            self._display.level(self.now, LEVEL)

    def say(self, *sayings: str) -> None:
        """Wait for the voice, then answer: once for each of `sayings`."""
        for words in sayings:
            self.listen()
            said = utterance(words, start=self.now + THINKING)
            self.tell(UtteranceBegan(said.start))
            self.now = said.decided
            self.tell(Heard(said))

    def say_all(self, sayings: Sequence[str]) -> None:
        self.say(*sayings)
