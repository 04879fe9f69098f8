"""The key, its sheet of paper and signed transfers from the command line; and who never opens the roster."""

import ast
import datetime as dt
import stat
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from features.records.records import load_records
from features.store.source import records_at
from prezent.cli import cli
from serving.roster.roster import Roster, open_roster
from tests.support.command_line import CommandLine

ROOT = Path(__file__).parents[2]
# The commands of analysts; the record commands open the roster only to bring names in.
ANALYSTS = ("training", "tuning", "records", "exchange", "service", "each_school", "one_list")


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def roster_of(program: CommandLine) -> Roster:
    return open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")


def restore(program: CommandLine, typed: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(
        cli, ["keyring", "restore"], input=typed, env={"PREZENT_VAR": str(program.var), "PREZENT_LANG": "en"}
    )
    assert result.exit_code == exit_code, result.output
    return result.output


def test_the_sheet_brings_a_lost_key_back_and_no_other(tmp_path: Path, program: CommandLine):
    sheet = tmp_path / "sheet.txt"
    program.run("keyring", "sheet", sheet)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    key = (program.var / "keyring.toml").read_text()
    typed = " ".join(line for line in sheet.read_text().splitlines() if line[:2].strip().isdecimal())
    assert "There is a keyring already" in restore(program, typed, exit_code=4)
    (program.var / "keyring.toml").unlink()
    assert "group" in restore(program, typed.replace(typed.split()[1], "AAAAB"), exit_code=2)
    restore(program, typed)
    assert (program.var / "keyring.toml").read_text() == key


def test_the_sheet_is_a_page_or_a_text(tmp_path: Path, program: CommandLine):
    program.run("keyring", "sheet", tmp_path / "sheet.html")
    assert "</html>" in (tmp_path / "sheet.html").read_text()
    assert "name it FILE.html or FILE.txt" in program.run("keyring", "sheet", tmp_path / "s.pdf", exit_code=2).stderr


def test_with_names_here_a_lost_key_is_never_replaced_by_a_new_one(tmp_path: Path, program: CommandLine):
    program.var.mkdir()
    roster_of(program).keep(
        pd.DataFrame({"school_id": ["A"], "pupil_id": ["p1"], "name": ["Nucă Ana"]}), key_id="former"
    )
    said = program.run("keyring", "sheet", tmp_path / "sheet.txt", exit_code=4).stderr
    assert "is not there, and pupils here got their pseudonyms with it" in said
    assert not (program.var / "keyring.toml").exists()


def test_a_child_that_was_transferred_is_one_child_once_the_school_is_imported_again(
    tmp_path: Path, program: CommandLine
):
    records = tmp_path / "records.sqlite"
    head = "Nr. matricol;Nume și prenume;Clasa\n"
    lists = {"A": "1;Nucă Ana;VI A\n2;Dud Ion;VI A\n", "B": "77;Nucă Ana;VI A\n78;Alun Dan;VI A\n"}
    for school, pupils in lists.items():
        (tmp_path / f"{school}.csv").write_text(head + pupils, encoding="utf-8")

    def bring(school: str, day: str) -> str:
        asked = ("--school", school, "--year", "2025-2026", "--day", day)
        return program.run("import", "school", tmp_path / f"{school}.csv", records, *asked).stdout

    bring("A", "2025-10-01")
    bring("B", "2025-10-01")
    (pupil,) = (row["pupil_id"] for row in roster_of(program).people_of("A") if row["name"] == "Nucă Ana")
    signed = ("--number", "77", "--by", "Director A", "--agreed-by", "Director B")
    program.run("transfer", "--pupil", pupil, "--from", "A", "--to", "B", *signed)
    assert "Not in the sheets" not in bring("B", "2025-10-06")
    rows = load_records(records_at(records), today=dt.date(2025, 10, 7))["enrolments"]
    stands = rows[rows["retracted_on"].isna() & (rows["school_id"] == "B")]
    assert len(rows[rows["school_id"] == "B"]) == 3
    assert len(stands) == 2
    assert pupil in set(stands["pupil_id"])


@pytest.fixture
def two_schools(tmp_path: Path, program: CommandLine):
    """Two schools in a database, a child of A and one of B by the same name; gives what brings them in."""
    head = "Nr. matricol;Nume și prenume;Clasa;Data absenței;Ore\n"
    lists = {"A": "1;Nucă Ana;VI A;;\n2;Dud Ion;VI A;;\n", "B": "77;Nucă Ana;VI A;29.09.2025;2\n78;Alun Dan;VI A;;\n"}
    for school, pupils in lists.items():
        (tmp_path / f"{school}.csv").write_text(head + pupils, encoding="utf-8")

    def bring(school: str, day: str) -> str:
        asked = ("--school", school, "--year", "2025-2026", "--day", day)
        return program.run("import", "school", tmp_path / f"{school}.csv", tmp_path / "r.sqlite", *asked).stdout

    return bring


def stands_in(place: Path, table: str, school: str = "") -> set[str]:
    rows = load_records(records_at(place), today=dt.date(2025, 10, 30))[table]
    rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
    return set(rows[rows["school_id"] == school]["pupil_id"] if school else rows["pupil_id"])


def test_a_transfer_taken_back_parts_the_children_once_the_school_is_imported_again(
    tmp_path: Path, program: CommandLine, two_schools
):
    place = tmp_path / "r.sqlite"
    two_schools("A", "2025-10-01")
    two_schools("B", "2025-10-01")
    own, of_a = (
        next(row["pupil_id"] for row in roster_of(program).people_of(school) if row["name"] == "Nucă Ana")
        for school in ("B", "A")
    )
    asked = ("transfer", "--pupil", of_a, "--from", "A", "--to", "B")
    program.run(*asked, "--number", "77", "--by", "Director A", "--agreed-by", "Director B")
    two_schools("B", "2025-10-06")
    assert (of_a in stands_in(place, "enrolments", "B"), stands_in(place, "attendance")) == (True, {of_a})
    assert "--reason" in program.run(*asked, "--undo", "--by", "Director B", exit_code=2).stderr
    said = program.run(*asked, "--undo", "--by", "Director B", "--reason", "two girls of one name").stdout
    assert f"{own} of school B is no longer {of_a}; signed by Director B." in said
    assert roster_of(program).links() == {}
    assert own in {row["pupil_id"] for row in roster_of(program).people_of("B")}
    two_schools("B", "2025-10-13")
    in_b = stands_in(place, "enrolments", "B")
    assert (own in in_b, of_a in in_b, len(in_b)) == (True, False, 2)
    assert stands_in(place, "attendance") == {own}
    assert of_a in stands_in(place, "enrolments", "A")
    assert "No problems." in program.run("check", place).stdout


def test_a_transfer_taken_back_and_signed_again_leaves_one_child(tmp_path: Path, program: CommandLine, two_schools):
    place = tmp_path / "r.sqlite"
    two_schools("A", "2025-10-01")
    two_schools("B", "2025-10-01")
    own, of_a = (
        next(row["pupil_id"] for row in roster_of(program).people_of(school) if row["name"] == "Nucă Ana")
        for school in ("B", "A")
    )
    asked = ("transfer", "--pupil", of_a, "--from", "A", "--to", "B")
    sign = ("--number", "77", "--by", "Director A", "--agreed-by", "Director B")
    take_back = ("--undo", "--by", "Director B", "--reason", "two girls")
    told = []
    for on, how in (("06", sign), ("12", take_back), ("15", sign), ("20", take_back), ("24", sign)):
        program.run(*asked, *how)
        two_schools("B", f"2025-10-{on}")
        told.append({own, of_a} & stands_in(place, "enrolments", "B"))
    assert told == [{of_a}, {own}, {of_a}, {own}, {of_a}]
    rows = load_records(records_at(place), today=dt.date(2025, 10, 30))["enrolments"]
    rows = rows[(rows["school_id"] == "B") & rows["pupil_id"].isin([own, of_a])]
    for on, pupil in (("10", of_a), ("13", own), ("17", of_a), ("22", own), ("26", of_a)):
        day = pd.Timestamp(f"2025-10-{on}")
        seen = rows[~(rows["known_on"] >= day) & ~(rows["retracted_on"] < day)]
        assert [*seen["pupil_id"]] == [pupil], (
            on,
            rows[["pupil_id", "enrolled_on", "known_on", "retracted_on"]].to_string(),
        )


def test_a_transfer_that_is_not_there_or_goes_on_is_not_taken_back(tmp_path: Path, program: CommandLine):
    program.run("keyring", "sheet", tmp_path / "sheet.txt")
    rows = [("A", "p1", "Nucă Ana"), ("B", "p2", "Nucă Ana"), ("C", "p3", "Nucă Ana")]
    from features.importers.pseudonyms import Pseudonyms
    from serving.roster.keyring import read_key

    key = Pseudonyms(read_key(program.var / "keyring.toml")).key_id
    roster_of(program).keep(pd.DataFrame(rows, columns=["school_id", "pupil_id", "name"]), key_id=key)

    def moved(*schools: str, exit_code: int = 0, undo: bool = False) -> str:
        signed = ("--undo", "--reason", "wrong") if undo else ("--agreed-by", "Y")
        asked = ("transfer", "--pupil", "p1", "--from", schools[0], "--to", schools[1], "--by", "X", *signed)
        return program.run(*asked, exit_code=exit_code).output

    assert "0 transfers of p1" in moved("A", "B", undo=True, exit_code=4)
    moved("A", "B")
    moved("B", "C")
    assert "was transferred on from school B to school C" in moved("A", "B", undo=True, exit_code=4)
    moved("B", "C", undo=True)
    moved("A", "B", undo=True)
    assert [row["pupil_id"] for school in "ABC" for row in roster_of(program).people_of(school)] == ["p1", "p2", "p3"]
    assert roster_of(program).links() == {}
    moved("A", "B")
    assert roster_of(program).links() == {"p2": "p1"}


def test_rows_that_an_answer_calls_one_child_are_one_in_what_was_imported_before_too(
    tmp_path: Path, program: CommandLine, two_schools
):
    place = tmp_path / "r.sqlite"
    two_schools("A", "2025-10-01")
    first, second = (row["pupil_id"] for row in roster_of(program).people_of("A"))
    mapping = program.var / "mappings" / "A.toml"
    before = mapping.read_text(encoding="utf-8")
    mapping.write_text(f'{before}\n[same_pupil]\n"{second}" = "{first}"\n', encoding="utf-8")
    (tmp_path / "A.csv").write_text("Nr. matricol;Nume și prenume;Clasa\n1;Nucă Ana;VI A\n2;Nucă Ana;VI A\n", "utf-8")
    two_schools("A", "2025-10-06")
    assert stands_in(place, "enrolments", "A") == {first}


def test_a_transfer_is_signed_by_both_schools(tmp_path: Path, program: CommandLine):
    program.run("keyring", "sheet", tmp_path / "sheet.txt")
    people = pd.DataFrame({"school_id": ["A", "B"], "pupil_id": ["p1", "p2"], "name": ["Nucă Ana", "NUCĂ ANA"]})
    from features.importers.pseudonyms import Pseudonyms
    from serving.roster.keyring import read_key

    roster_of(program).keep(people, key_id=Pseudonyms(read_key(program.var / "keyring.toml")).key_id)
    asked = ("transfer", "--pupil", "p1", "--from", "A", "--to", "B", "--by", "Director A", "--agreed-by")
    assert "signed by two people" in program.run(*asked, "director a", exit_code=2).stderr
    assert (
        "p2 of school B is p1 from now on; signed by Director A and Director B."
        in program.run(*asked, "Director B").stdout
    )
    assert roster_of(program).links() == {"p2": "p1"}
    assert "nothing was changed" in program.run(*asked, "Director B", exit_code=4).stderr


def test_where_names_are_off_nothing_needs_them(tmp_path: Path, program: CommandLine):
    program.var.mkdir()
    (program.var / "config.toml").write_text('roster = "off"\n')
    program.run("keyring", "sheet", tmp_path / "sheet.txt")
    asked = ("transfer", "--pupil", "p1", "--from", "A", "--to", "B", "--by", "X", "--agreed-by", "Y")
    assert 'roster = "off"' in program.run(*asked, exit_code=4).stderr
    assert not (program.var / "roster.sqlite").exists()


def test_the_keyring_may_lie_elsewhere(tmp_path: Path, program: CommandLine):
    program.var.mkdir()
    elsewhere = tmp_path / "safe" / "key.toml"
    (program.var / "config.toml").write_text(f'keyring = "{elsewhere.as_posix()}"\n')
    program.run("keyring", "sheet", tmp_path / "sheet.txt")
    assert elsewhere.is_file()
    assert not (program.var / "keyring.toml").exists()


@pytest.mark.parametrize("name", ANALYSTS)
def test_no_command_of_analysts_opens_the_roster(name: str):
    text = (ROOT / "prezent" / "commands" / f"{name}.py").read_text(encoding="utf-8")
    modules = {
        module
        for node in ast.walk(ast.parse(text))
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else
                       [each.name for each in node.names] if isinstance(node, ast.Import) else [])
    }  # fmt: skip
    assert not any("roster" in module or "registers" in module for module in modules)


def test_neither_training_models_features_nor_the_service_know_the_roster():
    for folder in (
        "features",
        "models",
        "training",
        "serving/api",
        "serving/batch",
        "serving/deployment",
        "serving/paper",
    ):
        for path in (ROOT / folder).rglob("*.py"):
            assert "serving.roster" not in path.read_text(encoding="utf-8"), path
