"""What the URL of a database must be like. It may hold a password: nothing of it is quoted."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from voice_rom.content.schema import nearest

_EXAMPLE: Final = "postgresql://room@db.example.org/voice_rom"

_TLS_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_PARAMETERS: Final = (
    "application_name",
    "channel_binding",
    "gssencmode",
    "host",
    "krbsrvname",
    "passfile",
    "port",
    "require_auth",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "ssl_min_protocol_version",
    "target_session_attrs",
)
"""PostgreSQL's own that make sense here. No password is among them: it would be seen more often."""


def url_mistakes(url: str) -> Iterator[str]:
    """Yield what is wrong with `url`; an empty one is right."""
    if not url:
        return
    if not url.isprintable() or " " in url:
        yield "has a space or an invisible sign in it; write it as %20 and the like"
        return
    try:
        split = urlsplit(url)
        port_is_wrong = split.port == 0
    except ValueError:  # of a port that is no number, or brackets that do not close
        yield f"has a host or port that cannot be read; write it as {_EXAMPLE}"
        return
    if port_is_wrong:
        yield "has the port 0; leave it out, or name the server's own"
    yield from _parts_mistakes(split)


def _parts_mistakes(split: SplitResult) -> Iterator[str]:
    if split.scheme != "postgresql":
        yield f"must begin with postgresql://, as in {_EXAMPLE}"
        return
    if split.fragment:
        yield "has a # in it; in a password, write it as %23"
        return
    if not split.path.strip("/") or "/" in split.path.strip("/"):
        yield f"must end with the name of one database, as in {_EXAMPLE}"
    for name, value in parse_qsl(split.query, keep_blank_values=True):
        if name == "password":
            yield "has the password as a parameter; write it as in postgresql://user:password@…"
        elif name not in _PARAMETERS:
            yield f"has the parameter {name!r}, which there is not{nearest(name, _PARAMETERS)}"
        elif name == "sslmode" and value not in _TLS_MODES:
            yield f"has a wrong sslmode{nearest(value, _TLS_MODES)}"
