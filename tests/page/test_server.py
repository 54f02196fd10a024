"""The server, attacked: the table in docs/PAGE.md, row by row."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.page.scenes import SCENES
from tests.page.serving import PATIENCE, Client, Posted, served_page
from tests.page.stories import told, where
from tests.page.telling import ToldSession
from voice_rom.core.language.meanings import Meaning
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.errors import PageNotServed
from voice_rom.page.commands import A_SECOND
from voice_rom.page.connections import MOST_CONNECTIONS
from voice_rom.page.display import PageDisplay
from voice_rom.page.opening import OpenPage
from voice_rom.page.server import PageServer
from voice_rom.page.state import PageState
from voice_rom.page.story import PageStory
from voice_rom.page.web import MOST_STREAMS

pytestmark = pytest.mark.real

SECURE = {
    "content-security-policy": "default-src 'none'; script-src 'self'; worker-src 'self'; "
    "style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture
def served() -> Iterator[tuple[OpenPage, Posted]]:
    with served_page() as (page, posted):
        page.server.show(page.server.renderer.regions(_sound_check()))
        yield page, posted


@cache
def _sound_check() -> PageState:
    return told(SCENES["sound-check"]).state


@pytest.fixture
def page(served: tuple[OpenPage, Posted]) -> OpenPage:
    return served[0]


@pytest.fixture
def posted(served: tuple[OpenPage, Posted]) -> Posted:
    return served[1]


@pytest.fixture
def client(page: OpenPage) -> Client:
    return Client.of(page)


@pytest.fixture
def turn(client: Client) -> int:
    """What is asked now."""
    stream = client.stream()
    turn = stream.next("state")["turn"]
    stream.close()
    assert isinstance(turn, int)
    return turn


def test_the_link_gives_a_cookie_and_takes_the_token_out_of_the_address(
    page: OpenPage, client: Client
) -> None:
    path = page.server.link.partition(client.host)[2]
    status, headers, _ = client.ask(path, headers={"Host": client.host})
    assert (status, headers["location"]) == (303, "/")
    assert headers["set-cookie"] == f"{client.cookie}; HttpOnly; Path=/; SameSite=strict"
    assert client.ask(path, headers={"Host": client.host})[0] == 403
    assert client.ask(path)[0] == 303  # in the browser that was let in, it leads to the page


def test_the_page_and_its_files_come_with_every_protection(client: Client) -> None:
    for path in ("/", "/static/page.css", "/static/page.js", "/static/stream.js", "/nothing"):
        _, headers, _ = client.ask(path)
        assert {name: headers.get(name) for name in SECURE} == SECURE, path
        assert "server" not in headers


def test_the_page_shows_the_session_before_any_script(client: Client) -> None:
    status, _, body = client.ask("/")
    assert status == 200
    assert "Now say yes" in body.decode()


@pytest.mark.parametrize(
    "path", ["/", "/events", "/report", "/trend", "/static/page.js", "/?token=wrong", "/command"]
)
def test_without_the_cookie_nothing_is_told(client: Client, path: str) -> None:
    status, _, body = client.ask(path, headers={"Host": client.host})
    assert status == 403
    assert b"Now say yes" not in body


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("Host", "evil.example", 421),
        ("Origin", "http://evil.example", 403),
        ("Origin", "null", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
    ],
)
def test_what_another_site_makes_a_browser_ask_is_refused(
    client: Client, posted: Posted, name: str, value: str, status: int
) -> None:
    assert client.ask("/", headers={**client.headers(), name: value})[0] == status
    assert client.command("stop", 0, headers={name: value})[0] == status
    assert posted.meanings == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../web.py",
        "/static/..%2fweb.py",
        "/static/%2e%2e/%2e%2e/settings.toml",
        "/static//etc/passwd",
        "/static/figures/welcome.svg",
        "/static/page.css%00.js",
        "/static/",
        "/../../etc/passwd",
        "//etc/passwd",
        "/report",
        "/docs",
        "/openapi.json",
    ],
)
def test_no_path_leads_to_a_file_that_is_not_listed(client: Client, path: str) -> None:
    status, _, body = client.ask(path)
    assert status == 404
    assert len(body) < 100


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST"])
def test_no_other_method_does_anything(client: Client, posted: Posted, method: str) -> None:
    assert client.ask("/", method)[0] == 405
    assert posted.meanings == []


def test_a_button_reaches_the_session(client: Client, posted: Posted, turn: int) -> None:
    assert client.command("yes", turn)[0] == 204
    assert posted.wait_for(Meaning.YES)


def test_a_page_without_its_script_is_led_back_to_itself(client: Client, turn: int) -> None:
    status, headers, _ = client.command("yes", turn, headers={"Accept": "text/html"})
    assert (status, headers["location"]) == (303, "/")


def test_a_replayed_command_does_nothing(client: Client, posted: Posted, turn: int) -> None:
    assert client.command("louder", turn, number="same")[0] == 204
    assert client.command("louder", turn, number="same")[0] == 409
    assert posted.meanings == [Meaning.LOUDER]


def test_an_answer_to_what_is_no_longer_asked_does_nothing(
    client: Client, posted: Posted, turn: int
) -> None:
    assert client.command("yes", turn - 1)[0] == 409
    assert posted.meanings == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"meaning=stop&turn=0&number=1", "application/json", 415),
        (b"meaning=stop&turn=0&number=1", "text/plain", 415),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"meaning=stop&turn=0", "application/x-www-form-urlencoded", 400),
        (b"\xff\x00\xfe", "application/x-www-form-urlencoded", 400),
        (b"meaning=stop&turn=0&number=" + b"1" * 500, "application/x-www-form-urlencoded", 413),
        (b"x" * 1_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_body_that_is_no_command_does_nothing(
    client: Client, posted: Posted, body: bytes, kind: str, status: int
) -> None:
    headers = {**client.headers(), "Content-Type": kind}
    with suppress(ConnectionError):  # it may hang up before it has read a large one
        assert client.ask("/command", "POST", body, headers)[0] == status
    assert posted.meanings == []
    assert client.ask("/")[0] == 200


def test_a_body_that_lies_about_its_length_does_nothing(client: Client, posted: Posted) -> None:
    form = {**client.headers(), "Content-Type": "application/x-www-form-urlencoded"}
    chunked = {**form, "Transfer-Encoding": "chunked", "Content-Length": "28"}
    for length in ("-1", "1e3", "99999999999999999999"):
        status, _, _ = client.ask("/command", "POST", b"", {**form, "Content-Length": length})
        assert status in (400, 413)
    assert client.ask("/command", "POST", b"", chunked)[0] == 411
    assert posted.meanings == []


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 10_000 + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"\x00" * 5000,
    ],
)
def test_what_is_no_request_ends_its_own_connection_alone(client: Client, request_: bytes) -> None:
    with client.raw() as connection, suppress(ConnectionError):
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        assert b"200 OK" not in connection.recv(65536)
    assert client.ask("/")[0] == 200


def test_a_thousand_connections_keep_nobody_out(page: OpenPage, client: Client) -> None:
    stream = client.stream()
    opened = []
    try:
        for _ in range(1000):
            opened.append(socket.socket())
            opened[-1].setblocking(False)  # noqa: FBT003 - the socket's own
            opened[-1].connect_ex(("127.0.0.1", client.port))
        assert page.server.connections <= MOST_CONNECTIONS
        assert client.ask("/")[0] == 200
        assert stream.next("beat") == {}
    finally:
        for connection in opened:
            connection.close()
        stream.close()


def test_a_page_that_never_reads_delays_no_other(page: OpenPage, client: Client) -> None:
    stuck = [client.stream() for _ in range(4)]
    reads = client.stream()
    SCENES["confirmation"](ToldSession(page.display))
    page.server.end()
    assert reads.next("over") == {}
    for stream in (*stuck, reads):
        stream.close()


def test_there_are_only_so_many_streams_and_a_closed_one_makes_room(
    page: OpenPage, client: Client
) -> None:
    streams = [client.stream() for _ in range(MOST_STREAMS)]
    refused = client.stream()
    assert refused.status == 503
    for stream in (*streams, refused):
        stream.close()
    deadline = time.monotonic() + PATIENCE
    while page.server.readers > 0:
        assert time.monotonic() < deadline
    again = client.stream()
    assert again.status == 200
    again.close()


def test_a_flood_of_commands_is_cut_off_and_stop_comes_through(
    client: Client, posted: Posted, turn: int
) -> None:
    begin = time.monotonic()
    statuses = [client.command("louder", turn)[0] for _ in range(200)]
    seconds = time.monotonic() - begin
    assert client.command("stop", turn)[0] == 204
    assert posted.wait_for(Meaning.STOP)
    assert statuses.count(204) <= A_SECOND * (seconds + 1)
    assert set(statuses) <= {204, 429}


def test_no_slow_command_holds_up_another(client: Client, posted: Posted, turn: int) -> None:
    slow = client.raw()
    head = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
    slow.sendall(
        f"POST /command HTTP/1.1\r\n{head}Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 40\r\n\r\nmeaning=".encode()
    )
    assert client.command("yes", turn)[0] == 204
    slow.close()
    assert client.command("stop", turn)[0] == 204
    assert posted.meanings == [Meaning.YES, Meaning.STOP]


def test_who_asks_before_anything_has_happened_gets_a_page(page: OpenPage) -> None:
    """As between two people at a kiosk, whose sessions are served one after the other."""
    fresh = PageServer(page.server.renderer, lambda _: None)
    try:
        assert Client.with_link(fresh.link).ask("/")[0] == 200
    finally:
        fresh.close()


def test_the_report_is_there_when_the_session_is_over() -> None:
    with served_page() as (page, _):
        client = Client.of(page)
        assert client.ask("/report")[0] == 404
        SCENES["summary"](ToldSession(page.display))
        status, headers, body = client.ask("/report")
        assert status == 200
        assert "script-src" not in headers["content-security-policy"]
        assert b"What you noticed" in body


def test_the_trend_is_there_when_it_is_offered_at_the_end() -> None:
    with served_page() as (page, _):
        client = Client.of(page)
        SCENES["summary"](ToldSession(page.display))
        assert client.ask("/trend")[0] == 404
        assert b'href="/trend"' not in client.ask("/")[2]
        page.server.keep_trend("<p>Left, left, right</p>")
        page.display.offer_trend()
        status, headers, body = client.ask("/trend")
        assert (status, body) == (200, b"<p>Left, left, right</p>")
        assert "script-src" not in headers["content-security-policy"]
        assert b'href="/trend"' in client.ask("/")[2]


def test_the_report_on_the_page_bears_the_date_and_time_at_which_the_session_began() -> None:
    with served_page() as (page, _):
        display = PageDisplay(
            PageStory(Sentences(display_wording("en")), where().name),
            page.server.renderer,
            page.server,
            today=lambda: datetime(2026, 12, 24, 7, 3, tzinfo=UTC),
        )
        SCENES["summary"](ToldSession(display))
        assert b"Thursday, 24 December 2026, 07:03" in Client.of(page).ask("/report")[2]


def test_a_port_that_is_taken_is_told_in_one_line(page: OpenPage) -> None:
    with pytest.raises(PageNotServed, match="another program uses it"):
        PageServer(page.server.renderer, lambda _: None, port=page.server.port)


def test_a_closed_page_leaves_nothing_behind() -> None:
    before = threading.active_count()
    with served_page() as (page, _):
        stream = Client.of(page).stream()
        stream.next("state")
    stream.close()
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        Client.of(page).raw()


def test_it_listens_on_this_computer_alone(page: OpenPage) -> None:
    hexadecimal = f"{page.server.port:04X}"
    listening = [
        fields[1]
        for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
        if (fields := line.split())[3] == "0A" and fields[1].endswith(f":{hexadecimal}")
    ]
    assert listening == [f"0100007F:{hexadecimal}"]
