"""What a session consists of: the screening, if there is one, and the tests that are done today."""

from voice_rom.core.assessment.content import Content, Posture, Test
from voice_rom.core.assessment.places import Place, lay_out
from voice_rom.core.assessment.safety import ScreeningQuestion


class Programme:
    """Begins with all tests that were chosen; may be narrowed to those on a chair."""

    def __init__(self, content: Content, tests: tuple[Test, ...], *, screening: bool) -> None:
        self._assessment = content.assessment
        self._chosen = tests
        self.tests = tests
        """Those that are done."""
        questions = content.safety.screening.questions if screening else ()
        self.screening: tuple[ScreeningQuestion, ...] = tuple(
            question for question in questions if self.has_floor or not question.only_for_floor
        )

    @property
    def has_floor(self) -> bool:
        return any(test.posture is Posture.FLOOR for test in self._chosen)

    @property
    def has_chair(self) -> bool:
        return bool(self._on_chair)

    @property
    def left_out(self) -> tuple[Test, ...]:
        """The tests that were chosen and are not done."""
        return tuple(test for test in self._chosen if test not in self.tests)

    def keep_to_the_chair(self) -> None:
        self.tests = self._on_chair

    def do_all(self) -> None:
        self.tests = self._chosen

    def places(self) -> tuple[Place, ...]:
        return lay_out(self._assessment, self.tests, self.screening)

    def places_on_chair(self) -> tuple[Place, ...]:
        return lay_out(self._assessment, self._on_chair, self.screening)

    def with_way_to_floor(self, places: tuple[Place, ...], index: int) -> tuple[Place, ...]:
        """`places` with a way to the floor before the next movement from `index` on.

        For who may have got up meanwhile. Nothing changes where there is one, or none is needed.
        """
        way = self._assessment.to_floor
        for number, place in enumerate(places[index:], start=index):
            if place.step is None:
                continue
            if place.posture is Posture.CHAIR or place.step is way:
                break
            before = Place(place.state, place.test, place.test_number, step=way)
            return (*places[:number], before, *places[number:])
        return places

    @property
    def _on_chair(self) -> tuple[Test, ...]:
        return tuple(test for test in self._chosen if test.posture is Posture.CHAIR)
