from dataclasses import dataclass

import pytest

from voice_rom.devices.watch import Watch


@dataclass
class Stream:
    since: float
    last_callback: float


@pytest.fixture
def watch() -> Watch:
    return Watch(gone_after=1.0, retry_after=3.0)


def test_a_stream_that_calls_back_is_well(watch: Watch) -> None:
    assert watch.why_gone(Stream(0.0, 99.5), active=True, now=100.0) is None


def test_a_stream_that_no_longer_calls_back_is_gone(watch: Watch) -> None:
    assert (
        watch.why_gone(Stream(0.0, 98.9), active=True, now=100.0)
        == "nothing came from it for 1.1 s"
    )


def test_a_stream_that_the_system_ended_is_gone_at_once(watch: Watch) -> None:
    why = watch.why_gone(Stream(0.0, 100.0), active=False, now=100.0)

    assert why == "the system ended its stream"


def test_a_new_stream_may_take_its_time(watch: Watch) -> None:
    just_opened = Stream(98.0, 98.0)

    assert watch.why_gone(just_opened, active=True, now=100.0) is None
    assert watch.why_gone(just_opened, active=True, now=101.5) is not None


def test_what_was_looked_for_in_vain_is_left_alone_for_a_while(watch: Watch) -> None:
    assert watch.try_again(100.0)

    watch.tried(100.0)

    assert not watch.try_again(102.9)
    assert watch.try_again(103.0)
