"""Who may come in: rows of the table in docs/PAGE.md."""

import socket
from dataclasses import replace

import pytest

from voice_rom.page.access import Access, PageRequest, ServedAddress, Verdict, with_brackets
from voice_rom.page.listening import listen_at

PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def access() -> Access:
    return Access("127.0.0.1", PORT)


def asked(access: Access, method: str = "GET", **headers: str) -> PageRequest:
    """A request of the page's own browser, with these headers besides or instead."""
    own = {"host": f"127.0.0.1:{PORT}", "sec-fetch-site": "same-origin"}
    if method == "POST":
        own["origin"] = HOME
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    return PageRequest(method, own, {access.cookie_name: access.cookie})


def without_cookie(access: Access, token: str = "") -> PageRequest:
    return replace(asked(access, sec_fetch_site="none"), cookies={}, token=token)


def test_the_link_lets_one_browser_in(access: Access) -> None:
    assert access.judge(without_cookie(access, access.token)) is Verdict.NEWCOMER


def test_the_link_works_once(access: Access) -> None:
    access.judge(without_cookie(access, access.token))
    assert access.judge(without_cookie(access, access.token)) is Verdict.UNKNOWN


@pytest.mark.parametrize("token", ["", "x", "ü", "\udcff"])
def test_a_wrong_token_lets_nobody_in_and_uses_nothing_up(access: Access, token: str) -> None:
    assert access.judge(without_cookie(access, token)) is Verdict.UNKNOWN
    assert access.judge(without_cookie(access, access.token)) is Verdict.NEWCOMER


def test_the_token_is_no_cookie_and_the_cookie_is_no_token(access: Access) -> None:
    confused = replace(asked(access), cookies={access.cookie_name: access.token})
    assert access.judge(confused) is Verdict.UNKNOWN
    assert access.judge(without_cookie(access, access.cookie)) is Verdict.UNKNOWN


def test_the_token_opens_no_way_for_commands(access: Access) -> None:
    command = replace(asked(access, "POST"), cookies={}, token=access.token)
    assert access.judge(command) is Verdict.UNKNOWN


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_pages_own_browser_is_welcome(access: Access, method: str) -> None:
    assert access.judge(asked(access, method)) is Verdict.WELCOME


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:80",
        f"0.0.0.0:{PORT}",
        f"127.0.0.1:{PORT}, evil.example",
    ],
)
def test_another_name_that_leads_here_is_refused(access: Access, host: str) -> None:
    assert access.judge(asked(access, host=host)) is Verdict.WRONG_HOST


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_computer_has_several_names(access: Access, name: str) -> None:
    assert access.judge(asked(access, host=f"{name}:{PORT}")) is Verdict.WELCOME


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.example",
        f"https://127.0.0.1:{PORT}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        f"{HOME}, http://evil.example",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_sites_page_is_refused(access: Access, method: str, origin: str) -> None:
    assert access.judge(asked(access, method, origin=origin)) is Verdict.FOREIGN


def test_a_command_must_say_where_it_comes_from(access: Access) -> None:
    command = asked(access, "POST")
    headers = {name: value for name, value in command.headers.items() if name != "origin"}
    assert access.judge(replace(command, headers=headers)) is Verdict.FOREIGN


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_what_a_foreign_page_embeds_or_fetches_is_refused(access: Access, site: str) -> None:
    assert access.judge(asked(access, sec_fetch_site=site)) is Verdict.FOREIGN


def test_a_link_from_elsewhere_may_be_followed_but_sends_no_command(access: Access) -> None:
    followed = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert access.judge(asked(access, **followed)) is Verdict.WELCOME
    assert access.judge(asked(access, "POST", **followed)) is Verdict.FOREIGN


def test_two_sessions_share_neither_secrets_nor_the_name_of_a_cookie() -> None:
    one, other = Access("127.0.0.1", 1), Access("127.0.0.1", 2)
    assert len({one.token, one.cookie, other.token, other.cookie}) == 4
    assert one.cookie_name != other.cookie_name
    assert min(map(len, (one.token, one.cookie))) >= 43  # 256 bits


def test_another_address_than_this_computers_has_only_its_own_name() -> None:
    access = Access("192.168.0.7", PORT)
    assert access.judge(asked(access)) is Verdict.WRONG_HOST
    assert access.judge(asked(access, host=f"192.168.0.7:{PORT}")) is Verdict.WELCOME


ENCRYPTED = ServedAddress("0.0.0.0", PORT, encrypted=True)  # noqa: S104 - a name, nothing listens


@pytest.mark.parametrize("host", ["desk.example.org", "192.168.1.20:8123"])
def test_what_is_encrypted_may_go_by_any_name_that_its_certificate_fits(host: str) -> None:
    headers = {"host": host, "origin": f"https://{host}", "sec-fetch-site": "same-origin"}

    assert ENCRYPTED.refusal(PageRequest("POST", headers, {})) is None


@pytest.mark.parametrize(
    "origin", ["http://desk.example.org", "https://elsewhere.example.org", "null", ""]
)
def test_what_is_encrypted_is_asked_for_by_its_own_pages_alone(origin: str) -> None:
    headers = {"host": "desk.example.org", "origin": origin}

    assert ENCRYPTED.refusal(PageRequest("POST", headers, {})) is Verdict.FOREIGN
    del headers["origin"]
    assert ENCRYPTED.refusal(PageRequest("POST", headers, {})) is Verdict.FOREIGN


def test_a_number_with_colons_stands_in_brackets() -> None:
    headers = {"host": f"[::1]:{PORT}"}

    assert ServedAddress("::1", PORT).refusal(PageRequest("GET", headers, {})) is None
    assert with_brackets("::1") == with_brackets("[::1]") == "[::1]"
    assert with_brackets("127.0.0.1") == "127.0.0.1"


def test_a_request_for_no_name_is_refused() -> None:
    assert ENCRYPTED.refusal(PageRequest("GET", {}, {})) is Verdict.WRONG_HOST


def test_no_part_of_an_answer_waits_until_the_one_before_is_confirmed() -> None:
    # asyncio sends at once (TCP_NODELAY) only where the socket names its protocol
    with listen_at("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
