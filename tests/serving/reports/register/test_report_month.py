"""The month of a report: how it is written, and until when knowledge counts."""

import datetime as dt

import pytest

from features.errors import UsageError
from serving.reports.register.report_month import report_month

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize("text", ["2026-02", "02.2026", "2026-2", " 2.2026 "])
def test_a_month_is_known_by_its_end(text: str) -> None:
    month = report_month(text, as_of=None, today=TODAY)
    assert (month.first, month.as_of, month.last) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 2, 28))
    assert month.words.ro == "februarie 2026"


def test_a_month_that_goes_on_ends_today_and_says_so() -> None:
    month = report_month("2026-03", as_of=None, today=TODAY)
    assert (month.as_of, month.stop, month.last) == (TODAY, TODAY, dt.date(2026, 3, 9))
    assert month.known_words().en.endswith("The month is not over.")


def test_a_later_day_of_knowledge_changes_no_day_of_the_month() -> None:
    month = report_month("2025-12", as_of=dt.date(2026, 1, 12), today=TODAY)
    assert (month.stop, month.as_of) == (dt.date(2026, 1, 1), dt.date(2026, 1, 12))


@pytest.mark.parametrize(
    ("text", "as_of", "said"),
    [
        ("2026-13", None, "2026-13 is no month; write it as 2026-02."),
        ("feb", None, "feb is no month"),
        ("0001-01", None, "is no month"),
        ("٢٠٢٦-02", None, "is no month"),
        ("2026-04", None, "The month 2026-04 has not begun"),
        ("2026-02", dt.date(2026, 2, 1), "--as-of 2026-02-01 does not go with the month 2026-02"),
        ("2026-02", dt.date(2026, 4, 1), "--as-of 2026-04-01 does not go with"),
    ],
)
def test_what_is_no_month_of_the_past_is_refused(text: str, as_of: dt.date | None, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        report_month(text, as_of=as_of, today=TODAY)
    assert said in refused.value.message.en


def test_the_first_day_of_a_month_is_too_early_for_its_report() -> None:
    with pytest.raises(UsageError, match="began today"):
        report_month("2026-03", as_of=None, today=dt.date(2026, 3, 1))
