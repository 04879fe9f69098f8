"""Invented records are CSV that a spreadsheet opens, Parquet on request and when large; both give the same lists."""

from pathlib import Path

import pytest

from prezent.commands import records as records_commands
from tests.support.command_line import CommandLine, Trained

COUNTY = ("--county", "OT", "--pupils", 1000, "--years", 3, "--seed", 7)
AS_OF = ("--as-of", "2026-04-20")


@pytest.fixture(scope="module")
def both(no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same county in either format."""
    folder = tmp_path_factory.mktemp("formats")
    no_models.run("synth", folder / "csv", *COUNTY)
    no_models.run("synth", folder / "parquet", *COUNTY, "--format", "parquet")
    return {name: folder / name for name in ("csv", "parquet")}


def kinds(folder: Path) -> set[str]:
    """Return the endings of the tables; beside them prezent.toml says that the children are invented."""
    return {path.suffix for path in folder.rglob("*") if path.is_file() and path.name != "prezent.toml"}


def test_csv_is_written_unless_parquet_is_asked_for(both: dict[str, Path]) -> None:
    assert (kinds(both["csv"]), kinds(both["parquet"])) == ({".csv"}, {".parquet"})


def test_what_is_too_large_for_a_spreadsheet_is_parquet(
    no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_commands, "MOST_IN_CSV", 59)
    no_models.run("synth", tmp_path / "out", "--pupils", 60, "--years", 1)
    assert kinds(tmp_path / "out") == {".parquet"}


def test_features_and_lists_of_both_are_the_same(champion: Trained, both: dict[str, Path], tmp_path: Path) -> None:
    run = champion.program.run
    listed, tables = {}, {}
    for name, folder in both.items():
        listed[name] = run("rank", folder, *AS_OF, "--capacity", 20, "--format", "json").stdout
        run("features", folder, *AS_OF, "--out", tmp_path / f"{name}.csv")
        tables[name] = (tmp_path / f"{name}.csv").read_bytes()
    assert listed["csv"] == listed["parquet"].replace(".parquet", ".csv")
    assert tables["csv"] == tables["parquet"]
