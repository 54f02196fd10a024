"""The recordings that a scripted participant plays into the simulated room."""

import difflib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
import yaml

from voice_rom.errors import ScenarioError
from voice_rom.simulation.track import Wave
from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples

MANIFEST: Final = "manifest.yaml"
FILE_ENDINGS: Final = (".flac", ".wav")
LONGEST_SECONDS: Final = 3_600.0
"""Nobody speaks for longer; a damaged file may claim a rate of 1 Hz, and so be days long."""
NEAREST_NAMES: Final = 3
NEARNESS: Final = 0.5
"""difflib's ratio under which a name is no help to somebody who mistyped."""

# Hundreds of entries take the Python loader half a second, the C loader a tenth of that; it is
# missing where PyYAML was built without libyaml. Both make texts only, whatever the file says.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Recordings:
    """The recordings below one folder, by name: the path in the manifest without its ending.

    A recording that the manifest does not list is found by its path, with its ending, below the
    folder: a person can put a WAV of their own beside the others.
    """

    def __init__(self, folder: Path) -> None:
        """Read the manifest in `folder`. Raises ScenarioError when it is missing or broken."""
        self._folder = folder
        self._files = _files_by_name(folder)
        self._read: dict[str, Samples] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the manifest, sorted."""
        return tuple(sorted(self._files))

    def samples(self, name: str) -> Samples:
        """The samples of one recording, shape (samples,), mono, at SAMPLE_RATE; read-only.

        Any rate and number of channels is brought to that. Raises ScenarioError when there is no
        such recording, or it cannot be read.
        """
        if name not in self._read:
            samples = read_sound(self._file(name))
            samples.setflags(write=False)
            self._read[name] = samples
        return self._read[name]

    def _file(self, name: str) -> Path:
        file = self._folder / self._files.get(name, name)
        listed = name in self._files
        if (listed or file.suffix.lower() in FILE_ENDINGS) and file.is_file():
            return file
        if listed:
            message = (
                f"The recording {file} is in the manifest, but the file is missing; get it again."
            )
            raise ScenarioError(message)
        raise ScenarioError(f'There is no recording "{name}" in {self._folder}. {self._hint(name)}')

    def _hint(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.names, n=NEAREST_NAMES, cutoff=NEARNESS)
        if near:
            return f"Nearest: {', '.join(near)}."
        return f"{self._folder / MANIFEST} lists the recordings."


def read_sound(file: Path) -> Samples:
    """Read a WAV or FLAC file as samples of shape (samples,), mono, at SAMPLE_RATE.

    Channels are averaged, other rates resampled. Raises ScenarioError when the file is no sound.
    """
    channels, rate = _channels_of(file)
    mono = _at_our_rate(channels.mean(axis=1), rate)
    scaled = np.clip(np.round(mono * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1.0)
    return np.asarray(scaled, dtype=np.int16)


def read_impulse_response(file: Path) -> Wave:
    """Read how a room answers an impulse, shape (samples,), at SAMPLE_RATE.

    Of several channels (two ears, an array) the first is one microphone; their mean would be none.
    What comes before the direct sound, its largest sample, is left out, and that sample is 1.0.
    Raises ScenarioError when the file is no sound, or a silent one.
    """
    channels, rate = _channels_of(file)
    response = _at_our_rate(channels[:, 0], rate)
    direct = int(np.argmax(np.abs(response))) if len(response) else 0
    if not len(response) or response[direct] == 0.0:
        raise ScenarioError(f"{file} contains no sound; use a room's impulse response.")
    return np.asarray(response[direct:] / response[direct], dtype=np.float32)


def _channels_of(file: Path) -> tuple[npt.NDArray[np.float64], int]:
    """Shape (samples, channels), -1 to 1, and the rate in Hz. Raises ScenarioError."""
    try:
        sound, rate = soundfile.read(file, dtype="float64", always_2d=True)
    except (soundfile.SoundFileError, OSError, MemoryError, ValueError) as error:
        # The last two: it says of itself that it is longer than any memory.
        message = f"The recording {file} cannot be read; use a WAV or FLAC file."
        raise ScenarioError(message) from error
    if len(sound) > LONGEST_SECONDS * rate:
        raise ScenarioError(f"The recording {file} is longer than an hour; split it up.")
    return sound, rate


def _at_our_rate(mono: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.float64]:
    return mono if rate == SAMPLE_RATE else np.asarray(soxr.resample(mono, rate, SAMPLE_RATE))


def _files_by_name(folder: Path) -> Mapping[str, str]:
    """Names to paths below `folder`."""
    manifest = folder / MANIFEST
    try:
        return _listed_in(manifest.read_text("utf-8"))
    except OSError as error:
        raise ScenarioError(f"There is no {manifest}; give the folder of recordings.") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, RecursionError) as error:
        message = (
            f"{manifest} is not a list of recordings; create it again with script/make_fixtures."
        )
        raise ScenarioError(message) from error


@lru_cache(maxsize=1)  # 0.1 s, and every scenario that is played in a process needs it
def _listed_in(manifest: str) -> Mapping[str, str]:
    content = yaml.load(manifest, Loader=_LOADER)  # noqa: S506 - makes texts only
    paths = [str(entry["path"]) for entry in content["recordings"]]
    return {str(Path(path).with_suffix("").as_posix()): path for path in paths}
