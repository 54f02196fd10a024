"""What `voice-rom evaluate --sessions` says before it loads anything."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.evaluation.folders import FIXTURES, put, small_folder
from voice_rom.commands.evaluating import EvaluateFlags, evaluate
from voice_rom.errors import FolderNotEvaluable, UsageMistake


@pytest.fixture
def flags(tmp_path: Path) -> EvaluateFlags:
    """A session of one of two speakers, and nothing else asked for."""
    return EvaluateFlags(
        folder=small_folder(tmp_path),
        snr=None,
        noise=None,
        gain=0.0,
        room="none",
        hiss=None,
        stride=1,
        jobs=1,
        json_file=None,
        plot=None,
        misses=None,
        listeners=("voice-rom",),
        own_voice=False,
        sessions=1,
        echo=None,
        folds=None,
        choices=(),
        settings_file=None,
        model=None,
    )


def test_nobody_with_all_the_words_is_told_and_what_a_speaker_is(
    flags: EvaluateFlags, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    put(FIXTURES / "words" / "yes" / "flite-slt.flac", alone / "answers" / "yes")
    with pytest.raises(FolderNotEvaluable, match=r"Nobody .* all of yes, no, left and right"):
        evaluate(replace(flags, folder=alone))


@pytest.mark.parametrize(
    ("changes", "option"),
    [
        ({"own_voice": True}, "--own-voice"),
        ({"folds": 5}, "--folds"),
        ({"plot": Path("x.png")}, "--plot"),
        ({"listeners": ("voice-rom", "vosk-plain")}, "--listener"),
    ],
)
def test_what_sessions_cannot_be_combined_with_is_refused(
    flags: EvaluateFlags, changes: dict[str, object], option: str
) -> None:
    with pytest.raises(UsageMistake, match=f"--sessions and {option} cannot be combined"):
        evaluate(replace(flags, **changes))  # type: ignore[arg-type]  # one of its fields
