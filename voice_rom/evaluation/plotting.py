"""Two pictures a listener: what was taken for what, and how soon."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voice_rom.core.language.meanings import Meaning
from voice_rom.evaluation.figures import NOTHING, confusions, latencies
from voice_rom.evaluation.folder import ANSWER_WORDS
from voice_rom.evaluation.result import Run
from voice_rom.evaluation.trial import Outcome
from voice_rom.plot_file import save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FIRST_COLUMNS: Final = (*(word.value for word in ANSWER_WORDS), Meaning.STOP.value)
_BIN_SECONDS: Final = 0.02
"""A block: decisions come no finer."""
_INCHES: Final = (13.0, 5.5)
_DARK: Final = 0.5
"""The share of a row from which its colour is too dark for dark figures."""


def plot(run: Run, file: Path) -> None:
    """Draw every listener of `run`, one below the other. Raises ReportNotWritable."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional extra

    width, height = _INCHES
    picture = Figure(figsize=(width, height * len(run.measured)), layout="constrained")
    rows = picture.subplots(len(run.measured), 2, squeeze=False)
    for (taken, soon), (name, measured) in zip(rows, run.measured.items(), strict=True):
        _draw_confusions(taken, confusions(measured.results))
        taken.set_title(f"{name}: confusion matrix")
        _draw_latencies(soon, measured.results)
        soon.set_title(f"{name}: word's end to decision")
    save(picture, file)


def _draw_confusions(axes: "Axes", table: dict[str, dict[str, int]]) -> None:
    """A row a folder, a column a decision; the colour is the share of the row."""
    others = sorted({column for row in table.values() for column in row} - {*_FIRST_COLUMNS})
    columns = [*_FIRST_COLUMNS, *(other for other in others if other != NOTHING), NOTHING]
    counts = np.array([[row.get(column, 0) for column in columns] for row in table.values()])
    shares = counts / counts.sum(axis=1, keepdims=True)
    axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=45, ha="right")
    axes.set_yticks(range(len(table)), list(table))
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = "white" if shares[row, column] > _DARK else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour)


def _draw_latencies(axes: "Axes", outcomes: tuple[Outcome, ...]) -> None:
    """How many right answers were decided after how long, and the median."""
    seconds = latencies(outcomes)
    axes.set_xlabel("seconds")
    axes.set_ylabel("right answers")
    if not seconds:
        return
    bins = np.arange(min(0.0, *seconds), max(seconds) + 2 * _BIN_SECONDS, _BIN_SECONDS)
    axes.hist(seconds, bins=list(bins))
    middle = float(np.median(seconds))
    axes.axvline(middle, color="black", linestyle="--", label=f"median {middle:.2f} s")
    axes.legend()
