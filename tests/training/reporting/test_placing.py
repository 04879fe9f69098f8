"""By school or by child? The answer follows the intervals, in both languages."""

from dataclasses import replace

import pytest

from models.ranking.placing import Bounds
from training.metrics.bootstrap import NOTHING, Estimate
from training.metrics.placing import PLACING_WAYS, PlacingFigures, WayFound
from training.reporting.placing import answer, placing_json, placing_lines, way_words

YES, NO = Estimate(0.1, 0.05, 0.15), Estimate(0.01, -0.04, 0.06)
WORSE = Estimate(-0.05, -0.08, -0.01)


def figures(placed: Estimate = YES, by_child: Estimate = YES) -> PlacingFigures:
    recall, precision = Estimate(0.4, 0.3, 0.5), Estimate(0.2, 0.15, 0.25)
    ways = {way: WayFound(way, 48.0, recall, precision, placed) for way in PLACING_WAYS}
    return PlacingFigures(("2024-02-01", "2025-02-01"), 4800, 120, 240, Bounds(1, 0.15), ways, by_child, ())


@pytest.mark.parametrize(
    ("placed", "by_child", "en", "ro"),
    [
        (YES, YES, "Both.", "Și pe școală, și pe copil."),
        (YES, NO, "By school: the children's scores add", "Pe școală: scorurile copiilor nu adaugă"),
        (NO, YES, "By child: where the places go adds", "Pe copil: împărțirea locurilor nu adaugă"),
        (NO, NO, "On these dates neither found", "La aceste date niciuna"),
        (
            WORSE,
            YES,
            "By child: places by expected cases find fewer",
            "Pe copil: locurile după cazurile așteptate găsesc",
        ),
        (WORSE, NO, "Neither: places by expected cases find fewer", "Nici pe școală, nici pe copil: locurile"),
        (NOTHING, YES, "too few to say.", "prea puține date."),
        (YES, Estimate(0.1, None, None), "too few to say.", "prea puține date."),
    ],
)
def test_the_answer_is_what_is_beyond_chance(placed: Estimate, by_child: Estimate, en: str, ro: str):
    said = answer(figures(placed, by_child))
    assert said.en.startswith(f"By school or by child? {en}")
    assert said.ro.startswith(f"Pe școală sau pe copil? {ro}")


def test_the_answer_has_both_differences_with_their_intervals():
    assert "+10.0 points (95 % interval +5.0 to +15.0) of the cases; the children's scores" in answer(figures()).en
    assert "+1.0 points (95 % interval -4.0 to +6.0)." in answer(figures(by_child=NO)).en


def test_the_table_has_a_row_per_way_below_the_places_dates_and_cases():
    lines = placing_lines(figures(), "en")
    assert lines[0] == "The same 240 places given in other ways, on 2 dates with 120 cases:"
    assert [line.split("  ")[0] for line in lines[2:6]] == [
        "the same share of every school", "by school: at least 1, at most 15 %", "one list of all schools",
        "by the school's rate, then absences",
    ]  # fmt: skip
    assert lines[3].split()[-4:] == ["+10.0", "[+5.0", "to", "+15.0]"]
    assert max(map(len, lines[:6])) <= 110
    assert placing_lines(figures(), "ro")[0] == (
        "Aceleași 240 de locuri, împărțite în alt fel, la 2 date cu 120 de cazuri:"
    )
    assert max(map(len, placing_lines(figures(), "ro")[:6])) <= 110


def test_too_few_cases_are_said_in_the_table():
    few = {way: replace(found, recall=NOTHING, precision=NOTHING, difference=NOTHING)
           for way, found in figures().ways.items()}  # fmt: skip
    assert "too few to say" in placing_lines(replace(figures(), ways=few), "en")[3]


def test_no_ceiling_is_said_as_children():
    assert way_words("school", replace(figures(), bounds=Bounds(1, 300))).ro.endswith("cel mult 300 de copii")


def test_the_block_of_the_report_has_words_in_both_languages():
    block = placing_json(figures())
    assert block is not None
    assert next(way["title_ro"] for way in block["ways"]) == "aceeași proporție în fiecare școală"
    assert block["answer_en"] == answer(figures()).en
    assert (block["at_least"], block["at_most"], block["by_child_low"]) == (1, 0.15, 0.05)
    assert placing_json(None) is None
    assert placing_lines(None, "en") == []
