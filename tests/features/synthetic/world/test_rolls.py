"""Who comes back in September: cohorts move up, some repeat, some re-enter, new ones come."""

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def steps(county: Tables) -> pd.DataFrame:
    """Each enrolment beside the same pupil's enrolment of the year before, and that year's outcomes."""
    enrolments = county["enrolments"].assign(year=lambda table: table["school_year"].str[:4].astype(int))
    before = enrolments.assign(year=enrolments["year"] + 1)
    return enrolments.merge(before, on=["pupil_id", "year"], suffixes=("", "_before"))


def year_of(dates: pd.Series) -> pd.Series:
    """The school year in which a date lies, named by its autumn; September belongs to the year that begins."""
    return dates.dt.year - (dates.dt.month < 9)


def outcomes_of(county: Tables, *names: str) -> pd.DataFrame:
    outcomes = county["outcomes"]
    return outcomes[outcomes["outcome"].isin(names)]


def test_every_class_from_preparatory_to_twelve_is_there_each_year(county: Tables) -> None:
    sizes = county["enrolments"].groupby(["school_year", "grade_level"]).size().unstack()
    assert sizes.columns.tolist() == list(range(13))
    assert (sizes > 180).all().all()


def test_a_class_is_named_by_its_roman_number_and_a_letter(county: Tables) -> None:
    labels = county["enrolments"].groupby("grade_level")["class_label"].agg(set)
    assert all(label.startswith("CP ") for label in labels[0])
    assert all(label.startswith("V ") for label in labels[5])
    assert "V A" in labels[5]


def test_pupils_move_up_one_class_or_repeat(steps: pd.DataFrame) -> None:
    step = steps["grade_level"] - steps["grade_level_before"]
    assert set(step) == {0, 1}
    assert (steps["repeated_years"] - steps["repeated_years_before"] == (step == 0)).all()


def test_what_a_pupil_is_born_with_does_not_change(steps: pd.DataFrame) -> None:
    for column in ("birth_year", "sex", "special_needs"):
        assert (steps[column] == steps[f"{column}_before"]).all()


def test_age_fits_the_class(county: Tables) -> None:
    enrolments = county["enrolments"]
    age = enrolments["school_year"].str[:4].astype(int) - enrolments["birth_year"]
    late = age - 6 - enrolments["grade_level"]
    assert late.between(0, 4).all()
    assert 0.03 < (late > 0).mean() < 0.14


def test_graduates_of_class_eight_begin_class_nine_and_the_others_never_come_back(
    county: Tables, steps: pd.DataFrame
) -> None:
    graduates = outcomes_of(county, "graduated").assign(year=lambda table: year_of(table["date"]) + 1)
    from_eight = steps["grade_level_before"] == 8
    again = steps.merge(graduates, on=["pupil_id", "year"])
    assert set(again["grade_level_before"]) == {8}
    assert set(again["grade_level"]) == {9}
    assert len(again) > 0.9 * from_eight.sum()


def test_who_did_not_come_to_the_exam_is_not_in_class_nine(county: Tables) -> None:
    absent = outcomes_of(county, "exam_no_show")
    assert absent["date"].dt.month.eq(6).all()
    assert absent["known_on"].dt.strftime("%m-%d").between("07-20", "07-31").all()
    there = county["enrolments"].merge(absent, on="pupil_id")
    assert (there["enrolled_on"] < there["date"]).all()


def test_upper_classes_have_a_track_and_lower_ones_none(county: Tables) -> None:
    track = county["enrolments"].groupby(county["enrolments"]["grade_level"] >= 9)["track"]
    assert track.agg(set)[True] == {"theoretical", "technological", "vocational"}
    assert track.count()[False] == 0
    vocational = county["enrolments"][county["enrolments"]["track"] == "vocational"]
    assert set(vocational["grade_level"]) == {9, 10, 11}


def test_about_a_fifth_of_dropouts_are_back_next_september(county: Tables) -> None:
    dropouts = outcomes_of(county, "dropped_out")
    dropouts = dropouts[year_of(dropouts["date"]) < 2025]
    again = county["enrolments"].merge(dropouts, on="pupil_id")
    again = again[again["enrolled_on"] > again["date"]]
    assert 0.08 < again["pupil_id"].nunique() / len(dropouts) < 0.33
    assert again["enrolled_on"].dt.month.isin([9, 10]).all()


def test_who_was_not_reenrolled_had_no_class_that_year(county: Tables) -> None:
    missing = outcomes_of(county, "not_reenrolled")
    assert (missing["date"].dt.month == 9).all()
    assert missing["known_on"].dt.month.isin([9, 10]).all()
    assert set(missing["date"].dt.year) == {2024, 2025}
    there = county["enrolments"].merge(missing, on="pupil_id")
    assert (there["school_year"].str[:4].astype(int) != there["date"].dt.year).all()


def test_who_dropped_out_has_no_closing_outcome_for_the_same_year(county: Tables) -> None:
    gone = outcomes_of(county, "dropped_out", "emigrated")
    gone = gone[gone["date"].dt.month != 9]  # of the year that ended in June
    closed = outcomes_of(county, "promoted", "repeated_year", "year_not_closed", "graduated")
    both = gone.merge(closed, on="pupil_id", suffixes=("", "_closed"))
    assert (year_of(both["date"]) != year_of(both["date_closed"])).all()


def test_the_last_known_outcome_of_a_bad_year_is_the_bad_one(county: Tables) -> None:
    outcomes, emigrated = county["outcomes"], outcomes_of(county, "emigrated")
    # A missed September belongs to the year before it.
    outcomes = outcomes.assign(year=year_of(outcomes["date"]) - (outcomes["outcome"] == "not_reenrolled"))
    last = outcomes.sort_values("known_on", kind="stable").groupby(["pupil_id", "year"]).tail(1)
    names = ["dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show"]
    bad = outcomes[outcomes["outcome"].isin(names) & ~outcomes["pupil_id"].isin(emigrated["pupil_id"])]
    kept = bad[["pupil_id", "year"]].drop_duplicates().merge(last, on=["pupil_id", "year"])
    assert kept["outcome"].isin(names).all()


def test_some_who_were_missed_in_september_turn_out_to_have_emigrated(county: Tables) -> None:
    missed = outcomes_of(county, "not_reenrolled").merge(outcomes_of(county, "emigrated"), on=["pupil_id", "date"])
    assert len(missed) > 3
    assert ((missed["known_on_y"] - missed["known_on_x"]).dt.days >= 30).all()


def test_years_are_closed_in_late_june_and_known_in_early_july(county: Tables) -> None:
    closed = outcomes_of(county, "promoted", "repeated_year", "year_not_closed", "graduated")
    assert closed["date"].dt.strftime("%m-%d").between("06-20", "06-30").all()
    assert closed["known_on"].dt.strftime("%m-%d").between("07-01", "07-05").all()


def test_a_transfer_is_an_enrolment_left_and_within_the_county_another_school(
    county: Tables, steps: pd.DataFrame
) -> None:
    # After class VIII all go to another school, and some schools were merged in 2025.
    same = (steps["grade_level"] != 9) & (steps["school_year"] != "2025-2026")
    moved = steps[(steps["school_id"] != steps["school_id_before"]) & same]
    assert len(moved) > 20
    assert moved["left_on_before"].notna().all()
    assert set(moved["pupil_id"]) <= set(outcomes_of(county, "transferred")["pupil_id"])


def test_some_newcomers_come_in_the_middle_of_the_year(county: Tables) -> None:
    assert 20 < county["enrolments"]["enrolled_on"].dt.month.isin([11, 12, 1, 2]).sum() < 120
