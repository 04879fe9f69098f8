"""Are uploaded files kept only as long as they are needed, and for nobody but the owner of the service?"""

import datetime as dt
import os
import re
import time

import pytest

from serving.web.access.policy import Role
from serving.web.imports import uploads
from serving.web.imports.models import Upload
from serving.web.imports.uploads import drop_old, drop_old_by_itself
from tests.support.serving.sheets_sent import ANA, PUPILS, sent, workbook

LONG_AGO = time.time() - 2 * 24 * 3600


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def old_upload(client) -> str:
    page = sent(client, workbook())
    Upload.objects.update(made_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    return str(page.url)


def test_what_nobody_brought_in_within_a_day_is_gone_with_the_next_upload(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    old = old_upload(secretary)
    sent(secretary, workbook())
    assert Upload.objects.count() == 1
    assert len(list((tmp_path / "uploads").iterdir())) == 1
    assert secretary.get(old).status_code == 404


def test_it_goes_by_itself_while_the_service_runs_and_is_closed_already(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    old = old_upload(secretary)
    assert secretary.get(old).status_code == 404
    assert secretary.post(f"{old}bring-in/").url == "/records/"
    drop_old()
    assert list((tmp_path / "uploads").iterdir()) == []
    assert not Upload.objects.exists()


def test_folders_that_nobody_knows_and_halves_of_large_files_go_after_a_day_as_well(person, tmp_path):
    sent(person(Role.SECRETARY).client, workbook())
    for name in ("old", "fresh"):
        (tmp_path / "uploads" / name).mkdir()
        (tmp_path / f"{name}.upload.xlsx").write_text("half")
    for path in (tmp_path / "uploads" / "old", tmp_path / "old.upload.xlsx"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    for folder in (tmp_path / "uploads").iterdir():
        if folder.name not in ("old", "fresh"):
            os.utime(folder, (LONG_AGO, LONG_AGO))  # of an upload that waits: its own day counts
    drop_old()
    assert len(list((tmp_path / "uploads").iterdir())) == 2
    assert sorted(path.name for path in tmp_path.glob("*.upload*")) == ["fresh.upload.xlsx"]


def test_a_database_that_does_not_answer_stops_nothing(monkeypatch, caplog):
    def broken() -> None:
        raise OSError("Nucă Ana.xlsx")

    monkeypatch.setattr(uploads, "drop_old", broken)
    monkeypatch.setattr(uploads, "close_old_connections", lambda: None)
    drop_old_by_itself()
    assert "OSError" in caplog.text
    assert "Nucă" not in caplog.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("not looked at yet", "can be brought in")), ("ro", ("neprivit încă", "gata de adus"))],
)
def test_the_list_of_those_that_wait_says_where_each_stands(person, language, said):
    secretary = person(Role.SECRETARY, language=language).client
    page = sent(secretary, workbook())
    assert said[0] in secretary.get("/records/").text
    secretary.get(page.url)
    assert said[1] in secretary.get("/records/").text


def test_open_questions_and_wrong_cells_are_said_in_the_list(person):
    secretary = person(Role.SECRETARY, language="ro").client
    asked = sent(secretary, workbook(pupils=([*ANA, "verde"],), headings=[*PUPILS, "Qwxyz"]))
    secretary.get(asked.url)
    assert "întrebări deschise" in secretary.get("/records/").text
    wrong = sent(secretary, workbook(missed=(["Nucă Ana", "101", "V A", "32.13.2025", 4, "nu"],)))
    secretary.get(wrong.url)
    assert "celule de corectat" in secretary.get("/records/").text


def test_files_that_would_change_nothing_are_called_so_are_nobodys_task_and_can_be_removed(person):
    director = person(Role.DIRECTOR, language="ro").client
    director.post(f"{sent(director, workbook()).url}bring-in/")
    again = sent(director, workbook())
    director.get(again.url)
    page = director.get("/records/").text
    assert ("nu ar schimba nimic" in page, "gata de adus" in page) == (True, False)
    assert re.search(r"Se șterge singur pe \d+ \w+, \d\d:\d\d", page)
    assert again.url not in director.get("/").text
    assert director.post(re.search(r'action="(/records/upload/[^"]+)"', page)[1]).url == "/records/"
    assert not Upload.objects.exists()


def test_of_two_uploads_of_the_same_file_the_other_would_change_nothing_once_one_is_brought_in(person):
    secretary = person(Role.SECRETARY, language="en").client
    content = workbook()
    first, second = sent(secretary, content), sent(secretary, content)
    other = sent(secretary, workbook(pupils=([*ANA[:3], "VI A", *ANA[4:]],)))
    for page in (first, second, other):
        secretary.get(page.url)
    assert {each.stands for each in Upload.objects.all()} == {"ready", "wrong"}
    secretary.post(f"{first.url}bring-in/")
    assert {each.opaque in second.url: each.stands for each in Upload.objects.all()} == {
        True: "nothing",
        False: "wrong",
    }


@pytest.mark.parametrize("exported_on", ["0001-01-01", "1999-12-31"])
def test_an_export_of_another_century_is_a_slip_of_the_keyboard(person, exported_on):
    answer = sent(person(Role.SECRETARY).client, workbook(), exported_on=exported_on)
    assert answer.status_code == 422
    assert "Give a day of this century." in answer.text
    assert not Upload.objects.exists()
