"""What `voice-rom staff` does: the desk, its people and its log."""

import json
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.content.settings_file import LoadedSettings, load_with_sources
from voice_rom.errors import DeskUnencrypted, StaffRefused, UsageMistake

if TYPE_CHECKING:
    from voice_rom.page.served import Certificate
    from voice_rom.staff.audit import AuditLog, Deed
    from voice_rom.staff.pins import StaffPins
    from voice_rom.staff.server import DeskServer

_LOOK_SECONDS: Final = 1.0
_AT_TERMINAL: Final = "the desk's computer"
"""Who it was, in the log: whoever may type there."""


def serve(settings_file: Path | None, port: int | None) -> None:
    """Serve until somebody ends it. Raises what is wrong with the settings before it begins."""
    from voice_rom.intercom.key_file import read_key
    from voice_rom.page.listening import listen_at
    from voice_rom.staff.desk import DeskClock
    from voice_rom.staff.folder import only_desk_in, staff_folder
    from voice_rom.staff.pins import StaffPins
    from voice_rom.staff.server import DeskPlace, DeskServer

    loaded = load_with_sources(settings_file, {"staff.port": port}, {"staff.port": "--port"})
    staff = loaded.settings.staff
    with loaded.sources.named():
        key = read_key(staff.key_file)
        certificate = certificate_of(loaded)
    folder = staff_folder(staff.folder)
    with only_desk_in(folder):
        instead = " (--port, or port under [staff] in your settings)"
        place = DeskPlace(
            loaded=loaded,
            listening=listen_at(staff.address, staff.port, instead),
            key=key,
            folder=folder,
            clock=DeskClock(time.monotonic, lambda: datetime.now(UTC)),
            tell=lambda line: click.echo(line, err=True),
            certificate=certificate,
        )
        _serve_until_ended(DeskServer(place), StaffPins(folder))


def _serve_until_ended(desk: "DeskServer", pins: "StaffPins") -> None:
    try:
        click.echo(f"The staff's page: {desk.link}", err=True)
        if not pins.names():
            click.echo("Nobody can sign in yet. Type: voice-rom staff add NAME", err=True)
        while not desk.wait(_LOOK_SECONDS):
            pass
    finally:
        desk.close()


def certificate_of(loaded: LoadedSettings) -> "Certificate | None":
    """The files that encrypt the desk's page; None: it is for this computer alone.

    Raises DeskUnencrypted.
    """
    from voice_rom.page.access import LOOPBACK
    from voice_rom.page.served import Certificate

    staff = loaded.settings.staff
    if not staff.certificate and not staff.private_key:
        if staff.address in (*LOOPBACK, "::1"):
            return None
        raise DeskUnencrypted(
            "staff.address",
            f"{staff.address} can be reached from other computers, and PINs must not travel "
            "unencrypted: set certificate and private_key under [staff] (docs/STAFF.md)",
        )
    if not (staff.certificate and staff.private_key):
        missing = "private_key" if staff.certificate else "certificate"
        raise DeskUnencrypted(
            f"staff.{missing}", "is empty; certificate and private_key go together"
        )
    files = Certificate(_path(staff.certificate), _path(staff.private_key))
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.private_key, _ask_for_no_passphrase)
    except (OSError, ValueError) as error:  # SSLError is one
        raise DeskUnencrypted("staff.certificate", _why_unfit(error, files)) from None
    return files


class _PassphraseError(ValueError):
    """The private key is locked."""


def _ask_for_no_passphrase() -> str:
    """In place of OpenSSL's own, which would wait for somebody to type it."""
    raise _PassphraseError


def _why_unfit(error: Exception, files: "Certificate") -> str:
    if isinstance(error, _PassphraseError):
        return f"{files.private_key} has a passphrase; name a private key without one"
    named = f"{files.certificate} and {files.private_key}"
    if isinstance(error, ssl.SSLError):
        if error.reason == "KEY_VALUES_MISMATCH":
            return f"{named} do not belong together; name a certificate and its own private key"
        return f"{named} cannot be used ({error.reason or 'not PEM'}); they must be PEM files"
    return f"{named} cannot be read: {getattr(error, 'strerror', None) or 'not a usable name'}"


def add(name: str, settings_file: Path | None) -> None:
    """Ask for the PIN twice, and add one of the staff."""
    from voice_rom.staff.audit import Deed
    from voice_rom.staff.pin_rules import require_pin

    pins, log = _book(settings_file)
    pins.require_new(name)
    pin = _asked_pin(f"PIN for {name}")
    require_pin(pin)
    if pin != _asked_pin("The same PIN again"):
        raise StaffRefused("These were two different PINs, and nothing was changed. Try again.")
    _logged(log, Deed.STAFF_ADDED, name, lambda: pins.add(name, pin))
    click.echo(f"{name} can sign in now.", err=True)


def remove(name: str, settings_file: Path | None) -> None:
    """Whoever it is can sign in no more, and is signed out within a second."""
    from voice_rom.staff.audit import Deed

    pins, log = _book(settings_file)
    written = pins.require_known(name)
    _logged(log, Deed.STAFF_REMOVED, written, lambda: pins.remove(written))
    click.echo(f"{written} cannot sign in any more.", err=True)


def list_names(settings_file: Path | None) -> None:
    pins, _ = _book(settings_file)
    names = pins.names()
    for name in names:
        click.echo(name)
    if not names:
        click.echo("Nobody can sign in yet. Type: voice-rom staff add NAME", err=True)


def show_log(settings_file: Path | None, *, as_json: bool) -> None:
    """Print a line for each deed, the oldest first."""
    _, log = _book(settings_file)
    for deed in log.read():
        if as_json:
            click.echo(json.dumps(asdict(deed)))
        else:
            about = f": {deed.about}" if deed.about else ""
            line = f"{deed.at}  {deed.who}  {deed.what}{about}"
            click.echo(line if line.isprintable() else ascii(line))


def make_key_file(file: Path) -> None:
    from voice_rom.intercom.key_file import make_key

    make_key(file)
    click.echo(
        f"Wrote {file}. Name it as key_file under [staff] here, and copy it to every room.",
        err=True,
    )


def _book(settings_file: Path | None) -> "tuple[StaffPins, AuditLog]":
    from voice_rom.staff.audit import AuditLog
    from voice_rom.staff.folder import staff_folder
    from voice_rom.staff.pins import StaffPins

    staff = load_with_sources(settings_file).settings.staff
    folder = staff_folder(staff.folder)
    log = AuditLog(folder, lambda: datetime.now(UTC), staff.keep_log_days)
    return StaffPins(folder), log


def _logged(log: "AuditLog", what: "Deed", about: str, step: Callable[[], object]) -> None:
    """It stands in the log before it takes effect."""
    log.write(_AT_TERMINAL, what, about)
    step()


def _asked_pin(prompt: str) -> str:
    """Not shown while it is typed. Without a terminal it is read line by line."""
    if sys.stdin is None:
        raise UsageMistake("There is nothing to read the PIN from: type it on a terminal.")
    if sys.stdin.isatty():
        typed: str = click.prompt(prompt, hide_input=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _path(written: str) -> Path:
    try:
        return Path(written).expanduser().absolute()
    except RuntimeError:  # "~" without a home
        return Path(written)
