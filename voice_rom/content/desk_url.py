"""What the URL of the staff's desk must be like, as a room is given it."""

import ipaddress
from collections.abc import Iterator
from typing import Final
from urllib.parse import SplitResult, urlsplit

_EXAMPLE: Final = "wss://desk.example.org:8643"
_HERE: Final = "ws://127.0.0.1:8643"


def desk_url_mistakes(url: str) -> Iterator[str]:
    """Yield what is wrong with `url`; an empty one is right: no desk is told anything."""
    if not url:
        return
    if not url.isprintable() or " " in url:
        yield f"has a space or an invisible sign in it; write it as {_EXAMPLE}"
        return
    try:
        split = urlsplit(url)
        port_is_wrong = split.port == 0
        (split.hostname or "").encode("idna")
    except ValueError:  # no number as port, brackets that do not close, or nothing between two dots
        yield f"has a host or port that cannot be read; write it as {_EXAMPLE}"
        return
    if split.scheme not in ("ws", "wss") or not split.hostname:
        yield f"must begin with wss:// and the desk's name, as in {_EXAMPLE}"
    elif port_is_wrong:
        yield "has the port 0; name the desk's own (staff.port)"
    elif _has_more(split):
        yield f"must end with the port; write it as {_EXAMPLE}"
    elif split.scheme == "ws" and not _is_this_computer(split.hostname):
        yield (
            "leads to another computer unencrypted; write wss:// (docs/STAFF.md), or for a desk on "
            f"this one {_HERE}"
        )


def _has_more(split: SplitResult) -> bool:
    more = split.path.strip("/") or split.query or split.fragment
    return bool(more) or split.username is not None or split.password is not None


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
