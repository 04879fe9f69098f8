"""Which days of a week do the terms mean?"""

import pytest

from features.schema.school_time import weekday_numbers


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1-5", (1, 2, 3, 4, 5)),
        ("1-6", (1, 2, 3, 4, 5, 6)),
        ("7,1-4", (1, 2, 3, 4, 7)),
        ("7-4", (1, 2, 3, 4, 7)),
        ("1; 3; 5", (1, 3, 5)),
        ("6-3", (1, 2, 3, 6, 7)),
    ],
)
def test_days_are_numbered_from_monday(text: str, days: tuple[int, ...]) -> None:
    assert weekday_numbers(text) == days


@pytest.mark.parametrize("text", ["0-5", "1-8", "", "Mon-Fri", "1-", "6,9", "1.5"])
def test_what_names_no_day_of_a_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it carries whatever int() found
        weekday_numbers(text)
