"""All schools of a country: county by county, the same lists as one by one, and a run that was killed goes on."""

import datetime as dt
import gc
import json
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.errors import UsageError
from features.files.spreadsheet_cells import guarded
from features.partitions.partition import Item, Partition, Result, SerialExecutor, record_partitions
from features.point_in_time.record_index import RecordIndex, index_records
from features.records.records import Records, load_records
from features.schema.problems import RecordsError
from models.ranking.all_schools import EverySchool
from models.ranking.scorer import Scorer
from serving.batch.checkpoints import CountryFiles, Json
from serving.batch.summary import CountrySummary
from serving.output.text import lowering, raising
from tests.support.serving.small_country import (
    AS_OF,
    SCORER,
    TODAY,
    Told,
    lists_of,
    ranked,
    run_of,
    write_country,
    written,
)
from tests.support.viewers import ALL

BAD_MARK = "pupil_id,date,mark,scale\nA1A00,2024-11-11,11,1-10\n"


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return write_country(tmp_path / "country")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "lists of 2025"


class Killed(BaseException):
    """What no code may catch, as nothing is caught when a process is killed."""


class OnlyTheFirst:
    """Workers who are killed once they have done so many partitions."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self.asked: list[Any] = []

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        for number, item in enumerate(items):
            self.asked.append(item)
            if number == self.partitions:
                raise Killed
            yield item, work(item)


class LastFirst(OnlyTheFirst):
    """Workers who are done in another order than that of the partitions, as a cluster would be."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        return super().each(work, items[::-1])


def large_things() -> int:
    """Count what is large: sorted records, and the lists of all schools of a partition."""
    return sum(type(each) in (Records, RecordIndex, EverySchool, pd.DataFrame) for each in gc.get_objects())


class KeepingNothing(SerialExecutor):
    """Workers who look, after each partition, whether anything of it is still there."""

    def __init__(self) -> None:
        self.before = large_things()

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        for item, result in super().each(work, items):
            gc.collect()
            assert large_things() == self.before
            yield item, result


@pytest.mark.slow
def test_nothing_large_of_a_county_is_left_when_the_next_is_begun(country: Path, out: Path):
    gc.collect()
    ranked(country, run_of(out), workers=KeepingNothing())
    assert len(list((out / "done").iterdir())) == 3


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_every_list_is_the_one_that_rank_gives_for_the_school_from_the_countys_records(
    country: Path, out: Path, file_format: Any
):
    ranked(country, run_of(out, file_format))
    for county, schools in {"AB": ["A1"], "CJ": ["C1", "C2"], "MM": ["M1"]}.items():
        rows = lists_of(out, county)
        assert list(rows["school_id"].unique()) == schools
        index = index_records(load_records(country / f"county={county}", today=TODAY))
        for school in schools:
            alone = SCORER.rank(index, AS_OF, viewer=ALL, capacity=0.2, school_id=school)
            mine = rows[(rows["school_id"] == school) & (rows["listed"].astype("str").str.lower() == "true")]
            assert len(mine) == len(alone.pupils) > 0
            for row, pupil in zip(mine.to_dict("records"), alone.pupils, strict=True):
                assert (row["rank"], row["pupil_id"]) == (pupil.rank, pupil.pupil_id)
                assert (row["score"], row["margin"], row["base_margin"]) == (
                    pupil.score, pupil.margin, pupil.base_margin,
                )  # fmt: skip
                for column, reason in [
                    *((f"reason_{number}", reason) for number, reason in enumerate(raising(pupil), start=1)),
                    *(("lowers", reason) for reason in lowering(pupil)),
                ]:
                    assert (row[column], float(row[f"{column}_contribution"])) == (reason.feature, reason.contribution)
                    assert (row[f"{column}_ro"], row[f"{column}_en"]) == (reason.text.ro, reason.text.en)
                    assert row[f"{column}_theme"] == reason.theme
                    assert str(row[f"{column}_can_change"]).lower() == str(reason.can_change).lower()


def test_a_county_is_done_after_the_other_and_time_left_is_said(country: Path, out: Path):
    told = Told()
    ranked(country, run_of(out), told=told)
    assert told.steps[0] == "ranking (1 of 3)"
    assert told.steps[-2:] == ["ranking; MM took 1.0 s", "summing up"]
    assert [step.partition(" s left")[2] for step in told.steps[1:3]] == [" (2 of 3)", " (3 of 3)"]
    assert [step.partition(", about")[0] for step in told.steps[1:3]] == [
        "ranking; AB took 1.0 s", "ranking; CJ took 1.0 s",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("partitions", [0, 1, 2])
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(
    country: Path, out: Path, tmp_path: Path, partitions: int, file_format: Any
):
    uninterrupted = tmp_path / "uninterrupted"
    expected = ranked(country, run_of(uninterrupted, file_format))
    with pytest.raises(Killed):
        ranked(country, run_of(out, file_format), workers=OnlyTheFirst(partitions))
    assert not (out / "summary.json").exists()
    workers, told = OnlyTheFirst(3), Told()
    summary = ranked(country, run_of(out, file_format), workers=workers, told=told)
    assert [partition.name for partition in workers.asked] == ["AB", "CJ", "MM"][partitions:]
    assert (f"going on; {partitions} of 3 partitions are done and their records unchanged" in told.steps) == (
        partitions > 0
    )
    assert written(out) == written(uninterrupted)
    assert without_seconds(summary) == without_seconds(expected)


def without_seconds(summary: CountrySummary) -> CountrySummary:
    return replace(summary, done=tuple(replace(partition, seconds=0.0) for partition in summary.done))


class KilledBeforeTheMarker(CountryFiles):
    """Files of which the last is never written."""

    def mark_done(self, partition: Partition, figures: Json, *, data: Json) -> None:
        raise Killed


def test_files_without_their_marker_are_not_taken_for_done(country: Path, out: Path):
    with pytest.raises(Killed):
        ranked(country, run_of(out, files=KilledBeforeTheMarker(out, "csv")))
    assert (out / "lists" / "AB.csv").exists()
    (out / "lists" / "AB.csv").write_text("half a li")
    workers = OnlyTheFirst(3)
    ranked(country, run_of(out), workers=workers)
    assert [partition.name for partition in workers.asked] == ["AB", "CJ", "MM"]
    assert len(lists_of(out, "AB")) == 12


def test_a_run_that_is_over_is_only_summed_up_again(country: Path, out: Path):
    first = ranked(country, run_of(out))
    before = written(out)
    workers = OnlyTheFirst(0)
    assert ranked(country, run_of(out), workers=workers) == first
    assert (workers.asked, written(out)) == ([], before)


def test_only_a_county_whose_records_have_changed_is_ranked_again(country: Path, out: Path):
    ranked(country, run_of(out))
    rows = (country / "county=MM" / "enrolments.csv").read_text().splitlines()
    (country / "county=MM" / "enrolments.csv").write_text("\n".join([*rows, rows[-1].replace("M1A05", "M1A99")]) + "\n")
    workers = OnlyTheFirst(3)
    summary = ranked(country, run_of(out), workers=workers)
    assert [partition.name for partition in workers.asked] == ["MM"]
    assert [partition.children for partition in summary.done] == [12, 26, 7]
    assert len(lists_of(out, "MM")) == 7


def test_a_county_whose_files_were_deleted_is_ranked_again(country: Path, out: Path):
    ranked(country, run_of(out))
    (out / "schools" / "CJ.csv").unlink()
    workers = OnlyTheFirst(3)
    ranked(country, run_of(out), workers=workers)
    assert [partition.name for partition in workers.asked] == ["CJ"]


def test_a_county_that_is_new_is_added(country: Path, out: Path):
    ranked(country, run_of(out))
    (country / "county=MM").rename(country / "county=VL")
    with pytest.raises(UsageError, match=r"holds lists of partitions that these records lack \(MM\)"):
        ranked(country, run_of(out))
    (country / "county=VL").rename(country / "county=MM")
    (country / "county=VL").mkdir()
    enrolled = (country / "county=MM" / "enrolments.csv").read_text().replace("M1", "V1")
    (country / "county=VL" / "enrolments.csv").write_text(enrolled)
    assert [partition.partition for partition in ranked(country, run_of(out)).done] == ["AB", "CJ", "MM", "VL"]


def fitted_otherwise() -> Scorer:
    """Return a model of another registry that happens to have the same version number."""
    return replace(SCORER, model=replace(SCORER.model, calibration=replace(SCORER.model.calibration, slope=2)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"as_of": dt.date(2025, 2, 4)}, "as_of 2025-02-03, now 2025-02-04"),
        ({"capacity": 2}, "capacity 0.2, now 2.0"),
        ({"scorer": replace(SCORER, version="4")}, "model_version 3, now 4"),
        ({"file_format": "parquet"}, "format csv, now parquet"),
        ({"scorer": fitted_otherwise()}, "model_fitted "),
    ],
    ids=["as-of", "capacity", "version", "format", "model"],
)  # fmt: skip
def test_another_request_does_not_go_into_the_same_folder(country: Path, out: Path, changed: Any, said: str):
    ranked(country, run_of(out))
    before = written(out)
    with pytest.raises(UsageError, match=f"holds lists of another request .{said}.*; name another folder"):
        ranked(country, run_of(out, **changed))
    assert written(out) == before
    assert (out / "summary.csv").exists()


def test_a_county_with_problems_is_left_out_with_all_its_problems_and_the_others_are_ranked(country: Path, out: Path):
    (country / "county=AB" / "grades.csv").write_text(BAD_MARK)
    (country / "county=MM" / "notes.csv").write_text("x\n")
    told = Told()
    summary = ranked(country, run_of(out), told=told)
    assert [partition.partition for partition in summary.done] == ["CJ"]
    said = [problem.sentence("en").partition(":")[0] for partition in summary.missing for problem in partition.problems]
    assert said == ["county=AB/grades.csv, row 2, column mark", "county=MM/notes.csv"]
    assert any(step.startswith("ranking; AB has problems, ") for step in told.steps)
    assert sorted(path.stem for path in (out / "lists").iterdir()) == ["CJ"]
    missing = json.loads((out / "summary.json").read_text())["missing"]
    assert [(partition["partition"], len(partition["problems_ro"])) for partition in missing] == [("AB", 1), ("MM", 1)]


def test_lists_from_records_that_have_gone_bad_do_not_stay(country: Path, out: Path):
    ranked(country, run_of(out))
    (country / "county=AB" / "grades.csv").write_text(BAD_MARK)
    assert [partition.partition for partition in ranked(country, run_of(out)).missing] == ["AB"]
    assert sorted(path.stem for path in (out / "lists").iterdir()) == ["CJ", "MM"]
    write_country(country)
    assert ranked(country, run_of(out)).missing == ()
    assert sorted(path.stem for path in (out / "lists").iterdir()) == ["AB", "CJ", "MM"]


def test_a_county_in_which_nobody_is_in_school_is_left_out_with_the_reason(country: Path, out: Path):
    last_year = (country / "county=AB" / "enrolments.csv").read_text().replace("2024", "2022").replace("2025", "2023")
    (country / "county=AB" / "enrolments.csv").write_text(last_year)
    summary = ranked(country, run_of(out))
    assert [(partition.partition, partition.problems) for partition in summary.missing] == [("AB", ())]
    refused = summary.missing[0].refused
    assert refused is not None
    assert refused.en.startswith("Nobody is in school at 3 February 2025")
    assert [partition.partition for partition in summary.done] == ["CJ", "MM"]


def test_partitions_may_be_done_in_any_order(country: Path, out: Path, tmp_path: Path):
    one_by_one = ranked(country, run_of(tmp_path / "other"))
    summary = ranked(country, run_of(out), workers=LastFirst(3))
    assert without_seconds(summary) == without_seconds(one_by_one)
    assert written(out) == written(tmp_path / "other")


def test_what_is_wrong_with_the_whole_is_said_before_anything_is_written(country: Path, out: Path):
    with pytest.raises(UsageError, match=r"The capacity 1.5 is no number of children"):
        ranked(country, run_of(out, capacity=1.5))
    with pytest.raises(UsageError, match="is not a folder"):
        ranked(country / "nowhere", run_of(out))
    (country / "grades.csv").write_text(BAD_MARK)
    with pytest.raises(RecordsError, match=r"grades.csv: found a table beside the county=... folders"):
        ranked(country, run_of(out))
    assert not out.exists()


def test_a_folder_that_holds_something_else_is_left_alone(country: Path, out: Path):
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already holds something else"):
        ranked(country, run_of(out))
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    with pytest.raises(UsageError, match="already holds something else"):
        ranked(country, run_of(out / "mine.txt"))


def test_records_without_counties_are_one_partition(country: Path, out: Path):
    summary = ranked(country / "county=CJ", run_of(out))
    assert [(partition.partition, partition.children) for partition in summary.done] == [("CJ", 26)]
    assert summary.expected().low == summary.done[0].expected_hits_low


def test_cells_that_a_spreadsheet_would_run_are_guarded_in_csv_and_kept_in_parquet(country: Path, tmp_path: Path):
    for file_format in ("csv", "parquet"):
        ranked(country, run_of(tmp_path / file_format, file_format))
    as_csv, as_parquet = (lists_of(tmp_path / file_format, "CJ") for file_format in ("csv", "parquet"))
    assert set(as_parquet["class_label"]) == {"7A", "=2+5"}
    assert set(as_csv["class_label"]) == {"7A", guarded("=2+5")} == {"7A", "'=2+5"}


def test_the_work_on_a_partition_can_be_sent_to_another_process(country: Path, out: Path, tmp_path: Path):
    ranked(country, run_of(tmp_path / "other"))
    run = run_of(out, seconds=time.monotonic)
    run.files.begin(run.request(), record_partitions(country))
    for partition in record_partitions(country):
        pickle.loads(pickle.dumps(run.rank_partition))(pickle.loads(pickle.dumps(partition)))
    assert written(out) == written(tmp_path / "other")
