"""Inputs are spoiled, each in its own way, and the same again when one is to be looked at."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.kept_files import TARGETS
from tests.fuzzing.mutations import mutated
from tests.fuzzing.target import spoiled

GOOD = b"[voice]\nrate = 130 # words a minute\ngain = 0.5\n"


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=1 << 32))
def test_anything_can_be_spoiled_and_the_same_chance_spoils_it_the_same(
    content: bytes, seed: int
) -> None:
    assert mutated(content, Random(seed)) == mutated(content, Random(seed))  # noqa: S311 - no secret, but the same again


def test_nearly_every_input_is_another_and_hardly_any_is_the_good_file() -> None:
    inputs = [mutated(GOOD, Random(number)) for number in range(500)]  # noqa: S311 - no secret, but the same again
    assert len(set(inputs)) > 400
    assert inputs.count(GOOD) < 50


def test_an_input_is_known_by_its_number() -> None:
    target = TARGETS[0]
    assert spoiled(target, 7).place in {seed.place for seed in target.seeds()}
    assert len({spoiled(target, number).content for number in range(20)}) > 15
