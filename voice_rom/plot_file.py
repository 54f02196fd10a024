"""Where a picture goes: what is needed for one, and what can go wrong with its file."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voice_rom.errors import ReportNotWritable, UsageMistake

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS: Final = (".png", ".svg")


def require_plot(file: Path) -> None:
    """Raise UsageMistake when nothing can be drawn, or not in the form that the name asks for."""
    if file.suffix.lower() not in ENDINGS:
        raise UsageMistake(
            f"{file}: a chart is saved as .png or .svg; the name must end in one of these."
        )
    if find_spec("matplotlib") is None:
        raise UsageMistake(
            f"--plot needs matplotlib. Type: {sys.executable} -m pip install matplotlib"
        )


def save(picture: "Figure", file: Path) -> None:
    """Raises ReportNotWritable."""
    try:
        picture.savefig(file)
    except OSError as error:
        raise ReportNotWritable(
            f"{file} cannot be written ({error.strerror}); choose another file."
        ) from error
