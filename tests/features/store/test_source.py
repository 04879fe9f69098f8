"""Is a store the records that a folder is, for training, ranking and the service?"""

import datetime as dt
import pickle

import numpy as np
import pytest

from features.partitions.feature_tables import gather_features
from features.partitions.partition import SerialExecutor, record_partitions
from features.partitions.process_pool import processes_of
from features.point_in_time.record_index import index_records
from features.progress import silent
from features.reading.declarations import parse_declarations
from features.records.fingerprint import data_fingerprint
from features.records.records import load_records
from features.store.export import export_records
from features.store.imports.importing import import_record_folder
from features.store.source import RecordStore, records_at
from features.table.feature_table import build_features
from tests.support.records.random_records import DECLARED, random_tables
from tests.support.small_records import TODAY
from tests.support.stores import bring, stored, undo, url_of, write_csv

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  5A
    P2       S2        2025-2026   2025-09-08  5B
"""
SCHOOLS = "school_id county\nS1 CJ\nS2 IS"
ABSENCES = "pupil_id date hours\nP1 2025-10-06 2\nP2 2025-10-07 3"
AS_OF = dt.date(2025, 10, 10)


def import_folder(database, folder, day=dt.date(2026, 7, 1)):
    import_record_folder(url_of(database), folder, day=day, who="Ana", today=TODAY, day_told=True)
    return RecordStore(url_of(database))


def test_two_of_one_address_are_equal_and_travel(database):
    store = RecordStore(url_of(database))
    assert pickle.loads(pickle.dumps(store)) == store == records_at(database)


def test_a_store_with_several_counties_has_partitions(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, schools=SCHOOLS, attendance=ABSENCES)
    whole = RecordStore(url_of(database))
    assert [(each.name, each.county) for each in whole.partitions()] == [("CJ", "CJ"), ("IS", "IS")]
    absences = [load_records(each, today=TODAY)["attendance"]["pupil_id"].tolist() for each in whole.partitions()]
    assert absences == [["P1"], ["P2"]]


def test_a_store_can_be_read_for_some_of_its_schools(database):
    schools = "school_id county parent_school_id\nS1 CJ -\nS2 IS S1"  # a structure and its legal unit
    bring(database, "2025-10-10", enrolments=ENROLMENTS, schools=schools, attendance=ABSENCES)
    some = RecordStore(url_of(database), schools=frozenset({"S2"}))
    read = load_records(some, today=TODAY)
    assert [read[name].iloc[:, 0].tolist() for name in ("enrolments", "attendance")] == [["P2"], ["P2"]]
    bring(database, "2025-10-17", enrolments=ENROLMENTS.replace("5B", "6B"), schools=schools, attendance=ABSENCES)
    whole = load_records(RecordStore(url_of(database)), today=TODAY)["enrolments"]
    mine = load_records(some, today=TODAY)["enrolments"]
    assert mine.equals(whole[whole["school_id"] == "S2"].reset_index(drop=True))


def test_a_store_of_one_county_is_all_one(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, schools=SCHOOLS.replace("IS", "CJ"))
    whole = RecordStore(url_of(database))
    assert whole.partitions() == (whole,)


def test_a_school_that_no_import_described_is_one_while_an_import_that_stands_has_its_children(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS.rpartition("P2")[0], schools="school_id county\nS1 CJ")
    bring(database, "2025-10-11", enrolments="pupil_id school_id school_year enrolled_on\nP2 S2 2025-2026 2025-09-08")
    assert stored(database)["schools"]["school_id"].tolist() == ["S1", "S2"]
    undo(database, 2)
    assert stored(database)["schools"]["school_id"].tolist() == ["S1"]


def test_the_watermark_stays_while_the_records_do(database):
    store = RecordStore(url_of(database))
    bring(database, "2025-10-10", enrolments=ENROLMENTS)
    before = store.watermark()
    stored(database)
    assert store.watermark() == before
    bring(database, "2025-10-11", attendance=ABSENCES)
    assert store.watermark() != before
    assert store.size() > 0


def test_rows_of_a_child_a_class_and_a_school(database):
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=ABSENCES)
    store = RecordStore(url_of(database))
    for asked in (
        {"pupil_id": "P1"},
        {"class_label": "5A"},
        {"school_id": "S1"},
        {"school_id": "S1", "class_label": "5A"},
    ):
        found = store.rows_of(**asked)
        assert found["enrolments"]["pupil_id"].tolist() == found["attendance"]["pupil_id"].tolist() == ["P1"]
    assert len(store.rows_of(pupil_id="P9")["attendance"]) == 0


@pytest.mark.parametrize("seed", range(4))
def test_everything_the_format_allows_comes_back_as_from_its_folder(database, tmp_path, seed):
    folder = tmp_path / "records"
    write_csv(folder, random_tables(seed, terms="county"), DECLARED)
    from_folder, from_store = (
        load_records(folder, today=TODAY),
        load_records(import_folder(database, folder), today=TODAY),
    )
    for as_of in ("2023-12-01", "2024-10-20", "2025-03-03", "2026-01-01"):
        date = dt.date.fromisoformat(as_of)
        assert data_fingerprint(from_store, date) == data_fingerprint(from_folder, date)
        tables = [build_features(index_records(each), date) for each in (from_folder, from_store)]
        assert np.array_equal(tables[0].values.to_numpy(), tables[1].values.to_numpy(), equal_nan=True)
    export_records(RecordStore(url_of(database)), tmp_path / "again")
    assert data_fingerprint(load_records(tmp_path / "again", today=TODAY), TODAY) == data_fingerprint(
        from_folder, TODAY
    )


def test_features_of_three_counties_are_the_same_from_folder_and_store_with_one_process_and_two(
    database, counties_folder
):
    store = import_folder(database, counties_folder)
    as_of = dt.date(2026, 2, 2)
    expected = gather_features(
        record_partitions(counties_folder), as_of, workers=SerialExecutor(), today=TODAY, tell=silent
    )
    with processes_of(2, loads=()) as two:
        for workers in (SerialExecutor(), two):
            found = gather_features(record_partitions(store), as_of, workers=workers, today=TODAY, tell=silent)
            assert found.values.equals(expected.values)
            assert found.pupils.equals(expected.pupils)


def test_declared_words_are_those_of_the_folder(database, tmp_path):
    write_csv(tmp_path / "records", random_tables(1), DECLARED)
    store = import_folder(database, tmp_path / "records")
    assert store.declarations() == parse_declarations(DECLARED)
