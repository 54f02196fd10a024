"""The way through the places of a session, and where on it the session stands."""

from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.state import State


class Itinerary:
    """Goes from place to place: to the next, to the one before, to the end before the end."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places
        self.index = -1
        """Which place this is, -1 before the first: it changes whenever the session moves on."""
        self.going_back = False
        self.complete = False
        """The summary was reached by way of the last question."""
        self._left_at: int | None = None
        """The place from which the session went to its summary early; "back" leads there."""

    @property
    def place(self) -> Place | None:
        return self.places[self.index] if self.index >= 0 else None

    @property
    def here(self) -> Place:
        """The place. Raises LookupError before the first."""
        if self.place is None:
            raise LookupError("there is no place yet")
        return self.place

    def next_state(self) -> State:
        """The state of the next place; at the last, of that."""
        return self.places[self._next].state

    def go_on(self) -> None:
        """Go to the next place."""
        self.go_to(self._next)
        self.complete = self.complete or self.places[self.index].state is State.SUMMARY

    def state_before(self) -> State | None:
        """The state of the place that "back" leads to; None at the first."""
        before = self._before
        return None if before is None else self.places[before].state

    def go_back(self) -> None:
        if self._before is not None:
            self.index, self.going_back = self._before, True

    def go_to(self, index: int) -> None:
        """Go straight to a place where the session has been."""
        self.index, self.going_back = index, False

    def change(self, places: tuple[Place, ...]) -> None:
        """From here on it is this way; the places so far are the same."""
        self.places = places

    def next_test(self) -> int | None:
        """The first place of the next test, or None when there is no other."""
        number = self.here.test_number
        if number == 0:
            return None
        later = (i for i, place in enumerate(self.places) if place.test_number > number)
        return next(later, None)

    def arrive(self) -> Place:
        """Be at the place that was led to."""
        self._left_at = None
        return self.here

    def end_early(self) -> None:
        """Go to the summary from here."""
        last = len(self.places) - 1
        if self.index < last:
            self._left_at = max(self.index, 0)
            self.index = last

    @property
    def _next(self) -> int:
        return min(self.index + 1, len(self.places) - 1)

    @property
    def _before(self) -> int | None:
        if self._left_at is not None:
            return self._left_at
        for index in range(self.index - 1, -1, -1):
            if self.places[index].state in (State.STEP, State.QUESTION):
                return index
        return None
