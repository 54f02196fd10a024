# ruff: noqa: T201 - it prints: that is what it is for
"""Answers with a pause inside: whether what is recorded in the end is what the person meant.

Each recording of which the manifest says what it means is the answer to one question of a short
session: the real voice, recogniser, dialogue and loop, in the simulated room. Everything else is
answered by keys, and whatever is asked again is skipped: only the recording itself counts.
script/pauses runs all of them and prints the table; test_pauses.py runs some.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from tests.english import english_content, english_vocabulary
from tests.simulation.lent_recogniser import lent_recognisers
from voice_rom import model_store
from voice_rom.app import Program, open_voice, run_session
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.texts import texts_of
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import Report
from voice_rom.data_files import fixtures_folder
from voice_rom.display.displays import Displays
from voice_rom.evaluation.figures import Share
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.reading import read_plan
from voice_rom.simulation.recordings import Recordings
from voice_rom.simulation.simulation import prepare_simulation
from voice_rom.speaking.voice import RenderedVoice

LANGUAGE: Final = "en"
TEST: Final = "trunk-rotation"
QUESTION: Final = "pulling"
"""A yes-or-no question that also asks for the side, on the chair: no way to the floor before it."""

SIDES: Final = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH})

SETTINGS: Final[Mapping[str, object]] = {
    "session.tests": [TEST],
    "safety.screening": "false",
    "session.short_welcome": "true",
}

AGAIN: Final = 4
"""How often a key is ready for a moment that comes again after a correction."""

SOON: Final = 0.1
"""Seconds into a line at which a key cuts it short: nobody measures what it says."""

SECONDS_AFTER: Final = 6.0
"""From the words after the question to the end of the session: a correction was heard by then."""


@dataclass(frozen=True)
class Hesitation:
    """A recording with a pause inside."""

    name: str
    """As scenarios name it: "phrases/uh_yes_06/flite-slt"."""
    words: str
    pause: float
    """Seconds."""
    meant: Meant

    @property
    def voice(self) -> str:
        return self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Ending:
    """What came of it."""

    said: Hesitation
    recorded: str
    """What the report says in the end: the answer or the side, or why there is none."""

    @property
    def right(self) -> bool:
        return self.recorded == self.said.meant


def hesitations(folder: Path) -> list[Hesitation]:
    """Every recording that the manifest in `folder` gives a pause and a meaning."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (folder / "manifest.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=loader)["recordings"]  # noqa: S506 - makes texts only
    return [
        Hesitation(
            name=entry["path"].removesuffix(".flac"),
            words=entry["words"],
            pause=float(entry["made"]["pause_seconds"]),
            meant=Meaning(entry["meant"]),
        )
        for entry in entries
        if "pause_seconds" in entry["made"]
    ]


class Rehearsals:
    """Plays one short session after the other."""

    def __init__(self) -> None:
        settings = load_settings(PACKAGED, SETTINGS)
        self._program = Program(
            settings=settings,
            content=one_question(english_content()),
            vocabulary=english_vocabulary(),
            model=model_store.find(None, LANGUAGE),
        )
        self._recordings = Recordings(fixtures_folder())
        self._opened = ExitStack()
        self._voice: RenderedVoice = open_voice(settings)
        self._opened.callback(self._voice.close)
        self._opening = self._opened.enter_context(lent_recognisers())

    def close(self) -> None:
        self._opened.close()

    def end_of(self, said: Hesitation) -> Ending:
        """Play the session in which the one question is answered with this recording."""
        simulation = prepare_simulation(self._plan(said))
        displays = Displays([simulation.recorder, simulation.participant])
        report = run_session(
            self._program, simulation.room, self._voice, displays, opening=self._opening
        )
        for _, error in displays.dropped:
            raise error
        return Ending(said, recorded(report, said.meant))

    def _plan(self, said: Hesitation) -> Plan:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "scenario.yaml"
            file.write_text(json.dumps(scenario_of(said)), "utf-8")  # JSON is YAML
            return read_plan(file, self._program.content, self._recordings)


def one_question(content: Content) -> Content:
    """The program's own texts, without all tests, steps and questions but one of each."""
    (test,) = (test for test in content.assessment.tests if test.id == TEST)
    (question,) = (question for question in test.questions if question.id == QUESTION)
    short = replace(test, intro=(), steps=test.steps[:1], questions=(question,))
    assessment = replace(content.assessment, tests=(short,))
    return replace(
        content, assessment=assessment, texts=texts_of(assessment, content.phrases, content.safety)
    )


def scenario_of(said: Hesitation) -> Mapping[str, object]:
    """Who says what when, as a scenario's file has it."""
    asked = f"{TEST}.{QUESTION}"
    answer = {"say": said.name}
    yes = {"press": "yes", "after": SOON}
    if said.meant in SIDES:
        cues = [
            {"during": asked, **yes},
            {"during": f"{asked}.confirm", **yes},
            {"at": f"{asked}.side", **answer},
            *[{"at": f"{asked}.side", "press": "skip"}] * AGAIN,
        ]
    else:
        cues = [
            {"at": asked, **answer},
            *[{"at": asked, "press": "skip"}] * AGAIN,
            *[{"at": f"{asked}.confirm", "press": "yes"}] * AGAIN,
            *[{"at": f"{asked}.side", "press": "left"}] * AGAIN,
        ]
    return {
        "title": said.name,
        "settings": SETTINGS,
        "answers": dict.fromkeys((asked, f"{asked}.confirm", f"{asked}.side"), "nothing"),
        "cues": [
            {"during": "sound_check", **yes},
            {"during": "step", "press": "ready", "after": SOON},
            *cues,
            {"during": f"{TEST}.noticed", "quit": True, "after": SECONDS_AFTER},
            {"during": "phrases.interrupted_ending", "quit": True, "after": SOON},
        ],
    }


def recorded(report: Report, meant: Meant) -> str:
    """What stands in the report in the end, for the answer or for the side."""
    ((question,),) = (test.questions for test in report.tests)
    if question.status is not Status.ANSWERED:
        return str(question.status)
    return str(question.side if meant in SIDES else question.answer)


def endings(said: Sequence[Hesitation], jobs: int) -> Iterator[Ending]:
    """What comes of each, in their order; the same for every number of `jobs`."""
    shares = [said[start::jobs] for start in range(jobs)]
    with ProcessPoolExecutor(jobs) as pool:
        played = [list(share) for share in pool.map(_endings_of, shares)]
    for index in range(len(said)):
        yield played[index % jobs][index // jobs]


def _endings_of(said: Sequence[Hesitation]) -> list[Ending]:
    rehearsals = Rehearsals()
    try:
        return [rehearsals.end_of(one) for one in said]
    finally:
        rehearsals.close()


# The table


def table(ended: Sequence[Ending]) -> str:
    """Each phrase and pause: how many ended as they were meant, of how many."""
    pauses = sorted({ending.said.pause for ending in ended})
    head = ["words", "meant", *(f"{pause} s" for pause in pauses), "all"]
    rows = [[words, str(meant), *_cells(group, pauses)] for (words, meant), group in _groups(ended)]
    rows.append(["all", "", *_cells(ended, pauses)])
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _groups(ended: Sequence[Ending]) -> Iterator[tuple[tuple[str, Meant], list[Ending]]]:
    groups: dict[str, list[Ending]] = {}
    for ending in ended:
        phrase = ending.said.name.split("/")[1].rpartition("_")[0]
        groups.setdefault(phrase, []).append(ending)
    for phrase, group in groups.items():
        yield (phrase.replace("_", " "), group[0].said.meant), group


def _cells(ended: Sequence[Ending], pauses: Iterable[float]) -> Iterator[str]:
    for pause in pauses:
        yield _counted([ending for ending in ended if ending.said.pause == pause])
    yield _counted(ended)


def _counted(ended: Sequence[Ending]) -> str:
    return f"{right(ended).hits} of {len(ended)}" if ended else ""


def right(ended: Sequence[Ending]) -> Share:
    return Share(sum(ending.right for ending in ended), len(ended))


def summary(ended: Sequence[Ending]) -> str:
    """Over all, with Wilson's interval."""
    share = right(ended)
    if share.rate is None or share.interval is None:
        return "There is no such recording."
    low, high = share.interval
    return (
        f"{share.hits} of {share.n} end in what was meant: {share.rate:.1%}"
        f" (95 % interval {low:.1%} to {high:.1%})."
    )


def main() -> int:
    """Print the table; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="script/pauses", description=__doc__)
    parser.add_argument("--stride", type=int, default=1, help="only every so manieth recording")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--only", default="", help="only recordings whose name holds this")
    arguments = parser.parse_args()
    said = [one for one in hesitations(fixtures_folder()) if arguments.only in one.name]
    ended = list(endings(said[:: arguments.stride], arguments.jobs))
    print(table(ended) if ended else "")
    for ending in ended:
        if not ending.right:
            print(f"{ending.said.name}: meant {ending.said.meant}, recorded {ending.recorded}")
    print(summary(ended))
    return 0 if ended else 1


if __name__ == "__main__":
    sys.exit(main())
