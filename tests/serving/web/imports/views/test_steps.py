"""Do a school's files come in by the pages: asked about, shown, and only then brought in; and can they be undone?"""

import datetime as dt
import io
import re
import stat
import zipfile
from dataclasses import replace
from importlib import import_module

import openpyxl
import pytest
from django.test import Client

from features.records.records import load_records
from features.store.batches import add_batch, list_batches, mark_undone
from features.store.database.connection import writing
from features.store.imports.brought_again import note_again
from features.store.source import RecordStore
from serving.roster.erasure_book import FOLDER, ErasureBook
from serving.roster.roster import open_roster
from serving.web.access.policy import Role
from serving.web.access.rows import every_row
from serving.web.audit.models import Entry
from serving.web.configuration.django_settings import started_with
from serving.web.imports.models import Upload
from serving.web.imports.views import steps
from tests.support.serving.sheets_sent import ANA, BOB, MISSED, PUPILS, sent, workbook
from tests.support.serving.two_schools import AS_OF

RECORDS = "/records/"


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def test_files_are_shown_first_and_brought_in_only_then(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook())
    assert page.status_code == 302
    shown = secretary.client.get(page.url)
    counts = {each.table: (each.counts.new, each.counts.changed, each.counts.gone) for each in shown.context["changes"]}
    assert counts["Pupils and classes"] == (2, 0, 0)
    assert counts["Absences"] == (1, 0, 0)
    assert "Nucă Ana" in shown.text
    assert not (tmp_path / "records.sqlite").exists()
    assert Entry.objects.get(action="import_previewed").what["tables"]["enrolments"] == [2, 0, 0]

    done = secretary.client.post(f"{page.url}bring-in/")
    (batch,) = list_batches(records_place)
    assert done.url == f"/records/import/{batch.number}/"
    assert (batch.origin.who, batch.origin.file_name, batch.schools) == (secretary.user.email, "registru.xlsx", ("S1",))
    assert Entry.objects.get(action="import_done").what["import"] == batch.number
    assert Entry.objects.get(action="import_asked").number < Entry.objects.get(action="import_done").number
    assert not Upload.objects.exists()
    assert list((tmp_path / "uploads").iterdir()) == []
    assert "Import 1" in secretary.client.get(done.url).text
    assert batch.origin.file_name in secretary.client.get(RECORDS).text


def test_names_go_to_the_roster_and_answers_are_remembered(person, tmp_path):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook())
    secretary.client.post(f"{page.url}bring-in/")
    people = open_roster(started_with().roster).people_of("S1")
    assert sorted(each["name"] for each in people) == ["Nucă Ana", "Prună Bob"]
    assert 'school_id = "S1"' in (tmp_path / "mappings" / "S1.toml").read_text("utf-8")


def test_a_second_export_shows_what_changed_and_the_same_one_nothing(person):
    secretary = person(Role.SECRETARY)
    secretary.client.post(f"{sent(secretary.client, workbook()).url}bring-in/")
    again = secretary.client.get(sent(secretary.client, workbook()).url)
    assert "Nothing would change: all of it is in the records already" in again.text
    moved = [ANA[0], ANA[1], "V B", ANA[3]]
    changed = secretary.client.get(sent(secretary.client, workbook(pupils=(moved, BOB), missed=())).url)
    counts = {each.table: each.counts for each in changed.context["changes"]}
    assert counts["Pupils and classes"].changed + counts["Pupils and classes"].new == 1


def test_what_a_column_means_is_chosen_in_words_and_not_asked_again(person):
    secretary = person(Role.SECRETARY, language="ro")
    odd = workbook(pupils=([*ANA, "verde"], [*BOB, "roșu"]), headings=[*PUPILS, "Qwxyz"])
    page = sent(secretary.client, odd)
    asked = secretary.client.get(page.url)
    (question,) = asked.context["asked"]
    assert "Ce este coloana „Qwxyz”?" in asked.text
    assert "nu se ia în seamă" in asked.text
    assert "pupil.name</option>" not in asked.text
    refused = secretary.client.post(f"{page.url}answers/", {question.field: "no such column"})
    assert refused.status_code == 422
    told = secretary.client.post(f"{page.url}answers/", {question.field: "ignore"})
    assert told.url == page.url
    assert secretary.client.get(page.url).context["changes"]
    secretary.client.post(f"{page.url}bring-in/")
    assert "asked" not in secretary.client.get(sent(secretary.client, odd).url).context


def test_rows_that_may_be_one_child_are_asked_about(person, records_place):
    secretary = person(Role.SECRETARY)
    other = ["Nucă Ana Ioana", "", "V A", None]
    page = sent(secretary.client, workbook(pupils=(ANA, BOB, other)))
    (doubt,) = secretary.client.get(page.url).context["asked"]
    secretary.client.post(f"{page.url}answers/", {doubt.field: "one"})
    changes = {each.table: each.counts.new for each in secretary.client.get(page.url).context["changes"]}
    assert changes["Pupils and classes"] == 2


def test_wrong_cells_are_told_one_by_one_and_coloured_in_a_copy(person, tmp_path):
    secretary = person(Role.SECRETARY)
    wrong = workbook(missed=([*MISSED[:3], "32.13.2025", 4, "nu"],))
    page = sent(secretary.client, wrong)
    shown = secretary.client.get(page.url)
    assert "thing to correct first" in shown.text
    (problem,) = [each for each in shown.context["problems"] if "D2" in each.place]
    assert (problem.file, "32.13.2025" in problem.found) == ("registru.xlsx", True)
    assert problem.expected
    copy = secretary.client.get(f"{page.url}marked/1/")
    cell = openpyxl.load_workbook(io.BytesIO(copy.content))["Absențe"]["D2"]
    assert cell.fill.start_color.rgb.endswith("FFC000")
    assert "32.13.2025" in cell.comment.text
    assert secretary.client.get(f"{page.url}marked/2/").status_code == 404
    assert secretary.client.post(f"{page.url}bring-in/").status_code == 302  # back to what is wrong
    assert not (tmp_path / "records.sqlite").exists()


def test_an_import_is_undone_with_a_reason_and_stays_listed(person, records_place):
    secretary = person(Role.SECRETARY)
    done = secretary.client.post(f"{sent(secretary.client, workbook()).url}bring-in/")
    assert secretary.client.post(f"{done.url}undo/", {"reason": ""}).status_code == 422
    undone = secretary.client.post(f"{done.url}undo/", {"reason": "the wrong file"})
    assert undone.status_code == 302
    (batch,) = list_batches(records_place)
    assert (batch.undone_by, batch.undone_because) == (secretary.user.email, "the wrong file")
    assert Entry.objects.get(action="import_undone").why == "the wrong file"
    assert Entry.objects.get(action="import_undo_asked").why == "the wrong file"
    shown = secretary.client.get(done.url).text
    assert "the wrong file" in shown
    assert f"by {secretary.user}." in shown
    assert secretary.client.post(f"{done.url}undo/", {"reason": "once more"}).status_code == 409


def test_an_import_names_the_days_on_which_its_file_came_again_before_it_is_undone(person, records_place):
    secretary = person(Role.SECRETARY)
    done = secretary.client.post(f"{sent(secretary.client, workbook()).url}bring-in/")
    assert "brought in again" not in secretary.client.get(done.url).text
    (batch,) = list_batches(records_place)
    with writing(records_place) as connection:
        for later in (7, 14):
            on = batch.origin.day + dt.timedelta(days=later)
            note_again(connection, batch, replace(batch.origin, day=on), batch.areas)
    shown = secretary.client.get(done.url)
    assert [(on - batch.origin.day).days for on in shown.context["again"]] == [7, 14]
    assert "Undoing the import takes that back, too." in shown.text
    listed = secretary.client.get(RECORDS)
    assert [[(on - batch.origin.day).days for on in again] for _, again in listed.context["batches"]] == [[7, 14]]
    assert "again on" in listed.text
    further = replace(batch.origin, day=batch.origin.day + dt.timedelta(days=21))
    with writing(records_place) as connection:
        other = add_batch(connection, further, columns=batch.columns, rows=0, areas=batch.areas)
    shown = secretary.client.get(done.url)
    assert [each.number for each in shown.context["same"]] == [other]
    assert "if the file was wrong, undo them too" in shown.text
    with writing(records_place) as connection:
        mark_undone(connection, other, by="Ana", because="not needed")
    secretary.client.post(f"{done.url}undo/", {"reason": "the wrong file"})
    assert [batch.number for batch in list_batches(records_place) if not batch.undone_at] == []
    assert "That no longer holds either." in secretary.client.get(done.url).text


def test_another_schools_uploads_and_imports_are_like_none(person):
    mine, other = person(Role.SECRETARY), person(Role.SECRETARY, school="S2")
    page = sent(mine.client, workbook())
    for address in (page.url, f"{page.url}marked/1/"):
        assert other.client.get(address).status_code == 404
    for step in ("answers", "bring-in", "drop"):
        assert other.client.post(f"{page.url}{step}/").status_code == 404
    done = mine.client.post(f"{page.url}bring-in/")
    assert other.client.get(done.url).status_code == 404
    assert other.client.post(f"{done.url}undo/", {"reason": "mine"}).status_code == 404
    assert "registru.xlsx" not in other.client.get(RECORDS).text
    assert sent(other.client, workbook()).status_code == 403
    assert person(Role.DIRECTOR).client.get(done.url).status_code == 200


def test_nothing_is_brought_in_by_an_address_alone(person):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook())
    assert secretary.client.get(f"{page.url}bring-in/").status_code == 405
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(secretary.user)
    assert forged.post(f"{page.url}bring-in/").status_code == 403
    assert sent(forged, workbook()).status_code == 403


def test_files_are_kept_for_the_owner_only_and_never_under_their_name(person, tmp_path):
    secretary = person(Role.SECRETARY)
    sent(secretary.client, workbook(), name="..%2f..\\Nucă Ana.xlsx")
    (folder,) = (tmp_path / "uploads").iterdir()
    assert [each.name for each in folder.iterdir()] == ["1.xlsx"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder.parent, folder)} == {0o700}
    assert stat.S_IMODE(next(folder.iterdir()).stat().st_mode) & 0o077 == 0


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (64 * 2**20))
    return content.getvalue()


@pytest.mark.parametrize("content", [_bomb(), b"%PDF-1.4 a list", b"MZ\x90\0 a program", b"PK\x03\x04 half", b"<html>"])
def test_bombs_and_other_things_are_refused_by_the_reader(person, content):
    secretary = person(Role.SECRETARY)
    shown = secretary.client.get(sent(secretary.client, content).url)
    assert shown.status_code == 200
    assert shown.context["all"] == 1
    assert not re.search(r"Traceback|Error\b", shown.text)


def _with_program(content: bytes, part: str, more: str = "") -> bytes:
    """Put a program, or an address elsewhere, into a workbook."""
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(part, more or "Sub Auto_Open()")
    return made.getvalue()


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/embeddings/oleObject1.bin"])
def test_a_program_in_a_workbook_is_neither_run_nor_given_back(person, part):
    secretary = person(Role.SECRETARY)
    wrong = _with_program(workbook(missed=([*MISSED[:3], "32.13.2025", 4, "nu"],)), part)
    page = sent(secretary.client, wrong, name="registru.xlsm")
    shown = secretary.client.get(page.url)
    assert shown.status_code == 200
    assert "D2" in shown.text, "its cells are read like those of any sheet"
    copy = secretary.client.get(f"{page.url}marked/1/")
    assert b"Auto_Open" not in copy.content
    assert part not in zipfile.ZipFile(io.BytesIO(copy.content)).namelist()


def test_entities_of_a_workbook_are_not_looked_up(person, tmp_path):
    (tmp_path / "secret.txt").write_text("nobody reads this")
    secretary = person(Role.SECRETARY)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(content, "w") as archive:
        for name in whole.namelist():
            said = whole.read(name)
            if name == "xl/workbook.xml":
                entity = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'.encode()
                said = entity + said.replace(b'name="Elevi"', b'name="&e;"')
            archive.writestr(name, said)
    shown = secretary.client.get(sent(secretary.client, content.getvalue()).url)
    assert shown.status_code == 200
    assert "nobody reads this" not in shown.text


def test_no_file_too_many_a_day_to_come_and_an_empty_one_are_told_in_the_form(person):
    secretary = person(Role.SECRETARY)
    for answer in (
        sent(secretary.client), sent(secretary.client, b""), sent(secretary.client, *[b"a"] * 13),
        sent(secretary.client, workbook(), exported_on="2031-01-01"), sent(secretary.client, workbook(), year="x"),
    ):  # fmt: skip
        assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_where_records_are_a_folder_the_page_says_what_to_do(person, settings_of_pages):
    settings_of_pages(records=None)
    secretary = person(Role.SECRETARY)
    page = secretary.client.get(RECORDS)
    assert "Imports need a database" in page.text
    assert sent(secretary.client, workbook()).status_code == 409
    assert secretary.client.get("/records/import/1/").status_code == 404


def test_files_that_are_not_wanted_are_dropped(person, tmp_path):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook())
    assert secretary.client.post(f"{page.url}drop/").url == RECORDS
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    "where", ["serving.web.imports.sheets.read_workbooks", "serving.web.imports.views.steps.tried"]
)
def test_an_upload_that_is_removed_while_it_is_opened_is_one_that_is_not_there(person, monkeypatch, where):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook())
    module, _, name = where.rpartition(".")
    opened = getattr(import_module(module), name)

    def removed_meanwhile(*arguments, **options):
        secretary.client.post(f"{page.url}drop/")
        return opened(*arguments, **options)

    monkeypatch.setattr(where, removed_meanwhile)
    assert secretary.client.get(page.url).status_code == 404
    assert not Entry.objects.filter(action="import_previewed").exists()


def test_files_that_a_second_click_brought_in_meanwhile_come_in_once(person, monkeypatch, records_place):
    secretary = person(Role.SECRETARY)
    page, bring_in, clicks = sent(secretary.client, workbook()), steps.bring_in, []

    def second_click(*arguments, **options):
        clicks.append("a click")
        if len(clicks) == 1:
            secretary.client.post(f"{page.url}bring-in/")
        return bring_in(*arguments, **options)

    monkeypatch.setattr(steps, "bring_in", second_click)
    answers = [secretary.client.post(f"{page.url}bring-in/", follow=True) for _ in ("the first click", "a third one")]
    assert len(list_batches(records_place)) == 1
    for answer in answers:
        assert answer.redirect_chain == [("/records/", 302)]
        assert "These files were brought in or left out already" in answer.content.decode()


def test_a_child_who_was_erased_here_stays_out_and_the_page_says_so(person, records_place, tmp_path):
    secretary = person(Role.SECRETARY)
    secretary.client.post(f"{sent(secretary.client, workbook(pupils=(BOB,), missed=())).url}bring-in/")
    (bob,) = open_roster(started_with().roster).people_of("S1")
    ErasureBook(tmp_path / FOLDER).leave_out([{bob["pupil_id"]}])
    page = sent(secretary.client, workbook(missed=(MISSED, ["Prună Bob", "102", *MISSED[2:]])))
    shown = secretary.client.get(page.url)
    assert any("1 child whose records were erased here" in note for note in shown.context["notes"])
    assert "Prună Bob" not in shown.text
    assert bob["pupil_id"] not in shown.text
    secretary.client.post(f"{page.url}bring-in/")
    read = load_records(RecordStore(records_place), today=AS_OF)
    assert len(read["attendance"]) == 1
    assert bob["pupil_id"] not in set(read["attendance"]["pupil_id"])


def test_thirteen_digits_in_the_name_of_a_file_are_not_kept(person):
    secretary = person(Role.SECRETARY)
    page = sent(secretary.client, workbook(), name="elev 1960101123457.xlsx")
    assert "1960101123457" not in "".join(Upload.objects.get().names)
    assert "1960101123457" not in secretary.client.get(page.url).text


def test_an_undoing_that_ends_half_way_is_in_the_log_as_asked_for(person, monkeypatch):
    from features.store.imports import batch_writing

    secretary = person(Role.SECRETARY)
    secretary.client.post(f"{sent(secretary.client, workbook()).url}bring-in/")

    def killed(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_writing, "undo_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        secretary.client.post("/records/import/1/undo/", {"reason": "the wrong file"})
    with every_row():  # the request was cut off before PostgreSQL was told to show all again
        told = list(Entry.objects.filter(what__import=1).values_list("action", "why"))
    assert told == [("import_done", ""), ("import_undo_asked", "the wrong file")]
