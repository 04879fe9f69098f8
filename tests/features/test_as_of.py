"""What was not known yet is hidden: whole rows, and of a known row what it told only later."""

import datetime as dt

import pandas as pd

from features.as_of import rows_before
from features.days import day_of

AS_OF = day_of(dt.date(2025, 2, 3))
BEFORE, ON = "2025-02-02", "2025-02-03"


def dated(**columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(days, dtype="datetime64[s]") for name, days in columns.items()})


def test_a_row_known_on_the_day_itself_is_not_seen():
    table = dated(date=[BEFORE, BEFORE, None], known_on=[BEFORE, ON, None])
    assert rows_before(table, AS_OF).index.tolist() == [0]


def test_an_absence_is_seen_without_the_excuse_that_came_later():
    absences = dated(known_on=[BEFORE, BEFORE], excused_on=[BEFORE, ON])
    assert rows_before(absences, AS_OF)["excused_on"].notna().tolist() == [True, False]
    assert absences["excused_on"].notna().all(), "the table itself stays as it was"


def test_an_enrolment_is_seen_without_the_leaving_that_was_told_later():
    enrolments = dated(enrolled_on=[BEFORE, BEFORE, ON], left_on=[BEFORE] * 3, left_known_on=[BEFORE, ON, ON])
    seen = rows_before(enrolments, AS_OF)
    assert seen["left_on"].notna().tolist() == seen["left_known_on"].notna().tolist() == [True, False]


def test_a_table_without_a_day_of_knowledge_is_known_beforehand():
    terms = dated(starts_on=[BEFORE, "2025-09-08"])
    assert rows_before(terms, AS_OF).equals(terms)
