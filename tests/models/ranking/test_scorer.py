import datetime as dt
import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from features.errors import NoPupils, Refused, UsageError
from features.i18n.dates import date_words
from features.point_in_time.register_recency import RecordingRate
from features.records.fingerprint import data_fingerprint
from models.explain.comparisons import COMPARISONS
from models.ranking.abstention import CannotSay
from models.ranking.expected_hits import expected_hits
from models.ranking.ranked_list import RankedList
from models.ranking.scored_cohort import feature_cohort
from models.ranking.scorer import Scorer
from tests.support.small_models import CATALOGUE, TRAINED_ON, fitted_model
from tests.support.small_records import Row, declarations, index_of
from tests.support.viewers import ALL

AS_OF = dt.date(2025, 2, 3)
SCORER = Scorer(fitted_model(), "3")
HISTORIES = index_of(
    enrolments="""
        pupil_id school_id school_year enrolled_on left_on    class_label
        P7       S1        2024-2025   2024-09-09  -          5A
        P2       S1        2024-2025   2024-09-09  -          5A
        P1       S1        2024-2025   2024-09-09  -          5A
        P3       S1        2024-2025   2024-09-09  2025-01-10 5A
        P4       S2        2024-2025   2024-09-09  -          -
        P5       S2        2024-2025   2024-09-09  -          -
        P6       S3        2023-2024   2023-09-04  -          8B
    """,
    attendance="""
        pupil_id date       hours
        P1       2024-10-07 2
        P5       2024-10-07 6
        P5       2025-01-20 6
        P5       2025-01-21 6
        P5       2025-01-22 6
    """,
    grades="""
        pupil_id date       mark scale
        P1       2024-11-11 9    1-10
        P4       2024-11-11 7    1-10
        P5       2024-11-11 3    1-10
    """,
)

FIXED_KEYS = {
    "as_of", "model_version", "data_fingerprint", "capacity", "cohort_size", "expected_hits", "expected_hits_low",
    "expected_hits_high", "pupils", "not_scored",
}  # fmt: skip
PUPIL_KEYS = {"rank", "pupil_id", "school_id", "class_label", "score", "margin", "base_margin", "reasons"}
REASON_KEYS = {
    "feature", "group", "theme", "value", "usual", "contribution", "can_change", "text_ro", "text_en",
}  # fmt: skip


def ranked(capacity: float = 10, school_id: str | None = None, as_of: dt.date = AS_OF) -> RankedList:
    return SCORER.rank(HISTORIES, as_of, viewer=ALL, capacity=capacity, school_id=school_id)


def test_the_json_has_the_fixed_keys_and_no_nan():
    found = json.loads(json.dumps(ranked().as_json(), allow_nan=False))
    further = {"cautions", "outcomes", "until", "predicts_ro", "predicts_en"}
    assert set(found) == FIXED_KEYS | further
    assert found["pupils"]
    for pupil in found["pupils"]:
        assert set(pupil) == PUPIL_KEYS
        assert pupil["reasons"]
        assert all(set(reason) == REASON_KEYS for reason in pupil["reasons"])


def test_a_list_says_what_it_was_made_from():
    found = ranked(capacity=2)
    assert (found.as_of, found.model_version) == (AS_OF, "3")
    assert found.data_fingerprint == data_fingerprint(HISTORIES.records, AS_OF)
    assert (found.capacity, found.cohort_size, len(found.pupils)) == (2, 5, 2)
    assert found.not_scored == ()


def test_all_schools_are_one_list_with_the_highest_score_first():
    found = ranked()
    assert {pupil.pupil_id for pupil in found.pupils} == {"P1", "P2", "P4", "P5", "P7"}
    assert [pupil.rank for pupil in found.pupils] == [1, 2, 3, 4, 5]
    scores = [pupil.score for pupil in found.pupils]
    assert scores == sorted(scores, reverse=True)
    assert found.pupils[0].pupil_id == "P5"


def test_children_with_equal_records_stand_in_order_of_their_pupil_id():
    twins = [pupil for pupil in ranked().pupils if pupil.pupil_id in ("P2", "P7")]
    assert twins[0].margin == twins[1].margin
    assert [pupil.pupil_id for pupil in twins] == ["P2", "P7"]
    alike = [pupil for pupil in ranked().pupils if pupil.margin == twins[0].margin]  # others may score the same
    assert [pupil.pupil_id for pupil in alike] == sorted(pupil.pupil_id for pupil in alike)
    assert [pupil.rank - alike[0].rank for pupil in alike] == list(range(len(alike)))


def test_a_school_has_a_list_of_its_own_with_the_same_scores():
    pooled = {pupil.pupil_id: pupil for pupil in ranked().pupils}
    found = ranked(school_id="S1")
    assert found.cohort_size == 3
    assert [pupil.rank for pupil in found.pupils] == [1, 2, 3]
    assert {pupil.pupil_id for pupil in found.pupils} == {"P1", "P2", "P7"}
    for pupil in found.pupils:
        assert (pupil.margin, pupil.reasons) == (pooled[pupil.pupil_id].margin, pooled[pupil.pupil_id].reasons)


def test_a_share_is_a_share_of_those_who_are_ranked():
    assert len(ranked(capacity=0.4).pupils) == 2
    assert len(ranked(capacity=0.4, school_id="S2").pupils) == 1


def test_the_list_is_cut_from_the_whole_order():
    assert ranked(capacity=2).pupils == ranked().pupils[:2]


def test_expected_hits_are_those_of_the_listed_children_only():
    found = ranked(capacity=3)
    scores, schools = zip(*[(pupil.score, pupil.school_id) for pupil in found.pupils], strict=True)
    assert found.expected.mean == pytest.approx(sum(scores))
    assert found.expected == expected_hits(np.array(scores), np.array(schools, dtype=object), SCORER.model.school_sd)


def test_the_reasons_of_every_child_add_up_to_the_margin():
    for pupil in ranked().pupils:
        total = sum(reason.contribution for reason in pupil.reasons) + pupil.base_margin
        assert total == pytest.approx(pupil.margin, abs=1e-9)
        sizes = [abs(reason.contribution) for reason in pupil.reasons]
        assert sizes == sorted(sizes, reverse=True)


def test_a_reason_has_the_words_group_and_theme_of_the_feature_it_names():
    catalogue = {feature.name: feature for feature in CATALOGUE}
    for reason in ranked().pupils[0].reasons:
        value = float("nan") if reason.value is None else reason.value
        feature = catalogue[reason.feature]
        assert (reason.group, reason.theme, reason.can_change) == (feature.group, feature.theme, feature.can_change)
        if reason.feature not in COMPARISONS and not feature.is_mark:
            same, title = feature.text(value, "ro"), feature.title.ro
            assert reason.text_ro in (same, f"{same} ({title})")
            assert reason.text_en.startswith(feature.text(value, "en"))
    texts = [reason.text_ro for reason in ranked().pupils[0].reasons]
    assert len(set(texts)) == len(texts)


def test_marks_are_said_on_the_scale_of_the_class():
    said = {reason.feature: reason.text_ro for pupil in ranked().pupils for reason in pupil.reasons if reason.value}
    assert said["mark_mean_year"] in {"media de anul acesta: 9", "media de anul acesta: 7", "media de anul acesta: 3"}


def test_a_child_is_told_no_theme_twice_and_at_most_three_that_raise_and_one_that_lowers():
    for pupil in ranked().pupils:
        themes = [told.theme for told in (*pupil.told.raising, *pupil.told.lowering)]
        assert len(set(themes)) == len(themes)
        assert len(pupil.told.raising) <= 3
        assert len(pupil.told.lowering) <= 1


def test_what_is_told_once_above_is_told_of_no_child_whom_it_is_told_of():
    found = ranked()
    everybody = {shared.feature for shared in found.shared if shared.children == len(found.pupils)}
    for pupil in found.pupils:
        assert not everybody & {told.feature for told in (*pupil.told.raising, *pupil.told.lowering)}


def test_the_themes_of_two_children_side_by_side_differ_by_what_their_margins_do():
    cohort = SCORER.score(feature_cohort(HISTORIES, AS_OF))
    listed = {pupil.pupil_id: pupil for pupil in ranked().pupils}
    for first, second in (("P5", "P1"), ("P1", "P5"), ("P2", "P7")):
        found = SCORER.beside(cohort, viewer=ALL, pupil_ids=(first, second))
        one, other = listed[first], listed[second]
        assert found.is_one_school == (one.school_id == other.school_id)
        of = ranked(school_id=one.school_id).pupils if found.is_one_school else tuple(listed.values())
        ranks = {pupil.pupil_id: pupil.rank for pupil in of}
        assert (*found.ranks, found.scored) == (ranks[first], ranks[second], len(of))
        assert found.margins == (listed[first].margin, listed[second].margin)
        total = sum(each.difference for each in found.themes)
        assert total == pytest.approx(listed[first].margin - listed[second].margin, abs=1e-9)
    with pytest.raises(UsageError, match="No pupil 'P99'"):
        SCORER.beside(cohort, viewer=ALL, pupil_ids=("P1", "P99"))


def test_a_class_without_a_label_is_none():
    assert {pupil.class_label for pupil in ranked(school_id="S2").pupils} == {None}
    assert {pupil.class_label for pupil in ranked(school_id="S1").pupils} == {"5A"}


def test_who_has_left_is_in_no_list():
    assert "P3" not in {pupil.pupil_id for pupil in ranked().pupils}
    assert "P3" in {pupil.pupil_id for pupil in ranked(as_of=dt.date(2025, 1, 10)).pupils}


def test_one_explained_child_has_the_numbers_of_the_list():
    for pupil in ranked().pupils:
        assert SCORER.explain(HISTORIES, AS_OF, viewer=ALL, pupil_id=pupil.pupil_id) == pupil


def test_an_explained_childs_rank_is_that_among_all_children():
    last = ranked().pupils[-1]
    assert asdict(SCORER.explain(HISTORIES, AS_OF, viewer=ALL, pupil_id=last.pupil_id))["rank"] == 5


@pytest.mark.parametrize("pupil", ["P99", "P3", "P6", ""])
def test_a_child_who_is_not_in_school_at_the_date_cannot_be_explained(pupil: str):
    with pytest.raises(UsageError, match=rf"No pupil '{pupil}' is in school at 3 February 2025"):
        SCORER.explain(HISTORIES, AS_OF, viewer=ALL, pupil_id=pupil)


def test_a_school_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UsageError, match="There is no school S9 in these records; they have S1, S2, S3"):
        ranked(school_id="S9")


def test_a_school_without_anybody_at_the_date_is_refused():
    with pytest.raises(NoPupils, match="Nobody is in school S3 at 3 February 2025"):
        ranked(school_id="S3")


@pytest.mark.parametrize("as_of", [dt.date(2023, 9, 4), dt.date(2025, 10, 1)])
def test_a_date_at_which_nobody_is_in_school_is_refused(as_of: dt.date):
    with pytest.raises(Refused, match=f"Nobody is in school at {date_words(as_of, 'en')}"):
        ranked(as_of=as_of)


def test_a_capacity_that_is_none_is_refused():
    with pytest.raises(UsageError, match=r"The capacity 0 is no number of children"):
        ranked(capacity=0)


def test_cautions_come_with_the_list():
    assert {caution.code for caution in ranked().cautions} == set()
    assert {caution.code for caution in ranked(as_of=dt.date(2025, 8, 1)).cautions} == {"stale_records", "season"}


# Children of whom nothing can be said yet

MONDAY = dt.date(2024, 11, 18)
WEEKLY = replace(TRAINED_ON, recording_rates=(RecordingRate("attendance", None, 0.9, 0.2),))
CAREFUL = Scorer(replace(fitted_model(), trained_on=WEEKLY), "3")


def two_classes() -> tuple[list[Row], list[Row]]:
    """Return two classes of twenty: in 5A somebody misses an hour every Friday, in 5B so until five weeks ago."""
    pupils = [(f"{label}{number:02}", label) for label in ("5A", "5B") for number in range(20)]
    same = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}
    enrolments = [same | {"pupil_id": pupil, "class_label": label} for pupil, label in pupils]
    absences = [
        {"pupil_id": pupil, "hours": 1, "date": dt.date(2024, 9, 13) + dt.timedelta(weeks=week)}
        for week in range(10)
        for number, (pupil, label) in enumerate(pupils)
        if number % 5 == week % 5 and (label == "5A" or week < 5)
    ]
    return enrolments, absences


ENROLMENTS, ABSENCES = two_classes()
SILENT = index_of(enrolments=ENROLMENTS, attendance=ABSENCES)
SINCE = "Class 5B (school S1): no absence since 11 October 2024;"


def test_children_of_a_stale_class_are_not_listed_and_do_not_count():
    found = CAREFUL.rank(SILENT, MONDAY, viewer=ALL, capacity=0.1)
    assert (found.cohort_size, found.capacity) == (20, 2)
    assert [child.pupil_id for child in found.not_scored] == [f"5B{number:02}" for number in range(20)]
    everybody = CAREFUL.rank(SILENT, MONDAY, viewer=ALL, capacity=100)
    assert {pupil.class_label for pupil in everybody.pupils} == {"5A"}
    assert len(everybody.pupils) == 20


def test_the_json_says_why_in_both_languages():
    (first, *_) = json.loads(json.dumps(CAREFUL.rank(SILENT, MONDAY, viewer=ALL, capacity=1).as_json()))["not_scored"]
    assert set(first) == {"pupil_id", "reason", "text_ro", "text_en"}
    assert (first["pupil_id"], first["reason"]) == ("5B00", "stale_class")
    assert first["text_en"].startswith(SINCE)


def test_the_others_keep_the_scores_they_would_have():
    judged, unjudged = (each.rank(SILENT, MONDAY, viewer=ALL, capacity=100) for each in (CAREFUL, SCORER))
    scores = {pupil.pupil_id: (pupil.score, pupil.reasons) for pupil in unjudged.pupils}
    assert len(scores) == 40
    assert all(scores[pupil.pupil_id] == (pupil.score, pupil.reasons) for pupil in judged.pupils)


def test_a_child_of_a_stale_class_is_not_explained_but_why_is_said():
    with pytest.raises(CannotSay, match="Class 5B") as refused:
        CAREFUL.explain(SILENT, MONDAY, viewer=ALL, pupil_id="5B07")
    assert refused.value.sentences("en")[0].startswith(SINCE)
    assert SCORER.explain(SILENT, MONDAY, viewer=ALL, pupil_id="5B07")


def test_an_explained_childs_rank_is_that_among_the_scored():
    for pupil in CAREFUL.rank(SILENT, MONDAY, viewer=ALL, capacity=100).pupils:
        assert CAREFUL.explain(SILENT, MONDAY, viewer=ALL, pupil_id=pupil.pupil_id) == pupil


def test_a_list_of_one_school_leaves_out_only_its_own_children():
    there = [row | {"pupil_id": f"other{row['pupil_id']}", "school_id": "S2"} for row in ENROLMENTS]
    index = index_of(enrolments=ENROLMENTS + there, attendance=ABSENCES)
    found = CAREFUL.rank(index, MONDAY, viewer=ALL, capacity=100, school_id="S1")
    assert len(found.not_scored) == 20
    found = CAREFUL.rank(index, MONDAY, viewer=ALL, capacity=100, school_id="S2")
    assert (found.cohort_size, found.capacity, found.pupils, len(found.not_scored)) == (0, 0, (), 40)
    assert (found.expected.mean, found.expected.low, found.expected.high) == (0, 0, 0)


def test_what_is_known_later_scores_nobody_more():
    late = {"pupil_id": "5B00", "hours": 1, "date": "2024-11-15", "known_on": MONDAY}
    before, after = (
        CAREFUL.rank(index_of(enrolments=ENROLMENTS, attendance=rows), MONDAY, viewer=ALL, capacity=5)
        for rows in (ABSENCES, [*ABSENCES, late])
    )
    assert before == after
    known = [*ABSENCES, late | {"known_on": "2024-11-17"}]
    assert (
        CAREFUL.rank(index_of(enrolments=ENROLMENTS, attendance=known), MONDAY, viewer=ALL, capacity=5).not_scored == ()
    )


INVENTED = Scorer(replace(fitted_model(), trained_on=replace(TRAINED_ON, invented=True)), "7")


@pytest.mark.parametrize("marked", [True, False])
def test_every_list_of_a_model_of_invented_children_says_so_first(marked: bool):
    index = index_of(declarations({"invented": marked}), attendance="pupil_id date hours\nP1 2025-01-20 3")
    (first, *_) = INVENTED.rank(index, AS_OF, viewer=ALL, capacity=1).cautions
    assert first.code == "invented_children"
    assert "copii inventați: numai pentru încercare" in first.text_ro
