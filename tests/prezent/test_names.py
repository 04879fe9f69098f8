"""Names on a list of this machine: beside the pseudonyms, logged, never for programs."""

import json
from pathlib import Path

import pandas as pd
import pytest

from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine, Trained


@pytest.mark.parametrize(
    "asked",
    [
        ("rank", "records", "--capacity", "5", "--names", "--format", "json"),
        ("rank", "records", "--capacity", "5", "--names", "--each-school", "--out", "lists"),
        ("explain", "records", "--pupil", "p1", "--names", "--format", "json"),
        ("explain", "records", "--pupil", "p1", "--names", "--beside", "p2"),
    ],
)
def test_programs_get_no_names(tmp_path: Path, asked: tuple[str, ...]):
    said = CommandLine(tmp_path).run(*asked, exit_code=2).stderr
    assert "Names are shown in one list or one child's page for people" in said
    assert not (tmp_path / "access.log").exists()


@pytest.mark.slow
def test_a_list_with_names_is_a_line_in_the_log(champion: Trained, tmp_path: Path):
    program = champion.program.copy(tmp_path)
    asked = ("rank", champion.records, "--as-of", "2026-04-20", "--capacity", 3)
    first, *_ = program.json(*asked, "--format", "json")["pupils"]
    people = pd.DataFrame({"school_id": [first["school_id"]], "pupil_id": [first["pupil_id"]], "name": ["Nucă Ana"]})
    open_roster(f"sqlite:///{tmp_path / 'roster.sqlite'}").keep(people, key_id="any")
    shown = program.run(*asked, "--names")
    assert "Nucă Ana" in shown.stdout
    assert "No name is known here of 2 of 3" in shown.stderr
    child = ("explain", champion.records, "--as-of", "2026-04-20", "--pupil", first["pupil_id"])
    assert f"Nucă Ana ({first['pupil_id']})" in " ".join(program.run(*child, "--names").stdout.split())
    assert "Nucă" not in program.run(*asked).stdout + program.run(*child, "--format", "json").stdout
    lines = [json.loads(line) for line in (tmp_path / "access.log").read_text(encoding="utf-8").splitlines()]
    assert [(line["what"], line["schools"], line["children"]) for line in lines] == [
        ("rank", [first["school_id"]], 1), ("explain", [first["school_id"]], 1),
    ]  # fmt: skip
    assert "Nucă" not in (tmp_path / "access.log").read_text(encoding="utf-8")
