"""Fetching an archive by HTTP, going on where a broken download broke off."""

import os
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import requests

from voice_rom.model_store.watching import SourceFailed, Watcher

_CHUNK_BYTES = 16 * 1024
"""A break loses at most this much of what had arrived."""
_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 30.0
"""A server that sends nothing for this long has gone."""
_PAUSES_SECONDS = (1.0, 3.0, 9.0)
"""Before each new try after a break; a try that brought something starts the row anew."""


def download(
    url: str,
    size: int,
    into: Path,
    watcher: Watcher,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Bring the file `into` to `size` bytes; what it holds already is kept and continued.

    Raises SourceFailed; what arrived stays for the next time. Raises OSError when writing fails.
    """
    tries_left = list(_PAUSES_SECONDS)
    arrived_before = False
    while (done := _size_of(into)) != size:
        if done > size:
            into.unlink()
            if arrived_before:
                raise SourceFailed(f"it sent more than the archive's {size} bytes")
            continue
        try:
            _receive(url, size, into, watcher)
        except requests.RequestException as error:
            if _size_of(into) > done:
                tries_left = list(_PAUSES_SECONDS)
                arrived_before = True
            # A server that never answered is not asked again: the next source may be quicker.
            if not arrived_before or not tries_left or isinstance(error, requests.HTTPError):
                raise SourceFailed(_reason(error)) from error
            watcher.say(
                f"The download was interrupted at {_size_of(into) * 100 // size} %; "
                "continuing from there."
            )
            pause(tries_left.pop(0))
        else:
            arrived_before = True


def _receive(url: str, size: int, into: Path, watcher: Watcher) -> None:
    done = _size_of(into)
    headers = {"Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    with requests.get(
        url, headers=headers, stream=True, timeout=(_CONNECT_SECONDS, _SILENCE_SECONDS)
    ) as response:
        if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and done:
            into.unlink()
            return
        response.raise_for_status()
        if not _continues(response, done):
            done = 0
        with into.open("ab" if done else "wb") as file:
            for chunk in response.iter_content(_CHUNK_BYTES):
                file.write(chunk)
                done += len(chunk)
                watcher.received(min(done, size), size)
                if done > size:
                    return
    if done < size:
        raise requests.ConnectionError("the connection was closed too early")


def _continues(response: requests.Response, done: int) -> bool:
    """Whether the server sends the rest, and not everything from the start."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return False
    return response.headers.get("Content-Range", "").startswith(f"bytes {done}-")


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server replied {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return "the server does not respond"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.ConnectionError):
        return "no connection to the server"
    return "the connection was lost"


def _size_of(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except FileNotFoundError:
        return 0
