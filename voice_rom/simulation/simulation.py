"""A plan, the room it is played in, the person who plays it and the one who watches."""

from dataclasses import dataclass
from pathlib import Path

from voice_rom.core.outcome.report import Report
from voice_rom.simulation.participant import ScriptedParticipant
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.recorder import Recorder
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.simulation.sound_file import SoundFile
from voice_rom.simulation.verdict import SimulationOutcome


@dataclass(frozen=True, eq=False)
class Simulation:
    """`participant` and `recorder` are both to be displays of the session in `room`."""

    plan: Plan
    room: SimulatedRoom
    participant: ScriptedParticipant
    recorder: Recorder

    def outcome(self, report: Report) -> SimulationOutcome:
        """What came of the session, for `verdict.differences`."""
        return SimulationOutcome(
            report,
            self.recorder,
            self.participant.unused,
            self.room.now(),
            swallowed=self.room.swallowed,
        )


def prepare_simulation(plan: Plan, record: Path | None = None) -> Simulation:
    """Make everything ready; `record` names a WAV file for what will sound.

    Raises ReportNotWritable.
    """
    room = SimulatedRoom(plan.room, None if record is None else SoundFile(record))
    return Simulation(plan, room, ScriptedParticipant(plan, room), Recorder())
