"""Is the list of a county the same, to the last bit, from its folder, from SQLite and from PostgreSQL?"""

import datetime as dt
from pathlib import Path

import pytest

from prezent.commands.registers.imports.stored_imports import store_folder
from prezent.settings import read_settings
from tests.support.command_line import TRAINED_AT, CommandLine, Trained, outcome_options
from tests.support.stores import url_of

DAY = dt.date(2026, 7, 1)


def put(program: CommandLine, folder: Path, database: str) -> None:
    """Bring a record folder into a database."""
    settings = read_settings("en", var=program.var, environment={})
    store_folder(url_of(database), folder, settings, "Ana", day=DAY)


@pytest.mark.slow
def test_the_json_of_a_list_is_the_same_from_folder_and_database(database: str, champion: Trained) -> None:
    put(champion.program, champion.records, database)
    asked = ("--as-of", "2026-02-02", "--capacity", "25", "--format", "json")
    expected = champion.program.run("rank", champion.records, *asked).stdout
    assert '"data_fingerprint": "' in expected
    assert champion.program.run("rank", database, *asked).stdout == expected


@pytest.mark.slow
def test_the_lists_of_counties_are_the_same_from_one_process_and_two(
    database: str, champion: Trained, counties_folder: Path, tmp_path: Path
) -> None:
    put(champion.program, counties_folder, database)
    asked = ("--as-of", "2026-02-02", "--capacity", "0.1", "--each-school", "--format", "csv")
    lists = []
    for place, processes in ((counties_folder, 1), (database, 1), (database, 2)):
        out = tmp_path / str(len(lists))
        champion.program.run("rank", place, *asked, "--processes", processes, "--out", out)
        lists.append({path.relative_to(out): path.read_bytes() for path in out.glob("*/*.csv")})
    assert len(lists[0]) > 2
    assert lists[0] == lists[1] == lists[2]


@pytest.mark.slow
def test_a_model_learns_the_same_from_a_database(
    database: str, trained: Trained, no_models: CommandLine, tmp_path: Path
) -> None:
    program = no_models.copy(tmp_path)
    put(program, trained.records, database)
    dates = [part for date in TRAINED_AT for part in ("--as-of", date)]
    report = tmp_path / "report.json"
    program.run("train", database, *outcome_options(), *dates, "--horizon", 365, "--report", report)
    asked = ("--as-of", "2026-02-02", "--capacity", 25, "--format", "json", "--model", "1")
    assert program.run("rank", database, *asked).stdout == trained.program.run("rank", trained.records, *asked).stdout
