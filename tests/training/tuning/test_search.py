import json
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from features.errors import Refused
from features.point_in_time.record_index import RecordIndex
from features.progress import Tell, silent
from features.schema.tables import LEFT_EARLY
from models.risk.lightgbm_fit import Hyperparameters
from tests.support.command_line import CommandLine, outcome_options
from tests.support.training.searched_records import (
    HELD_OUT,
    SECOND,
    THIRD,
    Row,
    index,
    index_where,
    search_of_years,
)
from training.plan.hyperparameters_file import read_hyperparameters
from training.tuning.search import Search, search


def searched(sorted_records: RecordIndex | None = None, *, tell: Tell = silent, **changes: object) -> Search:
    return search(sorted_records or index(), search_of_years(**changes), trials=3, tell=tell)


@cache
def once() -> Search:
    return searched()


def flipped(row: Row, year: int) -> Row:
    """Return a row in which, in June of that year, who failed was promoted and the others failed."""
    other = "promoted" if row["outcome"] == "failed" else "failed"
    return row | {"outcome": other} if str(row["date"]).startswith(str(year)) else row


def test_a_search_says_what_was_tried_on_what():
    assert once().tried_on == (THIRD, SECOND)
    assert once().plan.dates[-1] == HELD_OUT
    assert (once().children, once().of_children) == (120, 120)
    assert len(once().trials) == 3
    assert once().trials[0].hyperparameters == once().plan.hyperparameters == Hyperparameters(trees=50, threads=1)


def test_the_outcomes_after_the_held_out_date_change_no_trial():
    other = searched(index_where(lambda row: flipped(row, 2025)))
    assert other.trials == once().trials
    assert other.best == once().best


def test_the_outcomes_before_it_do():
    assert searched(index_where(lambda row: flipped(row, 2023))).trials != once().trials


def test_news_of_the_held_out_date_and_later_changes_no_trial():
    def learnt_late(row: Row) -> Row:
        late = row["pupil_id"] < "P030" and row["outcome"] == "failed" and str(row["date"]).startswith("2024")
        return row | {"known_on": "2025-02-01"} if late else row

    late = index_where(learnt_late)
    never = index_where(lambda row: row | {"outcome": "promoted"} if learnt_late(row) != row else row)
    assert searched(late).trials == searched(never).trials != once().trials


def test_the_same_seed_gives_the_same_search_whatever_the_number_of_workers():
    again, other = searched(workers=2), searched(seed=8)
    assert (again.trials, again.comparison, again.to_use) == (once().trials, once().comparison, once().to_use)
    assert other.trials[1:] != once().trials[1:]


def test_the_best_is_compared_with_the_defaults_unless_it_is_the_defaults():
    alone = search(index(), search_of_years(), trials=1, tell=silent)
    assert (alone.best, alone.comparison) == (alone.trials[0], None)
    # in leaves of a hundred children no split of these finds room
    hardly = searched(hyperparameters=Hyperparameters(trees=50, min_children_per_leaf=100, threads=1))
    assert hardly.best is not hardly.trials[0]
    assert hardly.comparison.as_of == HELD_OUT
    assert hardly.comparison.children == 120


def test_many_children_are_searched_on_by_whole_schools_and_it_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("training.tuning.search.MOST_CHILDREN", 90)
    said: list[str] = []
    some = searched(tell=lambda step: said.append(step.en))
    assert (some.children, some.of_children) == (100, 120)  # five of six schools of twenty
    assert "searching on 100 of 120 children: whole schools, drawn at random" in said
    assert [step for step in said if step.startswith("trial")] == [f"trial ({number} of 3)" for number in (1, 2, 3)]


def test_too_few_dates_are_refused_before_any_feature_is_computed():
    said: list[str] = []
    with pytest.raises(Refused, match="A search needs three as-of dates"):
        searched(tell=lambda step: said.append(step.en), as_of=(THIRD, HELD_OUT))
    assert said == []


# The command

DATES = ("2023-10-15", "2023-11-15", "2024-01-15", "2024-11-15", "2025-11-15")
OPTIONS = [
    *outcome_options((*LEFT_EARLY, "repeated_year")), "--horizon", 230,
    *(part for date in DATES for part in ("--as-of", date)),
]  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.mark.slow
def test_the_command_searches_and_writes_settings_to_train_with(program: CommandLine, county_folder: Path):
    path = program.var / "found.json"
    said = program.run("search", county_folder, *OPTIONS, "--trials", 2, "--hyperparameters-out", path, "--verbose")
    assert "Tried as if retrained on 2024-11-15; 2025-11-15 was held out of the search.\n2 trials, 0" in said.stdout
    assert "trial (2 of 2) ..." in said.stderr
    assert f"{path} holds them." in said.stdout or f"Use them: prezent train --hyperparameters {path}." in said.stdout
    assert ("keep" in said.stdout) == (read_hyperparameters(path) == Hyperparameters())
    assert json.loads(path.read_text()) == asdict(read_hyperparameters(path))


def test_without_optuna_the_command_is_wrong_and_says_what_to_install(
    program: CommandLine, county_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "optuna", None)
    said = program.run("search", county_folder, *OPTIONS, exit_code=2)
    assert "A search needs Optuna; install it with: pip install optuna" in said.stderr
    assert said.stdout == ""


def test_with_too_few_dates_the_command_refuses(program: CommandLine, county_folder: Path):
    said = program.run("search", county_folder, "--horizon", 230, "--as-of", DATES[0], exit_code=4)
    assert "A search needs three as-of dates" in said.stderr


@pytest.mark.parametrize("dates", [(), ("--as-of", DATES[0], "--after-term", "M2")], ids=["neither", "both"])
def test_either_dates_or_terms_are_needed(program: CommandLine, county_folder: Path, dates: tuple[str, ...]):
    said = program.run("search", county_folder, *dates, exit_code=2)
    assert "Give either past dates (--as-of) or names of terms (--after-term)." in said.stderr
