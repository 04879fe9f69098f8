"""EduAlert's CSV: list cells, labels, and what is wrong in them."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.importers import read_source
from features.importers.import_differences import missing_pupils
from features.records.imported_records import ImportedRecords
from features.records.records import load_records
from features.records.writer import write_records
from features.schema.problems import RecordsError
from features.store.imports.importing import import_batch
from tests.support.records.keyed import import_options
from tests.support.stores import stored, url_of, written

COLUMNS = (
    "Nume", "Clasă", "Etichete", "Note sem. I", "Teză sem. I", "Medie sem. I", "Note sem. II", "Medie anuală",
    "Corigență Oral Prof. I", "Absențe motivate sem. I", "Absențe nemotivate sem. I", "Absențe motivate sem. II",
    "Absențe nemotivate sem. II", "Observații", "Scutit",
)  # fmt: skip
ANA = {
    "Nume": "Ana Inventată", "Clasă": "VI A", "Etichete": "Risc Abandon 1; Repetent", "Medie sem. I": "8",
    "Note sem. I": "12-10-2025: 7; 3-11-2025: 9", "Teză sem. I": "15-12-2025: 8", "Note sem. II": "2-3-2026: 10",
    "Absențe motivate sem. I": "13-10-2025", "Absențe nemotivate sem. I": "14-10-2025; 14-10-2025",
    "Observații": "bună",
}  # fmt: skip
DAN = {"Nume": "Dan Inventat", "Clasă": "VI A"}
SCHOOL = "0761101234"


def write(folder: Path, *rows: dict[str, str], name: str = "raport_VI_A_12_5_30.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="-")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def into_store(database: str, source: Path, on: str) -> None:
    day = dt.date.fromisoformat(on)
    read = read_source("edualert", source, import_options(school_id=SCHOOL, today=day))
    import_batch(
        url_of(database),
        read,
        day=day,
        who="Ana",
        file_name="report.csv",
        sha256=source.name,
        day_told=True,
        today=dt.date(2026, 6, 1),
    )


def imported(source: Path) -> ImportedRecords:
    return read_source("edualert", source, import_options(school_id=SCHOOL))


def problems(source: Path) -> list[str]:
    with pytest.raises(RecordsError) as caught:
        imported(source)
    return caught.value.sentences("ro")


def test_list_cells_become_marks_on_their_days(tmp_path: Path):
    grades = imported(write(tmp_path, ANA, DAN)).tables["grades"]
    assert [[f"{row.date:%Y-%m-%d}", row.mark, row.kind, row.subject] for row in grades.itertuples()] == [
        ["2025-10-12", "7", "mark", "12"],
        ["2025-11-03", "9", "mark", "12"],
        ["2026-03-02", "10", "mark", "12"],
        ["2025-12-15", "8", "exam", "12"],
    ]


def test_a_day_twice_is_two_hours_and_the_column_says_whether_excused(tmp_path: Path):
    attendance = imported(write(tmp_path, ANA, DAN)).tables["attendance"]
    assert [[row.date.day, row.hours, row.excused] for row in attendance.itertuples()] == [
        [13, 1, "yes"], [14, 2, "no"]
    ]  # fmt: skip


def test_pupils_are_enrolled_in_the_published_year_of_the_days(tmp_path: Path):
    read = imported(write(tmp_path, ANA, DAN))
    rows = read.tables["enrolments"]
    assert set(rows["school_year"]) == {"2025-2026"}
    assert set(rows["enrolled_on"]) == {pd.Timestamp("2025-09-08")}
    assert rows["grade_level"].tolist() == [6, 6]
    assert read.people is not None
    assert read.people["name"].tolist() == ["Ana Inventată", "Dan Inventat"]
    assert "Inventat" not in "".join(frame.to_csv() for frame in read.tables.values())


def test_a_label_is_an_outcome_only_where_it_is_one(tmp_path: Path):
    read = imported(write(tmp_path, ANA, DAN | {"Etichete": "Transferat"}))
    outcomes = read.tables["outcomes"]
    assert outcomes["outcome"].tolist() == ["repeated_year", "transferred"]
    assert set(outcomes["date"]) == {pd.Timestamp("2026-06-01")}
    assert [note.ro for note in read.notes] == [
        "rezultate datate azi, fiindcă fișierele nu spun de când sunt valabile: 2 etichete",
        "etichete care nu sunt rezultate: Risc Abandon 1",
    ]


def test_files_of_several_subjects_are_one_story(tmp_path: Path):
    write(tmp_path, ANA)
    write(tmp_path, {**ANA, "Note sem. I": "1-10-2025: FB", "Teză sem. I": "-"}, name="Purtare.csv")
    read = imported(tmp_path)
    assert len(read.tables["enrolments"]) == 1
    conduct = read.tables["grades"][read.tables["grades"]["kind"] == "conduct"]
    assert conduct[["subject", "scale"]].to_numpy().tolist()[0] == ["Purtare", "FB-I"]


def test_the_records_are_good_records(tmp_path: Path):
    read = imported(write(tmp_path, ANA, DAN))
    write_records(tmp_path / "records", read.tables, config=read.config)
    assert len(load_records(tmp_path / "records", today=dt.date(2026, 6, 1))["grades"]) == 4


def test_a_file_says_nothing_of_other_classes_and_subjects_in_a_store(tmp_path: Path, database: str):
    into_store(database, write(made(tmp_path / "1"), ANA), "2026-03-10")
    other = {"Nume": "Dan Inventat", "Clasă": "VII A", "Note sem. I": "12-10-2025: 5", "Etichete": "Transferat"}
    into_store(database, write(made(tmp_path / "2"), other, name="raport_VII_A_12_5_30.csv"), "2026-03-10")
    history = {**ANA, "Note sem. I": "13-10-2025: 6", "Absențe nemotivate sem. I": "-"}
    into_store(database, write(made(tmp_path / "3"), history, name="raport_VI_A_7_5_30.csv"), "2026-03-10")
    assert written(database, "enrolments", "class_label", "retracted_on") == ["VI A -", "VII A -"]
    for table in ("attendance", "grades", "outcomes"):
        assert set(written(database, table, "retracted_on")) == {"-"}
    assert written(database, "outcomes", "outcome") == ["repeated_year", "transferred"]


def test_what_a_class_and_subject_lost_is_taken_back_though_its_lists_are_empty(tmp_path: Path, database: str):
    into_store(database, write(made(tmp_path / "1"), ANA), "2026-03-10")
    left = {"Nume": "Ana Inventată", "Clasă": "VI A", "Note sem. I": "12-10-2025: 7"}
    into_store(database, write(made(tmp_path / "2"), left), "2026-03-17")
    assert set(written(database, "attendance", "retracted_on")) == {"2026-03-17"}
    assert written(database, "grades", "mark", "retracted_on")[2:] == ["8 2026-03-17", "9 2026-03-17"]
    assert written(database, "enrolments", "retracted_on") == ["-"]
    assert written(database, "outcomes", "retracted_on") == ["2026-03-17"]


def test_a_child_whom_a_later_export_forgets_keeps_all_rows_and_is_missing(tmp_path: Path, database: str):
    dan = {**DAN, "Note sem. I": "12-10-2025: 4", "Absențe nemotivate sem. I": "13-10-2025"}
    gone = {"Nume": "Ion Inventat", "Clasă": "VI A", "Etichete": "Transferat"}
    into_store(database, write(made(tmp_path / "1"), ANA, dan, gone), "2026-03-10")
    before = stored(database)
    later = write(made(tmp_path / "2"), ANA)
    assert missing_pupils(before, imported(later)) == sorted(before["grades"].query("mark == 4")["pupil_id"])
    into_store(database, later, "2026-03-17")
    for table in ("enrolments", "attendance", "grades", "outcomes"):
        assert set(written(database, table, "retracted_on")) == {"-"}


def test_a_label_that_is_there_week_after_week_keeps_its_first_day(tmp_path: Path, database: str):
    for week, labels in (
        ("2026-03-10", "Repetent"),
        ("2026-03-17", "Repetent; Transferat"),
        ("2026-03-24", "Repetent"),
    ):
        folder = write(made(tmp_path / week), {**ANA, "Etichete": labels, "Note sem. II": f"{week[8:]}-2-2026: 7"})
        into_store(database, folder, week)
    assert written(database, "outcomes", "outcome", "date", "retracted_on") == [
        "repeated_year 2026-03-10 -",
        "transferred 2026-03-17 2026-03-24",
    ]


def test_a_label_of_another_year_or_one_that_was_taken_back_is_a_new_one(tmp_path: Path, database: str):
    for week, labels in (
        ("2025-06-10", "Repetent"),
        ("2026-03-17", "Repetent"),
        ("2026-03-24", "-"),
        ("2026-03-30", "Repetent"),
    ):
        year = {"Note sem. I": "1-10-2024: 7"} if week < "2025-09" else {"Note sem. I": "1-10-2025: 7"}
        into_store(database, write(made(tmp_path / week), DAN | {"Etichete": labels} | year), week)
    assert written(database, "outcomes", "date", "retracted_on") == [
        "2025-06-10 -",
        "2026-03-17 2026-03-24",
        "2026-03-30 -",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "found"),
    [
        ("Note sem. I", "12-10-2025: 11", "12-10-2025: 11"),
        ("Note sem. I", "12-10-2025: 7; 9", "9"),
        ("Note sem. II", "31-02-2026: 7", "31-02-2026: 7"),
        ("Teză sem. I", "zece", "zece"),
        ("Absențe motivate sem. I", "13-10", "13-10"),
        ("Absențe nemotivate sem. II", "3-3-2026: 7", "3-3-2026: 7"),
    ],
)
def test_a_wrong_entry_is_told_with_its_row_and_column(column: str, cell: str, found: str, tmp_path: Path):
    said = problems(write(tmp_path, DAN, {**ANA, column: cell}))
    begin = f"raport_VI_A_12_5_30.csv, rândul 3, coloana {column}: am găsit „{found}”; așteptam "
    assert [sentence.startswith(begin) for sentence in said] == [True]


def test_all_wrong_cells_of_all_files_are_told_at_once(tmp_path: Path):
    write(tmp_path, {**ANA, "Note sem. I": "x", "Absențe motivate sem. I": "y"}, ANA)
    write(tmp_path, {**DAN, "Note sem. I": "1-1-2027: 7"}, {"Nume": "", "Clasă": "VI A"}, name="Istorie.csv")
    said = problems(tmp_path)
    assert len(said) == 5
    assert said[0].startswith(
        "Istorie.csv, rândul 2, coloana Note sem. I: am găsit „2027-01-01”; așteptam o dată care nu"
    )
    assert "Istorie.csv, rândul 3, coloana Nume: nu am găsit nimic" in said[1]
    assert any(
        "rândurile 2, 3, coloana Nume" in sentence and "adăugați unuia al doilea" in sentence for sentence in said
    )


def test_a_name_in_two_classes_may_be_two_children(tmp_path: Path):
    write(tmp_path, ANA)
    write(tmp_path, {**ANA, "Clasă": "VII B"}, name="Istorie.csv")
    assert all("coloana Nume: am găsit „Ana Inventată”" in sentence for sentence in problems(tmp_path))


def test_other_columns_and_what_is_not_there_are_refused(tmp_path: Path):
    (tmp_path / "a.csv").write_text("Elev,Nota\nAna,7\n")
    assert "a.csv, rândul 1: nu am găsit nimic; așteptam coloana Nume; adăugați-o: numele elevului." in problems(
        tmp_path
    )
    with pytest.raises(UsageError, match="is no file, and no folder with"):
        imported(tmp_path / "none")
    with pytest.raises(UsageError, match="name it with --school"):
        read_source("edualert", tmp_path, import_options())


def test_days_before_every_published_year_ask_for_the_year(tmp_path: Path):
    old = write(tmp_path, {**DAN, "Note sem. I": "1-10-2019: 7"})
    with pytest.raises(UsageError, match="2019-10-01, is in no school year that is known; name it with --year"):
        imported(old)
    read = read_source("edualert", old, import_options(school_id=SCHOOL, school_year="2019-2020"))
    assert read.tables["enrolments"]["enrolled_on"].tolist() == [pd.Timestamp("2019-10-01")]


@pytest.mark.parametrize(
    "later",
    [
        {**ANA, "Note sem. I": "12-10-2025: 7; 3-11-2025: 9; 10-11-2025: 4"},  # a mark more
        {**ANA, "Absențe nemotivate sem. I": "14-10-2025; 14-10-2025; 15-10-2025"},
        {**ANA, "Absențe motivate sem. I": "13-10-2025; 14-10-2025", "Absențe nemotivate sem. I": "14-10-2025"},
        {**ANA, "Note sem. I": "12-10-2025: 8; 3-11-2025: 9"},  # a mark corrected
        {**ANA, "Etichete": "Risc Abandon 2"},  # the same marks and absences, and another label
        {**ANA, "Note sem. I": "-", "Teză sem. I": "-", "Note sem. II": "-"},  # all marks deleted
    ],
)
def test_two_exports_of_a_class_and_subject_are_refused_and_never_counted_twice(later: dict[str, str], tmp_path: Path):
    folder = write(tmp_path, ANA, DAN)
    write(tmp_path, later, DAN, name="raport_VI_A_12_6_30.csv")

    with pytest.raises(RecordsError) as refused:
        imported(folder)

    sentences = refused.value.sentences("en")
    assert len(sentences) == 1
    assert sentences[0].startswith(
        "raport_VI_A_12_6_30.csv, row 2: found children of VI A in 12 who are in raport_VI_A_12_5_30.csv too; expected "
    )
    assert "importați numai copia cea mai nouă sau" in refused.value.sentences("ro")[0]


def test_an_export_that_lies_in_the_folder_twice_counts_once(tmp_path: Path):
    once = imported(write(made(tmp_path / "once"), ANA, DAN))
    write(tmp_path / "once", ANA, DAN, name="raport_VI_A_12_6_30.csv")

    twice = imported(tmp_path / "once")

    assert {name: len(table) for name, table in twice.tables.items()} == {
        name: len(table) for name, table in once.tables.items()
    }


def test_halves_of_a_class_in_two_files_of_a_subject_are_two_halves(tmp_path: Path):
    folder = write(tmp_path, ANA, name="raport_VI_A_12_1_1.csv")
    write(tmp_path, DAN | {"Note sem. I": "13-10-2025: 6"}, name="raport_VI_A_12_1_2.csv")

    assert len(imported(folder).tables["grades"]) == 5


def test_a_day_missed_whole_counts_in_every_subject_though_its_files_say_the_same(tmp_path: Path):
    absent = DAN | {"Absențe nemotivate sem. I": "13-10-2025"}
    folder = write(tmp_path, absent, name="raport_VI_A_12_5_30.csv")
    write(tmp_path, absent, name="raport_VI_A_13_5_30.csv")
    write(tmp_path, absent, name="Istorie.csv")

    attendance = imported(folder).tables["attendance"]

    assert sorted(attendance["subject"]) == ["12", "13", "Istorie"]
    assert attendance["hours"].tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (DAN, DAN),  # nothing told of either
        (ANA, ANA),
        (DAN, DAN | {"Nume": "DAN  INVENTAT"}),
        (DAN, DAN | {"Note sem. I": "13-10-2025: 6"}),
        ({"Nume": "Ştefan Inventat", "Clasă": "VI A"}, {"Nume": "Ștefan Inventat", "Clasă": "VI A"}),
    ],
)
def test_a_name_twice_in_a_class_is_never_one_child(first: dict[str, str], second: dict[str, str], tmp_path: Path):
    said = problems(write(tmp_path, first, second))

    assert len(said) == 1
    name = first["Nume"].replace("Ş", "Ș")
    place = "raport_VI_A_12_5_30.csv, rândurile 2, 3, coloana Nume"
    assert said[0].startswith(f"{place}: am găsit „{name}”; așteptam câte un rând pe disciplină pentru fiecare elev")


def test_a_name_in_capitals_in_another_file_is_the_same_child(tmp_path: Path):
    write(tmp_path, ANA)
    write(tmp_path, {**ANA, "Nume": "ANA INVENTATA", "Note sem. I": "1-10-2025: 9"}, name="Istorie.csv")

    read = imported(tmp_path)

    assert read.people is not None
    assert read.people["name"].tolist() == ["Ana Inventată"]
    assert read.tables["grades"]["pupil_id"].nunique() == len(read.tables["enrolments"]) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("change", [lambda text: text.replace("ț", "ţ").replace("ș", "ş"), str.upper])
def test_headings_are_known_with_a_cedilla_and_in_capitals(change: Callable[[str], str], encoding: str, tmp_path: Path):
    expected = imported(write(made(tmp_path / "comma"), ANA, DAN)).tables
    head, _, body = (tmp_path / "comma" / "raport_VI_A_12_5_30.csv").read_text(encoding="utf-8").partition("\n")
    text = change(head) + "\n" + body
    if encoding == "cp1250":
        text = text.replace("ț", "ţ").replace("Ț", "Ţ").replace("ș", "ş")
    (made(tmp_path / "written") / "raport_VI_A_12_5_30.csv").write_text(text, encoding=encoding)

    read = imported(tmp_path / "written").tables

    assert read.keys() == expected.keys()
    assert all(read[name].equals(expected[name]) for name in expected)


def test_a_missing_list_is_told_with_what_it_looks_like(tmp_path: Path):
    write(tmp_path, ANA)
    path = tmp_path / "raport_VI_A_12_5_30.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Absențe motivate sem. I,", "Absent,"), encoding="utf-8")

    assert problems(tmp_path) == [
        "raport_VI_A_12_5_30.csv, rândul 1: nu am găsit nimic; așteptam coloana Absențe motivate sem. I; adăugați-o: "
        "zile, de pildă 13-10-2025; 14-10-2025, și - unde nu sunt."
    ]


@pytest.mark.parametrize(
    "written", ["Ana Inventată {}", "{} Ana Inventată", "Ana Inventată (CNP: {})", "Ana Inventată, C.N.P. {}"]
)
def test_an_identity_number_beside_a_name_is_dropped_and_told(written: str, tmp_path: Path):
    plain = imported(write(made(tmp_path / "plain"), ANA, DAN))
    number = "196010112345" + "6"

    read = imported(write(made(tmp_path / "numbered"), {**ANA, "Nume": written.format(number)}, DAN))

    assert read.people is not None
    assert plain.people is not None
    assert read.people.equals(plain.people)
    said = "raport_VI_A_12_5_30.csv, Nume: am renunțat la CNP-ul de lângă nume în 1 celulă."
    assert said in [note.ro for note in read.notes]


def test_a_cell_of_nothing_but_an_identity_number_is_refused(tmp_path: Path):
    number = "196010112345" + "6"

    said = problems(write(tmp_path, {**ANA, "Nume": number}, DAN))

    assert len(said) == 1
    assert said[0].startswith("raport_VI_A_12_5_30.csv, rândul 2, coloana Nume: ")
    assert number not in said[0]
