import threading

import pytest

from voice_rom.speaking.priority_lock import PriorityLock


def test_who_is_waited_for_enters_before_who_works_ahead() -> None:
    """Both stand at their doors for 20 rounds; the one that came later goes first every time."""
    precedence = PriorityLock()
    for _ in range(20):
        entered: list[str] = []

        def work_ahead(entered: list[str] = entered) -> None:
            with precedence.ahead():
                entered.append("ahead")

        def work_now(entered: list[str] = entered) -> None:
            with precedence.now():
                entered.append("now")

        threads = [threading.Thread(target=work) for work in (work_ahead, work_ahead, work_now)]
        with precedence.now():
            for thread in threads:
                thread.start()
            while not precedence.awaited:
                threads[-1].join(timeout=0.001)
        for thread in threads:
            thread.join()
        assert entered == ["now", "ahead", "ahead"]


def test_one_that_fails_inside_lets_the_next_one_in() -> None:
    precedence = PriorityLock()
    for door in (precedence.now, precedence.ahead, precedence.now):
        with pytest.raises(ZeroDivisionError), door():
            _ = 1 // 0
    assert not precedence.awaited
