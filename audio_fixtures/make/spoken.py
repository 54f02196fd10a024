"""Reads `spoken.yaml`: what is said, by whom, how loud."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from audio_fixtures.make.voices import VOICES, Voice
from voice_rom.core.language.meanings import Meant

SPOKEN: Final = Path(__file__).with_name("spoken.yaml")

PAUSE: Final = "..."
"""Among what is said with pauses: where the pause is."""

Part = str | float
"""A text, or a pause in seconds."""


@dataclass(frozen=True)
class Line:
    """One text and the voices that say it."""

    folder: str
    name: str
    parts: tuple[Part, ...]
    voices: tuple[Voice, ...]
    level_db: float = 0.0
    meant: Meant | None = None
    """What it means in the end, where that is written down."""
    pause: float | None = None
    """The pause inside that it is made for, in seconds."""

    @property
    def words(self) -> str:
        return " ".join(part for part in self.parts if isinstance(part, str))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Words(_Strict):
    every_voice: list[str]
    some_voices: list[str]


class _Hesitant(_Strict):
    says: list[str]
    meant: Meant


class _Pauses(_Strict):
    seconds: list[float]
    voices: list[str]
    said: dict[str, _Hesitant]


class _Sentence(_Strict):
    says: str
    level_db: float


class _Bystander(_Strict):
    sentences: dict[str, _Sentence]
    single_words: list[str]


class _Voices(_Strict):
    some: list[str]
    phrases: list[str]
    bystander: list[str]
    conditions: list[str]


class Spoken(_Strict):
    """The whole file."""

    words: _Words
    phrases: dict[str, list[str]]
    pauses: _Pauses
    bystander: _Bystander
    voices: _Voices
    conditions: list[str]
    also: dict[str, list[str]]
    left_out: dict[str, dict[str, str]]

    def lines(self) -> list[Line]:
        """Every text that is made clean, without what is left out."""
        clean = [*self._words(), *self._phrases(), *self._pauses()]
        return [*clean, *self.talk(), *self._single_words()]

    def talk(self) -> list[Line]:
        """The bystanders' sentences."""
        voices = _voices(self.voices.bystander)
        return [
            Line("bystander", name, (sentence.says,), voices, sentence.level_db)
            for name, sentence in self.bystander.sentences.items()
        ]

    def condition_lines(self) -> list[Line]:
        """The words that are made again under each condition, by voices understood without it."""
        usual = _voices(self.voices.conditions)
        return [
            Line("conditions", name, (text,), self._able(f"words/{name}", usual))
            for name, text in ((name_of(text), text) for text in self.conditions)
        ]

    def _words(self) -> list[Line]:
        some = _voices(self.voices.some)
        every: tuple[Voice, ...] = VOICES
        spoken = [(text, every) for text in self.words.every_voice]
        spoken += [(text, some) for text in self.words.some_voices]
        return [
            Line("words", name_of(text), (text,), self._able(f"words/{name_of(text)}", voices))
            for text, voices in spoken
        ]

    def _phrases(self) -> list[Line]:
        usual = _voices(self.voices.phrases)
        return [
            Line("phrases", name, _parts(parts), self._able(f"phrases/{name}", usual))
            for name, parts in self.phrases.items()
        ]

    def _pauses(self) -> list[Line]:
        """Every hesitant answer with a pause of every length."""
        voices = _voices(self.pauses.voices)
        return [
            Line(
                folder="phrases",
                name=f"{name}_{round(10 * seconds):02d}",
                parts=_parts([str(seconds) if part == PAUSE else part for part in hesitant.says]),
                voices=self._able(f"phrases/{name}", voices),
                meant=hesitant.meant,
                pause=seconds,
            )
            for name, hesitant in self.pauses.said.items()
            for seconds in self.pauses.seconds
        ]

    def _single_words(self) -> list[Line]:
        voices = _voices(self.voices.bystander)
        texts = self.bystander.single_words
        return [Line("bystander", name_of(text), (text,), voices) for text in texts]

    def _able(self, name: str, usual: tuple[Voice, ...]) -> tuple[Voice, ...]:
        """The voices that say `name` so that it is understood."""
        able = [voice for voice in usual if name not in self.left_out.get(voice.name, {})]
        return (*able, *(voice for voice in VOICES if name in self.also.get(voice.name, [])))


def read_spoken(path: Path = SPOKEN) -> Spoken:
    """Read the file; raises pydantic's ValidationError, which names the key, where it is wrong."""
    # Every value a text: "yes" and "no" are words here, not truth values.
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    return Spoken.model_validate(content)


def name_of(text: str) -> str:
    """The folder's name for a text: "i don't know" is i_dont_know."""
    return text.replace("'", "").replace(" ", "_")


def _parts(parts: list[str]) -> tuple[Part, ...]:
    return tuple(float(part) if part[:1].isdigit() else part for part in parts)


def _voices(names: list[str]) -> tuple[Voice, ...]:
    by_name = {voice.name: voice for voice in VOICES}
    return tuple(by_name[name] for name in names)
