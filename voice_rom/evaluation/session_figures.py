"""From whole sessions to figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from voice_rom.evaluation.figures import Share
from voice_rom.evaluation.session_outcome import AnswerFate, SessionOutcome


@dataclass(frozen=True)
class SessionFigures:
    """What the sessions come to together. `seconds_mean` is None where there was none."""

    n: int
    answers: int
    """Given by voice, a question with its side counted once."""
    right: int
    wrong: int
    open: int
    asked_again: int
    without_either: int
    """Sessions in which all was kept right, and nothing asked again."""
    false_reactions: int
    """Times that something was understood while the person said nothing."""
    finished: int
    seconds_mean: float | None

    @property
    def kept_right(self) -> Share:
        return Share(self.right, self.answers)

    @property
    def asked_again_mean(self) -> float | None:
        """Times a session."""
        return self.asked_again / self.n if self.n else None


def session_figures(outcomes: Sequence[SessionOutcome]) -> SessionFigures:
    """Add up what became of them."""

    def total(fate: AnswerFate) -> int:
        return sum(outcome.number_of(fate) for outcome in outcomes)

    seconds = [outcome.seconds for outcome in outcomes]
    return SessionFigures(
        n=len(outcomes),
        answers=sum(len(outcome.answers) for outcome in outcomes),
        right=total(AnswerFate.RIGHT),
        wrong=total(AnswerFate.WRONG),
        open=total(AnswerFate.OPEN),
        asked_again=sum(len(outcome.asked_again) for outcome in outcomes),
        without_either=sum(outcome.is_smooth for outcome in outcomes),
        false_reactions=sum(len(outcome.false_reactions) for outcome in outcomes),
        finished=sum(outcome.finished for outcome in outcomes),
        seconds_mean=sum(seconds) / len(seconds) if seconds else None,
    )
