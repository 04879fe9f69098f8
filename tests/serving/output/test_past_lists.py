"""Does a list say what past ones would have found, in both languages, and whether that is more than chance?"""

import json

import pytest

from serving.output.past_lists import LISTS_FILE, past_lists_line


def card(*, ahead=(0.02, 0.07), own=(0.412, 0.38, 0.451), absences=(0.366, 0.33, 0.4), **others):
    def estimate(value, low, high):
        return {"value": value, "low": low, "high": high}

    said = {
        "capacity": 0.05, "past": True, "recall": {"lightgbm": estimate(*own), "absences_only": estimate(*absences)},
        "ahead_of": {"absences_only": estimate(0.046, *ahead)}, **others,
    }  # fmt: skip
    return {LISTS_FILE: json.dumps(said)}


def test_the_line_says_both_with_their_intervals_and_of_which_lists():
    assert past_lists_line(card(), "en") == (
        "Tried on past days with lists of 5 % of each school's children: of 100 children who had this later, the list "
        "held 41 (38 to 45), counting absences alone 37 (33 to 40); the difference is more than chance."
    )
    assert past_lists_line(card(), "ro") == (
        "Încercat pe zile trecute cu liste de 5 % din copiii fiecărei școli: din 100 de copii care au ajuns la așa "
        "ceva, lista cuprindea 41 (între 38 și 45), iar numărul absențelor singur 37 (între 33 și 40); diferența este "
        "mai mult decât o întâmplare."
    )


@pytest.mark.parametrize(
    ("ahead", "english", "romanian"),
    [
        ((-0.02, 0.07), "the difference may be chance", "diferența poate fi o întâmplare"),
        ((-0.07, -0.02), "counting absences was better, beyond chance", "numărul absențelor a fost mai bun"),
        ((None, None), "too few cases to tell them apart", "prea puține cazuri"),
    ],
)
def test_the_line_does_not_boast(ahead, english: str, romanian: str):
    assert english in past_lists_line(card(ahead=ahead), "en")
    assert romanian in past_lists_line(card(ahead=ahead), "ro")


def test_a_number_of_children_is_said_as_one():
    assert "cu liste de 20 de copii:" in past_lists_line(card(capacity=20), "ro")


def test_without_past_days_it_says_on_whom():
    assert "pe copii pe care modelul nu îi văzuse" in past_lists_line(card(past=False), "ro")


@pytest.mark.parametrize("nothing", [{}, {LISTS_FILE: "{}"}, card(own=(None, None, None))])
def test_a_version_that_tells_nothing_of_it_is_not_spoken_for(nothing):
    assert past_lists_line(nothing, "en") == ""


def test_too_few_cases_for_an_interval_leave_the_bare_number():
    assert "the list held 41, counting" in past_lists_line(card(own=(0.412, None, None)), "en")
