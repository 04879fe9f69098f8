"""Can a list that names few children be told to be whole, once it was shown what would go?"""

import datetime as dt
import io
import re

import openpyxl
import pytest

from features.records.records import load_records
from features.store.source import RecordStore
from serving.web.access.policy import Role
from tests.support.serving.sheets_sent import ABSENCES, MISSED, sent, workbook
from tests.support.serving.two_schools import AS_OF

BOBS = ["Prună Bob", "102", "V A", dt.date(2025, 1, 14), 2, "nu"]


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def listed(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in (ABSENCES, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def standing(place) -> list[str]:
    rows = load_records(RecordStore(place), today=AS_OF)["attendance"]
    rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
    return sorted(f"{day:%m-%d}" for day in rows["date"])


@pytest.mark.parametrize(("language", "words"), [("en", "take these rows back"), ("ro", "retrageți aceste rânduri")])
def test_what_would_go_is_shown_and_goes_only_where_that_is_chosen(person, place, language, words):
    secretary = person(Role.SECRETARY, language=language).client
    secretary.post(f"{sent(secretary, workbook(missed=(MISSED, BOBS))).url}bring-in/")
    for answer, left in (("no", ["01-13", "01-14"]), ("yes", ["01-13"])):
        url = sent(secretary, listed(MISSED)).url
        page = secretary.get(url)
        ((_, count, rows),) = page.context["going"]
        assert (count, len(rows), words in page.text, rows[0] in page.text) == (1, 1, True, True)
        assert "Prună Bob" in rows[0]
        assert page.text.count(page.context["going_words"]) == 1  # beside the choice, and not among the notes too
        key = re.search(r'name="shown_whole" value="(\w+)"', page.text)[1]
        assert secretary.post(f"{url}bring-in/", {"whole": answer, "shown_whole": key}).status_code == 302
        assert standing(place) == left


def test_other_rows_than_were_shown_do_not_go(person, place):
    secretary = person(Role.SECRETARY).client
    secretary.post(f"{sent(secretary, workbook(missed=(MISSED, BOBS))).url}bring-in/")
    url = sent(secretary, listed(MISSED)).url
    answer = secretary.post(f"{url}bring-in/", {"whole": "yes", "shown_whole": "otherwise"})
    assert answer.status_code == 422
    assert "Other rows would go than you were shown" in answer.text
    assert standing(place) == ["01-13", "01-14"]
