"""Can the model's sum of a child be read on a phone: a bar under its words, no letter small, nothing sideways?"""

import re
from dataclasses import replace

import pytest

from features.i18n.text import Bilingual
from models.explain.told_reasons import ToldReason, ToldReasons, told_theme
from models.viewer import Viewer
from serving.web.access.policy import Role
from serving.web.children.reasons import in_numbers
from serving.web.roster.models import Child
from tests.support.browser.page_faults import axe_faults, faults_of
from tests.support.browser.still_pages import CUT, SIDEWAYS, still_page
from tests.support.serving.shown_lists import decided
from tests.support.serving.two_schools import AS_OF, small_service


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
        bars = page.locator("table.fall tbody tr")
        assert bars.count() >= 2
        assert all(row.locator("svg").bounding_box()["width"] >= 250 for row in bars.all())
        assert not page.locator("table.sum").is_visible()  # the numbers wait behind one line
        page.locator("details:has(> div > table.sum) > summary").click()
        assert page.locator("table.sum").is_visible()
        assert page.evaluate(CUT, "table.fall, table.sum") == []
        assert page.evaluate(SIDEWAYS) == 0
        assert axe_faults(page) == []
        assert faults_of(page, language) == []


@pytest.mark.parametrize(("language", "raises"), [("en", "raises it"), ("ro", "crește")])
def test_the_bars_have_the_words_of_the_reasons(person, model_tab, language: str, raises: str):
    shown = model_tab(language)
    child = Child.objects.get(pupil_id="P1")
    reasons = person(Role.DIRECTOR, language=language).client.get(f"/child/{child.opaque}/").text
    themes = re.findall(r'<tr><th scope="row">([^<:]+)</th><td>([^<]+)</td>', reasons.partition("</table>")[0])
    assert themes
    for theme, seen in themes:
        assert re.search(rf'<th scope="row">{re.escape(theme)} <span class="second">{re.escape(seen)}', shown)
    assert raises in shown


def test_the_sentence_names_a_theme_as_its_bar_does():
    (pupil, *_others) = small_service().list_of(
        viewer=Viewer("a test", frozenset({"S1"})), school_id="S1", as_of=AS_OF, capacity=1
    ).pupils  # fmt: skip
    of_absences = [each for each in pupil.reasons if told_theme(each.theme) == "recent_absences"]
    amount = sum(each.contribution for each in of_absences)
    of_year = ToldReason("earlier_absences", "unexcused_hours_year", amount, True, Bilingual("19 hours", "19 ore"))
    found = in_numbers(replace(pupil, told=ToldReasons(raising=(of_year,))), "en")
    assert "raised most by: absences over the year" in found.sentence
    assert "Absences over the year" in [row.name for row in found.rows] + [theme.name for theme in found.themes]
    assert "ecent absences" not in str(found)
