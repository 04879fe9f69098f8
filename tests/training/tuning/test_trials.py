import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from features.errors import UsageError
from features.progress import silent
from models.risk.lightgbm_fit import Hyperparameters
from training.plan.hyperparameters_file import RANGES
from training.tuning.trials import NOT_GIVEN_UP, SPACE, Trial, best_trial, require_optuna, try_hyperparameters

DEFAULTS = Hyperparameters()


@dataclass
class FakeDate:
    """A date on which a formula says how good hyperparameters are; it keeps what it was asked."""

    score: Callable[[Hyperparameters], float]
    asked: list[Hyperparameters] = field(default_factory=list)

    def average_precision(self, hyperparameters: Hyperparameters, *, workers: int) -> float:
        self.asked.append(hyperparameters)
        return self.score(hyperparameters)


def near_a_twentieth(hyperparameters: Hyperparameters) -> float:
    """Say that a learning rate of 0.05 is best."""
    return 1 - abs(math.log(hyperparameters.learning_rate / 0.05))


def tried(*dates: FakeDate, trials: int = 12, seed: int = 7, **changes: object) -> tuple[Trial, ...]:
    given = {"defaults": DEFAULTS, "tell": silent} | changes
    return try_hyperparameters(dates or (FakeDate(near_a_twentieth),), trials=trials, seed=seed, **given)


def test_the_defaults_are_tried_first():
    for defaults in (DEFAULTS, Hyperparameters(trees=60, leaves=3, l2=7.25)):
        first, *others = tried(defaults=defaults, trials=3)
        assert first.hyperparameters == defaults
        assert defaults not in [trial.hyperparameters for trial in others]


def test_what_beats_the_defaults_is_found():
    trials = tried(trials=25)
    best = best_trial(trials)
    assert best.score == max(trial.score for trial in trials) > trials[0].score
    assert abs(best.hyperparameters.learning_rate - 0.05) < 0.01
    assert best.score == near_a_twentieth(best.hyperparameters)


def test_the_same_seed_tries_the_same_and_another_seed_does_not():
    once, again, other = (tried(trials=15, seed=seed) for seed in (7, 7, 8))
    assert once == again
    assert once[0] == other[0]
    assert once[1:] != other[1:]


def test_as_many_trials_are_made_as_asked_and_each_is_told():
    said: list[str] = []
    assert len(tried(trials=3, tell=lambda step: said.append(step.en))) == 3
    assert said == ["trial (1 of 3)", "trial (2 of 3)", "trial (3 of 3)"]


def test_trials_stay_within_the_space_and_show_three_digits():
    for trial in tried(trials=20):
        for name, span in SPACE.items():
            value = getattr(trial.hyperparameters, name)
            assert span.low <= value <= span.high
            assert value == float(f"{value:.3g}")
            assert type(value) is type(getattr(DEFAULTS, name))


def test_the_space_lies_within_what_a_settings_file_may_say_and_holds_the_defaults():
    for name, span in SPACE.items():
        low, high = RANGES[name]
        assert low <= span.low <= getattr(DEFAULTS, name) <= span.high <= high


def test_what_is_not_searched_stays_as_it_is():
    defaults = Hyperparameters(seed=3, threads=2, non_cases_per_case=9)
    for trial in tried(defaults=defaults, trials=4):
        assert (
            trial.hyperparameters.seed,
            trial.hyperparameters.threads,
            trial.hyperparameters.non_cases_per_case,
        ) == (3, 2, 9)


def test_a_score_is_the_mean_over_the_dates():
    (trial,) = tried(FakeDate(lambda _: 0.1), FakeDate(lambda _: 0.4), FakeDate(lambda _: 0.4), trials=1)
    assert trial == Trial(DEFAULTS, pytest.approx(0.3), given_up=False)


# Given up


def test_a_trial_below_the_median_on_the_first_date_is_spared_the_others():
    first, second = FakeDate(near_a_twentieth), FakeDate(lambda _: 0.5)
    trials = tried(first, second, trials=20)
    in_full = [trial.hyperparameters for trial in trials if not trial.given_up]
    assert first.asked == [trial.hyperparameters for trial in trials]
    assert second.asked == in_full
    assert 5 < len(in_full) < 20
    for trial in trials:
        expected = near_a_twentieth(trial.hyperparameters)
        assert trial.score == pytest.approx(expected if trial.given_up else (expected + 0.5) / 2)


def test_the_first_five_trials_are_made_in_full():
    worse_each_time = iter(range(100, 0, -1))
    trials = tried(FakeDate(lambda _: next(worse_each_time) / 100), FakeDate(lambda _: 0.5), trials=8)
    assert [trial.given_up for trial in trials] == [False] * NOT_GIVEN_UP + [True] * 3


def test_on_a_single_date_nothing_is_given_up():
    worse_each_time = iter(range(100, 0, -1))
    assert not any(trial.given_up for trial in tried(FakeDate(lambda _: next(worse_each_time) / 100), trials=9))


def test_the_best_trial_is_one_made_in_full_and_of_equal_ones_the_first():
    one, same, given_up = (
        Trial(Hyperparameters(trees=trees), score, given_up=gone)
        for trees, score, gone in ((60, 0.3, False), (70, 0.3, False), (80, 0.9, True))
    )
    assert best_trial([given_up, one, same]) is one


# Time and tools


def test_after_the_time_given_no_trial_is_begun():
    def slow(_: Hyperparameters) -> float:
        time.sleep(0.05)
        return 0.5

    trials = tried(FakeDate(slow), trials=100, minutes=0.2 / 60)
    assert 1 <= len(trials) <= 4


def test_without_optuna_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(UsageError) as caught:
        require_optuna()
    assert str(caught.value) == "A search needs Optuna; install it with: pip install optuna"
    assert caught.value.exit_code == 2


def test_with_optuna_nothing_is_said(capfd: pytest.CaptureFixture[str]):
    require_optuna()
    tried(trials=2)
    assert capfd.readouterr() == ("", "")
