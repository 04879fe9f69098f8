"""What is said of a country once its lists are made: sums, what is missing, and who is in two counties."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.ranking.expected_hits import ExpectedHits
from serving.batch.text import country_lines
from tests.support.serving.small_country import Told, lists_of, ranked, run_of, write_country, write_county


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return write_country(tmp_path / "country")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "lists"


def rows_of(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((out / "summary.csv").read_text(encoding="utf-8").splitlines()))


def test_the_summary_has_a_row_per_county_and_one_for_all(country: Path, out: Path):
    ranked(country, run_of(out))
    counts = ("partition", "state", "schools", "children", "listed", "not_scored")
    assert [tuple(row[name] for name in counts) for row in rows_of(out)] == [
        ("AB", "done", "1", "12", "2", "0"),
        ("CJ", "done", "2", "26", "3", "11"),
        ("MM", "done", "1", "6", "1", "0"),
        ("all", "done", "4", "44", "6", "11"),
    ]


def test_the_json_says_the_same_with_request_cautions_and_fingerprints(country: Path, out: Path):
    summary = ranked(country, run_of(out))
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert found["request"] == json.loads((out / "run.json").read_text())["request"] == run_of(out).request()
    assert [partition["partition"] for partition in found["partitions"]] == ["AB", "CJ", "MM"]
    assert all(len(partition["data_fingerprint"]) == 64 for partition in found["partitions"])
    assert found["total"]["listed"] == sum(partition["listed"] for partition in found["partitions"]) == 6
    assert (found["missing"], found["cautions"]) == ([], [])
    assert found["total"]["seconds"] == sum(partition.seconds for partition in summary.done) == 3


def test_expected_hits_are_summed_up_and_lie_in_their_interval(country: Path, out: Path):
    summary = ranked(country, run_of(out))
    partitions, total = summary.done, summary.expected()
    assert total.mean == pytest.approx(sum(partition.expected_hits for partition in partitions))
    assert (
        0 <= total.low <= total.mean <= total.high <= sum(partition.expected_hits_high for partition in partitions) + 1
    )
    for partition in partitions:
        schools = lists_of(out, partition.partition, "schools")
        assert partition.expected_hits == pytest.approx(schools["expected_hits"].sum())
        assert (schools["children"].sum(), schools["listed"].sum()) == (partition.children, partition.listed)


def test_one_partition_alone_has_its_own_interval(country: Path, out: Path):
    (only,) = (summary := ranked(country / "county=AB", run_of(out))).done
    assert summary.expected() == ExpectedHits(only.expected_hits, only.expected_hits_low, only.expected_hits_high)


def test_a_partition_without_lists_has_a_row_that_says_so(country: Path, out: Path):
    (country / "county=AB" / "grades.csv").write_text("x\n")
    ranked(country, run_of(out))
    assert [(row["partition"], row["state"], row["children"]) for row in rows_of(out)] == [
        ("CJ", "done", "26"), ("MM", "done", "6"), ("AB", "problems", ""), ("all", "incomplete", "32"),
    ]  # fmt: skip


def test_where_every_partition_has_problems_nothing_is_summed_up(country: Path, out: Path):
    for county in ("AB", "CJ", "MM"):
        (country / f"county={county}" / "grades.csv").write_text("x\n")
    summary = ranked(country, run_of(out))
    assert summary.total()["children"] == 0
    assert rows_of(out)[-1]["expected_hits"] == "0.0"
    assert country_lines(summary, out, "en")[0] == "0 schools, 0 children: 0 listed; of 0 nothing can be said yet."


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_a_child_in_two_counties_is_a_caution_with_the_count(country: Path, out: Path, file_format: Any):
    write_county(country, "MM", [("M1", "7A", 6), ("M2", "7A", 4)])
    enrolments = country / "county=MM" / "enrolments.csv"
    moved = {"M2A00": "A1A00", "M2A01": "A1A01", "M2A02": "C2S02"}  # the last of a class that is not scored
    for name in ("enrolments", "attendance", "grades"):
        text = (country / "county=MM" / f"{name}.csv").read_text()
        for pupil, other in moved.items():
            text = text.replace(pupil, other)
        (country / "county=MM" / f"{name}.csv").write_text(text)
    assert "A1A01" in enrolments.read_text()
    summary = ranked(country, run_of(out, file_format))
    assert [caution.code for caution in summary.cautions] == ["pupils_in_two_partitions"]
    assert summary.cautions[0].text_en.startswith(
        "3 children are in the lists of more than one partition (AB, CJ, MM);"
    )
    assert summary.cautions[0].text_ro.startswith("3 copii sunt în listele mai multor părți (AB, CJ, MM);")
    assert json.loads((out / "summary.json").read_text())["cautions"][0]["code"] == "pupils_in_two_partitions"
    assert rows_of(out)[-1]["cautions"] == "pupils_in_two_partitions"


def test_a_school_in_two_counties_is_a_caution_too(country: Path, out: Path):
    write_county(country, "MM", [("A1", "8B", 6)])
    summary = ranked(country, run_of(out))
    assert [caution.text_en.partition(",")[0] for caution in summary.cautions] == [
        "1 school is in more than one partition (AB"
    ]


def test_a_whole_county_twice_is_told_by_child_and_school_also_when_going_on(country: Path, out: Path):
    shutil.copytree(country / "county=CJ", country / "county=CJ-2")
    first = ranked(country, run_of(out)).cautions
    assert [caution.text_en.partition(" in ")[0] for caution in first] == ["26 children are", "2 schools are"]
    told = Told()
    assert ranked(country, run_of(out), told=told).cautions == first
    assert told.steps[0].startswith("going on; 4 of 4 partitions")


def test_people_are_told_in_both_languages(country: Path, out: Path):
    (country / "county=MM" / "grades.csv").write_text("x\n")
    summary = ranked(country, run_of(out))
    english, romanian = (country_lines(summary, out, language) for language in ("en", "ro"))
    assert english[0] == "3 schools, 38 children: 5 listed; of 11 nothing can be said yet."
    assert romanian[0] == "3 școli, 38 de copii: 5 în liste; despre 11 nu se poate spune încă nimic."
    assert english[1].startswith("Of these 5 children we expect ")
    assert "Missing: MM. Correct the records and start again; what is done stays." in english
    assert "Lipsesc: MM. Corectați datele și porniți din nou; ce e gata rămâne." in romanian
    assert english[-1] == f"Wrote {out / 'summary.csv'}, lists beside."
    assert len(english) == len(romanian)
