"""Settings chosen on some speakers and judged on the others: what a stranger can expect."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from voice_rom.content.sentence_cases import SentenceOutcome
from voice_rom.evaluation.figures import Figures, figures_of
from voice_rom.evaluation.folder import MUST_GIVE_NO_ANSWER, Recording, RecordingKind
from voice_rom.evaluation.mixing import seed_of
from voice_rom.evaluation.trial import Outcome

ASKED_AGAIN_COST: Final = 1.0
"""An answer that was not taken: the person says it once more."""
WRONG_COST: Final = 5.0
"""A wrong answer, or one that nobody gave: it has to be noticed first, and then taken back."""
STOP_MISSED_COST: Final = 5.0
"""Who says stop may be in need."""
FALSE_COMMAND_COST: Final = 1.0
"""A nuisance: the voice does something that nobody asked for, and goes on."""


@dataclass(frozen=True)
class Fold:
    """The speakers that are left out of one choice, and what they were understood like.

    `chosen`: the name of the settings that cost least on the speakers of all other folds.
    """

    chosen: str
    speakers: AbstractSet[str]
    outcomes: tuple[Outcome, ...]

    @property
    def figures(self) -> Figures:
        return figures_of(self.outcomes)


@dataclass(frozen=True)
class Folds:
    """All folds: every recording is in one of them, under settings that did not know its speaker.

    `choices`: the names of the settings that there were to choose from.
    """

    choices: tuple[str, ...]
    folds: tuple[Fold, ...]

    @property
    def figures(self) -> Figures:
        """Over all of them."""
        return figures_of([outcome for fold in self.folds for outcome in fold.outcomes])


def speaker_of(recording: Recording) -> str:
    """Who speaks: the file's name up to its first underscore, as in `4ab3_left_2.flac`.

    A first part without a digit names a collection, and the speaker is the second: `so_012_7.flac`.
    """
    first, *others = recording.file.stem.split("_")
    if others and not any(character.isdigit() for character in first):
        return f"{first}_{others[0]}"
    return first


def cross_validated(outcomes: Mapping[str, Sequence[Outcome]], number: int) -> Folds:
    """Leave each of `number` folds of speakers out once, and judge it by what the others choose.

    `outcomes`: by the name of the settings, all of the same recordings. At equal cost the first
    settings are chosen. A speaker is in the same fold whatever else there is to hear.
    """
    fold_of = _folds_of_speakers(next(iter(outcomes.values())), number)
    return Folds(
        tuple(outcomes), tuple(_left_out(outcomes, fold_of, each) for each in range(number))
    )


def cost_of(outcomes: Sequence[Outcome]) -> float:
    """What these cost the people, in questions asked again."""
    return sum(_cost_of(outcome) for outcome in outcomes)


def _folds_of_speakers(outcomes: Sequence[Outcome], number: int) -> dict[str, int]:
    speakers = {speaker_of(outcome.recording) for outcome in outcomes}
    shuffled = sorted(speakers, key=lambda speaker: seed_of(speaker, "fold"))
    return {speaker: place % number for place, speaker in enumerate(shuffled)}


def _left_out(
    outcomes: Mapping[str, Sequence[Outcome]], fold_of: Mapping[str, int], fold: int
) -> Fold:
    def is_in(outcome: Outcome) -> bool:
        return fold_of[speaker_of(outcome.recording)] == fold

    costs = {
        name: cost_of([each for each in of_one if not is_in(each)])
        for name, of_one in outcomes.items()
    }
    chosen = min(costs, key=costs.__getitem__)
    return Fold(
        chosen,
        {speaker for speaker, its_fold in fold_of.items() if its_fold == fold},
        tuple(each for each in outcomes[chosen] if is_in(each)),
    )


def _cost_of(outcome: Outcome) -> float:
    kind = outcome.recording.kind
    if kind is RecordingKind.HOMOPHONE or outcome.as_wanted:
        return 0.0
    if kind is RecordingKind.SENTENCE:
        something_else = outcome.sentence is SentenceOutcome.SOMETHING_ELSE
        return WRONG_COST if something_else else ASKED_AGAIN_COST
    if outcome.answer is not None:
        return WRONG_COST
    if kind is RecordingKind.STOP:
        return STOP_MISSED_COST
    command = 0.0 if outcome.command is None else FALSE_COMMAND_COST
    return command if kind in MUST_GIVE_NO_ANSWER else command + ASKED_AGAIN_COST
