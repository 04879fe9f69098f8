"""Features that come from absences.

Hours count lessons missed, also by coming late. An absence is excused only if it was by the as-of date; where a school
records no excuses, nothing is said of them. Windows are school days where the records have ``terms``, else calendar
days in proportion. Of totals over periods days and streaks are unknown, and hours of a window shorter than the period.
"""

import numpy as np

from features.arrays import Floats, ratio
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.point_in_time.events import Window
from features.point_in_time.snapshot import Snapshot

_GROUP = FeatureGroup(
    "attendance",
    ("attendance",),
    ("absences of that time are not recorded", "nu s-au trecut absențele din acea perioadă"),
)
_UNEXCUSED = "{n|unexcused hour|unexcused hours}", "{n|oră nemotivată|ore nemotivate}"
_NO_EXCUSES = (
    "whether absences are excused, or the absences of that time, are not recorded",
    "nu s-au trecut motivările sau absențele din acea perioadă",
)
_NO_HOURS_HELD = (
    "the hours attended or held are not recorded", "nu s-au trecut orele de prezență sau orele ținute",
)  # fmt: skip
_DAYS = "{n|day|days} with an absence", "{n|zi|zile} cu absențe"
_ABSENT = "{n|hour missed|hours missed}", "{n|oră lipsită|ore lipsite}"
_MORE = (
    "{abs|hour|hours} {sign|more|fewer} missed",
    "cu {abs|oră lipsită|ore lipsite} {sign|mai mult|mai puțin}",
)


@feature(
    _GROUP, theme="recent_absences", unit="hours", direction=1, can_change=True,
    title=("unexcused hours, last 20 school days", "ore nemotivate, ultimele 20 de zile de școală"),
    text=(f"{_UNEXCUSED[0]} in the last 20 school days", f"{_UNEXCUSED[1]} în ultimele 20 de zile de școală"),
    missing=_NO_EXCUSES,
)  # fmt: skip
def unexcused_hours_20d(snapshot: Snapshot) -> Floats:
    """Hours missed in the last 20 school days and not excused by now."""
    return snapshot.hours(snapshot.last_school_days(20), excused=False)


@feature(
    _GROUP, theme="recent_absences", unit="hours", direction=1, can_change=True,
    title=("unexcused hours, last 60 school days", "ore nemotivate, ultimele 60 de zile de școală"),
    text=(f"{_UNEXCUSED[0]} in the last 60 school days", f"{_UNEXCUSED[1]} în ultimele 60 de zile de școală"),
    missing=_NO_EXCUSES,
)  # fmt: skip
def unexcused_hours_60d(snapshot: Snapshot) -> Floats:
    """Hours missed in the last 60 school days and not excused by now."""
    return snapshot.hours(snapshot.last_school_days(60), excused=False)


@feature(
    _GROUP, theme="earlier_absences", unit="hours", direction=1, can_change=True,
    title=("unexcused hours this year", "ore nemotivate anul acesta"),
    text=(f"{_UNEXCUSED[0]} this school year", f"{_UNEXCUSED[1]} în acest an școlar"),
    missing=_NO_EXCUSES,
)  # fmt: skip
def unexcused_hours_year(snapshot: Snapshot) -> Floats:
    """Hours missed since the school year began and not excused by now."""
    return snapshot.hours(snapshot.this_year(), excused=False)


@feature(
    _GROUP, theme="recent_absences", unit="hours", direction=1, can_change=True,
    title=("hours missed, last 20 school days", "ore lipsite, ultimele 20 de zile de școală"),
    text=(f"{_ABSENT[0]} in the last 20 school days", f"{_ABSENT[1]} în ultimele 20 de zile de școală"),
)  # fmt: skip
def absent_hours_20d(snapshot: Snapshot) -> Floats:
    """Hours missed in the last 20 school days, excused or not."""
    return snapshot.hours(snapshot.last_school_days(20))


@feature(
    _GROUP, theme="earlier_absences", unit="hours", direction=1, can_change=True,
    title=("hours missed this year", "ore lipsite anul acesta"),
    text=(f"{_ABSENT[0]} this school year", f"{_ABSENT[1]} în acest an școlar"),
)  # fmt: skip
def absent_hours_year(snapshot: Snapshot) -> Floats:
    """Hours missed since the school year began, excused or not."""
    return snapshot.hours(snapshot.this_year())


@feature(
    _GROUP, theme="earlier_absences", unit="percent", can_change=True,
    title=("share of absences excused", "ponderea absențelor motivate"),
    text=(
        "{value} % of the hours missed this school year excused//no hour missed this school year excused//every hour missed this school year excused",
        "{value} % din orele lipsite anul acesta sunt motivate//nicio oră lipsită anul acesta nu este motivată//toate orele lipsite anul acesta sunt motivate",
    ),
    missing=("no hours missed this school year, or excuses are not recorded", "nicio oră lipsită în acest an școlar sau nu s-au trecut motivările"),
)  # fmt: skip
def excused_share_year(snapshot: Snapshot) -> Floats:
    """Percent of this year's missed hours that are excused by now, of those of which it is known; else missing."""
    excused, unexcused = (snapshot.hours(snapshot.this_year(), excused=each) for each in (True, False))
    return ratio(100 * excused, excused + unexcused)


@feature(
    _GROUP, theme="recent_absences", unit="days", direction=1, can_change=True,
    title=("days with an absence, last 20 school days", "zile cu absențe, ultimele 20 de zile de școală"),
    text=(f"{_DAYS[0]} in the last 20 school days", f"{_DAYS[1]} în ultimele 20 de zile de școală"),
)  # fmt: skip
def absent_days_20d(snapshot: Snapshot) -> Floats:
    """Distinct days with a missed hour among the last 20 school days."""
    return _absent_days(snapshot, snapshot.last_school_days(20))


@feature(
    _GROUP, theme="earlier_absences", unit="days", direction=1, can_change=True,
    title=("days with an absence this year", "zile cu absențe anul acesta"),
    text=(f"{_DAYS[0]} this school year", f"{_DAYS[1]} în acest an școlar"),
)  # fmt: skip
def absent_days_year(snapshot: Snapshot) -> Floats:
    """Distinct days with a missed hour since the school year began."""
    return _absent_days(snapshot, snapshot.this_year())


@feature(
    _GROUP, theme="recent_absences", unit="school days", direction=1, can_change=True,
    title=("longest run of absent days, last 60 school days", "cel mai lung șir de zile cu absențe, ultimele 60 de zile de școală"),
    text=(
        "longest run of absences in the last 60 school days: {n|day|days}",
        "cel mai lung șir de absențe din ultimele 60 de zile de școală: {n|zi|zile}",
    ),
)  # fmt: skip
def longest_absence_60d(snapshot: Snapshot) -> Floats:
    """The longest run of school days in a row with a missed hour, among the last 60 school days."""
    rows = snapshot.rows("absent_days", snapshot.last_school_days(60))
    owner, number = rows.owner, snapshot.school_day_numbers(rows.day, rows.owner)
    longest = np.zeros(len(snapshot))
    if len(owner):
        goes_on = np.concatenate([[False], (owner[1:] == owner[:-1]) & (number[1:] - number[:-1] <= 1)])
        same_day = np.concatenate([[False], (owner[1:] == owner[:-1]) & (number[1:] == number[:-1])])
        run = np.cumsum(~goes_on)
        length = np.bincount(run, weights=~same_day)[run]
        np.maximum.at(longest, owner, length)
    return np.where(snapshot.has_periods(), np.nan, longest)


@feature(
    _GROUP, theme="recent_absences", unit="days", direction=-1, can_change=True,
    title=("days since the last absence", "zile de la ultima absență"),
    text=("last absence {n|day|days} ago", "ultima absență acum {n|zi|zile}"),
    missing=("no absence this school year", "nicio absență în acest an școlar"),
)  # fmt: skip
def days_since_absence(snapshot: Snapshot) -> Floats:
    """Calendar days since the last day with a missed hour this year; missing without one."""
    days = snapshot.window_stats("absent_days", snapshot.this_year())
    return np.where((days.rows == 0) | snapshot.has_periods(), np.nan, snapshot.as_of - days.last_day)


@feature(
    _GROUP, theme="recent_absences", unit="hours", direction=1, can_change=True,
    title=("change in hours missed, last 20 school days", "schimbarea orelor lipsite, ultimele 20 de zile de școală"),
    text=(
        f"{_MORE[0]} in the last 20 school days than in the 20 before//as many hours missed as in the 20 days before",
        f"{_MORE[1]} în ultimele 20 de zile de școală decât în cele 20 dinainte//la fel de multe ore lipsite ca în cele 20 de zile de școală dinainte",
    ),
)  # fmt: skip
def absent_hours_change_20d(snapshot: Snapshot) -> Floats:
    """Hours missed in the last 20 school days minus those in the 20 before them: against the child's own past."""
    return snapshot.hours(snapshot.last_school_days(20)) - snapshot.hours(snapshot.last_school_days(20, skip=20))


@feature(
    _GROUP, theme="earlier_absences", unit="hours per week", direction=1, can_change=True,
    title=("hours missed per week, against last year", "ore lipsite pe săptămână, față de anul trecut"),
    text=(
        f"{_MORE[0]} per week than last school year//as many hours missed per week as last school year",
        f"{_MORE[1]} pe săptămână decât anul școlar trecut//la fel de multe ore lipsite pe săptămână ca anul școlar trecut",
    ),
    missing=("no records of last school year", "nu există date din anul școlar trecut"),
)  # fmt: skip
def absent_hours_vs_last_year(snapshot: Snapshot) -> Floats:
    """Hours missed per school week this year minus last year's: against the child's own past.

    Missing for children without an enrolment last school year.
    """
    return _per_week(snapshot, snapshot.this_year()) - np.where(
        snapshot.was_enrolled_last_year(), _per_week(snapshot, snapshot.last_year()), np.nan
    )


@feature(
    _GROUP, theme="earlier_absences", unit="hours", direction=1, can_change=True,
    title=("unexcused hours this year, against the class", "ore nemotivate anul acesta, față de clasă"),
    text=(
        "{abs|unexcused hour|unexcused hours} {sign|more|fewer} this year than the others in the class on average//as many unexcused hours this year as the others in the class",
        "anul acesta, cu {abs|oră nemotivată|ore nemotivate} {sign|mai mult|mai puțin} decât media celorlalți din clasă//anul acesta, la fel de multe ore nemotivate ca ceilalți din clasă",
    ),
    missing=(
        "nobody else in the class to compare with, or excuses are not recorded",
        "nu este nimeni altcineva în clasă pentru comparație sau nu s-au trecut motivările",
    ),
)  # fmt: skip
def unexcused_hours_vs_class(snapshot: Snapshot) -> Floats:
    """Unexcused hours this year minus the mean of the others in the class, shrunk where they are few."""
    return snapshot.minus_class(snapshot.hours(snapshot.this_year(), excused=False))


@feature(
    _GROUP, theme="earlier_absences", unit="hours", direction=1, can_change=True,
    title=("hours missed this year, against the class", "ore lipsite anul acesta, față de clasă"),
    text=(
        f"{_MORE[0]} this year than the others in the class on average//as many hours missed this year as the others in the class",
        f"anul acesta, {_MORE[1]} decât media celorlalți din clasă//anul acesta, la fel de multe ore lipsite ca ceilalți din clasă",
    ),
    missing=("nobody else in the class to compare with", "nu este nimeni altcineva în clasă pentru comparație"),
)  # fmt: skip
def absent_hours_vs_class(snapshot: Snapshot) -> Floats:
    """Hours missed this year minus the mean of the others in the class, shrunk, where the school records no excuses."""
    hours = snapshot.minus_class(snapshot.hours(snapshot.this_year()))
    return np.where(snapshot.records_excuses(), np.nan, hours)


@feature(
    _GROUP, theme="recent_absences", unit="hours", direction=1, can_change=True,
    title=("hours missed, last 20 school days, against the school", "ore lipsite, ultimele 20 de zile, față de școală"),
    text=(
        f"{_MORE[0]} in the last 20 school days than the others in the school on average//as many hours missed in the last 20 school days as the others in the school",
        f"în ultimele 20 de zile de școală, {_MORE[1]} decât media celorlalți din școală//în ultimele 20 de zile de școală, la fel de multe ore lipsite ca ceilalți din școală",
    ),
    missing=("nobody else in the school to compare with", "nu este nimeni altcineva în școală pentru comparație"),
)  # fmt: skip
def absent_hours_vs_school_20d(snapshot: Snapshot) -> Floats:
    """Hours missed in the last 20 school days minus the mean of the others in the school, shrunk where they are few."""
    return snapshot.minus_school(snapshot.hours(snapshot.last_school_days(20)))


@feature(
    _GROUP, theme="earlier_absences", unit="yes/no",
    title=("no absence this year", "nicio absență anul acesta"),
    text=(
        {1.0: "no absence recorded this school year", 0.0: "absences recorded this school year"},
        {1.0: "nicio absență înregistrată în acest an școlar", 0.0: "absențe înregistrate în acest an școlar"},
    ),
)  # fmt: skip
def no_absence_year(snapshot: Snapshot) -> Floats:
    """1 without a missed hour since the school year began: a child always there, or absences nobody wrote down."""
    hours = snapshot.hours(snapshot.this_year())
    return np.where(np.isnan(hours), np.nan, hours == 0)


@feature(
    _GROUP, theme="recent_absences", unit="percent", direction=1, can_change=True,
    title=("share of hours missed, last 60 school days", "ponderea orelor lipsite, ultimele 60 de zile de școală"),
    text=("{value} % of the hours of the last 60 school days missed//no hour of the last 60 school days missed", "a lipsit de la {value} % din ore în ultimele 60 de zile de școală//nu a lipsit de la nicio oră în ultimele 60 de zile de școală"),
    missing=_NO_HOURS_HELD,
)  # fmt: skip
def absence_rate_60d(snapshot: Snapshot) -> Floats:
    """Percent of the hours of the last 60 school days that were missed, where hours attended or held are recorded."""
    return snapshot.absence_rate(snapshot.last_school_days(60))


@feature(
    _GROUP, theme="earlier_absences", unit="percent", direction=1, can_change=True,
    title=("share of hours missed this year", "ponderea orelor lipsite anul acesta"),
    text=("{value} % of the hours of this school year missed//no hour of this school year missed", "a lipsit de la {value} % din orele acestui an școlar//nu a lipsit de la nicio oră în acest an școlar"),
    missing=_NO_HOURS_HELD,
)  # fmt: skip
def absence_rate_year(snapshot: Snapshot) -> Floats:
    """Percent of the hours since the school year began that were missed, where hours attended or held are recorded."""
    return snapshot.absence_rate(snapshot.this_year())


@feature(
    _GROUP, theme="lateness", unit="times", direction=1, can_change=True,
    title=("times late, last 60 school days", "întârzieri, ultimele 60 de zile de școală"),
    text=("{n|late arrival|late arrivals} in the last 60 school days", "{n|întârziere|întârzieri} în ultimele 60 de zile de școală"),
    missing=("coming late is not recorded", "nu s-au trecut întârzierile"),
)  # fmt: skip
def late_60d(snapshot: Snapshot) -> Floats:
    """Times that a child came late in the last 60 school days; missing where the school records that of nobody."""
    times = snapshot.window_stats("late", snapshot.last_school_days(60)).rows.astype(float)
    return np.where(snapshot.records_late_coming(), times, np.nan)


ATTENDANCE: tuple[Feature, ...] = (
    unexcused_hours_20d, unexcused_hours_60d, unexcused_hours_year, absent_hours_20d, absent_hours_year,
    excused_share_year, absent_days_20d, absent_days_year, longest_absence_60d, days_since_absence,
    absent_hours_change_20d, absent_hours_vs_last_year, unexcused_hours_vs_class,
    absent_hours_vs_class, absent_hours_vs_school_20d,
    no_absence_year, absence_rate_60d, absence_rate_year, late_60d,
)  # fmt: skip


def _absent_days(snapshot: Snapshot, window: Window) -> Floats:
    days = snapshot.window_stats("absent_days", window).rows.astype(float)
    return np.where(snapshot.has_periods(), np.nan, days)


def _per_week(snapshot: Snapshot, window: Window) -> Floats:
    weeks = snapshot.school_days_in(window) / 5
    return ratio(snapshot.hours(window), weeks)
