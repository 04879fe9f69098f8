"""Sheets of a week: Monday to Friday for headings, with the week's days above them, in the title or in the tab."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_PUPILS: Rows = [[1, "Alfa Ana", "x", None, "m", None, None], [2, "Beta Dan", None, "2n", None, None, "a"]]
_READ = [
    "alfa-ana 2025-11-10 1", "alfa-ana 2025-11-12 1 yes", "beta-dan 2025-11-11 2 no", "beta-dan 2025-11-14 1",
]  # fmt: skip
_LONG = ("Luni", "Marți", "Miercuri", "Joi", "Vineri")


@pytest.mark.parametrize("format_", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize(("title", "days"), [
    ("Săptămâna 10-14.11.2025", _LONG),
    ("Prezența în săpt. 10.11 - 14.11", ("L", "M", "M", "J", "V")),
    ("Clasa a VI-a A, săptămâna din 10 noiembrie", ("LU", "MA", "MI", "JO", "VI")),
    ("Absențe, 10 noiembrie - 14 noiembrie 2025", ("lun.", "mar.", "mie.", "joi", "vin.")),
    ("Absențe", ("Luni 10.11", "Marți 11.11", "Miercuri 12.11", "Joi 13.11", "Vineri 14.11")),
    ("Absențe", ("Luni\n10.11", "Marți (11.11)", "12.11 miercuri", "Joi, 13 nov.", "Vineri - 14.11.2025")),
])  # fmt: skip
def test_a_week_is_read_from_its_title_or_its_days(
    title: str, days: Sequence[str], format_: str, tmp_path: Path
) -> None:
    if format_ == "csv" and any("\n" in day for day in days):
        days = tuple(day.replace("\n", " ") for day in days)
    rows = [[title], ["Nr.", "Elev", *days], *_PUPILS]
    book = Book({"Foaie1": rows}, name=f"registru.{format_}")
    assert short_rows(imported(book.write(tmp_path)), "attendance") == _READ


def test_the_tab_says_the_week_and_sums_stand_behind_it(tmp_path: Path) -> None:
    rows = [["Nr", "Elev", *_LONG, "M", "N", "Total"], [*_PUPILS[0], 1, 1, 2], [*_PUPILS[1], 0, 3, 3]]
    assert short_rows(imported(Book({"10-14.11.2025": rows}).write(tmp_path)), "attendance") == _READ


@pytest.mark.parametrize("merged", [["A2:A3", "B2:B3", "C2:G2", "H2:L2"], []])
def test_weeks_side_by_side_each_below_its_days(merged: list[str], tmp_path: Path) -> None:
    weeks = ["Săpt. 3.11 - 7.11", None, None, None, None, "10-14.11"]
    rows = [
        ["Frecvența"], ["Nr", "Elev", *weeks], [None, None, *("L", "Ma", "Mi", "J", "V") * 2],
        [1, "Alfa Ana", None, "a", None, None, None, "x", None, "m"], [2, "Beta Dan", *[None] * 6, "2n", None, None, "a"],
    ]  # fmt: skip
    found = imported(Book({"VI A": rows}, merged={"VI A": merged}).write(tmp_path))
    assert short_rows(found, "attendance") == ["alfa-ana 2025-11-04 1", *_READ]


def test_hours_below_the_days_are_added_up(tmp_path: Path) -> None:
    rows = [
        ["Absențe, săptămâna 10-14.11.2025"], ["Nr", "Elev", "Luni", None, None, "Marți", None, "Miercuri"],
        [None, None, 1, 2, 3, 1, 2, 1], [1, "Alfa Ana", "x", "x", None, "m"], [2, "Beta Dan", None, None, "n", None, "a", "x"],
    ]  # fmt: skip
    merged = ["A2:A3", "B2:B3", "C2:E2", "F2:G2"]
    found = imported(Book({"VI A": rows}, merged={"VI A": merged}).write(tmp_path))
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-11-10 2", "alfa-ana 2025-11-11 1 yes", "beta-dan 2025-11-10 1 no", "beta-dan 2025-11-11 1",
        "beta-dan 2025-11-12 1",
    ]  # fmt: skip


def test_subjects_of_a_timetable_stand_below_the_days(tmp_path: Path) -> None:
    rows = [
        ["Absențe, săptămâna 10-14.11.2025"], ["Nr", "Elev", "Luni", None, "Marți", None, "Joi 13.11", None],
        [None, None, "Mate", "Rom", "Ist", "Mate", "Rom", "Bio"], [1, "Alfa Ana", "x", None, "m", None, None, "x"],
    ]  # fmt: skip
    rows[1][6] = "Joi"
    merged = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2"]
    found = imported(Book({"VI A": rows}, merged={"VI A": merged}).write(tmp_path))
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-11-10 1 matematică", "alfa-ana 2025-11-11 1 yes istorie", "alfa-ana 2025-11-13 1 biologie",
    ]  # fmt: skip


@pytest.mark.parametrize("title", [
    "Absențe", "Absențe, săptămâna 10", "Săptămâna 10-21.11.2025", "Săptămâna 12.11.2025",
    "Săptămânile 3-7.11 și 10-14.11",
])  # fmt: skip
def test_a_week_that_nothing_tells_is_refused_at_its_first_day(title: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": [[title], ["Nr", "Elev", *_LONG], *_PUPILS]}).write(tmp_path))
    assert caught.value.sentences("ro") == [
        "registru.xlsx, VI A!C2: am găsit „Luni”; așteptam săptămâna acestor zile în titlu, deasupra lor sau în numele "
        "foii, de pildă Săptămâna 10-14.11.2025; scrieți-o acolo sau spuneți în fișierul de potriviri ce este coloana."
    ]


def test_a_wrong_sign_in_a_week_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = [["Săptămâna 10-14.11.2025"], ["Nr", "Elev", *_LONG], [1, "Alfa Ana", None, None, "25"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    (sentence,) = caught.value.sentences("en")
    assert sentence.startswith("registru.xlsx, VI A!E3: found '25'; expected a sign of an absence")


def test_a_week_is_the_whole_of_its_days_alone(tmp_path: Path) -> None:
    """The next week's sheet must not take back what stands of this one."""
    rows = [["Săptămâna 10-14.11.2025"], ["Nr", "Elev", *_LONG], *_PUPILS]
    (told,) = [
        each
        for each in imported(Book({"VI A": rows}).write(tmp_path)).records.coverage
        if each.tables == ("attendance",)
    ]
    assert (told.first_day.isoformat(), told.last_day.isoformat()) == ("2025-11-10", "2025-11-14")


def test_the_week_tells_the_school_year(tmp_path: Path) -> None:
    rows = [["Săptămâna 10-14.11.2025"], ["Nr", "Elev", *_LONG], *_PUPILS]
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path), year=""), "attendance") == _READ
