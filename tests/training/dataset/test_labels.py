"""Who had the outcome, who had not, and of whom can it not be said? The worked example of DESIGN.md, part 4, first."""

import datetime as dt
import math
import re

import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from tests.support.small_records import declarations, index_of, rows, snapshot_at
from training.dataset.labels import CohortLabels, labels_at, require_horizon_over

AS_OF, HORIZON = "2025-02-03", 300  # until 2025-11-30
STILL_THERE = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2024-2025   2024-09-09
"""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def labels(
    outcomes: str = "pupil_id date outcome",
    enrolments: str | None = None,
    *,
    wanted: tuple[str, ...] = ("dropped_out",),
    known_by: str | None = None,
    horizon: int = HORIZON,
) -> dict[str, float | None]:
    """Return the label of each pupil; None where it cannot be said."""
    tables = {"outcomes": outcomes} | ({"enrolments": enrolments} if enrolments else {})
    index = index_of(None, **tables)
    found = found_in(index, wanted=wanted, known_by=known_by, horizon=horizon)
    pairs = zip(index.pupils, found.values.tolist(), strict=True)
    return {pupil: None if math.isnan(label) else label for pupil, label in pairs}


def found_in(
    index: RecordIndex,
    pupils: list[str] | None = None,
    *,
    wanted: tuple[str, ...] = ("dropped_out",),
    known_by: str | None = None,
    horizon: int = HORIZON,
) -> CohortLabels:
    return labels_at(
        index, list(index.pupils) if pupils is None else pupils, day(AS_OF),
        outcomes=wanted, horizon_days=horizon, known_by=day(known_by) if known_by else None,
    )  # fmt: skip


# Outcomes


def test_an_outcome_counts_from_the_as_of_date_to_the_end_of_the_horizon() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2025-02-02 dropped_out
        P2       2025-02-03 dropped_out
        P3       2025-11-30 dropped_out
        P4       2025-12-01 dropped_out
    """
    assert labels(outcomes) == {"P1": 0, "P2": 1, "P3": 1, "P4": 0}


def test_a_dropout_recorded_late_counts() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2024-12-20 dropped_out 2025-02-03
        P2       2024-12-20 dropped_out 2025-02-02
        P3       2025-11-30 dropped_out 2026-03-01
    """
    assert labels(outcomes) == {"P1": 1, "P2": 0, "P3": 1}


def test_any_of_the_wanted_outcomes_counts() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2025-06-20 failed
        P2       2025-06-20 year_not_closed
        P3       2025-06-20 promoted
    """
    assert labels(outcomes, wanted=("failed", "year_not_closed")) == {"P1": 1, "P2": 1, "P3": 0}


def test_of_those_who_moved_away_it_cannot_be_said() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2025-03-03 transferred
        P2       2025-03-03 emigrated
        P3       2025-03-03 graduated
    """
    assert labels(outcomes) == {"P1": None, "P2": None, "P3": 0}
    assert labels(outcomes, wanted=("transferred",)) == {"P1": 1, "P2": None, "P3": 0}


def test_an_outcome_known_later_corrects_the_earlier_one() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-03-03 dropped_out 2025-03-10
        P1       2025-03-03 promoted    2025-04-10
        P2       2025-03-03 transferred 2025-03-10
        P2       2025-03-03 dropped_out 2025-04-10
        P3       2025-03-03 dropped_out 2025-03-10
        P3       2025-03-03 transferred 2025-04-10
    """
    assert labels(outcomes) == {"P1": 0, "P2": 1, "P3": None}


def test_what_happened_after_the_horizon_corrects_nothing() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-03-03 dropped_out -
        P1       2025-12-01 promoted    -
    """
    assert labels(outcomes) == {"P1": 1}


def test_the_outcome_behind_a_label_is_the_one_that_stands() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-02-02 dropped_out -
        P2       2024-12-20 dropped_out 2025-02-03
        P3       2025-03-03 dropped_out 2025-03-10
        P3       2025-03-03 promoted    2025-04-10
        P4       2025-12-01 dropped_out -
        P5       2025-11-30 exam_no_show 2026-03-01
    """
    index = index_of(None, outcomes=outcomes)
    pupils = list(index.pupils)
    came = found_in(index).outcomes
    assert dict(zip(pupils, came, strict=True)) == {
        "P1": "", "P2": "dropped_out", "P3": "promoted", "P4": "", "P5": "exam_no_show",
    }  # fmt: skip
    wanted = ("dropped_out", "exam_no_show")
    assert labels(outcomes, wanted=wanted) == {pupil: float(o in wanted) for pupil, o in zip(pupils, came, strict=True)}
    assert found_in(index, pupils[::-1]).outcomes.tolist() == came.tolist()[::-1]


# Declared outcomes

OWN = declarations(
    {
        "outcomes": {
            "suspended": {"en": "suspended", "ro": "suspendat"},
            "expelled": {"en": "expelled", "ro": "exmatriculat", "ends_story": True},
        }
    }
)


def own_labels(outcomes: str, wanted: tuple[str, ...]) -> dict[str, float]:
    index = index_of(OWN, outcomes=outcomes)
    return dict(zip(index.pupils, found_in(index, wanted=wanted).values.tolist(), strict=True))


def test_an_outcome_of_a_schools_own_that_ends_no_story_is_corrected_by_no_other() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-03-03 suspended   -
        P1       2025-06-20 promoted    -
        P2       2025-06-20 promoted    -
        P3       2025-03-03 suspended   -
        P3       2025-04-03 suspended   -
        P3       2025-05-03 dropped_out -
        P4       2025-02-02 suspended   -
        P5       2025-12-01 suspended   -
        P6       2025-01-10 suspended   2025-02-03
        P7       2025-04-03 transferred -
    """
    assert own_labels(outcomes, ("suspended",)) == pytest.approx(
        {"P1": 1, "P2": 0, "P3": 1, "P4": 0, "P5": 0, "P6": 1, "P7": math.nan}, nan_ok=True
    )
    assert own_labels(outcomes, ("dropped_out",))["P3"] == 1
    index = index_of(OWN, outcomes=outcomes)
    came = found_in(index, wanted=("suspended",)).outcomes
    assert came.tolist() == ["suspended", "promoted", "suspended", "", "", "suspended", "transferred"]


def test_an_outcome_of_a_schools_own_that_ends_the_story_stands_like_any_other() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2025-03-03 expelled
        P2       2025-03-03 expelled
        P2       2025-06-20 promoted
        P3       2025-06-20 promoted
    """
    assert own_labels(outcomes, ("expelled",)) == {"P1": 1, "P2": 0, "P3": 0}


def test_only_an_outcome_that_ends_the_story_takes_a_child_off_the_lists() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2024-10-03 suspended
        P2       2024-10-03 expelled
    """
    assert snapshot_at(AS_OF, OWN, outcomes=outcomes).cohort["pupil_id"].tolist() == ["P1"]


# Gone


def test_of_those_gone_without_an_outcome_it_cannot_be_said() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-05-05
        P2       S1        2024-2025   2024-09-09  2025-12-01
        P3       S1        2024-2025   2024-09-09  -
    """
    assert labels(enrolments=enrolments) == {"P1": None, "P2": 0, "P3": 0}


def test_of_those_gone_with_an_outcome_it_can_be_said() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-05-05
        P2       S1        2024-2025   2024-09-09  2025-06-20
    """
    outcomes = """
        pupil_id date       outcome
        P1       2025-05-05 dropped_out
        P2       2025-06-20 promoted
    """
    assert labels(outcomes, enrolments) == {"P1": 1, "P2": 0}


def test_who_enrolled_again_is_not_gone() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-05-05
        P1       S2        2024-2025   2025-05-06  -
    """
    assert labels(enrolments=enrolments) == {"P1": 0}


def test_who_enrolled_again_and_left_again_is_gone() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-03-03
        P1       S2        2024-2025   2025-03-04  2025-05-05
    """
    assert labels(enrolments=enrolments) == {"P1": None}


ONE_SCHOOL_GOES_ON = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2024-2025   2024-09-09
    P2       S1        2024-2025   2024-09-09
    P2       S1        2025-2026   2025-09-08
    P3       S2        2024-2025   2024-09-09
    P4       S2        2024-2025   2024-09-09
"""


def test_who_does_not_come_back_in_september_is_gone_if_the_school_has_enrolled_by_then() -> None:
    """S1 has enrolled P2 for the next year; the next year of S2 is missing."""
    assert labels(enrolments=ONE_SCHOOL_GOES_ON) == {"P1": None, "P2": 0, "P3": None, "P4": None}
    found = found_in(index_of(None, enrolments=ONE_SCHOOL_GOES_ON))
    assert found.why.tolist() == ["gone", "", "no_next_year", "no_next_year"]


@pytest.mark.parametrize(
    ("outcomes", "more", "found"),
    [
        ("P4 2025-06-20 promoted", "", {"P3": None, "P4": 0}),
        ("P4 2025-06-20 dropped_out", "", {"P3": None, "P4": 1}),
        ("", "P4 S1 2025-2026 2025-09-08", {"P3": None, "P4": 0}),  # enrolled elsewhere
        ("", "P4 S3 2025-2026 2025-11-03", {"P3": None, "P4": 0}),
        ("", "P5 S2 2025-2026 2025-09-08", {"P3": None, "P4": None, "P5": 0}),  # S2's next year is there: gone
        ("", "P5 S2 2026-2027 2026-09-08", {"P3": None, "P4": None, "P5": 0}),
    ],
)
def test_of_a_school_of_which_the_next_year_is_missing_only_what_is_written_can_be_said(
    outcomes: str, more: str, found: dict[str, float | None]
) -> None:
    said = labels(f"pupil_id date outcome\n{outcomes}", ONE_SCHOOL_GOES_ON + more)
    assert {pupil: said[pupil] for pupil in found} == found


def test_where_the_next_year_of_every_school_is_missing_who_has_no_outcome_has_stayed() -> None:
    enrolments = "\n".join(line for line in ONE_SCHOOL_GOES_ON.splitlines() if "2025-2026" not in line)
    assert labels(enrolments=enrolments) == {"P1": 0, "P2": 0, "P3": 0, "P4": 0}


def test_before_the_next_year_begins_nothing_is_missing_yet() -> None:
    assert labels(enrolments=ONE_SCHOOL_GOES_ON, horizon=216)["P3"] == 0  # until 2025-09-07
    assert labels(enrolments=ONE_SCHOOL_GOES_ON, horizon=217)["P3"] is None
    assert labels(enrolments=ONE_SCHOOL_GOES_ON, known_by="2025-09-08")["P3"] == 0
    assert labels(enrolments=ONE_SCHOOL_GOES_ON, known_by="2025-09-09")["P3"] is None


def test_a_year_that_began_long_after_or_before_is_no_next_one() -> None:
    for year, day in (("2024", "2025-01-13"), ("2026-2027", "2026-09-07")):
        enrolments = ONE_SCHOOL_GOES_ON.replace("2025-2026   2025-09-08", f"{year}   {day}")
        assert labels(enrolments=enrolments, horizon=900)["P3"] == 0


def test_school_years_of_the_calendar_have_next_ones_too() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2025        2025-01-27
        P1       S1        2026        2026-01-26
        P3       S2        2025        2025-01-28
    """
    assert labels(enrolments=enrolments, horizon=400) == {"P1": 0, "P3": None}


def test_a_year_that_ends_after_the_horizon_is_no_leaving() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-09
        P2       S1        2025-2026   2025-09-08
    """
    assert labels(enrolments=enrolments, horizon=215)["P1"] == 0  # until 2025-09-06
    assert labels(enrolments=enrolments, horizon=216)["P1"] is None


# Derived, and why there is no label

NOT_BACK = """
    pupil_id school_id school_year enrolled_on grade_level
    P1       S1        2024-2025   2024-09-09  5
    P2       S1        2024-2025   2024-09-09  5
    P3       S1        2024-2025   2024-09-09  5
    P1       S1        2025-2026   2025-09-08  6
    P2       S1        2025-2026   2025-09-08  6
"""


def test_who_did_not_come_back_is_a_case_where_that_is_wanted_and_else_has_no_label() -> None:
    assert labels(enrolments=NOT_BACK, wanted=("not_reenrolled",)) == {"P1": 0, "P2": 0, "P3": 1}
    assert labels(enrolments=NOT_BACK, wanted=("dropped_out", "not_reenrolled")) == {"P1": 0, "P2": 0, "P3": 1}
    assert labels(enrolments=NOT_BACK, wanted=("failed",)) == {"P1": 0, "P2": 0, "P3": None}
    found = found_in(index_of(None, enrolments=NOT_BACK), wanted=("not_reenrolled",))
    assert (found.outcomes.tolist(), found.derived.tolist()) == (["", "", "not_reenrolled"], [False, False, True])


@pytest.mark.parametrize(("horizon", "label"), [(216, None), (217, 1)])
def test_it_counts_if_the_next_year_begins_within_the_horizon(horizon: int, label: int | None) -> None:
    # from 2025-02-03 to 2025-09-08 there are 217 days; the day before, the year is over and nobody is back yet
    assert labels(enrolments=NOT_BACK, wanted=("not_reenrolled",), horizon=horizon)["P3"] == label


def test_it_trains_from_the_day_on_which_the_rolls_have_settled() -> None:
    def label(known_by: str) -> float | None:
        return labels(enrolments=NOT_BACK, wanted=("not_reenrolled",), known_by=known_by)["P3"]

    assert label("2025-09-22") is None  # gone, but it is not known yet for good
    assert label("2025-09-23") == 1


def test_of_outcomes_of_one_day_the_wanted_one_counts_whatever_the_order() -> None:
    both = "pupil_id date outcome\nP1 2025-06-20 {}\nP1 2025-06-20 {}"
    for first, second in (("dropped_out", "promoted"), ("promoted", "dropped_out"), ("dropped_out", "transferred")):
        assert labels(both.format(first, second)) == {"P1": 1}
        assert labels(both.format(first, second), wanted=("failed",)) == labels(
            both.format(second, first), wanted=("failed",)
        )
    assert labels(both.format("failed", "dropped_out"), wanted=("failed",)) == {"P1": 1}


def test_an_outcome_typed_on_the_wrong_child_counts_until_a_later_row_corrects_it() -> None:
    typed = "pupil_id date outcome known_on\nP1 2025-03-03 dropped_out 2025-03-03"
    assert labels(typed) == {"P1": 1}
    assert labels(typed + "\nP1 2025-03-03 promoted 2025-04-01") == {"P1": 0}


def test_it_is_said_why_a_child_has_no_label() -> None:
    outcomes = """
        pupil_id date       outcome
        P1       2025-03-03 transferred
        P2       2025-03-03 emigrated
        P4       2025-03-03 dropped_out
    """
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  -
        P2       S1        2024-2025   2024-09-09  -
        P3       S1        2024-2025   2024-09-09  2025-05-05
        P4       S1        2024-2025   2024-09-09  -
        P5       S1        2024-2025   2024-09-09  -
    """
    found = found_in(index_of(None, outcomes=outcomes, enrolments=enrolments))
    assert found.why.tolist() == ["transferred", "emigrated", "gone", "", ""]
    assert found_in(index_of(None, outcomes=outcomes, enrolments=enrolments), wanted=("transferred",)).why[0] == ""


def test_who_will_miss_a_tenth_is_a_case_and_who_did_before_has_no_label() -> None:
    enrolments = [
        {"pupil_id": f"P{number}", "school_id": school, "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
        for number, school in ((1, "S1"), (2, "S1"), (3, "S1"), (4, "S2"))
    ]
    absences = """
        pupil_id date       hours
        P1       2025-02-04 6
        P1       2025-02-05 6
        P2       2025-01-27 6
        P2       2025-01-28 6
        P3       2025-01-28 6
        P3       2025-02-04 2
    """
    terms = "school_year term starts_on ends_on\n2024-2025 1 2025-01-20 2025-02-14"  # 20 days
    promoted = "pupil_id date outcome\nP1 2025-06-20 promoted"
    index = index_of(None, enrolments=enrolments, attendance=absences, terms=terms, outcomes=promoted)
    found = found_in(index, wanted=("chronic_absence",))
    assert found.why.tolist() == ["", "already", "", "no_register"]
    assert found.values.tolist()[::2] == [1.0, 0.0]
    assert (found.outcomes[0], found.derived[0]) == ("chronic_absence", True)
    assert found_in(index, wanted=("chronic_absence", "promoted")).values[0] == 1


# Known by


def test_labels_for_a_later_date_use_only_what_was_known_before_it() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-03-03 dropped_out 2025-09-14
        P2       2025-03-03 dropped_out 2025-09-15
        P3       2025-03-03 dropped_out 2025-03-10
        P3       2025-03-03 promoted    2025-09-15
    """
    assert labels(outcomes, known_by="2025-09-15") == {"P1": 1, "P2": 0, "P3": 1}
    assert labels(outcomes, known_by="2025-09-16") == {"P1": 1, "P2": 1, "P3": 0}


def test_a_leaving_told_later_is_not_used() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    left_known_on
        P1       S1        2024-2025   2024-09-09  2025-05-05 2025-09-15
    """
    assert labels(enrolments=enrolments, known_by="2025-09-15") == {"P1": 0}
    assert labels(enrolments=enrolments, known_by="2025-09-16") == {"P1": None}


def test_an_enrolment_made_later_is_not_used() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-05-05
        P1       S2        2025-2026   2025-09-15  -
    """
    assert labels(enrolments=enrolments, known_by="2025-09-15") == {"P1": None}
    assert labels(enrolments=enrolments, known_by="2025-09-16") == {"P1": 0}


# The end of the records


def test_the_horizon_is_just_over_on_the_last_day_the_records_cover() -> None:
    require_horizon_over(day(AS_OF), HORIZON, day("2025-11-30"))
    with pytest.raises(Refused):
        require_horizon_over(day(AS_OF), HORIZON + 1, day("2025-11-30"))
    with pytest.raises(Refused):
        require_horizon_over(day(AS_OF), HORIZON, day("2025-11-29"))


def test_the_refusal_names_a_date_and_a_horizon_that_work() -> None:
    with pytest.raises(Refused) as refused:
        require_horizon_over(day(AS_OF), HORIZON, day("2025-11-20"))
    said = str(refused.value)
    assert refused.value.exit_code == 4
    assert "end on 2025-11-30" in said
    assert "reach only to 2025-11-20" in said
    date, horizon = re.search(r"not after (\S+), or a horizon of at most (\d+) days", said).groups()
    require_horizon_over(day(date), HORIZON, day("2025-11-20"))
    require_horizon_over(day(AS_OF), int(horizon), day("2025-11-20"))


def test_where_no_horizon_would_do_none_is_named() -> None:
    with pytest.raises(Refused) as refused:
        require_horizon_over(day("2025-11-20"), HORIZON, day("2025-11-20"))
    assert "or a horizon" not in str(refused.value)
    assert "not after 2025-01-24" in str(refused.value)


def test_records_without_events_say_what_is_missing() -> None:
    with pytest.raises(Refused, match="add the outcomes table"):
        require_horizon_over(day(AS_OF), HORIZON, None)


def test_records_reach_to_the_last_day_of_absences_marks_and_outcomes() -> None:
    tables = {
        "enrolments": rows(STILL_THERE) + rows(STILL_THERE.replace("2024-2025   2024", "2025-2026   2025")),
        "attendance": "pupil_id date hours known_on\n P1 2025-01-20 1 2025-03-01",
        "terms": "school_year term starts_on ends_on\n 2025-2026 1 2025-09-08 2026-06-19",
    }
    assert index_of(None, **tables).records.last_day() == day("2025-03-01")
    marked = tables | {"grades": "pupil_id date mark scale\n P1 2025-04-01 9 1-10"}
    assert index_of(None, **marked).records.last_day() == day("2025-04-01")
    told = marked | {"outcomes": "pupil_id date outcome known_on\n P1 2025-03-15 failed 2025-07-01"}
    assert index_of(None, **told).records.last_day() == day("2025-07-01")
    assert index_of(None, enrolments=STILL_THERE).records.last_day() is None


# Rows taken back


def taken_back(*lines: str) -> str:
    return "\n".join(["pupil_id date outcome known_on retracted_on", *lines])


def test_an_outcome_that_was_taken_back_does_not_count() -> None:
    outcomes = taken_back("P1 2025-03-03 dropped_out - 2025-04-07", "P2 2025-03-03 dropped_out - -")
    assert labels(outcomes) == {"P1": 0, "P2": 1}


def test_for_a_later_date_an_outcome_counts_until_it_was_taken_back() -> None:
    outcomes = taken_back("P1 2025-03-03 dropped_out - 2025-12-08")
    assert labels(outcomes, known_by="2025-12-08") == {"P1": 1}
    assert labels(outcomes, known_by="2025-12-09") == {"P1": 0}


def test_the_outcome_before_stands_where_the_later_one_was_taken_back() -> None:
    outcomes = taken_back("P1 2025-03-03 dropped_out - -", "P1 2025-05-05 promoted - 2025-06-02")
    assert labels(outcomes) == {"P1": 1}


def test_what_was_told_before_the_date_is_no_news_when_it_is_written_down_again() -> None:
    again = ["P1 2025-01-13 failed - 2025-03-03", "P1 2025-01-13 failed 2025-04-07 -"]
    assert labels(taken_back(*again), wanted=("failed",)) == {"P1": 0}
    assert labels(taken_back(again[1]), wanted=("failed",)) == {"P1": 1}


def test_a_leaving_of_an_enrolment_that_was_taken_back_is_none() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    known_on   retracted_on
        P1       S1        2024-2025   2024-09-09  2025-03-03 -          2025-04-07
        P1       S1        2024-2025   2024-09-09  -          2025-04-07 -
    """
    assert labels(enrolments=enrolments) == {"P1": 0}
    assert labels(enrolments=enrolments, known_by="2025-04-07") == {"P1": None}
