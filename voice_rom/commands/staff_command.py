"""`voice-rom staff`: the flags; what they do, `staff.py` does."""

from pathlib import Path

import click

from voice_rom.commands.session_flags import settings_flag

_port_flag = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Listen at this port. Default: the one in your settings, 8643.",
)


@click.group(invoke_without_command=True)
@settings_flag
@_port_flag
@click.pass_context
def staff(context: click.Context, *, settings_file: Path | None, port: int | None) -> None:
    """Show a clinic's staff every room on one page (docs/STAFF.md).

    Rooms whose settings name this desk tell it where their sessions stand, and when somebody
    needs help; never what anybody said. Staff open the page and sign in with a PIN.
    """
    if context.invoked_subcommand is not None:
        given = {"settings_file": settings_file, "port": port}
        known = {name: value for name, value in given.items() if value is not None}
        context.default_map = {context.invoked_subcommand: known}
        return
    from voice_rom.commands.staff import serve

    serve(settings_file, port)


@staff.command("serve")
@settings_flag
@_port_flag
def serve_command(*, settings_file: Path | None, port: int | None) -> None:
    """Serve the page until you end it; the same as "voice-rom staff"."""
    from voice_rom.commands.staff import serve

    serve(settings_file, port)


@staff.command()
@click.argument("name")
@settings_flag
def add(*, name: str, settings_file: Path | None) -> None:
    """Let NAME sign in; asks for a PIN twice."""
    from voice_rom.commands.staff import add

    add(name, settings_file)


@staff.command()
@click.argument("name")
@settings_flag
def remove(*, name: str, settings_file: Path | None) -> None:
    """Let NAME sign in no more."""
    from voice_rom.commands.staff import remove

    remove(name, settings_file)


@staff.command("list")
@settings_flag
def list_command(*, settings_file: Path | None) -> None:
    """List who can sign in."""
    from voice_rom.commands.staff import list_names

    list_names(settings_file)


@staff.command()
@click.argument("file", type=click.Path(path_type=Path))
def key(*, file: Path) -> None:
    """Make the key that the rooms and the desk share, in FILE."""
    from voice_rom.commands.staff import make_key_file

    make_key_file(file)


@staff.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, a line each.")
@settings_flag
def log(*, as_json: bool, settings_file: Path | None) -> None:
    """Show what staff did: who, when and what. Never an answer."""
    from voice_rom.commands.staff import show_log

    show_log(settings_file, as_json=as_json)
