"""What is measured of an invented county to hold it to the anchors: from its records where they tell, else from what is
true. Shares are in percent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.synthetic.behaviour.simulation import County
from features.synthetic.behaviour.year_outcomes import BAD, LEFT_EARLY
from features.synthetic.world.levels import LOWER, PRIMARY, UPPER, VOCATIONAL

LEVELS = {"primary": PRIMARY, "lower": LOWER, "upper": UPPER, "vocational": VOCATIONAL}
HARDEST = 0.08  # of the schools
LISTED = 0.05  # of the pupils

Tables = Mapping[str, pd.DataFrame]
Measures = dict[str, float]


@dataclass(frozen=True)
class Lived:
    """A county's pupil years (``years``: stories, homes and recorded hours and marks side by side) and its tables."""

    years: pd.DataFrame
    units: pd.DataFrame
    people: pd.DataFrame
    tables: Tables


def lived(county: County, tables: Tables) -> Lived:
    """Put the stories of all years below each other and beside them what was recorded."""
    stories = pd.concat(county.stories, keys=[year.first for year in county.years], names=["year"])
    years = stories.reset_index("year").reset_index(drop=True)
    school, homes = years["school"].to_numpy(), county.people.iloc[years["pupil"]].reset_index(drop=True)
    years = years.assign(
        village=(county.units["locality"] == "rural").to_numpy()[school],
        bad=years["fate"].isin(BAD),
        dropped=years["fate"] == "dropped_out",
        **homes[["male", "rural", "commute", "years_late", "poor"]],
    )
    key = pd.MultiIndex.from_frame(years[["pupil", "year"]])
    absences = _numbered(tables["attendance"])
    excused = absences["excused_on"].notna()
    for name, rows in (("unexcused", absences[~excused]), ("excused", absences[excused])):
        hours = rows.groupby(["pupil", "year"])["hours"].sum()
        years[name] = hours.reindex(key, fill_value=0).to_numpy()
    return Lived(years, county.units, county.people, tables)


def outcome_measures(county: Lived) -> Measures:
    """Who leaves, at which level and where, and how it is spread over the schools."""
    years = county.years
    lower = years[years["level"] <= LOWER]
    by_place = lower.groupby("village")["dropped"].mean()
    exam = years[years["grade"] == 8]
    missed = (exam["fate"] == "exam_no_show").groupby(exam["village"]).mean()
    cases = np.sort(np.bincount(years["school"], weights=years["bad"], minlength=len(county.units)))[::-1]
    moved = years["fate"].isin(["changed_school", "left_county"]) & years["left_on"].notna()
    gone = years[years["dropped"]]
    return {
        **{
            f"dropped out, {name}": 100 * years.loc[years["level"] == at, "dropped"].mean()
            for name, at in LEVELS.items()
        },
        "dropped out": 100 * years["dropped"].mean(),
        "bad outcome": 100 * years["bad"].mean(),
        "dropped out, rural to urban": by_place[True] / by_place[False],
        "no-show at the exam": 100 * (exam["fate"] == "exam_no_show").mean(),
        "no-show, rural": 100 * missed[True],
        "no-show, urban": 100 * missed[False],
        "cases held by 8 % of schools": 100 * cases[: round(HARDEST * len(cases))].sum() / cases.sum(),
        "transferred": 100 * moved.mean(),
        "emigrated": 100 * (years["fate"] == "emigrated").mean(),
        "dropouts back in a year": 100 * gone["returns"].mean(),
        "exits announced by absences": 100 * (gone["ramp"] > 0).mean(),
        "repeated, lower": 100 * (years.loc[years["level"] == LOWER, "closing"] == "repeated_year").mean(),
    }


def mark_measures(county: Lived) -> Measures:
    """Averages of classes V-VIII by place and sex, how schools differ in them, and what they say of the exam."""
    lower = county.years[county.years["level"] == LOWER]
    means, spread = lower.groupby("village")["average"].mean(), lower.groupby("village")["average"].std()
    by_sex = lower.groupby(["village", "male"])["average"].mean()
    school = lower.groupby("school")["average"].transform("mean")
    exam = lower[lower["grade"] == 8]
    absent = exam["fate"] == "exam_no_show"
    conduct = _numbered(county.tables["grades"].query("kind == 'conduct' and scale == '1-10'"))
    conduct = conduct.merge(county.years[["pupil", "year", "level"]], on=["pupil", "year"])
    low = (conduct["mark"].astype(int) < 7).groupby(conduct["level"]).mean()
    return {
        "average": lower["average"].mean(),
        "average, spread": lower["average"].std(),
        "average, rural": means[True],
        "average, rural spread": spread[True],
        "average, urban": means[False],
        "average, urban spread": spread[False],
        "girls above boys, rural": by_sex[True, False] - by_sex[True, True],
        "girls above boys, urban": by_sex[False, False] - by_sex[False, True],
        "average, between schools": school.var() / lower["average"].var(),
        "no-show below 6.5": 100 * absent[exam["average"] < 6.5].mean(),
        "no-show from 7 to 7.5": 100 * absent[exam["average"].between(7, 7.5)].mean(),
        "no-show above 9": 100 * absent[exam["average"] > 9].mean(),
        "no-show by average alone, AUC": ranking_quality(-exam["average"], absent),
        "conduct below 7, lower": 100 * low[LOWER],
        "conduct below 7, upper": 100 * low[UPPER],
    }


def absence_measures(county: Lived) -> Measures:
    """Hours by level in classes whose catalogue is kept, as recorded before the law of 2025; months and weekdays."""
    kept = county.years[~county.years["empty"] & (county.years["year"] < 2025)]
    mean = kept.groupby("level")[["unexcused", "excused"]].mean()
    lower = kept.loc[kept["level"] == LOWER, "unexcused"]
    rows = county.tables["attendance"]
    by_month = rows.groupby(rows["date"].dt.month)["hours"].sum()
    by_weekday = rows.groupby(rows["date"].dt.day_of_week)["hours"].sum()
    share = mean["excused"] / mean.sum(axis=1)
    return {
        **{f"unexcused hours, {name}": mean["unexcused"][at] for name, at in LEVELS.items()},
        **{f"excused hours, {name}": mean["excused"][at] for name, at in LEVELS.items()},
        "excused, lower": 100 * share[LOWER],
        "excused, upper": 100 * share[UPPER],
        "unexcused hours, lower, median": lower.median(),
        "unexcused hours, lower, 90th percentile": lower.quantile(0.90),
        "unexcused hours, lower, 95th percentile": lower.quantile(0.95),
        "no unexcused hours, lower": 100 * (lower == 0).mean(),
        "20 unexcused hours and more, lower": 100 * (lower >= 20).mean(),
        **{f"month {month}": 100 * hours / by_month.sum() for month, hours in by_month.items()},
        "Monday and Friday to other days": by_weekday[[0, 4]].mean() / by_weekday[[1, 2, 3]].mean(),
    }


def home_measures(county: Lived) -> Measures:
    """What pupils bring with them, and how much of it the records know."""
    people, years = county.people, county.years
    away, poor = people["parents_away"] > 0, people["poor"]
    return {
        "parent abroad": 100 * away.mean(),
        "both abroad, of these": 100 * (people.loc[away, "parents_away"] == 2).mean(),
        "parent abroad, recorded": 100 * (people.loc[away, "away_recorded"] > 0).mean(),
        "poor": 100 * poor.mean(),
        "poor, rural": 100 * poor[people["rural"]].mean(),
        "poor, recorded": 100 * people.loc[poor, "benefit_recorded"].mean(),
        "special needs": 100 * people["special_needs"].mean(),
        "over-age": 100 * years["over_age"].mean(),
        "two years over-age": 100 * (people["years_late"] == 2).mean(),
        "commuters, rural lower": 100 * (years.loc[years["village"], "commute"] >= 25).mean(),
        "commuters, upper": 100 * (years.loc[years["level"] == UPPER, "commute"] >= 25).mean(),
        "pupils in classes without a catalogue": 100 * years["empty"].mean(),
    }


def risk_measures(county: Lived) -> Measures:
    """How well the best possible list does, and the same list made of what the records can tell."""
    years = county.years
    return {
        "true risk, AUC": ranking_quality(years["risk"], years["bad"]),
        "visible risk, AUC": ranking_quality(years["visible"], years["bad"]),
        "true risk, cases in the top 5 %": 100 * _found(years["risk"], years["bad"]),
        "visible risk, cases in the top 5 %": 100 * _found(years["visible"], years["bad"]),
        "true risk, sum to cases": years["risk"].sum() / years["bad"].sum(),
        "leaving early that is dropping out": 100 * years["dropped"].sum() / years["fate"].isin(LEFT_EARLY).sum(),
    }


def regime_measures(county: Lived) -> Measures:
    """Hours of classes V-VIII after the law of 2025 to those before it, and pupils whose school was merged."""
    lower = county.years[(county.years["level"] == LOWER) & ~county.years["empty"]]
    hours = lower.groupby("year")[["unexcused", "excused"]].mean()
    closed = county.units.loc[county.units["parent_school_id"].notna()].index
    there = county.years[county.years["school"].isin(closed)].groupby("year")["school"].nunique()
    return {
        "unexcused hours after the law": hours["unexcused"][2025] / hours["unexcused"][2024],
        "excused hours after the law": hours["excused"][2025] / hours["excused"][2024],
        "structures left after the law": 100 * there[2025] / there[2024],
    }


def ranking_quality(score: pd.Series, happened: pd.Series) -> float:
    """Area under the curve: how often one to whom it happened stands above one to whom it did not."""
    hits = int(happened.sum())
    return float((score.rank()[happened].sum() - hits * (hits + 1) / 2) / (hits * (len(score) - hits)))


def _found(score: pd.Series, happened: pd.Series) -> float:
    top = score.sort_values(ascending=False, kind="stable").index[: int(LISTED * len(score))]
    return float(happened[top].sum() / happened.sum())


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the number of their pupil and the autumn of their school year."""
    year = rows["date"].dt.year - (rows["date"].dt.month < 9)
    return rows.assign(pupil=rows["pupil_id"].str[2:].astype(int), year=year)
