"""The legal numbers: one for each day, with a source, none of them in the code."""

import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest

from serving.reports.document.legal_values import read_legal_values

VALUES = read_legal_values()


def test_no_two_values_of_one_name_hold_on_the_same_day() -> None:
    for one, other in combinations(VALUES.values, 2):
        if one.name == other.name:
            first, second = sorted((one, other), key=lambda each: each.valid_from or dt.date.min)
            assert first.valid_to is not None
            assert second.valid_from is not None
            assert first.valid_to < second.valid_from


def test_each_value_has_a_source_or_says_that_it_is_our_own() -> None:
    for value in VALUES.values:
        assert (value.certainty == "own") == (not value.source) == (not value.read_in)
        sentence = value.sentence()
        assert sentence.en.endswith(".")
        assert "  " not in sentence.en + sentence.ro
        assert "{" not in sentence.en


def test_the_rule_of_conduct_changes_on_22_march_2023() -> None:
    before, after = (VALUES.on("conduct_hours", dt.date(2023, 3, day)) for day in (21, 22))
    assert before is not None
    assert after is not None
    assert (before.number, before.per, after.number, after.per) == (10, "semester", 20, "school_year")
    assert after.sentence().en == (
        "one point (or qualifier) of conduct less for each 20 unexcused hours a school year; OME 3797/2023 (Statutul "
        "elevului); in force from 22 March 2023; read second-hand, not in the official text: adevarul.ro, "
        "stiripesurse.ro, legestart.ro."
    )
    assert before.sentence().ro == (
        "purtarea scade cu câte un punct (la primar cu un calificativ) la fiecare 10 ore nemotivate pe semestru; "
        "Statutul elevului (OME 3797/2023 l-a schimbat); până la 21 martie 2023; citit la mâna a doua, nu în textul "
        "oficial: legestart.ro."
    )


def test_of_a_time_before_a_rule_none_is_known() -> None:
    assert VALUES.on("scholarship_hours", dt.date(2025, 8, 31)) is None
    assert VALUES.first_day("scholarship_hours") == dt.date(2025, 9, 1)


def test_a_value_that_the_reports_do_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "values.toml"
    path.write_text(
        'version = "1"\n[[value]]\nname = "fine"\nnumber = 1\nper = "month"\nsource = ""\narticle = ""\n'
        'certainty = "R"\n'
    )
    with pytest.raises(ValueError, match="fine"):
        read_legal_values(path)
