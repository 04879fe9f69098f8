import datetime as dt
from dataclasses import replace

import pytest
from small_models import TRAINED_ON
from small_records import histories_of

from features.build import build_features
from models.cautions import Caution, cautions

ABSENCES = "pupil_id date hours\nP1 2025-01-20 3"
MARKS = "pupil_id date mark scale\nP1 2025-01-10 7 1-10"


def cautions_at(as_of: str, *, trained_at: tuple[str, ...] = ("2024-02-01",), **tables: str) -> dict[str, Caution]:
    """Return the cautions of a list, made by a model that was trained with absences and marks, by their codes."""
    histories = histories_of(**tables)
    table = build_features(histories, dt.date.fromisoformat(as_of))
    trained_on = replace(TRAINED_ON, as_of=tuple(map(dt.date.fromisoformat, trained_at)))
    return {caution.code: caution for caution in cautions(trained_on, table, histories.records)}


def test_there_is_nothing_to_say_of_records_like_those_of_the_training():
    assert cautions_at("2025-02-03", attendance=ABSENCES, grades=MARKS) == {}


def test_a_table_of_the_training_that_is_missing_now_is_named():
    found = cautions_at("2025-02-03", attendance=ABSENCES)
    assert list(found) == ["missing_table"]
    assert "the table grades, which is missing" in found["missing_table"].text_en
    assert "tabelul grades, care aici lipsește" in found["missing_table"].text_ro


@pytest.mark.parametrize(("as_of", "stale"), [("2025-02-19", False), ("2025-02-20", True)])
def test_records_are_stale_when_nothing_was_learnt_for_more_than_thirty_days(as_of: str, stale: bool):
    found = cautions_at(as_of, attendance=ABSENCES, grades=MARKS)
    assert ("stale_records" in found) == stale
    if stale:
        assert "the latest one is of 2025-01-20" in found["stale_records"].text_en
        assert "ultima este din 2025-01-20" in found["stale_records"].text_ro


def test_what_was_entered_later_does_not_make_records_fresh():
    late = "pupil_id date hours known_on\nP1 2025-01-02 3 2025-01-02\nP1 2025-02-10 3 2025-03-01"
    found = cautions_at("2025-03-01", attendance=late, grades=MARKS)
    assert "the latest one is of 2025-01-10" in found["stale_records"].text_en


def test_records_without_any_absence_or_mark_are_stale():
    found = cautions_at("2025-02-03", outcomes="pupil_id date outcome\nP1 2024-06-20 promoted")
    assert "there is none" in found["stale_records"].text_en
    assert "nu există niciuna" in found["stale_records"].text_ro


@pytest.mark.parametrize(
    ("trained_at", "season"),
    [
        (("2023-12-20",), False),  # 45 days of the year before 3 February
        (("2023-12-19",), True),
        (("2024-03-19",), False),  # 45 days after it, in a leap year
        (("2024-03-20",), True),
        (("2023-10-15", "2022-02-10"), False),  # one date near is enough
    ],
)
def test_a_model_trained_for_another_time_of_the_year_is_less_certain(trained_at: tuple[str, ...], season: bool):
    found = cautions_at("2025-02-03", trained_at=trained_at, attendance=ABSENCES, grades=MARKS)
    assert ("season" in found) == season
    if season:
        assert f"({', '.join(trained_at)})" in found["season"].text_en
        assert f"({', '.join(trained_at)})" in found["season"].text_ro


def test_all_cautions_are_said_together():
    found = cautions_at("2025-07-01", attendance=ABSENCES)
    assert list(found) == ["missing_table", "stale_records", "season"]
    assert all(caution.text_en != caution.text_ro for caution in found.values())
