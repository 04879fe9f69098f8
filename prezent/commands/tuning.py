"""The command that searches for better tree settings."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from prezent.options import FILE, RECORDS, load, most_memory, one_way_of_dates, plan_options, steps, writable
from prezent.settings import Settings


@click.command()
@RECORDS
@plan_options
@click.option("--trials", type=click.IntRange(2), default=30, show_default=True, help="Settings to try.")
@click.option("--timeout", "minutes", type=click.IntRange(1), help="Begin no trial after so many minutes.")
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help="Another seed, other trials.")
@click.option("--settings-out", type=FILE, callback=writable, help="Write the settings to train with to this file.")
@click.pass_obj
def search(
    settings: Settings, /, records: Path, settings_out: Path | None, *, as_of: tuple[dt.date, ...],
    terms: tuple[str, ...], trials: int, minutes: int | None, **options: Any,
) -> None:  # fmt: skip
    """Try other settings of the trees on past dates, and say whether they beat the defaults on the last one."""
    tell = steps(bar=True)
    tell("loading the libraries")
    from features.point_in_time.record_index import index_records
    from training.plan.plan import make_plan
    from training.plan.tree_settings_file import write_settings_file
    from training.tuning.search import search as run_search
    from training.tuning.terminal import search_lines
    from training.tuning.trials import require_optuna

    require_optuna()
    one_way_of_dates(as_of, terms)
    tell("reading the records")
    loaded = load(records, settings)
    plan = make_plan(loaded, as_of, terms=terms, workers=settings.workers, **options)
    tell("sorting the records")
    done = run_search(index_records(loaded), plan, trials=trials, minutes=minutes, tell=tell)
    tell.finish(peak_bytes=most_memory())
    click.echo("\n".join(search_lines(done, settings.language, settings_file=settings_out)))
    if settings_out:
        write_settings_file(settings_out, done.to_use)
