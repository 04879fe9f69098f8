"""In a real browser: is the list a line for each child on a laptop, cards on a phone, and is no name broken or lost?"""

import pytest

from serving.web.access.policy import Role
from serving.web.configuration.ranking import answer_from
from tests.support.browser.page_faults import axe_faults, faults_of
from tests.support.browser.still_pages import BOTTOMS, CUT, HEIGHTS, LINES, SIDEWAYS, TOP, still_page
from tests.support.serving.full_school import LONGEST, full_service, name_of
from tests.support.serving.two_schools import small_service

ROWS, NAMES, HEADS = "table.rows tbody tr", "table.rows tbody .name a", "table.rows thead th"
LAPTOPS = (1024, 1280, 1366, 1920)
IN_TWO_LINES = ["Nemotivate modul / an", "Starea responsabil"]  # a word over the two orders, two words over each other


@pytest.fixture(params=["ro", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def listed(person, monkeypatch):
    """Return the list of thirty as a director sees it; some are new on it. ``other`` are names of some children."""
    other: dict[str, str] = {}

    def names(children):
        return {child.pupil_id: other.get(child.pupil_id, name_of(child.pupil_id)) for child in children}

    def opened(query: str = "", *, language: str = "ro", called: dict[str, str] | None = None) -> str:
        other.update(called or {})
        client = person(Role.DIRECTOR, language=language).client
        client.get("/list/?k=10&as_of=2025-01-20")
        return str(client.get(f"/list/?k=30{query}").text)

    monkeypatch.setattr("serving.web.roster.names._kept_names", names)
    answer_from(full_service)
    yield opened
    answer_from(small_service)


@pytest.mark.parametrize("width", LAPTOPS)
def test_a_laptop_has_a_line_for_each_child_and_no_name_is_broken(browser, listed, width: int, language: str):
    with still_page(browser, listed(language=language), width=width, height=900, language=language) as page:
        heights = page.evaluate(HEIGHTS, ROWS)
        assert len(heights) == 30
        assert max(heights) <= 26
        assert set(page.evaluate(LINES, "table.rows tbody th")) == {1}
        assert page.evaluate(CUT, NAMES) == []
        assert page.evaluate(SIDEWAYS) == 0


def test_what_stands_above_the_list_leaves_room_for_it(browser, listed):
    with still_page(browser, listed(), width=1280, height=900) as page:
        assert page.evaluate(TOP, "table.rows") <= 270
        seen = [row for row in page.locator(ROWS).all() if row.bounding_box()["y"] + 25 <= 900]
        assert len(seen) >= 24  # of a window as high as a laptop has it, the heading included


def test_thirty_rows_are_seen_at_once_on_a_screen_of_a_laptop(browser, listed):
    with still_page(browser, listed(), width=1280, height=800) as page:
        (rows,) = page.evaluate(HEIGHTS, "table.rows tbody")
        assert rows <= 760
    with still_page(browser, listed(), width=1920, height=1080) as page:
        last = page.locator(ROWS).last.bounding_box()
        assert last["y"] + last["height"] <= 1080  # with all that stands above


def test_heads_are_whole_phrases(browser, listed):
    with still_page(browser, listed(), width=1280, height=900) as page:
        lines = page.evaluate(LINES, HEADS)
        texts = [" ".join(text.split()) for text in page.locator(HEADS).all_inner_texts()]
        assert [text for text, count in zip(texts, lines, strict=True) if count > 1] == IN_TWO_LINES
        assert "Zile la rând" in texts
        assert max(lines) == 2


@pytest.mark.parametrize("query", ["", "&view=reasons"])
def test_a_long_name_is_whole_and_one_beyond_measure_is_cut_with_its_whole_at_hand(browser, listed, query: str):
    endless = f"{LONGEST} {LONGEST}"
    html = listed(query, called={"P10": LONGEST, "P21": endless})
    with still_page(browser, html, width=1280, height=900) as page:
        assert page.get_by_text(LONGEST, exact=True).count() == 1
        assert page.evaluate(CUT, NAMES) == [endless]
        assert page.get_by_text(endless, exact=True).get_attribute("title") == endless
        assert page.evaluate(SIDEWAYS) == 0
    with still_page(browser, html, width=360, height=740) as page:
        assert page.evaluate(CUT, NAMES) == []
        assert page.evaluate(SIDEWAYS) == 0


def test_the_keyboard_opens_the_reasons_of_a_child_and_the_question_about_it(browser, listed):
    with still_page(browser, listed(), width=1280, height=900) as page:
        row = page.locator(ROWS).nth(2)
        before = row.bounding_box()["height"]
        assert not row.locator(".decide").is_visible()
        row.locator(".name a").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert row.bounding_box()["height"] > before
        assert page.evaluate(CUT, f"{ROWS}:nth-child(3) .cut") == []
        row.locator(".decide summary").click()
        assert row.locator("textarea").is_visible()
        assert row.locator(".decide button").count() == 2


def test_all_reasons_are_there_where_the_address_asks_for_them(browser, listed):
    html = listed("&view=reasons")
    with still_page(browser, html, width=1280, height=900) as page:
        assert page.evaluate(CUT, "table.rows .cut") == []
        assert page.locator("table.rows .decide summary").first.is_visible()
        assert page.get_by_label("toate motivele").is_checked()


@pytest.mark.parametrize("query", ["", "&view=reasons"])
def test_a_phone_has_cards(browser, listed, query: str):
    with still_page(browser, listed(query), width=360, height=740) as page:
        assert not page.locator("table.rows thead").is_visible()  # and Tab does not come to what nobody sees
        assert min(page.evaluate(HEIGHTS, ROWS)) > 90
        assert page.evaluate(SIDEWAYS) == 0
        first = page.locator(ROWS).first
        assert "zile la rând 0" in " ".join(first.inner_text().split())
        assert first.locator(".decide summary").is_visible()
        assert max(page.evaluate(LINES, NAMES)) <= 2  # beside the state of the child


def test_at_twice_the_size_a_laptop_has_cards_too(browser, listed):
    with still_page(browser, listed(), width=640, height=450) as page:  # what is left of 1280 pixels
        assert not page.locator("table.rows thead").is_visible()  # and Tab does not come to what nobody sees
        assert page.evaluate(SIDEWAYS) == 0


def test_paper_has_every_column_and_every_reason(browser, listed):
    with still_page(browser, listed(), width=700, height=900) as page:  # no wider than an upright sheet
        page.emulate_media(media="print")
        assert len(set(page.evaluate(BOTTOMS, HEADS))) == 1  # a table, not cards
        assert all(head.is_visible() for head in page.locator(HEADS).all())
        assert all(cell.is_visible() for cell in page.locator(ROWS).first.locator("td, th").all())
        assert page.evaluate(CUT, "table.rows .cut") == []
        seconds = page.locator("table.rows .why .second")
        assert seconds.count()
        assert all(each.is_visible() for each in seconds.all())


@pytest.mark.parametrize("query", ["", "&view=reasons"])
@pytest.mark.parametrize("width", [360, 1024, 1280])
def test_nothing_is_wrong_with_how_it_looks_and_reads(browser, listed, width: int, query: str, language: str):
    with still_page(browser, listed(query, language=language), width=width, height=900, language=language) as page:
        assert axe_faults(page) == []
        assert faults_of(page, language) == []
