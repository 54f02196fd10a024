"""What the dialogue says around the assessment: the schema of `dialogue.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice_rom.core.assessment.content import JOINED, Lines, NamedAnswers, Prompt, Side
from voice_rom.core.language.meanings import Meant


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What is said the first time that something happens in a turn, and shorter ever after."""

    first: Lines
    again: Lines


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """`prompts/<language>/dialogue.yaml`: what the dialogue says around the assessment.

    Lines with braces are completed by the dialogue: {test}, {number}, {of}, {microphone}.
    """

    # The sound check
    heard_you: Lines
    check_nothing: Lines
    check_muted: Lines
    check_too_quiet: Lines
    check_too_noisy: Lines
    check_distorted: Lines
    check_other_word: Lines
    check_narrow: Lines
    """The microphone gives no more of a voice than a telephone."""
    check_only_a_key: Lines
    keys_alone: Lines
    check_keys: Lines

    # A session that broke off
    resume: Prompt
    """ "Would you like to carry on with our last session?" """
    resumed: Lines
    afresh: Lines

    # Misses
    not_heard: Remark
    not_understood: Remark
    too_quiet: Remark
    too_noisy: Remark
    distorted: Remark
    two_answers: Lines
    too_long: Lines
    not_expected: Lines
    spoken_over: Lines
    """An answer came before the question had ended, and was not taken."""
    offer_keys: Lines
    welfare: Prompt
    """ "Are you all right? Say yes, or help." """
    welfare_yes: Lines
    help_called: Remark
    """What to do for whoever needs help, and that the voice stays: {emergency} is the number."""
    no_answer: Remark
    """Nobody answered, and the voice waits."""
    alarm_message: Lines
    """The owner's own program was started to tell others."""
    alarm_failed: Lines

    # Answers
    unsure: Lines
    side_noted: Mapping[Side, Lines]
    instead: Mapping[Meant, Lines]
    """An answer that takes the place of one that was just taken: "Left, then."."""
    heard_as: Mapping[Meant, Lines]
    """What an answer was heard as, where that may be wrong: "You said left."."""
    scale: NamedAnswers = field(metadata=JOINED)
    """The numbers of a scale, the least first."""
    denied: Lines
    """After "no" to a confirmation: the question is asked again."""
    is_that_right: Prompt
    """The question behind every confirmation."""
    left_open: Lines
    """After a question was asked often enough in vain."""
    skipped: Lines
    answer_kept: Lines
    changed: Lines

    # Commands
    end_movement: Lines
    """Said before all else where a movement is broken off, and nowhere else."""
    stopped: Prompt
    """ "I have stopped. Say end, or go on." """
    go_on: Lines
    ending: Lines
    paused: Prompt
    nothing_to_continue: Lines
    back: Lines
    back_at_start: Lines
    slower: Lines
    faster: Lines
    slowest: Lines
    fastest: Lines
    louder: Lines
    quieter: Lines
    loudest: Lines
    quietest: Lines
    nothing_more: Lines
    commands: Lines
    """The words that always work, said after every help."""

    # Places
    where_start: Lines
    where_screening: Lines
    where_step: Lines
    where_between: Lines
    """On the way to the floor or to the chair: {test} comes next."""
    where_question: Lines
    where_end: Lines

    # Movements
    take_your_time: Lines
    automatic_wait: Lines

    # Storage
    storage_lost: Lines
    storage_renewed: Lines
    delivery_delayed: Lines
    """The database of all rooms cannot be reached: answers wait in the room's own file."""

    # The end
    summary_test: Lines
    """Goes before the findings of one test in the summary: {test}."""
    summary_closing: Prompt
    """ "Say repeat to hear this again, or done to finish." """
    interrupted_ending: Lines
    """Ctrl-C, a closed window: a last word."""
    no_microphone: Lines
    no_model: Lines
    """Why a session cannot start: said by the command, before there is a dialogue."""
    was_asleep: Lines
    nobody_there: Lines
    """At a kiosk, when for long there was no sign of life: it ends soon, unless one follows."""
    device_back: Lines
    other_microphone: Lines
    """What took the place of the one that is gone: {microphone}."""
    other_loudspeaker: Lines
    """The same: {loudspeaker}."""
    microphone_lost: Lines
    microphone_muted: Lines
    microphone_crackles: Lines
    loudspeaker_lost: Lines
    recogniser_lost: Lines
    recogniser_back: Lines
