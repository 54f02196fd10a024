"""How many instructions a sentence gives: a person on the floor can follow one at a time.

A rule of thumb, without grammar: a sentence is cut where a new command could begin, and each piece
that begins with one of our verbs (after "please", "now", "slowly" and the like) is an instruction.
"Come closer, or speak louder" is one: either will do. So is "lower your leg and rest": to rest is
what is left when a movement ends.
"""

import re
from typing import Final

_VERBS: Final = frozenset(
    (
        *("bend", "breathe", "call", "check", "choose", "close", "come", "cross", "do", "face"),
        *("get", "give", "go", "hold", "keep", "lay", "lean", "leave", "let", "lie", "lift"),
        *("listen", "look", "lower", "make", "move", "open", "place", "plug", "point", "press"),
        *("push", "put", "raise", "repeat", "rest", "roll", "rotate", "say", "sit", "speak"),
        *("stand", "start", "stay", "stop", "straighten", "stretch", "swing", "take", "talk"),
        *("think", "tilt", "touch", "try", "turn", "type", "unplug", "use", "wait", "walk"),
    )
)

_BEFORE_A_VERB: Final = frozenset(
    ("first", "gently", "just", "now", "only", "please", "simply", "slowly", "so", "then")
)

_TELLING: Final = frozenset({"You", "I", "We"})
"""A sentence that begins so tells what is, or will be: "You will lift one leg, then the other"."""

_NEW_PIECE: Final = re.compile(r"\s*(?:[,;:](?!\s*or\b)|\band then\b|\bthen\b|\band\b)\s*")

_RESTING: Final = re.compile(r"(?:let )?(?:it )?rest(?: it)?")

_CONDITION: Final = re.compile(
    r"^(?:if|when|while|as|until|after|before)\b[^,]*,\s*", re.IGNORECASE
)


def instructions(sentence: str) -> int:
    """How many commands the sentence gives: 0 for a statement or a question."""
    if sentence.endswith("?") or sentence.partition(" ")[0] in _TELLING:
        return 0
    pieces = _NEW_PIECE.split(_CONDITION.sub("", sentence))
    words = [piece.lower().rstrip(".!").split() for piece in pieces]
    moving = [
        piece
        for number, piece in enumerate(words)
        if number == 0 or not _RESTING.fullmatch(" ".join(piece))
    ]
    return sum(_begins_with_a_verb(piece) for piece in moving)


def _begins_with_a_verb(words: list[str]) -> bool:
    for word in words:
        if word not in _BEFORE_A_VERB:
            return word in _VERBS
    return False
