"""One school's month: who is in it, in which class, as the register was known."""

import datetime as dt

import pytest

from features.errors import Refused
from tests.support.serving.reported_months import register_of

ATTENDANCE = "pupil_id date hours excused\nP1 2026-02-02 2 no\nP1 2026-02-20 1 no\nP2 2026-02-20 1 yes"


def test_an_enrolment_that_was_corrected_counts_as_it_was_known() -> None:
    """P1 was written into V-A by mistake, corrected on 10 March: what was known before that day is V-A."""
    enrolments = """
        pupil_id school_id school_year enrolled_on class_label known_on   retracted_on
        P1       S1        2025-2026   2025-09-08  V-A         -          2026-03-10
        P1       S1        2025-2026   2025-09-08  V-B         2026-03-10 -
        P2       S1        2025-2026   2025-09-08  V-B         -          -
    """
    early, late = (
        register_of(as_of=day, enrolments=enrolments, attendance=ATTENDANCE) for day in ("2026-03-10", "2026-03-11")
    )
    for register, class_text in ((early, "V-A"), (late, "V-B")):
        assert register.children()[0].class_text == class_text
        assert set(register.hours.loc[register.hours["pupil_id"] == "P1", "class_text"]) == {class_text}


def test_of_two_enrolments_at_once_the_main_one_has_the_hours() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on class_label main
        P1       S1        2025-2026   2025-09-08  V-A         true
        P1       S2        2025-2026   2025-10-08  V-C         false
        P2       S2        2025-2026   2025-09-08  V-C         -
    """
    mine, other = (register_of(school=school, enrolments=enrolments, attendance=ATTENDANCE) for school in ("S1", "S2"))
    assert [child.pupil_id for child in mine.children()] == ["P1"]
    assert [child.pupil_id for child in other.children()] == ["P2"]
    assert set(other.hours.loc[other.hours["school_id"] == "S2", "pupil_id"]) == {"P2"}


def test_a_child_who_left_on_the_last_day_has_its_hours_and_is_not_among_the_pupils() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    left_known_on class_label
        P1       S1        2025-2026   2025-09-08  2026-02-20 -             V-A
        P2       S1        2025-2026   2025-09-08  2026-02-20 2026-03-05    V-A
    """
    register, later = (
        register_of(as_of=day, enrolments=enrolments, attendance=ATTENDANCE) for day in (None, "2026-03-06")
    )
    assert [child.pupil_id for child in register.children()] == ["P2"]
    assert later.children() == ()
    assert register.hours["class_text"].tolist() == ["V-A"] * 3


def test_the_school_year_begins_with_its_first_term_and_a_school_without_a_name_has_its_code() -> None:
    terms = "school_year term starts_on ends_on\n2025-2026 M1 2025-09-08 2025-10-24\n2025-2026 M2 2025-11-03 2026-06-19"
    register = register_of(
        attendance=ATTENDANCE,
        enrolments="pupil_id school_id school_year enrolled_on class_label\nP1 S1 2025-2026 2025-07-01 V-A\n"
        "P2 S1 2025-2026 2025-09-10 V-A",
        terms=terms,
    )
    assert register.year_starts_on == dt.date(2025, 9, 8)
    assert register.school == "S1"


def test_a_month_of_which_the_records_have_no_enrolment_is_refused_with_what_to_do() -> None:
    enrolments = "pupil_id school_id school_year enrolled_on class_label\nP1 S1 2024-2025 2024-09-09 V-A\n"
    enrolments += "P2 S2 2025-2026 2025-09-08 V-A\nP3 S3 2026-2027 2026-09-07 V-A"
    for school, said in (
        ("S1", ("începe la 9 septembrie 2024", "alegeți o lună dinainte")),
        ("S3", ("înainte de 1 martie 2026", "alegeți o lună de după")),
    ):
        with pytest.raises(Refused) as refusal:
            register_of(school=school, enrolments=enrolments, attendance=ATTENDANCE)
        assert all(each in " ".join(refusal.value.sentences("ro")) for each in said)


def test_a_month_after_the_last_year_names_the_day_on_which_that_year_begins() -> None:
    """P2 came in January: the year begins in September all the same."""
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    class_label
        P1       S1        2025-2026   2025-09-08  2026-06-19 V-A
        P2       S1        2025-2026   2026-01-30  2026-06-19 V-A
    """
    with pytest.raises(Refused, match="its last school year there begins on 2025-09"):
        register_of(month="2026-11", enrolments=enrolments, attendance=ATTENDANCE)
