"""`python -m audio_fixtures.make`: make the recordings, or measure how they are understood."""

import argparse
import sys
from pathlib import Path
from typing import Final

from audio_fixtures.make.background import babble_of, noise_recordings
from audio_fixtures.make.conditions import condition_recordings
from audio_fixtures.make.manifest import write_all
from audio_fixtures.make.measuring import measure
from audio_fixtures.make.speech import spoken_recordings
from audio_fixtures.make.spoken import read_spoken
from audio_fixtures.make.tables import write_tables

FOLDER: Final = Path(__file__).resolve().parent.parent
MODEL: Final = FOLDER.parent / "models" / "vosk-model-small-en-us-0.15"


def main() -> int:
    arguments = _arguments()
    return _measure(arguments.model) if arguments.what == "measure" else _make()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/make_fixtures", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=("make", "measure"),
        default="make",
        help="make: every recording and manifest.yaml; measure: the tables in README.md",
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="the speech model's folder")
    return parser.parse_args()


def _make() -> int:
    spoken = read_spoken()
    babble = babble_of(spoken.talk())
    recordings = [
        *spoken_recordings(spoken.lines()),
        *noise_recordings(babble),
        *condition_recordings(spoken.condition_lines(), babble),
    ]
    count = write_all(recordings, FOLDER)
    _say(f"{count} recordings in {FOLDER.name}/")
    return 0


def _measure(model: Path) -> int:
    """1 when a clean recording is not understood: it belongs into spoken.yaml's left_out."""
    measured = measure(FOLDER, model)
    write_tables(FOLDER / "README.md", measured, read_spoken())
    plain = [m for m in measured if m.folder in {"words", "phrases"} and not m.hesitant]
    bad = [m for m in plain if not m.right]
    for one in bad:
        _say(f'{one.name}: "{one.words}" was heard as "{one.heard}"')
    return 1 if bad else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
