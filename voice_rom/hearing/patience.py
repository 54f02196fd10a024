"""How long to wait for more, judged by the words heard so far."""

from collections.abc import Sequence

from voice_rom.core.assessment.settings import HearingSettings
from voice_rom.core.language.meanings import INTERRUPTIONS
from voice_rom.core.language.phrases import PartKind, after_correction, parse
from voice_rom.core.language.vocabulary import Vocabulary


def patience(words: Sequence[str], vocabulary: Vocabulary, settings: HearingSettings) -> float:
    """Return the seconds of silence after which somebody who said `words` has finished."""
    parts = parse(words, vocabulary)
    if not parts:
        return settings.end_after_sound
    if any(part.kind is PartKind.FOREIGN for part in parts):
        return settings.end_after_foreign
    kept, _ = after_correction(parts)
    answers = [part for part in kept if part.meanings and not part.may_be_filler]
    if answers and all(INTERRUPTIONS.issuperset(part.meanings) for part in answers):
        return settings.end_after_interruption
    if answers and all(part.meanings == answers[0].meanings for part in answers):
        return settings.end_after_answer
    return settings.end_after_filler
