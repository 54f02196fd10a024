"""Where the database of all rooms is, as the driver wants it, and as it may be shown."""

from contextlib import suppress
from ipaddress import ip_address

from sqlalchemy import URL, make_url


def secured(url: str) -> URL:
    """For the driver. Nothing goes over a network in the clear, unless `url` says so itself."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    host = _host_of(address)
    if "sslmode" in address.query or host.startswith("/") or _is_this_computer(host):
        return address
    return address.update_query_dict({"sslmode": "verify-full"})


def shown(address: URL) -> str:
    """Which database, without user and password."""
    port = f":{address.port}" if address.port else ""
    return f"postgresql://{_host_of(address)}{port}/{address.database}"


def _host_of(address: URL) -> str:
    return address.host or str(address.query.get("host", ""))


def _is_this_computer(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host in {"", "localhost"}
