"""Is an import in the store whole or not at all, once, and undone without anything being lost?"""

import datetime as dt

import pytest

from features.errors import Refused, UsageError
from features.importers.import_differences import standing_differences
from features.reading.declarations import Declarations
from features.records.fingerprint import data_fingerprint
from features.records.imported_records import Coverage
from features.records.records import load_records, records_from_rows
from features.schema.problems import RecordsError
from features.store.batches import list_batches
from features.store.export import export_records
from features.store.imports.batch_writing import undo_batch
from features.store.imports.history import unknown_history
from features.store.imports.importing import import_record_folder
from features.store.imports.trial import Trial
from features.store.source import RecordStore
from tests.support.small_records import TODAY, rows
from tests.support.stores import bring, day, stored, undo, url_of, written

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S1        2025-2026   2025-09-08  5B
"""
OTHERS = """
    pupil_id school_id school_year enrolled_on class_label
    P3       S2        2025-2026   2025-09-08  5A
"""
FIRST = "pupil_id date hours\nP1 2025-10-06 2"
CLASSES = ("5A", "5B")
SECOND = "pupil_id date hours\nP1 2025-10-06 2\nP2 2025-10-14 1"


def test_a_batch_says_who_brought_what_and_what_it_is_the_whole_of(database):
    bring(database, "2025-10-10", file="october.xlsx", enrolments=ENROLMENTS, attendance=FIRST)
    (batch,) = list_batches(url_of(database))
    assert (batch.origin.who, batch.origin.file_name, batch.schools, batch.rows) == ("Ana", "october.xlsx", ("S1",), 3)
    areas = {(area.table, area.first_day, area.last_day) for area in batch.areas}
    whole = (day("2025-09-08"), day("2025-10-10"))
    assert areas == {("enrolments", *whole), ("attendance", *whole)}


def test_the_same_file_twice_changes_nothing_and_says_so(database):
    first = bring(database, "2025-10-10", file="october.xlsx", enrolments=ENROLMENTS, attendance=FIRST)
    before = RecordStore(url_of(database)).watermark()
    again = bring(database, "2025-10-17", file="october.xlsx", enrolments=ENROLMENTS, attendance=FIRST)
    assert (first.again, again.again, again.batch.number) == (False, True, first.batch.number)
    assert RecordStore(url_of(database)).watermark() == before
    assert len(list_batches(url_of(database))) == 1


def test_a_file_that_comes_again_after_another_says_what_it_says(database):
    for on, file, absences in (("2025-10-10", "a", FIRST), ("2025-10-17", "b", SECOND), ("2025-10-20", "a", FIRST)):
        assert not bring(database, on, file=file, enrolments=ENROLMENTS, attendance=absences).again
    assert written(database, "attendance", "pupil_id", "retracted_on") == ["P1 -", "P2 2025-10-20"]


def test_a_file_is_the_same_though_another_class_came_since(database):
    bring(database, "2025-10-10", file="a", enrolments=ENROLMENTS, attendance=FIRST)
    of = {label: [Coverage("S1", ("attendance",), day("2025-09-08"), day("2025-10-17"), (label,))] for label in CLASSES}
    bring(database, "2025-10-17", file="b", attendance=FIRST, coverage=of["5A"])
    bring(database, "2025-10-17", file="c", attendance="pupil_id date hours\nP2 2025-10-14 1", coverage=of["5B"])
    assert bring(database, "2025-10-17", file="b", attendance=FIRST, coverage=of["5A"]).again
    assert not bring(database, "2025-10-17", file="a", enrolments=ENROLMENTS, attendance=FIRST).again


def test_the_same_file_of_another_school_is_another_import(database):
    bring(database, "2025-10-10", file="one.xlsx", enrolments=ENROLMENTS)
    assert not bring(database, "2025-10-10", file="one.xlsx", enrolments=OTHERS).again
    assert written(database, "enrolments", "pupil_id", "school_id") == ["P1 S1", "P2 S1", "P3 S2"]


def test_nothing_is_kept_of_records_with_problems_and_all_are_told_at_once(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    before = RecordStore(url_of(database)).watermark()
    wrong = "pupil_id date hours\nP1 2025-13-40 2\nP9 2025-10-07 1\nP2 2025-10-07 99"
    with pytest.raises(RecordsError) as refused:
        bring(database, "2025-10-17", attendance=wrong)
    assert {problem.code for problem in refused.value.problems} == {"no_such_day", "unknown_pupil", "needs_from_date"}
    assert RecordStore(url_of(database)).watermark() == before


def test_what_is_only_tried_is_told_as_if_it_were_brought_and_nothing_of_it_stays(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    before = RecordStore(url_of(database)).watermark(), list_batches(url_of(database)), stored(database)
    wrong = "pupil_id date hours\nP1 2025-13-40 2\nP9 2025-10-07 1\nP2 2025-10-07 99"
    told = []
    for kept in (False, True):
        with pytest.raises(RecordsError) as refused:
            bring(database, "2025-10-17", attendance=wrong, kept=kept)
        told.append(refused.value.sentences("en"))
    assert told[0] == told[1]
    tried = bring(database, "2025-10-17", attendance=SECOND, kept=False)
    assert (tried.batch.rows, tried.again) == (2, False)
    assert bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST, kept=False).again
    assert (RecordStore(url_of(database)).watermark(), list_batches(url_of(database))) == before[:2]
    assert data_fingerprint(stored(database), TODAY) == data_fingerprint(before[2], TODAY)
    bring(database, "2025-10-17", attendance=SECOND)
    assert len(list_batches(url_of(database))) == 2


@pytest.mark.parametrize(
    ("table", "then", "counts"),
    [
        ("attendance", "P1 2025-10-06 2", (0, 0, 0)),
        ("attendance", "P1 2025-10-06 5", (0, 1, 0)),
        ("attendance", "P1 2025-10-06 2\nP2 2025-10-08 1", (1, 0, 0)),
        ("attendance", "P2 2025-10-08 1", (1, 0, 1)),
        ("attendance", "P1 2025-10-06 2\nP1 2025-10-06 2", (1, 0, 0)),
    ],
)
def test_what_is_tried_tells_what_bringing_it_in_then_changes(database, table, then, counts):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance="pupil_id date hours\nP1 2025-10-06 2")
    before, rows = stored(database), f"pupil_id date hours\n{then}"
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=rows, kept=False, trial=(trial := Trial()))
    told = {each.table: (each.new, each.changed, each.gone) for each in trial.differences()}
    assert told == {"enrolments": (0, 0, 0), table: counts}
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=rows)
    came = standing_differences(before, stored(database))
    assert [(each.table, each.new, each.changed, each.gone) for each in came] == [
        (name, *each) for name, each in told.items() if any(each)
    ]


def test_an_older_export_changes_only_what_no_later_one_says_and_so_it_is_told(database):
    for on, hours in (("2025-10-10", 1), ("2025-10-17", 2)):
        bring(database, on, enrolments=ENROLMENTS, attendance=f"pupil_id date hours\nP1 2025-10-06 {hours}")
    late = "pupil_id date hours\nP1 2025-10-06 7"
    bring(database, "2025-10-13", enrolments=ENROLMENTS, attendance=late, kept=False, trial=(trial := Trial()))
    assert {each.table: (each.new, each.changed, each.gone) for each in trial.differences()} == {
        "enrolments": (0, 0, 0), "attendance": (0, 0, 0),
    }  # fmt: skip


def test_only_the_schools_of_an_import_are_read_to_try_it(database):
    bring(database, "2025-10-10", enrolments="pupil_id school_id school_year enrolled_on\nQ1 S7 2025-2026 2025-09-08")
    bring(database, "2025-10-10", enrolments=ENROLMENTS, kept=False, trial=(trial := Trial()))
    assert (len(trial.before["enrolments"]), len(trial.after["enrolments"])) == (0, 2)


def test_trying_the_first_import_tells_all_of_it(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST, kept=False, trial=(trial := Trial()))
    assert trial.before is None
    assert [(each.table, each.changed, each.gone) for each in trial.differences()] == [
        ("enrolments", 0, 0), ("attendance", 0, 0),
    ]  # fmt: skip
    assert trial.differences()[0].new == 2


def test_trying_the_first_import_makes_no_store(database, tmp_path):
    assert bring(database, "2025-10-10", enrolments=ENROLMENTS, kept=False).batch.rows == 2
    with pytest.raises(UsageError, match="no records"):
        stored(database)
    assert list(tmp_path.glob("store.*")) == []


def test_a_declaration_of_another_meaning_is_refused_where_it_is_only_tried_too(database):
    scale = "[scales.own]\nworst = 0\npass = {}\nbest = 100\n"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, config=scale.format(50))
    for kept in (False, True):
        with pytest.raises(Refused, match="own"):
            bring(database, "2025-10-11", enrolments=ENROLMENTS, config=scale.format(60), kept=kept)


def test_a_first_import_with_problems_leaves_no_store(database, tmp_path):
    with pytest.raises(RecordsError):
        bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance="pupil_id date hours\nP1 2025-13-40 2")
    with pytest.raises(UsageError, match="no records"):
        stored(database)
    assert list(tmp_path.glob("store.*")) == []


def test_children_that_the_store_knows_need_no_enrolment_in_the_file(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    bring(database, "2025-10-17", attendance=FIRST)
    assert written(database, "attendance", "pupil_id", "hours") == ["P1 2"]


def test_children_whom_nobody_knows_are_told_where_there_are_no_enrolments_at_all(database):
    with pytest.raises(RecordsError, match="enrolments"):
        bring(database, "2025-10-17", attendance=FIRST)


def test_schools_alone_may_come_first(database):
    bring(database, "2025-09-01", schools="school_id county\nS1 CJ")
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    assert written(database, "schools", "school_id", "county") == ["S1 CJ"]


def test_an_undone_batch_is_as_if_it_never_was_and_is_still_listed(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    before = data_fingerprint(stored(database), TODAY)
    mark = RecordStore(url_of(database)).watermark()
    number = bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance=SECOND).batch.number
    undo(database, number)
    assert data_fingerprint(stored(database), TODAY) == before
    assert RecordStore(url_of(database)).watermark() != mark
    undone = list_batches(url_of(database))[-1]
    assert (undone.number, undone.undone_by, undone.undone_because) == (number, "Ana", "wrong school")


def test_a_second_undo_says_so_and_an_unknown_number_too(database):
    number = bring(database, "2025-10-10", enrolments=ENROLMENTS).batch.number
    bring(database, "2025-10-10", enrolments=OTHERS)
    undo(database, number)
    with pytest.raises(Refused, match="undone before"):
        undo(database, number)
    with pytest.raises(UsageError, match="no import 99"):
        undo(database, 99)


def test_an_undone_file_may_come_again(database):
    bring(database, "2025-10-10", enrolments=OTHERS)
    undo(database, bring(database, "2025-10-10", file="one", enrolments=ENROLMENTS).batch.number)
    assert not bring(database, "2025-10-11", file="one", enrolments=ENROLMENTS).again
    assert len(stored(database)["enrolments"]) == 3


def test_an_undo_in_the_middle_leaves_what_the_others_say_together(database):
    texts = (FIRST, SECOND, FIRST + "\nP2 2025-10-15 4")
    numbers = [
        bring(database, f"2025-10-{10 + 7 * place}", enrolments=ENROLMENTS, attendance=text).batch.number
        for place, text in enumerate(texts)
    ]
    undo(database, numbers[1])
    assert written(database, "attendance", "pupil_id", "date", "known_on", "retracted_on") == [
        "P1 2025-10-06 2025-10-06 -",
        "P2 2025-10-15 2025-10-15 -",
    ]


def test_what_others_need_is_not_undone(database):
    number = bring(database, "2025-10-10", enrolments=ENROLMENTS).batch.number
    bring(database, "2025-10-17", attendance=FIRST)
    with pytest.raises(RecordsError, match="enrolments"):
        undo(database, number)
    assert len(stored(database)["attendance"]) == 1


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_an_exported_folder_is_the_same_records(database, tmp_path, file_format):
    config = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'
    family = "pupil_id valid_from siblings parents_abroad\nP1 2025-09-08 3 both"
    marks = rows("pupil_id date mark scale\nP1 2025-10-06 FB FB-I\nP2 2025-10-06 7.5 1-10")
    bring(database, "2025-10-10", config=config, enrolments=ENROLMENTS, attendance=FIRST, family=family, grades=marks)
    bring(database, "2025-10-17", config=config, enrolments=ENROLMENTS, attendance=SECOND, grades=marks[:1])
    out = tmp_path / "exported"
    counts = export_records(RecordStore(url_of(database)), out, file_format=file_format)
    assert counts == {"enrolments": 2, "attendance": 2, "grades": 2, "family": 1}
    again = load_records(out, today=TODAY)
    for as_of in ("2025-10-12", "2025-10-18", "2026-01-01"):
        there = data_fingerprint(stored(database), dt.date.fromisoformat(as_of))
        assert data_fingerprint(again, dt.date.fromisoformat(as_of)) == there


def test_an_export_brought_into_another_store_is_the_same_records_again(database, tmp_path):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=FIRST)
    bring(database, "2025-10-17", enrolments=ENROLMENTS, attendance="pupil_id date hours\nP2 2025-10-14 1")
    export_records(RecordStore(url_of(database)), tmp_path / "out")
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    import_record_folder(url_of(other), tmp_path / "out", day=day("2025-10-24"), who="Ana", today=TODAY, day_told=True)
    for as_of in ("2025-10-12", "2025-10-18", "2026-01-01"):
        date = dt.date.fromisoformat(as_of)
        assert data_fingerprint(stored(other), date) == data_fingerprint(stored(database), date)


def test_declarations_come_together_and_contradictions_are_refused(database):
    scale = '[scales."0-100"]\nworst = 0\npass = {}\nbest = 100\n'
    bring(database, "2025-10-10", config=scale.format(40), enrolments=ENROLMENTS)
    further = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'
    bring(database, "2025-10-11", config=further, enrolments=OTHERS)
    declared, problems = RecordStore(url_of(database)).declarations()
    assert problems == []
    assert (declared.scale("0-100").pass_mark, declared.situation[0].column.name) == (40, "siblings")
    with pytest.raises(Refused, match="scales"):
        bring(database, "2025-10-12", config=scale.format(50), enrolments=OTHERS)


def test_invented_children_do_not_come_to_real_ones(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    with pytest.raises(Refused, match="invented"):
        bring(database, "2025-10-11", config="invented = true\n", enrolments=OTHERS)


def test_a_long_past_that_came_in_one_import_is_said(database):
    bring(database, "2025-12-19", enrolments=ENROLMENTS, attendance=SECOND)
    bring(database, "2026-01-09", enrolments=ENROLMENTS, attendance=SECOND)
    said = [sentence.en for sentence in unknown_history(url_of(database))]
    assert said == [
        "The rows from 2025-09-08 to 2025-12-19 of school S1 came in one import on 2025-12-19: what was corrected "
        "before is not known."
    ]


def test_a_store_gives_the_records_that_a_request_with_the_same_rows_gives(database):
    tables = {"enrolments": rows(ENROLMENTS), "attendance": rows(SECOND)}
    bring(database, "2025-10-17", **tables)
    requested = records_from_rows(tables, Declarations(), [], today=TODAY)
    assert data_fingerprint(stored(database), TODAY) == data_fingerprint(requested, TODAY)


def test_a_batch_keeps_thirteen_digits_nowhere(database):
    number = "5130312125" + "789"  # with a wrong check digit
    bring(database, "2025-10-10", file=f"elev {number}.xlsx", enrolments=ENROLMENTS)
    undo_batch(url_of(database), 1, by=f"Ana {number}", because=f"nu este {number}", today=TODAY)
    (batch,) = list_batches(url_of(database))
    assert number not in repr(batch)
    assert (batch.origin.file_name, batch.undone_by) == (f"elev {13 * '*'}.xlsx", f"Ana {13 * '*'}")
