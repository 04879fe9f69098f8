"""The demo goes the whole way, in a folder of its own, and touches no champion in use."""

import contextlib
import datetime as dt
import os
import re
import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from features.store.database.url import store_url
from prezent import cli as command_line
from prezent.commands.demo import command as demo_command
from prezent.commands.pages.pages_start import pages_start
from prezent.settings import read_settings
from tests.support.command_line import CommandLine, Trained

SMALLER = demo_command.SYNTH.replace("--pupils 4000", "--pupils 1500")


@pytest.fixture(scope="module")
def in_use(champion: Trained, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A program with a champion, and records named as the demo once named its own."""
    program = champion.program.copy(tmp_path_factory.mktemp("in_use"))
    (program.var / "demo-records").mkdir()
    (program.var / "demo-records" / "mine.csv").write_text("pupil_id\n")
    return program


@pytest.fixture(scope="module")
def demonstrated(in_use: CommandLine) -> Result:
    """The demo, once gone through, where MLflow's own variable names the registry in use."""
    environment = {"PREZENT_VAR": str(in_use.var), "PREZENT_LANG": "en", "MLFLOW_TRACKING_URI": in_use.tracking_uri}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_command, "SYNTH", SMALLER)
        before = os.umask(0o022)
        try:
            return CliRunner().invoke(command_line.cli, ["demo"], env=environment)
        finally:
            os.umask(before)


def test_it_ends_with_a_list_and_what_to_do_next(in_use: CommandLine, demonstrated: Result) -> None:
    assert demonstrated.exit_code == 0, demonstrated.output
    assert "Whom to look after first" in demonstrated.stdout
    own = in_use.var / "demo"
    assert f"prezent --var {own} serve --pages --records {own / 'records.sqlite'}" in demonstrated.stdout


def test_its_pages_bring_records_in_without_a_second_factor(in_use: CommandLine, demonstrated: Result) -> None:
    own = in_use.var / "demo"
    start = pages_start(read_settings("en", var=own, environment={}), records=store_url(str(own / "records.sqlite")))
    assert (start.second_factor, start.opens_on) == (False, dt.date(2026, 4, 20))
    assert start.records == f"sqlite:///{own / 'records.sqlite'}"


def test_it_says_a_way_in_for_each_role(in_use: CommandLine, demonstrated: Result) -> None:
    said = demonstrated.stdout
    assert "http://127.0.0.1:3000" in said
    assert said.count("@demo.example") == 9
    assert (in_use.var / "demo" / "pages.sqlite").is_file()
    assert not (in_use.var / "pages.sqlite").exists()


def test_its_pages_open_with_the_list_that_it_printed(in_use: CommandLine, demonstrated: Result) -> None:
    assert "What was known before 20 April 2026" in demonstrated.stdout
    assert "The pages open with the list of 20 April 2026, as above" in demonstrated.stdout
    (school,) = re.findall(r"Whom to look after first: .*\((\d+)\)", demonstrated.stdout)
    with contextlib.closing(sqlite3.connect(in_use.var / "demo" / "pages.sqlite")) as kept:
        lists = kept.execute("SELECT school_id, as_of FROM lists_shownlist ORDER BY as_of DESC, id").fetchall()
        (director,) = kept.execute("SELECT school_id FROM access_grant WHERE role = 'director'").fetchone()
    assert (director, lists[0]) == (school, (school, "2026-04-20"))
    assert (in_use.var / "demo" / "people.invented").read_text() == "2026-04-20"


def test_the_champion_in_use_and_its_records_stay_as_they_were(
    champion: Trained, in_use: CommandLine, demonstrated: Result
) -> None:
    assert "Version 1 is the champion now" in demonstrated.stdout
    assert in_use.run("models").stdout == champion.program.run("models").stdout
    assert sorted(path.name for path in (in_use.var / "demo-records").iterdir()) == ["mine.csv"]


def test_its_champion_is_found_in_its_own_folder(in_use: CommandLine, demonstrated: Result) -> None:
    own = CommandLine(in_use.var / "demo")
    assert "the demo's only model" in own.run("models").stdout


def test_its_records_are_csv_that_a_spreadsheet_opens(in_use: CommandLine, demonstrated: Result) -> None:
    kinds = {path.suffix for path in (in_use.var / "demo" / "records").rglob("*") if path.is_file()}
    assert kinds == {".csv", ".toml"}  # prezent.toml says that the children are invented


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folder from others by itself")
def test_database_models_and_logs_are_readable_by_their_owner_only(in_use: CommandLine, demonstrated: Result) -> None:
    own = in_use.var / "demo"
    kept = [own, own / "mlflow.db", *(own / "mlflow").rglob("*"), *(own / "models").rglob("*")]
    assert any(path.is_file() and path.suffix == ".txt" for path in kept)
    written = [path for path in kept if path.suffix != ".py"]  # the program's own file is copied with its mode
    assert [str(path) for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_the_program_is_called_as_a_shell_finds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = tmp_path / "prezent"
    installed.touch(mode=0o755)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    for path, called in ((tmp_path, "prezent"), (tmp_path / "nowhere", str(installed))):
        monkeypatch.setenv("PATH", str(path))
        assert demo_command._called() == called
