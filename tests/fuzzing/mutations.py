"""Spoils files the way that bad disks, clumsy hands and other programs do: a little, by chance."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

_MOST_BYTES: Final = 2_000_000
"""Spoiling may repeat; a file that has grown to this size is left as it is."""

_NASTY: Final = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        *("", " ", "0", "-1", "1e999", "-1e999", "nan", "inf", "9" * 400, "0x7fffffff", "1_000"),
        *("3600000000.5", "1e-320", "true", "null", "~", "yes", "[]", "{}", "[[]]", '""', "'"),
        *('"', '"""', "|", ">", "-", "- ", "? ", ": ", "#", "---", "...", "%YAML 9.9", "\t", "\r"),
        *("&a", "*a", "<<: *a", "!!python/object/apply:os.system [true]", "!!binary AAAA"),
        *("{", "}", "{}", "{0}", "{test}", "{test.__class__}", "{microphone!r:>9999}", "%s", "%n"),
        *("1979-05-27T07:32:00Z", "[table]", "[[table]]", "a.b.c = 1", "key = 'value'"),
        *("[" * 3000, "{a: " * 3000, "- " * 3000, "a.b" * 3000, "x" * 70_000),
        *("\0", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\ud800", "é", "e\u0301", "😀", "ﬀ", "İ"),
        *("\u2028", "\x85", "../../../etc/hostname", "/dev/zero", "noise/..", "con", "a" * 300),
    )
)
"""Values that some reader somewhere took for what they are not."""

_HEADER: Final = 128
"""Bytes at the beginning of sound files and databases that say what the rest is."""


def mutated(content: bytes, random: Random) -> bytes:
    """Return `content`, spoiled one to four times over; the same for the same state of `random`."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        if len(content) < _MOST_BYTES:
            content = random.choice(_WAYS)(content, random)
    return content


def _flip_bits(content: bytes, random: Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(min(len(content), random.choice((1, 2, 8, 64)))):
        spoiled[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(spoiled)


def _spoil_header(content: bytes, random: Random) -> bytes:
    """Overwrite one to four bytes where the file says what it is."""
    at = random.randrange(min(len(content), _HEADER) + 1)
    value = random.choice((b"\0", b"\xff", b"\x7f", b"\x01", random.randbytes(1)))
    size = random.randint(1, 4)
    return content[:at] + value * size + content[at + size :]


def _truncate(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _cut_out(content: bytes, random: Random) -> bytes:
    begin, end = _stretch(content, random)
    return content[:begin] + content[end:]


def _repeat(content: bytes, random: Random) -> bytes:
    begin, end = _stretch(content, random)
    return content[:end] + content[begin:end] * random.choice((1, 2, 50)) + content[end:]


def _fill(content: bytes, random: Random) -> bytes:
    """Zeros in place of a stretch: what a file system leaves after a power cut."""
    begin, end = _stretch(content, random)
    return content[:begin] + bytes(end - begin) + content[end:]


def _insert(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(_NASTY) + content[at:]


def _replace_word(content: bytes, random: Random) -> bytes:
    """Another type or size of value in place of one of the file's own words."""
    words = content.split(b" ")
    at = random.randrange(len(words))
    end = b"\n" + words[at].partition(b"\n")[2] if b"\n" in words[at] else b""
    words[at] = random.choice(_NASTY) + end
    return b" ".join(words)


def _swap_words(content: bytes, random: Random) -> bytes:
    return b" ".join(_swapped(content.split(b" "), random))


def _swap_lines(content: bytes, random: Random) -> bytes:
    return b"\n".join(_swapped(content.split(b"\n"), random))


def _drop_line(content: bytes, random: Random) -> bytes:
    lines = content.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _indent_line(content: bytes, random: Random) -> bytes:
    lines = content.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[at].lstrip()
    return b"\n".join(lines)


def _encode_otherwise(content: bytes, random: Random) -> bytes:
    """As Windows, or an old editor, would have saved it."""
    return random.choice(
        (
            lambda: b"\xef\xbb\xbf" + content,
            lambda: content.replace(b"\n", b"\r\n"),
            lambda: content.replace(b"\n", b"\r"),
            lambda: content.decode("latin-1").encode("utf-16"),
        )
    )()


def _stretch(content: bytes, random: Random) -> tuple[int, int]:
    begin = random.randrange(len(content) + 1)
    return begin, min(len(content), begin + random.choice((1, 4, 16, 200, 5_000)))


def _swapped(parts: Sequence[bytes], random: Random) -> list[bytes]:
    swapped = list(parts)
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


_WAYS: Final[Sequence[Callable[[bytes, Random], bytes]]] = (
    _flip_bits,
    _spoil_header,
    _truncate,
    _cut_out,
    _repeat,
    _fill,
    _insert,
    _insert,
    _replace_word,
    _replace_word,
    _replace_word,
    _swap_words,
    _swap_lines,
    _drop_line,
    _indent_line,
    _encode_otherwise,
)
