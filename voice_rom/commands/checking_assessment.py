"""`check --assessment`: whether an assessment of one's own can be said, heard and understood."""

from collections.abc import Iterator
from pathlib import Path

import click

from voice_rom import model_store
from voice_rom.commands.flags import FLAGS
from voice_rom.content.load import load_content
from voice_rom.content.settings_file import load_with_sources
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.content.yaml_file import read_document
from voice_rom.core.assessment.content import Assessment, Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import ModelDamaged, ModelMissing


def check_flag(
    file: Path, language: str | None, settings_file: Path | None, prompts: Path | None = None
) -> None:
    """Check the assessment in `file` in place of the one that the settings name, if any."""
    chosen = {"session.assessment": str(file)}
    if language is not None:
        chosen["session.language"] = language
    loaded = load_with_sources(settings_file, chosen, FLAGS)
    with loaded.sources.named():
        check_assessment(file, loaded.settings, prompts)


def check_assessment(file: Path, settings: Settings, prompts: Path | None = None) -> None:
    """Read the assessment in `file`, and tell what is in it.

    Raises ContentError with file, line and key of the first thing that is wrong: a text that cannot
    be said, an answer that cannot be given, a word that the speech model does not know.
    """
    content = load_content(settings.session.language, prompts, file)
    refuse_unknown_tests(settings, content.assessment)
    model = _model(settings.session.language)
    if model is not None:
        _refuse_unheard_words(file, model)
    click.echo(f"{file}: {_contents(content)}. OK.")


def _contents(content: Content) -> str:
    tests = content.assessment.tests
    steps = sum(len(test.steps) for test in tests)
    questions = sum(len(test.questions) for test in tests)
    before = content.assessment.screening
    asked_before = 0 if before is None else len(before.questions)
    names = ", ".join(test.id for test in tests)
    return (
        f"{len(tests)} tests ({names}), movements: {steps}, questions: {questions}, "
        f"asked before: {asked_before}"
    )


def _model(language: str) -> Path | None:
    """Where the speech model is; says so when there is none to try the words with."""
    try:
        return model_store.find(language=language)
    except (ModelMissing, ModelDamaged) as fault:
        click.echo(f"The words were not tried with a speech model. {fault}", err=True)
        return None


def _refuse_unheard_words(file: Path, model: Path) -> None:
    from voice_rom.hearing.vosk_model import unknown_words

    document = read_document(file, Assessment)
    phrases = list(_phrases(document.value))
    unknown = unknown_words(model, {word for _, words in phrases for word in words.split()})
    for (name, number), words in phrases:
        for word in words.split():
            if word in unknown:
                what = f"the speech model does not know {word!r}; choose another word"
                raise document.mistake(("answers", name, "words", number), what)


def _phrases(assessment: Assessment) -> Iterator[tuple[tuple[str, int], str]]:
    for name, answer in assessment.answers.items():
        for number, words in enumerate(answer.words):
            yield (name, number), words
