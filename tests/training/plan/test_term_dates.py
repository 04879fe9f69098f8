import datetime as dt

import pandas as pd
import pytest

from features.errors import Refused
from training.plan.term_dates import ends_of_terms


def terms(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["school_year", "term", "ends_on", "county"])
    return frame.assign(ends_on=pd.to_datetime(frame["ends_on"]))


CALENDAR = terms(
    ("2023-2024", "M1", "2023-10-27", "VL"),
    ("2023-2024", "M3", "2024-02-09", "VL"),
    ("2023-2024", "M3", "2024-02-16", "CJ"),
    ("2024-2025", "M1", "2024-10-25", "VL"),
)


def test_a_date_is_the_day_after_the_term_so_that_the_whole_term_is_seen():
    assert ends_of_terms(CALENDAR, ["M1"]) == (dt.date(2023, 10, 28), dt.date(2024, 10, 26))


def test_where_counties_end_a_term_on_different_days_it_is_the_day_after_the_last():
    assert ends_of_terms(CALENDAR, ["m3"]) == (dt.date(2024, 2, 17),)


def test_several_terms_come_in_the_order_of_time():
    assert ends_of_terms(CALENDAR, ["M3", "M1"]) == (
        dt.date(2023, 10, 28), dt.date(2024, 2, 17), dt.date(2024, 10, 26),
    )  # fmt: skip


def test_a_term_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Refused, match=r"There is no term M9 in the terms table; it has M1, M3\."):
        ends_of_terms(CALENDAR, ["M1", "M9"])


def test_without_a_terms_table_dates_must_be_given():
    with pytest.raises(Refused, match="no terms table, so no ends of terms; give the dates with --as-of"):
        ends_of_terms(CALENDAR.iloc[:0], ["M1"])
