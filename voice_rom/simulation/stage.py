"""A plan, the room it is played in, the person who plays it and the one who watches."""

from dataclasses import dataclass
from pathlib import Path

from voice_rom.core.report import Report
from voice_rom.simulation.participant import ScriptedParticipant
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.simulation.sound_file import SoundFile
from voice_rom.simulation.verdict import Outcome
from voice_rom.simulation.witness import Witness


@dataclass(frozen=True, eq=False)
class Stage:
    """`participant` and `witness` are both to be displays of the session in `room`."""

    plan: Plan
    room: SimulatedRoom
    participant: ScriptedParticipant
    witness: Witness

    def outcome(self, report: Report) -> Outcome:
        """What came of the session, for `verdict.differences`."""
        return Outcome(
            report,
            self.witness,
            self.participant.unused,
            self.room.now(),
            swallowed=self.room.swallowed,
        )


def set_stage(plan: Plan, record: Path | None = None) -> Stage:
    """Make everything ready; `record` names a WAV file for what will sound.

    Raises ReportNotWritable.
    """
    room = SimulatedRoom(plan.room, None if record is None else SoundFile(record))
    return Stage(plan, room, ScriptedParticipant(plan, room), Witness())
