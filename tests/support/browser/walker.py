"""A person in a browser: signs in, goes from page to page by clicking, and each page is looked at for faults."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.browser.browser_language import LOCALES
from tests.support.browser.one_time_code import code_now
from tests.support.browser.page_faults import HEIGHT, NARROW, axe_faults, faults_of, out_of_reach
from tests.support.browser.pictures import as_small_file
from tests.support.browser.story_pages import PEOPLE, School, StoryPages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, Response

PASSWORD = "un cal alb trece dealul"
SCREENS = "TESTS_SCREENS"  # a folder for pictures of every page of the Romanian story, where it is set
WIDE = 1280
_MOST_CODES = 3
_WAIT, _MOST_WAITS = 300, 60  # milliseconds: more than a part waits for a second change
_CHANGES_A_PART = "each => Boolean(each.closest('[hx-get]'))"
_HEED_PARTS = """() => {
  window.parts = 0;
  document.addEventListener('htmx:afterSettle', () => { window.parts += 1; });
}"""
_PART_IS_THERE = "() => window.parts !== 0 && !document.querySelector('.htmx-request')"


@dataclass
class Walker:
    """One person in a browser of their own, who has yet to come in by the link they were given."""

    browser: "Browser"
    pages: StoryPages
    language: str
    role: str
    width: int
    scripts: bool
    faults: list[str] = field(default_factory=list)
    looked_at: int = 0

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            viewport={"width": self.width, "height": HEIGHT}, java_script_enabled=self.scripts, accept_downloads=True,
            locale=LOCALES[self.language],
        )  # fmt: skip
        self.page: Page = self.context.new_page()
        self._copy: Page | None = None
        self._refusals = False
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._fault(str(error)))
        self.page.on("response", self._heed)

    @property
    def name(self) -> str:
        """What the person is called."""
        return PEOPLE[self.language][self.role]

    @property
    def school(self) -> School:
        """The school of the story."""
        return self.pages.schools[self.language]

    def say(self, romanian: str, english: str) -> str:
        """Return what the person would write in their language."""
        return romanian if self.language == "ro" else english

    def come_in(self, *, looking: bool) -> None:
        """Open the link, set a password, sign in, set up the second factor; sign out, and in again with a code."""
        self.page.goto(self.pages.ways_in[self.language, self.role])
        if looking:
            self.look("way-in")
        self.page.fill("[name=password]", PASSWORD)
        self.page.fill("[name=again]", PASSWORD)
        self.send("main form button", "sign-in" if looking else "")
        self._password("second-factor-set-up" if looking else "")
        secret = self.page.locator("code.way-in").inner_text()
        self._give_code(secret, "recovery-codes" if looking else "")
        self.sign_out()
        self.click("a[href*='/account/login/'], a.brand")
        self._password("second-factor" if looking else "")
        self._give_code(secret)

    def sign_out(self) -> None:
        """Leave by the button of the bar."""
        self.send("form[action='/account/logout/'] button")

    def section(self, address: str, name: str = "") -> None:
        """Open a section by the bar, and look at it."""
        self.click(f"header nav a[href='{address}']", name)

    def click(self, link: str, name: str = "") -> None:
        """Follow the first link that a selector finds, to a new page or to another part of this one; look at it."""
        place = self.found(link)
        if self.scripts and place.evaluate(_CHANGES_A_PART):
            self.page.evaluate(_HEED_PARTS)
            place.click()
            self._wait_for_part()
        else:
            with self.page.expect_navigation():
                place.click()
        if name:
            self.look(name)

    def send(self, button: str, name: str = "") -> None:
        """Send a form by its button; what comes is the page after it, not a form with mistakes."""
        self.click(button, name)

    def download(self, button: str) -> bytes:
        """Get the file that a link or a button gives."""
        with self.page.expect_download() as waiting:
            self.found(button).click()
        file: Download = waiting.value
        return Path(file.path()).read_bytes()

    def found(self, selector: str) -> "Locator":
        """Return the first thing that can be seen, its folded part opened where it lies in one."""
        place = self.page.locator(selector).first
        place.wait_for(state="attached")
        while (folded := self.page.locator(f"details:not([open]):has({selector})")).count():
            folded.first.locator("> summary").click()
        return self.page.locator(f"{selector} >> visible=true").first

    def fill(self, form: str, **values: str) -> "Locator":
        """Write into fields of a form; return its place."""
        self.found(f"{form} [name='{next(iter(values))}']")
        place = self.page.locator(form).first
        for name, value in values.items():
            place.locator(f"[name='{name.replace('__', '-')}']").fill(value)
        return place

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Expect what is opened here to be refused."""
        self._refusals = True
        yield
        self._refusals = False

    def is_refused(self, address: str) -> bool:
        """Type an address, which nothing on the pages leads to; tell whether it is refused; go to the first page."""
        with self.refused():
            answer = self.page.goto(self.pages.url + address)
            assert answer is not None
            assert self.page.locator("h1").count() == 1
            self.page.goto(self.pages.url)
        return answer.status in (403, 404)

    def text(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text()

    def look(self, name: str, *, with_tab: bool = False) -> None:
        """Note what is wrong with the page as it is, and keep a picture where pictures are asked for."""
        self.looked_at += 1
        for fault in (*faults_of(self.page, self.language), *self._axe_faults()):
            self._fault(fault, name)
        if with_tab:
            for fault in out_of_reach(self.page):
                self._fault(fault, name)
        if (folder := os.environ.get(SCREENS)) and self.language == "ro":
            self._picture(Path(folder), name)

    def close(self) -> None:
        """Leave the browser."""
        self.context.close()
        if self._copy is not None:
            self._copy.context.close()

    def _axe_faults(self) -> list[str]:
        """Look with axe, which is a script: where the page may run none, at the same page in a second browser."""
        if self.scripts:
            return axe_faults(self.page)
        if self._copy is None:
            self._copy = self.browser.new_context(viewport={"width": self.width, "height": HEIGHT}).new_page()
        address, html = self.page.url, self.page.content()
        self._copy.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self._copy.goto(address)
        self._copy.unroute(address)
        return axe_faults(self._copy)

    def _picture(self, folder: Path, name: str) -> None:
        before = self.page.viewport_size
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            picture = self.page.screenshot(full_page=True, animations="disabled")
            (folder / f"{name}-{width}.png").write_bytes(as_small_file(picture))
        if before is not None:
            self.page.set_viewport_size(before)

    def _password(self, name: str = "") -> None:
        self.page.fill("[name=login]", f"{self.role.replace('_', '-')}@{self.language}.example")
        self.page.fill("[name=password]", PASSWORD)
        self.send("main form button.main", name)

    def _wait_for_part(self) -> None:
        """Wait until a part of the page has come, and no other is on its way."""
        for _ in range(_MOST_WAITS):
            self.page.wait_for_timeout(_WAIT)
            if self.page.evaluate(_PART_IS_THERE):
                return
        self._fault("no part of the page came")

    def _give_code(self, secret: str, name: str = "") -> None:
        """Give the code of the moment; another one where its half minute was over on the way."""
        form = self.page.url
        for _ in range(_MOST_CODES):
            self.page.fill("[name=code]", code_now(secret))
            self.send("main form button.main")
            if self.page.url != form:
                break
        if name:
            self.look(name)

    def _fault(self, fault: str, name: str = "") -> None:
        where = name or self.page.url.removeprefix(self.pages.url)
        self.faults.append(f"{self.role}, {self.language}, {self.width} px, {where}: {fault}")

    def _hear(self, said: "ConsoleMessage") -> None:
        if said.type == "error" and not self._refusals:
            self._fault(f"the console says {said.text}")

    def _heed(self, answer: "Response") -> None:
        if answer.status >= 400 and not self._refusals:
            self._fault(f"{answer.url} answers {answer.status}")
