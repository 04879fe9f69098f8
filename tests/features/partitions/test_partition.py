"""Which partitions a record folder has, that each is read like a folder of its own, and who works on them."""

import datetime as dt
import weakref
from pathlib import Path

import pytest

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.partitions.partition import Partition, SerialExecutor, record_partitions
from features.records.records import load_records
from features.records.source import RecordFolder
from features.schema.problems import RecordsError
from tests.support.records.record_files import GOOD, Files, family, write_folder

TODAY = dt.date(2025, 2, 3)
ENROLLED = "pupil_id,school_id,school_year,enrolled_on\n"
NO_TABLES: Files = dict.fromkeys(GOOD)
COUNTIES: Files = NO_TABLES | {
    "county=MM/enrolments.csv": f"{ENROLLED}p3,S3,2024-2025,2024-09-09\n",
    "county=CJ-2/enrolments.csv": f"{ENROLLED}p2,S2,2024-2025,2024-09-09\n",
    "county=CJ-1/enrolments.csv": f"{ENROLLED}p1,S1,2024-2025,2024-09-09\n",
    "truth/CJ-1.csv": "pupil_id,risk\np1,0.5\n",
}
SIBLINGS = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'


def partition_of(folder: Path, name: str) -> Partition:
    return next(partition for partition in record_partitions(folder) if partition.name == name)


def refused(folder: Path) -> list[str]:
    """Return what is said of the whole folder; its partitions are refused with the same words."""
    with pytest.raises(RecordsError) as by_partitions:
        record_partitions(folder)
    with pytest.raises(RecordsError) as as_a_whole:
        load_records(folder, today=TODAY)
    assert by_partitions.value.sentences("ro") == as_a_whole.value.sentences("ro")
    return by_partitions.value.sentences("en")


def test_every_county_folder_is_a_partition_in_the_order_of_the_names(tmp_path: Path):
    partitions = record_partitions(write_folder(tmp_path, COUNTIES))
    assert [partition.name for partition in partitions] == ["CJ-1", "CJ-2", "MM"]
    assert [partition.source for partition in partitions] == [
        RecordFolder(tmp_path / f"county={name}") for name in ("CJ-1", "CJ-2", "MM")
    ]
    assert [list(load_records(each.source, today=TODAY)["enrolments"]["pupil_id"]) for each in partitions] == [
        ["p1"], ["p2"], ["p3"],
    ]  # fmt: skip


def test_a_folder_without_counties_is_one_partition_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = write_folder(tmp_path / "our records", {})
    assert record_partitions(folder) == (Partition("our records", RecordFolder(folder)),)
    monkeypatch.chdir(folder)
    assert record_partitions(Path()) == (Partition("our records", RecordFolder(Path())),)


def test_one_county_of_a_set_is_a_partition_under_the_countys_name(tmp_path: Path):
    county = write_folder(tmp_path, COUNTIES) / "county=MM"
    assert record_partitions(county) == (Partition("MM", RecordFolder(county)),)


def test_a_folder_that_is_not_there_is_a_wrong_command(tmp_path: Path):
    with pytest.raises(UsageError, match="nowhere is not a folder"):
        record_partitions(tmp_path / "nowhere")


def test_tables_beside_the_counties_are_refused_as_for_the_whole_folder(tmp_path: Path):
    (said,) = refused(write_folder(tmp_path, COUNTIES | {"grades.csv": "pupil_id,date,mark,scale\n"}))
    assert said.startswith("grades.csv: found a table beside the county=... folders;")


@pytest.mark.parametrize("files", [{}, {"county=CJ/schools.csv": "school_id\nS1\n"}], ids=["alone", "counties"])
def test_a_folder_without_any_enrolments_is_refused_as_a_whole(tmp_path: Path, files: Files):
    (said,) = refused(write_folder(tmp_path / "empty", NO_TABLES | files | {"readme.txt": "x"}))
    assert said.startswith("empty: found nothing; expected the file enrolments.csv")


def test_problems_of_a_partition_name_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    marks = {
        "county=MM/grades.csv": "pupil_id,date,mark,scale\np3,2024-10-01,11,1-10\n",
        "county=MM/pictures.csv": "a\n",
    }
    folder = write_folder(tmp_path, COUNTIES | marks) / "county=MM"
    expected = ["county=MM/pictures.csv: found", "county=MM/grades.csv, row 2, column mark: found"]
    monkeypatch.chdir(folder)
    for path in (folder, Path()):
        with pytest.raises(RecordsError) as error:
            load_records(path, today=TODAY)
        assert [
            said[: len(start)] for said, start in zip(error.value.sentences("en"), expected, strict=True)
        ] == expected


def test_a_partition_without_enrolments_is_told_by_its_name(tmp_path: Path):
    folder = write_folder(tmp_path, COUNTIES | {"county=VL/schools.csv": "school_id\nS1\n"})
    with pytest.raises(RecordsError, match="county=VL: found nothing; expected the file"):
        load_records(partition_of(folder, "VL").source, today=TODAY)


def test_what_is_declared_beside_the_counties_holds_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = family("p3,2024-09-09,2", more=",siblings")["family.csv"]
    folder = write_folder(tmp_path, COUNTIES | {"county=MM/family.csv": rows, "prezent.toml": SIBLINGS})
    county = folder / "county=MM"
    whole = load_records(folder, today=TODAY)
    monkeypatch.chdir(county)
    for path in (county, Path()):
        records = load_records(path, today=TODAY)
        assert records["family"]["siblings"].tolist() == [2.0]
        assert records.declared == whole.declared
    (folder / "county=MM" / "prezent.toml").write_text("unread = 1\n")
    assert load_records(county, today=TODAY).declared == whole.declared


def test_a_county_that_is_alone_may_declare_for_itself(tmp_path: Path):
    rows = family("p3,2024-09-09,2", more=",siblings")["family.csv"]
    folder = write_folder(tmp_path, COUNTIES | {"county=MM/family.csv": rows, "county=MM/prezent.toml": SIBLINGS})
    assert load_records(folder / "county=MM", today=TODAY)["family"]["siblings"].tolist() == [2.0]


class Result:
    """Something that can be seen to be forgotten."""


def test_one_by_one_keeps_the_order_and_nothing_of_what_is_finished():
    begun: list[str] = []
    kept: list[weakref.ref[Result]] = []

    def work(name: str) -> Result:
        assert [each() for each in kept] == [None] * len(kept)
        begun.append(name)
        result = Result()
        kept.append(weakref.ref(result))
        return result

    items = iter(SerialExecutor().each(work, ["b", "a"]))
    item, result = next(items)
    assert (item, begun) == ("b", ["b"])
    assert kept[0]() is result
    del result
    assert next(items)[0] == "a"
    assert list(items) == []


def test_what_the_work_raises_is_raised_to_whoever_asked():
    def work(_item: int) -> int:
        raise UsageError(Bilingual("no", "nu"))

    with pytest.raises(UsageError, match="no"):
        list(SerialExecutor().each(work, [1]))
