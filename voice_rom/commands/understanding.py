"""`understand`: what a sentence means after a question, and why; or how many of a list it knows."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from voice_rom.content.asked_kinds import ANY, AskedKind, asked_kinds
from voice_rom.content.load import load_content
from voice_rom.content.schema import nearest
from voice_rom.content.sentence_cases import (
    NOTHING,
    SentenceOutcome,
    Tried,
    meant_as,
    meant_by,
    read_cases,
    try_case,
    understood_after,
)
from voice_rom.content.sentences import with_sentences
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.errors import UsageMistake


def tell_what_is_understood(  # noqa: PLR0913 - one parameter for each flag
    words: Sequence[str],
    *,
    asked: str | None,
    cases: Path | None,
    language: str,
    prompts: Path | None,
    as_json: bool,
) -> None:
    """Print what `words` mean after `asked`, or how many of `cases` are understood rightly.

    Raises UsageMistake, ContentError and LanguageIncomplete.
    """
    if bool(words) == (cases is not None):
        raise UsageMistake("say a sentence, or --cases FILE: one of the two")
    if cases is not None and asked is not None:
        raise UsageMistake("--asked and --cases cannot be combined: the file says what was asked")
    content = load_content(language, prompts)
    kinds = asked_kinds(content)
    vocabulary = with_sentences(content.vocabulary, prompts)
    if cases is not None:
        _count(cases, vocabulary, kinds, as_json=as_json)
        return
    kind = ANY if asked is None else asked
    if kind not in kinds:
        raise UsageMistake(f"--asked: there is no question {kind!r}{nearest(kind, kinds)}")
    sentence = " ".join(words).lower()
    understanding = understood_after(kinds[kind], sentence, vocabulary)
    click.echo(_as_json(understanding, kind) if as_json else _as_text(understanding))


def _as_text(understanding: Understanding) -> str:
    """What it means, slot by slot, and on the next line why."""
    slots = understanding.slots
    meant = meant_as(meant_by(understanding))
    if slots is None or meant == NOTHING:
        return f"{NOTHING}\n  {_why(understanding)}"
    more = [
        told
        for told, so in (
            (f"part of the body: {slots.part}", slots.part),
            ("not quite sure, or only a little", slots.hedged),
            ("only the side was said: the rest is implied", slots.implied),
        )
        if so
    ]
    return "\n".join([", ".join([meant, *more]), f"  {_why(understanding)}"])


def _why(understanding: Understanding) -> str:
    slots = understanding.slots
    return understanding.rule if slots is None or not slots.templates else slots.why


def _as_json(understanding: Understanding, kind: str) -> str:
    slots = understanding.slots
    return json.dumps(
        {
            "asked": kind,
            "words": understanding.utterance.text,
            "meaning": None if slots is None else slots.meaning,
            "side": None if slots is None else slots.side,
            "part": None if slots is None or not slots.part else slots.part,
            "hedged": slots is not None and slots.hedged,
            "implied": slots is not None and slots.implied,
            "why": _why(understanding),
        },
        ensure_ascii=False,
    )


def _count(
    path: Path, vocabulary: Vocabulary, kinds: Mapping[str, AskedKind], *, as_json: bool
) -> None:
    tried = [try_case(case, vocabulary, kinds) for case in read_cases(path, kinds)]
    misses = [one for one in tried if one.outcome is not SentenceOutcome.RIGHT]
    counted = Counter(one.outcome for one in tried)
    if as_json:
        click.echo(json.dumps(_counted_as_json(tried, misses, counted), ensure_ascii=False))
        return
    for miss in misses:
        click.echo(miss.told)
    right, other = counted[SentenceOutcome.RIGHT], counted[SentenceOutcome.SOMETHING_ELSE]
    click.echo(f"right {right} of {len(tried)}, something else {other}")


def _counted_as_json(
    tried: Sequence[Tried], misses: Sequence[Tried], counted: Mapping[SentenceOutcome, int]
) -> dict[str, object]:
    return {
        "n": len(tried),
        "right": counted[SentenceOutcome.RIGHT],
        "something_else": counted[SentenceOutcome.SOMETHING_ELSE],
        "misses": [
            {
                "asked": miss.case.kind,
                "words": miss.case.words,
                "should_mean": meant_as(miss.case.meant),
                "means": meant_as(meant_by(miss.understanding)),
                "place": miss.case.place,
            }
            for miss in misses
        ],
    }
