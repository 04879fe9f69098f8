import pytest

from features.point_in_time.record_index import index_records
from features.records.known_before import records_before, records_of_schools
from features.table.feature_table import build_features
from tests.support.records.past_and_future import AS_OF
from tests.support.records.random_records import DECLARED, random_tables
from tests.support.small_records import declarations, records_of, rows

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on left_on    left_known_on
    P1       S1        2024-2025   2024-09-09  2025-01-20 2025-02-10
    P2       S2        2024-2025   2024-09-09  -          -
    P2       S1        2024-2025   2025-02-03  -          -
    P3       S3        2024-2025   2024-09-09  2025-01-10 2025-01-15
"""
ATTENDANCE = """
    pupil_id date       hours excused_on known_on
    P1       2025-01-20 2     2025-02-05 -
    P1       2025-01-21 3     2025-01-25 -
    P2       2025-01-30 1     -          2025-02-03
    P2       2025-02-03 4     -          -
"""


def test_rows_known_on_the_day_or_later_are_gone():
    records = records_of({"enrolments": rows(ENROLMENTS), "attendance": rows(ATTENDANCE)})
    before = records_before(records, AS_OF)
    assert before["attendance"][["pupil_id", "hours"]].to_numpy().tolist() == [["P1", 2.0], ["P1", 3.0]]
    assert before["enrolments"]["pupil_id"].tolist() == ["P1", "P2", "P3"]


def test_what_a_row_did_not_tell_yet_is_hidden():
    before = records_before(records_of({"enrolments": rows(ENROLMENTS), "attendance": rows(ATTENDANCE)}), AS_OF)
    assert before["attendance"]["excused_on"].isna().tolist() == [True, False]
    assert before["enrolments"]["left_on"].isna().tolist() == [True, True, False]
    assert before["enrolments"]["left_known_on"].isna().tolist() == [True, True, False]


def test_the_records_themselves_stay_as_they_are():
    records = records_of({"enrolments": rows(ENROLMENTS), "attendance": rows(ATTENDANCE)})
    records_before(records, AS_OF)
    assert len(records["attendance"]) == 4
    assert records["enrolments"]["left_on"].notna().sum() == 2


def test_of_a_school_all_pupils_who_were_ever_there_are_kept_with_all_their_rows():
    records = records_of({"enrolments": rows(ENROLMENTS), "attendance": rows(ATTENDANCE)})
    mine = records_of_schools(records, ["S1"])
    assert mine["enrolments"]["pupil_id"].tolist() == ["P1", "P2", "P2"]
    assert len(mine["attendance"]) == 4
    assert records_of_schools(records, ["S3"])["attendance"].empty


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_features_of_a_day_are_those_of_the_records_as_they_were(seed: int):
    records = records_of(random_tables(seed), declarations(DECLARED))
    one, other = (build_features(index_records(each), AS_OF) for each in (records, records_before(records, AS_OF)))
    assert len(one) > 5
    assert one.pupils.equals(other.pupils)
    assert one.values.equals(other.values)
    assert len(records_before(records, AS_OF)["attendance"]) < len(records["attendance"])
