"""Do the monthly reports come as workbooks, to those who see reports, each in the log? And ours to fill in by hand?"""

import io
import re

import openpyxl
import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry

ADDRESS = "/records/report/"


@pytest.mark.parametrize("kind", ["absences", "mate"])
def test_a_report_is_a_workbook_and_an_export_in_the_log(person, kind):
    answer = person(Role.SECRETARY).client.get(ADDRESS, {"school": "S1", "kind": kind, "month": "2025-01"})
    assert answer.status_code == 200
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    entry = Entry.objects.get(action="export")
    assert (entry.school_id, entry.what["report"], entry.what["month"]) == ("S1", kind, "2025-01")


@pytest.mark.parametrize(("language", "name"), [("ro", "absente-2025-01.xlsx"), ("en", "absences-2025-01.xlsx")])
def test_the_file_is_called_in_the_language_of_the_pages(person, language, name):
    secretary = person(Role.SECRETARY, language=language).client
    answer = secretary.get(ADDRESS, {"school": "S1", "kind": "absences", "month": "2025-01"})
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_names_stand_in_it_where_the_roster_has_them(person, monkeypatch):
    def names(children):
        return {each.pupil_id: "Nucă Ana" for each in children}

    monkeypatch.setattr("serving.web.roster.names._kept_names", names)
    answer = person(Role.SECRETARY).client.get(ADDRESS, {"school": "S1", "kind": "mate", "month": "2025-01"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Nucă Ana" in [cell for sheet in book for row in sheet.values for cell in row]


@pytest.mark.parametrize("kind", ["scholarships", "conduct"])  # of records that do not say enough for it
def test_why_there_is_no_report_is_said(person, kind):
    answer = person(Role.SECRETARY).client.get(ADDRESS, {"school": "S1", "kind": kind, "month": "2025-01"})
    assert answer.status_code == 409
    assert "unexcused hours" in answer.text


def test_there_is_none_of_another_school_or_kind_and_a_month_without_records_is_told(person):
    client = person(Role.SECRETARY).client
    assert client.get(ADDRESS, {"school": "S2", "kind": "mate", "month": "2025-01"}).status_code == 403
    assert client.get(ADDRESS, {"school": "S1", "kind": "other", "month": "2025-01"}).status_code == 404
    assert client.get(ADDRESS, {"school": "S1", "kind": "mate", "month": "2019-01"}).status_code == 409
    assert client.get(ADDRESS, {"school": "S1", "kind": "mate", "month": "soon"}).status_code == 409
    assert person(Role.COUNSELLOR).client.get(ADDRESS, {"school": "S1"}).status_code == 403


@pytest.mark.usefixtures("records_place")
@pytest.mark.parametrize(("language", "name", "sheet"), [("ro", "model-", "Elevi"), ("en", "template-", "Pupils")])
def test_whoever_brings_records_in_finds_the_workbook_to_fill_in_by_hand(person, language, name, sheet):
    secretary = person(Role.SECRETARY, language=language).client
    assert 'href="/records/template/"' in secretary.get("/records/").text
    answer = secretary.get("/records/template/")
    assert re.fullmatch(rf'attachment; filename="{name}20\d\d-20\d\d.xlsx"', answer["Content-Disposition"])
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0] == sheet
    assert person(Role.COUNSELLOR).client.get("/records/template/").status_code == 403
