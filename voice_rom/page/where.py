"""Where in the whole a moment is, in words for people."""

from voice_rom.core.assessment.content import Content, Prompt, ScreeningQuestion, Test
from voice_rom.page.wording import PageWording

_BEGINNING = ("resuming", "welcome", "sound_check")
_ENDING = ("summary", "goodbye")
_AFTER_A_QUESTION = ("confirm", "side")


def asked_at(moment: str) -> str:
    """The step or the question that a moment belongs to: its confirmation and its side, too."""
    asked, _, last = moment.rpartition(".")
    return asked if last in _AFTER_A_QUESTION else moment


class WhereInTheWhole:
    """Knows a name for the moments that are places; all others come between two of them."""

    def __init__(
        self,
        content: Content,
        wording: PageWording,
        tests: tuple[Test, ...],
        screening: tuple[ScreeningQuestion, ...],
    ) -> None:
        """`tests` and `screening`: what this session consists of."""
        self._wording = wording
        self._names = {
            **dict.fromkeys(_BEGINNING, wording.beginning),
            **dict.fromkeys(_ENDING, wording.ending),
            "screened": wording.screening,
        }
        for number, asked in enumerate(screening, start=1):
            self._names[f"screening.{asked.id}"] = wording.screening_question.format(
                number=number, of=len(screening)
            )
        for test in tests:
            self._add(test)
        self._ways = frozenset(way.text_id for way in content.assessment.ways)
        self._drawn = _short_forms(content)

    def name(self, moment: str) -> str | None:
        """None: where it was before, or it is nowhere in the whole."""
        if moment in self._ways:
            return self._wording.way
        return self._names.get(asked_at(moment))

    def drawn(self, moment: str) -> str:
        """What a drawing of this moment shows, in a sentence; empty where it is not known."""
        return self._drawn.get(asked_at(moment), "")

    def _add(self, test: Test) -> None:
        wording, name = self._wording, test.name[:1].upper() + test.name[1:]
        steps = [step.id for step in test.steps]
        questions = [question.id for question in test.questions]
        self._names[f"{test.id}.noticed"] = name
        for pattern, ids in ((wording.step, steps), (wording.question, questions)):
            for number, each in enumerate(ids, start=1):
                self._names[f"{test.id}.{each}"] = pattern.format(
                    test=name, number=number, of=len(ids)
                )


def _short_forms(content: Content) -> dict[str, str]:
    assessment = content.assessment
    prompts: dict[str, Prompt] = {way.text_id: way for way in assessment.ways}
    for test in assessment.tests:
        prompts |= {f"{test.id}.{step.id}": step for step in test.steps}
        prompts |= {f"{test.id}.{question.id}": question for question in test.questions}
    return {moment: prompt.short[0] for moment, prompt in prompts.items() if prompt.short}
