"""Reads a scenario and checks all of it before anything starts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from voice_rom.content.key_path import KeyPath, dotted
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.content.yaml_file import Document, read_document
from voice_rom.core.assessment.content import Content, Question
from voice_rom.core.assessment.places import SCREENING, chosen_tests
from voice_rom.core.assessment.settings import DeviceSettings, Settings
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.language.meanings import Meaning, Meant, meant
from voice_rom.errors import ScenarioError, SettingsError
from voice_rom.simulation.acoustics import Acoustics
from voice_rom.simulation.background import at_level, looped, white_noise
from voice_rom.simulation.expectations import check_expectations
from voice_rom.simulation.faults import LOOKED_EVERY, FaultDetection
from voice_rom.simulation.keys_for_words import KeysForWords
from voice_rom.simulation.moments import is_known, kinds_of, nearest_to
from voice_rom.simulation.plan import (
    Act,
    Answer,
    Fail,
    Habit,
    Noise,
    Nothing,
    Plan,
    PlannedCue,
    Play,
    Press,
    Quit,
    Sound,
    Utter,
    fit,
)
from voice_rom.simulation.recording_resolver import RecordingResolver, RecordingsByName
from voice_rom.simulation.room import RoomSetup
from voice_rom.simulation.scenario import Cue, RoomSpec, Scenario
from voice_rom.sound import SAMPLE_RATE

T = TypeVar("T")

NOTHING: Final = "nothing"

_USUAL: Final = {
    MomentKind.RESUMING: ("yes",),
    MomentKind.SOUND_CHECK: ("yes",),
    MomentKind.SCREENED: ("yes",),
    MomentKind.STEP: ("ready",),
    MomentKind.CONFIRM: ("yes",),
    MomentKind.SIDE: ("left",),
    MomentKind.CHECKED: ("yes",),
    MomentKind.SUMMARY: ("done", "ready"),
    MomentKind.COMPLAINT: ("yes",),
    MomentKind.SHARP: ("no",),
    MomentKind.SORE_SIDE: ("left",),
    MomentKind.GOING_ON: ("yes",),
    MomentKind.PAUSED: ("continue",),
    MomentKind.STOPPED: ("continue",),
    MomentKind.WELFARE: ("yes",),
    MomentKind.ALARM: ("yes",),
}
"""What anybody says who feels nothing and wants to get through; the first that is recorded."""

_ACTS: Final = ("say", "press", "nothing", "play", "noise", "fault", "quit")

_SHORTEST_LOOP: Final = 1.0
"""Seconds; a background is whole blocks long."""

_PAST_THE_LIMIT: Final = 300.0
"""Seconds in which a session must have said goodbye after its window was closed."""


def read_plan(
    path: Path,
    content: Content,
    recordings: RecordingsByName,
    keys: KeysForWords | None = None,
    assessment: Path | None = None,
) -> Plan:
    """Return the scenario in the file `path`, ready to be played.

    `assessment` is the file that `content` has its assessment from; None: the language's own. With
    `keys` the participant presses them in place of speaking; what has no key is left out.
    Raises ScenarioError with file, line and key: for a key that is not one, a moment that never
    comes, a setting that does not exist, words of which there is no recording.
    """
    document = read_document(path, Scenario, ScenarioError)
    kinds = kinds_of(content.assessment)
    return _Reader(document, content, RecordingResolver(recordings), kinds, keys, assessment).plan()


@dataclass(frozen=True)
class _Reader:
    document: Document[Scenario]
    content: Content
    resolver: RecordingResolver
    kinds: Mapping[str, MomentKind]
    keys: KeysForWords | None
    assessment: Path | None

    @property
    def scenario(self) -> Scenario:
        return self.document.value

    def plan(self) -> Plan:
        scenario = self.scenario
        settings = self._settings()
        check_expectations(self.document, self.kinds, self.content)
        return Plan(
            title=scenario.title,
            settings=settings,
            room=self._room(scenario.room, settings.devices),
            kinds=self.kinds,
            habits=tuple(self._habits()),
            usual=self._usual(settings),
            cues=tuple(self._cues()),
            delay=scenario.participant.delay,
            movement=scenario.participant.movement,
            limit=scenario.limit,
            expect=scenario.expect,
            named=self.content.named,
            by_keys=self.keys is not None,
            left_out=tuple(self._left_out()),
        )

    def _mistake(self, at: KeyPath, what: str) -> Exception:
        return self.document.mistake(at, what)

    def _at(self, at: KeyPath, find: Callable[[], T]) -> T:
        """Find something; when it is missing, say where in the file it was asked for."""
        try:
            return find()
        except ScenarioError as missing:
            raise self._mistake(at, str(missing)) from None

    # Settings and room

    def _settings(self) -> Settings:
        """The program's own settings, and the scenario's over them: never the user's."""
        for key, value in self.scenario.settings.items():
            self._try_settings({key: value}, ("settings", key))
        chosen = {
            "session.language": self.content.assessment.language,
            "session.assessment": "" if self.assessment is None else str(self.assessment),
        }
        settings = self._try_settings({**self.scenario.settings, **chosen}, ("settings",))
        try:
            chosen_tests(self.content.assessment, settings.session.tests)
        except KeyError as unknown:
            tests = ", ".join(test.id for test in self.content.assessment.tests)
            what = f"there is no test {unknown}; choose from: {tests}"
            raise self._mistake(("settings", "session.tests"), what) from None
        return settings

    def _try_settings(self, overrides: Mapping[str, object], at: KeyPath) -> Settings:
        try:
            return load_settings(PACKAGED, overrides)
        except SettingsError as wrong:
            what = str(wrong)
            for key in overrides:  # it stands in `at` already
                what = what.removeprefix(f"{key}: ")
            raise self._mistake(at, what) from None

    def _room(self, room: RoomSpec, devices: DeviceSettings) -> RoomSetup:
        name = room.noise
        if name is None:
            background = white_noise(room.noise_dbfs, room.seed)
        else:
            noise = self._at(("room", "noise"), lambda: self.resolver.recording(_noise_name(name)))
            seconds = max(len(noise.samples) / SAMPLE_RATE, _SHORTEST_LOOP)
            background = at_level(looped(noise.samples, seconds), room.noise_dbfs)
        return RoomSetup(
            microphone=room.microphone,
            acoustics=Acoustics(
                echo_db=None if room.headphones else room.echo_db,
                echo_delay=room.echo_delay,
                rt60=room.rt60,
            ),
            background=background,
            seed=room.seed,
            longest=self.scenario.limit + _PAST_THE_LIMIT,
            noticing=FaultDetection(devices.gone_after + LOOKED_EVERY, devices.retry_after),
            idle_dbfs=devices.idle_dbfs,
            loudspeaker=room.loudspeaker,
            narrow_band=room.narrow_band,
        )

    # What the participant says

    def _sound(self, words: str, at: KeyPath, voice: str | None = None) -> Sound:
        participant = self.scenario.participant
        who = voice or participant.voice
        return self._at(at, lambda: self.resolver.words(words, who, participant.level_db))

    def _habits(self) -> Iterator[Habit]:
        for pattern, said in self.scenario.answers.items():
            at = ("answers", pattern)
            if all(fit(pattern, moment, kind) is None for moment, kind in self.kinds.items()):
                raise self._mistake(
                    at, f"never comes{nearest_to(pattern, (*self.kinds, *MomentKind))}"
                )
            several = (said,) if isinstance(said, str) else said
            if not several:
                raise self._mistake(at, "is an empty list; to let the moment pass, leave it out")
            if all(map(self._can_be_told, several)):
                answers = [None if words == NOTHING else self._told(words, at) for words in several]
                yield Habit(pattern, tuple(answers))

    def _can_be_told(self, words: str) -> bool:
        return self.keys is None or words == NOTHING or self.keys.key(words) is not None

    def _left_out(self) -> Iterator[str]:
        habits = self.scenario.answers.values()
        said = [words for each in habits for words in ((each,) if isinstance(each, str) else each)]
        said += [cue.say for cue in self.scenario.cues if cue.say is not None]
        yield from (words for words in dict.fromkeys(said) if not self._can_be_told(words))

    def _told(self, words: str, at: KeyPath) -> Answer:
        key = None if self.keys is None else self.keys.key(words)
        return self._sound(words, at) if key is None else key

    def _usual(self, settings: Settings) -> Mapping[str, Answer]:
        """What is answered at every moment that this session can reach."""
        tests = chosen_tests(self.content.assessment, settings.session.tests)
        chosen = {SCREENING, *(test.id for test in tests)}
        words: dict[str, tuple[str, ...]] = {}
        for moment, kind in self.kinds.items():
            if "." not in moment or moment.split(".")[0] in chosen:
                words[moment] = _USUAL.get(kind, ())
        for test in tests:
            for question in test.questions:
                words[f"{test.id}.{question.id}"] = (_not_concerning(question),)
        screening = self.content.assessment.screening
        for asked in () if screening is None else screening.questions:
            words[f"{SCREENING}.{asked.id}"] = (_not_concerning(asked),)
        return {
            moment: self._usual_answer(several)
            for moment, several in words.items()
            if several and (self.keys is not None or not self._has_habit(moment))
        }

    def _usual_answer(self, words: tuple[str, ...]) -> Answer:
        participant, at = self.scenario.participant, ("participant", "voice")
        if self.keys is not None:
            return self._told(words[-1], at)
        for one in words[:-1]:
            if self.resolver.has(one, participant.voice):
                return self._sound(one, at)
        nobody_says_it = not self.resolver.has(words[-1], participant.voice)
        if nobody_says_it and words[-1] in self.content.named:  # it has a key, too
            return Press(meant(words[-1]))
        return self._sound(words[-1], at)

    def _has_habit(self, moment: str) -> bool:
        kind = self.kinds[moment]
        return any(fit(pattern, moment, kind) is not None for pattern in self.scenario.answers)

    # Cues

    def _cues(self) -> Iterator[PlannedCue]:
        for number, cue in enumerate(self.scenario.cues):
            if cue.say is None or self._can_be_told(cue.say):
                yield self._cue(number)

    def _cue(self, number: int) -> PlannedCue:
        cue, at = self.scenario.cues[number], ("cues", number)
        if (cue.at is None) == (cue.during is None):
            raise self._mistake(at, "needs either at or during, to say when it happens")
        name = cue.at or cue.during or ""
        if name not in set(MomentKind) and not is_known(name, self.kinds, self.content.texts):
            key = "at" if cue.during is None else "during"
            raise self._mistake((*at, key), f"{name} never comes{nearest_to(name, self.kinds)}")
        return PlannedCue(
            label=f"{dotted(at)} (line {self.document.tree.line(at)})",
            name=name,
            during=cue.during is not None,
            after=cue.after,
            act=self._act(cue, at),
        )

    def _act(self, cue: Cue, at: KeyPath) -> Act:
        given = [act for act in _ACTS if getattr(cue, act) not in (None, False)]
        if len(given) != 1:
            what = f"needs exactly one of {', '.join(_ACTS)}"
            raise self._mistake(at, f"{what}; it has {' and '.join(given) or 'none'}")
        where = (*at, given[0])
        if cue.say is not None:
            return self._said(cue, cue.say, where)
        if cue.play is not None:
            name = cue.play
            return Play(
                _louder(self._at(where, lambda: self.resolver.recording(name)), cue.level_db)
            )
        if cue.noise is not None:
            name = _noise_name(cue.noise)
            sound = self._at(where, lambda: self.resolver.recording(name))
            return Noise(at_level(looped(sound.samples, cue.seconds), cue.level_dbfs))
        if cue.press is not None:
            return self._pressed(cue.press, where)
        if cue.fault is not None:
            return Fail(cue.fault, cue.seconds)
        return Quit() if cue.quit else Nothing()

    def _pressed(self, meaning: Meant, at: KeyPath) -> Act:
        known = (*Meaning, *self.content.named)
        if meaning not in known:
            what = f"{str(meaning)!r} is not one of the answers and commands"
            raise self._mistake(at, f"{what}{nearest_to(meaning, known)}")
        return Press(meaning)

    def _said(self, cue: Cue, words: str, at: KeyPath) -> Act:
        key = None if self.keys is None else self.keys.key(words)
        return key or Utter(_louder(self._sound(words, at, cue.voice), cue.level_db))


def _noise_name(name: str) -> str:
    return name if "/" in name else f"noise/{name}"


def _louder(sound: Sound, level_db: float | None) -> Sound:
    if level_db is None:
        return sound
    return Sound(sound.name, sound.samples, level_db)


def _not_concerning(question: Question) -> str:
    """What anybody would answer: the first that is no finding, if there is one."""
    plain = [answer for answer in question.answers if answer not in question.concern]
    return str((*plain, *question.answers)[0])
