"""Who may come in: the address that was asked for, where the request comes from, token and cookie.

Pure, apart from the chance in new secrets. docs/PAGE.md lists what each check is against.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

SECRET_BYTES: Final = 32

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class Verdict(Enum):
    WELCOME = auto()
    """It has the cookie, or asks in the right way with it."""
    NEWCOMER = auto()
    """It has the token, which is used up now: it is to be given the cookie."""
    WRONG_HOST = auto()
    """It asked for another name: a foreign site that points its own name here."""
    FOREIGN = auto()
    """Another site's page asks, in the name of a browser that has the cookie."""
    UNKNOWN = auto()
    """Neither cookie nor token."""


@dataclass(frozen=True)
class PageRequest:
    """What matters about a request. `headers` have lower-case names."""

    method: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    token: str = ""


@dataclass(frozen=True)
class Secrets:
    """What lets a browser in: the token in the link, and then the cookie."""

    token: str
    cookie: str
    many: bool = False
    """The token is good for any number of times: a kiosk's browser is started anew."""


def new_secrets(*, many: bool = False) -> Secrets:
    return Secrets(secrets.token_urlsafe(SECRET_BYTES), secrets.token_urlsafe(SECRET_BYTES), many)


def with_brackets(address: str) -> str:
    """As it stands in a link: `[::1]`, for a number with colons in it."""
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


class ServedAddress:
    """The one address that pages are served at, and where a request for it may come from."""

    def __init__(self, address: str, port: int, *, encrypted: bool = False) -> None:
        """`encrypted`: it may go by any name, because the certificate fits no foreign one."""
        shown = with_brackets(address)
        names = LOOPBACK if shown in LOOPBACK else (shown,)
        self._hosts = None if encrypted else frozenset(f"{name}:{port}" for name in names)
        self._scheme = "https" if encrypted else "http"

    def refusal(self, asked: PageRequest) -> Verdict | None:
        """WRONG_HOST or FOREIGN; None: nothing is wrong with where it comes from."""
        host = asked.headers.get("host", "").lower()
        if not host or (self._hosts is not None and host not in self._hosts):
            return Verdict.WRONG_HOST
        return Verdict.FOREIGN if self._is_foreign(asked, host) else None

    def _is_foreign(self, asked: PageRequest, host: str) -> bool:
        origin = asked.headers.get("origin")
        ours = (host,) if self._hosts is None else self._hosts
        if origin is not None and origin.lower() not in {
            f"{self._scheme}://{each}" for each in ours
        }:
            return True
        if asked.method != "GET" and origin is None:
            return True  # every browser says where a command comes from
        site = asked.headers.get("sec-fetch-site", "same-origin")
        return site not in ("same-origin", "none") and not _is_a_followed_link(asked)


class Access:
    """One session's secrets, and the one address that it is served on."""

    def __init__(self, address: str, port: int, known: Secrets | None = None) -> None:
        """`known`: those of the sessions before, where the pages are to stay."""
        known = known or new_secrets()
        self._address = ServedAddress(address, port)
        self.token = known.token
        """Stands in the link; good for one browser, once."""
        self.cookie = known.cookie
        self._many = known.many
        # Cookies do not know ports: with the port in its name, two sessions do not share one.
        self.cookie_name = f"voice_rom_{port}"
        self._token_used = False

    def judge(self, asked: PageRequest) -> Verdict:
        """Whether a request may have what it asks for. A right token is used up by this."""
        refusal = self._address.refusal(asked)
        if refusal is not None:
            return refusal
        if _same(asked.cookies.get(self.cookie_name, ""), self.cookie):
            return Verdict.WELCOME
        if asked.method == "GET" and not self._token_used and _same(asked.token, self.token):
            self._token_used = not self._many
            return Verdict.NEWCOMER
        return Verdict.UNKNOWN


def _is_a_followed_link(asked: PageRequest) -> bool:
    """A link from elsewhere may be followed: it shows the page to its own user and does nothing."""
    return asked.method == "GET" and asked.headers.get("sec-fetch-mode") == "navigate"


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode("ascii"))
