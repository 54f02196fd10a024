"""Somebody who answers a whole session with their own recordings, and notices what goes wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.texts import PHRASES, Line
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.dialogue.turns import asked_id
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.evaluation.chosen_answers import SIDE_MEANINGS, ChosenAnswer
from voice_rom.simulation.plan import Answer, Press, Sound

MOST_OBJECTIONS: Final = 3
"""How often a person objects to what was understood of one answer before they let it be."""

MOST_WAYS_BACK: Final = 6
"""How often in a session they ask to go back."""

MOST_WORDS: Final = 3
"""How often the word of the sound check is said; then a key is pressed, as the voice offers."""

_REPLIES: Final[Mapping[MomentKind, Meaning]] = {
    MomentKind.RESUMING: Meaning.NO,
    MomentKind.SOUND_CHECK: Meaning.YES,
    MomentKind.SCREENED: Meaning.YES,
    MomentKind.STEP: Meaning.READY,
    MomentKind.SUMMARY: Meaning.READY,
    MomentKind.COMPLAINT: Meaning.NO,
    MomentKind.SHARP: Meaning.NO,
    MomentKind.SORE_SIDE: Meaning.UNSURE,
    MomentKind.GOING_ON: Meaning.YES,
    MomentKind.PAUSED: Meaning.CONTINUE,
    MomentKind.STOPPED: Meaning.CONTINUE,
    MomentKind.WELFARE: Meaning.YES,
    MomentKind.ALARM: Meaning.YES,
}
"""What somebody says who complained of nothing, asked for nothing, and wants to get through."""

_TAKEN_FOR_SOMETHING_ELSE: Final = (f"{PHRASES}.unsure", f"{PHRASES}.skipped")
_SAID_BACK: Final = ("side_noted", "instead", "heard_as")
_QUESTION, _SIDE, _CONFIRM = MomentKind.QUESTION, MomentKind.SIDE, MomentKind.CONFIRM
_ASKED_ABOUT: Final = (_CONFIRM, MomentKind.CHECKED)
_ANSWERED: Final = (_QUESTION, _SIDE)
_TELLS_ALL: Final = (MomentKind.NOTICED, MomentKind.SUMMARY)


class OwnWords:
    """What somebody says: of several recordings of a word, one after the other."""

    def __init__(self, sounds: Mapping[Meant, Sequence[Sound]]) -> None:
        self._sounds = sounds
        self._times: Counter[Meant] = Counter()

    def __contains__(self, meaning: Meant) -> bool:
        return meaning in self._sounds

    def say(self, meaning: Meant) -> Sound | None:
        """None where there is no recording of it."""
        sounds = self._sounds.get(meaning)
        if sounds is None:
            return None
        self._times[meaning] += 1
        return sounds[(self._times[meaning] - 1) % len(sounds)]

    def tell(self, meaning: Meant) -> Answer:
        """Said, or pressed where there is no recording of it."""
        return self.say(meaning) or Press(meaning)


@dataclass(frozen=True)
class _SaidBack:
    """A line that tells what was understood. `index`: among the lines that were said."""

    index: int
    fits: bool


class AnsweringPerson:
    """Implements `simulation.plan.Person`.

    Says "no" to what is said back wrongly: where that is asked about, as the answer to it; where it
    is only told, into the voice, right after the line. If the session has gone on all the same, the
    person goes back to the question.
    """

    def __init__(
        self,
        words: OwnWords,
        chosen: Mapping[str, ChosenAnswer],
        places: Iterable[Place],
        kinds: Mapping[str, MomentKind],
    ) -> None:
        """`chosen`: the answers by their question's moment; `places`: where these are asked."""
        self._words = words
        self._chosen = chosen
        self._kinds = kinds
        self._text_ids = {asked_id(place): place.name for place in places if place.name in chosen}
        self._last: str | None = None
        """The question, or its side, that was answered last."""
        self._last_fits = True
        """Whether what is asked about now was heard rightly."""
        self._mistaken: list[str] = []
        """Questions and sides whose answers were said back wrongly, and not given anew."""
        self._objections: Counter[str] = Counter()
        """How often they objected, by the question."""
        self._ways_back = 0
        self._tries = 0
        """How often the word of the sound check was said."""

    def answer(self, moment: str) -> Answer | None:
        if self._must_go_back(moment):
            self._ways_back += 1
            return self._words.tell(Meaning.BACK)
        kind = self._kinds[moment]
        if kind in _ASKED_ABOUT:
            objects = not self._last_fits and self._may_object()
            return self._words.tell(Meaning.NO if objects else Meaning.YES)
        self._last, self._last_fits = None, True
        if kind in _ANSWERED:
            self._last = moment
            return self._words.tell(self._chosen_at(moment))
        if kind is MomentKind.SOUND_CHECK:
            self._tries += 1
            if self._tries > MOST_WORDS:
                return Press(Meaning.YES)
        reply = _REPLIES.get(kind)
        return None if reply is None else self._words.tell(reply)

    def objections(
        self, said: Sequence[Line], before: int, moment: str | None
    ) -> Mapping[int, Sound]:
        kind = None if moment is None else self._kinds.get(moment)
        told = said[:before] if kind in _TELLS_ALL else said
        wrong: dict[int, Sound] = {}
        for one in self._said_back(told):
            if one.index >= before and kind in _ASKED_ABOUT:
                self._last_fits = one.fits
            elif not one.fits and self._may_object():
                self._note_mistake()
                wrong = wrong or self._no_after(one.index)
        return wrong

    # What was said back

    def _said_back(self, said: Sequence[Line]) -> Iterable[_SaidBack]:
        for index, line in enumerate(said):
            fits = self._fits(line.text_id)
            if fits is not None:
                yield _SaidBack(index, fits)

    def _fits(self, text_id: str) -> bool | None:
        """Whether what this text says back is what was answered; None where it says nothing."""
        if text_id in _TAKEN_FOR_SOMETHING_ELSE:
            return False if self._last is not None else None
        about, _, form = text_id.rpartition(".")
        asked, _, what = about.rpartition(".")
        if asked in self._text_ids:
            return self._is_chosen(self._text_ids[asked], what, form)
        if asked == PHRASES and what in _SAID_BACK and self._last is not None:
            return self._chosen_at(self._last) == form
        return None

    def _is_chosen(self, question: str, what: str, form: str) -> bool | None:
        chosen = self._chosen[question]
        if what in ("confirm", "noted"):
            return chosen.meaning == form
        if what == "finding":
            return chosen.side == form if form in set(Side) else None
        return None

    def _may_object(self) -> bool:
        """Whether they still do, to what became of the last answer; each time counts."""
        question = "" if self._last is None else _question_of(self._last)
        self._objections[question] += 1
        return self._objections[question] <= MOST_OBJECTIONS

    def _note_mistake(self) -> None:
        if self._last is not None and self._last not in self._mistaken:
            self._mistaken.append(self._last)

    def _no_after(self, index: int) -> dict[int, Sound]:
        no = self._words.say(Meaning.NO)
        return {} if no is None else {index: no}

    # Going back

    def _must_go_back(self, moment: str) -> bool:
        """Whether it asks for something else while there is a mistake, or for what is none."""
        kind = self._kinds[moment]
        self._mistaken = [other for other in self._mistaken if other != moment]
        if self._ways_back >= MOST_WAYS_BACK:
            return False
        if kind is _SIDE and self._chosen[_question_of(moment)].side is None:
            return True
        if kind is _QUESTION:  # its side will be asked for again
            self._mistaken = [each for each in self._mistaken if _question_of(each) != moment]
        return bool(self._mistaken) and kind in (*_ANSWERED, MomentKind.STEP, MomentKind.SUMMARY)

    def _chosen_at(self, moment: str) -> Meant:
        """What is answered there; the side of what has none is anybody's guess."""
        chosen = self._chosen[_question_of(moment)]
        if self._kinds[moment] is _QUESTION:
            return chosen.meaning
        return Meaning.UNSURE if chosen.side is None else SIDE_MEANINGS[chosen.side]


def _question_of(moment: str) -> str:
    """The question that a side or a confirmation belongs to."""
    return moment.removesuffix(f".{_SIDE}").removesuffix(f".{_CONFIRM}")
