"""The result as a person reads it on the terminal."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from voice_rom.evaluation.figures import (
    AnswerCounts,
    Figures,
    OtherCounts,
    SentenceCounts,
    Share,
    Spread,
    VoiceFigures,
    figures_of,
    voice_figures,
)
from voice_rom.evaluation.folds import Folds
from voice_rom.evaluation.result import OwnVoiceFigures, Run, Sessions
from voice_rom.evaluation.session_figures import SessionFigures, session_figures


def print_result(console: Console, run: Run) -> None:
    """Print the counts of each folder, then what they come to, a column a listener.

    Of whole sessions, which are played instead: what became of them.
    """
    every = {name: figures_of(measured.results) for name, measured in run.measured.items()}
    if run.sessions is not None:
        console.print(_sessions(run.sessions))
        return
    for name, figures in every.items():
        console.print(_folders(name, figures))
    console.print(_summary(run, every))
    if run.folds is not None:
        console.print(_folds(run.folds))
    if run.own_voice is not None:
        console.print(_own_voice(run.own_voice))


def _folders(listener: str, figures: Figures) -> Table:
    table = Table(title=listener, title_justify="left")
    table.add_column("folder")
    for column in ("n", "right", "wrong", "none", "accepted", "commands"):
        table.add_column(column, justify="right")
    for name, counts in figures.groups.items():
        table.add_row(name, *_cells(counts))
    return table


def _cells(counts: AnswerCounts | OtherCounts | SentenceCounts) -> tuple[str, ...]:
    if isinstance(counts, AnswerCounts | SentenceCounts):
        commands = str(counts.commands) if isinstance(counts, AnswerCounts) else ""
        told = (counts.n, counts.right, counts.wrong, counts.none)
        return (*map(str, told), "", commands)
    return (str(counts.n), "", "", "", str(counts.accepted), str(counts.commands))


def _summary(run: Run, every: dict[str, Figures]) -> Table:
    table = Table(title="Overall (95 % confidence interval)", title_justify="left")
    table.add_column("")
    for name in every:
        table.add_column(name, justify="right")
    columns = [
        dict(_lines(figures, run.measured[name].peak_memory_mb)) for name, figures in every.items()
    ]
    for line in columns[0]:
        table.add_row(line, *(column[line] for column in columns))
    return table


def _lines(figures: Figures, peak_memory_mb: float | None) -> Iterator[tuple[str, str]]:
    answers = figures.answers
    yield "answers right", _share(Share(answers.right, answers.n))
    yield "answers wrong", _share(Share(answers.wrong, answers.n))
    yield "answers not taken", _share(Share(answers.none, answers.n))
    yield "right, but after a miss", str(answers.after_miss)
    yield "stop taken as stop", _share(Share(figures.stop.right, figures.stop.n))
    for kind, share in figures.accepted.items():
        yield f"{kind.value.replace('_', ' ')} taken for an answer", _share(share)
    yield "end of word to decision", _seconds(figures.latency)
    sentences = figures.sentences
    if sentences.n:
        yield "sentences right", _share(Share(sentences.right, sentences.n))
        yield "sentences taken for something else", _share(Share(sentences.wrong, sentences.n))
        yield "end of sentence to decision", _seconds(figures.sentence_latency)
    factor = figures.real_time_factor
    yield "real-time factor", "" if factor is None else f"{factor:.3f}"
    yield "memory", "" if peak_memory_mb is None else f"{peak_memory_mb:.0f} MB"


def _folds(folds: Folds) -> Table:
    """Each fold under the settings that the others chose, then all of them."""
    table = Table(title="Speakers left out, fold by fold", title_justify="left")
    table.add_column("")
    for number in range(1, len(folds.folds) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("all", justify="right")
    every = [*(fold.figures for fold in folds.folds), folds.figures]
    table.add_row("settings chosen", *(Path(fold.chosen).stem for fold in folds.folds))
    table.add_row("speakers", *(str(len(fold.speakers)) for fold in folds.folds))
    columns = [dict(_fold_lines(figures)) for figures in every]
    for line in columns[0]:
        table.add_row(line, *(column[line] for column in columns))
    return table


def _fold_lines(figures: Figures) -> Iterator[tuple[str, str]]:
    answers, stop, late = figures.answers, figures.stop, figures.latency.p95
    yield "answers right", _rate(Share(answers.right, answers.n))
    yield "answers wrong", _rate(Share(answers.wrong, answers.n))
    yield "stop taken as stop", _rate(Share(stop.right, stop.n))
    yield "other sounds taken for an answer", _rate(_together(figures.accepted.values()))
    yield "other sounds taken for a command", _rate(_together(figures.commands.values()))
    yield "end of word to decision, p95", "" if late is None else f"{late:.2f} s"


def _sessions(sessions: Sessions) -> Table:
    table = Table(title=f"Whole sessions, echo {sessions.echo_db:g} dB", title_justify="left")
    table.add_column("")
    table.add_column("voice-rom", justify="right")
    for line, told in _session_lines(session_figures(sessions.outcomes)):
        table.add_row(line, told)
    return table


def _session_lines(figures: SessionFigures) -> Iterator[tuple[str, str]]:
    again, seconds = figures.asked_again_mean, figures.seconds_mean
    yield "sessions", str(figures.n)
    yield "answers kept right", _share(figures.kept_right)
    yield "answers kept wrong", _share(Share(figures.wrong, figures.answers))
    yield "answers left open", _share(Share(figures.open, figures.answers))
    yield "asked again, times a session", "none" if again is None else f"{again:.2f}"
    yield "sessions without any of these", f"{figures.without_either} of {figures.n}"
    yield "reactions to nobody", str(figures.false_reactions)
    yield "sessions finished", f"{figures.finished} of {figures.n}"
    yield "mean length", "none" if seconds is None else f"{seconds:.0f} s"


def _own_voice(own_voice: OwnVoiceFigures) -> Table:
    table = Table(
        title=f"While the voice speaks, echo {own_voice.echo_db:g} dB", title_justify="left"
    )
    table.add_column("")
    for name in own_voice.measured:
        table.add_column(name, justify="right")
    columns = [
        dict(_voice_lines(voice_figures(one.results))) for one in own_voice.measured.values()
    ]
    for line in columns[0]:
        table.add_row(line, *(column[line] for column in columns))
    return table


def _voice_lines(figures: VoiceFigures) -> Iterator[tuple[str, str]]:
    yield "texts spoken", str(figures.texts)
    yield "answers taken from them", str(figures.taken.answers)
    yield "commands taken from them", str(figures.taken.commands)
    yield "answers, if everything counted", str(figures.if_everything_counted.answers)
    yield "commands, if everything counted", str(figures.if_everything_counted.commands)
    yield "stop heard over the voice", _share(figures.stop)
    yield "end of word to decision", _seconds(figures.stop_latency)


def _share(share: Share) -> str:
    rate, interval = share.rate, share.interval
    if rate is None or interval is None:
        return "none"
    low, high = interval
    return f"{rate:.1%} ({low:.1%} to {high:.1%}) {share.hits} of {share.n}"


def _rate(share: Share) -> str:
    return "none" if share.rate is None else f"{share.rate:.1%}"


def _together(shares: Iterable[Share]) -> Share:
    every = list(shares)
    return Share(sum(share.hits for share in every), sum(share.n for share in every))


def _seconds(spread: Spread) -> str:
    if spread.p50 is None or spread.p95 is None or spread.longest is None:
        return "none"
    return f"{spread.p50:.2f} s, p95 {spread.p95:.2f} s, at most {spread.longest:.2f} s"
