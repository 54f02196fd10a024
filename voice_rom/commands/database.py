"""`voice-rom database`: preparing, filling and cleaning the database of all rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_rom.commands.session_flags import settings_flag
from voice_rom.errors import StorageUnavailable, WrongSetting

if TYPE_CHECKING:
    from voice_rom.core.assessment.settings import StorageSettings
    from voice_rom.storage.central_database import CentralDatabase


@click.group()
def database() -> None:
    """Look after the database of a clinic with many rooms.

    Each room sends there what it saves. It is named by url under [storage] in your settings. How
    to set it up: docs/POSTGRESQL.md.
    """


@database.command()
@settings_flag
def prepare(*, settings_file: Path | None) -> None:
    """Create the tables, or update those of an earlier version. Only for the database's owner."""
    with _opened(settings_file) as (_, central):
        central.prepare()
        click.echo(f"{central.shown} is ready.")


@database.command()
@settings_flag
def deliver(*, settings_file: Path | None) -> None:
    """Send everything that is saved on this computer and has not been sent yet."""
    from voice_rom.storage.arrivals import Arrivals
    from voice_rom.storage.database import opened_for_a_moment
    from voice_rom.storage.delivery import Delivery
    from voice_rom.storage.outbox import Outbox

    with _opened(settings_file) as (settings, central):
        outbox = Outbox(lambda: opened_for_a_moment(settings), settings.room)
        with central.read():
            pass  # whether it can be reached is told even if nothing waits
        waited = outbox.count()
        delivery = Delivery(outbox, Arrivals(central), settings.retry_most)
        trouble = delivery.bring_all()
        if trouble is not None:
            raise StorageUnavailable(f"{trouble} Sessions that still wait here: {outbox.count()}.")
        outbox.forget_delivered()
        click.echo(f"Sent to {central.shown}. Sessions that were waiting: {waited}.")


@database.command()
@settings_flag
def clean(*, settings_file: Path | None) -> None:
    """Delete what is older than keep_days, and rewrite the tables without what was deleted.

    Only for the database's owner; run it every night.
    """
    from voice_rom.storage.central_deleting import delete_expired_centrally

    with _opened(settings_file) as (settings, central):
        deleted = delete_expired_centrally(central, settings.keep_days)
        if not central.forget_deleted():
            raise StorageUnavailable(
                f"{central.shown}: this user may not rewrite the tables; use their owner's URL."
            )
        click.echo(f"{central.shown} has been cleaned. Sessions deleted: {deleted}.")


@contextmanager
def _opened(settings_file: Path | None) -> "Iterator[tuple[StorageSettings, CentralDatabase]]":
    from voice_rom.commands.flags import FLAGS
    from voice_rom.content.settings_file import load_with_sources
    from voice_rom.storage.central_driver import require_driver

    loaded = load_with_sources(settings_file, flags=FLAGS)
    settings = loaded.settings.storage
    with loaded.sources.named():
        if not settings.url:
            raise WrongSetting(
                "storage.url",
                "names no database; name it in a settings file of your own (docs/POSTGRESQL.md)",
            )
        require_driver()
    from voice_rom.storage.central_database import CentralDatabase

    central = CentralDatabase(settings.url, timeout=settings.server_timeout)
    try:
        yield settings, central
    finally:
        central.close()
