"""`voice-rom evaluate`: the flags; what they do, `evaluating.py` does."""

from pathlib import Path
from typing import Any

import click

from voice_rom.errors import UsageMistake


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--snr", type=float, metavar="DB", help="Mix in noise at this signal-to-noise ratio.")
@click.option(
    "--noise",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Noise for --snr. Default: FOLDER/noise/kitchen, or else the first file there.",
)
@click.option("--gain", type=float, default=0.0, metavar="DB", help="Amplify every recording.")
@click.option(
    "--room",
    default="none",
    show_default=True,
    metavar="ROOM",
    help="Room to simulate: bedroom, living-room, or a file with a measured impulse response.",
)
@click.option(
    "--hiss", type=float, metavar="DBFS", help="The microphone's own noise. Default: -65."
)
@click.option(
    "--stride",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Use only every Nth recording in each folder.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Number of parallel processes; each takes 300 MB of memory.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all figures to FILE (docs/EVALUATION.md).",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw a confusion matrix and the latencies: .png or .svg. Needs matplotlib.",
)
@click.option(
    "--misses",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="List what was missed, with file names, so that you can listen to it.",
)
@click.option(
    "--listener",
    "listeners",
    multiple=True,
    default=("voice-rom",),
    metavar="NAME",
    help="voice-rom; or, for comparison, vosk-plain or pocketsphinx. Can be repeated.",
)
@click.option(
    "--own-voice",
    is_flag=True,
    help='Also have the voice say all its texts, undisturbed and interrupted by "stop".',
)
@click.option(
    "--sessions",
    type=click.IntRange(min=1),
    metavar="N",
    help="Instead, play whole sessions: N speakers answer every question, at random.",
)
@click.option(
    "--echo",
    type=float,
    metavar="DB",
    help="The voice's level at the microphone. Default: --own-voice 0, --sessions -24.",
)
@click.option(
    "--voice",
    is_flag=False,
    flag_value="",
    metavar="[ID]",
    help="Instead, measure how well a voice is understood: that of the settings, or ID.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2, max=100),
    metavar="N",
    help="Divide the speakers into N folds: settings are chosen without each, then judged by it.",
)
@click.option(
    "--choice",
    "choices",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Another settings file to choose from, with --folds. Can be repeated.",
)
@click.option("--settings", "settings_file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--model", type=click.Path(path_type=Path), metavar="FOLDER")
def evaluate(folder: Path | None, voice: str | None, **flags: Any) -> None:  # noqa: ANN401 - click has checked each; EvaluateFlags names them
    """Measure how well recordings of people in FOLDER are understood.

    FOLDER contains answers/yes, no, left, right, stop and other words, plus bystander and noise.
    Each recording is heard exactly as an answer to a question in a session would be.
    """
    from voice_rom.commands.evaluating import EvaluateFlags
    from voice_rom.commands.evaluating import evaluate as run_evaluation
    from voice_rom.commands.evaluating_voice import evaluate_voice

    if voice is not None:
        evaluate_voice(voice, folder, flags)
    elif folder is None:
        raise UsageMistake("evaluate needs a FOLDER of recordings, or --voice.")
    else:
        run_evaluation(EvaluateFlags(folder=folder, **flags))
