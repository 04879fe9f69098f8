"""A page as it was answered, opened in a real browser without a server: how high is a row, what is cut off?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import serving.web
from tests.support.browser.browser_language import LOCALES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_STATIC = Path(serving.web.__file__).parent / "static"
_ADDRESS = "http://pages.example/"
# What is wider than its place, and so ends in dots or lies under its neighbour.
CUT = """selector => [...document.querySelectorAll(selector)].filter(
  each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1).map(each => each.innerText)"""
LINES = """selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).map(each => {
  const range = document.createRange();
  range.selectNodeContents(each);
  const tops = [...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.bottom));
  return new Set(tops.filter(top => !tops.some(other => other < top && top - other < 8))).size;
})"""
HEIGHTS = "selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect().height)"
BOTTOMS = "selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect().bottom)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOP = "selector => document.querySelector(selector).getBoundingClientRect().top"


@contextmanager
def still_page(browser: "Browser", html: str, *, width: int, height: int, language: str = "ro") -> Iterator["Page"]:
    """Open what a page answered, with the style sheet and scripts of the pages."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale=LOCALES[language])
    page = context.new_page()

    def answer(route: "Route") -> None:
        path = urlsplit(route.request.url).path
        file = _STATIC / path.removeprefix("/static/")
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
    page.goto(_ADDRESS)
    yield page
    context.close()
