"""The whole story in a real browser: from the link of an invitation to a log that is verified, by people of six roles.

A form teacher decides about a child before its number is shown, and makes a plan with a step; the director refers it, a
worker of a programme accepts; the coordinator sees counts, and names where the school gave leave; the secretary brings
a sheet in and takes it back; the auditor finds all of it. Everybody clicks: only the link of the invitation is typed,
and addresses that are to be refused.
"""

from collections.abc import Iterator

import pytest

from tests.support.browser import school_story, wider_story
from tests.support.browser.browser_language import spoken
from tests.support.browser.story_pages import StoryPages, story_pages
from tests.support.browser.walker import Walker
from tests.support.command_line import Trained
from tests.support.outside_programs import chromium

pytestmark = pytest.mark.slow
# Each role is walked at both widths, in both languages, with JavaScript and without; no two ways of looking go together
# in all roles. Widths and JavaScript of the Romanian story; the English one has the others.
WAYS = {
    "form_teacher": (360, False), "director": (1280, True), "ngo_worker": (360, True), "coordinator": (1280, False),
    "secretary": (1280, False), "auditor": (360, True), "administrator": (1280, True),
}  # fmt: skip

LOOK_AT_DOORS = ("form_teacher", "director")  # who look otherwise in both languages; the doors are the same for all


@pytest.fixture(autouse=True)
def rolled_back() -> None:
    """Nothing of Django is used in this process: the story is told on a server of its own."""


@pytest.fixture(autouse=True)
def today() -> None:
    """The server has the day it is."""


@pytest.fixture(scope="module")
def pages(champion: Trained, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryPages]:
    with story_pages(tmp_path_factory.mktemp("pages"), champion.program) as served:
        yield served


@pytest.mark.parametrize("language", ["ro", "en"])
def test_the_story_is_told_to_its_end(
    pages: StoryPages, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from playwright.sync_api import sync_playwright

    program, faults = chromium(tmp_path_factory), list[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=spoken(language))

        def person(role: str) -> Walker:
            width, scripts = WAYS[role]
            if language == "en":
                width, scripts = 360 + 1280 - width, not scripts
            walker = Walker(browser, pages, language, role, width=width, scripts=scripts, faults=faults)
            walker.come_in(looking=role in LOOK_AT_DOORS)
            return walker

        child = school_story.form_teacher(person("form_teacher"))
        plan = school_story.director(person("director"), child)
        wider_story.ngo_worker(person("ngo_worker"), child, plan)
        wider_story.coordinator(person("coordinator"), child)
        school_story.secretary(person("secretary"), child)
        wider_story.administrator(person("administrator"), child)
        wider_story.auditor(person("auditor"), child)
        browser.close()
    assert not faults, "\n".join(faults)
