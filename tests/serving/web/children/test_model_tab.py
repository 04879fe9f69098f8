"""Can the model's sum of a child be read on a phone: a bar under its words, no letter small, nothing sideways?"""

import pytest

from serving.web.access.policy import Role
from serving.web.roster.models import Child
from tests.support.browser.page_faults import axe_faults, faults_of
from tests.support.browser.still_pages import CUT, SIDEWAYS, still_page
from tests.support.serving.shown_lists import decided

# How high letters are on the screen, whatever the drawing is scaled to; and which chart is shown.
LETTERS = """() => [...document.querySelectorAll('.fall svg')].filter(each => each.checkVisibility()).flatMap(
  each => [...each.querySelectorAll('text')].map(text =>
    parseFloat(getComputedStyle(text).fontSize) * each.getBoundingClientRect().width / each.viewBox.baseVal.width))"""
OVERLAPS = """() => [...document.querySelectorAll('.fall svg')].filter(each => each.checkVisibility()).flatMap(each => {
  const boxes = [...each.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  return boxes.filter(([, one], n) => boxes.some(([, other], m) => m > n && one.left < other.right - 1
    && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)).map(([text]) => text);
})"""


@pytest.fixture
def model_tab(person):
    """The second tab of a child about whom the director has decided."""

    def opened(language: str) -> str:
        director = person(Role.DIRECTOR, language=language)
        director.client.get("/list/")
        decided(director.user)
        return str(director.client.get(f"/child/{Child.objects.get(pupil_id='P1').opaque}/?tab=model").text)

    return opened


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wrong_with_how_the_sum_looks(browser, model_tab, width: int, language: str):
    with still_page(browser, model_tab(language), width=width, height=800, language=language) as page:
        assert page.locator(".fall svg >> visible=true").count() == 1
        letters = page.evaluate(LETTERS)
        assert letters
        assert min(letters) >= 11.5
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(CUT, ".fall, table.sum") == []
        assert page.evaluate(SIDEWAYS) == 0
        assert axe_faults(page) == []
        assert faults_of(page, language) == []
