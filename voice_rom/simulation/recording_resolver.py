"""From words in a scenario to the recording that says them."""

import difflib
from collections.abc import Sequence
from typing import Protocol

from voice_rom.errors import ScenarioError
from voice_rom.simulation.plan import Sound
from voice_rom.sound import Samples

_FOLDERS = ("words", "phrases")
_NEAREST = 3


class RecordingsByName(Protocol):
    """See `recordings.Recordings`."""

    @property
    def names(self) -> Sequence[str]: ...

    def samples(self, name: str) -> Samples: ...


class RecordingResolver:
    """Finds who says what."""

    def __init__(self, recordings: RecordingsByName) -> None:
        self._recordings = recordings
        self._names = frozenset(recordings.names)

    def has(self, words: str, voice: str) -> bool:
        """Whether there is a recording of `words` by `voice`."""
        return self._find(words, voice) is not None

    def words(self, words: str, voice: str, gain_db: float) -> Sound:
        """The recording of `words` by `voice`. Raises ScenarioError with the nearest there are.

        Anything with a slash is the name of a recording itself.
        """
        name = words if "/" in words else self._find(words, voice)
        if name is None:
            hint = self._hint(_slug(words), voice)
            raise ScenarioError(f'there is no recording of "{words}" by {voice}{hint}')
        return self.recording(name, gain_db)

    def recording(self, name: str, gain_db: float = 0.0) -> Sound:
        """The recording of this name. Raises ScenarioError with the nearest there are."""
        return Sound(name, self._recordings.samples(name), gain_db)

    def _find(self, words: str, voice: str) -> str | None:
        names = (f"{folder}/{_slug(words)}/{voice}" for folder in _FOLDERS)
        return next((name for name in names if name in self._names), None)

    def _hint(self, slug: str, voice: str) -> str:
        others = sorted(
            name.rpartition("/")[2]
            for name in self._names
            if name.rpartition("/")[0] in {f"{folder}/{slug}" for folder in _FOLDERS}
        )
        if others:
            return f"; there is one by {', '.join(others)}"
        said = {
            name.split("/")[1].replace("_", " ")
            for name in self._names
            if name.startswith(_FOLDERS) and name.endswith(f"/{voice}")
        }
        if not said:
            voices = {name.rpartition("/")[2] for name in self._names if name.startswith(_FOLDERS)}
            return f"; the voices are {', '.join(sorted(voices))}"
        near = difflib.get_close_matches(slug.replace("_", " "), sorted(said), n=_NEAREST)
        return f"; did you mean {' or '.join(near)}?" if near else ""


def _slug(words: str) -> str:
    """The words as the name of a folder."""
    return "_".join(words.lower().replace("'", "").split())
