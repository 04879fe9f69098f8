"""Can a day on which nothing changed be kept, are older files asked about, and is only what was shown taken back?"""

import datetime as dt
import html
from pathlib import Path

import pytest

from features.store.batches import list_batches
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.imports.models import Upload
from tests.support.serving.sheets_sent import MISSED, sent, workbook
from tests.support.sheets.books import Book, Rows
from tests.support.stores import written

OCTOBER = [[*MISSED[:3], dt.date(2024, 10, day), 2, "nu"] for day in (1, 2, 3)]
NOVEMBER = [[*MISSED[:3], dt.date(2024, 11, day), 2, "nu"] for day in (4, 5, 6, 7)]
LATE = [*MISSED[:3], dt.date(2024, 10, 14), 2, "nu"]
SUBJECTS = {"Matematică": "7/7.10", "Istorie": "8/8.10", "Fizică": "6/9.10", "Chimie": "5/9.10", "Biologie": "9/9.10"}


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def _shown(client, content: bytes, day: str):
    url = sent(client, content, exported_on=day).url
    return url, client.get(url)


def _brought(client, content: bytes, day: str, **values: str):
    url, page = _shown(client, content, day)
    assert client.post(f"{url}bring-in/", values).status_code == 302
    return page


@pytest.mark.parametrize("is_same", [True, False])
def test_a_quiet_export_is_kept_so_that_a_late_row_was_not_known_then(person, records_place, is_same: bool):
    secretary = person(Role.SECRETARY).client
    first = workbook(missed=OCTOBER)
    _brought(secretary, first, "2024-10-10")
    quiet = first if is_same else workbook(missed=OCTOBER[::-1])
    url, page = _shown(secretary, quiet, "2024-10-17")
    assert "Nothing would change" in page.text
    assert "Nothing changed up to 17 October 2024: keep that" in page.text
    assert "Back to the records" in page.text
    done = secretary.post(f"{url}bring-in/", follow=True)
    assert ("It is kept that nothing else was there up to 17 October 2024." in done.text) == is_same
    assert not Upload.objects.exists()
    _brought(secretary, workbook(missed=[*OCTOBER, LATE]), "2024-10-24")
    rows = written(str(records_place), "attendance", "date", "known_on")
    assert [row for row in rows if row.startswith("2024-10-14")] == ["2024-10-14 2024-10-24"]


def test_without_the_quiet_export_the_late_row_is_taken_as_known_on_its_day(person, records_place):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, workbook(missed=OCTOBER), "2024-10-10")
    _brought(secretary, workbook(missed=[*OCTOBER, LATE]), "2024-10-24")
    rows = written(str(records_place), "attendance", "date", "known_on")
    assert [row for row in rows if row.startswith("2024-10-14")] == ["2024-10-14 2024-10-14"]


def test_a_day_that_was_kept_is_not_offered_again(person):
    secretary = person(Role.SECRETARY).client
    first = workbook(missed=OCTOBER)
    _brought(secretary, first, "2024-10-10")
    for day, offered in (("2024-10-10", False), ("2024-10-17", True), ("2024-10-17", False), ("2024-10-18", True)):
        url, page = _shown(secretary, first, day)
        assert ("keep that" in page.text) == offered == ("bring-in" in page.text)
        assert secretary.post(f"{url}{'bring-in' if offered else 'drop'}/").status_code == 302


def _listed(folder: Path, days: str) -> bytes:
    rows: Rows = [["Absențe, clasa a VI-a A, 2024-2025"], ["Elev", "Absențe"], ["Nucă Ana", days], ["Prună Bob", ""]]
    return Book({"absențe": rows}).write(folder).read_bytes()


OLD_DAYS = "1.10, 2.10, 3.10"


def _older(client, folder: Path):
    """Bring in October and November, and then upload October alone as if it were of December."""
    _brought(client, _listed(folder, "1.10, 2.10, 3.10, 4.11, 5.11, 6.11, 7.11"), "2024-11-10")
    return _shown(client, _listed(folder, OLD_DAYS), "2024-12-02")


def _standing(records_place) -> int:
    return sum(row.endswith("-") for row in written(str(records_place), "attendance", "date", "retracted_on"))


def test_files_that_seem_older_are_asked_about_and_refused_without_an_answer(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY, language="ro").client
    url, page = _older(secretary, tmp_path)
    assert "Sunt fișierele mai vechi?" in page.text
    assert (
        "Cel mai nou rând din fișier pentru clasa VI A este din 3 octombrie 2024, iar baza de date are rânduri până la "
        "7 noiembrie 2024: s-ar retrage 4 rânduri de absențe." in html.unescape(page.text)
    )
    assert "--day" not in page.text
    assert 'value="2024-10-03"' in page.text
    for answer in ({}, {"newer": "no"}, {"newer": ""}):
        refused = secretary.post(f"{url}bring-in/", answer)
        assert refused.status_code == 422
        assert "Spuneți din ce zi sunt fișierele" in refused.text
    assert _standing(records_place) == 7
    assert len(list_batches(records_place)) == 1


def test_their_day_can_be_told_and_then_nothing_newer_goes(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY).client
    url, _ = _older(secretary, tmp_path)
    told = secretary.post(f"{url}day/", {"exported_on": "2024-10-03"})
    assert told.url == url
    assert Entry.objects.get(action="import_day_told").what == {"of": "2024-10-03"}
    page = secretary.get(url)
    assert "Are these files older?" not in page.text
    assert "export of 3 October 2024" in page.text
    assert secretary.post(f"{url}bring-in/").status_code == 302
    assert _standing(records_place) == 7


def test_one_class_that_is_older_is_named_and_no_day_is_asked_of_all_the_file(person, tmp_path):
    secretary = person(Role.SECRETARY).client

    def both(days: str) -> bytes:
        rows: Rows = [
            ["Elev", "Clasa", "Absențe"],
            ["Nucă Ana", "VI A", days],
            ["Prună Bob", "VI B", f"{OLD_DAYS}, 20.11"],
        ]
        return Book({"absențe": rows}).write(tmp_path).read_bytes()

    _brought(secretary, both(f"{OLD_DAYS}, 4.11, 5.11, 6.11"), "2024-11-20")
    url, page = _shown(secretary, both(OLD_DAYS), "2024-12-02")
    assert (
        "Of class VI A the newest row in the file is of 3 October 2024, the database has rows up to 6 November 2024: 3 "
        "rows of attendance would be taken back. If its sheet is older, bring it alone, with its day: VI A – 3 October "
        "2024." in html.unescape(page.text)
    )
    assert "They are of this day" not in page.text
    assert secretary.post(f"{url}bring-in/").status_code == 422


def test_that_what_is_newer_was_deleted_can_be_said(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY).client
    url, page = _older(secretary, tmp_path)
    assert "The files are of 2 December 2024: what is newer than they are was deleted" in page.text
    assert secretary.post(f"{url}bring-in/", {"newer": "gone"}).status_code == 302
    assert _standing(records_place) == 3


@pytest.mark.parametrize(("day", "said"), [
    ("2999-01-01", "This day has not come yet."), ("", "This field is required."), ("no day", "Enter a valid date."),
])  # fmt: skip
def test_a_day_that_is_none_is_refused(person, tmp_path, day: str, said: str):
    secretary = person(Role.SECRETARY).client
    url, _ = _older(secretary, tmp_path)
    refused = secretary.post(f"{url}day/", {"exported_on": day})
    assert refused.status_code == 422
    assert said in refused.text
    assert Upload.objects.get().exported_on == dt.date(2024, 12, 2)


def test_newer_files_are_not_asked_about(person):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, workbook(missed=OCTOBER), "2024-10-10")
    _, page = _shown(secretary, workbook(missed=[*OCTOBER, *NOVEMBER]), "2024-11-10")
    assert page.context["older"] == ""
    assert "Are these files older?" not in page.text


def test_the_day_of_another_schools_upload_is_like_none(person):
    mine, other = person(Role.SECRETARY), person(Role.SECRETARY, school="S2")
    url, _ = _shown(mine.client, workbook(missed=OCTOBER), "2024-10-10")
    assert other.client.post(f"{url}day/", {"exported_on": "2024-10-03"}).status_code == 404
    assert Upload.objects.get().exported_on == dt.date(2024, 10, 10)


def _register(folder: Path, *subjects: str) -> bytes:
    pupils = [[pupil, *(SUBJECTS[each] for each in subjects)] for pupil in ("Nucă Ana", "Prună Bob")]
    sheets: dict[str, Rows] = {"note": [["Catalog, clasa a VI-a A, 2024-2025"], ["Elev", *subjects], *pupils]}
    return Book(sheets).write(folder).read_bytes()


def test_only_subjects_that_were_shown_are_taken_back(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, _register(tmp_path, "Matematică", "Fizică", "Chimie", "Istorie"), "2024-11-01")
    url, page = _shown(secretary, _register(tmp_path, "Matematică", "Fizică", "Chimie"), "2024-12-01")
    answer = {"gone": "yes", "shown": page.context["vanished_key"]}
    _brought(secretary, _register(tmp_path, "Biologie"), "2024-11-02")  # a colleague, meanwhile
    refused = secretary.post(f"{url}bring-in/", answer)
    assert refused.status_code == 422
    assert "Other subjects are gone than you were shown: look again." in refused.text
    assert "biologie, VI A" in refused.text
    assert not any(
        row.endswith("2024-12-01") for row in written(str(records_place), "grades", "subject", "retracted_on")
    )
    for other in ({"gone": "yes"}, {"gone": "yes", "shown": "x"}):
        assert secretary.post(f"{url}bring-in/", other).status_code == 422
    again = {"gone": "yes", "shown": refused.context["vanished_key"]}
    assert secretary.post(f"{url}bring-in/", again).status_code == 302
    rows = written(str(records_place), "grades", "subject", "retracted_on")
    assert sorted({row for row in rows if not row.endswith("-")}) == ["biologie 2024-12-01", "istorie 2024-12-01"]


def test_files_of_two_subjects_in_turn_are_not_older(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, _register(tmp_path, "Matematică"), "2024-11-01")
    _brought(secretary, _register(tmp_path, "Istorie"), "2024-11-02")
    url, page = _shown(secretary, _register(tmp_path, "Matematică"), "2024-11-09")
    assert "Are these files older?" not in page.text
    assert secretary.post(f"{url}bring-in/").status_code == 302


def test_files_upon_which_others_came_can_be_brought_though_nothing_would_change(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, first := _register(tmp_path, "Matematică"), "2024-11-01")
    _brought(secretary, _register(tmp_path, "Matematică", "Istorie"), "2024-11-02")
    url, page = _shown(secretary, first, "2024-11-09")
    assert "Are these files older?" in page.text
    assert 'name="newer"' in page.text
    assert secretary.post(f"{url}bring-in/").status_code == 422
    assert secretary.post(f"{url}bring-in/", {"newer": "gone"}).status_code == 302
