"""script/room_load, with a few rooms: what is sent arrives, and the figures are told."""

import pytest

from tests.storage.central.room_load import main


@pytest.mark.usefixtures("_real")
def test_a_few_rooms_are_taken_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rooms", "4", "--connections", "2"]) == 0
    told = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert told["sessions"] == "4"
    assert int(told["answers a second"]) > 0
    assert told["not taken"] == "0 []"
