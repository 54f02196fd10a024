"""All that changes in a session, beside the answers and the place on the way."""

from dataclasses import dataclass, field

from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line, Words
from voice_rom.core.dialogue.given import LastAnswer
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.outcome.complaints import Interrupted
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import StaffNews


@dataclass
class SessionState:
    now: State = State.WAITING
    turn: Turn = field(default_factory=lambda: Turn(Words(())))
    last_answer: LastAnswer | None = None
    """The answer that a correction can take back: the latest, if it was spoken."""

    prelude: list[Line] = field(default_factory=list)
    """Said before whatever the next state says."""
    returning: bool = False
    """The next turn was begun before: its short form will do."""
    quiet: bool = False
    """The next turn has its answer already, or waits for it."""

    interrupted: State | None = None
    """What a pause, a stop or a question after the person came between."""
    undisturbed: State | None = None
    """Where it was when a device was lost."""
    pause_goes_on: bool = False
    """It was a pause in which the voice asked whether all is well."""
    alerted: AlertReason | None = None
    message_failed: bool = False
    staff: StaffNews | None = None
    """What is known of the clinic's staff since others were told last; None: nothing."""
    told_of_delay: bool = False
    """It was said that answers wait here for the database of all rooms."""

    complaint: Interrupted | None = None
    """The latest complaint."""
    ended_by_complaint: bool = False
    stopped_to_end: bool = False
    summary_said: bool = False
    lying: bool = False
    earlier: Earlier | None = None
    """A session that broke off, as long as it can be resumed."""
