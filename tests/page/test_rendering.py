"""States as HTML."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from tests.page.scenes import SCENES
from tests.page.stories import renderer, told
from tests.page.telling import content
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.display.keys import key_table
from voice_rom.page.rendering import REGIONS, PageRenderer
from voice_rom.page.state import Note, NoteKind, PageState, Talk


@pytest.fixture(scope="module", name="renderer")
def _renderer() -> PageRenderer:
    return renderer()


def page(renderer: PageRenderer, state: PageState) -> str:
    return renderer.page(renderer.regions(state), seen="a-1", page="p")


def test_no_word_of_the_session_can_be_markup(renderer: PageRenderer) -> None:
    evil = "<script>alert(1)</script>\"'&"
    state = PageState(
        place=evil,
        talk=Talk((evil,), 0),
        notes=(Note(NoteKind.PLAIN, evil),),
        fault=evil,
        microphone=evil,
    )
    assert "<script>alert" not in "".join(renderer.regions(state).regions.values())
    assert "<script>alert" not in page(renderer, state)


@pytest.mark.parametrize("scene", SCENES)
def test_every_state_has_every_region_and_no_script_or_style_of_its_own(
    renderer: PageRenderer, scene: str
) -> None:
    state = told(SCENES[scene]).state
    rendered = renderer.regions(state)
    assert tuple(rendered.regions) == REGIONS
    html = page(renderer, state)
    assert not re.search(r"<style|style=|\son[a-z]+=|javascript:|<script>", html)
    assert not re.search(r'(?:src|href|action)="(?!/)', html)


def test_every_command_has_a_button_with_its_key(renderer: PageRenderer) -> None:
    html = renderer.regions(PageState()).regions["commands"]
    buttons = set(re.findall(r'name="meaning" value="(\w+)"', html))
    assert COMMANDS - {Meaning.CONTINUE} == buttons
    assert html.count("<kbd>") == len(buttons)


@pytest.mark.parametrize("meaning", Meaning)
def test_every_answer_that_can_be_offered_has_a_button(
    renderer: PageRenderer, meaning: Meaning
) -> None:
    html = renderer.regions(PageState(offered=(meaning,))).regions["answers"]
    assert f'value="{meaning}"' in html


def test_where_help_answers_it_calls_for_help(renderer: PageRenderer) -> None:
    assert "I need help" in renderer.regions(PageState(offered=(Meaning.HELP,))).regions["answers"]


def test_the_page_knows_all_keys(renderer: PageRenderer) -> None:
    found = re.search(r'data-keys="([^"]*)"', page(renderer, PageState()))
    assert found is not None
    assert json.loads(unescape(found[1])) == key_table("en")


def test_nothing_is_read_over_the_voice_unless_that_is_wanted() -> None:
    state = PageState(talk=Talk(("One.",), 0))
    assert "aria-live" not in page(renderer(), state)
    assert page(renderer(announce=True), state).count('aria-live="polite"') == 1


def test_a_drawing_says_what_it_shows(renderer: PageRenderer) -> None:
    html = renderer.regions(told(SCENES["longest-step"]).state).regions["figure"]
    short = content().assessment.tests[1].steps[1].short[0]
    assert f'aria-label="Drawing: {short}"' in html
    assert 'data-word="one">one leg<' in html


def test_a_moment_without_a_drawing_is_shown_without(renderer: PageRenderer) -> None:
    state = told(SCENES["longest-step"]).state
    assert renderer.regions(replace(state, moment="another.thing")).regions["figure"] == ""
