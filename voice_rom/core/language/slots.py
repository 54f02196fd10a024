"""What a whole sentence means where something is asked: answer, side, command, how sure."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, Meaning, Meant
from voice_rom.core.language.sentences import Saying


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """What was asked, as far as it decides what a sentence means there."""

    kind: str = ""
    """A question's sign ("difference", "pain"), or what else is asked for ("side", "step")."""
    about: str = ""
    """The sign of the question itself, also where its side, or whether it was heard rightly, is
    asked. Empty: it is not known, or there is none."""
    finding: Meant | None = None
    """The answer that says: there is such a thing."""
    nothing: Meant | None = None
    """The answer that says: there is none."""
    sides: frozenset[Meant] = frozenset()
    """The sides that can be given with the finding, or in place of it."""
    same_as: Mapping[Meant, Meant] = field(default_factory=dict)
    """What does as well as an answer: "yes" for "ready" in a movement."""


NOTHING_KNOWN: Final = AskedFor()


@dataclass(frozen=True, kw_only=True)
class Slots:
    """What was understood, slot by slot."""

    meaning: Meant | None = None
    """The answer (a side, where a side was asked for), the command or the complaint."""
    side: Meant | None = None
    """The side that came with it."""
    part: str = ""
    """The part of the body that came with it."""
    implied: bool = False
    """Only the side was said where more was asked: "the right one" to "is one side easier?"."""
    hedged: bool = False
    """Not quite sure, or only a little."""
    templates: tuple[str, ...] = ()
    """The templates that the sentences are: the evidence."""

    @property
    def why(self) -> str:
        return "; ".join(self.templates)


_LEFT_OR_RIGHT: Final = frozenset({Meaning.LEFT, Meaning.RIGHT})
_COMPLAINED_OF: Final = {str(complaint): complaint for complaint in COMPLAINTS}


def resolve(
    sayings: Iterable[Saying], asked: AskedFor, expected: AbstractSet[Meant]
) -> Slots | None:
    """Return what the likeliest of several readings of one sentence means; None if none can.

    What was said in so many words goes before what is only implied.
    """
    sayings = tuple(sayings)
    if any(_is_bare_side(saying) for saying in sayings):
        asked = replace(asked, same_as={})  # "right" may be a yes, and is no "ready"
    if any(saying.implied and saying.about == asked.about for saying in sayings):
        sayings = tuple(saying for saying in sayings if not _is_bare_side(saying))
    possible = [_resolve(saying, asked, expected) for saying in sayings]
    found = [slots for slots in possible if slots is not None]
    return min(found, key=_unlikely, default=None)


def _is_bare_side(saying: Saying) -> bool:
    return saying.side is not None and saying.meaning is None and not saying.about


def _unlikely(slots: Slots) -> tuple[bool, ...]:
    return (
        slots.meaning is not Meaning.STOP,
        slots.meaning in COMPLAINTS,  # "yes, it hurts", where that was said back
        slots.implied,
        slots.side is None,
        not slots.part,
        not slots.hedged,
    )


def _resolve(saying: Saying, asked: AskedFor, expected: AbstractSet[Meant]) -> Slots | None:
    slots = Slots(
        part=saying.part,
        hedged=saying.hedged,
        implied=saying.implied,
        templates=(saying.template,),
    )
    if saying.about:
        return _claim(saying, asked, expected, slots)
    if saying.meaning is not None:
        meaning = _taken(saying.meaning, asked, expected)
        return (
            None if meaning is None else _with_side(replace(slots, meaning=meaning), saying, asked)
        )
    return _side_alone(saying, asked, expected, slots)


def _taken(meaning: Meant, asked: AskedFor, expected: AbstractSet[Meant]) -> Meant | None:
    if meaning in asked.same_as:
        meaning = asked.same_as[meaning]
    return meaning if meaning in expected else None


def _with_side(slots: Slots, saying: Saying, asked: AskedFor) -> Slots | None:
    """A side belongs to a finding; with any other answer it says two things."""
    if saying.side is None or saying.side is Meaning.NEITHER:
        return slots
    if slots.meaning in COMMANDS:
        return replace(slots, side=saying.side)
    if slots.meaning == asked.finding and saying.side in asked.sides:
        return replace(slots, side=saying.side)
    return None


def _claim(
    saying: Saying, asked: AskedFor, expected: AbstractSet[Meant], slots: Slots
) -> Slots | None:
    """Whether "the left one goes higher" answers that one does, or which; or is a complaint.

    Which one hurts is not told by which one is stiffer.
    """
    complaint = _complaint(saying, expected)
    here = saying.about == asked.about
    answer = asked.finding if saying.found else asked.nothing
    if here and answer is not None and answer in expected:
        plain = replace(slots, meaning=answer)
        answered = _with_side(plain, saying, asked) if saying.found else plain
        if answered is not None or complaint is None:
            return answered
    which = _which(saying, expected, slots) if here or not asked.about else None
    if complaint is not None and not (here and which):
        return replace(slots, meaning=complaint, side=saying.side)
    return which


def _complaint(saying: Saying, expected: AbstractSet[Meant]) -> Meant | None:
    complaint = _COMPLAINED_OF.get(saying.about) if saying.found else None
    return complaint if complaint in expected else None


def _side_alone(
    saying: Saying, asked: AskedFor, expected: AbstractSet[Meant], slots: Slots
) -> Slots | None:
    if saying.side in expected and not asked.sides:
        return _which(saying, expected, slots)
    if saying.side is Meaning.NEITHER and asked.nothing in expected:
        return replace(slots, meaning=asked.nothing)
    if saying.side in asked.sides and asked.finding in expected:
        return replace(slots, meaning=asked.finding, side=saying.side, implied=True)
    return None


def _which(saying: Saying, expected: AbstractSet[Meant], slots: Slots) -> Slots | None:
    """Where the question is on which side."""
    side = saying.side
    if side is None or side not in expected or not expected >= _LEFT_OR_RIGHT:
        return None
    return replace(slots, meaning=side) if saying.found or side is Meaning.NEITHER else None


def merged(first: Slots, second: Slots, asked: AskedFor) -> Slots | None:
    """Two sentences said in one go; None when they do not go together."""
    for urgent in (Meaning.STOP, Meaning.PAUSE):
        for one in (first, second):
            if one.meaning is urgent:
                return one
    for one, other in ((first, second), (second, first)):
        if one.meaning in COMPLAINTS and other.meaning not in COMMANDS:
            return _joined(one, other, one.meaning)
    if first.meaning == second.meaning:
        return _joined(first, second, first.meaning)
    if second.implied and second.side is Meaning.BOTH and first.meaning == asked.nothing:
        return first  # "yes, both legs", where "no" is the finding
    return None


def _joined(first: Slots, second: Slots, meaning: Meant | None) -> Slots | None:
    sides = {side for side in (first.side, second.side) if side is not None}
    if len(sides) > 1:
        return None
    return Slots(
        meaning=meaning,
        side=next(iter(sides), None),
        part=first.part or second.part,
        implied=first.implied and second.implied,
        hedged=first.hedged or second.hedged,
        templates=first.templates + second.templates,
    )
