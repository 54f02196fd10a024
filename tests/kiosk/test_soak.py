"""One after another leaves nothing behind in the kiosk: the short form of script/soak_kiosk."""

import pytest

from tests.soak.kiosk import soak_kiosk

pytestmark = pytest.mark.real

PEOPLE = 4


def test_people_who_walk_away_leave_no_memory_no_thread_no_process_and_no_file_behind() -> None:
    soak = soak_kiosk(PEOPLE)
    assert soak.codes == [0] * PEOPLE
    assert len({state for state, _ in soak.log}) == PEOPLE
    assert soak.left == []
    assert soak.counted[0].processes == soak.counted[-1].processes
    assert soak.memory[-1] - soak.memory[1] < 2.0


@pytest.mark.slow
def test_people_who_speak_leave_nothing_behind_either() -> None:
    soak = soak_kiosk(2, sound="quit-in-the-middle")
    assert soak.codes == [0, 0]
    assert soak.left == []
