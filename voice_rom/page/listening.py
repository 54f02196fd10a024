"""Where the page's server is to be reached."""

import errno
import os
import socket
from typing import Final

from voice_rom.errors import PageNotServed

WAITING_CONNECTIONS: Final = 16

_WHY: Final = {
    errno.EADDRINUSE: "another program uses it. Choose another one{instead}.",
    errno.EACCES: "the system does not permit it. Choose one above 1023{instead}.",
}


def listen_at(address: str, port: int, instead: str = ", or leave --port out") -> socket.socket:
    """A socket that takes connections. Port 0: any that is free. Raises PageNotServed.

    `instead`: what else can be done when the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Of a connection whose protocol is not named, asyncio sends the second part of an answer only
    # when the first has been confirmed: 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let another program take the same port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listening.close()
        known = _WHY.get(error.errno or 0)
        why = known.format(instead=instead) if known else f"{error.strerror or error}."
        raise PageNotServed(f"The page cannot be served at {address}:{port}: {why}") from error
    return listening
