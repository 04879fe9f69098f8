"""Numbers, words and labels as schools write them, and as they are documented."""

import pytest

from features.cells.spelling import SpeltCells, spell_cells
from features.schema.tables import Column, table


def cells_of(place: str, *texts: str) -> SpeltCells:
    name, _, column = place.partition(".")
    return spell_cells(table(name).column(column), texts)


def told(place: str, *texts: str) -> list[str]:
    spelt = cells_of(place, *texts)
    return [spelt.refused[each].code if each in spelt.refused else text for each, text in enumerate(spelt.texts)]


@pytest.mark.parametrize(
    ("place", "texts", "meant"),
    [
        ("attendance.hours", ["1,5", "2", ""], ["1.5", "2", ""]),
        ("attendance.hours", ["0,833", "1,667"], ["0.833", "1.667"]),
        ("attendance.hours", ["1,667", "2,5", "8.25"], ["1.667", "2.5", "8.25"]),
        ("attendance.hours", ["2,667"], ["2.667"]),  # 2667 would be more than there can be
        ("grades.mark", ["7,50", "7,667", "FB"], ["7.50", "7.667", "FB"]),
        ("grades.weight", ["0,5"], ["0.5"]),
        ("enrolments.birth_year", ["2012,0"], ["2012.0"]),
        ("attendance.hours", ["1.234"], ["1.234"]),
        ("attendance.hours", ["1,234"], ["decimal_comma"]),
        ("attendance.hours", ["1,234", "1,500"], ["decimal_comma"] * 2),
        ("attendance.hours", ["1.234,5"], ["thousands"]),
        ("attendance.hours", ["1.234", "1,5"], ["thousands", "1.5"]),
        ("attendance.hours", ["1 234,5"], ["thousands"]),
        ("attendance.hours", ["1,2,3", "a,5"], ["1,2,3", "a,5"]),
    ],
)
def test_a_decimal_comma_is_a_point_unless_it_may_part_thousands(place: str, texts: list[str], meant: list[str]):
    assert told(place, *texts) == meant


@pytest.mark.parametrize(
    ("place", "texts", "meant"),
    [
        ("enrolments.school_year", ["2024/2025", "2024-25", "2024–2025", "2024 - 2025", "2024/25"], ["2024-2025"] * 5),
        ("enrolments.school_year", ["2024-2026", "2024-24", "2013J"], ["2024-2026", "2024-24", "2013J"]),
        ("terms.school_year", ["1999/2000", "1999-00"], ["1999-2000"] * 2),
        ("enrolments.grade_level", ["VII", "a VII-a", "7", "clasa a 7-a", "CP", "Pregătitoare", "clasa I"],
         ["7", "7", "7", "7", "0", "0", "1"]),
        ("enrolments.grade_level", ["VII B", "7.0", "-7", "XIV"], ["VII B", "7.0", "-7", "XIV"]),
        ("enrolments.sex", ["F", "m", "băiat", "Fată", "B", "feminin", "x"], ["F", "M", "M", "F", "M", "F", "x"]),
        ("enrolments.special_needs", ["Da", "nu", "X", "TRUE", "fals", "Adevărat", "1.0", "10", "-1"],
         ["1", "0", "1", "1", "0", "1", "1.0", "10", "-1"]),
        ("schools.locality", ["R", "U", "Rural", "URBAN", "sat", "oraş"],
         ["rural", "urban", "rural", "urban", "rural", "urban"]),
        ("family.guardianship", ["ambii părinţi", "Un părinte", "bunici", "plasament", "instituție", "Both parents"],
         ["both_parents", "one_parent", "relatives", "foster_care", "institution", "both_parents"]),
        ("family.parents_abroad", ["niciunul", "unul", "amândoi", "nu", "mama", "da", "-1", "1"],
         ["none", "one", "both", "none", "one", "da", "-1", "one"]),
        ("family.mother_education", ["fără studii", "Primar", "gimnaziu", "liceu", "profesional", "postliceal"],
         ["0", "1", "2", "3", "3", "4"]),
        ("family.father_education", ["facultate", "Licență", "master", "doctorat", "3", "3,0", "multe"],
         ["6", "6", "7", "8", "3", "3.0", "multe"]),
        ("outcomes.outcome", ["abandon", "Neînscris", "situaţie neîncheiată", "neprezentat EN", "repetentă"],
         ["dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show", "repeated_year"]),
        ("outcomes.outcome", ["Transferat", "plecat în străinătate", "absolvent", "PROMOVAT", "corigent", "bine"],
         ["transferred", "emigrated", "graduated", "promoted", "not_yet_an_outcome", "bine"]),
        ("grades.kind", ["notă", "Medie", "teză", "purtare"], ["mark", "average", "exam", "conduct"]),
        ("grades.scale", ["1 - 10", "1–10", "calificative", "01.oct", "1-5"], ["1-10", "1-10", "FB-I", "1-10", "1-5"]),
        ("attendance.excused", ["da", "Nemotivată", "nu se știe", "x"], ["yes", "no", "unknown", "yes"]),
        ("attendance.subject", ["ştiinţe", "științe"], ["științe", "științe"]),
        ("enrolments.pupil_id", ["Elev 1", "elev 1", "şcolar"], ["Elev 1", "elev 1", "școlar"]),
        ("incidents.kind", ["notă", "absență"], ["notă", "absență"]),
    ],
)  # fmt: skip
def test_a_word_is_what_it_means_in_its_column(place: str, texts: list[str], meant: list[str]):
    assert told(place, *texts) == meant


def test_a_word_of_a_declared_choice_is_read_whatever_its_case_and_accents():
    words = table("family").column("guardianship").meaning
    choices = Column("dorm", "choice", words, choices=("cămin", "acasă", "A", "a"))
    assert list(spell_cells(choices, ["Cămin", "camin", "ACASA", "A", "a", "b"]).texts) == [
        "cămin", "cămin", "acasă", "A", "a", "b",
    ]  # fmt: skip
    assert list(spell_cells(choices, ["Á"]).texts) == ["Á"]  # two choices could be meant


def test_it_is_said_which_words_were_understood_but_not_all_of_many():
    assert cells_of("schools.locality", "rural", "U").notes == (('locality: "U" as urban', "locality: „U” ca urban"),)
    (note,) = cells_of(
        "outcomes.outcome", *(["abandon", "a abandonat", "repetent", "repetentă", "picat", "admis", "fail"])
    ).notes
    assert note.en.endswith('"picat" as failed and 2 more')
    assert note.ro.endswith("„picat” ca failed și încă 2")
    assert cells_of("enrolments.special_needs", "da", "NU", "true").notes == ()
    assert cells_of("enrolments.special_needs", "X").notes[0].en == 'special_needs: "X" as 1'
