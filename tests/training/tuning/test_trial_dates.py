import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from features.progress import silent
from models.risk.baselines import FeatureRows
from models.risk.lightgbm_fit import fit_trees
from tests.support.training.labelled_rows import FEW_TREES, plan
from tests.support.training.searched_records import (
    FIRST,
    HELD_OUT,
    PUPILS,
    SECOND,
    THIRD,
    Row,
    failed,
    index,
    index_where,
    search_of_years,
)
from training.dataset.cohorts import Cohorts, prepare
from training.tuning.trial_dates import (
    FOLDS,
    TrialDate,
    before_held_out,
    count_children,
    search_plan,
    some_schools,
    trial_dates,
)


def dates_of(sorted_records: RecordIndex, **changes: object) -> tuple[TrialDate, ...]:
    plan = search_plan(search_of_years(**changes))
    return trial_dates(before_held_out(prepare(sorted_records, plan, silent)), silent)


@cache
def dates() -> tuple[TrialDate, ...]:
    return dates_of(index())


# Which dates


def test_the_last_date_and_those_whose_horizon_was_over_by_then_are_kept():
    autumn = dt.date(2024, 10, 1)  # 200 days from here end after the first of February
    kept = search_plan(search_of_years(as_of=(HELD_OUT, autumn, SECOND, FIRST, FIRST)))
    assert kept.as_of == (FIRST, SECOND, HELD_OUT)


@pytest.mark.parametrize("as_of", [(HELD_OUT,), (SECOND, HELD_OUT), (SECOND, dt.date(2023, 5, 1), HELD_OUT)], ids=len)
def test_without_a_date_to_train_on_and_one_to_judge_before_the_last_there_is_no_search(as_of: tuple[dt.date, ...]):
    with pytest.raises(Refused, match="A search needs three as-of dates, each a whole horizon after") as caught:
        search_plan(search_of_years(as_of=as_of))
    assert f"There are no such three in {', '.join(map(str, as_of))}; add earlier dates." in str(caught.value)


def test_the_latest_date_judges_first_and_what_was_over_by_then_trains_for_it():
    third, second = dates()
    assert (third.as_of, second.as_of) == (THIRD, SECOND)
    assert set(third.train.pupils["as_of"]) == {FIRST, SECOND}
    assert set(second.train.pupils["as_of"]) == {FIRST}
    for each in dates():
        assert set(each.test.pupils["as_of"]) == {each.as_of}


def test_only_the_last_three_dates_judge():
    many = [dt.date(2022, 2, 1), *(dt.date(2022 + year, month, 1) for year in (1, 2) for month in (1, 2, 3)), HELD_OUT]
    found = dates_of(index(), as_of=tuple(many))
    assert [date.as_of.isoformat() for date in found] == ["2024-03-01", "2024-02-01", "2024-01-01"]


def test_a_date_with_too_few_outcomes_is_told_and_left_out():
    said: list[str] = []
    few = index_where(lambda row: row | {"outcome": "promoted"} if str(row["date"]) < "2023" else row)
    cohorts = prepare(few, search_plan(search_of_years()), silent)
    assert [date.as_of for date in trial_dates(before_held_out(cohorts), lambda step: said.append(step.en))] == [THIRD]
    assert said == ["1 February 2023 is left out: too few outcomes to fit or to judge"]


def test_where_every_date_has_too_few_there_is_no_search():
    few = index_where(lambda row: row | {"outcome": "promoted"} if str(row["date"]) < "2025" else row)
    with pytest.raises(Refused, match="Too few outcomes to search on 2023-02-01, 2024-02-01: at least 20 are needed"):
        dates_of(few)


# Which labels


def known_later(pupil: str, date: str, known_on: str) -> RecordIndex:
    """Return the records in which one outcome was learnt later."""

    def change(row: Row) -> Row:
        mine = (row["pupil_id"], row["date"]) == (pupil, date)
        return row | {"known_on": known_on} if mine else row

    return index_where(change)


def label(date: TrialDate, pupil: str, as_of: dt.date) -> int:
    """Return the label of a pupil at a date, where it trains or judges."""
    rows = date.test if as_of == date.as_of else date.train
    (found,) = rows.labels[(rows.ids == pupil) & (rows.pupils["as_of"] == as_of).to_numpy()]
    return int(found)


FAILED_IN_2022, FAILED_IN_2024 = (
    next(f"P{number:03}" for number in range(PUPILS) if failed(number, year)) for year in (2022, 2024)
)


def test_what_trains_for_a_date_has_the_labels_that_were_known_on_it():
    third, second = dates_of(known_later(FAILED_IN_2022, "2022-06-20", "2023-05-05"))
    assert label(second, FAILED_IN_2022, FIRST) == 0
    assert label(third, FAILED_IN_2022, FIRST) == 1
    assert label(dates()[1], FAILED_IN_2022, FIRST) == 1


def test_what_judges_a_trial_has_the_labels_that_were_known_on_the_held_out_date():
    in_time, too_late = (
        dates_of(known_later(FAILED_IN_2024, "2024-06-20", day))[0] for day in ("2025-01-31", "2025-02-01")
    )
    assert label(in_time, FAILED_IN_2024, THIRD) == 1
    assert label(too_late, FAILED_IN_2024, THIRD) == 0


# Which children


def test_no_child_is_fitted_on_and_judged_in_the_same_fold_and_every_child_is_judged_once():
    for date in dates():
        assert len(date.folds) == FOLDS
        for fit, evaluated in date.folds:
            assert len(fit)
            assert not set(date.train.ids[fit]) & set(date.test.ids[evaluated])
        assert sorted(np.concatenate([evaluated for _, evaluated in date.folds])) == list(range(len(date.test)))


def cohorts_of(children: dict[str, int], **changes: object) -> Cohorts:
    """Return cohorts of schools with so many children, each at both dates of a plan."""
    pupils = [(f"{school}{number}", school) for school, count in children.items() for number in range(count)]
    frame = pd.DataFrame(pupils * 2, columns=["pupil_id", "school_id"])
    asked = plan(**changes)
    values = pd.DataFrame({"value": np.arange(len(frame), dtype=float)})
    as_of = np.repeat(np.array(asked.dates, dtype=object), len(pupils))
    labels = np.arange(len(frame), dtype=float)
    return Cohorts(index(), asked, FeatureRows(values, values), frame.assign(as_of=as_of), labels, (), ())


SIZES = {"A": 40, "B": 30, "C": 20, "D": 10, "E": 50}


def test_beyond_a_number_of_children_whole_schools_are_drawn():
    every = cohorts_of(SIZES)
    some = some_schools(every, most=70)
    kept = some.pupils.groupby("school_id")["pupil_id"].nunique().to_dict()
    assert 70 <= count_children(some) < 70 + max(SIZES.values())
    assert kept == {school: SIZES[school] for school in kept}
    # rows, labels and children still go together
    assert some.labels.tolist() == some.rows.values["value"].tolist() == some.rows.rules["value"].tolist()
    assert some.pupils["pupil_id"].tolist() == every.pupils["pupil_id"].iloc[some.labels.astype(int)].tolist()


def test_which_schools_are_drawn_depends_on_the_seed_alone():
    drawn = [set(some_schools(cohorts_of(SIZES, seed=seed), most=60).pupils["school_id"]) for seed in (1, 1, *range(9))]
    assert drawn[0] == drawn[1]
    assert len({tuple(sorted(schools)) for schools in drawn}) > 1


def test_children_who_are_not_too_many_are_all_searched_on():
    every = cohorts_of(SIZES)
    assert some_schools(every, most=150) is every
    assert count_children(some_schools(every, most=149)) < 150 + 1


def test_a_single_school_is_searched_on_whole():
    assert count_children(some_schools(cohorts_of({"A": 40}), most=10)) == 40


def test_the_held_out_date_is_in_none_of_the_rows_before_it():
    every = cohorts_of(SIZES)
    before = before_held_out(every)
    assert set(before.pupils["as_of"]) == {every.plan.dates[0]}
    assert before.labels.tolist() == before.rows.values["value"].tolist() == list(range(150))


# How good


def test_average_precision_is_that_of_ensembles_fitted_on_other_children():
    from sklearn.metrics import average_precision_score

    date = dates()[0]
    train, test = date.train, date.test
    scores = np.full(len(test), np.nan)
    for _, evaluated in date.folds:
        others = np.flatnonzero(~np.isin(train.ids.astype(str), test.ids[evaluated].astype(str)))
        booster = fit_trees(train.rows.values.iloc[others], train.labels[others], train.features, FEW_TREES)
        scores[evaluated] = booster.predict(test.rows.values.iloc[evaluated].to_numpy(), raw_score=True)
    slow = average_precision_score(test.labels, scores)
    assert date.average_precision(FEW_TREES, workers=1) == pytest.approx(slow)
    assert slow > 1.5 * test.labels.mean()  # the marks tell something


def test_the_number_of_workers_changes_nothing():
    date = dates()[0]
    one, three = (date.average_precision(FEW_TREES, workers=workers) for workers in (1, 3))
    assert one == three
    assert one != date.average_precision(replace(FEW_TREES, trees=3), workers=1)
