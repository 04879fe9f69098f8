"""Totals of absences by module, I to V: of the days of the module in the school year's calendar."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_PARTS: Rows = [[1, "Alfa Ana", 5, 2, 1, None], [2, "Beta Dan", 4, 4, 0, None]]
_READ = [
    "alfa-ana 2025-10-24 2 2025-09-08 no", "alfa-ana 2025-10-24 5 2025-09-08 yes", "alfa-ana 2025-12-19 1 2025-11-03 yes",
    "beta-dan 2025-10-24 4 2025-09-08 no", "beta-dan 2025-10-24 4 2025-09-08 yes", "beta-dan 2025-12-19 0 2025-11-03 no",
]  # fmt: skip


@pytest.mark.parametrize("name", ["registru.xlsx", "registru.ods", "registru.csv"])
@pytest.mark.parametrize(
    "modules", [("Modulul I", "Modulul II"), ("M1", "M2"), ("Modulul 1", "Modulul al II-lea"), ("M. I", "M. II")]
)
def test_excused_and_unexcused_hours_below_modules(modules: Sequence[str], name: str, tmp_path: Path) -> None:
    one, two = modules
    rows = [["Situația absențelor"], ["Nr", "Elev", one, None, two, None], [None, None, *("M", "N") * 2], *_PARTS]
    if one == "M. I":
        rows[1][2:5] = ["Mod. I", None, "Mod. II"]
    assert short_rows(imported(Book({"VI A": rows}, name=name).write(tmp_path)), "attendance") == _READ


def test_totals_alone_and_the_winter_week_that_counties_choose(tmp_path: Path) -> None:
    rows = [
        ["Total absențe pe module"], ["Nr", "Elev", "M I", "M II", "M III", "M IV", "M V", "Total"],
        [1, "Alfa Ana", 1, 2, 3, 4, 5, 15],
    ]  # fmt: skip
    found = imported(Book({"VI A": rows}).write(tmp_path))
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-10-24 1 2025-09-08 unknown", "alfa-ana 2025-12-19 2 2025-11-03 unknown", "alfa-ana 2026-02-22 3 2026-01-08 unknown",
        "alfa-ana 2026-04-03 4 2026-02-14 unknown", "alfa-ana 2026-06-19 5 2026-04-15 unknown",
    ]  # fmt: skip
    assert any("săptămâna de vacanță aleasă de fiecare județ" in note.ro for note in found.records.notes)


def test_a_sheet_of_a_module_is_of_its_days_and_not_of_the_year(tmp_path: Path) -> None:
    sheets = {
        name: [[f"Absențe {name}"], ["Elev", "Motivate", "Nemotivate"], ["Alfa Ana", hours, 1]]
        for name, hours in (("modulul I", 3), ("modulul II", 4))
    }
    year = [["Absențe, tot anul"], ["Elev", "Motivate", "Nemotivate"], ["Alfa Ana", 7, 2]]
    found = imported(Book({**sheets, "an": year}).write(tmp_path))
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-10-24 1 2025-09-08 no", "alfa-ana 2025-10-24 3 2025-09-08 yes",
        "alfa-ana 2025-12-19 1 2025-11-03 no", "alfa-ana 2025-12-19 4 2025-11-03 yes",
    ]  # fmt: skip
    assert "2 totaluri pe lună sau an lăsate deoparte: părțile lor există" in [note.ro for note in found.records.notes]


def test_months_beside_modules_count_and_modules_are_their_sums(tmp_path: Path) -> None:
    rows = [["Absențe"], ["Elev", "Septembrie", "Octombrie", "Modulul I"], ["Alfa Ana", 1, 2, 3]]
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path)), "attendance") == [
        "alfa-ana 2025-09-30 1 2025-09-01 unknown", "alfa-ana 2025-10-31 2 2025-10-01 unknown",
    ]  # fmt: skip


def test_numbers_by_module_that_may_be_anything_are_asked_about(tmp_path: Path) -> None:
    path = Book({"VI A": [["Elev", "Modulul I", "Modulul II"], ["Alfa Ana", 5, 6]]}).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    assert [each.text for each in caught.value.questions] == ["Modulul I", "Modulul II"]
    found = imported(path, ask=lambda _: "attendance.hours")
    assert short_rows(found, "attendance") == [
        "alfa-ana 2025-10-24 5 2025-09-08 unknown",
        "alfa-ana 2025-12-19 6 2025-11-03 unknown",
    ]


def test_modules_of_a_year_without_a_calendar_are_refused(tmp_path: Path) -> None:
    rows = [["Absențe"], ["Elev", "Modulul I"], ["Alfa Ana", 5]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path), year="2020-2021")
    assert caught.value.sentences("ro") == [
        "registru.xlsx, VI A!B2: am găsit „Modulul I”; așteptam totaluri pe luni sau pe tot anul: zilele modulelor din "
        "acest an școlar nu sunt cunoscute; calendarul le are din 2022-2023 încoace."
    ]


def test_a_wrong_number_of_a_module_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = [["Absențe"], ["Elev", "Modulul I", "Modulul II"], ["Alfa Ana", 5, "multe"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    assert caught.value.sentences("en") == [
        "registru.xlsx, VI A!C3: found 'multe'; expected a number of hours; correct the cell."
    ]
