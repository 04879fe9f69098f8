"""Registers as schools keep them: what is plain is read and told in one line, what is not is refused with advice."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from features.records.records import Records, load_records
from features.schema.problems import RecordsError

TODAY = dt.date(2025, 11, 28)
PUPILS = "Nr. matricol;Unitatea;An școlar;Data înscrierii\n1;S1;2025-2026;08.09.2025\n2;S1;2025-2026;08.09.2025\n"
COUNTY = {"unitati.csv": "Cod unitate;Județ\nS1;Cluj\n"}


def read(place: Path, files: Mapping[str, str]) -> Records:
    for name, text in ({"elevi.csv": PUPILS} | dict(files)).items():
        (place / name).write_text(text, encoding="utf-8")
    return load_records(place, today=TODAY)


def refused(place: Path, files: Mapping[str, str]) -> list[str]:
    with pytest.raises(RecordsError) as error:
        read(place, files)
    return error.value.sentences("ro")


def rows(records: Records, table: str, *columns: str) -> list[tuple[object, ...]]:
    frame = records[table][list(columns)].astype(object)
    return list(frame.where(frame.notna(), None).itertuples(index=False, name=None))


def notes(records: Records, file: str) -> str:
    return next((note.sentence("ro") for note in records.notes if note.file == file), "")


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("VI A", 6), ("a VI-a A", 6), ("6A", 6), ("cl. a VIII-a B", 8), ("pregătitoare", 0), ("CP B", 0), ("VII S", 7),
        ("IX", 9), ("XIII seral", 13), ("clasa a 7-a", 7), ("X-C", 10), ("preg. A", 0),
    ],
)  # fmt: skip
def test_the_name_of_a_class_gives_its_level_where_no_column_does(tmp_path: Path, label: str, level: int) -> None:
    other = "5 B" if label != "5 B" else "5 C"  # so that the column holds names of classes
    pupils = PUPILS.replace("înscrierii\n", "înscrierii;Clasa\n").replace("2025\n1", f"2025;{label}\n1", 1)
    pupils = pupils.replace("08.09.2025\n2", f"08.09.2025;{label}\n2").replace("08.09.2025\n", f"08.09.2025;{other}\n")
    records = read(tmp_path, {"elevi.csv": pupils})
    assert rows(records, "enrolments", "grade_level") == [(level,), (5,)]
    assert "grade_level (nivelul) după numele claselor" in notes(records, "elevi.csv")


@pytest.mark.parametrize("label", ["I-IV", "CP-II", "grupa mare", "V/VI", "simultan"])
def test_the_name_of_a_class_of_several_levels_gives_none(tmp_path: Path, label: str) -> None:
    pupils = (
        "Elev;Școala;An școlar;Data înscrierii;Clasa\n1;S1;2025-2026;08.09.2025;{}\n2;S1;2025-2026;08.09.2025;V B\n"
    )
    records = read(tmp_path, {"elevi.csv": pupils.format(label)})
    assert rows(records, "enrolments", "grade_level") == [(None,), (5,)]


def test_among_classes_a_and_b_a_class_i_is_no_first_class(tmp_path: Path) -> None:
    pupils = "Elev;Școala;An școlar;Data înscrierii;Clasa\n1;S1;2025-2026;08.09.2025;I\n2;S1;2025-2026;08.09.2025;B\n"
    assert rows(read(tmp_path, {"elevi.csv": pupils}), "enrolments", "grade_level") == [(None,), (None,)]


def test_of_a_day_of_birth_only_the_year_is_kept(tmp_path: Path) -> None:
    pupils = PUPILS.replace("înscrierii\n", "înscrierii;Data nașterii\n").replace(
        "08.09.2025\n", "08.09.2025;05.06.2013\n"
    )
    records = read(tmp_path, {"elevi.csv": pupils})
    assert rows(records, "enrolments", "birth_year") == [(2013,), (2013,)]
    assert "06.2013" not in notes(records, "elevi.csv")


@pytest.mark.parametrize(
    ("marks", "meant"),
    [
        (["FB", "S"], [(4, "FB-I"), (2, "FB-I")]),
        (["fb", "I"], [(4, "FB-I"), (1, "FB-I")]),
        (["B", "foarte bine"], [(3, "FB-I"), (4, "FB-I")]),
        (["Suficient", "Bine"], [(2, "FB-I"), (3, "FB-I")]),
        (["Insuficient", "FB"], [(1, "FB-I"), (4, "FB-I")]),
    ],
)
def test_a_file_of_words_only_is_on_their_scale(tmp_path: Path, marks: list[str], meant: list[tuple[int, str]]) -> None:
    text = "Elev;Data notei;Nota\n" + "".join(f"1;0{day}.10.2025;{mark}\n" for day, mark in enumerate(marks, 1))
    assert rows(read(tmp_path, {"note.csv": text}), "grades", "mark", "scale") == meant


@pytest.mark.parametrize(
    ("marks", "meant"),
    [
        (["7,50", "FB"], [(7.5, "1-10"), (4, "FB-I")]),
        (["10", "4"], [(10, "1-10"), (4, "1-10")]),
        (["9.75", "3"], [(9.75, "1-10"), (3, "1-10")]),
        (["B", "B"], [(3, "FB-I"), (3, "FB-I")]),
        (["5", "absent"], [(5, "1-10"), (None, "1-10")]),
    ],
)
def test_where_the_counties_are_romanias_its_scales_are_meant(
    tmp_path: Path, marks: list[str], meant: list[tuple[float | None, str]]
) -> None:
    text = "Elev;Data notei;Nota\n" + "".join(f"1;0{day}.10.2025;{mark}\n" for day, mark in enumerate(marks, 1))
    records = read(tmp_path, COUNTY | {"note.csv": text})
    assert rows(records, "grades", "mark", "scale") == meant
    assert "fiindcă județele sunt din România" in notes(records, "note.csv")


@pytest.mark.parametrize("marks", ["7;B", "B;B", "7,5;8", "A;B", "85;90"])
def test_where_nothing_shows_the_scale_it_is_said_how_to_write_it_once(tmp_path: Path, marks: str) -> None:
    text = "Elev;Data notei;Nota\n" + "".join(f"1;01.10.2025;{mark}\n" for mark in marks.split(";"))
    (said,) = refused(tmp_path, {"note.csv": text})
    assert 'prezent.toml, lângă fișiere: default_scale = "1-10"' in said


def test_the_declared_scale_is_that_of_every_mark_without_one(tmp_path: Path) -> None:
    files = {"note.csv": "Elev;Data notei;Nota\n1;01.10.2025;15\n", "prezent.toml": 'default_scale = "0 - 20"\n'}
    assert rows(read(tmp_path, files), "grades", "mark", "scale") == [(15, "0-20")]


def test_beside_the_declared_scale_of_numbers_words_are_qualifiers(tmp_path: Path) -> None:
    text = "Elev;Data notei;Nota\n1;01.10.2025;7,50\n1;02.10.2025;FB\n"
    found = read(tmp_path, {"note.csv": text, "prezent.toml": 'default_scale = "1-10"\n'})
    assert rows(found, "grades", "scale") == [("1-10",), ("FB-I",)]


@pytest.mark.parametrize("scale", ['"0-7"', "3", '""', "[]", "true"])
def test_a_default_scale_that_nobody_knows_is_told(tmp_path: Path, scale: str) -> None:
    (said,) = refused(tmp_path, {"prezent.toml": f"default_scale = {scale}\n"})
    assert said.startswith("prezent.toml, cheia default_scale")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Media", "average"), ("Media generală", "average"), ("Medie anuală", "average"), ("Purtare", "conduct"),
        ("Nota la purtare", "conduct"),
    ],
)  # fmt: skip
def test_a_heading_says_of_what_kind_its_marks_are(tmp_path: Path, heading: str, kind: str) -> None:
    files = COUNTY | {"note.csv": f"Elev;Data notei;{heading}\n1;01.10.2025;9\n"}
    assert rows(read(tmp_path, files), "grades", "mark", "kind") == [(9, kind)]


@pytest.mark.parametrize(
    ("heading", "cells", "meant"),
    [
        ("Tip", ["motivată", "NEMOTIVATĂ"], [(None, "yes"), (None, "no")]),
        ("Fel", ["M", "N"], [(None, "yes"), (None, "no")]),
        ("Tipul absenței", ["m", "nm"], [(None, "yes"), (None, "no")]),
        ("Tip", ["întârziere", "absență nemotivată"], [("late", None), (None, "no")]),
        ("Fel", ["absență", "Motivat"], [("absent", None), (None, "yes")]),
        ("Motivat (da/nu)", ["da", "Nu"], [(None, "yes"), (None, "no")]),
        ("Motivată", ["mot.", "nem."], [(None, "yes"), (None, "no")]),
        ("Tip", ["absență", "prezent"], [("absent", None), ("present", None)]),
    ],
)
def test_a_kind_of_absence_may_say_whether_it_is_excused(
    tmp_path: Path, heading: str, cells: list[str], meant: list[tuple[object, ...]]
) -> None:
    text = f"Elev;Data absenței;Nr. ore;{heading}\n" + "".join(f"1;01.10.2025;1;{cell}\n" for cell in cells)
    assert rows(read(tmp_path, {"absente.csv": text}), "attendance", "kind", "excused") == meant


@pytest.mark.parametrize(
    "month",
    ["octombrie 2025", "10.2025", "Octombrie", "2025-10", "oct.25", "oct", "01.10.2025", "luna octombrie", "10"],
)
def test_a_total_of_a_month_is_parted_into_excused_and_unexcused_hours(tmp_path: Path, month: str) -> None:
    text = f"Elev;Luna;Total absențe;din care motivate;Nemotivate\n1;{month};12;5;7\n2;{month};0;0;0\n"
    found = rows(read(tmp_path, {"absente 2025-2026 (1).csv": text}), "attendance", "pupil_id", "from_date", "date",
                 "hours", "excused")  # fmt: skip
    days = (pd.Timestamp("2025-10-01"), pd.Timestamp("2025-10-31"))
    assert found == [("1", *days, 7, "no"), ("1", *days, 5, "yes"), ("2", *days, 0, "no")]


@pytest.mark.parametrize(
    ("headings", "cells", "meant"),
    [
        ("Total;Motivate;Nemotivate", "4;4;0", [(4, "yes")]),
        ("Total absențe;din care motivate", "4;1", [(3, "no"), (1, "yes")]),
        ("Total ore;Nemotivate", "4,5;0,5", [(0.5, "no"), (4, "yes")]),
        ("Motivate;Nemotivate", "2;", [(2, "yes")]),
        ("Absențe motivate;Absențe nemotivate", "2;6", [(6, "no"), (2, "yes")]),
        ("Total absențe", "6", [(6, None)]),
    ],
)
def test_of_a_total_and_its_parts_two_give_the_third(
    tmp_path: Path, headings: str, cells: str, meant: list[tuple[float, str | None]]
) -> None:
    text = f"Elev;Luna;{headings}\n1;octombrie;{cells}\n"
    assert rows(read(tmp_path, {"absente.csv": text}), "attendance", "hours", "excused") == meant


def test_a_month_without_its_year_is_in_the_year_that_its_row_names(tmp_path: Path) -> None:
    text = "Elev;An școlar;Luna;Total absențe\n1;2024/2025;mai;2\n1;2025-26;septembrie;3\n"
    found = rows(read(tmp_path, {"absente.csv": text}), "attendance", "date")
    assert found == [(pd.Timestamp("2025-05-31"),), (pd.Timestamp("2025-09-30"),)]


def test_the_running_month_is_until_today(tmp_path: Path) -> None:
    text = "Elev;Luna;Total absențe\n1;noiembrie;2\n"
    assert rows(read(tmp_path, {"absente.csv": text}), "attendance", "date") == [(pd.Timestamp(TODAY),)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1;brumar;1;1;0", "am găsit „brumar”; așteptam o lună precum 2025-10"),
        ("1;octombrie;9;5;7", "am găsit „9”; așteptam un total care este suma"),
        ("1;octombrie;4;5;", "am găsit „4”; așteptam un total care este suma"),
        ("1;decembrie;1;1;0", "am găsit „decembrie”; așteptam o dată care nu este după ziua de azi"),
        ("1;;1;1;0", "nu am găsit nimic; așteptam o valoare: ziua absenței"),
        ("1;octombrie;;;", "nu am găsit nimic; așteptam o valoare: ore lipsite"),
        ("1;octombrie;x;;", "am găsit „x”; așteptam un număr"),
    ],
)
def test_what_is_wrong_with_a_total_of_a_month_is_one_sentence(tmp_path: Path, row: str, said: str) -> None:
    text = f"Elev;Luna;Total;Motivate;Nemotivate\n{row}\n2;octombrie;3;1;2\n"
    (found,) = refused(tmp_path, {"absente.csv": text})
    assert said in found


def test_a_month_of_pupils_of_two_school_years_needs_its_year(tmp_path: Path) -> None:
    files = {"elevi.csv": PUPILS + "1;S1;2024-2025;09.09.2024\n", "absente.csv": "Elev;Luna;Ore\n1;octombrie;2\n"}
    (said,) = refused(tmp_path, files)
    assert "am găsit „octombrie”; așteptam o lună cu anul ei, de pildă 2025-10" in said


@pytest.mark.parametrize(("known", "written"), [("007", "7"), ("ab12", "AB12"), ("A 12", "A12"), ("0412", "412.0"),
                                                ("x-1", "X-1")])  # fmt: skip
def test_codes_written_otherwise_are_one_sentence_with_examples(tmp_path: Path, known: str, written: str) -> None:
    pupils = PUPILS.replace("\n1;", f"\n{known};")
    absences = "Elev;Data;Ore\n" + "".join(f"{written};{day:02}.10.2025;1\n" for day in range(1, 30))
    (said,) = refused(tmp_path, {"elevi.csv": pupils, "absente.csv": absences})
    assert "am găsit 1 cod; așteptam coduri scrise ca în enrolments, unde au zerouri în față" in said
    assert f"{written} = {known}" in said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("corigent", "un elev corigent sau amânat nu are încă un rezultat"),
        ("Amânată", "un elev corigent sau amânat nu are încă un rezultat"),
        ("retras", "cuvântul poate însemna abandon, transferat sau plecat în străinătate"),
        ("Repetnt", "(poate repetent?)"),
        ("abandn scolar", "(poate abandon școlar?)"),
        ("tranferat", "(poate transferat?)"),
        ("xyz", "abandon (dropped_out), neînscris (not_reenrolled)"),
    ],
)
def test_what_is_no_outcome_is_told_with_what_was_probably_meant(tmp_path: Path, word: str, said: str) -> None:
    (found,) = refused(tmp_path, {"situatie scolara.csv": f"Elev;Data situației;Situația\n1;20.06.2025;{word}\n"})
    assert f"am găsit „{word}”" in found
    assert said in found


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("exmatriculat", "dropped_out"), ("plecat în străinătate", "emigrated"), ("Transferată", "transferred"),
        ("promovat", "promoted"), ("REPETENT", "repeated_year"), ("abandon școlar", "dropped_out"),
        ("Absolvent", "graduated"), ("radiat", "dropped_out"),
    ],
)  # fmt: skip
def test_words_of_schools_for_outcomes_are_read(tmp_path: Path, word: str, outcome: str) -> None:
    files = {"situatie scolara.csv": f"Elev;Data situației;Situația\n1;20.06.2025;{word}\n"}
    assert rows(read(tmp_path, files), "outcomes", "outcome") == [(outcome,)]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Abesnte", "Ore (hours)"), ("Nr ore lpsite", "Ore (hours)"), ("Ore absnte", "Ore (hours)"),
        ("Ora absente", "Ore (hours)"), ("Numar abssente", "Ore (hours)"),
    ],
)  # fmt: skip
def test_a_misspelt_heading_is_told_with_what_was_probably_meant(tmp_path: Path, heading: str, meant: str) -> None:
    (said,) = refused(tmp_path, {"absente.csv": f"Elev;Data;{heading}\n1;01.10.2025;1\n"})
    assert f"coloana {heading}: " in said
    assert f"(poate {meant}?)" in said


@pytest.mark.parametrize(
    "heading", ["DATA ABSENTEI", "Data absenței:", "data absentei ", "Data\nabsenței", "Data (zi)"]
)
def test_capitals_accents_colons_and_line_breaks_of_a_heading_do_not_matter(tmp_path: Path, heading: str) -> None:
    records = read(tmp_path, {"absente.csv": f'"Nr. matricol";"{heading}";ORE:\n1;01.10.2025;1\n'})
    assert rows(records, "attendance", "date") == [(pd.Timestamp("2025-10-01"),)]


@pytest.mark.parametrize("heading", ["Diriginte", "Dirigintele clasei", "Profesor", "Nume învățătoare", "Învățător"])
def test_a_column_of_names_of_teachers_is_refused_with_advice(tmp_path: Path, heading: str) -> None:
    (said,) = refused(tmp_path, COUNTY | {"note.csv": f"Elev;Data notei;Nota;{heading}\n1;01.10.2025;9;X\n"})
    assert "am găsit o coloană despre persoană" in said
    assert said.endswith("ștergeți coloana.")


def test_sentences_name_columns_as_the_file_does(tmp_path: Path) -> None:
    said = refused(
        tmp_path, {"absente.csv": "Elev;Data absenței;Nr. ore;De la\n1;01.10.2025;x;\n1;2.10.2025;1;3.10.2025\n"}
    )
    assert "rândul 2, coloana Nr. ore (hours): am găsit „x”" in said[0]
    assert "rândul 3, coloana Data absenței (date)" in said[1]
    assert "o dată care nu este înainte de De la (from_date)" in said[1]
