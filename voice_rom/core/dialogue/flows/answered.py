"""What several flows do with an answer, or when somebody goes back."""

from typing import Protocol

from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.table import Move
from voice_rom.core.language.meanings import Meaning


class HasContext(Protocol):
    """Any flow."""

    context: DialogueContext


def says_yes(_flow: HasContext, move: Move) -> bool:
    return move.answer.what is Meaning.YES


def note_back(flow: HasContext, _move: Move) -> None:
    state = flow.context.state
    state.stopped_to_end = state.summary_said = state.ended_by_complaint = False
    flow.context.say_first(flow.context.texts.phrase("back"))
