"""What was missed, as a list with file names: so that somebody can listen to it."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from voice_rom.evaluation.figures import NOTHING
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.own_voice import VoiceOutcome
from voice_rom.evaluation.result import Run
from voice_rom.evaluation.session_outcome import AnswerFate, Said, SessionOutcome
from voice_rom.evaluation.trial import Outcome

SESSIONS: Final = "sessions"
ASKED_AGAIN: Final = "asked again"
NOT_FINISHED: Final = "not finished"
NOBODY: Final = "nobody"
"""In place of a moment, where something was understood that nobody said."""

COLUMNS: Final = ("listener", "file", "from_s", "to_s", "folder", "decided", "words", "rule")


def misses_text(run: Run) -> str:
    """Tab-separated, a line each, the columns' names first.

    Missed is an answer or a stop that was not taken for what it is, and anything else that was
    taken for an answer or a command; of the program's own voice, the text's id is told. Of whole
    sessions: an answer that was not kept right, what was said before something was asked again,
    and what was understood while nobody spoke.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for listener, one in run.measured.items():
        writer.writerows(_row(listener, each) for each in one.results if _was_missed(each))
    if run.own_voice is not None:
        for listener, voice in run.own_voice.measured.items():
            missed = (each for each in voice.results if _was_missed_over_voice(each))
            writer.writerows(_voice_row(listener, each) for each in missed)
    if run.sessions is not None:
        listener = next(iter(run.measured))
        writer.writerows(
            row for each in run.sessions.outcomes for row in _session_rows(listener, each)
        )
    return text.getvalue()


def _was_missed(outcome: Outcome) -> bool:
    return not outcome.as_wanted and outcome.recording.kind is not RecordingKind.HOMOPHONE


def _row(listener: str, outcome: Outcome) -> tuple[str, ...]:
    recording = outcome.recording
    return (
        listener,
        str(recording.file),
        *_stretch(recording),
        recording.group,
        NOTHING if outcome.decided is None else str(outcome.decided),
        outcome.words,
        outcome.rule,
    )


def _was_missed_over_voice(outcome: VoiceOutcome) -> bool:
    if outcome.task.stop is None:
        return bool(outcome.taken or outcome.everything)
    return outcome.stop_latency is None


def _voice_row(listener: str, outcome: VoiceOutcome) -> tuple[str, ...]:
    stop = outcome.task.stop
    return (
        listener,
        outcome.task.spoken.text_id if stop is None else str(stop.file),
        "",
        "",
        "own_voice",
        " ".join(str(meaning) for meaning in outcome.taken) or NOTHING,
        outcome.words,
        "" if stop is None else f"said into {outcome.task.spoken.text_id}",
    )


def _session_rows(listener: str, outcome: SessionOutcome) -> Iterator[tuple[str, ...]]:
    for answer in outcome.answers:
        if answer.fate is not AnswerFate.RIGHT:
            why = f"should be {answer.chosen}"
            yield _session_row(listener, outcome, answer.question, answer.kept, why, answer.said)
    for again in outcome.asked_again:
        yield _session_row(
            listener, outcome, again.moment, ASKED_AGAIN, again.said.rule, again.said
        )
    for one in outcome.false_reactions:
        yield _session_row(listener, outcome, NOBODY, one.meaning, one.heard.rule, one.heard)
    if not outcome.finished:
        yield _session_row(listener, outcome, "", NOT_FINISHED, "", Said(end=outcome.seconds))


def _session_row(  # noqa: PLR0913, PLR0917 - each is a column
    listener: str, outcome: SessionOutcome, moment: str, decided: str, rule: str, said: Said
) -> tuple[str, ...]:
    times = ("" if at is None else f"{at:.1f}" for at in (said.start, said.end))
    where = "/".join(part for part in (SESSIONS, outcome.speaker, moment) if part)
    return (listener, said.file, *times, where, decided, said.words, rule)


def _stretch(recording: Recording) -> tuple[str, str]:
    if recording.piece is None:
        return "", ""
    first, last = recording.piece
    return f"{first:.1f}", f"{last:.1f}"
