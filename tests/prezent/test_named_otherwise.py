"""Is a child one child, whether sheets give the register number first, later, or never?"""

from pathlib import Path

import pytest

from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine
from tests.support.postgresql import PostgresServer
from tests.support.sheets.books import Book
from tests.support.stores import stored

TITLE = ["Școala Gimnazială Inventată"], ["Clasa a VII-a B, an școlar 2025-2026"], []
CHILDREN = {"101": "Nucă Ana", "102": "Pară Ion", "103": "Prună Vlad"}
SAME = "children were found again by name or register number"


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def with_numbers(folder: Path) -> Path:
    rows = [*TITLE, ["Nr. matr.", "Numele și prenumele"], *([number, name] for number, name in CHILDREN.items())]
    return Book({"Elevi": rows}, name="lista.xlsx").write(folder)


def with_names(folder: Path, *, name: str = "absente.xlsx", title=TITLE, first: str = "Nucă Ana") -> Path:
    rows = [*title, ["Nr. crt.", "Numele și prenumele", "Absențe"],
            [1, first, "13.10"], [2, "Pară Ion", "14.10; 15.10"], [3, "PRUNĂ VLAD", ""]]  # fmt: skip
    return Book({"Absențe": rows}, name=name).write(folder)


def with_both(folder: Path) -> Path:
    rows = [*TITLE, ["Nr. matr.", "Numele și prenumele", "Note"],
            *([number, name, "8/20.10"] for number, name in CHILDREN.items())]  # fmt: skip
    return Book({"Matematică": rows}, name="note.xlsx").write(folder)


def bring(program: CommandLine, file: Path, out: object, day: str, *options: object, exit_code: int = 0) -> str:
    asked = ("import", "school", file, out, "--school", "S1", "--day", day, *options)
    return program.run(*asked, exit_code=exit_code).output


def children(database: str) -> set[str]:
    return set(stored(database)["enrolments"]["pupil_id"])


def test_in_whatever_order_lists_with_numbers_and_with_names_come_there_is_one_child_of_each_name(
    tmp_path: Path, database: str
):
    files = [with_numbers(tmp_path), with_names(tmp_path), with_both(tmp_path)]
    orders = [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0)]
    for place, order in enumerate(orders):
        program, out = CommandLine(tmp_path / f"var{place}"), tmp_path / f"{place}.sqlite"
        said = [bring(program, files[each], out, f"2025-11-{10 + when}") for when, each in enumerate(order)]
        assert len(children(str(out))) == 3
        assert len(stored(str(out))["attendance"]) == len(stored(str(out))["grades"]) == 3
        assert sum(SAME in each for each in said) == 1
        roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
        assert [row["register_number"] for row in roster.people_of("S1")].count("101") == 1
        assert len(roster.people_of("S1")) == 3


def test_who_was_found_again_once_stays_found_and_stays_so_where_names_are_no_longer_kept(
    tmp_path: Path, program: CommandLine, database: str
):
    bring(program, with_names(tmp_path), database, "2025-11-10")
    assert SAME in bring(program, with_numbers(tmp_path), database, "2025-11-11")
    mapping = (program.var / "mappings" / "S1.toml").read_text(encoding="utf-8")
    assert mapping.split("[same_pupil]")[1].count(" = ") == 3
    (program.var / "config.toml").write_text('roster = "off"\n', encoding="utf-8")
    bring(program, with_both(tmp_path), database, "2025-11-12")
    assert len(children(database)) == 3


def test_names_on_a_server_do_the_same(tmp_path: Path, program: CommandLine, postgresql: PostgresServer):
    program.var.mkdir()
    address = postgresql.new_database()
    (program.var / "config.toml").write_text(f'roster = "{address}"\n', encoding="utf-8")
    out = tmp_path / "records.sqlite"
    assert "Names of 3 children are in" in bring(program, with_names(tmp_path), out, "2025-11-10")
    assert SAME in bring(program, with_numbers(tmp_path), out, "2025-11-11")
    assert len(children(str(out))) == len(open_roster(address).people_of("S1")) == 3
    assert not (program.var / "roster.sqlite").exists()


def test_without_names_it_is_told_that_known_children_may_be_two_now(
    tmp_path: Path, program: CommandLine, database: str
):
    program.var.mkdir()
    (program.var / "config.toml").write_text('roster = "off"\n', encoding="utf-8")
    said = [bring(program, with_numbers(tmp_path), database, "2025-11-10"),
            bring(program, with_names(tmp_path), database, "2025-11-11"),
            bring(program, with_names(tmp_path), database, "2025-11-12")]  # fmt: skip
    assert ["3 children are new in classes in which as many known ones are not" in each for each in said] == [
        False,
        True,
        False,
    ]


def test_a_name_of_another_class_is_asked_about_and_the_answer_counts(
    tmp_path: Path, program: CommandLine, database: str
):
    bring(program, with_numbers(tmp_path), database, "2025-11-10")
    (known,) = [row["pupil_id"] for row in open_roster(f"sqlite:///{program.var / 'roster.sqlite'}").people_of("S1")
                if row["name"] == "Nucă Ana"]  # fmt: skip
    other = TITLE[0], ["Clasa a V-a A, an școlar 2025-2026"], []
    rows = [*other, ["Nr. crt.", "Numele și prenumele", "Absențe"], [1, "Nucă Ana", "13.10"]]
    file = Book({"Absențe": rows}, name="5A.xlsx").write(tmp_path)
    said = bring(program, file, database, "2025-11-11", exit_code=2)
    assert "Class V A: Nucă Ana (VII B, register number 101) and Nucă Ana may be one child (the same name is" in said
    pair = said.rstrip().splitlines()[-1]
    assert pair.endswith(f'= "{known}"')
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(f'school_id = "S1"\n[other_pupil]\n{pair}\n', encoding="utf-8")
    bring(program, file, database, "2025-11-11", "--mapping", mapping)
    assert len(children(database)) == 4


def test_a_dry_run_finds_the_same_children_and_remembers_nothing(tmp_path: Path, program: CommandLine, database: str):
    bring(program, with_names(tmp_path), database, "2025-11-10")
    said = bring(program, with_numbers(tmp_path), database, "2025-11-11", "--dry-run")
    assert SAME in said
    assert "enrolments: 0 new rows" in said
    assert "same_pupil" not in (program.var / "mappings" / "S1.toml").read_text(encoding="utf-8")


def a_list(folder: Path, *children: tuple[str, str, str, str], name: str = "elevi.xlsx") -> Path:
    rows = [*TITLE, ["Nr. matr.", "Numele și prenumele", "Sex", "Data nașterii"], *map(list, children)]
    return Book({"Elevi": rows}, name=name).write(folder)


def asked_pair(said: str) -> str:
    return said.rstrip().splitlines()[-1]


def answered(folder: Path, **pairs: list[str]) -> Path:
    sections = ["\n".join((f"[{name}]", *lines)) for name, lines in pairs.items()]
    (folder / "mapping.toml").write_text('school_id = "S1"\n' + "\n".join(sections) + "\n", encoding="utf-8")
    return folder / "mapping.toml"


ADA, ION = ("20", "Florea Ada", "F", "2012"), ("21", "Zamfir Bogdan", "M", "2012")


def test_a_number_typed_over_another_child_is_asked_about_once_and_the_answer_holds(tmp_path: Path):
    for answer, count in (("same_pupil", 1), ("other_pupil", 2)):
        program, out = CommandLine(tmp_path / answer), tmp_path / f"{answer}.sqlite"
        bring(program, a_list(tmp_path, ADA), out, "2025-11-10")
        other = a_list(tmp_path, ("20", *ION[1:]), name="alt.xlsx")
        said = bring(program, other, out, "2025-11-11", exit_code=2)
        assert "Florea Ada and Zamfir Bogdan may be one child (the first had register number 20 before)." in said
        mapping = answered(tmp_path, **{answer: [asked_pair(said)]})
        bring(program, other, out, "2025-11-11", "--mapping", mapping)
        assert len(children(str(out))) == count
        assert "0 new rows" in bring(program, other, out, "2025-11-12", "--dry-run")
        names = {row["name"] for row in open_roster(f"sqlite:///{program.var / 'roster.sqlite'}").people_of("S1")}
        assert names == ({"Zamfir Bogdan"} if count == 1 else {"Florea Ada", "Zamfir Bogdan"})


def test_numbers_that_two_children_have_exchanged_leave_each_child_its_own_story(
    tmp_path: Path, program: CommandLine, database: str
):
    bring(program, a_list(tmp_path, ADA, ION), database, "2025-11-10")
    mixed = a_list(tmp_path, ("21", *ADA[1:]), ("20", *ION[1:]), name="amestecat.xlsx")
    said = bring(program, mixed, database, "2025-11-11", exit_code=2)
    two = said.rstrip().splitlines()[-2:]
    said = bring(program, mixed, database, "2025-11-11", "--mapping", answered(tmp_path, other_pupil=two), exit_code=2)
    assert "Florea Ada (VII B, register number 20) and Florea Ada (register number 21) may be one child" in said
    assert "(the same name, now with" in said
    one = said.rstrip().splitlines()[-2:]
    bring(program, mixed, database, "2025-11-11", "--mapping", answered(tmp_path, other_pupil=two, same_pupil=one))
    sexes = stored(database)["enrolments"].groupby("pupil_id")["sex"].agg(set)
    assert sexes.map(len).tolist() == [1, 1]
    bring(program, with_both(tmp_path), database, "2025-11-12")
    people = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}").people_of("S1")
    assert {row["name"]: row["register_number"] for row in people} == {
        "Florea Ada": "21", "Zamfir Bogdan": "20", "Nucă Ana": "101", "Pară Ion": "102", "Prună Vlad": "103",
    }  # fmt: skip


def test_a_corrected_number_goes_on_with_the_story_of_the_same_child(
    tmp_path: Path, program: CommandLine, database: str
):
    bring(program, a_list(tmp_path, ADA, ION), database, "2025-11-10")
    corrected = a_list(tmp_path, ("31", *ADA[1:]), ION, name="corectat.xlsx")
    said = bring(program, corrected, database, "2025-11-11", exit_code=2)
    assert "register number 20) and Florea Ada (register number 31) may be one child (the same name, now" in said
    mapping = answered(tmp_path, same_pupil=[asked_pair(said)])
    bring(program, corrected, database, "2025-11-11", "--mapping", mapping)
    assert "Not in the sheets" not in bring(program, corrected, database, "2025-11-12")
    assert len(children(database)) == 2
