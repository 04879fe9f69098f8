"""The whole story in a real browser: from a first sign-in to a log that is verified, by a person of each role.

A form teacher agrees about a child and makes a plan, the director refers it, a worker of a programme accepts; the
coordinator sees counts only, the secretary no score, the auditor the log. Every page met is looked at: no fault that
axe finds, nothing wider than the window, no English among Romanian, no script that the policy refuses.
"""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser.served_pages import ServedPages, served_pages
from tests.support.browser.walker import REFUSED, SCREENS, Walker

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")]
TODAY = dt.datetime.now(tz=dt.UTC).date()
STORIES = {"laptop": "ro", "phone": "en", "pictures": "ro"}
REASON = "Lipsește lunea; bunica spune că are grijă de frații mai mici."
STEP = "Vizită acasă, împreună cu mediatorul"
WHY = "Meditații și o masă caldă după ore."


@pytest.fixture(autouse=True)
def rolled_back() -> None:
    """Nothing of Django is used in this process: the story is told on a server of its own."""


@pytest.fixture(autouse=True)
def today() -> None:
    """The server has the day it is."""


@pytest.fixture(scope="module")
def pages(pinned: Path, county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPages]:
    with served_pages(tmp_path_factory.mktemp("pages"), pinned, county, STORIES) as served:
        yield served


@pytest.mark.parametrize(
    ("story", "width", "scripts"),
    [("laptop", 1280, True), ("phone", 360, False), *([("pictures", 360, True)] if os.environ.get(SCREENS) else [])],
)
def test_the_story_is_told_to_its_end(pages: ServedPages, story: str, width: int, scripts: bool) -> None:
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def walker() -> Walker:
            made = Walker(browser, pages, story, width=width, scripts=scripts)
            made.faults = faults
            return made

        child = _form_teacher(walker())
        _director(walker(), child)
        _worker(walker(), child)
        _coordinator(walker(), child)
        _secretary(walker(), child)
        _administrator(walker(), child)
        _auditor(walker(), child)
        browser.close()
    assert not faults, "\n".join(faults)


def _form_teacher(teacher: Walker) -> str:
    """Sign in for the first time, agree about a child of the class, and make a plan; return the child's address."""
    teacher.first_sign_in("form_teacher")
    teacher.every_section("teacher")
    teacher.go("/account/second-factor/", "account")
    teacher.go("/list/?k=150", "list")
    teacher.follow(".list .name a", "child")
    child = teacher.page.url.partition("?")[0].partition("127.0.0.1")[2].partition("/")[2]
    child = f"/{child}"
    for tab, name in (("?tab=model", "child-model"), ("print/", "child-print"), ("parents/", "child-parents")):
        teacher.go(child + tab, name)
    teacher.go(child)
    teacher.go("/nowhere/", "missing", status=(404,))
    assert teacher.page.locator("h1").count()
    teacher.go(child)
    teacher.page.locator("form[action^='/review/'] textarea").first.fill(REASON)
    teacher.send("form[action^='/review/'] button[value=agreed]")
    assert REASON in teacher.page.content()
    teacher.follow("a.button[href^='/plans/new/']", "plan-new")
    teacher.page.fill("[name=need]", "Să vină la școală și lunea.")
    teacher.page.fill("[name=goals]", "Vreau să termin clasa cu colegii mei.")
    teacher.page.locator("[name=measure-code]").select_option(index=1)
    teacher.send("form.panel button.main")
    teacher.open("form[action$='/step/']")
    step = teacher.page.locator("form[action$='/step/']")
    step.locator("[name=text]").fill(STEP)
    step.locator("[name=due_on]").fill((TODAY + dt.timedelta(days=7)).isoformat())
    step.locator("[name=responsible]").select_option(index=1)
    teacher.send("form[action$='/step/'] button")
    assert STEP in teacher.text()
    teacher.look("plan")
    return child


def _director(director: Walker, child: str) -> None:
    """Find the plan and refer the child to the worker of a programme."""
    director.sign_in("director")
    director.every_section("director")
    director.go("/plans/")
    director.follow(".plans .name a")
    assert STEP in director.text()
    director.open("form[action$='/referral/']")
    form = director.page.locator("form[action$='/referral/']")
    worker = form.locator("option", has_text="Mihai Stan")
    mine = [each.get_attribute("value") for each in worker.all()]
    form.locator("[name=to]").select_option(mine[_story_number(director)])
    form.locator("[name=organisation]").fill("NOROC")
    form.locator("[name=why]").fill(WHY)
    form.locator("[name=consent]").fill("Mama, la telefon.")
    form.locator("[name=until]").fill((TODAY + dt.timedelta(days=90)).isoformat())
    director.send("form[action$='/referral/'] button")
    plan = director.page.url.partition("/plans/")[2]
    for part, name in (("look-back/", "look-back"), ("print/", "plan-print")):
        director.go(f"/plans/{plan}{part}", name)
    director.go("/list/?k=30", "director-list")
    director.go(child.replace("/child/", "/review/"), "decisions")


def _worker(worker: Walker, child: str) -> None:
    """Accept what is asked, and only then see the child."""
    worker.sign_in("ngo_worker")
    worker.go(child, "refused", status=REFUSED)
    worker.go("/plans/")
    worker.follow("a[href^='/plans/asked/']", "asked")
    assert WHY in worker.text()
    worker.send("form[action$='/answer/'] button[value=yes]")
    worker.look("worker-plan")
    worker.go(child, "worker-child")
    worker.every_section("worker")


def _coordinator(coordinator: Walker, child: str) -> None:
    """See counts of schools, and no child."""
    coordinator.sign_in("coordinator")
    coordinator.every_section("coordinator")
    coordinator.go("/overview/schools/")
    assert "Exemplu" not in coordinator.text()
    coordinator.go(child, status=REFUSED)


def _secretary(secretary: Walker, child: str) -> None:
    """See neither a list nor a child."""
    secretary.sign_in("secretary")
    secretary.look("secretary")
    secretary.every_section("secretary")
    secretary.go("/list/", "list-refused", status=REFUSED)
    secretary.go(child, status=REFUSED)


def _administrator(administrator: Walker, child: str) -> None:
    """Manage people, and see no child."""
    administrator.sign_in("administrator")
    administrator.every_section("administrator")
    administrator.follow("table a", "person")
    administrator.go(child, status=REFUSED)


def _auditor(auditor: Walker, child: str) -> None:
    """Find in the log what the others did, and verify that nothing was changed."""
    auditor.sign_in("auditor")
    auditor.every_section("auditor")
    for action in ("child_viewed", "decision_made", "referral_accepted", "list_viewed"):
        auditor.go(f"/log/?action={action}")
        assert auditor.page.locator("tbody tr").count(), action
    auditor.go("/log/verify/", "verify")
    assert not auditor.page.locator("main .error").count()
    auditor.go(child, status=REFUSED)


def _story_number(walker: Walker) -> int:
    return list(STORIES).index(walker.story)
