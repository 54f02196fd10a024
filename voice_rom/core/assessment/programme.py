"""What a session consists of: the screening, if there is one, and the tests that are done today."""

from voice_rom.core.assessment.content import Content, ScreeningQuestion, Test
from voice_rom.core.assessment.findings import AnswerKey
from voice_rom.core.assessment.places import SCREENING, Place, lay_out, way_between


class Programme:
    """Begins with all tests that were chosen; may be narrowed to those that the screening keeps."""

    def __init__(self, content: Content, tests: tuple[Test, ...], *, screening: bool) -> None:
        self._assessment = content.assessment
        self._screening = content.assessment.screening
        self._chosen = tests
        self.tests = tests
        """Those that are done."""
        postures = {test.posture for test in tests}
        asked = self._screening.questions if screening and self._screening is not None else ()
        self.screening: tuple[ScreeningQuestion, ...] = tuple(
            question
            for question in asked
            if not question.only_for or not postures.isdisjoint(question.only_for)
        )

    @property
    def choice_key(self) -> AnswerKey:
        """Where it is kept what somebody with a reason to be careful chose."""
        return SCREENING, "" if self._screening is None else self._screening.choice_id

    @property
    def keeps_any(self) -> bool:
        """Whether a test is left for somebody with a reason to be careful."""
        return bool(self._kept)

    @property
    def keeps_all(self) -> bool:
        return self._kept == self._chosen

    @property
    def left_out(self) -> tuple[Test, ...]:
        """The tests that were chosen and are not done."""
        return tuple(test for test in self._chosen if test not in self.tests)

    def narrow(self) -> None:
        """Do only what the screening keeps."""
        self.tests = self._kept

    def do_all(self) -> None:
        self.tests = self._chosen

    def places(self) -> tuple[Place, ...]:
        return lay_out(self._assessment, self.tests, self.screening)

    def narrow_places(self) -> tuple[Place, ...]:
        return lay_out(self._assessment, self._kept, self.screening)

    def with_way_again(self, places: tuple[Place, ...], index: int) -> tuple[Place, ...]:
        """`places` with the way to its posture before the next movement from `index` on.

        For who may have got up meanwhile. Nothing changes where there is one, or none is needed.
        """
        for number, place in enumerate(places[index:], start=index):
            if place.step is None:
                continue
            way = way_between(self._assessment, None, place.in_test.posture)
            if way is None or place.step is way:
                break
            before = Place(place.state, place.test, place.test_number, step=way)
            return (*places[:number], before, *places[number:])
        return places

    def begins_with_a_way(self, place: Place) -> bool:
        """Whether who begins at this step has a way to its posture before them."""
        return way_between(self._assessment, None, place.in_test.posture) is not None

    @property
    def _kept(self) -> tuple[Test, ...]:
        keeps = () if self._screening is None else self._screening.keeps
        return tuple(test for test in self._chosen if test.posture in keeps)
