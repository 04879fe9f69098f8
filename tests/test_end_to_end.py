"""The whole way through the command line, as the people for whom it is made go it."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import Any

import openpyxl
import pandas as pd
import pytest

from features.i18n.code_names import code_name
from features.i18n.dates import date_words
from features.schema.tables import TABLES
from tests.support.command_line import CommandLine, Trained, finished, outcome_options, strict_json
from tests.support.records.other_future import read_tables, with_another_future, written

pytestmark = pytest.mark.slow

AS_OF = "2026-03-12"
CAPACITY = 12
EVERYBODY = 5000
DAY = pd.Timestamp(AS_OF)
LIST_KEYS = {
    "as_of", "model_version", "data_fingerprint", "capacity", "cohort_size", "expected_hits", "expected_hits_low",
    "expected_hits_high", "pupils", "not_scored", "cautions", "outcomes", "until", "predicts_ro",
    "predicts_en",
}  # fmt: skip

BY_MLFLOW_THEN_PREZENT = """
import runpy, sys, mlflow, pandas
model = mlflow.pyfunc.load_model("models:/prezent@challenger")
model.predict(pandas.read_parquet(sys.argv[1])).to_parquet(sys.argv[2])
sys.argv = ["prezent", *sys.argv[3:]]
runpy.run_module("prezent", run_name="__main__")
"""


@dataclass(frozen=True)
class Elsewhere:
    """Two other processes, and the feature rows that the second one scored through MLflow."""

    first: Popen
    second: Popen
    rows: Path
    scores: Path


@pytest.fixture(scope="module")
def office(champion: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The champion, to be used on the records of the county's two smallest schools: fewer rows are sooner read."""
    tables = read_tables(champion.records)
    now = tables["enrolments"][tables["enrolments"]["school_year"] == "2025-2026"]
    schools = now["school_id"].value_counts().index[-2:]
    mine = set(now.loc[now["school_id"].isin(schools), "pupil_id"])
    few = {name: rows[rows["pupil_id"].isin(mine)] if "pupil_id" in rows else rows for name, rows in tables.items()}
    folder = written(few, tmp_path_factory.mktemp("two_schools"))
    shutil.copy(champion.records / "prezent.toml", folder)
    return replace(champion, records=folder)


@pytest.fixture(scope="module", autouse=True)
def elsewhere(office: Trained, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """Two processes that make the same list in another folder while the other tests go on, with other chance.

    To start one costs ten seconds, so the second one scores rows through MLflow before.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    rows, scores = folder / "rows.parquet", folder / "scores.parquet"
    office.program.run("features", office.records, "--as-of", AS_OF, "--out", rows)
    asked, start = rank_options(office), partial(office.program.start, folder=folder)
    first = start("-m", "prezent", *asked, PYTHONHASHSEED="1", OMP_NUM_THREADS="1")
    by_mlflow = {"MLFLOW_TRACKING_URI": office.program.tracking_uri, "PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "2"}
    second = start("-c", BY_MLFLOW_THEN_PREZENT, rows, scores, *asked, **by_mlflow)
    yield Elsewhere(first, second, rows, scores)
    for process in (first, second):
        process.kill()  # nothing happens to one that is done
        process.communicate()


def rank_options(
    trained: Trained, *further: object, records: Path | None = None, capacity: int = CAPACITY
) -> list[str]:
    wanted = ["rank", records or trained.records, "--as-of", AS_OF, "--capacity", capacity, "--format", "json"]
    return [str(option) for option in (*wanted, *further)]


@pytest.fixture(scope="module")
def ranked(office: Trained) -> dict[str, Any]:
    return office.program.json(*rank_options(office))


# From records to a champion


def test_records_are_checked_and_summed_up(office: Trained):
    said = office.program.run("check", office.records).stdout
    for table in TABLES:
        if table.name != "incidents":  # an invented county has none
            assert re.search(rf"^{table.name} +\d+", said, re.MULTILINE), table.name
    assert "Not given: incidents." in said


def test_a_training_says_its_figures_and_what_to_do_next(trained: Trained):
    for name in ("random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm"):
        assert re.search(rf"^{code_name('model', name).en} ", trained.said, re.MULTILINE)
    assert "Registered as version 1, the challenger. Next: prezent promote 1 --by" in trained.said


def test_the_report_is_valid_json_and_says_what_was_trained(trained: Trained):
    report = trained.report
    assert report["outcomes"] == ["dropped_out", "not_reenrolled", "year_not_closed"]
    assert report["as_of"] == ["2023-11-15", "2024-02-15", "2024-05-15", "2025-05-15"]
    assert (report["split"], report["horizon_days"], report["capacity"]) == ("time", 365, 0.05)
    assert report["positives"] >= 10
    by_name = {model["name"]: model for model in report["models"]}
    assert by_name["lightgbm"]["auc"] > by_name["school_only"]["auc"]
    for model in report["models"]:
        for figure in ("auc", "recall_at_capacity"):
            assert model[f"{figure}_low"] <= model[figure] <= model[f"{figure}_high"]


def test_versions_are_listed_with_alias_and_headline_figures(champion: Trained):
    lines = champion.program.run("models").stdout.splitlines()
    assert lines[1].startswith("1 ")
    assert "promoted version 1, by Ana Pop" in lines[lines.index("Decisions, newest first") + 1]
    assert "challenger, champion" in lines[1]
    decided = champion.report["within_schools"]["decided_on"]
    for name in ("lightgbm", "absences_only", "rules"):
        assert f"{champion.report['within_schools'][decided]['recall'][name]['value']:.3f}" in lines[1]


def test_without_a_champion_nothing_is_ranked_or_explained(trained: Trained):
    said = trained.program.run(*rank_options(trained), exit_code=4).stderr
    assert "There is no champion yet: train a model and promote it with 'prezent promote VERSION'." in said
    trained.program.run("explain", trained.records, "--as-of", AS_OF, "--pupil", "p000001", exit_code=4)


def test_without_any_model_the_same_is_said(no_models: CommandLine, county_folder: Path):
    said = no_models.run("rank", county_folder, "--as-of", AS_OF, "--capacity", 5, exit_code=4).stderr
    assert "There is no champion yet" in said
    said = no_models.run("rank", county_folder, "--as-of", AS_OF, "--capacity", 5, "--model", "3", exit_code=4).stderr
    assert "There is no model version 3; registered are: none." in said


def test_a_horizon_that_is_not_over_is_refused_with_a_date_that_works(office: Trained):
    def training_at(date: str) -> list[object]:
        return ["train", office.records, *outcome_options(), "--as-of", date, "--horizon", 365]

    said = office.program.run(*training_at("2025-11-15"), exit_code=4).stderr.splitlines()[-1]
    assert "No label yet: 365 days from 2025-11-15 end on 2026-11-15" in said
    named = re.search(r"an as-of date not after (\d{4}-\d\d-\d\d)", said)[1]
    last_day = re.search(r"the records reach only to (\d{4}-\d\d-\d\d)", said)[1]
    assert pd.Timestamp(named) + pd.Timedelta(days=365) == pd.Timestamp(last_day)
    assert office.report["as_of"][-1] <= named
    the_day_after = str((pd.Timestamp(named) + pd.Timedelta(days=1)).date())
    assert "No label yet" in office.program.run(*training_at(the_day_after), exit_code=4).stderr


# The ranked list


def test_the_list_has_its_keys_and_as_many_children_as_can_be_looked_after(ranked: dict[str, Any]):
    assert set(ranked) == LIST_KEYS
    assert (ranked["as_of"], ranked["model_version"]) == (AS_OF, "1")
    assert (ranked["capacity"], len(ranked["pupils"])) == (CAPACITY, CAPACITY)
    assert 100 < ranked["cohort_size"] < 500
    assert ranked["expected_hits_low"] <= ranked["expected_hits"] <= ranked["expected_hits_high"] <= CAPACITY
    assert re.fullmatch("[0-9a-f]{64}", ranked["data_fingerprint"])


def test_every_listed_child_has_reasons_that_add_up(ranked: dict[str, Any]):
    for pupil in ranked["pupils"]:
        total = sum(reason["contribution"] for reason in pupil["reasons"]) + pupil["base_margin"]
        assert total == pytest.approx(pupil["margin"], abs=1e-9)
        assert all(reason["text_ro"] and reason["text_en"] for reason in pupil["reasons"])


def test_a_school_gets_a_list_of_its_own_children(office: Trained, ranked: dict[str, Any]):
    school = ranked["pupils"][0]["school_id"]
    own = office.program.json(*rank_options(office, "--school", school))
    assert {pupil["school_id"] for pupil in own["pupils"]} == {school}
    assert own["cohort_size"] < ranked["cohort_size"]
    scores = {pupil["pupil_id"]: pupil["score"] for pupil in own["pupils"]}
    assert all(scores[p["pupil_id"]] == p["score"] for p in ranked["pupils"] if p["pupil_id"] in scores)


def test_a_school_that_is_not_there_is_wrong_usage(office: Trained):
    said = office.program.run(*rank_options(office, "--school", "S99"), exit_code=2).stderr
    assert "There is no school S99 in these records" in said


def in_format(office: Trained, file_format: str, *further: object, capacity: int = CAPACITY) -> str:
    return office.program.run(*rank_options(office, "--format", file_format, *further, capacity=capacity)).stdout


def test_on_the_screen_each_child_is_shown_with_reasons(office: Trained, ranked: dict[str, Any]):
    said = in_format(office, "table")
    for pupil in ranked["pupils"]:
        assert pupil["pupil_id"] in said
        assert pupil["reasons"][0]["feature"] not in said  # people read words
    assert "not a verdict" in said


def test_as_csv_it_opens_with_one_row_per_child(office: Trained, ranked: dict[str, Any]):
    rows = list(csv.DictReader(io.StringIO(in_format(office, "csv"))))
    assert [row["pupil_id"] for row in rows] == [pupil["pupil_id"] for pupil in ranked["pupils"]]
    assert [float(row["score"]) for row in rows] == [pupil["score"] for pupil in ranked["pupils"]]


def test_as_a_workbook_it_opens_with_one_row_per_child(office: Trained, ranked: dict[str, Any], tmp_path: Path):
    out = tmp_path / "list.xlsx"
    in_format(office, "xlsx", "--out", out)
    first, *_ = openpyxl.load_workbook(out).worksheets
    codes = [row[1] for row in first.iter_rows(values_only=True) if row[1]]
    assert codes == ["Pupil", *(pupil["pupil_id"] for pupil in ranked["pupils"])]


@pytest.mark.parametrize("language", ["ro", "en"])
def test_as_a_page_it_says_its_language(office: Trained, ranked: dict[str, Any], tmp_path: Path, language: str):
    out = tmp_path / "list.html"
    office.program.run("--lang", language, *rank_options(office, "--format", "html", "--out", out))
    page = out.read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in page
    assert all(pupil["pupil_id"] in page for pupil in ranked["pupils"])
    assert "<script" not in page


def test_one_explained_child_has_the_numbers_of_the_list(office: Trained, ranked: dict[str, Any]):
    listed = ranked["pupils"][3]
    asked = ("explain", office.records, "--as-of", AS_OF, "--pupil", listed["pupil_id"])
    assert office.program.json(*asked, "--format", "json") == listed
    said = office.program.run("--lang", "ro", *asked).stdout
    assert listed["pupil_id"] in said
    raising = [reason["text_ro"] for reason in listed["reasons"] if reason["contribution"] > 0]
    assert any(text in " ".join(said.split()) for text in raising)


def test_two_children_are_put_side_by_side(office: Trained, ranked: dict[str, Any]):
    first, second = ranked["pupils"][0], ranked["pupils"][3]
    asked = ("explain", office.records, "--as-of", AS_OF, "--pupil", first["pupil_id"], "--beside", second["pupil_id"])
    found = office.program.json(*asked, "--format", "json")
    assert sum(each["difference"] for each in found["themes"]) == pytest.approx(first["margin"] - second["margin"])
    said = office.program.run("--lang", "ro", *asked).stdout
    assert first["pupil_id"] in said
    assert second["pupil_id"] in said
    assert f"{first['pupil_id']} este înaintea lui {second['pupil_id']} mai ales prin: " in said
    same = ("explain", office.records, "--as-of", AS_OF, "--pupil", "p1", "--beside", "p1")
    assert "the same child" in office.program.run("--lang", "en", *same, exit_code=2).stderr


def test_every_reason_is_told_on_request_only(office: Trained, ranked: dict[str, Any]):
    asked = ("--lang", "en", "explain", office.records, "--as-of", AS_OF, "--pupil", ranked["pupils"][0]["pupil_id"])
    short, long = (office.program.run(*asked, *more).stdout for more in ((), ("--all",)))
    assert len(short.splitlines()) < 25 < len(long.splitlines())


def test_a_pupil_who_is_not_there_is_wrong_usage(office: Trained):
    asked = ("explain", office.records, "--as-of", AS_OF, "--pupil", "p999999")
    assert (
        f"No pupil 'p999999' is in school at {date_words(DAY.date(), 'en')}"
        in office.program.run(*asked, exit_code=2).stderr
    )


@pytest.mark.parametrize(("ending", "read"), [(".csv", pd.read_csv), (".parquet", pd.read_parquet)])
def test_the_features_themselves_are_written_for_analysts(
    office: Trained, ranked: dict[str, Any], tmp_path: Path, ending: str, read: Callable[[Path], pd.DataFrame]
):
    out = tmp_path / f"features{ending}"
    office.program.run("features", office.records, "--as-of", AS_OF, "--out", out)
    table = read(out).set_index("pupil_id")
    assert len(table) == ranked["cohort_size"]
    for pupil in ranked["pupils"]:
        for reason in pupil["reasons"]:
            value = table.loc[pupil["pupil_id"], reason["feature"]]
            assert (value == reason["value"]) or (pd.isna(value) and reason["value"] is None)


# The same list


def test_two_other_processes_make_the_same_list_to_the_last_bit(ranked: dict[str, Any], elsewhere: Elsewhere):
    once, again = finished(elsewhere.first), finished(elsewhere.second)
    assert once == again
    assert strict_json(once) == ranked


def test_mlflow_alone_gives_the_same_scores_to_the_last_bit(ranked: dict[str, Any], elsewhere: Elsewhere):
    finished(elsewhere.second)
    scores = pd.read_parquet(elsewhere.scores)
    assert list(scores.columns) == ["score", "margin"]
    assert len(scores) == ranked["cohort_size"]
    by_pupil = scores.set_axis(pd.read_parquet(elsewhere.rows)["pupil_id"])
    for pupil in ranked["pupils"]:
        assert by_pupil.loc[pupil["pupil_id"]].tolist() == [pupil["score"], pupil["margin"]]


def test_the_same_records_as_csv_give_the_same_list_to_the_last_bit(
    office: Trained, ranked: dict[str, Any], tmp_path: Path
):
    for table, rows in read_tables(office.records).items():
        rows.sample(frac=1, random_state=1).to_csv(tmp_path / f"{table}.csv", index=False)
    assert office.program.json(*rank_options(office, records=tmp_path)) == ranked


def test_what_is_learnt_on_the_as_of_date_or_later_changes_nothing(
    office: Trained, ranked: dict[str, Any], tmp_path: Path
):
    before = read_tables(office.records)
    after = with_another_future(read_tables(office.records), DAY)
    for table in ("attendance", "grades", "family", "outcomes", "enrolments"):
        assert not after[table].reset_index(drop=True).equals(before[table]), table
    assert office.program.json(*rank_options(office, records=written(after, tmp_path))) == ranked


def test_what_was_learnt_the_day_before_changes_the_list(office: Trained, ranked: dict[str, Any], tmp_path: Path):
    tables, yesterday = read_tables(office.records), DAY - pd.Timedelta(days=1)
    last = ranked["pupils"][-1]["pupil_id"]
    absent = pd.DataFrame({"pupil_id": [last], "date": yesterday, "hours": 7})
    tables["attendance"] = pd.concat([tables["attendance"], absent])
    found = office.program.json(*rank_options(office, records=written(tables, tmp_path)))
    assert found["data_fingerprint"] != ranked["data_fingerprint"]
    assert found["pupils"] != ranked["pupils"]


def everybody(office: Trained, records: Path) -> set[str]:
    """Return who is in the list when everybody can be looked after."""
    said = in_format(replace(office, records=records), "csv", capacity=EVERYBODY)
    return {row["pupil_id"] for row in csv.DictReader(io.StringIO(said))}


def test_who_has_left_is_in_no_list(office: Trained, ranked: dict[str, Any], tmp_path: Path):
    tables, yesterday = read_tables(office.records), DAY - pd.Timedelta(days=1)
    withdrawn, moved, *others = [pupil["pupil_id"] for pupil in ranked["pupils"]]
    enrolments = tables["enrolments"]
    mine = (enrolments["pupil_id"] == withdrawn) & (enrolments["school_year"] == "2025-2026")
    enrolments.loc[mine, ["left_on", "left_known_on"]] = yesterday
    transferred = pd.DataFrame({"pupil_id": [moved], "date": yesterday, "outcome": "transferred"})
    tables["outcomes"] = pd.concat([tables["outcomes"], transferred])
    # the last day of an enrolment is still a day in school
    enrolments.loc[mine, "left_on"] = yesterday - pd.Timedelta(days=1)

    listed = everybody(office, written(tables, tmp_path))
    told = (enrolments["school_year"] == "2025-2026") & (enrolments["left_known_on"] < DAY)
    gone = set(enrolments.loc[told, "pupil_id"]) | {moved}
    assert withdrawn in gone
    assert len(gone) > 3
    assert not gone & listed
    assert set(others) <= listed
    assert len(listed) == ranked["cohort_size"] - 2


# Nothing of a child leaves


def test_no_pupil_id_is_anywhere_in_mlflow(champion: Trained, trained: Trained):
    pupils = {pupil.encode() for pupil in read_tables(trained.records)["enrolments"]["pupil_id"]}
    searched = 0
    for path in (*files_of_mlflow(trained.program), *files_of_mlflow(champion.program)):
        found = set(re.findall(rb"p\d{6}", path.read_bytes()))
        assert not found & pupils, path
        searched += 1
    assert searched > 10


def files_of_mlflow(program: CommandLine) -> Iterator[Path]:
    yield from (path for path in program.var.rglob("*") if path.is_file() and path.name != "report.json")


# Real records


def test_the_portuguese_pupils_go_the_whole_way(shared_data: Path, no_models: CommandLine, tmp_path: Path):
    var = tmp_path / "var"
    var.mkdir()
    program, records, report = no_models.copy(var), tmp_path / "records", tmp_path / "report.json"
    source = shared_data / "uci_student_performance" / "student-mat.csv"
    shutil.copy(source, tmp_path)
    program.run("import", "uci-student", tmp_path / source.name, records)
    asked = ["--outcome", "failed", "--as-of", "2006-04-15", "--until", "06-30", "--split", "pupil", "--folds", 3]
    program.run("train", records, *asked, "--report", report)
    found = strict_json(report.read_text())
    assert (found["rows"], found["positives"], found["split"], found["horizon_days"]) == (395, 130, "pupil", 76)
    auc = {model["name"]: model["auc"] for model in found["models"]}
    assert auc["lightgbm"] > 0.93 > 0.6 > auc["random"]

    options = ["--as-of", "2006-04-15", "--capacity", 0.1, "--model", "challenger", "--format", "json"]
    ranked = program.json("rank", records, *options)
    assert (ranked["cohort_size"], len(ranked["pupils"])) == (395, 39)
    outcomes = pd.read_csv(records / "outcomes.csv").set_index("pupil_id")["outcome"]
    hits = sum(outcomes[pupil["pupil_id"]] == "failed" for pupil in ranked["pupils"])
    assert ranked["expected_hits_low"] <= hits <= ranked["expected_hits_high"]
    assert json.dumps(ranked, allow_nan=False)
