"""A person in a browser: signs in, goes from page to page, and each page is looked at for faults."""

import base64
import hashlib
import hmac
import os
import re
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

from axe_core_python.sync_playwright import Axe

from tests.support.browser.served_pages import PASSWORD, Person, ServedPages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Response

SCREENS = "PREZENT_TEST_SCREENS"  # a folder for pictures of every page of the stories, where it is set
HEIGHT = 800
REFUSED = (403, 404)
_ENGLISH = re.compile(r"\b(the|and|with|your|this|that|from|not)\b", re.IGNORECASE)
_SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"


class Walker:
    """One person in a browser of their own.

    Without ``scripts`` pages get no JavaScript; a second browser with the same cookies then looks at each for faults.
    """

    def __init__(self, browser: "Browser", pages: ServedPages, story: str, *, width: int, scripts: bool) -> None:
        self._browser, self._pages, self.story = browser, pages, story
        self._width, self._scripts = width, scripts
        self.context = self._new_context(scripts=scripts)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self._hear("error", str(error)))

    def person(self, role: str) -> Person:
        """Return how the person of a role signs in."""
        return self._pages.people[(self.story, role)]

    def first_sign_in(self, role: str) -> None:
        """Set a password by the way in, sign in with it, and set up the second factor."""
        person = self.person(role)
        self.go(f"/people/way-in/{person.way_in}/", "invitation")
        self.page.fill("[name=password]", PASSWORD)
        self.page.fill("[name=again]", PASSWORD)
        self.send("main form button")
        self.look("sign-in")
        self._password(person)
        self.look("second-factor")
        secret = self.page.locator("code.way-in").inner_text()
        self.page.fill("[name=code]", code_now(secret))
        self.send("main form button.main")
        self.look("recovery-codes")

    def sign_in(self, role: str) -> None:
        """Sign in with the password and a code."""
        person = self.person(role)
        self.go("/account/login/")
        self._password(person)
        self.look("second-factor-code")
        self.page.fill("[name=code]", code_now(person.secret))
        self.send("main form button.main")
        assert "/account/" not in self.page.url, self.page.locator("main").inner_text()

    def go(self, address: str, name: str = "", *, status: tuple[int, ...] = (200,)) -> None:
        """Open an address and look at the page."""
        answer = self.page.goto(self._pages.url + address)
        _expect(answer, *status)
        if name:
            self.look(name)

    def follow(self, link: str, name: str = "") -> None:
        """Follow the first link that a selector finds, and look at the page."""
        with self.page.expect_navigation() as going:
            self.page.locator(link).first.click()
        _expect(going.value, 200)
        if name:
            self.look(name)

    def send(self, button: str) -> None:
        """Send a form by its button; what comes is the page after it, not a form with mistakes."""
        with self.page.expect_navigation() as going:
            self.page.locator(button).first.click()
        _expect(going.value, 200)

    def open(self, within: str) -> None:
        """Open the folded part of a page in which something is."""
        self.page.locator(f"details:not([open]):has({within}) > summary").first.click()

    def sections(self) -> list[str]:
        """Return the addresses of the sections in the bar."""
        links = self.page.locator("header nav a").all()
        return [link.get_attribute("href") or "" for link in links]

    def every_section(self, *names: str) -> None:
        """Look at each section of the bar."""
        for address in self.sections():
            self.go(address, "-".join(filter(None, (*names, address.strip("/").replace("/", "-") or "to-do"))))

    def text(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text()

    def look(self, name: str) -> None:
        """Note what is wrong with the page as it is, and keep a picture where pictures are asked for."""
        where = f"{name} ({self._width} px)"
        if (more := self.page.evaluate(_SIDEWAYS)) > 0:
            self.faults.append(f"{where}: {more} px wider than the window")
        language = self.page.locator("html").get_attribute("lang") or ""
        if language == "ro" and (english := _ENGLISH.search(self.text())):
            around = self.text()[max(0, english.start() - 40) : english.end() + 40]
            self.faults.append(f"{where}: English among Romanian: {around!r}")
        self._look_with_axe(where)
        if folder := os.environ.get(SCREENS):
            place = Path(folder) / f"{name}-{self._width}.png"
            self.page.screenshot(path=place, full_page=True)

    def _password(self, person: Person) -> None:
        self.page.fill("[name=login]", person.email)
        self.page.fill("[name=password]", PASSWORD)
        self.send("main form button.main")

    def _look_with_axe(self, where: str) -> None:
        """Look with axe, which is a script: where the page gets none, in another browser with the same cookies."""
        if self._scripts:
            found = Axe().run(self.page)
        else:
            other = self._new_context(scripts=True)
            other.add_cookies(self.context.cookies())  # type: ignore[arg-type]  # what it gives it takes
            page = other.new_page()
            page.goto(self.page.url)
            found = Axe().run(page)
            self.context.add_cookies(other.cookies())  # type: ignore[arg-type]
            other.close()
        for each in found["violations"]:
            nodes = "; ".join(node["html"][:160] for node in each["nodes"][:2])
            self.faults.append(f"{where}: {each['id']}, {each['help']}: {nodes}")

    def _hear(self, kind: str, said: str) -> None:
        if kind == "error" and "status of 4" not in said:
            self.faults.append(f"{self.page.url}: {said}")

    def _new_context(self, *, scripts: bool) -> "BrowserContext":
        return self._browser.new_context(
            viewport={"width": self._width, "height": HEIGHT}, java_script_enabled=scripts, locale="ro-RO"
        )


def code_now(secret: str, *, at: float | None = None) -> str:
    """Return the code that an authenticator app shows (RFC 6238).

    >>> code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=59)
    '287082'
    """
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1)
    place = digest[-1] & 0xF
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def _expect(answer: "Response | None", *statuses: int) -> None:
    assert answer is not None
    assert answer.status in statuses, f"{answer.url}: {answer.status}"
