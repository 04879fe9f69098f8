"""Which commands train models, compare them, and sign one for use?"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from prezent_options import FILE, RECORDS, Day, load, steps, writable
from prezent_settings import Settings


@click.command()
@RECORDS
@click.option("--outcome", "outcomes", multiple=True, required=True, help="What to predict; may be given repeatedly.")
@click.option("--as-of", "as_of", type=Day(), multiple=True, required=True, help="Past date; the last one judges.")
@click.option("--horizon", "horizon_days", type=int, help="Days after the as-of date within which the outcome counts.")
@click.option("--until", help="Instead of --horizon: the month and day it ends on, such as 09-30.")
@click.option("--known-until", type=Day(), help="Last day the records cover, where they do not show it.")
@click.option("--capacity", type=float, default=0.05, show_default=True, help="Length of the list to judge.")
@click.option("--split", type=click.Choice(["auto", "time", "school", "pupil"]), default="auto", show_default=True)
@click.option("--folds", default=5, show_default=True, help="Folds, where the split is not in time.")
@click.option("--report", type=FILE, callback=writable, help="Write the figures to this JSON file.")
@click.pass_obj
def train(settings: Settings, /, records: Path, report: Path | None, **options: Any) -> None:
    """Backtest seven models, fit and calibrate, record in MLflow, register a challenger."""
    tell = steps()
    tell("loading the libraries")
    from training.plan import TrainingPlan
    from training.train import train as run_training

    plan = TrainingPlan(**options)
    tell("reading the records")
    loaded = load(records, settings)
    done = run_training(loaded, plan, tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell)
    if report:
        report.write_text(json.dumps(done.as_json(), indent=1), encoding="utf-8")
    click.echo("\n".join(done.lines()))


@click.command()
@click.pass_obj
def models(settings: Settings) -> None:
    """List the model versions with their aliases and headline figures."""
    from models.registry import Registry, version_lines

    click.echo("\n".join(version_lines(Registry(settings.tracking_uri).versions())))


@click.command()
@click.argument("version")
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", required=True, help="Why this version.")
@click.pass_obj
def promote(settings: Settings, version: str, by: str, reason: str) -> None:
    """Make a version the champion, signed with a reason."""
    from models.registry import Registry

    champion = Registry(settings.tracking_uri).promote(version, by=by, reason=reason, at=dt.datetime.now(dt.UTC))
    click.echo(f"Version {champion} is the champion now.")
