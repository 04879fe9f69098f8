"""Features that come from marks.

A mark counts by its level, its place on its scale: 0 points at the worst mark, 50 at the pass mark, 100 at the best.
Means are weighted where weights are given. An average counts only while no mark of its subject is known, see
``point_in_time.mark_averages``. Conduct marks stand by themselves, and so do marks that were due and not taken.
"""

import numpy as np

from features.arrays import Floats, ratio
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.counting.event_rows import HUNDREDTHS
from features.point_in_time.snapshot import Snapshot

_MARKS = FeatureGroup("grades", ("grades",), ("no marks this school year", "nicio notă în acest an școlar"))
_NOT_TAKEN = ("the school has recorded no mark as not taken", "școala nu a consemnat nicio neprezentare la notă")
_HIGHER = "{sign|above|below}", "{sign|peste|sub}"


@feature(
    _MARKS, theme="marks", unit="points of 100", direction=-1, can_change=True,
    title=("mean of this year's marks", "media notelor de anul acesta"),
    text=("mean mark of this year: {mark}", "media de anul acesta: {mark}"),
)  # fmt: skip
def mark_mean_year(snapshot: Snapshot) -> Floats:
    """Mean level of the marks since the school year began."""
    return snapshot.mean_level(snapshot.this_year())


@feature(
    _MARKS, theme="marks", unit="points of 100", direction=-1, can_change=True,
    title=("mean of marks, last 60 school days", "media notelor, ultimele 60 de zile de școală"),
    text=("mean mark of the last 60 school days: {mark}", "media din ultimele 60 de zile de școală: {mark}"),
    missing=("no marks in the last 60 school days", "nicio notă în ultimele 60 de zile de școală"),
)  # fmt: skip
def mark_mean_60d(snapshot: Snapshot) -> Floats:
    """Mean level of the marks of the last 60 school days."""
    return snapshot.mean_level(snapshot.last_school_days(60))


@feature(
    _MARKS, theme="marks", unit="points of 100", direction=-1, can_change=True,
    title=("latest mark", "ultima notă"),
    text=("latest mark: {mark}//mean of the latest day's marks: {mark}", "ultima notă: {mark}//media notelor din ultima zi cu note: {mark}"),
)  # fmt: skip
def mark_latest(snapshot: Snapshot) -> Floats:
    """Mean level of the marks on the latest day with a mark this year."""
    marks = snapshot.window_stats("marks", snapshot.this_year())
    return ratio(marks.last_total / HUNDREDTHS, marks.last_weight)


@feature(
    _MARKS, theme="marks", unit="points of 100", direction=-1, can_change=True,
    title=("weakest mark this year", "cea mai slabă notă anul acesta"),
    text=("weakest mark of this year: {mark}", "cea mai slabă notă de anul acesta: {mark}"),
)  # fmt: skip
def mark_lowest_year(snapshot: Snapshot) -> Floats:
    """Lowest level of a mark since the school year began."""
    return _where_marked(snapshot, snapshot.window_stats("marks", snapshot.this_year()).lowest / HUNDREDTHS)


@feature(
    _MARKS, theme="marks", unit="marks", direction=1, can_change=True,
    title=("marks below the pass mark this year", "note sub nota de trecere anul acesta"),
    text=("{n|mark|marks} below the pass mark this year", "{n|notă|note} sub nota de trecere anul acesta"),
)  # fmt: skip
def marks_below_pass_year(snapshot: Snapshot) -> Floats:
    """Number of marks below the pass mark since the school year began; missing without marks."""
    return _where_marked(snapshot, snapshot.window_stats("marks", snapshot.this_year()).below.astype(float))


@feature(
    _MARKS, theme="marks", unit="percent", direction=1, can_change=True,
    title=("share of marks below the pass mark this year", "ponderea notelor sub nota de trecere anul acesta"),
    text=(
        "{value} % of this year's marks below the pass mark//no mark below the pass mark this year//every mark of this year below the pass mark",
        "{value} % din notele de anul acesta sunt sub nota de trecere//nicio notă sub nota de trecere anul acesta//toate notele de anul acesta sunt sub nota de trecere",
    ),
)  # fmt: skip
def below_pass_share_year(snapshot: Snapshot) -> Floats:
    """Percent of this year's marks below the pass mark; missing without marks."""
    marks = snapshot.window_stats("marks", snapshot.this_year())
    return ratio(100.0 * marks.below, marks.rows)


@feature(
    _MARKS, theme="marks", unit="subjects", direction=1, can_change=True,
    title=("subjects below the pass mark this year", "discipline sub nota de trecere anul acesta"),
    text=("{n|subject|subjects} with a mean below the pass mark this year", "{n|disciplină|discipline} cu media sub nota de trecere anul acesta"),
)  # fmt: skip
def subjects_below_pass_year(snapshot: Snapshot) -> Floats:
    """Number of subjects whose mean level this year is below the pass mark; missing without marks."""
    return _where_marked(snapshot, snapshot.codes_below("marks", snapshot.this_year()).astype(float))


@feature(
    _MARKS, theme="marks_trend", unit="points of 100", direction=-1, can_change=True,
    title=("latest mark against the earlier ones", "ultima notă față de cele dinainte"),
    text=(f"latest mark {_HIGHER[0]} the earlier ones of this year//latest mark like the earlier ones of this year", "ultima notă, mai {sign|bună|slabă} decât media celor dinainte din acest an//ultima notă, ca cele dinainte din acest an"),
    missing=("fewer than two days with marks this year", "mai puțin de două zile cu note anul acesta"),
)  # fmt: skip
def mark_change(snapshot: Snapshot) -> Floats:
    """Mean level on the latest day with a mark minus that of the year's earlier days: against the child's own past."""
    marks = snapshot.window_stats("marks", snapshot.this_year())
    earlier = ratio((marks.total - marks.last_total) / HUNDREDTHS, marks.weight - marks.last_weight)
    return mark_latest.compute(snapshot) - earlier


@feature(
    _MARKS, theme="marks_trend", unit="points of 100", direction=-1, can_change=True,
    title=("marks against last year", "notele față de anul trecut"),
    text=(f"this year's marks {_HIGHER[0]} last year's//this year's marks like last year's", f"media de anul acesta, {_HIGHER[1]} cea de anul trecut//media de anul acesta, la fel ca anul trecut"),
    missing=("no marks of last school year", "nicio notă din anul școlar trecut"),
)  # fmt: skip
def mark_mean_vs_last_year(snapshot: Snapshot) -> Floats:
    """Mean level of this year's marks minus last year's: against the child's own past."""
    return snapshot.mean_level(snapshot.this_year()) - snapshot.mean_level(snapshot.last_year())


@feature(
    _MARKS, theme="marks", unit="points of 100", direction=-1, can_change=True,
    title=("marks against the class", "notele față de clasă"),
    text=(f"this year's marks {_HIGHER[0]} those of the others in the class//this year's marks like those of the others in the class", f"media de anul acesta, {_HIGHER[1]} media celorlalți din clasă//media de anul acesta, la fel ca a celorlalți din clasă"),
)  # fmt: skip
def mark_mean_vs_class(snapshot: Snapshot) -> Floats:
    """Mean level of this year's marks minus the mean of the others in the class, shrunk where they are few."""
    return snapshot.minus_class(snapshot.mean_level(snapshot.this_year()))


@feature(
    _MARKS, theme="work_not_handed_in", unit="marks", direction=-1, can_change=True,
    title=("number of marks against the class", "numărul de note față de clasă"),
    text=("at least {least|mark|marks} {sign|more|fewer} this year than the others in the class have on average//about as many marks this year as the others in the class", "anul acesta, cu cel puțin {least|notă|note} {sign|mai mult|mai puțin} decât au în medie ceilalți din clasă//anul acesta, cam tot atâtea note ca ceilalți din clasă"),
    missing=("nobody else in the class to compare with", "nu este nimeni altcineva în clasă pentru comparație"),
)  # fmt: skip
def marks_count_vs_class(snapshot: Snapshot) -> Floats:
    """Number of marks this year minus the mean of the others in the class, shrunk: fewer may be missed tests."""
    return snapshot.minus_class(snapshot.window_stats("marks", snapshot.this_year()).rows.astype(float))


@feature(
    _MARKS, theme="work_not_handed_in", unit="days", can_change=True,
    title=("days since the last mark", "zile de la ultima notă"),
    text=("last mark {n|day|days} ago//last mark on this very day", "ultima notă acum {n|zi|zile}//ultima notă chiar în această zi"),
)  # fmt: skip
def days_since_mark(snapshot: Snapshot) -> Floats:
    """Calendar days since the last mark of this year; missing without one."""
    last_day = snapshot.window_stats("marks", snapshot.this_year()).last_day
    return _where_marked(snapshot, (snapshot.as_of - last_day).astype(float))


@feature(
    _MARKS, theme="work_not_handed_in", unit="days", can_change=True,
    title=("days since the last mark, against the class", "zile de la ultima notă, față de clasă"),
    text=("last mark {abs|day|days} {sign|earlier|later} than the others in the class on average//last mark when the others in the class had theirs", "ultima notă, cu {abs|zi|zile} {sign|mai devreme|mai târziu} decât ceilalți din clasă, în medie//ultima notă, odată cu ceilalți din clasă"),
)  # fmt: skip
def days_since_mark_vs_class(snapshot: Snapshot) -> Floats:
    """Calendar days since the last mark of this year minus the mean of the others in the class, shrunk where they are few."""
    return snapshot.minus_class(days_since_mark.compute(snapshot))


@feature(
    _MARKS, theme="conduct", unit="points of 100", direction=-1, can_change=True,
    title=("latest conduct mark", "ultima notă la purtare"),
    text=("latest conduct mark: {mark}", "ultima notă la purtare: {mark}"),
    missing=("no conduct mark recorded", "nicio notă la purtare înregistrată"),
)  # fmt: skip
def conduct_latest(snapshot: Snapshot) -> Floats:
    """Level of the latest conduct mark, of whatever year; the lowest of several on one day."""
    conduct = snapshot.window_stats("conduct", snapshot.ever())
    return np.where(conduct.rows > 0, conduct.last_lowest / HUNDREDTHS, np.nan)


@feature(
    _MARKS, theme="work_not_handed_in", unit="marks", direction=1, can_change=True,
    title=("marks not taken this year", "evaluări la care nu s-a prezentat anul acesta"),
    text=(
        "{n|mark|marks} due but not taken this year//every mark due this year taken",
        "{n|evaluare|evaluări} la care nu s-a prezentat anul acesta//s-a prezentat la toate evaluările de anul acesta",
    ),
    missing=_NOT_TAKEN,
)  # fmt: skip
def marks_not_taken_year(snapshot: Snapshot) -> Floats:
    """Number of marks due but not taken since the school year began; missing where the school has recorded none ever."""
    not_taken = snapshot.window_stats("not_taken", snapshot.this_year()).rows.astype(float)
    recorded = snapshot.school_mean(snapshot.window_stats("not_taken", snapshot.ever()).rows.astype(float), 0.0)
    return np.where(recorded > 0, not_taken, np.nan)


@feature(
    _MARKS, theme="work_not_handed_in", unit="percent", direction=1, can_change=True,
    title=("share of marks not taken this year", "ponderea evaluărilor la care nu s-a prezentat anul acesta"),
    text=(
        "{value} % of this year's marks were due but not taken//every mark due this year taken",
        "nu s-a prezentat la {value} % din evaluările de anul acesta//s-a prezentat la toate evaluările de anul acesta",
    ),
    missing=("no marks due this year, or none recorded as not taken", "nicio notă anul acesta sau nicio neprezentare consemnată în școală"),
)  # fmt: skip
def not_taken_share_year(snapshot: Snapshot) -> Floats:
    """Percent of this year's marks that were due but not taken; missing where none was due or recorded as such."""
    not_taken = marks_not_taken_year.compute(snapshot)
    return ratio(100.0 * not_taken, not_taken + snapshot.window_stats("marks", snapshot.this_year()).rows)


@feature(
    _MARKS, theme="work_not_handed_in", unit="marks", direction=1, can_change=True,
    title=("marks not taken against the class", "evaluări la care nu s-a prezentat, față de clasă"),
    text=(
        "{abs|mark|marks} {sign|more|fewer} not taken this year than the others in the class on average//as many marks not taken this year as the others in the class",
        "anul acesta nu s-a prezentat la {abs|evaluare|evaluări} {sign|mai mult|mai puțin} decât media celorlalți din clasă//anul acesta, a lipsit de la tot atâtea evaluări ca ceilalți din clasă",
    ),
    missing=_NOT_TAKEN,
)  # fmt: skip
def marks_not_taken_vs_class(snapshot: Snapshot) -> Floats:
    """Number of marks due but not taken this year minus the mean of the others in the class, shrunk where they are few."""
    return snapshot.minus_class(marks_not_taken_year.compute(snapshot))


GRADES: tuple[Feature, ...] = (
    mark_mean_year, mark_mean_60d, mark_latest, mark_lowest_year, marks_below_pass_year, below_pass_share_year,
    subjects_below_pass_year, mark_change, mark_mean_vs_last_year, mark_mean_vs_class, marks_count_vs_class,
    days_since_mark, days_since_mark_vs_class, conduct_latest, marks_not_taken_year, not_taken_share_year, marks_not_taken_vs_class,
)  # fmt: skip


def _where_marked(snapshot: Snapshot, values: Floats) -> Floats:
    return np.where(snapshot.window_stats("marks", snapshot.this_year()).rows > 0, values, np.nan)
