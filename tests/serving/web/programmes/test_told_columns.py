"""Is a column of which nothing may be shown told in a sentence, by what is shown alone, and a phone given cards?"""

import datetime as dt

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from serving.web.access.policy import Role
from serving.web.programmes import publishing
from serving.web.programmes.numbers.several_schools import SchoolNumbers, Totals
from serving.web.programmes.numbers.suppression import suppressed
from serving.web.programmes.publishing import SchoolRow, SeveralSchools
from serving.web.programmes.told_columns import Cell, school_table, told_columns
from tests.support.browser.page_faults import axe_faults, faults_of
from tests.support.browser.still_pages import SIDEWAYS, still_page

DAY = dt.date(2025, 2, 10)
STAGES = ("proposed", "in plan")
FIXED = ("in school", "listed or added")


def schools(*rows: tuple[int | None, ...], totals: tuple[int | None, ...], opened: tuple[bool, ...]) -> SeveralSchools:
    """Return schools: the children in school, those listed, and those at each stage, as they are shown."""
    return SeveralSchools(
        DAY,
        tuple(
            SchoolRow(f"School {place}", SchoolNumbers(f"S{place}", row[0], row[2:], row[1]), DAY if is_open else None)
            for place, (row, is_open) in enumerate(zip(rows, opened, strict=True))
        ),
        Totals(totals[0], totals[2:], totals[1], None), {},
    )  # fmt: skip


def test_a_column_with_one_number_stays_and_one_without_goes():
    table = school_table(
        schools((200, 20, None, None), (100, None, None, None), totals=(300, 30, None, None), opened=(True, True)),
        FIXED, STAGES,
    )  # fmt: skip
    assert table.told.heads == ("in school", "listed or added")
    assert table.told.untold == "proposed, in plan"
    assert [[cell.count for cell in cells] for _row, cells in table.schools] == [[200, 20], [100, None]]
    assert [cell.count for cell in table.totals] == [300, 30]


def test_a_total_alone_keeps_its_column():
    shown = schools((200, 20, None, None), (100, 20, None, None), totals=(300, 40, 15, None), opened=(True, True))
    assert school_table(shown, FIXED, STAGES).told.heads == ("in school", "listed or added", "proposed")


@pytest.mark.parametrize("seed", range(20))
def test_a_table_tells_what_its_dots_told_and_no_more(seed: int):
    """With every hidden number as a dot again it is the suppressed table, and that alone is what it is made of."""
    stages = [f"stage {place}" for place in range(5)]
    counts = np.random.default_rng(seed).poisson(3.0 + seed, size=(4, 5)) * (np.arange(5) != seed % 5)
    shown = suppressed(counts.tolist())
    rows = [*shown.cells, shown.column_totals]
    told = told_columns(stages, [[Cell(*each) for each in zip(stages, row, strict=True)] for row in rows])
    again = [[{str(cell.head): cell.count for cell in row}.get(stage) for stage in stages] for row in told.rows]
    assert again == [list(row) for row in rows]
    assert set(told.untold.split(", ")) - {""} == set(stages) - set(told.heads)


def test_a_school_whose_list_nobody_opened_has_a_dash_where_a_dot_would_hide_a_number():
    table = school_table(
        schools((200, 20, 15, None), (100, None, None, None), totals=(300, 20, None, None), opened=(True, False)),
        FIXED, STAGES,
    )  # fmt: skip
    _opened, (_row, cells) = table.schools
    with override("en"):
        words = [render_to_string("programmes/shown_count.html", {"cell": cell}).strip() for cell in cells]
        assert words == ["100", "–", "–"]
        assert "not shown" in render_to_string("programmes/shown_count.html", {"cell": table.totals[2]})


def test_nothing_is_left_of_a_table_that_says_nothing():
    told = told_columns(["a"], [[Cell("a", None)], [Cell("a", None, is_counted=False)]])
    assert (told.heads, told.untold) == ((), "a")
    assert told_columns(["a"], [[Cell("a", None, is_counted=False)]]).untold == ""
    assert told_columns(["a"], []).heads == ()


@pytest.fixture
def county(person, monkeypatch):
    """A county of which some is shown and much is not."""
    shown = schools(
        (215, None, None, None, None, None, None), (170, 20, 15, None, None, None, None),
        (505, 25, 20, None, None, None, None), totals=(890, 45, 35, 5, None, None, None), opened=(False, True, True),
    )  # fmt: skip
    monkeypatch.setattr(publishing, "_table", lambda _cohort, content: SeveralSchools(
        shown.as_of, shown.rows, shown.totals, content["figures"]))  # fmt: skip
    return lambda language: person(Role.COORDINATOR, language=language).client.get("/overview/schools/").text


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wrong_with_how_a_county_looks(browser, county, width: int, language: str):
    with still_page(browser, county(language), width=width, height=800, language=language) as page:
        assert page.evaluate(SIDEWAYS) == 0
        assert axe_faults(page) == []
        assert faults_of(page, language) == []


def test_a_phone_has_a_card_for_each_school_with_what_is_said_of_it(browser, county):
    with still_page(browser, county("en"), width=360, height=800) as page:
        cards = page.locator("table.told tbody tr")
        said = [
            [cell.inner_text().strip() for cell in card.locator("> * >> visible=true").all()] for card in cards.all()
        ]
        assert said == [
            ["School 0", "215", "never opened"], ["School 1", "170", "20", "15", "10.02.2025"],
            ["School 2", "505", "25", "20", "10.02.2025"],
        ]  # fmt: skip
        assert not page.locator("table.told .hidden-count >> visible=true").count()
    with still_page(browser, county("en"), width=1280, height=800) as page:
        assert page.locator("table.told .hidden-count >> visible=true").count() == 2  # monitored: one total is shown
