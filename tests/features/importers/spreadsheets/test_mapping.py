"""What is asked once and remembered: headings, signs, averages, the school year."""

import datetime as dt
from pathlib import Path

import pytest

from features.errors import UsageError
from features.importers.spreadsheets.cells.signs import MEANINGS
from features.importers.spreadsheets.headings.answer_words import answer_meant, words_for, words_to_write
from features.importers.spreadsheets.headings.words import targets, words_of
from features.importers.spreadsheets.mapping import (
    LayoutMapping,
    SheetMapping,
    is_target,
    mapping_text,
    read_mapping,
)
from features.importers.spreadsheets.questions import DAY_KINDS, PAIR_KINDS, SHEET_KINDS, Kind, OpenQuestions, Question
from features.schema.problems import RecordsError
from features.schema.tables import OUTCOMES
from tests.support.sheets.books import Book, imported, short_rows

ROWS = [["Elev", "Data", "Zburdat"], ["Alfa Ana", "12.10", 3], ["Beta Dan", "13.10", 1]]


class Secretary:
    """Answers by heading or word, and remembers what was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[Question] = []

    def __call__(self, question: Question) -> str:
        self.asked.append(question)
        return self.answers.get(question.text or question.kind, "")


def test_an_unknown_heading_is_asked_once_and_then_remembered(tmp_path: Path):
    secretary = Secretary(Zburdat="attendance.hours")
    path = Book({"Absențe": ROWS}).write(tmp_path)
    first = imported(path, ask=secretary)
    assert [(each.kind, each.text, each.cell, each.examples) for each in secretary.asked] == [
        ("heading", "Zburdat", "Absențe!C1", ("3", "1"))
    ]
    assert "attendance.hours" in secretary.asked[0].candidates
    (tmp_path / "mapping.toml").write_text(mapping_text(first.mapping), encoding="utf-8")
    again = imported(path, mapping=read_mapping(tmp_path / "mapping.toml"))
    assert short_rows(again, "attendance") == short_rows(first, "attendance") == [
        "alfa-ana 2025-10-12 3", "beta-dan 2025-10-13 1",
    ]  # fmt: skip


def test_without_anybody_to_ask_all_questions_are_told_with_what_to_write(tmp_path: Path):
    rows = [["Elev", "Data", "Zburdat", "Pomană"], ["Alfa Ana", "12.10", 3, "q"]]
    with pytest.raises(OpenQuestions) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    sentences = caught.value.message.ro.splitlines()
    assert len(sentences) == 2
    assert sentences[0].startswith("registru.xlsx, Absențe!C1: ce este coloana „Zburdat” (de pildă 3)?")
    assert '[layout.columns] "Zburdat" = ' in sentences[0]


def test_an_answer_that_is_none_is_asked_again_and_then_refused(tmp_path: Path):
    secretary = Secretary(Zburdat="orice")
    with pytest.raises(OpenQuestions):
        imported(Book({"Absențe": ROWS}).write(tmp_path), ask=secretary)
    assert len(secretary.asked) == 3


def test_signs_of_a_school_are_asked_and_remembered(tmp_path: Path):
    rows = [["Elev", 1, 2, 3], ["Alfa Ana", "Q", "a", None], ["Beta Dan", None, "q", "Z"]]
    path = Book({"octombrie": rows}).write(tmp_path)
    first = imported(path, ask=Secretary(Q="excused", q="excused", Z="present"))
    expected = ["alfa-ana 2025-10-01 1 yes", "alfa-ana 2025-10-02 1", "beta-dan 2025-10-02 1 yes"]
    assert short_rows(first, "attendance") == expected
    assert short_rows(imported(path, mapping=first.mapping), "attendance") == expected


def test_marks_without_days_are_asked_about(tmp_path: Path):
    rows = [["Elev", "Matematică", "Istorie"], ["Alfa Ana", 9, 10], ["Beta Dan", 4, 5]]
    path = Book({"clasa a V-a A": rows}).write(tmp_path)
    first = imported(path, ask=Secretary(Matematică="averages"))
    assert len(short_rows(first, "grades")) == 4
    assert set(first.records.tables["grades"]["kind"]) == {"average"}
    assert len(short_rows(imported(path, mapping=first.mapping), "grades")) == 4


def test_the_school_year_is_asked_where_nothing_tells_it(tmp_path: Path):
    path = Book({"Absențe": [["Elev", "Data"], ["Alfa Ana", "12.10"]]}).write(tmp_path)
    secretary = Secretary(school_year="2024-2025")
    result = imported(path, ask=secretary, year="")
    assert short_rows(result, "attendance") == ["alfa-ana 2024-10-12 1"]
    assert result.mapping.school_year == "2024-2025"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2025, 3, 1), "2024-2025"), (dt.date(2025, 8, 31), "2024-2025"), (dt.date(2024, 10, 20), "2024-2025"),
        (dt.date(2025, 10, 20), "2025-2026"), (dt.date(2026, 3, 1), "2025-2026"),
    ],
)  # fmt: skip
def test_the_school_year_answered_once_is_asked_again_in_another_year(day: dt.date, year: str, tmp_path: Path):
    path = Book({"Absențe": [["Elev", "Data"], ["Alfa Ana", "12.10"]]}).write(tmp_path)
    known = SheetMapping("S1", school_year="2024-2025")
    result = imported(path, mapping=known, ask=Secretary(school_year="2025-2026"), year="", today=day)
    assert list(result.records.tables["enrolments"]["school_year"]) == [year]
    assert result.mapping.school_year == year


@pytest.mark.parametrize("title", ["Catalog, an școlar 2025-2026", "absențe 2025/26"])
def test_a_title_overrules_the_remembered_school_year(title: str, tmp_path: Path):
    path = Book({"Absențe": [[title], ["Elev", "Data"], ["Alfa Ana", "12.10"]]}).write(tmp_path)
    known = SheetMapping("S1", school_year="2024-2025")
    assert short_rows(imported(path, mapping=known, year=""), "attendance") == ["alfa-ana 2025-10-12 1"]


@pytest.mark.parametrize(
    ("title", "date", "year"),
    [("An școlar 2024/2025", "12.10", "2024-2025"), ("Catalog", dt.datetime(2025, 10, 12), "2025-2026")],
)
def test_the_school_year_is_told_by_a_title_or_by_days(title: str, date: object, year: str, tmp_path: Path):
    path = Book({"Absențe": [[title], ["Elev", "Data"], ["Alfa Ana", date]]}).write(tmp_path)
    result = imported(path, year="", today=dt.date(2026, 2, 1))
    assert list(result.records.tables["enrolments"]["school_year"]) == [year]


@pytest.mark.parametrize(
    ("headings", "said"),
    [(("Elev", "Ziua", "Zburdat"), "noi: Ziua; lipsesc: Data"),
     (("Elev", "Data", "Zburdat", "Motivată"), "noi: Motivată"), (("Elev", "Data"), "lipsesc: Zburdat")],
)  # fmt: skip
def test_a_sheet_that_changed_since_the_mapping_was_made_says_what(
    tmp_path: Path, headings: tuple[str, ...], said: str
):
    first = imported(Book({"Absențe": ROWS}).write(tmp_path), ask=Secretary(Zburdat="attendance.hours"))
    rows = [[*headings], ["Alfa Ana", "12.10", 3, "da"][: len(headings)]]
    again = imported(Book({"Absențe": rows}).write(tmp_path), mapping=first.mapping)
    assert [row for row in short_rows(again, "attendance") if row.startswith("alfa-ana 2025-10-12")]
    assert f"registru.xlsx: Absențe: alte coloane decât data trecută; {said}" in [
        note.ro for note in again.records.notes
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Foaie1", [["Elev", "Ziua", "Zburdat"], ["Alfa Ana", "12.10", 3]]),
        ("Sheet1", [["Elev", "Ziua", "Zburdat"], ["Alfa Ana", "12.10", 3]]),
        ("Foaia 2", [["Elev", "Ziua", "Zburdat"], ["Alfa Ana", "12.10", 3]]),
        ("Absențe", [["Nume", "Prenume", "Sex", "Clasa"], ["Alfa", "Ana", "F", "V A"]]),
        ("sheet", [["Nume", "Prenume", "Sex", "Clasa"], ["Alfa", "Ana", "F", "V A"]]),
    ],
)
def test_another_table_under_the_same_or_a_usual_sheet_name_is_no_changed_one(
    name: str, rows: list[list[object]], tmp_path: Path
):
    first = imported(Book({name: ROWS}).write(tmp_path), ask=Secretary(Zburdat="attendance.hours"))
    again = imported(Book({name: rows}).write(tmp_path), mapping=first.mapping)
    assert not any("data trecută" in note.ro for note in again.records.notes)


def test_a_heading_or_a_sign_on_several_sheets_is_asked_about_once(tmp_path: Path):
    secretary = Secretary(Zburdat="ignore", Q="excused", q="excused")
    grid = [["Nr.", "Elev", 1, 2, 3, "Zburdat"], [1, "Alfa Ana", "Q", "a", None, 5]]
    wider = [["Nr.", "Elev", 1, 2, 3, "Zburdat", "Obs."], [1, "Alfa Ana", None, "Q", None, 5, "x"]]
    path = Book({"octombrie": grid, "noiembrie": grid, "ianuarie": wider}).write(tmp_path)
    result = imported(path, ask=secretary)
    assert [question.text for question in secretary.asked] == ["Zburdat", "q"] or [
        question.text for question in secretary.asked
    ] == ["Zburdat", "Q"]
    assert len(short_rows(result, "attendance")) == 5


def test_questions_are_in_words_of_the_language(tmp_path: Path):
    rows = [["Elev", "Data", "Zburdat"], ["Alfa Ana", "12.10", 3]]
    with pytest.raises(OpenQuestions) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    assert "ore de absență [attendance.hours]; numărul matricol [pupil.register_number]" in caught.value.message.ro
    assert "fișierul de potriviri" in caught.value.message.ro


def test_every_answer_has_words_in_both_languages():
    for answer in (*targets(), *MEANINGS, *OUTCOMES, *SHEET_KINDS):
        words = words_for(answer)
        assert words.ro not in (answer, words.en)
        assert not any(sign in text for text in words for sign in "._[")
        assert answer_meant(words.ro, {answer}.__contains__) == answer == answer_meant(words.en, {answer}.__contains__)
        assert words_to_write(answer).ro == f"{words.ro} [{answer}]"


def _question(kind: Kind) -> Question:
    return Question(kind, "f.xlsx", "Foaie1", "Zburdat")


@pytest.mark.parametrize("kind", ["heading", "sign", "outcome", "marks", "day_numbers", "pairs"])
def test_what_each_question_offers_can_be_typed_in_words(kind: Kind):
    question = _question(kind)
    every = (*targets(), *MEANINGS, *OUTCOMES, *SHEET_KINDS, *DAY_KINDS, *PAIR_KINDS, "ignore")
    offered = [answer for answer in dict.fromkeys(every) if question.allows(answer)]
    assert len(offered) >= 2
    for answer in offered:
        said = [*words_for(answer), answer]
        assert [answer_meant(text, question.allows) for text in said] == [answer] * 3


@pytest.mark.parametrize(("kind", "typed", "meant"), [
    ("day_numbers", "Ore de absență", "hours"), ("heading", "Ore de absență", "attendance.hours"),
    ("outcome", "abandon", "dropped_out"), ("outcome", "transferred", "transferred"),
    ("outcome", "plecat din țară", "emigrated"), ("sign", "absență motivată", "excused"),
    ("heading", "total ore de absență", "attendance.total"), ("heading", "minutele de navetă", "family.commute_minutes"),
    ("sign", "abandon", "abandon"), ("marks", "ore de absență", "ore de absență"),
])  # fmt: skip
def test_words_mean_what_the_question_is_about_and_former_ones_are_understood(kind: Kind, typed: str, meant: str):
    assert answer_meant(typed, _question(kind).allows) == meant


def test_answers_are_kept_though_the_sheets_must_be_corrected(tmp_path: Path):
    rows = [["Elev", "Data", "Zburdat"], ["Alfa Ana", "31.02.2026", 3]]
    kept: list[SheetMapping] = []
    with pytest.raises(RecordsError):
        imported(Book({"Absențe": rows}).write(tmp_path), ask=Secretary(Zburdat="attendance.hours"), keep=kept.append)
    assert kept[-1].answers() == {"zburdat": "attendance.hours"}


@pytest.mark.parametrize("title", [
    "ABSENȚE - LUNA OCTOMBRIE 2025", "octombrie 2025", "Situația absențelor pe luna oct. 2025", "Mai 2026", "10.2025",
])  # fmt: skip
def test_the_school_year_is_that_of_the_month_in_a_title(title: str, tmp_path: Path):
    path = Book({"Foaie1": [[title], ["Nr.", "Elev", "Nr. absențe"], [1, "Alfa Ana", 2]]}).write(tmp_path)
    result = imported(path, year="", today=dt.date(2026, 11, 28))
    assert list(result.records.tables["enrolments"]["school_year"]) == ["2025-2026"]


def test_the_years_of_the_sheets_are_offered_first(tmp_path: Path):
    rows = [["octombrie 2025"], ["Nr.", "Elev", "Nr. absențe"], [1, "Alfa Ana", 2]]
    later = [["septembrie 2026"], *rows[1:]]
    with pytest.raises(OpenQuestions) as caught:
        imported(Book({"a": rows, "b": later}).write(tmp_path), year="", today=dt.date(2026, 11, 28))
    assert caught.value.questions[0].candidates == ("2026-2027", "2025-2026")


def test_a_mapping_overrules_what_a_heading_seems_to_say(tmp_path: Path):
    rows = [["Elev", "Data", "Ore"], ["Alfa Ana", "12.10", 3]]
    mapping = SheetMapping("S1", layouts=(LayoutMapping("x", columns={"Ore": "ignore"}),))
    result = imported(Book({"Absențe": rows}).write(tmp_path), mapping=mapping)
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-12 1"]


def test_a_heading_may_be_a_subject_of_the_schools_own(tmp_path: Path):
    rows = [["Elev", "Olărit"], ["Alfa Ana", "9/12.10"]]
    result = imported(Book({"note": rows}).write(tmp_path), ask=Secretary(Olărit="subject:olărit"))
    assert short_rows(result, "grades") == ["alfa-ana 2025-10-12 9 olărit"]


def test_a_cross_may_stand_for_several_hours(tmp_path: Path):
    rows = [["Elev", 1, 2, 3], ["Alfa Ana", "x", None, "3"]]
    path = Book({"octombrie": rows}).write(tmp_path)
    known = imported(path).mapping
    (layout,) = known.layouts
    mapping = SheetMapping("S1", layouts=(LayoutMapping(layout.fingerprint, layout.sheet, cross_hours=5),))
    assert short_rows(imported(path, mapping=mapping), "attendance") == [
        "alfa-ana 2025-10-01 5",
        "alfa-ana 2025-10-03 3",
    ]


def test_a_mapping_joins_pupils_that_are_one(tmp_path: Path):
    rows = [["Elev", "Data"], ["Alfa Ana", "12.10"], ["Alfa Ana Maria", "13.10"]]
    mapping = SheetMapping("S1", same_pupil={"alfa-ana-maria": "alfa-ana"})
    result = imported(Book({"Absențe 5A": rows}).write(tmp_path), mapping=mapping)
    assert short_rows(result, "attendance") == ["alfa-ana 2025-10-12 1", "alfa-ana 2025-10-13 1"]
    assert short_rows(result, "enrolments") == ["alfa-ana V A 5"]


def test_a_mapping_is_written_as_it_is_read(tmp_path: Path):
    layout = LayoutMapping(
        "abc", 'Foaia "1"', "day_grid", {"Ore\nlipsă": "attendance.hours", "(F)": "ignore", "X": "subject:olărit"},
        {"q": "present", "\\": "absent"}, 4, ("Elev", "Ore\nlipsă"),
    )  # fmt: skip
    mapping = SheetMapping("S1", "2025-2026", (layout,), {"p1": "p2"}, {"p3": "p4"})
    (tmp_path / "mapping.toml").write_text(mapping_text(mapping), encoding="utf-8")
    assert read_mapping(tmp_path / "mapping.toml") == mapping


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = ", "nu este TOML valid"),
        ("altceva = 1", "chei necunoscute: altceva"),
        ("layout = 3", "layout nu este o listă"),
        ("layout = [1]", "layout nu este un tabel"),
        ('school_year = "acum"', "nu este un an școlar"),
        ('[[layout]]\ncolumns = {"Ore" = "nimic"}', "nu numește nicio coloană"),
        ("[[layout]]\ncross_hours = 99", "cross_hours nu este"),
        ("same_pupil = 4", "same_pupil nu este un tabel"),
    ],
)
def test_a_mapping_that_is_none_is_refused_with_a_sentence(text: str, told: str, tmp_path: Path):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_mapping(path)
    assert told in caught.value.message.ro


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(UsageError):
        read_mapping(tmp_path / "mapping.toml")


def test_a_word_means_one_thing_only():
    for section in ("columns", "parts", "subjects"):
        assert words_of(section)
    assert all(map(is_target, targets()))
    assert not is_target("grades.nothing")
    assert is_target("grades.average:olărit")
    assert "# Prezent" in mapping_text(SheetMapping("S1"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('school_id = "R1"\n[[layout]]\nsheet = 5\n', "line 3: sheet is no text"),
        ("[[layout]]\nfingerprint = [1]\n", "line 2: fingerprint is no text"),
        ('[[layout]]\nsheet = "a"\n', "fingerprint '' is none"),
        ('[[layout]]\nfingerprint = "abc"\n[layout.values]\na = 3\n', "line 4: values: a is no text"),
        ('[[layout]]\nfingerprint = "abc"\nheadings = [1]\n', "line 3: headings is no text"),
        ('[[layout]]\nfingerprint = "abc"\ncross_hours = true\n', "line 3: cross_hours is no number"),
        ("school_year = 1e400\n", "line 1: school_year is no text"),
        ("school_id = 7\n", "line 1: school_id is no text"),
        ('school_id = "R1"\nmerge = []\n', "line 2: unknown keys merge"),
        ('school_id = "R1"\nsame_pupil = "x"\n', "line 2: same_pupil is no table"),
        ('school_id = "R1"\nx = = 3\n', "line 2: it is no valid TOML"),
    ],
)
def test_a_damaged_mapping_is_refused_with_its_line(text: str, said: str, tmp_path: Path):
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        read_mapping(tmp_path / "mapping.toml")
    assert said in str(caught.value)
