"""What a date means only its column can tell; a small table of readings, and a slow reference."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.cells.dates import Order, spell_dates

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31))


def told(*texts: str, dots: Order = "") -> list[str]:
    """Return each date as it is documented, or the code of what is wrong with it."""
    spelt = spell_dates("date", texts, dots=dots)
    return [spelt.refused[place].code if place in spelt.refused else text for place, text in enumerate(spelt.texts)]


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["2025-10-13", ""], ["2025-10-13", ""]),
        (["13.10.2025", "3.9.2025", "2025-09-04"], ["2025-10-13", "2025-09-03", "2025-09-04"]),
        (["13/10/2025", "03/09/2025"], ["2025-10-13", "2025-09-03"]),
        (["10/13/2025", "03/09/2025"], ["2025-10-13", "2025-03-09"]),
        (["10-13-2025", "3-9-2025"], ["2025-10-13", "2025-03-09"]),
        (["09.09.2025"], ["2025-09-09"]),
        (["08.09.2025", "13/10/2025"], ["2025-09-08", "2025-10-13"]),
        (["2025.10.13", "2025/2/3", "2025-2-3"], ["2025-10-13", "2025-02-03", "2025-02-03"]),
        (["20251013", "20250903", "2025-09-04"], ["2025-10-13", "2025-09-03", "2025-09-04"]),
        (["2025-10-13 00:00:00", "2025-10-13T00:00", "2025-10-13T00:00:00.000Z"], ["2025-10-13"] * 3),
        (["2025-10-13T00:00:00+03:00", "13.10.2025 0:00", "13.10.2025 00:00:00"], ["2025-10-13"] * 3),
        (["31.02.2025", "13.10.2025"], ["2025-02-31", "2025-10-13"]),  # a day that is not there is told later
    ],
)
def test_a_date_is_read_where_its_column_leaves_one_meaning(texts: list[str], meant: list[str]):
    assert told(*texts) == meant


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["05/06/2025", "06/05/2025"], ["two_readings"] * 2),
        (["05.06.2025", "06.05.2025"], ["two_readings"] * 2),
        (["1.2.2025", "2025-10-13", ""], ["two_readings", "2025-10-13", ""]),
        (["03.02.2025 00:00:00"], ["two_readings"]),
        (["05-06-2025", "06-05-2025"], ["two_readings"] * 2),
        (["05.06.2025", "06/05/2025"], ["two_readings"] * 2),
        (["05/06/2025", "07/07/2025", "2025-10-13"], ["two_readings", "2025-07-07", "2025-10-13"]),
        (["13.10.2025", "05.06.2025", "10.13.2025"], ["mixed_dates"] * 3),
        (["13/10/2025", "10/13/2025", "2025-10-13"], ["mixed_dates", "mixed_dates", "2025-10-13"]),
        (["2025-10-12T22:00:00.000Z", "13.10.2025 8:15", "2025-10-13 07:00:00+03:00"], ["point_in_time"] * 3),
        (["1759276800000", "1759276800", "1759276800000000"], ["point_in_time"] * 3),
        (["13.10.25", "1/2/25"], ["short_year"] * 2),
        (["20251013", "13102025"], ["not_a_date"] * 2),
        (["20251013", "13.10.2025"], ["not_a_date", "2025-10-13"]),
        (["45691", "13/14/2025", "luni", "25691", "2025-10", "13.10/2025"], ["not_a_date"] * 6),
    ],
)
def test_what_cannot_be_told_is_refused(texts: list[str], codes: list[str]):
    assert told(*texts) == codes


def test_both_readings_are_told_and_no_single_hint():
    refused = spell_dates("date", ["05/06/2025"]).refused[0]
    assert refused.values == {"by_day": "2025-06-05", "by_month": "2025-05-06"}


def test_a_column_of_two_orders_names_a_proof_of_each():
    refused = spell_dates("date", ["01/02/2025", "10/13/2025", "10/14/2025", "15/10/2025"]).refused
    assert {error.code for error in refused.values()} == {"mixed_dates"}
    assert refused[0].values == {"day": "15/10/2025", "month": "10/13/2025"}
    assert refused[0].proofs == {"day_row": 3, "month_row": 1}


OCTOBER = [f"{day}.10.2025" for day in range(13, 32)]
AMERICAN = [f"10/{day}/2025" for day in range(13, 32)]


@pytest.mark.parametrize(
    ("column", "slip", "told_of_it"),
    [
        (OCTOBER, "05.13.2026", "mixed_dates"),
        (OCTOBER, "10/14/2025", "mixed_dates"),
        (OCTOBER, "13.25.2026", "2026-25-13"),
        (OCTOBER, "2.30.2026", "mixed_dates"),
        (AMERICAN, "14/10/2025", "mixed_dates"),
        (AMERICAN, "30.04.2025", "mixed_dates"),
        (AMERICAN, "25/13/2025", "2025-25-13"),
    ],
)
def test_one_slip_in_a_column_of_one_order_is_named_alone(column: list[str], slip: str, told_of_it: str):
    *october, usual, said = told(*column, "03.11.2025" if column is OCTOBER else "11/03/2025", slip)
    assert (october, usual) == ([f"2025-10-{day}" for day in range(13, 32)], "2025-11-03")
    assert said == told_of_it  # a month that is not there is told by whoever reads 2026-25-13


def test_a_slip_is_shown_beside_a_date_in_the_order_of_the_column():
    refused = spell_dates("date", ["2025-09-08", *OCTOBER, "05.13.2026"]).refused
    assert {place: error.values for place, error in refused.items()} == {
        20: {"day": "13.10.2025", "month": "05.13.2026"}
    }
    assert refused[20].proofs == {"day_row": 1, "month_row": 20}


@pytest.mark.parametrize("slips", [2, 9, 18])
def test_where_both_orders_are_frequent_neither_is_a_slip(slips: int):
    found = told(*OCTOBER, *AMERICAN[:slips], "03.11.2025")
    assert found == ["mixed_dates"] * (len(OCTOBER) + slips + 1)


@pytest.mark.parametrize(("cell", "hint"), [("45691", ", 2025-02-03"), ("20250203", ", 2025-02-03"), ("luni", "")])
def test_a_hint_is_given_where_one_day_was_meant(cell: str, hint: str):
    assert spell_dates("date", [cell, "luni"]).refused[0].values == {"hint": hint}


def test_only_dates_with_dots_take_their_order_from_other_columns():
    assert told("05.06.2025", dots="day") == ["2025-06-05"]
    assert told("05.06.2025", dots="month") == ["2025-05-06"]
    assert told("05.06.2025", dots="either") == ["two_readings"]
    assert told("05/06/2025", dots="day") == ["two_readings"]
    assert told("06.13.2025", "05.06.2025", dots="day") == ["2025-06-13", "2025-05-06"]  # its own proof goes before


@pytest.mark.parametrize(
    ("texts", "proved", "in_doubt"),
    [
        (["13.10.2025"], "day", False), (["10.13.2025"], "month", False), (["05.06.2025"], "", True),
        (["13/10/2025"], "", False), (["05/06/2025"], "", False), (["13.10.2025", "10.13.2025"], "", False),
        (["2025-10-13"], "", False),
    ],
)  # fmt: skip
def test_it_is_said_which_order_the_dates_with_dots_of_a_column_prove(texts: list[str], proved: str, in_doubt: bool):
    spelt = spell_dates("date", texts)
    assert (spelt.proved, spelt.in_doubt) == (proved, in_doubt)


def test_it_is_said_how_the_dates_were_read():
    assert [each.en for each in spell_dates("date", ["13.10.2025", "2025/10/14"]).notes] == [
        "date as day.month.year",
        "date as year.month.day",
    ]
    assert spell_dates("date", ["10/13/2025"]).notes[0].ro == "date ca lună/zi/an"
    assert spell_dates("date", ["2025-10-13 00:00:00"]).notes == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=6), st.sampled_from(["%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d"]))
def test_whatever_is_read_is_the_day_that_was_written(days: Sequence[dt.date], form: str):
    """The slow reference: a date may be refused, but is never read as another day."""
    texts = [day.strftime(form) for day in days]
    for text, day in zip(told(*texts), days, strict=True):
        assert text in (day.isoformat(), "two_readings")
    if any(day.day > 12 for day in days) or form == "%Y%m%d":
        assert told(*texts) == [day.isoformat() for day in days]
