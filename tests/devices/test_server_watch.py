import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from voice_rom.devices.server_watch import ServerWatch
from voice_rom.devices.sound_server import ServerState

PATIENCE_SECONDS = 10.0
"""Nobody waits so long unless something is broken."""


class TalkingServer:
    """Says that something has changed when a test says so, and how it is then."""

    def __init__(self) -> None:
        self.states: queue.Queue[ServerState | None] = queue.Queue()
        self.asked = threading.Semaphore(0)
        self.closed = threading.Event()
        self._changes: queue.Queue[str] = queue.Queue()

    def change_to(self, state: ServerState | None) -> None:
        self.states.put(state)
        self._changes.put("changed")

    def ask(self) -> ServerState | None:
        state = self.states.get(timeout=PATIENCE_SECONDS)
        self.asked.release()
        return state

    def changes(self) -> "TalkingServer":
        return self

    def follow(self, changed: Callable[[], None]) -> None:
        while self._changes.get():
            changed()

    def close(self) -> None:
        self.closed.set()
        self._changes.put("")


class NoServer:
    def ask(self) -> ServerState | None:
        raise AssertionError("there is nobody to ask")

    def changes(self) -> None:
        return None


@pytest.fixture
def server() -> TalkingServer:
    return TalkingServer()


@pytest.fixture
def watch(server: TalkingServer) -> Iterator[ServerWatch]:
    server.states.put(None)
    watch = ServerWatch(server)
    yield watch
    watch.close()


def comes_to(watch: ServerWatch, state: ServerState | None) -> bool:
    tick = threading.Event()
    for _ in range(round(PATIENCE_SECONDS / 0.01)):
        if watch.state is state:
            return True
        tick.wait(0.01)
    return False


def test_it_asks_at_the_beginning_and_after_each_change(
    server: TalkingServer, watch: ServerWatch
) -> None:
    assert server.asked.acquire(timeout=PATIENCE_SECONDS)
    for state in (ServerState(), ServerState()):
        server.change_to(state)
        assert comes_to(watch, state)


def test_closing_ends_what_it_follows(server: TalkingServer, watch: ServerWatch) -> None:
    watch.close()

    assert server.closed.wait(PATIENCE_SECONDS)


def test_where_nobody_tells_of_changes_nothing_is_asked() -> None:
    watch = ServerWatch(NoServer())

    assert watch.state is None
    watch.close()
