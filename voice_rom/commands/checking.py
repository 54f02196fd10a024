"""`check`: whether the texts, the vocabulary and the settings are right, and what is missing."""

from pathlib import Path

import click

from voice_rom import model_store
from voice_rom.commands.checking_assessment import check_assessment
from voice_rom.content.asked_kinds import asked_kinds
from voice_rom.content.language_parts import begun_languages, missing_files
from voice_rom.content.load import VOCABULARY_FILE, assessment_file, load_content
from voice_rom.content.sentence_tests import broken_sentences, load_sentence_tests
from voice_rom.content.sentences import SENTENCES_FOLDER, with_sentences
from voice_rom.content.settings_file import LoadedSettings, load_with_sources, settings_path
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.content.text_file import shown
from voice_rom.content.understood import UNDERSTOOD_FILE, broken_cases, load_understood
from voice_rom.core.assessment.content import Content
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.display.wording import display_wording
from voice_rom.errors import ContentError, LanguageIncomplete, ModelDamaged, ModelMissing
from voice_rom.history.wording import history_wording
from voice_rom.page.wording import page_wording
from voice_rom.reporting.wording import report_wording
from voice_rom.speaking.wording import voice_wording


def check_content(
    language: str | None, settings_file: Path | None, prompts: Path | None = None
) -> None:
    """Read everything that is data; the first mistake is raised with file, line and key.

    Then every case of `understood.yaml` is tried: each that does not hold is a line of its own.
    Where the settings name an assessment, it is checked as well.
    Raises LanguageIncomplete when a language has not all that it needs.
    """
    from voice_rom.app import open_alarm, open_voice
    from voice_rom.handover.folder import require_reports_folder
    from voice_rom.intercom.calling_desk import require_desk

    loaded = load_with_sources(settings_file)
    with loaded.sources.named():
        open_alarm(loaded.settings)
        require_reports_folder(loaded.settings.storage)
        if loaded.settings.staff.url:
            require_desk(loaded.settings.staff)
        voice = open_voice(loaded.settings)
        try:
            voice.require()
        finally:
            voice.close()
        lacking = [
            f"{code} lacks {' and '.join(lacks)}"
            for code in _languages(language, loaded, prompts)
            if (lacks := _check_language(code, loaded, prompts))
        ]
        own = assessment_file(loaded.settings)
        if own is not None:
            check_assessment(own, loaded.settings)
    if language is not None or not lacking:
        click.echo(f"Settings: OK ({_settings_source(settings_file)}).")
    if lacking:
        what = f"{'; '.join(lacking)}. CONTRIBUTING.md explains how to add a language."
        raise LanguageIncomplete("session.language", what, _asked_by(language, loaded, prompts))


def _languages(
    language: str | None, loaded: LoadedSettings, prompts: Path | None
) -> tuple[str, ...]:
    if language is not None:
        return (language,)
    return tuple(dict.fromkeys((*begun_languages(prompts), loaded.settings.session.language)))


def _asked_by(language: str | None, loaded: LoadedSettings, prompts: Path | None) -> str:
    """The flag, or the line of the settings, that names a language."""
    if language is not None:
        return "--language"
    if prompts is not None:
        return "--prompts"
    return loaded.sources.place(("session", "language"))


def _check_language(code: str, loaded: LoadedSettings, prompts: Path | None) -> list[str]:
    """Say what a language has; return what it cannot do without and has not."""
    lacks = []
    missing = missing_files(code, prompts)
    if missing:
        names = ", ".join(file.name for file in missing)
        lacks.append(f"texts ({names} in {shown(missing[0].parent)})")
    if not _has_model(code):
        lacks.append("a speech model (an entry in models/manifest.toml)")
    if not missing:
        texts = _check_texts(code, loaded, prompts)
        click.echo(f"{code}: {texts}{'' if lacks else ': OK'}.")
    return lacks


def _has_model(code: str) -> bool:
    """Whether one is known; says so when it is known and not here, or not whole."""
    if not model_store.is_known(code):
        return False
    try:
        model_store.find(language=code)
    except (ModelMissing, ModelDamaged) as fault:
        click.echo(f"{code}: {fault}", err=True)
    return True


def _check_texts(code: str, loaded: LoadedSettings, prompts: Path | None) -> str:
    """Return how much there is. Raises ContentError for what is wrong with it."""
    content = load_content(code, prompts)
    vocabulary = with_sentences(content.vocabulary, prompts)
    for wording in (display_wording, page_wording, report_wording, history_wording, voice_wording):
        wording(code, prompts)
    if not loaded.settings.session.assessment:  # whose tests `check_assessment` knows
        refuse_unknown_tests(loaded.settings, content.assessment)
    names = ", ".join(test.id for test in content.assessment.tests)
    questions = sum(len(test.questions) for test in content.assessment.tests)
    phrases = sum(len(group) for group in vocabulary.phrases.values())
    sentences = _check_sentences(code, vocabulary, content, prompts)
    cases = _check_understood(code, vocabulary, prompts)
    return (
        f"{len(content.assessment.tests)} tests ({names}), {questions} questions, "
        f"{len(content.texts)} texts, {phrases} phrases to understand, "
        f"{sentences} sentence checks, {cases} vocabulary checks"
    )


def _check_sentences(
    language: str, vocabulary: Vocabulary, content: Content, prompts: Path | None
) -> int:
    """Return how many tests of templates there are.

    Raises ContentError when one of them does not hold, or a template is reached by none.
    """
    kinds = asked_kinds(content)
    cases = load_sentence_tests(language, kinds, prompts)
    broken = list(broken_sentences(cases, vocabulary, kinds))
    for line in broken:
        click.echo(line, err=True)
    if broken:
        message = f"{language}: {len(broken)} of {len(cases)} sentence checks fail"
        raise ContentError(f"{message}; correct the files in {SENTENCES_FOLDER}.")
    return len(cases)


def _check_understood(language: str, vocabulary: Vocabulary, prompts: Path | None) -> int:
    """Return how many cases there are. Raises ContentError when any of them does not hold."""
    cases = load_understood(language, prompts)
    broken = list(broken_cases(cases, vocabulary))
    for line in broken:
        click.echo(line, err=True)
    if broken:
        message = f"{language}: {len(broken)} of {len(cases)} vocabulary checks fail"
        raise ContentError(f"{message}; correct {UNDERSTOOD_FILE} or {VOCABULARY_FILE}.")
    return len(cases)


def _settings_source(settings_file: Path | None) -> str:
    path = settings_file or settings_path()
    return str(path) if path.exists() else "the defaults; voice-rom settings --write copies them"
