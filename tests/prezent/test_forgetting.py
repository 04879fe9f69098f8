"""Is an erased child nowhere in an installation any more, and does the receipt name no one?"""

import datetime as dt
import json
import subprocess
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from features.errors import OutsideServiceError
from features.store.erasure.erasing import stored_among
from features.store.erasure.traces import Traces
from prezent.commands.registers.erasures import everywhere
from prezent.commands.registers.imports.stored_imports import store_folder
from prezent.settings import read_settings
from serving.roster.erasure_book import ErasureBook
from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine
from tests.support.stores import bring, url_of

ROOT = Path(__file__).parents[2]
GONE, STAYS, OTHER = "p" + "qzwx" * 4 + "abc", "p" + "efgh" * 4 + "abc", "p" + "mnbv" * 4 + "abc"
NAME, NEIGHBOUR = "Prună Închipuită", "Nucă Inventată"
SIGNED = ("--by", "Ana Pop", "--reason", "the parents asked")
RECORDS = {
    "enrolments": [
        {"pupil_id": each, "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08",
         "class_label": "5A"}
        for each in (GONE, STAYS)
    ],
    "attendance": [
        {"pupil_id": each, "date": f"2025-10-{day:02}", "hours": "2"} for day in (6, 7) for each in (GONE, STAYS)
    ],
}  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    """An installation with names, answers about who is who, lists, a log, and a record folder, all of two children."""
    program = CommandLine(tmp_path / "var")
    program.var.mkdir()
    write_folder(program.var / "records")
    people = [
        {"school_id": "S1", "pupil_id": each, "name": name, "register_number": "7", "contacts": "0700 000 000"}
        for each, name in ((GONE, NAME), (STAYS, NEIGHBOUR), (OTHER, NAME))
    ]
    roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
    roster.keep(pd.DataFrame(people), key_id="k")
    mappings = program.var / "mappings"
    mappings.mkdir()
    answers = f'[same_pupil]\n"{OTHER}" = "{GONE}"\n[other_pupil]\n"{GONE}" = "{STAYS}"\n'
    (mappings / "S1.toml").write_text(f'school_id = "S1"\n{answers}', encoding="utf-8")
    lists = program.var / "lists"
    lists.mkdir()
    frame = pd.DataFrame({"pupil_id": [GONE, STAYS], "score": [0.5, 0.25]})
    frame.to_parquet(lists / "all.parquet")
    frame.to_csv(lists / "all.csv", index=False, sep=";")
    frame.to_excel(lists / "all.xlsx", index=False)
    (lists / "one.json").write_text(json.dumps({"pupils": [{"pupil_id": GONE, "reasons": ["absences"]}]}))
    (program.var / "error.log").write_text(f"child {GONE}: no rows\nchild {STAYS}: no rows\n")
    return program


def write_folder(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, table in RECORDS.items():
        pd.DataFrame(table).to_csv(folder / f"{name}.csv", index=False)
    return folder


@pytest.fixture
def store(database, program, tmp_path):
    """The address of a database with the two children, imported twice."""
    settings = read_settings("en", var=program.var, environment={})
    for day in (8, 20):
        store_folder(url_of(database), program.var / "records", settings, "Ana", day=dt.date(2025, 10, day))
        more = pd.read_csv(program.var / "records" / "attendance.csv")
        more.assign(date=f"2025-10-{day}").to_csv(program.var / "records" / "attendance.csv", index=False)
    return database


def found_in(folder: Path, *pupils: str) -> list[str]:
    traces = Traces(frozenset(pupils))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if traces.in_file(path)]


def receipt(program: CommandLine, number: int = 1) -> dict[str, object]:
    return json.loads((program.var / "erasures" / f"{number:04}.json").read_text(encoding="utf-8"))


def test_an_erased_child_is_in_no_file_of_the_installation_and_the_others_are(program, store):
    assert len(found_in(program.var, GONE, OTHER)) >= 8
    said = program.run("erase", store, "--pupil", GONE, *SIGNED).stdout
    assert "Receipt 1 of" in said
    assert "found in 0" in said
    assert found_in(program.var, GONE, OTHER) == []
    assert stored_among(url_of(store), [GONE, OTHER, STAYS]) == {STAYS}
    names = b"".join(path.read_bytes() for path in sorted(program.var.glob("roster*")))
    assert NAME.encode() not in names
    assert NEIGHBOUR.encode() in names
    assert (program.var / "error.log").read_text().splitlines() == [
        "child …: no rows", f"child {STAYS}: no rows",
    ]  # fmt: skip
    assert pd.read_parquet(program.var / "lists" / "all.parquet")["pupil_id"].tolist() == [STAYS]
    assert (program.var / "lists" / "all.csv").read_text() == f"pupil_id;score\n{STAYS};0.25\n"
    assert not (program.var / "lists" / "one.json").exists()
    assert not (program.var / "lists" / "all.xlsx").exists()
    assert GONE not in (program.var / "mappings" / "S1.toml").read_text()


def test_the_receipt_counts_what_went_and_names_no_one(program, store):
    reason = f"{NAME} ({GONE}) moved abroad"
    program.run("erase", store, "--pupil", OTHER, "--by", "Ana Pop", "--reason", reason)
    kept = receipt(program)
    assert (kept["by"], kept["children"], kept["kind"]) == ("Ana Pop", 1, "erase")
    assert kept["reason"] == "… (…) moved abroad"
    removed = kept["removed"]
    assert (removed["enrolments"], removed["attendance"], removed["names"], removed["answers"]) == (2, 4, 2, 2)
    assert removed["rows_of_files"] == 5
    assert removed["files_deleted"] == 2
    assert kept["search"]["found_in"] == []
    assert kept["search"]["files"] > 5
    assert ("pg_wal" in kept["not_reached"][-1]["en"]) == ("postgresql" in store)


def test_a_child_that_is_not_there_or_not_any_more_is_said(program, store):
    nobody = program.run("erase", store, "--pupil", "p" + "abcd" * 4 + "abc", *SIGNED, exit_code=4).stderr
    assert "names and register numbers are not looked for: a list or report made with --names" in nobody
    program.run("erase", store, "--pupil", GONE, *SIGNED)
    assert "erased before" in program.run("erase", store, "--pupil", GONE, *SIGNED, exit_code=4).stderr
    assert not (program.var / "erasures" / "0002.json").exists()


def test_a_folder_loses_the_rows_as_well(program, tmp_path):
    folder = write_folder(tmp_path / "own")
    pd.read_csv(folder / "attendance.csv").to_parquet(folder / "attendance.parquet")
    (folder / "attendance.csv").unlink()
    program.run("erase", folder, "--pupil", GONE, *SIGNED)
    assert found_in(folder, GONE) == []
    assert pd.read_parquet(folder / "attendance.parquet")["pupil_id"].tolist() == [STAYS, STAYS]
    assert program.run("check", folder).exit_code == 0


@pytest.mark.parametrize("records", ["store.sqlite", "records"])
def test_a_marked_copy_is_erased_here_and_named_beside_the_records(program, tmp_path, records):
    outside = tmp_path / "outside"
    place = write_folder(outside / "records") if records == "records" else f"sqlite:///{outside / records}"
    outside.mkdir(exist_ok=True)
    if records != "records":
        bring(place, "2025-10-20", **RECORDS)
    surname, first_name = NAME.split()
    of_child = pd.DataFrame({"Nume": [surname], "Prenume": [first_name], "Absențe": ["31.02.2025"]})
    of_other = pd.DataFrame({"Nume": ["Nucă"], "Prenume": ["Inventată"], "Absențe": ["31.02.2025"]})
    copies = [program.var / "7B.problems.xlsx", outside / "7B.probleme.xlsx", outside / "7C.probleme.xlsx"]
    for path, rows in zip(copies, (of_child, of_child, of_other), strict=True):
        rows.to_excel(path, index=False)

    said = program.run("erase", place, "--pupil", GONE, *SIGNED, exit_code=4)

    assert f"still found in {copies[1]}; delete that by hand" in said.stderr
    assert [path.exists() for path in copies] == [False, True, True]
    assert receipt(program)["search"]["found_in"] == [str(copies[1])]
    assert "exports; lists and reports" in said.stdout


def test_an_erasure_that_was_stopped_is_completed_by_the_same_command(program, store, monkeypatch):
    def stopped(*_: object) -> None:
        raise OutsideServiceError(everywhere.BEYOND_REACH)

    with monkeypatch.context() as patched:
        patched.setattr(everywhere, "forget_people", stopped)
        program.run("erase", store, "--pupil", GONE, *SIGNED, exit_code=5)
    assert stored_among(url_of(store), [GONE]) == set()
    assert (program.var / "erasures" / "open.json").exists()
    other = program.run("erase", program.var / "records", "--pupil", STAYS, *SIGNED, exit_code=4).stderr
    assert "complete it first" in other
    program.run("erase", store, "--pupil", GONE, *SIGNED)
    assert found_in(program.var, GONE, OTHER) == []
    kept = receipt(program)
    assert (kept["resumed"], kept["removed"]["attendance"]) == (True, 4)


@pytest.mark.slow
def test_an_erasure_that_is_killed_anywhere_is_completed_by_the_same_command(program, tmp_path):
    rng = Random(7)
    database = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(database, "2025-10-20", **RECORDS)
    command = ("-m", "prezent", "erase", database, "--pupil", GONE, *SIGNED)
    for attempt in range(6):
        process = program.start(*command, folder=ROOT)
        try:
            process.communicate(timeout=1 + attempt + rng.random())
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        else:
            break  # it came to its end, and the next ones would find nothing to do
    if not (program.var / "erasures" / "0001.json").exists():
        program.run(*command[2:])
    assert found_in(tmp_path, GONE, OTHER) == []
    assert stored_among(url_of(database), [GONE, STAYS]) == {STAYS}


def test_an_erased_child_that_is_let_in_again_comes_with_the_next_import(program, store):
    program.run("erase", store, "--pupil", GONE, *SIGNED)
    bring(store, "2025-11-01", file="before", **RECORDS)
    assert stored_among(url_of(store), [GONE]) == set()
    assert "let the child in" in program.run("readmit", store, "--pupil", GONE, *SIGNED).stdout
    bring(store, "2025-11-02", file="after", **RECORDS)
    assert stored_among(url_of(store), [GONE]) == {GONE}
    assert "nothing was changed" in program.run("readmit", store, "--pupil", GONE, *SIGNED, exit_code=4).stderr


def test_a_child_of_two_pseudonyms_is_let_in_under_both_and_in_every_store(program, store):
    beside = f"sqlite:///{program.var / 'old.sqlite'}"
    both = {name: [*rows, *({**each, "pupil_id": OTHER} for each in rows[:1])] for name, rows in RECORDS.items()}
    bring(beside, "2025-10-20", **both)
    program.run("erase", store, "--pupil", GONE, *SIGNED)
    for place in (store, beside):
        bring(place, "2025-11-01", file="before", **both)
        assert stored_among(url_of(place), [GONE, OTHER]) == set()

    said = program.run("readmit", store, "--pupil", GONE, *SIGNED).stdout

    assert "It was known under 2 pseudonyms" in said
    for place in (store, beside):
        bring(place, "2025-11-02", file="after", **both)
        assert stored_among(url_of(place), [GONE, OTHER]) == {GONE, OTHER}
    assert OTHER not in "".join(path.read_text() for path in (program.var / "erasures").glob("*.json"))


def test_an_erasure_waits_for_no_other_and_says_so(program, store):
    with ErasureBook(program.var / "erasures").only_one():
        said = program.run("erase", store, "--pupil", GONE, *SIGNED, exit_code=4).stderr
        assert "Another erasure goes on" in said
        program.run("readmit", store, "--pupil", GONE, *SIGNED, exit_code=4)
    assert stored_among(url_of(store), [GONE]) == {GONE}


def test_retention_shows_and_erases_children_who_left_long_ago(program, database):
    old = [{**each, "school_year": "2020-2021", "enrolled_on": "2020-09-14"} for each in RECORDS["enrolments"]]
    old[1] = {**old[1], "pupil_id": OTHER}
    days = [{"pupil_id": each, "date": "2020-10-05", "hours": "1"} for each in (GONE, OTHER)]
    bring(database, "2020-11-02", enrolments=old, attendance=days)
    now = [{**RECORDS["enrolments"][0], "pupil_id": STAYS}]
    bring(database, "2025-11-01", enrolments=now, attendance=[{"pupil_id": STAYS, "date": "2025-10-06", "hours": "1"}])
    (program.var / "mappings" / "S1.toml").unlink()
    shown = program.run("retain", database, "--dry-run").stdout
    assert "2 children kept for more than 24 months" in shown
    assert "enrolments: 2, attendance: 2" in shown
    assert stored_among(url_of(database), [GONE, OTHER]) == {GONE, OTHER}
    assert "1 child kept" in program.run("retain", database, "--dry-run", "--keep", OTHER).stdout
    said = program.run("retain", database, "--by", "Dan", "--keep", OTHER).stdout
    assert "1 child erased" in said
    assert stored_among(url_of(database), [GONE, OTHER, STAYS]) == {OTHER, STAYS}
    assert found_in(program.var, GONE) == []
    assert receipt(program)["by"] == "Dan"
    (program.var / "config.toml").write_text("retention_months = 120\n")
    assert "0 children" in program.run("retain", database).stdout
