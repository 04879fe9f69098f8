"""What the records hold, on one screen, in both languages."""

import datetime as dt
from pathlib import Path

from features.records.records import load_records
from features.records.summary import summary_lines
from tests.support.records.record_files import EVERY_TABLE, family, write_folder

TODAY = dt.date(2025, 12, 1)


def test_each_table_has_its_rows_pupils_and_dates(tmp_path: Path):
    records = load_records(write_folder(tmp_path, EVERY_TABLE), today=TODAY)
    assert summary_lines(records, "en") == [
        "table             rows   pupils  from        to",
        "schools              2",
        "enrolments           2        2  2024-09-09  2024-09-09",
        "attendance           1        1  2024-10-01  2024-10-01",
        "grades               1        1  2024-10-02  2024-10-02",
        "family               1        1  2024-09-09  2024-09-09",
        "incidents            1        1  2024-10-03  2024-10-03",
        "outcomes             1        1  2025-06-20  2025-06-20",
        "terms                1           2024-09-09  2024-09-09",
        "",
        "Outcomes: promoted 1.",
        "Marks: on 1-10 the highest mark is the best (10 the best, 5 the pass mark, 1 the worst).",
        "Kinds of incidents are counted together; to have each counted, declare them in prezent.toml: "
        "[incidents.KIND].",
        "No problems.",
    ]


def test_what_is_missing_empty_or_declared_is_said(tmp_path: Path):
    toml = '[situation.siblings]\ntype = "whole"\nen = "siblings"\nro = "frați"\n'
    folder = write_folder(tmp_path, family(more=",siblings") | {"prezent.toml": toml})
    assert summary_lines(load_records(folder, today=TODAY), "ro") == [
        "tabel          rânduri    elevi  de la       până la",
        "schools              2",
        "enrolments           2        2  2024-09-09  2024-09-09",
        "family               0        0",
        "",
        "Niciun parcurs cunoscut.",
        "Lipsesc: attendance, grades, incidents, outcomes, terms.",
        "Coloane declarate: siblings.",
        "Nicio problemă.",
    ]


def test_outcomes_are_counted_most_frequent_first(tmp_path: Path):
    rows = "p1,2025-06-20,failed\np1,2024-06-20,promoted\np2,2024-06-20,promoted\n"
    folder = write_folder(tmp_path, {"outcomes.csv": f"pupil_id,date,outcome\n{rows}"})
    records = load_records(folder, today=TODAY)
    assert "Outcomes: promoted 2, failed 1." in summary_lines(records, "en")
    assert "Parcursuri: promovare 2, nepromovare 1." in summary_lines(records, "ro")
