"""Who did not come back? Small schools, of which somebody is missing in September."""

import datetime as dt

import numpy as np
import pytest

from features.days import date_of
from features.derived_outcomes.not_reenrolled import LAG_DAYS, not_reenrolled
from features.point_in_time.record_index import RecordIndex, index_records
from features.records.known_before import records_before
from tests.support.records.two_years import two_years
from tests.support.small_records import index_of, rows

# P1 to P4 are in class V of S1, and P5, its only child of class VI; next year P4 and P5 are in no school.
TWO_YEARS = two_years({"P1": 5, "P2": 5, "P3": 5, "P4": 5, "P5": 6}, back=["P1", "P2", "P3"])
NO_OUTCOMES = "pupil_id date outcome"


def index(enrolments: str = TWO_YEARS, outcomes: str = NO_OUTCOMES) -> RecordIndex:
    return index_of(None, enrolments=enrolments, outcomes=outcomes)


def gone(enrolments: str = TWO_YEARS, outcomes: str = NO_OUTCOMES, *, known_by: str | None = None) -> list[str]:
    """Return the pupils who did not come back."""
    by = dt.date.fromisoformat(known_by) if known_by else None
    return not_reenrolled(index(enrolments, outcomes), known_by=by)["pupil_id"].tolist()


def without(enrolments: str, *lines: str) -> str:
    return "\n".join(line for line in enrolments.splitlines() if not line.strip().startswith(lines))


# Who did not come back


def test_a_child_in_no_school_of_the_next_year_is_not_reenrolled_from_its_first_day_on():
    (row,) = not_reenrolled(index()).to_dict("records")
    assert (row["pupil_id"], row["outcome"]) == ("P4", "not_reenrolled")
    assert (row["school_year"], row["next_year"]) == ("2023-2024", "2024-2025")
    assert date_of(row["date"]) == dt.date(2024, 9, 9)
    assert date_of(row["known_on"]) == dt.date(2024, 9, 23)
    assert row["known_on"] - row["date"] == LAG_DAYS == 14


def test_a_child_in_another_school_of_the_next_year_came_back():
    assert gone(TWO_YEARS + "P4 S2 2024-2025 2024-09-09 6\n") == []


def test_a_child_who_enrolled_late_came_back_and_so_did_one_enrolled_early():
    assert gone(TWO_YEARS + "P4 S2 2024-2025 2024-11-20 6\n") == []
    assert gone(TWO_YEARS + "P4 S2 2024-2025 2024-06-25 6\n") == []


def test_a_second_enrolment_in_the_same_year_is_no_coming_back():
    assert gone(TWO_YEARS + "P4 S2 2023-2024 2024-03-04 5\n") == ["P4"]


def test_who_stayed_away_for_a_year_and_came_again_was_not_reenrolled():
    more = "".join(f"{pupil} S1 2025-2026 2025-09-08 7\n" for pupil in ("P1", "P2", "P3", "P4"))
    assert gone(TWO_YEARS + more) == ["P4"]


@pytest.mark.parametrize("year", ["2024-2025", "2025-2026"])
def test_the_last_year_of_the_records_tells_of_nobody(year: str):
    first = without(TWO_YEARS, *(f"{pupil}       S1        2024" for pupil in ("P1", "P2", "P3")))
    assert gone(first) == []
    assert gone(TWO_YEARS.replace("2024-2025   2024", f"{year}   {year[:4]}")) == (["P4"] if year < "2025" else [])


def test_school_years_that_are_calendar_years_follow_each_other_too():
    moved = TWO_YEARS.replace("2023-2024", "2023").replace("2024-2025", "2024")
    moved = moved.replace("2023-09-11", "2023-02-06").replace("2024-09-09", "2024-02-05")
    ended = [row | {"left_on": f"{row['school_year']}-12-13"} for row in rows(moved)]
    found = not_reenrolled(index_of(None, enrolments=ended))
    assert found["pupil_id"].tolist() == ["P4"]
    assert date_of(found["date"][0]) == dt.date(2024, 2, 5)


# Classes that end


def test_the_last_class_of_a_school_is_not_expected_back():
    assert "P5" not in gone()  # there is no class VII in the next year
    assert gone(TWO_YEARS + "P6 S1 2024-2025 2024-09-09 7\n") == ["P4", "P5"]


def test_without_class_levels_a_class_of_which_nobody_comes_back_has_finished():
    classes = """
        pupil_id school_id school_year enrolled_on class_label
        P1       S1        2023-2024   2023-09-11  7A
        P2       S1        2023-2024   2023-09-11  7A
        P3       S1        2023-2024   2023-09-11  7A
        P4       S1        2023-2024   2023-09-11  8A
        P5       S1        2023-2024   2023-09-11  8A
        P1       S1        2024-2025   2024-09-09  8A
        P2       S1        2024-2025   2024-09-09  8A
    """
    assert gone(classes) == ["P3"]


def test_a_roll_that_is_only_begun_tells_of_nobody():
    begun = without(TWO_YEARS, "P2       S1        2024", "P3       S1        2024")
    assert gone(begun) == []  # one of four is there
    half = without(TWO_YEARS, "P3       S1        2024")
    assert gone(half) == ["P3", "P4"]  # two of four are there


# What was written down wins


@pytest.mark.parametrize(
    "outcome", ["transferred", "emigrated", "graduated", "dropped_out", "promoted", "failed", "not_reenrolled"]
)
def test_a_given_outcome_wins(outcome: str):
    assert gone(outcomes=f"{NO_OUTCOMES}\nP4 2024-06-21 {outcome}") == []


@pytest.mark.parametrize(
    ("day", "wins"), [("2023-09-10", False), ("2023-09-11", True), ("2025-09-06", True), ("2025-09-08", False)]
)
def test_an_outcome_of_the_year_or_the_next_tells_of_the_child_and_no_other_does(day: str, wins: bool):
    assert gone(outcomes=f"{NO_OUTCOMES}\nP4 {day} promoted") == ([] if wins else ["P4"])


def test_who_is_known_to_have_left_during_the_year_is_not_derived():
    left = rows(TWO_YEARS)
    left[3]["left_on"] = "2024-02-01"
    assert not_reenrolled(index_of(None, enrolments=left))["pupil_id"].tolist() == []


def test_a_last_day_that_everybody_has_is_the_end_of_the_year():
    ended = [row | {"left_on": "2024-06-21" if row["school_year"] == "2023-2024" else ""} for row in rows(TWO_YEARS)]
    assert not_reenrolled(index_of(None, enrolments=ended))["pupil_id"].tolist() == ["P4"]
    ended[3]["left_on"] = "2024-03-01"
    assert not_reenrolled(index_of(None, enrolments=ended))["pupil_id"].tolist() == []


# The time rule


def test_it_is_known_two_weeks_into_the_next_year():
    assert gone(known_by="2024-09-23") == []
    assert gone(known_by="2024-09-24") == ["P4"]


def test_what_is_known_later_changes_nothing_before():
    late = TWO_YEARS + "P4 S2 2024-2025 2024-11-20 6\n"
    assert gone(late, known_by="2024-11-20") == ["P4"]
    assert gone(late, known_by="2024-11-21") == []
    told = f"{NO_OUTCOMES} known_on\nP4 2024-06-21 transferred 2024-12-01"
    assert gone(outcomes=told, known_by="2024-12-01") == ["P4"]
    assert gone(outcomes=told, known_by="2024-12-02") == []


@pytest.mark.parametrize("seed", range(8))
def test_a_slow_reference_finds_the_same_children_at_every_date(seed: int):
    invented = _invented(seed)
    whole = index_of(None, **invented)
    for day in ("2022-09-20", "2022-10-05", "2023-03-01", "2023-09-30", "2024-09-30", "2025-01-01"):
        by = dt.date.fromisoformat(day)
        before = index_records(records_before(whole.records, by))
        found = not_reenrolled(whole, known_by=by)[["pupil_id", "school_year", "date"]]
        assert sorted(found.itertuples(index=False, name=None)) == _slowly(before, by)
        again = not_reenrolled(before, known_by=by)[["pupil_id", "school_year", "date"]]
        assert again.equals(found)


def _invented(seed: int) -> dict[str, list[dict[str, object]]]:
    """Return 40 children of two schools over three years, some away for a year, some leaving, some with outcomes."""
    chance = np.random.default_rng(seed)
    enrolments, outcomes = [], []
    for number in range(40):
        pupil = {"pupil_id": f"P{number:02}"}
        level, away = int(chance.integers(5, 8)), chance.random(3) < 0.15
        for year in (2021, 2022, 2023):
            if not away[year - 2021]:
                late = dt.timedelta(days=int(chance.choice([0, 0, 0, 60])))
                row = {
                    **pupil, "school_id": f"S{(number + (chance.random() < 0.1)) % 2}", "grade_level": level,
                    "school_year": f"{year}-{year + 1}", "enrolled_on": dt.date(year, 9, 9) + late,
                }  # fmt: skip
                if chance.random() < 0.1:
                    row["left_on"] = dt.date(year + 1, 2, 1)
                enrolments.append(row)
            if chance.random() < 0.1:
                outcomes.append({**pupil, "date": dt.date(year + 1, 6, 20), "outcome": "promoted"})
            level += 1
    return {"enrolments": enrolments, "outcomes": outcomes}


def _slowly(index: RecordIndex, by: dt.date) -> list[tuple[str, str, int]]:
    """Find them child by child, in records without anything known later."""
    enrolments = index.enrolments.to_dict("records")
    first = {}
    for row in enrolments:
        key = (row["school_id"], row["school_year"])
        first[key] = min(first.get(key, 10**9), row["year_starts_on"])
    next_of = {(school, year): (school, f"{year[5:]}-{int(year[5:]) + 1}") for school, year in first}
    back: dict[tuple[str, str], list[bool]] = {}
    missing = []
    for row in enrolments:
        key = (row["school_id"], row["school_year"])
        following = next_of[key]
        if following not in first or row["left_on"] < 10**6:
            continue
        levels = [each["grade_level"] for each in enrolments if (each["school_id"], each["school_year"]) == following]
        if row["grade_level"] >= max(levels):
            continue
        came = any(each["pupil_id"] == row["pupil_id"] and each["school_year"] == following[1] for each in enrolments)
        back.setdefault(key, []).append(came)
        span = range(first[key], 2 * first[following] - first[key])
        told = any(each["pupil"] == row["pupil"] and each["date"] in span for each in index.outcomes.to_dict("records"))
        if not came and not told and first[following] + LAG_DAYS < (by - dt.date(1970, 1, 1)).days:
            missing.append((key, (row["pupil_id"], row["school_year"], first[following])))
    return sorted({child for key, child in missing if np.mean(back[key]) >= 0.5})
