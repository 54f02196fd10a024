"""Reads a small text file that a person wrote; every way to go wrong is one line."""

from pathlib import Path

from voice_rom.errors import VoiceRomError

_MOST_BYTES = 1_000_000
"""Ten times the longest file of prompts that anybody would write."""


def shown(path: Path) -> str:
    """Return `path` as a person would type it from here, on one line."""
    try:
        near = path.relative_to(Path.cwd())
    except (ValueError, OSError):
        near = path
    text = str(near)
    return text if text.isprintable() else repr(text)


def read_text(path: Path, error: type[VoiceRomError]) -> str:
    """Return the file's text, or raise `error` in one line."""
    content = _read_bytes(path, error)
    if len(content) > _MOST_BYTES:
        what = f"is larger than {_MOST_BYTES // 1000} kB, too large for a file of this kind"
        raise error(f"{shown(path)}: {what}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        what = "is not UTF-8 text; save the file as UTF-8"
        raise error(f"{shown(path)}:{line}: {what}") from None


def _read_bytes(path: Path, error: type[VoiceRomError]) -> bytes:
    # A pipe or a device could be waited on, or read, for ever.
    try:
        if path.exists() and not path.is_file():
            raise error(f"{shown(path)}: is not a file")
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise error(f"{shown(path)}: there is no such file") from None
    except (OSError, ValueError) as wrong:
        why = (wrong.strerror if isinstance(wrong, OSError) else None) or "not a usable name"
        raise error(f"{shown(path)}: cannot be read: {why}") from None
