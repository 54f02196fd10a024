"""Somebody in a movement, whom something hurts."""

from tests.core.conftest import MakePerson
from tests.core.person import Person

LIFTING = "lift-one-leg"
URGENT = ("safety.urgent_first", "safety.pain.urgent")


def moving(person: MakePerson, **settings: object) -> Person:
    """Somebody whose leg is about to go up; the hip rotation comes after that."""
    anna = person(session__tests=["leg-lift", "hip-rotation"], **settings)
    anna.say("yes", "ready", "ready")
    assert anna.said == [f"tests.leg-lift.steps.{LIFTING}.say"]
    return anna
