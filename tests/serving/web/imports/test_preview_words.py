"""Is a preview in words alone, does nothing to do offer nothing to do, and are subjects that are gone a choice?"""

import dataclasses
import html
import re
from pathlib import Path

import pytest

from features.store.batches import list_batches
from serving.web.access import context
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.imports.models import Upload
from tests.support.serving.sheets_sent import ANA, BOB, PUPILS, sent, workbook
from tests.support.sheets.books import Book, Rows
from tests.support.sheets.every_table import BROKEN, FIRST, a_year_before, later
from tests.support.stores import written

_CODE = re.compile(r"\b[a-z]+_[a-z]+\b|\b\d{4}-\d\d-\d\d\b|\b(?:True|False|none|both|average|conduct|exam|relatives)\b")
SUBJECTS = {"Matematică": "7/7.10", "Istorie": "8/8.10; 9/15.10", "Fizică": "6/9.10"}


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def _bytes(folder: Path, sheets: dict[str, Rows]) -> bytes:
    return Book(sheets).write(folder).read_bytes()


def _words(page) -> str:
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return html.unescape(re.sub(r"<[^>]+>", "\n", main))


def _register(folder: Path, *subjects: str) -> bytes:
    pupils = [[pupil, *(SUBJECTS[each] for each in subjects)] for pupil in ("Nucă Ana", "Prună Bob")]
    return _bytes(folder, {"note": [["Catalog, clasa a VI-a A, 2024-2025"], ["Elev", *subjects], *pupils]})


def _brought(client, content: bytes, **values: str):
    url = sent(client, content, **values).url
    page = client.get(url)
    assert client.post(f"{url}bring-in/").status_code == 302
    return page


def test_no_preview_in_romanian_has_a_code_or_a_date_of_a_computer(person, tmp_path):
    secretary = person(Role.SECRETARY, language="ro").client
    first = _brought(secretary, _bytes(tmp_path, a_year_before(FIRST)), exported_on="2024-12-01")
    second = secretary.get(sent(secretary, _bytes(tmp_path, a_year_before(later())), exported_on="2024-12-01").url)
    broken = secretary.get(sent(secretary, _bytes(tmp_path, a_year_before(BROKEN)), exported_on="2024-12-01").url)
    for page in (first, second, broken, secretary.get("/records/")):
        lines = [line for line in _words(page).splitlines() if _CODE.search(line) and ".xlsx" not in line]
        assert [line for line in lines if "prezent " not in line] == []
    assert len(second.context["changes"]) == 6
    assert "părinți plecați amândoi → unul" in second.text
    assert broken.text.count("așteptam") + len(broken.context["problems"]) >= 12


def test_a_table_is_named_once_and_the_first_five_of_many_subjects_are_shown(person, tmp_path):
    secretary = person(Role.SECRETARY, language="ro").client
    subjects = ["Biologie", "Chimie", "Fizică", "Geografie", "Istorie", "Latină", "Logică", "Matematică"]
    pupils = [[pupil, *["7/7.10"] * len(subjects)] for pupil in ("Nucă Ana", "Prună Bob")]
    book = {"note": [["Catalog, clasa a VI-a A, 2024-2025"], ["Elev", *subjects], *pupils]}
    page = secretary.get(sent(secretary, _bytes(tmp_path, book)).url)
    shown, folded = page.text.partition("<h2>Note</h2>")[2].split("Arată tot (8)")
    assert "istorie: 2 noi" in shown
    assert "matematică: 2 noi" in folded
    assert "<summary>10 rânduri care ar fi noi (primele)</summary>" in folded
    assert "Note:" not in page.text


def test_the_very_same_file_of_the_same_day_offers_the_way_back_alone(person):
    secretary = person(Role.SECRETARY, language="ro").client
    content = workbook()
    _brought(secretary, content)
    url = sent(secretary, content).url
    page = secretary.get(url)
    assert "Nu s-ar schimba nimic: totul este deja în date." in page.text
    assert "bring-in" not in page.text
    assert "Aduceți datele" not in page.text
    assert "Înapoi la date" in page.text
    back = secretary.post(f"{url}drop/")
    assert back.url == "/records/"
    assert not Upload.objects.exists()


def test_other_contacts_are_something_to_bring_in(person):
    secretary = person(Role.SECRETARY).client
    headings = [*PUPILS, "Telefon"]
    _brought(secretary, workbook(pupils=([*ANA, "0700000001"], [*BOB, "0700000002"]), headings=headings))
    page = secretary.get(sent(secretary, workbook(
        pupils=([*ANA, "0700000009"], [*BOB, "0700000002"]), headings=headings
    )).url)  # fmt: skip
    assert page.context["renamed"] == 1
    assert "The name, number or contacts of 1 child would be kept" in page.text
    assert "bring-in" in page.text


@pytest.mark.parametrize(("choice", "taken_back"), [("no", 0), ("yes", 4), ("", 0)])
def test_subjects_that_are_in_the_sheets_no_more_are_told_and_chosen(
    person, tmp_path, records_place, choice: str, taken_back: int
):
    secretary = person(Role.SECRETARY, language="ro").client
    _brought(secretary, _register(tmp_path, *SUBJECTS), exported_on="2024-11-01")
    url = sent(secretary, _register(tmp_path, "Matematică", "Fizică"), exported_on="2024-12-01").url
    page = secretary.get(url)
    assert "istorie, VI A: 4 note din importurile anterioare" in page.text
    assert "Nu s-ar schimba nimic" not in page.text
    shown = {"shown": page.context["vanished_key"]}
    assert f'name="shown" value="{shown["shown"]}"' in page.text
    assert secretary.post(f"{url}bring-in/", {"gone": choice, **shown} if choice else {}).status_code == 302
    rows = written(str(records_place), "grades", "subject", "retracted_on")
    assert [row for row in rows if not row.endswith("-")] == ["istorie 2024-12-01"] * taken_back
    assert Entry.objects.filter(action="import_asked").latest("number").what["subjects_gone"] == (taken_back > 0)
    assert len(list_batches(records_place)) == 2


def test_files_of_two_teachers_say_nothing_of_the_other_ones_subjects(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    _brought(secretary, _register(tmp_path, "Matematică", "Istorie"), exported_on="2024-11-01")
    page = secretary.get(sent(secretary, _register(tmp_path, "Fizică"), exported_on="2024-12-01").url)
    assert page.context["vanished"] == []
    assert "In the sheets no more" not in page.text


@pytest.mark.parametrize("asked", [True, False])
def test_who_brings_records_into_a_demonstration_is_told_to_bring_no_real_child(person, monkeypatch, asked):
    start = dataclasses.replace(context.started_with(), second_factor=asked)
    secretary = person(Role.SECRETARY)
    monkeypatch.setattr(context, "started_with", lambda: start)
    page = secretary.client.get("/records/").content.decode()
    assert ("bring in no real child" in page) == (not asked)
