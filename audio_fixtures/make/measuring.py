"""How well the recogniser understands the recordings: what README.md's tables say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NotRequired, TypedDict

import yaml

from voice_rom.content.load import load_vocabulary
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.meanings import meant as as_meant
from voice_rom.core.language.understanding import Understanding, understand
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.hearing.grammar import grammars_of
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.simulation.recordings import Recordings
from voice_rom.sound import Samples, level_dbfs

LANGUAGE: Final = "en"


class _Entry(TypedDict):
    """What of the manifest is looked at here."""

    path: str
    voice: str
    words: str
    meant: NotRequired[str]
    made: dict[str, str]


@dataclass(frozen=True)
class Said:
    """What a recording is of; `meant` only where the manifest says it."""

    voice: str
    words: str
    meant: Meant | None
    hesitant: bool
    """It is made with a pause inside."""


@dataclass(frozen=True)
class Measured:
    """One recording and what came of it."""

    name: str
    voice: str
    words: str
    heard: str
    meant: Meant | None
    understood: Meant | None
    hesitant: bool = False
    """It is made with a pause inside: whether a session takes it rightly, script/pauses tells."""

    @property
    def folder(self) -> str:
        """The first folder, and of conditions which one: "words", "conditions/echo"."""
        parts = self.name.split("/")
        return "/".join(parts[:2]) if parts[0] == "conditions" else parts[0]

    @property
    def right(self) -> bool:
        """Understood as it was meant: for talk and noise, as nothing."""
        return self.meant == self.understood

    @property
    def word_for_word(self) -> bool:
        return self.words == self.heard

    @property
    def wrong(self) -> bool:
        """Understood as something else than was meant: worse than not understood."""
        return not self.right and self.understood is not None


def measure(folder: Path, model: Path) -> list[Measured]:
    """Have every recording in `folder` recognised, alone, with the vocabulary's whole grammar."""
    vocabulary = load_vocabulary(LANGUAGE)
    recogniser = VoskRecogniser.load(model, grammars_of(vocabulary))
    recordings = Recordings(folder)
    said = said_by_name(folder)
    return [
        _measured(name, said[name], recordings.samples(name), recogniser, vocabulary)
        for name in recordings.names
    ]


def said_by_name(folder: Path) -> Mapping[str, Said]:
    """What the manifest says of each recording."""
    text = (folder / "manifest.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    entries: list[_Entry] = yaml.load(text, Loader=loader)["recordings"]  # noqa: S506 - makes texts only
    return {entry["path"].removesuffix(".flac"): _said(entry) for entry in entries}


def _said(entry: _Entry) -> Said:
    meant = entry.get("meant")
    return Said(
        voice=entry["voice"],
        words=entry["words"],
        meant=as_meant(meant) if meant else None,
        hesitant="pause_seconds" in entry["made"],
    )


def _measured(
    name: str,
    said: Said,
    samples: Samples,
    recogniser: VoskRecogniser,
    vocabulary: Vocabulary,
) -> Measured:
    heard = _heard(samples, recogniser)
    is_answer = name.split("/", 1)[0] not in {"bystander", "noise"}
    meant = said.meant
    if meant is None and is_answer:
        meant = _understanding(said.words.split(), vocabulary).meaning
    understood = _understanding(heard, vocabulary, level_dbfs(samples)).meaning
    return Measured(name, said.voice, said.words, " ".join(heard), meant, understood, said.hesitant)


def _heard(samples: Samples, recogniser: VoskRecogniser) -> Sequence[str]:
    return [word.text for word in recogniser.recognise(samples)]


def _understanding(
    words: Iterable[str], vocabulary: Vocabulary, level: float = -20.0
) -> Understanding:
    utterance = Utterance(
        words=tuple(Word(word, 0.0, 1.0, 1.0) for word in words),
        start=0.0,
        end=1.0,
        decided=1.0,
        level_dbfs=level,
        noise_dbfs=-80.0,
    )
    return understand(utterance, vocabulary, frozenset({*Meaning, *vocabulary.phrases}))
