"""A dry run and the import that follows it say the same: what is new, changed and gone, in the same words."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.sheets.books import Book, Rows

PUPILS: Rows = [["Nr. matricol", "Nume și prenume", "Clasa", "CES"], ["1", "Nucă Ana", "VII A", "nu"],
                ["2", "Pară Ion", "VII A", "nu"], ["3", "Vișină Mia", "VII B", "nu"]]  # fmt: skip
REGISTER: Rows = [["Clasa a VII-a A, 2025-2026"], ["Nr. matricol", "Elev", "Istorie", "Absențe"],
                  ["1", "Nucă Ana", "7/13.10", "14.10; 15.10"], ["2", "Pară Ion", "9/13.10", "20.10"]]  # fmt: skip
SHEETS = {"Elevi": PUPILS, "VII A": REGISTER}


def _with(sheet: str, row: int, column: int, cell: str) -> dict[str, Rows]:
    rows = [list(each) for each in SHEETS[sheet]]
    rows[row][column] = cell
    return {**SHEETS, sheet: rows}


CHANGES: dict[str, tuple[dict[str, Rows], str]] = {
    "another class": (_with("Elevi", 3, 2, "VII C"), "changed"),
    "another cell of the list": (_with("Elevi", 1, 3, "da"), "changed"),
    "another mark": (_with("VII A", 2, 2, "8/13.10"), "changed"),
    "a further mark": (_with("VII A", 2, 2, "7/13.10; 9/20.10"), "new"),
    "a further absence": (_with("VII A", 3, 3, "20.10; 21.10"), "new"),
    "a further pupil": ({**SHEETS, "Elevi": [*PUPILS, ["4", "Gutuie Dan", "VII B", "nu"]]}, "new"),
    "an absence less": (_with("VII A", 2, 3, "14.10"), "gone"),
    "a mark less": (_with("VII A", 3, 2, ""), "gone"),
    "an absence that is excused": (_with("VII A", 2, 3, "14.10m; 15.10"), "changed"),
    "nothing": ({**SHEETS, "Observații": [["scris de mână"]]}, ""),
}  # fmt: skip


def _bring(program: CommandLine, file: Path, out: Path, day: str, *options: str, lang: str = "en") -> list[str]:
    asked = ("--lang", lang, "import", "school", file, out, "--school", "S1", "--day", day, *options)
    lines = program.run(*asked).output.splitlines()
    return [line for line in lines if any(word in line for word in (" changed, ", " schimbat, ", " schimbate, "))]


@pytest.mark.parametrize("lang", ["en", "ro"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_dry_run_and_the_import_count_alike(change: str, lang: str, tmp_path: Path):
    program, out = CommandLine(tmp_path / "var"), tmp_path / "date.sqlite"
    _bring(program, Book(SHEETS).write(tmp_path), out, "2025-11-10")
    sheets, kind = CHANGES[change]
    file = Book(sheets, name="mai_tarziu.xlsx").write(tmp_path)
    tried = _bring(program, file, out, "2025-12-01", "--dry-run", lang=lang)
    made = _bring(program, file, out, "2025-12-01", lang=lang)
    assert tried == made
    assert len(tried) == 3
    counts = " ".join(tried)
    ones = {
        "new": ("1 new row", "1 rând nou"),
        "changed": ("1 changed", "1 schimbat"),
        "gone": ("1 gone", "1 dispărut"),
    }
    for name, words in ones.items():
        assert (words[lang == "ro"] in counts) == (name == kind), counts
