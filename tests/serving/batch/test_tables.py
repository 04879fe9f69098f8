"""The tables of all schools' lists: the same columns in every partition, whatever is in them."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import UsageError
from features.files.whole_files import write_text_whole, write_whole
from features.point_in_time.record_index import RecordIndex
from models.ranking.all_schools import EverySchool, rank_every_school
from models.ranking.list_warnings import Caution
from serving.batch.checkpoints import CountryFiles
from serving.batch.tables import TableFormat, tables_of
from tests.support.serving.small_country import AS_OF, SCORER
from tests.support.small_records import index_of
from tests.support.viewers import ALL

DAY = dt.date(2025, 4, 10)


@pytest.fixture(scope="module")
def found(index: RecordIndex) -> EverySchool:
    return rank_every_school(SCORER, index, DAY, viewer=ALL, capacity=0.1)


@pytest.fixture(scope="module")
def bare() -> EverySchool:
    """One child without anything: no class, nothing that raises or lowers the risk, nobody who is not scored."""
    one = rank_every_school(
        SCORER, index_of(outcomes="pupil_id date outcome\nP1 2024-01-10 promoted"), AS_OF, viewer=ALL, capacity=1
    )
    nothing = np.zeros_like(one.contributions)
    return replace(one, contributions=nothing, children=one.children.assign(class_label=None))


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_the_columns_and_their_types_are_the_same_in_every_partition(
    found: EverySchool, bare: EverySchool, file_format: TableFormat
):
    of_many, of_one = tables_of(found, file_format), tables_of(bare, file_format)
    assert list(of_many) == ["lists", "not_scored", "schools"]
    for name, table in of_many.items():
        assert table.dtypes.to_dict() == of_one[name].dtypes.to_dict()
    assert bare.children["listed"].all()
    assert of_one["lists"]["reason_1"].isna().all()
    assert of_one["lists"]["lowers_ro"].isna().all()


def test_parquet_has_every_contribution_and_csv_the_strongest_only(found: EverySchool):
    as_parquet, as_csv = tables_of(found, "parquet")["lists"], tables_of(found, "csv")["lists"]
    names = [f"contribution.{feature.name}" for feature in found.features]
    assert list(as_parquet.columns) == [*as_csv.columns, *names]
    assert (as_parquet[names].dtypes == np.float64).all()
    assert np.array_equal(as_parquet[names].to_numpy(), found.contributions)
    total = as_parquet[names].sum(axis=1) + as_parquet["base_margin"]
    assert total.to_numpy() == pytest.approx(as_parquet["margin"].to_numpy(), abs=1e-9)


def test_who_is_not_listed_has_the_features_of_the_reasons_but_no_words(found: EverySchool):
    lists = tables_of(found, "parquet")["lists"]
    others = lists[~lists["listed"]]
    assert len(others) > 100
    assert others["reason_1"].notna().any()
    for column in (name for name in lists if name.endswith(("_ro", "_en", "_can_change"))):
        assert others[column].isna().all()
    assert lists[lists["listed"]]["reason_1_ro"].notna().all()


def test_a_school_has_its_cautions_in_words_and_codes(found: EverySchool):
    both = (Caution("season", "Altă perioadă.", "Another time."), Caution("x", "=Doi.", "=Two."))
    schools = tuple(replace(school, cautions=both) for school in found.schools)
    table = tables_of(replace(found, schools=schools), "csv")["schools"]
    assert table[["cautions", "cautions_ro", "cautions_en"]].iloc[0].tolist() == [
        "season x", "Altă perioadă. =Doi.", "Another time. =Two.",
    ]  # fmt: skip
    assert table["school_id"].tolist() == [school.school_id for school in found.schools]


def test_every_text_is_guarded_in_csv(found: EverySchool):
    ids = [f"@{number}" for number in range(len(found.children))]
    table = tables_of(replace(found, children=found.children.assign(pupil_id=ids)), "csv")["lists"]
    assert table["pupil_id"].iloc[0] == "'@0"
    assert (table["margin"] < 0).any()  # numbers are numbers, also below zero
    assert pd.api.types.is_float_dtype(table["margin"].dtype)


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path):
    def half(path: Path) -> None:
        path.write_text("half")
        raise ZeroDivisionError

    write_text_whole(tmp_path / "a.txt", "before")
    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "a.txt", half)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "before")]


def test_what_a_killed_run_left_of_a_file_is_taken_away(tmp_path: Path):
    out, files = tmp_path / "lists", CountryFiles(tmp_path / "lists", "csv")
    out.mkdir()
    (out / ".run.json.0123.prezent-half").write_text("{")  # killed while it claimed the folder
    files.begin({"as_of": "2025-02-03"}, [])
    shutil.rmtree(out / "schools")  # killed right after
    (out / "lists" / ".AB.csv.0123.prezent-half").write_text("half a li")
    files.begin({"as_of": "2025-02-03"}, [])
    assert [path.name for path in out.rglob("*") if path.is_file()] == ["run.json"]
    assert (out / "schools").is_dir()


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"cannot be written \(Not a directory\); name another folder"):
        CountryFiles(tmp_path / "file" / "lists", "csv").begin({}, [])
    with pytest.raises(UsageError, match=r"list.csv cannot be written \(No such file or directory\)"):
        write_text_whole(tmp_path / "nowhere" / "list.csv", "x")
