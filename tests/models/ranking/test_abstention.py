"""What is said of a class that nothing can be said of?"""

import datetime as dt

import pytest

from features.days import day_of
from features.errors import Refused
from features.point_in_time.register_recency import RecordingRate
from features.point_in_time.snapshot import Snapshot
from models.ranking.abstention import CannotSay, NotScored, not_scored
from tests.support.small_records import Row, index_of, snapshot_at

RHYTHMS = (RecordingRate("attendance", 5, 1.0, 1.0), RecordingRate("grades", 5, 1.0, 1.0))
AS_OF = dt.date(2024, 11, 18)
PUPILS = [f"P{number}" for number in range(20)]


def texts(*, absent: str, marked: str, label: str | None = "V A") -> NotScored:
    """Return what is said of a class of twenty in which all missed an hour on one day and got a mark on another."""
    same: Row = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09", "grade_level": 5}
    index = index_of(
        enrolments=[same | {"pupil_id": pupil, "class_label": label} for pupil in PUPILS],
        attendance=[{"pupil_id": pupil, "date": absent, "hours": 1} for pupil in PUPILS],
        grades=[{"pupil_id": pupil, "date": marked, "mark": 7, "scale": "1-10"} for pupil in PUPILS],
    )
    found = not_scored(Snapshot(index, day_of(AS_OF)), RHYTHMS)
    assert set(found) == set(PUPILS)
    said = {(child.reason, child.text_ro, child.text_en) for child in found.values()}
    assert said == {("stale_class", found["P7"].text_ro, found["P7"].text_en)}
    assert found["P7"].pupil_id == "P7"
    return found["P7"]


def test_tables_silent_since_one_day_are_said_together():
    said = texts(absent="2024-10-03", marked="2024-10-03")
    assert said.text_ro == (
        "Clasa V A (școala S1): nicio absență și nicio notă din 3 octombrie 2024; completați catalogul, apoi cereți "
        "lista din nou."
    )
    assert said.text_en == (
        "Class V A (school S1): no absence and no mark since 3 October 2024; bring the class register up to date, then "
        "ask for the list again."
    )
    assert said.lack("ro") == "Clasa V A (școala S1): nicio absență și nicio notă din 3 octombrie 2024"
    assert said.lack("en") == "Class V A (school S1): no absence and no mark since 3 October 2024"


def test_what_another_child_lacks_is_its_whole_sentence():
    assert NotScored("P1", "not_begun", "Nu; încă.", "Not; yet.").lack("en") == "Not; yet."


def test_tables_silent_since_two_days_are_said_each_with_its_own():
    said = texts(absent="2024-10-03", marked="2024-10-07")
    assert "nicio absență din 3 octombrie 2024 și nicio notă din 7 octombrie 2024;" in said.text_ro
    assert "no absence since 3 October 2024 and no mark since 7 October 2024;" in said.text_en


def test_a_table_that_is_up_to_date_is_not_mentioned():
    assert ": no mark since 7 October 2024; bring" in texts(absent="2024-11-15", marked="2024-10-07").text_en


def test_children_without_a_class_are_called_so():
    said = texts(absent="2024-10-03", marked="2024-10-03", label=None)
    assert said.text_ro.startswith("Copiii fără clasă (școala S1): ")
    assert said.text_en.startswith("Children without a class (school S1): ")


def test_without_recording_rates_everybody_is_scored():
    assert not_scored(snapshot_at("2025-06-02", attendance="pupil_id date hours\nP0 2024-10-03 2"), ()) == {}


@pytest.mark.parametrize(("language", "said"), [("ro", "Clasa: 1960101123456"), ("en", "Class: 1960101123456")])
def test_a_refusal_has_the_childs_sentence_in_each_language_without_identity_numbers(language: str, said: str):
    refusal = CannotSay(NotScored("P1", "stale_class", "Clasa: 1960101123456", "Class: 1960101123456"))
    assert isinstance(refusal, Refused)
    assert refusal.exit_code == 4
    (sentence,) = refusal.sentences(language)
    assert sentence.startswith(said[:6])
    assert "1960101123456" not in sentence
