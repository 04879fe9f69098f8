"""The command that searches for better tree settings."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, option
from prezent.option_types import Place
from prezent.options import (
    FILE,
    LOADING,
    READING,
    RECORDS,
    VERBOSE,
    load,
    most_memory,
    one_way_of_dates,
    pass_settings,
    plan_options,
    steps,
    writable,
)  # fmt: skip
from prezent.settings import Settings


@command(
    ro="Încearcă alți hiperparametri ai arborilor pe date din trecut și spune dacă îi întrec pe cei impliciți "
    "pe ultima."
)
@RECORDS
@plan_options
@option(
    "--trials",
    type=click.IntRange(2),
    default=30,
    show_default=True,
    en="Sets of hyperparameters to try.",
    ro="Câte seturi de hiperparametri se încearcă.",
)
@option(
    "--timeout",
    "minutes",
    type=click.IntRange(1),
    en="Begin no trial after so many minutes.",
    ro="După atâtea minute nu mai începe nicio încercare.",
)
@option(
    "--seed",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    en="Another seed, other trials.",
    ro="Alt număr, alte încercări.",
)
@option(
    "--hyperparameters-out",
    type=FILE,
    callback=writable,
    en="Write the hyperparameters to train with to this file.",
    ro="Scrie în acest fișier hiperparametrii cu care să se antreneze.",
)
@VERBOSE
@pass_settings
def search(
    settings: Settings, /, records: Place, hyperparameters_out: Path | None, *, as_of: tuple[dt.date, ...],
    terms: tuple[str, ...], trials: int, minutes: int | None, **options: Any,
) -> None:  # fmt: skip
    """Try other hyperparameters of the trees on past dates, and say whether they beat the defaults on the last one."""
    tell = steps(bar=True)
    tell(LOADING)
    from features.point_in_time.record_index import index_records
    from training.plan.hyperparameters_file import write_hyperparameters
    from training.plan.plan import make_plan
    from training.tuning.search import search as run_search
    from training.tuning.terminal import search_lines
    from training.tuning.trials import require_optuna

    require_optuna()
    one_way_of_dates(as_of, terms)
    tell(READING)
    loaded = load(records, settings)
    plan = make_plan(loaded, as_of, terms=terms, workers=settings.workers, **options)
    tell(Bilingual("sorting the records", "sortarea datelor"))
    done = run_search(index_records(loaded), plan, trials=trials, minutes=minutes, tell=tell)
    tell.finish(peak_bytes=most_memory())
    click.echo("\n".join(search_lines(done, settings.language, hyperparameters_file=hyperparameters_out)))
    if hyperparameters_out:
        write_hyperparameters(hyperparameters_out, done.to_use)
