"""The invented county as records: the same for a seed, true to the schema, nothing in it that must not be."""

import datetime
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import UsageError
from features.records.records import load_records
from features.schema import tables
from features.synthetic import invent_county, write_county

TODAY = datetime.date(2026, 11, 22)
LAST_DAY = pd.Timestamp("2026-07-05")
KINDS = {"date": "M", "whole": "iuf", "number": "iuf", "yes_no": "b"}
INVENTED = tuple(table for table in tables.TABLES if table.name != "incidents")

Tables = dict[str, pd.DataFrame]


def test_the_same_seed_gives_the_same_tables() -> None:
    once, again = (invent_county(pupils=200, years=2, seed=3) for _ in range(2))
    assert list(once) == list(again)
    for name, table in once.items():
        pd.testing.assert_frame_equal(table, again[name])


def test_another_seed_gives_another_county() -> None:
    one, other = (invent_county(pupils=200, years=1, seed=seed) for seed in (3, 4))
    for name in ("schools", "enrolments", "attendance", "grades", "family"):
        assert not one[name].equals(other[name]), name


def test_global_chance_is_neither_used_nor_moved() -> None:
    before = str(np.random.get_state())
    invent_county(pupils=60, years=1, seed=3)
    assert str(np.random.get_state()) == before


@pytest.mark.parametrize("table", INVENTED, ids=lambda table: table.name)
def test_every_table_has_the_columns_of_the_schema_and_all_required_ones(county: Tables, table: tables.Table) -> None:
    given = county[table.name]
    assert set(given) <= {column.name for column in table.columns}
    for column in table.columns:
        if column.required:
            assert given[column.name].notna().all(), column.name


@pytest.mark.parametrize("table", INVENTED, ids=lambda table: table.name)
def test_every_cell_is_of_its_kind_and_within_its_bounds(county: Tables, table: tables.Table) -> None:
    for name, values in county[table.name].items():
        column = table.column(str(name))
        present = values.dropna()
        if column.kind in KINDS:
            assert values.dtype.kind in KINDS[column.kind], name
        if column.choices:
            assert set(present) <= set(column.choices), name
        if column.low is not None and column.high is not None:
            assert present.between(column.low, column.high).all(), name


@pytest.mark.parametrize("table", [table for table in tables.TABLES if table.key], ids=lambda table: table.name)
def test_a_key_occurs_once(county: Tables, table: tables.Table) -> None:
    assert not county[table.name].duplicated(list(table.key)).any()


def test_every_mark_is_on_its_scale(county: Tables) -> None:
    grades = county["grades"]
    assert set(grades.loc[grades["scale"] == "FB-I", "mark"]) <= {"FB", "B", "S", "I"}
    assert set(grades.loc[grades["scale"] == "1-10", "mark"]) <= {str(mark) for mark in range(1, 11)}
    assert set(grades["scale"]) == {"FB-I", "1-10"}


@pytest.mark.parametrize("name", ["attendance", "grades", "outcomes", "family"])
def test_every_row_belongs_to_an_enrolled_pupil(county: Tables, name: str) -> None:
    assert set(county[name]["pupil_id"]) <= set(county["enrolments"]["pupil_id"])


def test_nothing_is_known_before_it_happened_or_after_the_last_day(county: Tables) -> None:
    for name, happened in (("attendance", "date"), ("grades", "date"), ("outcomes", "date"), ("family", "valid_from")):
        table = county[name]
        assert not (table["known_on"] < table[happened]).any(), name
        assert table[[happened, "known_on"]].max().max() <= LAST_DAY, name
    left = county["enrolments"][["left_on", "left_known_on"]].dropna()
    assert (left["left_known_on"] > left["left_on"]).all()
    assert left.max().max() <= LAST_DAY


def test_no_text_holds_thirteen_digits_a_name_of_a_person_or_an_ethnicity(county: Tables) -> None:
    for table in county.values():
        for column in table.select_dtypes(["str", "object"]):
            values = table[column].dropna().astype(str)
            assert not values.str.contains(re.compile(r"\d{11}")).any(), column
    assert county["enrolments"]["pupil_id"].str.fullmatch(r"VL\d{6}").all()


def test_about_as_many_pupils_as_asked_for_are_on_the_roll_of_each_year(county: Tables) -> None:
    sizes = county["enrolments"].groupby("school_year").size()
    assert list(sizes.index) == ["2023-2024", "2024-2025", "2025-2026"]
    assert sizes.between(3990, 4010).all()


def test_a_pupil_has_one_enrolment_in_a_school_year(county: Tables) -> None:
    assert not county["enrolments"].duplicated(["pupil_id", "school_year"]).any()


def test_a_number_below_one_is_refused_with_its_name() -> None:
    with pytest.raises(UsageError, match="at least 1 for years, not 0"):
        invent_county(pupils=100, years=0, seed=1)
    with pytest.raises(UsageError, match="at least 1 for schools, not 0"):
        invent_county(pupils=100, years=1, seed=1, schools=0)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already holds something"):
        write_county(tmp_path, pupils=30, years=1, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("pupils", "years", "schools"), [(300, 2, None), (60, 1, 1), (40, 3, 12)])
def test_the_written_folder_loads_without_a_problem(
    tmp_path: Path, pupils: int, years: int, schools: int | None
) -> None:
    write_county(tmp_path / "county", pupils=pupils, years=years, seed=5, schools=schools)
    records = load_records(tmp_path / "county", today=TODAY)
    assert records.given == {table.name for table in INVENTED}
    assert records["enrolments"].groupby("school_year").size().between(pupils * 0.97, pupils * 1.03 + 3).all()
    assert records.last_day() <= LAST_DAY.date()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "county"
    write_county(folder, pupils=300, years=2, seed=5)
    return folder


def test_the_true_risk_of_each_pupil_and_year_lies_beside_the_records(folder: Path) -> None:
    truth = pd.read_parquet(folder / "truth" / "VL.parquet")
    enrolled = pd.read_parquet(folder / "enrolments.parquet")
    keys = ["pupil_id", "school_year", "school_id"]
    assert truth[keys].sort_values(keys).to_numpy().tolist() == enrolled[keys].sort_values(keys).to_numpy().tolist()
    assert truth["true_risk"].between(0, 1, inclusive="neither").all()


def test_no_table_of_the_records_holds_anything_of_the_truth(folder: Path) -> None:
    hidden = set(pd.read_parquet(folder / "truth" / "VL.parquet")) - {"pupil_id", "school_year", "school_id"}
    assert "true_risk" in hidden
    for path in folder.glob("*.parquet"):
        known = {column.name for column in tables.table(path.stem).columns}
        assert set(pd.read_parquet(path)) <= known - hidden


def test_who_reads_the_records_sees_no_truth(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "bare", ignore=shutil.ignore_patterns("truth"))
    beside, bare = (load_records(path, today=TODAY) for path in (folder, tmp_path / "bare"))
    assert not (tmp_path / "bare" / "truth").exists()
    assert beside.given == bare.given
    for name, table in bare.tables.items():
        pd.testing.assert_frame_equal(beside[name], table)


def test_an_earlier_last_year_moves_the_whole_county() -> None:
    county = invent_county(pupils=60, years=1, seed=1, last_year=2018)
    assert set(county["enrolments"]["school_year"]) == {"2018-2019"}
    assert county["attendance"]["date"].between("2018-09-01", "2019-06-30").all()
