"""Reads `prompts/<language>/understood.yaml`: utterances, and what each means where it is said."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.load import load_content
from voice_rom.content.schema import Mistake, nearest
from voice_rom.content.text_file import shown
from voice_rom.content.yaml_file import Document, read_document
from voice_rom.core.assessment.content import Content, Question
from voice_rom.core.language.meanings import COMMANDS, INTERRUPTIONS, Meaning, Meant, meant
from voice_rom.core.language.understanding import Reason, understand
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.data_files import prompts_folder

UNDERSTOOD_FILE: Final = "understood.yaml"

FOREIGN_WORD: Final = "[unk]"
"""Stands for any word that the recogniser is not listening for; it writes it this way itself."""


class Asked(StrEnum):
    """What was asked when somebody speaks."""

    ANYTHING = "anything"
    """All of the following but `while_speaking`: each utterance is tried after every one."""
    YES_NO = "yes_no"
    DIFFERENCE = "difference"
    """A yes-or-no question whether the sides differ: "the same" answers it too."""
    CONFIRMATION = "confirmation"
    SIDE = "side"
    SOUND_CHECK = "sound_check"
    STEP = "step"
    SUMMARY = "summary"
    STOPPED = "stopped"
    PAUSED = "paused"
    WELFARE = "welfare"
    RESUMING = "resuming"
    """ "Would you like to carry on with our last session?" """
    CHOICE = "choice"
    """ "Would you like to move on to another test?", or to do the test on the chair?"""
    WHILE_SPEAKING = "while_speaking"
    """Nothing yet: the program's own voice is playing."""


_YES_NO: Final = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
_SIDES: Final = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER})
_CLOSING: Final = frozenset({Meaning.READY, Meaning.END})

ANSWERS: Final[Mapping[Asked, AbstractSet[Meant]]] = {
    Asked.YES_NO: _YES_NO,
    Asked.DIFFERENCE: _YES_NO | {Meaning.NEITHER},
    Asked.CONFIRMATION: _YES_NO,
    Asked.SIDE: _SIDES | {Meaning.UNSURE},
    Asked.SOUND_CHECK: frozenset({Meaning.YES}),
    Asked.STEP: frozenset({Meaning.READY}),
    Asked.SUMMARY: _CLOSING,
    Asked.STOPPED: frozenset({Meaning.END}),
    Asked.PAUSED: _CLOSING,
    Asked.WELFARE: frozenset({Meaning.YES, Meaning.NO, Meaning.READY}),
    Asked.RESUMING: frozenset({Meaning.YES, Meaning.NO}),
    Asked.CHOICE: _YES_NO | {Meaning.END},
}
"""What answers it; commands are always possible as well. A test holds this against the dialogue."""

_BY_WORDS: Final = frozenset(
    {Reason.FILLER, Reason.FOREIGN, Reason.NOT_EXPECTED, Reason.TWO_ANSWERS, Reason.UNCERTAIN}
)
"""Reasons that the words alone can give: not that it was silent, too long or too faint."""


def possible(asked: Asked) -> frozenset[Meant]:
    """Return every meaning that an utterance can have there."""
    if asked is Asked.WHILE_SPEAKING:
        return INTERRUPTIONS
    return frozenset({*ANSWERS.get(asked, frozenset()), *COMMANDS})


def answers_to(question: Question) -> frozenset[Meant]:
    """Return every answer that the question takes; commands are always possible as well."""
    return frozenset({*question.answers, *question.counts_as, Meaning.UNSURE})


@dataclass(frozen=True, kw_only=True)
class Utterances:
    """What people say to one thing that is asked."""

    means: Mapping[Meant, tuple[str, ...]] = field(default_factory=dict)
    nothing: Mapping[Reason, tuple[str, ...]] = field(default_factory=dict)
    """What is no answer there, by the reason."""


@dataclass(frozen=True, kw_only=True)
class MeaningCase:
    """The file. Words are as the recogniser writes them; `[unk]` is any foreign word."""

    language: str
    asked: Mapping[Asked, Utterances]
    questions: Mapping[str, Utterances] = field(default_factory=dict)
    """By test and question (`leg-lift.angling`): those whose answers the assessment names."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """An utterance and what it must mean after `asked`: nothing, for `reason`, or `meaning`."""

    asked: str
    """One of `Asked`, or a question: `leg-lift.angling`."""
    possible: AbstractSet[Meant]
    """What it may mean there."""
    words: str
    meaning: Meant | None
    reason: Reason
    place: str
    """File and line, for saying that it does not hold."""


def load_understood(language: str, prompts: Path | None = None) -> tuple[Case, ...]:
    """Return every case of `language` from the folder `prompts` (default: the program's own).

    Raises ContentError with file, line and key of the first thing that is wrong.
    """
    content = load_content(language, prompts)
    folder = (prompts_folder() if prompts is None else prompts) / language
    document = read_document(folder / UNDERSTOOD_FILE, MeaningCase)
    mistakes = understood_mistakes(document.value, language, content)
    first = min(mistakes, key=lambda mistake: document.tree.line(mistake.at), default=None)
    if first is not None:
        raise document.mistake(first.at, first.what)
    return tuple(_cases(document, named_questions(content)))


def broken_cases(cases: Sequence[Case], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a line, with file and line number, for each case that does not hold."""
    for case in cases:
        understanding = understand(utterance_of(case), vocabulary, case.possible)
        if (understanding.meaning, understanding.reason) != (case.meaning, case.reason):
            should = _told(case.meaning, case.reason)
            means = _told(understanding.meaning, understanding.reason)
            yield (
                f'{case.place}: "{case.words}" after {case.asked} should mean {should}, '
                f"but means {means}: {understanding.rule}"
            )


def utterance_of(case: Case) -> Utterance:
    """The case's words, said clearly and at a calm pace."""
    pace, word_seconds = 0.5, 0.4
    words = tuple(
        Word(word, number * pace, number * pace + word_seconds, 1.0)
        for number, word in enumerate(case.words.split())
    )
    end = words[-1].end if words else word_seconds
    return Utterance(
        words=words,
        start=0.0,
        end=end,
        decided=end + word_seconds,
        level_dbfs=-25.0,
        noise_dbfs=-60.0,
        during_voice=case.asked is Asked.WHILE_SPEAKING,
    )


def understood_mistakes(
    understood: MeaningCase, language: str, content: Content
) -> Iterator[Mistake]:
    """Yield what is wrong with `understood.yaml` in the folder of `language`."""
    if understood.language != language:
        what = f"is {understood.language!r}, but the folder is {language!r}"
        yield Mistake(("language",), what)
    heard = _words_of(content.vocabulary)
    for asked in Asked:
        there = understood.asked.get(asked)
        if there is None:
            yield Mistake(("asked",), f"has no utterances for '{asked}'")
        else:
            at: KeyPath = ("asked", asked)
            needed = ANSWERS.get(asked, possible(asked))
            yield from _missing_meanings(there, at, possible(asked), needed)
            yield from _utterance_mistakes(there, at, heard)
    yield from _question_mistakes(understood, named_questions(content), heard)


def _question_mistakes(
    understood: MeaningCase, questions: Mapping[str, Question], heard: AbstractSet[str]
) -> Iterator[Mistake]:
    for name in () if understood.questions.keys() - questions.keys() else questions:
        if name not in understood.questions:
            yield Mistake(("questions",), f"has no utterances for '{name}'")
    for name, there in understood.questions.items():
        at: KeyPath = ("questions", name)
        if name not in questions:
            what = f"is not a question whose answers are named{nearest(name, questions)}"
            yield Mistake(at, what)
            continue
        answers = answers_to(questions[name])
        yield from _missing_meanings(there, at, answers | COMMANDS, answers)
        yield from _utterance_mistakes(there, at, heard)


def named_questions(content: Content) -> Mapping[str, Question]:
    """The questions whose answers the content names, by test and question: `leg-lift.angling`."""
    return {
        f"{test.id}.{question.id}": question
        for test in content.assessment.tests
        for question in test.questions
        if question.choices
    }


def _missing_meanings(
    there: Utterances, place: KeyPath, possible: AbstractSet[Meant], needed: AbstractSet[Meant]
) -> Iterator[Mistake]:
    at: KeyPath = (*place, "means")
    foreign = [meaning for meaning in there.means if meaning not in possible]
    for meaning in foreign:
        what = f"can never be the answer after '{place[-1]}'"
        yield Mistake((*at, meaning), f"{what}{nearest(meaning, possible)}")
    for meaning in () if foreign else sorted(needed):  # a misspelt name is told, and no more
        if not there.means.get(meaning):
            yield Mistake(at, f"has no utterance for '{meaning}'")


def _utterance_mistakes(
    there: Utterances, place: KeyPath, heard: AbstractSet[str]
) -> Iterator[Mistake]:
    for reason in there.nothing:
        if reason not in _BY_WORDS:
            known = ", ".join(sorted(_BY_WORDS))
            what = f"no words alone are '{reason}'; they can be {known}"
            yield Mistake((*place, "nothing", reason), what)
    seen: set[tuple[str, ...]] = set()
    for at, words in _listed(there, place):
        said = tuple(words.split())
        if not said:
            yield Mistake(at, "is empty")
        elif said in seen:
            yield Mistake(at, f"{words!r} is listed under '{place[-1]}' a second time")
        seen.add(said)
        for word in said:
            if word not in heard:
                what = f"{word!r} is never heard: not in vocabulary.yaml; write {FOREIGN_WORD!r}"
                yield Mistake(at, what)


def _cases(document: Document[MeaningCase], questions: Mapping[str, Question]) -> Iterator[Case]:
    where = {str(asked): possible(asked) for asked in ANSWERS}
    where |= {name: answers_to(question) | COMMANDS for name, question in questions.items()}
    for asked, there in document.value.asked.items():
        everywhere = asked is Asked.ANYTHING
        after = where if everywhere else {str(asked): possible(asked)}
        yield from _cases_of(document, there, ("asked", asked), after)
    for name, there in document.value.questions.items():
        yield from _cases_of(document, there, ("questions", name), {name: where[name]})


def _cases_of(
    document: Document[MeaningCase],
    there: Utterances,
    at: KeyPath,
    after: Mapping[str, AbstractSet[Meant]],
) -> Iterator[Case]:
    for place, words in _listed(there, at):
        means, name = place[2], str(place[3])
        meaning = meant(name) if means == "means" else None
        line = f"{shown(document.path)}:{document.tree.line(place)}"
        for asked, possible_there in after.items():
            yield Case(
                asked=asked,
                possible=possible_there,
                words=words,
                meaning=meaning,
                reason=Reason.UNDERSTOOD if meaning else Reason(name),
                place=line,
            )


def _listed(there: Utterances, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield every utterance with its place in the file."""
    for meaning, said in there.means.items():
        for number, words in enumerate(said):
            yield (*at, "means", meaning, number), words
    for reason, said in there.nothing.items():
        for number, words in enumerate(said):
            yield (*at, "nothing", reason, number), words


def _words_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Every word that the recogniser listens for."""
    phrases = (
        *(phrase for group in vocabulary.phrases.values() for phrase in group),
        *vocabulary.homophones,
        *vocabulary.fillers,
        *vocabulary.corrections,
        *vocabulary.decoys,
        FOREIGN_WORD,
    )
    return frozenset(word for phrase in phrases for word in phrase.split())


def _told(meaning: Meant | None, reason: Reason) -> str:
    return f"'{meaning}'" if meaning else f"nothing ({reason})"
