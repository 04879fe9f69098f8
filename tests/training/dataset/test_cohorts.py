import datetime as dt

import numpy as np
import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from features.progress import Tell, silent
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import EARLY, LATE, every, labelled, plan
from training.dataset.cohorts import Cohorts, LabelledRows, prepare
from training.dataset.splits import Backtest, group_folds, plan_backtest

BETWEEN = dt.date(2024, 9, 1)
SCHOOL_YEARS = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2023-2024   2023-09-04
    P1       S1        2024-2025   2024-09-09
    P2       S1        2023-2024   2023-09-04
    P2       S1        2024-2025   2024-09-09
    P3       S1        2023-2024   2023-09-04
    P3       S1        2024-2025   2024-09-09
"""
LATE_NEWS = """
    pupil_id date       outcome  known_on
    P1       2024-06-20 failed   2025-03-01
    P2       2024-06-20 failed   2024-06-25
    P3       2024-06-20 promoted 2024-06-20
    P3       2025-06-20 failed   2025-06-21
    P2       2025-06-20 promoted 2025-12-01
"""


# Which rows train, which judge: a split in time


def test_the_last_date_judges_and_all_earlier_ones_train():
    backtest = plan_backtest(labelled(every(3, 120)), plan())
    assert backtest.split == "time"
    ((train, test),) = backtest.folds
    assert (train.tolist(), test.tolist()) == (list(range(60)), list(range(60, 120)))
    assert backtest.left_out == ()


def test_the_order_in_which_dates_are_given_does_not_matter():
    rows = labelled(every(3, 120))
    straight, turned = (plan_backtest(rows, plan(as_of=dates)) for dates in ((EARLY, LATE), (LATE, EARLY)))
    assert [fold.tolist() for fold in straight.folds[0]] == [fold.tolist() for fold in turned.folds[0]]


def test_a_date_less_than_a_horizon_before_the_test_is_left_out_and_named():
    dates = (EARLY, BETWEEN, LATE)
    backtest = plan_backtest(labelled(every(3, 180), dates=dates), plan(as_of=dates))
    assert backtest.left_out == (BETWEEN,)
    ((train, test),) = backtest.folds
    assert (train.tolist(), test.tolist()) == (list(range(60)), list(range(120, 180)))


@pytest.mark.parametrize(("days", "trains"), [(731, True), (732, False)])
def test_a_date_trains_if_its_horizon_is_over_on_the_test_date(days: int, trains: bool):
    # from 2023-02-01 to 2025-02-01 there are 731 days
    rows, asked = labelled(every(3, 120)), plan(horizon_days=days)
    if trains:
        assert plan_backtest(rows, asked).folds
    else:
        with pytest.raises(Refused, match="No as-of date lies a whole horizon before the test date 2025-02-01"):
            plan_backtest(rows, asked)


@pytest.mark.parametrize(
    ("horizon", "named"),
    [
        ({"horizon_days": 300}, dt.date(2024, 4, 7)),
        ({"horizon_days": None, "until": "01-30"}, dt.date(2025, 1, 29)),
        ({"horizon_days": None, "until": "02-15"}, dt.date(2024, 2, 14)),
    ],
)
def test_without_a_date_a_horizon_before_the_test_the_latest_that_would_do_is_named(
    horizon: dict[str, object], named: dt.date
):
    def backtest_with(date: dt.date) -> Backtest:
        return plan_backtest(labelled(every(3, 120), dates=(date, LATE)), plan(as_of=(date, LATE), **horizon))

    with pytest.raises(Refused, match=f"the latest that would is {named}"):
        backtest_with(dt.date(2025, 1, 31))
    assert backtest_with(named).folds


def test_a_split_in_time_needs_two_dates():
    with pytest.raises(Refused, match="A split in time needs at least two as-of dates"):
        plan_backtest(labelled(every(3, 120), dates=(LATE,)), plan(as_of=(LATE,), split="time"))


# Which rows train, which judge: folds


def folds_of(schools: int, **changes: object) -> Backtest:
    return plan_backtest(labelled(every(3, 300), schools=schools, dates=(LATE,)), plan(as_of=(LATE,), **changes))


@pytest.mark.parametrize(("schools", "split"), [(19, "pupil"), (20, "school")])
def test_one_date_is_folded_by_school_where_there_are_twenty_else_by_pupil(schools: int, split: str):
    assert folds_of(schools).split == split


@pytest.mark.parametrize(("schools", "split"), [(25, "pupil"), (6, "school")])
def test_a_split_that_is_asked_for_is_made(schools: int, split: str):
    assert folds_of(schools, split=split).split == split


def test_several_dates_can_be_folded_too():
    backtest = plan_backtest(labelled(every(3, 300), pupils=150), plan(split="pupil", folds=3))
    assert (backtest.split, len(backtest.folds)) == ("pupil", 3)


@pytest.mark.parametrize("split", ["pupil", "school"])
def test_no_pupil_and_no_school_is_on_both_sides(split: str):
    rows = labelled(every(3, 300), pupils=100, schools=25, dates=(LATE,))
    backtest = plan_backtest(rows, plan(as_of=(LATE,), split=split))
    groups = rows.ids if split == "pupil" else rows.schools
    for train, test in backtest.folds:
        assert not set(groups[train]) & set(groups[test])
        assert not set(rows.ids[train]) & set(rows.ids[test])


def test_every_row_judges_once():
    backtest = folds_of(25, folds=4)
    assert sorted(np.concatenate([test for _, test in backtest.folds])) == list(range(300))
    assert all(len(train) + len(test) == 300 for train, test in backtest.folds)


def test_folds_are_the_same_for_the_same_seed():
    ids = labelled(every(3, 100)).ids
    once, again, other = ([test.tolist() for _, test in group_folds(ids, folds=3, seed=seed)] for seed in (7, 7, 8))
    assert once == again != other


def test_more_folds_than_schools_are_refused():
    with pytest.raises(Refused, match=r"5 folds by school need at least as many; there are 4\. Ask for fewer folds\."):
        folds_of(4, split="school")


# Enough to fit and to judge


def with_positives(to_fit: int, to_judge: int) -> np.ndarray:
    """Return 120 labels, half of them for either date."""
    return np.concatenate([np.arange(60) < to_fit, np.arange(60) < to_judge])


def test_twenty_outcomes_are_enough_to_fit_and_ten_to_judge():
    assert plan_backtest(labelled(with_positives(20, 10)), plan()).folds


@pytest.mark.parametrize(
    ("to_fit", "to_judge", "sentence"),
    [
        (19, 10, "Too few outcomes to fit a model: 19 among 60 children, where at least 20 are needed"),
        (20, 9, "Too few outcomes to judge a model: 9 among 60 children, where at least 10 are needed"),
        (60, 10, "Too few outcomes to fit a model: 60 among 60 children"),
        (41, 10, "Too few outcomes to fit a model: 41 among 60 children, where at least 20 are needed"),
        (20, 60, "Too few outcomes to judge a model: 60 among 60 children"),
    ],
)
def test_too_few_outcomes_or_too_few_without_are_refused(to_fit: int, to_judge: int, sentence: str):
    with pytest.raises(Refused) as caught:
        plan_backtest(labelled(with_positives(to_fit, to_judge)), plan())
    assert str(caught.value).startswith(sentence)
    assert "and as many without" in str(caught.value)
    assert str(caught.value).endswith("Add outcomes, as-of dates or school years.")
    assert caught.value.exit_code == 4


# Features and labels at every date


HISTORIES = index_of(enrolments=SCHOOL_YEARS, outcomes=LATE_NEWS)
DATES = (dt.date(2024, 2, 1), dt.date(2025, 2, 3))


def prepared(index: RecordIndex = HISTORIES, tell: Tell = silent, **changes: object) -> Cohorts:
    asked = {"outcomes": ("failed",), "as_of": DATES, "horizon_days": 150} | changes
    return prepare(index, plan(**asked), tell)


def labels_by_date(rows: LabelledRows) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for pupil, date, label in zip(rows.ids, rows.pupils["as_of"], rows.labels.tolist(), strict=True):
        found.setdefault(str(date), {})[pupil] = label
    return found


def test_what_was_learnt_after_the_test_date_trains_only_the_final_model():
    both = prepared()
    # P1 failed in June 2024, which was learnt in March 2025, after the test date of 3 February 2025
    assert labels_by_date(both.evaluation_rows())["2024-02-01"] == {"P1": 0, "P2": 1, "P3": 0}
    assert labels_by_date(both.final())["2024-02-01"] == {"P1": 1, "P2": 1, "P3": 0}


def test_the_test_date_is_labelled_with_all_that_is_known():
    both = prepared()
    expected = {"P1": 1, "P2": 0, "P3": 1}  # of P1 it was not known at the date, so it counts
    assert (
        labels_by_date(both.evaluation_rows())["2025-02-03"] == labels_by_date(both.final())["2025-02-03"] == expected
    )


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        # on the day after the horizon of the first date, of the three only P2 is known to have failed
        ("2024-07-01", {"P1": 0, "P2": 1, "P3": 0}, {"P1": 1, "P2": 0, "P3": 1}),
        # the day before its horizon is over it has no label yet
        ("2024-06-29", {}, {"P1": 1, "P2": 0, "P3": 1}),
        # of P1 it was learnt on 1 March 2025; the second date is past too, but its horizon is not over
        ("2025-03-01", {"P1": 0, "P2": 1, "P3": 0}, {}),
        ("2025-03-02", {"P1": 1, "P2": 1, "P3": 0}, {}),
        # on the day the horizon of the second date is over, what P3 did is known and of P2 not yet that it was promoted
        ("2025-07-03", {"P1": 1, "P2": 1, "P3": 0}, {"P1": 1, "P2": 0, "P3": 1}),
        # on the day of the first date, all dates judge
        ("2024-02-01", {"P1": 1, "P2": 1, "P3": 0}, {"P1": 1, "P2": 0, "P3": 1}),
    ],
)
def test_a_training_on_a_day_has_the_labels_known_by_then_and_judges_with_all_that_is_known(
    day: str, first: dict[str, int], second: dict[str, int]
):
    labels = labels_by_date(prepared().as_on(dt.date.fromisoformat(day)))
    assert labels.get("2024-02-01", {}) == first
    assert labels.get("2025-02-03", {}) == second


def test_rows_go_together_also_where_a_date_has_no_labels_yet():
    both = prepared()
    late = both.as_on(DATES[1] - dt.timedelta(days=300))
    assert len(late) == len(late.rows.values) == len(late.rows.rules) == len(late.pupils) == 3
    assert late.rows.values.equals(both.final().rows.values.iloc[3:])
    assert late.pupils.index.tolist() == [0, 1, 2]


def test_children_are_audited_in_groups_where_they_judge():
    groups = prepared().evaluation_rows().pupils.set_index("as_of")["school_size"]
    assert groups.loc[DATES[0]].tolist() == ["", "", ""]
    assert groups.loc[DATES[1]].tolist() == ["under 100"] * 3
    assert set(prepared(split="pupil").final().pupils["school_size"]) == {"under 100"}


def test_folds_are_labelled_with_all_that_is_known():
    assert labels_by_date(prepared(split="pupil").evaluation_rows()) == labels_by_date(prepared().final())


def test_rows_features_and_rules_go_together():
    rows = prepared().final()
    assert len(rows) == len(rows.rows.values) == len(rows.rows.rules) == len(rows.pupils) == 6
    assert list(rows.rows.values.columns) == [feature.name for feature in rows.features]
    assert rows.missing_tables == ("attendance", "family", "grades", "incidents")


def test_a_child_without_a_label_is_in_no_row():
    moved = LATE_NEWS + "    P2 2025-03-01 transferred 2026-01-01\n"
    index = index_of(enrolments=SCHOOL_YEARS, outcomes=moved)
    assert labels_by_date(prepared(index, as_of=DATES[1:]).final()) == {"2025-02-03": {"P1": 1, "P3": 1}}


def test_every_step_is_told():
    said: list[str] = []
    prepared(tell=lambda step: said.append(step.en))
    assert said == ["features at 1 February 2024 (1 of 2)", "features at 3 February 2025 (2 of 2)"]


@pytest.mark.parametrize(
    ("horizon", "named"),
    [
        ({"horizon_days": 365}, "2024-12-01"),  # the records reach to 2025-12-01
        ({"horizon_days": None, "until": "01-31"}, "2025-01-30"),
        ({"horizon_days": 300, "known_until": dt.date(2025, 10, 1)}, "2024-12-05"),
    ],
)
def test_a_horizon_that_is_not_over_is_refused_with_the_latest_date_that_works(horizon: dict[str, object], named: str):
    with pytest.raises(Refused, match="No label yet") as caught:
        prepared(as_of=DATES[1:], **horizon)
    assert f"Take an as-of date not after {named}" in str(caught.value)
    latest = dt.date.fromisoformat(named)
    assert len(prepared(as_of=(latest,), **horizon).final())
    with pytest.raises(Refused, match="No label yet"):
        prepared(as_of=(latest + dt.timedelta(days=1),), **horizon)


def test_records_may_be_said_to_cover_more_than_they_show():
    assert prepared(as_of=DATES[1:], horizon_days=365, known_until=dt.date(2026, 2, 3)).final()
