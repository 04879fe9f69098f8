"""What should the features of absences and marks be? Computed a second time, from their definitions."""

from tests.support.reference.reference import DAY, NAN, Compute, Found, Past, Span, minus_others


def mean_level(marks: list[Found]) -> float:
    weights = sum(row["weight"] for row in marks)
    return sum(row["level"] * row["weight"] for row in marks) / 100 / weights if weights else NAN


def hours_20d(past: Past, child: Found) -> float:
    return past.hours(child, past.last_school_days(child, 20))


def unexcused_year(past: Past, child: Found) -> float:
    return past.hours(child, past.this_year(child), excused=False)


def excused_share(past: Past, child: Found) -> float:
    excused, unexcused = (past.hours(child, past.this_year(child), excused=each) for each in (True, False))
    return 100 * excused / (excused + unexcused) if excused + unexcused else NAN


def times_late(past: Past, child: Found) -> float:
    rows = past.absences_in(child, past.last_school_days(child, 60))
    return sum(row.get("kind") == "late" for row in rows) if past.records(child, "late") else NAN


def days_absent(past: Past, child: Found, span: Span) -> float:
    return NAN if past.has_totals(child) else len(past.absent_days(child, span))


def longest_run(past: Past, child: Found) -> float:
    """A day off counts as the school day before it; a run goes from one school day to the very next."""
    if past.has_totals(child):
        return NAN
    days = past.absent_days(child, past.last_school_days(child, 60))
    absent = {last_school_day(past, child, each) for each in days}
    longest = 0
    for number in absent:
        run = 1
        while number + run in absent:
            run += 1
        longest = max(longest, run)
    return longest


def last_school_day(past: Past, child: Found, day: object) -> int:
    """Number the last school day up to a day."""
    school_days = past.school_days(child)
    if school_days is not None:
        return sum(each <= day for each in school_days)
    while day.weekday() > 4:
        day -= DAY
    weeks = (day - day.min).days // 7  # 0001-01-01 was a Monday
    return weeks * 5 + day.weekday()


def since_absence(past: Past, child: Found) -> float:
    days = past.absent_days(child, past.this_year(child))
    return NAN if past.has_totals(child) or not days else (past.as_of - days[-1]).days


def change_20d(past: Past, child: Found) -> float:
    return hours_20d(past, child) - past.hours(child, past.last_school_days(child, 20, skip=20))


def per_week(past: Past, child: Found, span: Span) -> float:
    days = past.school_days(child)
    if span.start == span.start.min:
        return NAN
    if days is None:
        days = [span.start + DAY * n for n in range((span.stop - span.start).days)]
        days = [each for each in days if each.weekday() < 5]
    count = sum(each in span for each in days)
    return past.hours(child, span) / (count / 5) if count else NAN


def vs_last_year(past: Past, child: Found) -> float:
    """Someone was there last year whose enrolment for another year held on one of last year's days."""
    span = past.last_year(child)
    others = [
        row
        for row in past.enrolments
        if row["pupil_id"] == child["pupil_id"] and row["school_year"] != child["school_year"]
    ]
    if not any(row["enrolled"] < span.stop and (row["ends"] is None or row["ends"] >= span.start) for row in others):
        return NAN
    return per_week(past, child, past.this_year(child)) - per_week(past, child, span)


def none_this_year(past: Past, child: Found) -> float:
    hours = past.hours(child, past.this_year(child))
    return hours if hours != hours else float(hours == 0)


def marks_year(past: Past, child: Found) -> list[Found]:
    return past.marks_in(child, past.this_year(child))


def mean_year(past: Past, child: Found) -> float:
    return mean_level(marks_year(past, child))


def latest_and_earlier(past: Past, child: Found) -> list[list[Found]]:
    marks = marks_year(past, child)
    last = max((row["day"] for row in marks), default=None)
    return [[row for row in marks if row["day"] == last], [row for row in marks if row["day"] != last]]


def subjects_below(past: Past, child: Found) -> float:
    by_subject: dict[str, list[Found]] = {}
    for row in marks_year(past, child):
        by_subject.setdefault(row["subject"].casefold(), []).append(row)
    return sum(mean_level(marks) < 50 for marks in by_subject.values()) if by_subject else NAN


def below_pass(past: Past, child: Found) -> float:
    marks = marks_year(past, child)
    return sum(row["level"] < 5000 for row in marks) if marks else NAN


def since_mark(past: Past, child: Found) -> float:
    days = [row["day"] for row in marks_year(past, child)]
    return (past.as_of - max(days)).days if days else NAN


def conduct(past: Past, child: Found) -> float:
    marks = past.marks_in(child, Span(past.as_of.min, past.as_of), conduct=True)
    last = max((row["day"] for row in marks), default=None)
    return min((row["level"] for row in marks if row["day"] == last), default=NAN) / 100


def not_taken(past: Past, child: Found) -> float:
    """A school that never recorded a mark as not taken does not record them."""
    pupils = {other["pupil_id"] for other in past.school(child)}
    if not any(row["pupil_id"] in pupils for row in past.not_taken):
        return NAN
    year = past.this_year(child)
    return sum(row["pupil_id"] == child["pupil_id"] and row["day"] in year for row in past.not_taken)


def not_taken_share(past: Past, child: Found) -> float:
    count = not_taken(past, child)
    due = count + len(marks_year(past, child))
    return 100 * count / due if due > 0 else NAN


ATTENDANCE: dict[str, Compute] = {
    "unexcused_hours_20d": lambda past, child: past.hours(child, past.last_school_days(child, 20), excused=False),
    "unexcused_hours_60d": lambda past, child: past.hours(child, past.last_school_days(child, 60), excused=False),
    "unexcused_hours_year": unexcused_year,
    "absent_hours_20d": hours_20d,
    "absent_hours_year": lambda past, child: past.hours(child, past.this_year(child)),
    "excused_share_year": excused_share,
    "absent_days_20d": lambda past, child: days_absent(past, child, past.last_school_days(child, 20)),
    "absent_days_year": lambda past, child: days_absent(past, child, past.this_year(child)),
    "longest_absence_60d": longest_run,
    "days_since_absence": since_absence,
    "absent_hours_change_20d": change_20d,
    "absent_hours_vs_last_year": vs_last_year,
    "unexcused_hours_vs_class": lambda past, child: minus_others(
        lambda other: unexcused_year(past, other), child, past.classmates(child)
    ),
    "absent_hours_vs_class": lambda past, child: (
        NAN
        if past.records(child, "told")
        else minus_others(lambda other: past.hours(other, past.this_year(other)), child, past.classmates(child))
    ),
    "absent_hours_vs_school_20d": lambda past, child: minus_others(
        lambda other: hours_20d(past, other), child, past.school(child)
    ),
    "no_absence_year": none_this_year,
    "absence_rate_60d": lambda past, child: past.absence_rate(child, past.last_school_days(child, 60)),
    "absence_rate_year": lambda past, child: past.absence_rate(child, past.this_year(child)),
    "late_60d": times_late,
}

GRADES: dict[str, Compute] = {
    "mark_mean_year": mean_year,
    "mark_mean_60d": lambda past, child: mean_level(past.marks_in(child, past.last_school_days(child, 60))),
    "mark_latest": lambda past, child: mean_level(latest_and_earlier(past, child)[0]),
    "mark_lowest_year": lambda past, child: min((row["level"] for row in marks_year(past, child)), default=NAN) / 100,
    "marks_below_pass_year": below_pass,
    "below_pass_share_year": lambda past, child: 100 * below_pass(past, child) / (len(marks_year(past, child)) or 1),
    "subjects_below_pass_year": subjects_below,
    "mark_change": lambda past, child: (
        mean_level(latest_and_earlier(past, child)[0]) - mean_level(latest_and_earlier(past, child)[1])
    ),
    "mark_mean_vs_last_year": lambda past, child: (
        mean_year(past, child) - mean_level(past.marks_in(child, past.last_year(child)))
    ),
    "mark_mean_vs_class": lambda past, child: minus_others(
        lambda other: mean_year(past, other), child, past.classmates(child)
    ),
    "marks_count_vs_class": lambda past, child: minus_others(
        lambda other: len(marks_year(past, other)), child, past.classmates(child)
    ),
    "days_since_mark": since_mark,
    "days_since_mark_vs_class": lambda past, child: minus_others(
        lambda other: since_mark(past, other), child, past.classmates(child)
    ),
    "conduct_latest": conduct,
    "marks_not_taken_year": not_taken,
    "not_taken_share_year": not_taken_share,
    "marks_not_taken_vs_class": lambda past, child: minus_others(
        lambda other: not_taken(past, other), child, past.classmates(child)
    ),
}
