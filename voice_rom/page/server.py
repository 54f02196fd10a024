"""The page's server: in a thread and a loop of its own, which the ear and the voice never wait for.

It gets states and gives commands. Whatever happens in it, or to it, the session goes on.
"""

import secrets
import socket
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from voice_rom.core.language.meanings import Meant, NamedChoice
from voice_rom.page.access import Access, Secrets, with_brackets
from voice_rom.page.broadcast import Broadcast
from voice_rom.page.commands import CommandGate
from voice_rom.page.listening import listen_at
from voice_rom.page.rendering import PageRenderer, RenderedPage
from voice_rom.page.served import Served
from voice_rom.page.state import Level, PageState
from voice_rom.page.web import PageSite

_PAGE_NAME_BYTES: Final = 9


@dataclass(frozen=True)
class Doorway:
    """Where the page is served, and who may come in, beyond one session: at a kiosk."""

    listening: socket.socket
    secrets: Secrets


class PageServer:
    """Serves one session's page, from the moment it is made until `close`."""

    def __init__(  # noqa: PLR0913 - each is of another kind, and all but two have their usual value
        self,
        renderer: PageRenderer,
        post: Callable[[Meant | None], None],
        *,
        address: str = "127.0.0.1",
        port: int = 0,
        pace: float = 1.0,
        named: Collection[NamedChoice] = (),
        here: Callable[[], None] = lambda: None,
        doorway: Doorway | None = None,
    ) -> None:
        """`post` and `here` (a mere touch) are called from the server's thread. Port 0: any free.

        `pace`: how fast the session's time runs. `named`: the answers that the program does not
        have itself. `doorway`: in place of a port of its own. Raises PageNotServed.
        """
        self.renderer = renderer
        self._socket = listen_at(address, port) if doorway is None else doorway.listening
        self._address = address
        self.port: int = self._socket.getsockname()[1]
        self.access = Access(address, self.port, None if doorway is None else doorway.secrets)
        self._broadcast = Broadcast()
        self._broadcast.publish(renderer.regions(PageState()))  # who asks before the first event
        self._documents: dict[str, str] = {}
        self._pending: RenderedPage | None = None
        self._pending_level: Level | None = None
        self._lock = threading.Lock()
        site = PageSite(
            self.access,
            broadcast=self._broadcast,
            gate=CommandGate(post, time.monotonic, pace=pace, named=named, here=here),
            renderer=renderer,
            document=self._documents.get,
            name_page=lambda: secrets.token_urlsafe(_PAGE_NAME_BYTES),
        )
        self._served = Served(site.app(), self._socket, name="page")

    @property
    def link(self) -> str:
        """The address with the token: good for one browser, once."""
        return f"http://{with_brackets(self._address)}:{self.port}/?token={self.access.token}"

    @property
    def readers(self) -> int:
        """How many pages are told what happens."""
        return self._broadcast.readers

    @property
    def connections(self) -> int:
        return self._served.connections

    def show(self, rendered: RenderedPage) -> None:
        """Show this from now on. From any thread; never waits."""
        with self._lock:
            waits, self._pending = self._pending is not None, rendered
        if not waits:
            self._served.soon(self._publish)

    def show_level(self, level: Level) -> None:
        """The same for the level alone."""
        with self._lock:
            waits, self._pending_level = self._pending_level is not None, level
        if not waits:
            self._served.soon(self._publish_level)

    def keep_report(self, html: str) -> None:
        """From now on the report can be asked for."""
        self._documents["report"] = html

    def keep_trend(self, html: str) -> None:
        """And the answers of all saved sessions over their dates."""
        self._documents["trend"] = html

    def end(self) -> None:
        """Tell every page that the session is over; they keep what they show."""
        self._served.soon(self._broadcast.end)

    def close(self) -> None:
        """Serve no more. Safe to call twice."""
        self._served.soon(self._broadcast.close)
        self._served.close()

    def _publish(self) -> None:
        with self._lock:
            rendered, self._pending = self._pending, None
        if rendered is not None:
            self._broadcast.publish(rendered)

    def _publish_level(self) -> None:
        with self._lock:
            level, self._pending_level = self._pending_level, None
        if level is not None:
            self._broadcast.publish_level(level)
