"""From a class register in Excel to a list with names: the commands of the how-to page, one after the other."""

import re
import shlex
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine, Trained
from tests.support.sheets.books import Book

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "first-list.ro.md"
COMMANDS = re.compile(r"^\$ prezent (.+)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)
# What another model, another key or another day tells otherwise.
OTHERWISE = re.compile(
    r"(?:\b[0-9a-f]{4} ){3}[0-9a-f]{4}\b|20\d\d-[\d-]+|\b\d\d? [a-z]+ 20\d\d\b|\b\S+(?=  +7B\.xlsx)|(?:\S*/)?\bvar(?=/)"
)
CHILDREN = (
    "Nucă Ana-Maria", "Pară Ion", "Prună Vlad", "Cireașă Ilinca", "Vișină Matei", "Gutuie Ștefan",
    "Mură Elena", "Fragă Dan", "Caisă Ioana", "Piersică Radu", "Alună Mihai", "Coacăză Irina",
)  # fmt: skip
TITLE = (["Școala Gimnazială Inventată"], ["Clasa a VII-a B, an școlar 2025-2026"], [])
NUMBERED = ["Nr. matr.", "Numele și prenumele"]


def write_register(folder: Path, *, november: bool = False) -> Path:
    """Write the register: 12 children, 17 absences and 48 marks, and in November 13 marks more."""
    own = list(enumerate(CHILDREN, start=101))
    absences = {101: "14.10; 15.10m; 3.11; 4.11; 5.11", 102: "20.10", 104: "21.10m; 22.10m", **dict.fromkeys(
        range(105, 108), "10.11; 11.11; 12.11m")}  # fmt: skip
    marks = {number: [f"{number % 4 + 6}/{day}" for day in ("13.10", "20.10", "5.11", "12.11")] for number, _ in own}
    marks[101] = ["5/13.10", "4/20.10", "6/5.11", "5/12.11"]
    if november:
        marks = {number: [*given, "8/19.11"] for number, given in marks.items()}
        marks[101].append("4/26.11")
    sheets = {
        "Elevi": [*TITLE, [*NUMBERED, "Data nașterii", "Minute până la școală", "Părinți plecați"],
                  *([number, name, f"{number - 100}.03.2012", 10 if number % 3 else 45,
                     "mama" if number == 101 else "nu"] for number, name in own),
                  ["", "Total elevi: 12"]],
        "Absențe": [*TITLE, [*NUMBERED, "Absențe"], *([number, name, absences.get(number)] for number, name in own)],
        "Matematică": [*TITLE, [*NUMBERED, "Note"],
                       *([number, name, "; ".join(marks[number])] for number, name in own)],
    }  # fmt: skip
    return Book(sheets, name="7B.xlsx").write(folder)


def run(program: CommandLine, command: str) -> list[str]:
    return program.run("--lang", "ro", *shlex.split(command)).output.splitlines()


def alike(lines: list[str]) -> list[str]:
    """Return lines without what is another's and of another day, and without how a table is laid out."""
    return [" ".join(OTHERWISE.sub("…", line).split()) for line in lines]


@pytest.mark.slow
def test_a_register_in_excel_becomes_a_list_with_names_by_the_commands_of_the_page(
    champion: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (maker := tmp_path / "maker").mkdir()
    champion.program.copy(maker).run("model", "export", "champion", tmp_path / "model_judet.prezent")
    write_register(tmp_path)
    program = CommandLine(Path("var"))
    taken, brought, ranked, later, batches, _ = (
        (command, shown.splitlines()) for command, shown in COMMANDS.findall(PAGE.read_text(encoding="utf-8"))
    )
    first, signed, *rest = run(program, taken[0])
    assert alike([first, *rest]) == alike([taken[1][0], *taken[1][2:]])
    assert signed.startswith("Pus în uz acolo unde a fost făcut de Ana Pop")
    run(program, "promote 1 --by Ana --reason încercare")
    assert alike(run(program, brought[0])) == alike(brought[1])
    listed = run(program, ranked[0])
    of_any_model = [
        line for line in ranked[1] if line.startswith(("De cine", "Locul", "În listă", "Scor:", "+ ", "Un "))
    ]
    assert len(of_any_model) == 6
    assert set(of_any_model) <= set(listed)
    assert [line.split()[:3] for line in listed if line.startswith("Loc ")] == [["Loc", "Nume", "Elev"]]
    assert sum(name in line for line in listed for name in CHILDREN) == 4
    write_register(tmp_path, november=True)
    assert alike(run(program, later[0])) == alike(later[1])
    assert alike(run(program, batches[0])) == alike(batches[1])
