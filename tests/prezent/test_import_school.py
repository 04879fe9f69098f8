"""A school's own sheets become records, and names stay on this machine: from our workbook to the roster."""

import datetime as dt
import io
import os
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from features.i18n.text import Language
from prezent.cli import cli
from serving.paper.template_sheets import SHEETS
from serving.paper.template_workbook import template_workbook
from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine
from tests.support.sheets.filled_template import DAY, FILLED, filled

pytest.importorskip("features.importers.spreadsheets.importer")

NUMBER = "196010112345" + "6"


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def bring(program: CommandLine, file: Path, out: Path, *options: object, exit_code: int = 0, lang: str = "en") -> str:
    asked = ("--lang", lang, "import", "school", file, out, "--school", "S1", *options)
    return program.run(*asked, exit_code=exit_code).output


def test_our_workbook_filled_in_by_hand_imports_without_a_question(tmp_path: Path, program: CommandLine):
    out = tmp_path / "records"
    said = bring(program, filled(tmp_path), out)
    assert f"Next: prezent check {out}" in said
    enrolments = pd.read_csv(out / "enrolments.csv", dtype=str)
    assert enrolments["class_label"].tolist() == ["VII B", "VII B", "VII A"]
    assert set(enrolments["school_id"]) == {"S1"}
    sizes = {path.stem: len(pd.read_csv(path)) for path in out.glob("*.csv")}
    assert sizes == {"enrolments": 3, "attendance": 2, "grades": 2, "family": 1, "outcomes": 1}
    text = "".join(path.read_text(encoding="utf-8") for path in out.iterdir())
    assert not any(name in text for name in ("Nucă", "Ana", "PARĂ", "Prună"))
    program.run("check", out)
    roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
    assert sorted(roster.names(enrolments["pupil_id"]).values()) == ["Nucă Ana", "Pară Ion", "Prună Vlad"]
    assert [row["register_number"] for row in roster.people_of("S1")].count("12") == 1


def test_the_same_children_get_the_same_pseudonyms_again_and_the_key_is_named(tmp_path: Path, program: CommandLine):
    outs = [tmp_path / name for name in ("first", "second")]
    for out in outs:
        bring(program, filled(tmp_path), out)
    first, second = ((out / "enrolments.csv").read_text() for out in outs)
    assert first == second
    other = CommandLine(tmp_path / "other")
    said = bring(other, filled(tmp_path), outs[0], "--dry-run", exit_code=4)
    assert "pupils here got their pseudonyms with it" in said


def test_a_dry_run_says_new_changed_and_gone_by_name_and_writes_nothing(tmp_path: Path, program: CommandLine):
    out = tmp_path / "records"
    said = bring(program, filled(tmp_path), out, "--dry-run", lang="ro")
    assert "înscrieri: 3 rânduri noi, 0 schimbate, 0 dispărute" in said
    assert "  nou: elev Nucă Ana" in said
    assert not out.exists()
    assert not list(program.var.glob("mappings/*"))
    bring(program, filled(tmp_path), out)
    changed = {**FILLED, "Absențe": [("12", "Nucă Ana", "VII B", DAY, 1, "istorie", "nu")]}
    said = bring(program, filled(tmp_path, changed), out, "--dry-run")
    assert "attendance: 0 new rows, 1 changed, 1 gone" in said
    assert "grades: 0 new rows, 0 changed, 0 gone" in said
    assert "  changed: pupil Nucă Ana, date 14 October 2025" in said
    assert ": hours 3 → 1" in said
    assert "  gone: pupil Pară Ion, date 14 October 2025" in said
    said = bring(program, filled(tmp_path, changed), out, "--dry-run", lang="ro")
    assert "absențe: 0 rânduri noi, 1 schimbat, 1 dispărut" in said
    assert "ore 3 → 1" in said
    assert "  dispărut: elev Pară Ion, data 14.10.2025" in said


def catalogue(folder: Path, *rows: list[str], name: str = "catalog.xlsx") -> Path:
    """Write a class catalogue, a pupil a row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "6D"
    for row in (["Clasa a VI-a D, an școlar 2025-2026"], ["Nr. matricol", "Nume și prenume", "Absențe", "Mate"], *rows):
        sheet.append(row)
    book.save(folder / name)
    return folder / name


ANA = ["801", "Nucă Ana", "14.10; 15.10; 12.11", "5/10.10"]
ION = ["802", "Pară Ion", "20.10", "9/10.10"]


@pytest.fixture
def store(tmp_path: Path, program: CommandLine) -> Path:
    """A database into which the catalogue of a class was imported."""
    place = tmp_path / "records.sqlite"
    bring(program, catalogue(tmp_path, ANA, ION), place, "--day", "2025-12-01")
    return place


def again(program: CommandLine, store: Path, file: Path, *options: object, lang: str = "ro") -> str:
    asked = ("--lang", lang, "import", "school", file, store, "--school", "S1", "--day", "2025-12-03", *options)
    return program.run(*asked).output


@pytest.mark.parametrize("name", ["catalog_6D_nov_corectat.xlsx", "catalog_v4.xlsx", "septembrie.xlsx"])
@pytest.mark.parametrize(
    ("cell", "gone"), [("14.10; 15.10", 1), ("15.10; 12.11", 1), ("12.11", 2), ("14.10", 2), ("15.10", 2), ("", 3)]
)
def test_what_is_gone_from_a_catalogue_is_taken_back_whatever_it_was_and_however_the_file_is_called(
    cell: str, gone: int, name: str, tmp_path: Path, program: CommandLine, store: Path
):
    file = catalogue(tmp_path, [*ANA[:2], cell, ANA[3]], ION, name=name)
    assert f"absențe: 0 rânduri noi, 0 schimbate, {gone} " in again(program, store, file, "--dry-run")
    said = again(program, store, file)
    assert "absențe, note: acoperă 1 septembrie 2025 – 3 decembrie 2025" in said
    assert f"absențe: 0 rânduri noi, 0 schimbate, {gone} dispărut" in said
    program.run("export", store, tmp_path / "out")
    rows = pd.read_csv(tmp_path / "out" / "attendance.csv")
    assert len(rows) == 4
    assert rows["retracted_on"].notna().sum() == gone


def test_a_pupil_who_is_missing_is_named_and_keeps_all_rows(tmp_path: Path, program: CommandLine, store: Path):
    file = catalogue(tmp_path, ANA, name="fara_ion.xlsx")
    for options in (["--dry-run"], []):
        said = again(program, store, file, *options)
        assert "Lipsesc din foi, deși sunt înscriși în clasele lor: Pară Ion. Rândurile lor rămân cum erau." in said
        assert "Nucă Ana" not in said
    program.run("export", store, tmp_path / "out")
    for table in ("attendance", "grades", "enrolments"):
        rows = pd.read_csv(tmp_path / "out" / f"{table}.csv")
        assert "retracted_on" not in rows or rows["retracted_on"].isna().all()
    assert "Lipsesc din foi" not in again(program, store, catalogue(tmp_path, ANA, ION, name="toti.xlsx"), "--dry-run")


def test_undo_says_which_rows_go_and_come_back_and_what_lies_above(tmp_path: Path, program: CommandLine, store: Path):
    again(program, store, catalogue(tmp_path, [*ANA[:2], "14.10; 16.10", ANA[3]], ION, name="second.xlsx"))
    again(program, store, catalogue(tmp_path, [*ANA[:2], "14.10; 16.10", "7/10.10"], ION, name="third.xlsx"))
    undone = program.run("--lang", "ro", "undo", store, 1, "--by", "Dan", "--reason", "greșit").output
    assert "Importurile de după el rămân valabile, cu tot ce spun ele: 2, 3." in undone
    undone = program.run("--lang", "ro", "undo", store, 3, "--by", "Dan", "--reason", "greșit").output
    assert "note: 0 dispărute, 0 revenite, 1 schimbat înapoi" in undone
    assert "Importurile de după el" not in undone
    assert "Numele aduse de el rămân în lista de nume" in undone


def test_wrong_cells_are_told_and_coloured_in_a_copy(tmp_path: Path, program: CommandLine):
    bad = {**FILLED, "Absențe": [("12", "Nucă Ana", "VII B", "31.02.2025", 3, "istorie", "nu")]}
    (tmp_path / "out").mkdir()
    said = bring(program, filled(tmp_path, bad), tmp_path / "out" / "records", "--dry-run", exit_code=3, lang="ro")
    assert "catalog.xlsx, Absențe!D3: am găsit „31.02.2025”" in said
    copy = openpyxl.load_workbook(tmp_path / "out" / "catalog.probleme.xlsx")
    assert "31.02.2025" in copy["Absențe"]["D3"].comment.text
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["catalog.probleme.xlsx"]
    bring(program, filled(tmp_path, bad), tmp_path / "records", exit_code=3)
    assert not (tmp_path / "records").exists()


def test_rows_that_may_be_one_child_are_asked_about_and_the_answer_is_remembered(tmp_path: Path, program: CommandLine):
    pupils = [("", "Nucă Ana", "VII B", dt.date(2012, 5, 14)), ("", "Nucă Ana Ioana", "VII B", None)]
    file = filled(tmp_path, {"Elevi": pupils})
    said = bring(program, file, tmp_path / "records", exit_code=2)
    assert "Class VII B: Nucă Ana and Nucă Ana Ioana may be one child" in said
    pair = said.rstrip().splitlines()[-1]
    mapping = tmp_path / "mapping.toml"
    for section, children in (("same_pupil", 1), ("other_pupil", 2)):
        mapping.write_text(f'school_id = "S1"\n[{section}]\n{pair}\n', encoding="utf-8")
        out = tmp_path / section
        bring(program, file, out, "--mapping", mapping)
        assert pd.read_csv(out / "enrolments.csv")["pupil_id"].nunique() == children
        assert pair in mapping.read_text(encoding="utf-8")


def test_an_unknown_heading_is_told_with_a_mapping_to_complete(tmp_path: Path, program: CommandLine):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Nume și prenume", "Clasa", "Qwxyz"], ["Nucă Ana", "VII B", "zzz"], ["Pară Ion", "VII B", "yyy"]):
        sheet.append(row)
    book.save(tmp_path / "lista.xlsx")
    said = bring(program, tmp_path / "lista.xlsx", tmp_path / "records", "--year", "2025-2026", exit_code=2)
    assert "Qwxyz" in said
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(said[said.index("# Prezent") :], encoding="utf-8")
    bring(program, tmp_path / "lista.xlsx", tmp_path / "records", "--year", "2025-2026", "--mapping", mapping)
    assert len(pd.read_csv(tmp_path / "records" / "enrolments.csv")) == 2


def test_answers_from_a_file_are_remembered_for_the_school_beside_earlier_ones(tmp_path: Path, program: CommandLine):
    mapping = tmp_path / "answers.toml"
    for file, heading in (("one.xlsx", "Qwxyz"), ("two.xlsx", "Zyxwq")):
        book = openpyxl.Workbook()
        for row in (["Nume și prenume", "Clasa", heading], ["Nucă Ana", "VII B", "zzz"]):
            book.active.append(row)
        book.save(tmp_path / file)
        said = bring(program, tmp_path / file, tmp_path / "records", "--year", "2025-2026", exit_code=2)
        mapping.write_text(said[said.index("# Prezent") :], encoding="utf-8")
        bring(program, tmp_path / file, tmp_path / f"{heading} 1", "--year", "2025-2026", "--mapping", mapping)
        handed_in = mapping.read_text(encoding="utf-8") + "# mine\n"
        mapping.write_text(handed_in, encoding="utf-8")
        bring(program, tmp_path / file, tmp_path / f"{heading} 2", "--year", "2025-2026", "--mapping", mapping)
        assert mapping.read_text(encoding="utf-8") == handed_in
    for file in ("one.xlsx", "two.xlsx"):
        bring(program, tmp_path / file, tmp_path / f"again {file[:3]}", "--year", "2025-2026")


def test_in_a_terminal_questions_are_asked_once_and_remembered(
    tmp_path: Path, program: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("prezent.commands.registers.imports.questions.somebody_is_there", lambda: True)
    pupils = [("", "Nucă Ana", "VII B", dt.date(2012, 5, 14)), ("", "Nucă Ana Ioana", "VII B", None)]
    book = openpyxl.load_workbook(filled(tmp_path, {"Elevi": pupils}))
    for row, text in enumerate(("Qwxyz", "zzz", "yyy"), start=2):
        book["Elevi"].cell(row, 10, text)
    book.save(tmp_path / "catalog.xlsx")
    environment = {"PREZENT_VAR": str(program.var), "PREZENT_LANG": "ro"}
    for out, typed in (("first", "ignore\nd\n"), ("second", "")):
        asked = ["import", "school", str(tmp_path / "catalog.xlsx"), str(tmp_path / out), "--school", "S1"]
        result = CliRunner().invoke(cli, asked, input=typed, env=environment)
        assert result.exit_code == 0, result.output
        assert ("Un singur copil? (d/n)" in result.output) == ("Qwxyz" in result.output) == bool(typed)
        assert pd.read_csv(tmp_path / out / "enrolments.csv")["pupil_id"].nunique() == 1
    assert [path.name for path in (program.var / "mappings").iterdir()] == ["S1.toml"]


@pytest.mark.parametrize("language", ["ro", "en"])
def test_our_workbook_means_the_same_in_both_languages(tmp_path: Path, program: CommandLine, language: Language):
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("2025-2026", language)))
    for laid_out, sheet in zip(SHEETS, book.worksheets, strict=False):
        for column, field in enumerate(laid_out.columns, start=1):
            example = field.example.said(language).format(first=2025, second=2026)
            sheet.cell(3, column, (field.choices[0].said(language) if field.choices else example) or None)
    book.save(tmp_path / "filled.xlsx")
    bring(program, tmp_path / "filled.xlsx", tmp_path / "records")
    tables = {path.stem: pd.read_csv(path, dtype=str).fillna("") for path in (tmp_path / "records").glob("*.csv")}
    assert {name: len(frame) for name, frame in tables.items()} == {
        "enrolments": 1, "attendance": 1, "grades": 2, "family": 1, "outcomes": 1,
    }  # fmt: skip
    family = tables["family"].iloc[0]
    assert (family["guardianship"], family["parents_abroad"], family["commute_minutes"]) == (
        "both_parents",
        "none",
        "20.0",
    )
    assert tables["outcomes"]["outcome"].tolist() == ["promoted"]
    assert tables["attendance"][["hours", "excused"]].to_numpy().tolist() == [["3.0", "yes"]]


def test_an_identity_number_goes_nowhere(tmp_path: Path, program: CommandLine):
    pupils = [("12", "Nucă Ana", "VII B", None, None, None, None, None, NUMBER), (NUMBER, "Pară Ion", "VII B")]
    said = bring(program, filled(tmp_path, {"Elevi": pupils}), tmp_path / "records")
    assert "CNP" in said
    for path in [*tmp_path.rglob("*.csv"), *program.var.rglob("*")]:
        assert not path.is_file() or NUMBER.encode() not in path.read_bytes(), path


def test_where_no_names_are_kept_records_come_all_the_same(tmp_path: Path, program: CommandLine):
    program.var.mkdir()
    (program.var / "config.toml").write_text('roster = "off"\n')
    assert "keeps no names" in bring(program, filled(tmp_path), tmp_path / "records")
    assert not (program.var / "roster.sqlite").exists()


def test_a_mapping_of_another_school_is_refused(tmp_path: Path, program: CommandLine):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('school_id = "S2"\n')
    said = bring(program, filled(tmp_path), tmp_path / "records", "--mapping", mapping, exit_code=2)
    assert "is of school S2" in said


@pytest.mark.parametrize(
    "typed", ["461100123", "Scoala Valea Seaca", "0461100123 ", "461100123.0", "46110012", "SCOALA"]
)
def test_a_code_unlike_the_one_used_before_is_asked_about(tmp_path: Path, program: CommandLine, typed: str):
    file = filled(tmp_path)
    program.run("import", "school", file, tmp_path / "first", "--school", "0461100123")
    asked = ("--lang", "ro", "import", "school", file, tmp_path / "second", "--school", typed)
    assert "ați folosit înainte 0461100123?" in program.run(*asked, exit_code=2).output
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize(
    "names", [("a.xlsx",), ("a.xlsx", "b.xlsx"), ("a.xlsx", "new.xlsx"), ("a.xlsx", "b.csv"), ("a",)]
)
def test_where_the_place_to_write_to_is_missing_it_is_said(
    tmp_path: Path, program: CommandLine, names: tuple[str, ...]
):
    files = [filled(tmp_path, name="a.xlsx"), filled(tmp_path, name="b.xlsx")]
    (tmp_path / "b.csv").write_bytes(b"Elev;Data")
    before = [file.read_bytes() for file in files]
    asked = ("--lang", "ro", "import", "school", *(tmp_path / name for name in names), "--school", "S1")
    said = program.run(*asked, exit_code=2).output
    assert "lipsește locul unde se scriu datele (OUT)" in said
    assert f"numiți după {tmp_path / names[-1]}" in said
    assert [file.read_bytes() for file in files] == before
    assert not (tmp_path / "a").exists()


def test_a_code_without_its_zero_is_asked_about_at_once(tmp_path: Path, program: CommandLine):
    asked = ("--lang", "ro", "import", "school", filled(tmp_path), tmp_path / "records", "--school", "461100123")
    assert "este cumva 0461100123? Codul SIIIR are zece cifre" in program.run(*asked, exit_code=2).output


def test_another_siiir_code_is_another_school(tmp_path: Path, program: CommandLine):
    schools, pupils = ("0461100123", "0461100124", "4061100124"), set()
    for school in schools:
        program.run("import", "school", filled(tmp_path), tmp_path / school, "--school", school)
        enrolments = pd.read_csv(tmp_path / school / "enrolments.csv", dtype=str)
        assert set(enrolments["school_id"]) == {school}
        pupils.update(enrolments["pupil_id"])
    assert len(pupils) == 3 * len(schools)  # the same numbers and names are other children in another school
    roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
    assert [len(roster.people_of(school)) for school in schools] == [3, 3, 3]


def test_in_a_terminal_enter_is_no_answer_and_answers_of_a_dry_run_are_kept(
    tmp_path: Path, program: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("prezent.commands.registers.imports.questions.somebody_is_there", lambda: True)
    book = openpyxl.load_workbook(filled(tmp_path))
    for row, text in enumerate(("Qwxyz", "zzz", "yyy"), start=2):
        book["Elevi"].cell(row, 10, text)
    book.save(tmp_path / "catalog.xlsx")
    environment = {"PREZENT_VAR": str(program.var), "PREZENT_LANG": "ro"}
    for typed, options in (("\nNu se ia în seamă\n", ["--dry-run"]), ("", [])):
        asked = ["import", "school", str(tmp_path / "catalog.xlsx"), str(tmp_path / "out"), "--school", "S1", *options]
        result = CliRunner().invoke(cli, asked, input=typed, env=environment)
        assert result.exit_code == 0, result.output
        assert ("Acesta nu este un răspuns" in result.output) == bool(typed)
        assert ("1. nu se ia în seamă\n" in result.output) == bool(typed)


@pytest.mark.parametrize("school", ["../../../x", "/etc", "a/b", "S..1", "5130312125789", "x" * 80, "-R1"])
def test_what_is_no_code_of_a_school_is_refused_before_anything_is_read(school: str, tmp_path: Path):
    program = CommandLine(tmp_path / "var")
    said = program.run("import", "school", tmp_path / "none.xlsx", tmp_path / "out", f"--school={school}", exit_code=2)
    assert "is no code of a school" in said.stderr
    assert "5130312125789" not in said.stderr


@pytest.mark.parametrize("year", ["99999999-9", "2025-2027", "25-26", "2025/2026", "1e400"])
def test_what_is_no_school_year_is_refused_before_anything_is_read(year: str, tmp_path: Path):
    program = CommandLine(tmp_path / "var")
    said = program.run(
        "import", "school", tmp_path / "none.xlsx", tmp_path / "out", "--school", "R1", "--year", year, exit_code=2
    )
    assert "is no school year" in said.stderr


@pytest.mark.parametrize("command", [("import", "school"), ("import", "siiir"), ("import", "oneroster"), ("check",)])
def test_a_pipe_is_refused_at_once(command: tuple[str, ...], tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    program = CommandLine(tmp_path / "var")
    rest = {"school": ["out", "--school", "R1"], "check": []}.get(command[-1], ["out"])
    said = program.run(*command, tmp_path / "pipe.csv", *rest, exit_code=2)
    assert "is no file but a device or a pipe" in said.stderr


@pytest.mark.parametrize("by", ["", "  ", "\u200b", "--"])
def test_an_empty_signature_signs_nothing(by: str, tmp_path: Path):
    program = CommandLine(tmp_path / "var")
    (tmp_path / "records.sqlite").touch()
    for command in (("undo", tmp_path / "records.sqlite", "1"), ("promote", "1"), ("rollback",)):
        said = program.run(*command, f"--by={by}", "--reason=because", exit_code=2)
        assert "write who, or why" in said.stderr


@pytest.mark.parametrize("host", ["[::1/x", "h:99999/x", "h:port/x", "[::1]:-1/x"])
def test_an_address_that_cannot_be_taken_apart_is_a_sentence_without_its_password(host: str, tmp_path: Path):
    said = CommandLine(tmp_path / "var").run("check", f"postgresql://u:SECRETPW@{host}", exit_code=2)
    assert "names no database" in said.stderr
    assert "SECRETPW" not in said.stderr


def test_a_file_whose_name_is_no_text_is_brought_and_undone(tmp_path: Path, program: CommandLine):
    name = os.fsdecode(b"catalog \xba.csv")  # as an older archive unpacks it
    try:
        (tmp_path / name).write_text("Nume și prenume;Clasa;Matematică\nNucă Ana;VI A;7/10.10.2025\n", encoding="utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    place = tmp_path / "records.sqlite"
    command = ("-m", "prezent", "import", "school", tmp_path / name, place, "--school", "S1", "--year", "2025-2026")

    process = program.start(*command, folder=Path(__file__).parents[2])
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0, said
    assert "from catalog ?.csv are in" in said
    assert "catalog ?.csv" in program.run("batches", place).stdout
    program.run("undo", place, "1", "--by", os.fsdecode(b"Ana \xba"), "--reason", "wrong file")
    assert "Ana ?: wrong file" in program.run("batches", place).stdout
