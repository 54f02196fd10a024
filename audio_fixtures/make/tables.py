"""What was measured, as the tables in README.md."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from audio_fixtures.make.measuring import Measured
from audio_fixtures.make.spoken import Spoken
from audio_fixtures.make.voices import VOICES

BEGIN: Final = "<!-- measured: written by script/make_fixtures measure -->"
END: Final = "<!-- end of measured -->"


def write_tables(readme: Path, measured: Sequence[Measured], spoken: Spoken) -> None:
    """Replace what stands between BEGIN and END in `readme`."""
    text = readme.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    tables = [
        _voices(measured, spoken),
        _conditions(measured),
        _not_for_the_program(measured),
        _left_out(spoken),
        _not_understood(measured),
    ]
    readme.write_text("\n\n".join([before + BEGIN, *tables, END + after]), "utf-8")


def _voices(measured: Sequence[Measured], spoken: Spoken) -> str:
    rows = []
    for voice in VOICES:
        out = len(spoken.left_out.get(voice.name, {}))
        clean = [m for m in measured if m.voice == voice.name and m.folder in {"words", "phrases"}]
        rows.append(
            [
                voice.name,
                f"{voice.engine} {voice.id}",
                str(voice.sex),
                f"{_right(clean)} of {len(clean) + out}",
                f"{sum(m.word_for_word for m in clean)} of {len(clean) + out}",
            ]
        )
    head = ["voice", "made by", "sex", "clean words and phrases understood", "word for word"]
    return f"Each voice; what is left out counts as not understood.\n\n{_table(head, rows)}"


def _conditions(measured: Sequence[Measured]) -> str:
    groups = _by_folder(m for m in measured if m.folder.startswith("conditions/"))
    rows = [
        [
            folder.removeprefix("conditions/"),
            f"{_right(group)} of {len(group)}",
            str(sum(m.wrong for m in group)),
        ]
        for folder, group in groups.items()
    ]
    return _table(["condition", "understood", "taken for another answer"], rows)


def _not_for_the_program(measured: Sequence[Measured]) -> str:
    talk = [m for m in measured if m.folder == "bystander"]
    groups = {
        "bystanders' sentences": [m for m in talk if " " in m.words],
        "single words": [m for m in talk if " " not in m.words],
        "noises": [m for m in measured if m.folder == "noise"],
    }
    rows = [
        [name, f"{sum(m.wrong for m in group)} of {len(group)}", _mistakes(group)]
        for name, group in groups.items()
    ]
    return _table(["not for the program", "taken for an answer", "which"], rows)


def _left_out(spoken: Spoken) -> str:
    rows = [
        [voice, name, f'"{heard}"' if heard else "nothing"]
        for voice, names in spoken.left_out.items()
        for name, heard in names.items()
    ]
    return f"Left out, not understood even clean:\n\n{_table(['voice', 'what', 'heard'], rows)}"


def _not_understood(measured: Sequence[Measured]) -> str:
    rows = [
        [m.name, f'"{m.heard}"' if m.heard else "nothing", str(m.understood or "nothing")]
        for m in measured
        if not m.right and m.folder not in {"bystander", "noise"}
    ]
    head = ["recording", "heard", "understood as"]
    return f"Kept though not understood, to measure by:\n\n{_table(head, rows)}"


def _mistakes(group: Iterable[Measured]) -> str:
    return ", ".join(f"{m.words or m.name}: {m.understood}" for m in group if m.wrong)


def _right(group: Iterable[Measured]) -> int:
    return sum(m.right for m in group)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _by_folder(measured: Iterable[Measured]) -> dict[str, list[Measured]]:
    groups: dict[str, list[Measured]] = {}
    for one in measured:
        groups.setdefault(one.folder, []).append(one)
    return groups
