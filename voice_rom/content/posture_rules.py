"""What must hold of the postures of the tests, and of the ways between them."""

from collections.abc import Iterator, Sequence

from voice_rom.content.key_path import KeyPath
from voice_rom.content.schema import Mistake, nearest
from voice_rom.core.assessment.content import Assessment


def posture_mistakes(assessment: Assessment) -> Iterator[Mistake]:
    """Yield every name of a posture that there is not, and what is missing where one is lying."""
    if not assessment.postures:
        yield Mistake(("postures",), "is empty; name how a person is during the tests")
    for at, posture in _named(assessment):
        if posture not in assessment.postures:
            near = nearest(posture, assessment.postures)
            yield Mistake(at, f"{posture!r} is not one of the 'postures'{near}")
    for number, way in enumerate(assessment.ways):
        if not way.id.startswith("to-"):
            what = f"{way.id!r} must begin with 'to-', such as to-{way.to}"
            yield Mistake(("ways", number, "id"), what)
    lying = [name for name, posture in assessment.postures.items() if posture.lying]
    if lying and assessment.sit_up is None:
        what = f"has no 'sit_up', which is said at the end to who is in the posture '{lying[0]}'"
        yield Mistake((), what)


def _named(assessment: Assessment) -> Iterator[tuple[KeyPath, str]]:
    """Every posture that is named somewhere, and where."""
    for number, test in enumerate(assessment.tests):
        yield ("tests", number, "posture"), test.posture
    for number, way in enumerate(assessment.ways):
        yield ("ways", number, "to"), way.to
        yield from _listed(("ways", number, "start"), way.start)
    if assessment.screening is not None:
        yield from _listed(("screening", "keeps"), assessment.screening.keeps)
        for number, question in enumerate(assessment.screening.questions):
            yield from _listed(("screening", "questions", number, "only_for"), question.only_for)


def _listed(at: KeyPath, postures: Sequence[str]) -> Iterator[tuple[KeyPath, str]]:
    for number, posture in enumerate(postures):
        yield (*at, number), posture
