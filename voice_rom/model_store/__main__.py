"""`python -m voice_rom.model_store`: for setting a checkout up, before there is the command."""

import argparse
import sys
from pathlib import Path

from voice_rom import model_store
from voice_rom.ending import run_to_its_end
from voice_rom.errors import ModelDamaged, ModelMissing, VoiceRomError


def main(arguments: list[str]) -> int:
    """The exit code: that of the error, or 0."""
    parser = argparse.ArgumentParser(
        prog="python -m voice_rom.model_store",
        description="Find, fetch or verify the speech model.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("where", help="print the folder of the model")
    commands.add_parser("verify", help="read every byte of it")
    getting = commands.add_parser("get", help="fetch it, unless it is there")
    getting.add_argument("--source", choices=["http", "maven"], help="only from this kind")
    getting.add_argument("--from", dest="archive", type=Path, help="from an archive on this disk")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "where":
            print(model_store.find())  # noqa: T201 - it is what was asked for
        elif chosen.command == "verify":
            _verify()
        else:
            _get(chosen.archive, chosen.source)
    except VoiceRomError as error:
        print(error, file=sys.stderr)  # noqa: T201 - one line for the person
        return error.exit_code
    except KeyboardInterrupt:
        print("Interrupted; next time it continues from here.", file=sys.stderr)  # noqa: T201
        return 130
    return 0


def _verify() -> None:
    folder = model_store.find()
    if problems := model_store.verify(folder):
        raise ModelDamaged(f"The speech model in {folder} is damaged: {'; '.join(problems)}.")
    print(f"{folder}: intact")  # noqa: T201 - it is what was asked for


def _get(archive: Path | None, source: model_store.SourceKind | None) -> None:
    if archive is None and _is_here():
        return
    from voice_rom.model_store.progress_bar import ProgressBar  # noqa: PLC0415 - heavy

    with ProgressBar() as watcher:
        folder = model_store.get(watcher, archive=archive, only=source)
        watcher.say(f"The speech model is in {folder}.")


def _is_here() -> bool:
    try:
        model_store.find()
    except (ModelMissing, ModelDamaged):
        return False
    return True


if __name__ == "__main__":
    run_to_its_end(lambda: main(sys.argv[1:]))
