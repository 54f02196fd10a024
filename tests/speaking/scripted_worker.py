"""A voice worker that fails as it is told.

    scripted_worker.py FOLDER BEHAVIOUR...

The first start behaves as the first BEHAVIOUR, the second as the second, all later ones as the
last. Every start and every text asked for is a line of FOLDER/log.
"""

import json
import math
import os
import struct
import sys
import threading
import wave
from pathlib import Path

RATE = 22_050
SILENT_END = 0.03
"""Seconds. espeak ends every text with silence."""

VOICES = [
    {"id": "gmw/en-us", "name": "English (America)", "languages": ["en-us"], "gender": "Male"},
]


def main() -> None:
    log = Path(sys.argv[1]) / "log"
    starts = log.read_text().count("start") if log.exists() else 0
    behaviours = sys.argv[2:]
    behaviour = behaviours[min(starts, len(behaviours) - 1)]
    note(log, "start")
    for line in sys.stdin:
        request = json.loads(line)
        if request["kind"] == "Describe" and behaviour != "no-driver":
            describe(request)
        else:
            note(log, request.get("text", "describe"))
            (log.parent / "last_path").write_text(request.get("path", ""))
            render(behaviour, request)


def note(log: Path, line: str) -> None:
    with log.open("a") as file:
        file.write(line + "\n")


def describe(request: dict[str, str]) -> None:
    driver = {
        "name": request["driver"],
        "version": "1",
        "current_voice": "gmw/en-us",
        "voices": VOICES,
        "witnesses": [],
    }
    reply(kind="Described", number=request["number"], driver=driver)


def render(behaviour: str, request: dict[str, str]) -> None:
    number = request["number"]
    letters = len(request.get("text", ""))
    match behaviour:
        case "crash":
            os._exit(3)
        case "hang":
            threading.Event().wait()
        case "garbage":
            say("Audio saved to somewhere")
        case "no-driver":
            reply(kind="Refused", number=number, problem="driver-missing", detail="no library")
        case "no-voice":
            reply(kind="Refused", number=number, problem="voice-unknown", detail="voice x")
        case "refuse":
            reply(kind="Refused", number=number, problem="failed", detail="it hurts")
        case "no-file":
            reply(kind="Rendered", number=number)
        case "empty" | "cut" | "broken" | "zeros" | "speak":
            seconds = {"empty": 0.0, "cut": 0.01 * letters}.get(behaviour, 0.08 * letters)
            end = 0.0 if behaviour in {"empty", "broken"} else SILENT_END
            write(request["path"], seconds, 0.0 if behaviour == "zeros" else 0.3, end)
            reply(kind="Rendered", number=number)
        case "late":
            reply(kind="Refused", number=0, problem="failed", detail="to an earlier request")
            write(request["path"], 0.08 * letters, 0.3)
            reply(kind="Rendered", number=number)


def write(path: str, seconds: float, volume: float, end: float = SILENT_END) -> None:
    tone = (
        round(32_767 * volume * math.sin(2 * math.pi * 200 * index / RATE))
        for index in range(round(seconds * RATE))
    )
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
        file.writeframes(bytes(2 * round(end * RATE)))


def reply(**fields: object) -> None:
    say(json.dumps(fields))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


main()
