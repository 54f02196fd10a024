"""Spoiled files are accepted, or refused in one line: a short run of what script/fuzz does."""

import pytest

from tests.fuzzing.every_target import EVERY_TARGET
from tests.fuzzing.run import Result, run

pytestmark = pytest.mark.real

INPUTS = {
    "prompts": 40,
    "settings": 150,
    "scenarios": 20,
    "recordings-list": 20,
    "answers": 40,
    "answer-values": 40,
    "history": 15,
    "history-values": 15,
}
"""As many as take about two seconds; the others are quicker."""

PLANTED = "tests.fuzzing.planted_faults"


@pytest.mark.parametrize("name", EVERY_TARGET)
def test_no_spoiled_file_is_more_than_refused(name: str) -> None:
    result = run(EVERY_TARGET[name], inputs=INPUTS.get(name, 200))
    assert [(fault.number, fault.told) for fault in result.faults] == []
    assert result.accepted + result.refused == result.read == INPUTS.get(name, 200)


# What looks for faults


def planted(name: str, *, inputs: int = 1, limit: float = 60.0) -> Result:
    return run(f"{PLANTED}:{name}", inputs=inputs, limit=limit)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("raises", "KeyError"),
        ("memory", "MemoryError"),
        ("rambles", "a line that is too long"),
        ("says-nothing", "an empty line"),
    ],
)
def test_what_no_reader_may_do_is_found(name: str, what: str) -> None:
    (fault,) = planted(name).faults
    assert fault.what == what


def test_an_input_that_hangs_is_found_with_the_place_where_it_hangs() -> None:
    (fault,) = planted("hangs", limit=0.2).faults
    assert fault.what == "hangs"
    assert "in _hang" in fault.told


def test_after_an_input_that_ends_the_process_another_goes_on() -> None:
    result = planted("crashes-at-times", inputs=9)
    assert result.read == 9
    assert result.accepted + len(result.faults) == 9
    assert result.accepted > 0
    assert {fault.what.split()[0] for fault in result.faults} == {"ends"}


def test_a_refusal_and_an_acceptance_are_no_faults() -> None:
    assert planted("refuses", inputs=5) == Result(5, 0, 5, ())
    assert planted("accepts", inputs=5) == Result(5, 5, 0, ())
