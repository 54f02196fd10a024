"""Every text that a person can hear or read, from where it is written, by where it is told."""

import ast
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Final

import click

import voice_rom
from tests.english import english_content
from voice_rom.cli import cli
from voice_rom.display.keys import key_help
from voice_rom.display.wording import display_wording
from voice_rom.history.wording import history_wording
from voice_rom.reporting.wording import report_wording

LANGUAGE: Final = "en"

CONTENT: Final = english_content()

SPOKEN: Final[Mapping[str, tuple[str, ...]]] = CONTENT.texts
"""With the names in braces that the dialogue puts something in place of."""


@cache
def everything_told() -> dict[str, tuple[str, ...]]:
    """All there is, by an id that says where it comes from."""
    told = {
        f"spoken: {text_id}": tuple(map(without_places, lines)) for text_id, lines in SPOKEN.items()
    }
    return told | shown() | typed()


@cache
def shown() -> dict[str, tuple[str, ...]]:
    """What displays and reports say around the spoken words."""
    names = [CONTENT.assessment.title, *(test.name for test in CONTENT.assessment.tests)]
    return {
        "shown: names": tuple(names),
        "shown: display": tuple(_wording(display_wording(LANGUAGE))),
        "shown: report": tuple(_wording(report_wording(LANGUAGE))),
        "shown: history": tuple(_wording(history_wording(LANGUAGE))),
        "shown: keys": tuple(key_help(LANGUAGE).splitlines()),
    }


@cache
def helps() -> dict[str, tuple[str, ...]]:
    """The help of every command."""
    return {f"help: {name}": text for name, text in _helps(cli, "voice-rom")}


@cache
def typed() -> dict[str, tuple[str, ...]]:
    """What the command line says: its help, and every error and notice that the code writes."""
    told = dict(helps())
    package = Path(voice_rom.__file__).parent
    for file in sorted(package.rglob("*.py")):
        texts = tuple(_messages(ast.parse(file.read_text(encoding="utf-8"))))
        if texts:
            told[f"message: {file.relative_to(package).as_posix()}"] = texts
    return told


def _wording(wording: object) -> Iterator[str]:
    for field in fields(wording):  # type: ignore[arg-type]
        if field.name not in {"keys", "key_names"}:
            yield from _texts_in(getattr(wording, field.name))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, str):
        yield without_places(value)


def without_places(pattern: str) -> str:
    """A pattern with a plain word in each pair of braces."""
    return "".join(
        text + ("that" if name is not None else "")
        for text, name, _, _ in string.Formatter().parse(pattern)
    )


# The command line


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    context = click.Context(command, info_name=name)
    yield name, tuple(command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for below, inner in command.commands.items():
            yield from _helps(inner, f"{name} {below}")


_TELLING: Final = frozenset({"echo", "secho", "_end", "write"})


def _messages(tree: ast.AST) -> Iterator[str]:
    """The text of every error that is raised, and of everything that is echoed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from _strings(node.exc.args)
        elif isinstance(node, ast.Call) and _name_of(node.func) in _TELLING:
            yield from _strings(node.args)


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _strings(arguments: Iterable[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        parts = [
            node.value
            for node in ast.walk(argument)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if parts:
            yield " ".join(parts)
