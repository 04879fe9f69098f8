"""The story's checks find what is wrong with a page, and nothing in one that is right."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.browser.page_faults import axe_faults, faults_of, out_of_reach
from tests.support.outside_programs import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
RIGHT = """<!doctype html><html lang="ro"><head><title>De făcut · Prezent</title></head><body>
<a class="skip" href="#content">Treceți la conținut</a><main id="content"><h1>De făcut</h1>
<p>Școala Gimnazială The Child: nimic nu vă așteaptă. <a href="/list/">Lista</a></p>
%s</main></body></html>"""


@pytest.fixture(autouse=True)
def rolled_back() -> None:
    """Nothing of Django is used here."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Page]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(tmp_path_factory), args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def test_a_page_that_is_right_has_no_fault(page: "Page") -> None:
    page.set_content(RIGHT % "<button>Arătați</button>")
    assert faults_of(page, "ro") + axe_faults(page) + out_of_reach(page) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("<p>Nobody knows the child.</p>", "of another language than ro: 'Nobody knows the child.'"),
        ("<p title='Sign out'>x</p>", "of another language than ro: 'Sign out'"),
        ("<select aria-label='Vârsta'><option>Sign out</option></select>", "of another language than ro: 'Sign out'"),
        ("<p>fel: recovery_codes</p>", "a code among words: 'fel: recovery_codes'"),
        ("<p>scor: None; an: 2</p>", "a code among words: 'scor: None; an: 2'"),
        ("<table><tr><td><svg width='500' height='1'></svg></td></tr></table>", "wider than 360 px by"),
        ("<button style='padding:0;height:9px;width:9px'>a</button>" * 2, "too small to hit: <button"),
        ("<p><button>Da</button></p><p style='margin-top:-1em'><button>Nu</button></p>", "nearly touching: <button"),
    ],
)
def test_what_is_wrong_with_words_widths_and_targets_is_told(page: "Page", wrong: str, fault: str) -> None:
    page.set_content(RIGHT % wrong)
    assert any(each.startswith(fault) for each in faults_of(page, "ro")), faults_of(page, "ro")


def test_a_page_in_the_other_language_is_told(page: "Page") -> None:
    page.set_content(RIGHT % "")
    assert "is in ro" in faults_of(page, "en")
    assert "of another language than en: 'De făcut'" in faults_of(page, "en")


def test_what_axe_finds_is_told(page: "Page") -> None:
    page.set_content(RIGHT % "<p style='color:#ccc'>palid</p><input>")
    assert {each.partition(",")[0] for each in axe_faults(page)} == {"color-contrast", "label"}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("<button onfocus='this.blur()'>a</button><button>b</button>", "Tab does not reach <button onfocus"),
        ("<button style='outline:none'>a</button>", "focus is not seen on <button style"),
        ("<button>a</button><p style='position:fixed;inset:0'>b</p>", "something covers what has the focus: <button"),
        ("<p style='position:absolute;clip-path:inset(50%)'><a href='/x'>a</a></p>", "something covers what has the"),
    ],
)
def test_what_tab_does_not_reach_or_show_is_told(page: "Page", wrong: str, fault: str) -> None:
    page.set_content(RIGHT % wrong)
    assert any(each.startswith(fault) for each in out_of_reach(page)), out_of_reach(page)
