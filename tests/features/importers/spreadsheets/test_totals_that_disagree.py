"""Monthly totals and the days of the same month that say otherwise: named, and neither is lost."""

import datetime as dt
from pathlib import Path

import pytest

from features.importers.changes.totals_that_disagree import disagreements_told
from features.store.database.url import StoreUrl
from features.store.imports.importing import import_batch
from features.store.imports.trial import Trial
from tests.support.sheets.books import Book, Rows, imported, short_rows

DAY = dt.date(2025, 12, 3)
DAYS: Rows = [["Clasa a VII-a B"], ["Nr. matricol", "Elev", "Absențe"], [11, "Alfa Ana", "5.10; 6.10; 7.10 m; 12.10"]]
_PLACE = "Total!C4, nr. matricol 11, octombrie 2025: totalul spune"
_MORE = "se păstrează amândouă, iar {} în plus se numără fără zi"


def totals(excused: object, unexcused: object) -> Rows:
    head = [["Clasa a VII-a B"], ["Nr. matricol", "Elev", "Octombrie", None], [None, None, "M", "N"]]
    return [*head, [11, "Alfa Ana", excused, unexcused]]


ALONE: Rows = [
    ["Clasa a VII-a B"],
    ["Nr. matricol", "Elev", "Absențe octombrie"],
    ["Total", None, 9],
    [11, "Alfa Ana", 9],
]
CASES = [
    pytest.param(totals(1, 3), [], [], id="the same"),
    pytest.param(
        totals(1, 5), ["r11 2025-10-31 5 2025-10-01 no"],
        [f"{_PLACE} 5 ore nemotivate, iar zilele adunate dau 3; {_MORE.format('2 ore')}"], id="more unexcused",
    ),
    pytest.param(
        totals(1, 2), [], [f"{_PLACE} 2 ore nemotivate, iar zilele adunate dau 3; se numără zilele"], id="fewer",
    ),
    pytest.param(
        totals(2, 3), ["r11 2025-10-31 2 2025-10-01 yes"],
        [f"{_PLACE} 2 ore motivate, iar zilele adunate dau 1; {_MORE.format('1 oră')}"], id="more excused",
    ),
    pytest.param(
        ALONE, ["r11 2025-10-31 9 2025-10-01 unknown"],
        [f"{_PLACE} 9 ore, iar zilele adunate dau 4; {_MORE.format('5 ore')}"], id="not said which are excused",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "kept", "told"), CASES)
def test_days_and_totals_of_one_import(sheet: Rows, kept: list[str], told: list[str], tmp_path: Path) -> None:
    result = imported(Book({"VII B": DAYS, "Total": sheet}).write(tmp_path))
    assert [row for row in short_rows(result, "attendance") if "2025-10-01" in row] == kept
    assert [each.ro for each in disagreements_told(result.records, None)] == [f"registru.xlsx, {each}" for each in told]


@pytest.mark.parametrize("days_first", [True, False])
@pytest.mark.parametrize(("sheet", "kept", "told"), CASES)
def test_days_and_totals_one_after_the_other(
    sheet: Rows, kept: list[str], told: list[str], days_first: bool, tmp_path: Path
) -> None:
    url = StoreUrl(f"sqlite:///{tmp_path / 'records.sqlite'}")
    books = [Book({"VII B": DAYS}, name="zile.xlsx"), Book({"Total": sheet}, name="total.xlsx")]
    for place, book in enumerate(books if days_first else reversed(books)):
        found = imported(book.write(tmp_path)).records
        import_batch(
            url, found, day=DAY + dt.timedelta(place), who="s", file_name=book.name, sha256=book.name,
            today=dt.date(2026, 7, 1), day_told=True, trial=(trial := Trial(kept=True)),
        )  # fmt: skip
    assert all(each.gone == each.changed == 0 for each in trial.differences())
    sentences = [each.ro for each in disagreements_told(found, trial.after)]
    place_of_days = "zile.xlsx, VII B!C3, "
    assert sentences == [
        (f"total.xlsx, {each}" if days_first else each.replace("Total!C4, ", place_of_days)) for each in told
    ]
