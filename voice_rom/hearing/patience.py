"""How long to wait for more, judged by the words heard so far."""

from collections.abc import Sequence

from voice_rom.core.phrases import PartKind, parse
from voice_rom.core.settings import HearingSettings
from voice_rom.core.vocabulary import Vocabulary


def patience(words: Sequence[str], vocabulary: Vocabulary, settings: HearingSettings) -> float:
    """Return the seconds of silence after which somebody who said `words` has finished."""
    parts = parse(words, vocabulary)
    if not parts:
        return settings.end_after_sound
    if any(part.kind is PartKind.FOREIGN for part in parts):
        return settings.end_after_foreign
    meant = {part.meanings for part in parts if part.meanings and not part.may_be_filler}
    if len(meant) == 1 and parts[-1].meanings:
        return settings.end_after_answer
    return settings.end_after_filler
