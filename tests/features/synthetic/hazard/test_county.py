"""The harder county: valid records, the same each time, plausible in its sums, and a hazard that comes true."""

import datetime
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.records.records import load_records
from features.synthetic import invent_county, write_county
from features.synthetic.hazard import HazardCounty
from features.synthetic.world.school_year import school_year
from features.warnings.all_warnings import records_warnings

BAD = ("dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show")
Tables = dict[str, pd.DataFrame]


def by_year(tables: Tables) -> pd.DataFrame:
    """Enrolments with the hours missed and unexcused in their school year."""
    absences = tables["attendance"]
    first = absences["date"].dt.year - (absences["date"].dt.month < 9)
    hours = absences.assign(
        school_year=first.astype(str) + "-" + (first + 1).astype(str),
        unexcused=absences["hours"].where(absences["excused_on"].isna(), 0),
    )
    sums = hours.groupby(["pupil_id", "school_year"])[["hours", "unexcused"]].sum().reset_index()
    joined = tables["enrolments"].merge(sums, on=["pupil_id", "school_year"], how="left")
    return joined.fillna({"hours": 0, "unexcused": 0})


def of_level(low: int, high: int, column: str) -> Callable[[Tables], float]:
    def mean(tables: Tables) -> float:
        rows = by_year(tables)
        return float(rows.loc[rows["grade_level"].between(low, high), column].mean())

    return mean


def share_of(outcomes: tuple[str, ...]) -> Callable[[Tables], float]:
    def share(tables: Tables) -> float:
        return float(tables["outcomes"]["outcome"].isin(outcomes).sum() / len(tables["enrolments"]))

    return share


def numbers(tables: Tables) -> pd.Series:
    marks = tables["grades"]
    return marks.loc[(marks["kind"] == "mark") & (marks["scale"] == "1-10"), "mark"].astype(float)


def share_missing(column: str) -> Callable[[Tables], float]:
    return lambda tables: float(tables["family"].groupby("pupil_id").head(1)[column].isna().mean())


@pytest.mark.parametrize(
    ("measure", "low", "high"),
    [
        pytest.param(share_of(BAD), 0.015, 0.06, id="children who leave in a year"),
        pytest.param(share_of(("dropped_out", "year_not_closed")), 0.01, 0.04, id="during the year"),
        pytest.param(share_of(("not_reenrolled", "exam_no_show")), 0.003, 0.03, id="in the summer"),
        pytest.param(share_of(("repeated_year",)), 0.01, 0.04, id="who repeat the year"),
        pytest.param(share_of(("transferred", "emigrated")), 0.01, 0.035, id="who move away"),
        pytest.param(of_level(0, 4, "hours"), 6, 20, id="hours missed in a year in classes CP to IV"),
        pytest.param(of_level(5, 8, "hours"), 18, 50, id="in classes V to VIII"),
        pytest.param(of_level(9, 12, "hours"), 25, 80, id="in classes IX to XII"),
        pytest.param(of_level(5, 8, "unexcused"), 8, 30, id="hours without an excuse in classes V to VIII"),
        pytest.param(of_level(9, 12, "unexcused"), 12, 60, id="in classes IX to XII, unexcused"),
        pytest.param(lambda tables: numbers(tables).mean(), 6.8, 8.2, id="mark on average"),
        pytest.param(lambda tables: (numbers(tables) < 5).mean(), 0.01, 0.08, id="marks below the pass"),
        pytest.param(share_missing("parents_abroad"), 0.1, 0.2, id="first answers about parents abroad missing"),
        pytest.param(share_missing("father_education"), 0.2, 0.4, id="about the father's education"),
    ],
)
def test_the_sums_are_plausible(
    harder: Tables, hidden: HazardCounty, measure: Callable[[Tables], float], low: float, high: float
) -> None:
    found = [measure(tables) for tables in (harder, hidden.tables)]
    assert [low <= value <= high for value in found] == [True, True], found


def test_the_records_have_no_problems_and_warn_only_of_classes_without_absences(tmp_path: Path) -> None:
    write_county(tmp_path / "county", pupils=1500, years=2, seed=3, kind="hazard")
    records = load_records(tmp_path / "county", today=datetime.date(2026, 11, 22))
    assert len(records_warnings(records)) <= 1


def test_the_same_seed_invents_the_same_county_and_another_seed_another() -> None:
    one, again, other = (invent_county(pupils=300, years=2, seed=seed, kind="hazard") for seed in (5, 5, 6))
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, again[name])
    assert not one["attendance"].equals(other["attendance"])


def test_nothing_is_written_after_the_last_day(harder: Tables) -> None:
    last_day = pd.Timestamp("2026-07-05")
    for name in ("attendance", "grades", "family", "incidents", "outcomes"):
        assert (harder[name].get("known_on", pd.Series(dtype="datetime64[s]")).fillna(last_day) <= last_day).all()
    assert (harder["attendance"]["excused_on"].fillna(last_day) <= last_day).all()


def test_as_many_leave_as_the_hazard_says(hidden: HazardCounty) -> None:
    months = hidden.truth.sort_values(["pupil_id", "month"])
    there = months[months["hazard"] < 1]
    expected, spread = there["hazard"].sum(), np.sqrt((there["hazard"] * (1 - there["hazard"])).sum())
    after = months.groupby(["pupil_id", "school_year"])["hazard"].last()
    left_in_year = (after == 1).sum()
    in_year = there[there["month"].dt.month != 7]["hazard"].sum()
    assert abs(left_in_year - in_year) < 3 * spread
    assert expected > in_year


def test_september_of_every_year_has_about_as_many_new_illnesses_as_other_months(hidden: HazardCounty) -> None:
    """An illness is a stretch of five school days or more away, with an excuse; those of June end with the year."""
    absences = hidden.tables["attendance"].sort_values(["pupil_id", "date"])
    excused = absences[absences["excused_on"].notna()]
    for first in (2023, 2024, 2025):
        days = school_year(first).days
        rows = excused[excused["date"].between(pd.Timestamp(days[0]), pd.Timestamp(days[-1]))]
        day = np.searchsorted(days, rows["date"].to_numpy().astype("datetime64[D]"))
        stretch = ((rows["pupil_id"] != rows["pupil_id"].shift()) | (np.diff(day, prepend=-2) != 1)).cumsum()
        stretches = rows.groupby(stretch)["date"].agg(["min", "size"])
        began = stretches.loc[stretches["size"] >= 5, "min"].dt.month.value_counts().reindex(range(1, 13), fill_value=0)
        usual = began[[10, 11, 12, 1, 2, 3, 4, 5]].mean()
        assert 0.5 * usual < began[9] < 1.5 * usual, (first, began.to_dict())


def test_the_hazard_moves_within_a_year(hidden: HazardCounty) -> None:
    there = hidden.truth[hidden.truth["hazard"] < 1]
    school_months = there[there["month"].dt.month != 7]
    moves = school_months.groupby(["pupil_id", "school_year"])["hazard"].agg(["min", "max"])
    assert (moves["max"] > 3 * moves["min"]).mean() > 0.3


def test_some_outcomes_are_told_months_late_and_some_never_or_wrongly(hidden: HazardCounty) -> None:
    outcomes = hidden.tables["outcomes"]
    bad = outcomes[outcomes["outcome"].isin(BAD)]
    late = (bad["known_on"] - bad["date"]).dt.days > 60
    assert 0.03 < late.mean() < 0.12
    left = hidden.truth.groupby(["pupil_id", "school_year"])["hazard"].last() == 1
    told = set(bad["pupil_id"])
    silent = [pupil for pupil, _ in left[left].index if pupil not in told]
    assert 0.005 < len(silent) / left.sum() < 0.1
