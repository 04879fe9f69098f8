"""Does a secretary see which rows would be new, changed and gone, and is nothing asked twice?"""

import datetime as dt

import pytest

from features.importers.import_differences import standing_differences
from features.importers.spreadsheets.mapping import mapping_file, read_mapping
from features.records.records import load_records
from features.store.source import RecordStore
from serving.web.access.policy import Role
from serving.web.configuration import erased
from serving.web.configuration.django_settings import started_with
from serving.web.imports import sheets
from tests.support.serving.sheets_sent import ANA, BOB, MISSED, PUPILS, sent, workbook
from tests.support.serving.two_schools import AS_OF

LATER = ["Nucă Ana", "101", "V A", dt.date(2025, 1, 14), 2, "nu"]
MORE = [*MISSED[:4], 6, "nu"]


@pytest.fixture(autouse=True)
def place(records_place):
    return records_place


def shown(client, content: bytes, **values):
    return client.get(sent(client, content, **values).url)


def brought_in(client, content: bytes, **values) -> None:
    assert client.post(f"{sent(client, content, **values).url}bring-in/").status_code == 302


@pytest.mark.parametrize(
    ("language", "new", "changed", "gone"),
    [
        ("en", "pupil Prună Bob, date 15 January 2025", "hours 4 → 6", "pupil Nucă Ana, date 14 January 2025"),
        ("ro", "elev Prună Bob, data 15.01.2025", "ore 4 → 6", "elev Nucă Ana, data 14.01.2025"),
    ],
)
def test_rows_that_would_be_new_changed_and_gone_have_examples_with_names(person, language, new, changed, gone):
    secretary = person(Role.SECRETARY, language=language).client
    brought_in(secretary, workbook(missed=(MISSED, LATER)))
    page = shown(secretary, workbook(missed=(MORE, ["Prună Bob", "102", "V A", dt.date(2025, 1, 15), 1, "nu"])))
    (absences,) = [each for each in page.context["changes"] if each.counts.table == "attendance"]
    assert (absences.counts.new, absences.counts.changed, absences.counts.gone) == (1, 1, 1)
    by_kind = {each.kind: each.rows for each in absences.examples}
    assert by_kind["new"][0].startswith(new)
    assert changed in by_kind["changed"][0]
    assert "Nucă Ana" in by_kind["changed"][0]
    assert by_kind["gone"][0].startswith(gone)
    for rows in by_kind.values():
        assert rows[0] in page.text


def test_columns_of_examples_are_said_without_underscores(person):
    page = shown(person(Role.SECRETARY).client, workbook())
    (pupils,) = [each for each in page.context["changes"] if each.counts.table == "enrolments"]
    (new,) = [each.rows for each in pupils.examples if each.kind == "new"]
    assert "enrolled on 9 September 2024" in new[0]
    assert "_" not in new[0]


def test_whoever_may_not_see_names_is_shown_pseudonyms(person, monkeypatch):
    secretary = person(Role.SECRETARY).client
    page = sent(secretary, workbook())
    monkeypatch.setattr("serving.web.access.reach.Reach.reaches", lambda _, action, **__: action != "see_names")
    text = secretary.get(page.url).text
    assert "Nucă Ana" not in text


def test_children_whom_the_lists_no_longer_have_are_named(person):
    secretary = person(Role.SECRETARY, language="ro").client
    brought_in(secretary, workbook())
    page = shown(secretary, workbook(pupils=(ANA,)))
    assert page.context["missing"] == "Prună Bob"
    assert "lipsesc din aceste liste" in page.text


def test_only_the_records_of_the_own_school_are_read(person, place):
    brought_in(person(Role.SECRETARY, school="S2").client, workbook(), school="S2")
    secretary = person(Role.SECRETARY).client
    page = shown(secretary, workbook())
    counts = {each.counts.table: each.counts for each in page.context["changes"]}
    assert (counts["enrolments"].new, counts["attendance"].new) == (2, 1)
    brought_in(secretary, workbook())
    read = load_records(RecordStore(place, schools=frozenset({"S1"})), today=AS_OF)
    assert (set(read["enrolments"]["school_id"]), len(read["attendance"])) == ({"S1"}, 1)


def test_answers_are_remembered_although_the_files_were_not_brought_in(person, tmp_path):
    secretary = person(Role.SECRETARY).client
    odd = workbook(pupils=([*ANA, "verde"], [*BOB, "roșu"]), headings=[*PUPILS, "Qwxyz"])
    page = sent(secretary, odd)
    (question,) = secretary.get(page.url).context["asked"]
    assert secretary.post(f"{page.url}answers/", {question.field: "ignore"}).url == page.url
    assert secretary.post(f"{page.url}drop/").status_code == 302
    assert "asked" not in shown(secretary, odd).context
    known = read_mapping(mapping_file(started_with().var, "S1"))  # the file that the command reads
    assert {"Qwxyz": "ignore"} in [dict(layout.columns) for layout in known.layouts]


def test_an_answer_about_two_rows_is_remembered_although_the_files_were_not_brought_in(person):
    secretary = person(Role.SECRETARY).client
    doubtful = workbook(pupils=(ANA, BOB, ["Nucă Ana Ioana", "", "V A", None]))
    page = sent(secretary, doubtful)
    (doubt,) = secretary.get(page.url).context["asked"]
    assert secretary.post(f"{page.url}answers/", {doubt.field: "two"}).url == page.url
    secretary.post(f"{page.url}drop/")
    page = shown(secretary, doubtful)
    assert {each.counts.table: each.counts.new for each in page.context["changes"]}["enrolments"] == 3


def test_some_answers_of_several_are_kept_and_only_the_others_asked_again(person):
    secretary = person(Role.SECRETARY).client
    odd = workbook(pupils=([*ANA, "verde", "a"],), headings=[*PUPILS, "Qwxyz", "Zyxwq"])
    page = sent(secretary, odd)
    first, second = secretary.get(page.url).context["asked"]
    again = secretary.post(f"{page.url}answers/", {first.field: "ignore", second.field: ""})
    assert again.status_code == 422
    assert [each.field for each in again.context["asked"]] == [second.field]
    assert [each.field for each in secretary.get(page.url).context["asked"]] == [second.field]


def test_answers_are_remembered_where_cells_are_wrong_as_well(person):
    secretary = person(Role.SECRETARY).client
    wrong = ["Nucă Ana", "101", "V A", "32.13.2025", 4, "nu"]
    odd = workbook(pupils=([*ANA, "verde"],), missed=(wrong,), headings=[*PUPILS, "Qwxyz"])
    page = sent(secretary, odd)
    (question,) = secretary.get(page.url).context["asked"]
    secretary.post(f"{page.url}answers/", {question.field: "ignore"})
    assert secretary.get(page.url).context["all"] == 1
    right = workbook(pupils=([*ANA, "verde"],), headings=[*PUPILS, "Qwxyz"])
    assert "changes" in shown(secretary, right).context


def test_a_child_erased_while_the_files_are_brought_in_is_not_named_again(person, monkeypatch):
    secretary = person(Role.SECRETARY).client
    page = sent(secretary, workbook())
    everybody: list[set[str]] = []

    def all_erased(pupils):
        everybody.append(set(pupils))
        return everybody[-1]

    monkeypatch.setattr(sheets, "erased_among", all_erased)
    secretary.post(f"{page.url}bring-in/")
    assert [len(each) for each in everybody] == [2]
    from serving.roster.roster import open_roster

    assert open_roster(started_with().roster).people_of("S1") == []
    assert erased.erased_among(everybody[0]) == set()


@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_note_says_what_to_do_with_the_sheet_and_of_no_file_of_the_machine(person, settings_of_pages, language):
    settings_of_pages(roster=None)
    secretary = person(Role.SECRETARY, language=language).client
    brought_in(secretary, workbook())
    page = shown(secretary, workbook(pupils=(["Nucă Ana", "", "V A", ANA[3]], BOB), missed=()))
    (note,) = [each for each in page.context["notes"] if "1 copil nou" in each or "1 child is new" in each]
    assert ("write into the sheet" if language == "en" else "scrieți în foaie") in note
    assert not any(word in page.text for word in ("mapping", "potriviri", "same_pupil", ".toml"))


def test_the_preview_brings_nothing_in(person, place):
    brought_in(person(Role.SECRETARY, school="S2").client, workbook(), school="S2")
    before = RecordStore(place).watermark()
    secretary = person(Role.SECRETARY).client
    page = sent(secretary, workbook(pupils=([*ANA[:2], "V B", ANA[3]], BOB)))
    seen = secretary.get(page.url)
    assert {each.counts.table: each.counts.new for each in seen.context["changes"]} == {
        "enrolments": 2,
        "attendance": 1,
    }
    assert RecordStore(place).watermark() == before


@pytest.mark.parametrize("then", ["V B", "VI A", "V A"])
def test_what_the_preview_counts_is_what_then_comes(person, place, then):
    secretary = person(Role.SECRETARY).client
    brought_in(secretary, workbook())
    before = load_records(RecordStore(place), today=AS_OF)
    page = sent(secretary, workbook(pupils=([*ANA[:2], then, ANA[3]], BOB), missed=(MORE,)))
    told = {each.counts.table: each.counts for each in secretary.get(page.url).context["changes"]}
    secretary.post(f"{page.url}bring-in/")
    came = {each.table: each for each in standing_differences(before, load_records(RecordStore(place), today=AS_OF))}
    assert {name: each for name, each in told.items() if each.new or each.changed or each.gone} == came
    assert ("enrolments" in came) == (then != "V A")


def test_where_examples_do_not_show_all_the_page_counts_by_class(person):
    secretary = person(Role.SECRETARY, language="ro").client
    page = shown(secretary, workbook(missed=[[*MISSED[:3], dt.date(2025, 1, day), 2, "nu"] for day in range(3, 15)]))
    (absences,) = [each for each in page.context["changes"] if each.counts.table == "attendance"]
    assert absences.groups == ["V A: 12 noi"]
    assert "<li>V A: 12 noi</li>" in page.text
