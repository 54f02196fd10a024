"""What sounded in a simulation, as a file to listen to."""

from pathlib import Path

import numpy as np
import soundfile

from voice_rom.errors import ReportNotWritable
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples

_SILENCE = np.zeros(BLOCK_SAMPLES, dtype=np.int16)


class SoundFile:
    """A WAV file of two channels: left the loudspeaker, right the microphone."""

    def __init__(self, path: Path) -> None:
        """Open `path` for writing. Raises ReportNotWritable."""
        self._path = path
        try:
            self._file = soundfile.SoundFile(
                str(path), "w", samplerate=SAMPLE_RATE, channels=2, subtype="PCM_16", format="WAV"
            )
        except (OSError, soundfile.SoundFileError) as error:
            message = f"{path}: the sound cannot be written there; choose another file."
            raise ReportNotWritable(message) from error

    def write(self, loudspeaker: Samples | None, microphone: Samples | None) -> None:
        """Add a block of each, shape (BLOCK_SAMPLES,); None is silence.

        Raises ReportNotWritable.
        """
        left = _SILENCE if loudspeaker is None else loudspeaker
        right = _SILENCE if microphone is None else microphone
        try:
            self._file.write(np.column_stack((left, right)))
        except soundfile.SoundFileError as error:
            message = f"{self._path}: the sound can no longer be written; is the disk full?"
            raise ReportNotWritable(message) from error

    def close(self) -> None:
        """Finish the file. Safe to call twice."""
        self._file.close()
