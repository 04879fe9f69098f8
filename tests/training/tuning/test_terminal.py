import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.risk.lightgbm_fit import Hyperparameters
from tests.support.training.labelled_rows import EARLY, LATE, plan
from training.metrics.bootstrap import Estimate
from training.tuning.holdout import Comparison, Pair
from training.tuning.search import Search
from training.tuning.terminal import search_lines, verdict_sentence
from training.tuning.trials import SPACE, Trial

FOUND = Hyperparameters(trees=340, learning_rate=0.0217, leaves=5)
GAIN, NOISE, LOSS = Estimate(0.012, 0.004, 0.02), Estimate(0.012, -0.004, 0.02), Estimate(-0.01, -0.02, -0.001)


def compared(gain: Estimate, *, recall: float = 0.47) -> Comparison:
    return Comparison(
        LATE, 12000, 296, Pair(0.45, recall, Estimate(recall - 0.45, -0.01, 0.05)), Pair(0.2, 0.212, gain)
    )


def searched(comparison: Comparison | None = None, **changes: object) -> Search:
    """Return a search of four trials, the last of which was given up."""
    found = FOUND if comparison else Hyperparameters(trees=90)
    scores = (0.173, 0.1, 0.187 if comparison else 0.12)
    full = [
        Trial(hyperparameters, score, given_up=False)
        for hyperparameters, score in zip((Hyperparameters(), Hyperparameters(trees=70), found), scores, strict=True)
    ]
    trials = (*full, Trial(Hyperparameters(trees=400), 0.9, given_up=True))
    asked = plan(hyperparameters=Hyperparameters(), as_of=(EARLY, dt.date(2024, 2, 1), LATE), capacity=0.05)
    made = Search(asked, (dt.date(2024, 2, 1),), 19000, 19000, trials, comparison)
    return replace(made, **changes)


# The hyperparameters to train with


@pytest.mark.parametrize(
    ("comparison", "hyperparameters"),
    [
        (compared(GAIN), FOUND),
        (compared(GAIN, recall=0.44), Hyperparameters()),
        (compared(NOISE), Hyperparameters()),
        (compared(LOSS), Hyperparameters()),
        (None, Hyperparameters()),
    ],
    ids=["better", "worse at the cut", "as good", "worse", "no better trial"],
)
def test_the_settings_to_use_are_those_found_only_if_they_are_better(
    comparison: Comparison | None, hyperparameters: Hyperparameters
):
    assert searched(comparison).to_use == hyperparameters


def test_the_best_trial_is_not_one_that_was_given_up():
    assert searched(compared(NOISE)).best.hyperparameters == FOUND


# The verdict in words


def test_better_settings_are_said_to_be_used():
    assert verdict_sentence(compared(GAIN), "en", hyperparameters_file=Path("s.json")) == (
        "On 2025-02-01 the hyperparameters found are better: average precision +1.2 points (95 % interval +0.4 to "
        "+2.0), "
        "recall +2.0 points (95 % interval -1.0 to +5.0). Use them: prezent train --hyperparameters s.json."
    )


def test_without_a_file_it_is_said_how_to_get_one():
    sentence = verdict_sentence(compared(GAIN), "en")
    assert sentence.endswith("Use them: prezent train --hyperparameters FILE (--hyperparameters-out FILE writes it).")


@pytest.mark.parametrize(
    ("comparison", "en", "ro"),
    [
        (compared(NOISE), "the defaults are as good within noise: keep them", "la fel de buni, în limita întâmplării"),
        (
            compared(LOSS),
            "the hyperparameters found are worse than the defaults: keep",
            "sunt mai slabi decât cei impliciți",
        ),
        (compared(GAIN, recall=0.44), "but their list holds fewer of the cases: keep", "cuprinde mai puține cazuri"),
        (None, "no trial did better than the defaults: keep them", "nicio încercare nu a fost mai bună"),
    ],
    ids=["as good", "worse", "worse at the cut", "no better trial"],
)
def test_else_the_defaults_are_said_to_be_kept(comparison: Comparison | None, en: str, ro: str):
    english, romanian = (verdict_sentence(comparison, language) for language in ("en", "ro"))
    assert en in english
    assert ro in romanian
    assert "păstrați" in romanian
    assert "--hyperparameters" not in english + romanian


def test_a_file_of_defaults_is_said_to_hold_them():
    for comparison in (compared(NOISE), None):
        assert verdict_sentence(comparison, "en", hyperparameters_file=Path("s.json")).endswith(" s.json holds them.")
        assert verdict_sentence(comparison, "ro", hyperparameters_file=Path("s.json")).endswith(" s.json îi conține.")


# The whole page


def lines_with(comparison: Comparison | None, **changes: object) -> list[str]:
    return search_lines(searched(comparison, **changes), "en")


def test_dates_trials_and_the_held_out_date_are_said():
    lines = lines_with(compared(NOISE))
    assert lines[:2] == [
        "Tried as if retrained on 2024-02-01; 2025-02-01 was held out of the search.",
        "4 trials, 1 of them given up early as hopeless.",
    ]


def test_that_only_some_children_were_searched_on_is_said():
    assert "19\u00a0000 of 60\u00a0210 children: whole schools" in "\n".join(
        lines_with(compared(NOISE), of_children=60210)
    )
    assert "whole schools" not in "\n".join(lines_with(compared(NOISE)))


def test_the_searched_settings_stand_side_by_side_with_how_they_did_before():
    table = {line.split()[0]: line.split()[1:] for line in lines_with(compared(NOISE)) if line}
    assert table["trees"] == ["100", "340"]
    assert table["learning_rate"] == ["0.06", "0.0217"]
    assert set(SPACE) <= set(table)
    assert any(
        re.fullmatch(r"average precision before +17\.3 % +18\.7 %", line) for line in lines_with(compared(NOISE))
    )


def test_the_figures_of_the_held_out_date_have_their_difference_beside_them():
    first, header, recall, precision, empty, verdict = lines_with(compared(NOISE))[-6:]
    assert first == "On 2025-02-01, 12000 children, 296 with the outcome, capacity 5 %:"
    assert header.split() == ["defaults", "found", "difference"]
    assert re.split(" {2,}", recall) == [
        "recall, school by school",
        "45.0 %",
        "47.0 %",
        "+2.0 points (95 % interval -1.0 to +5.0)",
    ]
    assert re.split(" {2,}", precision)[1:] == ["20.0 %", "21.2 %", "+1.2 points (95 % interval -0.4 to +2.0)"]
    assert (empty, verdict) == ("", verdict_sentence(compared(NOISE), "en"))


def test_where_no_trial_did_better_there_is_nothing_to_compare():
    lines = lines_with(None)
    assert not any("with the outcome" in line for line in lines)
    assert lines[-2:] == ["", verdict_sentence(None, "en")]
    assert all(lines[place] or lines[place + 1] for place in range(len(lines) - 1))


def test_a_romanian_page_has_no_english_on_it():
    page = "\n".join(search_lines(searched(compared(GAIN), of_children=60210), "ro"))
    assert "școli întregi" in page
    assert "puncte (interval de 95 %" in page
    for word in (" children,", "trials", "points", "defaults", "found", "recall", "held out"):
        assert word not in page
