"""What should the features of schooling, family and school context be, and the rules? Computed a second time."""

import datetime as dt
from itertools import pairwise
from statistics import median

from tests.support.reference.reference import (
    DAY,
    NAN,
    Compute,
    Found,
    Past,
    Span,
    mean,
    mean_with_usual,
    minus_others,
    number,
)
from tests.support.reference.reference_events import conduct, hours_20d, mean_level, mean_year, unexcused_year

CORE = {"mathematics", "romanian", "matematică", "limba și literatura română", "limba română", "portuguese"}
LEFT_EARLY = {"dropped_out", "not_reenrolled", "year_not_closed"}
FAILED = {"exam_no_show", "repeated_year", "failed"}


def age(past: Past, child: Found) -> float:
    return past.year_start(child).year - child["birth_year"]


def age_vs_school(past: Past, child: Found) -> float:
    has_grade = child["grade_level"] == child["grade_level"]
    return NAN if has_grade else minus_others(lambda other: age(past, other), child, past.school(child))


def first_of_cycle(_past: Past, child: Found) -> float:
    return {5: 1.0, 9: 1.0}.get(child["grade_level"], 0.0 * child["grade_level"])


def schools_before(past: Past, child: Found) -> float:
    mine = [row for row in past.enrolments if row["pupil_id"] == child["pupil_id"]]
    here = [row for row in mine if row["school_id"] == child["school_id"]]
    over = [row for row in mine if row not in here and row["ended"] and row.get("main") != "nu"]
    return len({row["school_id"] for row in over if not any(beside(row, other) for other in here)})


def beside(one: Found, other: Found) -> bool:
    """Tell whether two enrolments for the same year lasted more than a month side by side."""
    ends = min(each["ends"] or dt.date.max for each in (one, other))
    days = (ends - max(one["begins"], other["begins"])).days
    return one["school_year"] == other["school_year"] and days > 30


def enrolled_later(past: Past, child: Found) -> float:
    same = [other for other in past.school(child) if other["school_year"] == child["school_year"]]
    return child["enrolled"].toordinal() - median(other["enrolled"].toordinal() for other in same)


def choice(past: Past, child: Found, column: str, order: tuple[str, ...]) -> float:
    value = past.situation(child, column)
    return NAN if value is None else order.index(value)


def known_number(past: Past, child: Found, column: str) -> float:
    return number(past.situation(child, column))


def yes_no(past: Past, child: Found, column: str) -> float:
    return {None: NAN, "da": 1.0, "yes": 1.0, "true": 1.0}.get(past.situation(child, column), 0.0)


def is_choice(past: Past, child: Found, column: str, wanted: str) -> float:
    value = past.situation(child, column)
    return NAN if value is None else float(value == wanted)


def without_both(past: Past, child: Found) -> float:
    value = past.situation(child, "guardianship")
    return NAN if value is None else float(value != "both_parents")


def situation_changes(past: Past, child: Found) -> float:
    mine = [row for row in past.family if row["pupil_id"] == child["pupil_id"]]
    changes = 0
    for column in ("guardianship", "parents_abroad", "social_benefit"):
        told = [row for row in mine if row[column] != ""]
        for before, after in pairwise(told):
            changes += before[column] != after[column] and after["known"] >= past.as_of - 365 * DAY
    return changes if mine else NAN


def rural(past: Past, child: Found) -> float:
    school = next(row for row in past.tables["schools"] if row["school_id"] == child["school_id"])
    return {"rural": 1.0, "urban": 0.0}.get(school["locality"], NAN)


def week(past: Past, child: Found) -> float:
    span = past.this_year(child)
    return (span.stop - span.start).days // 7 + 1


def school_mean(past: Past, child: Found, value: Compute, usual: float = 0) -> float:
    return mean_with_usual([value(past, other) for other in past.school(child)], usual)


def absence_change(past: Past, child: Found) -> float:
    def before(past: Past, other: Found) -> float:
        return past.hours(other, past.last_school_days(other, 20, skip=20))

    return school_mean(past, child, hours_20d) - school_mean(past, child, before)


def class_vs_school(past: Past, child: Found) -> float:
    of_class, of_school = (
        [unexcused_year(past, other) for other in group] for group in (past.classmates(child), past.school(child))
    )
    known = sum(hours == hours for hours in of_class)
    return (mean(of_class) - mean(of_school)) * known / (known + 4) if known else NAN


def past_share(past: Past, child: Found, outcomes: set[str]) -> float:
    """Of those still there as long after the beginning of their year as this year has gone on."""
    school = [row for row in past.enrolments if row["school_id"] == child["school_id"]]
    gone_on = past.as_of.toordinal() - median(other["enrolled"].toordinal() for other in past.school(child))
    bad = counted = 0
    for label in {row["school_year"] for row in school}:
        year = [row for row in school if row["school_year"] == label]
        if all(row["ended"] for row in year):
            this_time = median(row["enrolled"].toordinal() for row in year) + gone_on
            for row in year:
                recent = row["enrolled"] >= past.as_of - 3 * 365 * DAY
                if recent and row["ends"].toordinal() >= this_time:
                    counted += 1
                    bad += past.ending(row) in outcomes
    return 100 * (bad + 0.02 * 20) / (counted + 20) if counted else NAN


def edualert_level(past: Past, child: Found) -> float:
    year = past.this_year(child)
    turn = year.start + 153 * DAY
    second = turn < past.as_of
    absences = past.absences_in(child, Span(turn, past.as_of) if second else year)
    unexcused = sum(row["hundredths"] for row in absences if not row["excused"]) / 100
    average = lowest_core_average(past, child, Span(year.start, turn)) if second else NAN
    conduct_mark = conduct(past, child) if second else NAN
    if unexcused >= 4 or average < 50 or conduct_mark <= 70:
        return 2.0
    return float(unexcused >= 1 or average <= 60 or conduct_mark <= 90)


def lowest_core_average(past: Past, child: Found, semester: Span) -> float:
    marks = past.marks_in(child, semester)
    core = {row["subject"].casefold() for row in marks} & set(CORE)
    averages = [mean_level([row for row in marks if row["subject"].casefold() == subject]) for subject in core]
    return min(averages, default=mean_level(marks))


SCHOOLING: dict[str, Compute] = {
    "over_age": lambda past, child: age(past, child) - 6 - child["grade_level"],
    "age_vs_school": age_vs_school,
    "repeated_years": lambda _past, child: child["repeated_years"],
    "grade_level": lambda _past, child: child["grade_level"],
    "first_year_of_cycle": first_of_cycle,
    "schools_before": schools_before,
    "enrolled_later_than_school": enrolled_later,
}

FAMILY: dict[str, Compute] = {
    "without_both_parents": without_both,
    "parents_abroad": lambda past, child: choice(past, child, "parents_abroad", ("none", "one", "both")),
    "mother_education": lambda past, child: known_number(past, child, "mother_education"),
    "father_education": lambda past, child: known_number(past, child, "father_education"),
    "mother_education_vs_school": lambda past, child: minus_others(
        lambda other: known_number(past, other, "mother_education"), child, past.school(child)
    ),
    "household_size": lambda past, child: known_number(past, child, "household_size"),
    "social_benefit": lambda past, child: yes_no(past, child, "social_benefit"),
    "commute_minutes": lambda past, child: known_number(past, child, "commute_minutes"),
    "home_internet": lambda past, child: yes_no(past, child, "home_internet"),
    "situation_changes": situation_changes,
    "siblings": lambda past, child: known_number(past, child, "siblings"),
    "own_desk": lambda past, child: yes_no(past, child, "own_desk"),
    "reading": lambda past, child: choice(past, child, "reading", ("never", "weekly", "daily")),
    "transport_foot": lambda past, child: is_choice(past, child, "transport", "foot"),
    "transport_bus": lambda past, child: is_choice(past, child, "transport", "bus"),
}

SCHOOL_CONTEXT: dict[str, Compute] = {
    "school_size": lambda past, child: len(past.school(child)),
    "class_size": lambda past, child: len(past.classmates(child)),
    "school_rural": rural,
    "school_year_week": week,
    "school_unexcused_hours_year": lambda past, child: school_mean(
        past, child, unexcused_year, 0.35 * week(past, child)
    ),
    "school_absence_change_20d": absence_change,
    "class_unexcused_vs_school": class_vs_school,
    "school_mark_mean_year": lambda past, child: school_mean(past, child, mean_year, 80),
    "school_past_left_share": lambda past, child: past_share(past, child, LEFT_EARLY),
    "school_past_failed_share": lambda past, child: past_share(past, child, FAILED),
}

RULES: dict[str, Compute] = {
    "edualert_level": edualert_level,
    "unexcused_hours": lambda past, child: past.missed_unless_excused(child, past.this_year(child)),
    "absent_days": lambda past, child: (
        NAN if past.has_totals(child) else len(past.absent_days(child, past.this_year(child)))
    ),
}
