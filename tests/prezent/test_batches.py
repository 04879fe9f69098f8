"""Do the commands take a database wherever they take a folder, and say what was imported into it?"""

import datetime as dt

import pytest

from prezent.commands.registers.imports.stored_imports import store_folder
from prezent.settings import read_settings
from tests.support.command_line import CommandLine
from tests.support.stores import url_of


@pytest.fixture
def program(tmp_path):
    return CommandLine(tmp_path)


@pytest.fixture
def county(database, program, county_folder):
    """The address of a database that holds the small county."""
    settings = read_settings("en", var=program.var, environment={})
    store_folder(url_of(database), county_folder, settings, "Ana", day=dt.date(2026, 7, 1))
    return database


def test_check_and_features_say_of_a_database_what_they_say_of_its_folder(county, county_folder, program):
    from_folder, from_store = (program.run("check", place).stdout.splitlines() for place in (county_folder, county))
    said = "came in one import on 2026-07-01: what was corrected before is not known."
    assert any(said in line for line in from_store)
    summary = from_folder[: from_folder.index("No problems.") + 1]  # below it are warnings, which number rows of files
    assert from_store[: len(summary)] == summary
    tables = []
    for place in (county_folder, county):
        out = program.var / "features.csv"
        program.run("features", place, "--as-of", "2026-02-02", "--out", out)
        tables.append(out.read_text())
    assert tables[0] == tables[1]


def test_batches_are_listed_undone_and_exported(county, program, tmp_path):
    assert "Ana" in program.run("batches", county).stdout
    out = tmp_path / "folder"
    assert "Next: prezent check" in program.run("export", county, out).stdout
    assert "No problems" in program.run("check", out).stdout
    said = program.run("undo", county, 1, "--by", "Dan", "--reason", "wrong county").stdout
    assert "no longer stands" in said
    assert "Dan: wrong county" in " ".join(program.run("batches", county).stdout.split())
    assert "undone before" in program.run("undo", county, 1, "--by", "Dan", "--reason", "again", exit_code=4).stderr


def test_undo_wants_a_name_and_a_reason(county, program):
    assert "--by" in program.run("undo", county, 1, exit_code=2).stderr


def test_what_is_no_database_is_said(program):
    assert "is no database" in program.run("batches", "records", exit_code=2).stderr
    assert "no records" in program.run("check", program.var / "none.sqlite", exit_code=2).stderr
    assert "names no database" in program.run("check", "mysql://localhost/x", exit_code=2).stderr


def test_a_server_that_cannot_be_reached_ends_with_5_and_hides_the_password(program):
    said = program.run("check", "postgresql://ana:secret@127.0.0.1:9/records", exit_code=5).stderr
    assert "cannot be reached" in said
    assert "secret" not in said
