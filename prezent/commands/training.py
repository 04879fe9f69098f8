"""Commands that train models, compare them, and sign one for use."""

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.progress import Tell
from prezent.options import (
    CLUSTER,
    FILE,
    RECORDS,
    load,
    most_memory,
    one_way_of_dates,
    parts_of,
    plan_options,
    steps,
    writable,
)  # fmt: skip
from prezent.settings import Settings

if TYPE_CHECKING:
    from training.plan.plan import TrainingPlan
    from training.reporting.report import Report


@click.command()
@RECORDS
@plan_options
@click.option("--split", type=click.Choice(["auto", "time", "school", "pupil"]), default="auto", show_default=True)
@click.option("--folds", default=5, show_default=True, help="Folds, where the split is not in time.")
@click.option("--test-terms", default=4, show_default=True, help="Past dates to retrain on, as a trial.")
@click.option("--settings", "settings_file", type=FILE, help="Settings of the trees, as 'prezent search' writes them.")
@click.option("--report", type=FILE, callback=writable, help="Write the figures to this JSON file.")
@CLUSTER
@click.pass_obj
def train(
    settings: Settings, /, records: Path, report: Path | None, *, as_of: tuple[dt.date, ...], terms: tuple[str, ...],
    settings_file: Path | None, cluster: str | None, **options: Any,
) -> None:  # fmt: skip
    """Backtest seven models, fit, calibrate and check, record in MLflow with a card, register a challenger.

    On a cluster, the parts of the records (folders county=XX) are worked on one by one, and the model that is
    registered is fitted by all workers together; it is as good as without, but not the same to the last bit.
    """
    tell = steps(bar=True)
    tell("loading the libraries")
    from training.plan.tree_settings_file import read_settings_file
    from training.reporting.terminal import report_lines

    one_way_of_dates(as_of, terms)
    if settings_file:
        options["tree_settings"] = read_settings_file(settings_file)
    run = _train_here if cluster is None else partial(_train_on_cluster, address=cluster)
    done = run(settings, records, as_of, options=options | {"terms": terms, "workers": settings.workers}, tell=tell)
    if report:
        report.write_text(json.dumps(done.as_json(), indent=1), encoding="utf-8")
    tell.finish(peak_bytes=most_memory())
    click.echo("\n".join(report_lines(done, settings.language)))


def _train_here(
    settings: Settings, records: Path, as_of: tuple[dt.date, ...], *, options: dict[str, Any], tell: Tell
) -> "Report":
    """Read all records at once and train on them."""
    from training.pipeline import train as run_training
    from training.plan.plan import make_plan

    tell("reading the records")
    loaded = load(records, settings)
    plan = make_plan(loaded, as_of, **options)
    _say_dates(plan)
    return run_training(loaded, plan, tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell)


def _train_on_cluster(
    settings: Settings, records: Path, as_of: tuple[dt.date, ...], *, address: str, options: dict[str, Any],
    tell: Tell,
) -> "Report":  # fmt: skip
    """Have the parts read and their features computed by a cluster, which also fits the model that is registered."""
    from training.cluster.dask_workers import cluster_workers
    from training.dataset.partitioned import NOT_READ, gather, reach
    from training.pipeline import train_on
    from training.plan.plan import make_plan

    parts = parts_of(records)
    tell("reaching the cluster")
    with cluster_workers(address, scratch=settings.var) as cluster:
        known = reach(parts, workers=cluster, today=settings.today, tell=tell) if options["terms"] else NOT_READ
        plan = make_plan(known, as_of, **options)
        _say_dates(plan)
        return train_on(
            partial(gather, parts, plan, workers=cluster, today=settings.today, tell=tell),
            tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell, fit=cluster.fit,
        )  # fmt: skip


def _say_dates(plan: "TrainingPlan") -> None:
    click.echo(f"As-of dates: {', '.join(map(str, plan.dates))}.", err=True)


@click.command()
@click.pass_obj
def models(settings: Settings) -> None:
    """List the model versions with figures and verdicts, and the newest decisions about the champion."""
    from models.registry.registry import Registry
    from prezent.views.versions import decision_lines, version_lines

    registry = Registry(settings.tracking_uri)
    decisions, faults = registry.decisions(), registry.faults()
    click.echo("\n".join([*version_lines(registry.versions(), settings.language), *decision_lines(decisions, faults)]))


@click.command()
@click.argument("first")
@click.argument("second")
@click.pass_obj
def compare(settings: Settings, first: str, second: str) -> None:
    """Show two versions side by side, by number or alias, as their trainings report them."""
    from models.registry.promotion_check import checks_made
    from models.registry.registry import Registry
    from prezent.views.comparison import Side, comparison_lines

    registry = Registry(settings.tracking_uri)
    found = (registry.find(model) for model in (first, second))
    one, other = (Side(each.version, registry.report(each.version), checks_made(each.tags)) for each in found)
    click.echo("\n".join(comparison_lines(one, other, settings.language)))


@click.command()
@click.argument("version")
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", required=True, help="Why this version.")
@click.option("--overruled-by", help="The second person, who overrules checks that failed.")
@click.option("--overrule-reason", help="Why they may be overruled.")
@click.pass_obj
def promote(settings: Settings, /, version: str, **signature: Any) -> None:
    """Make a version the champion, if its checks did not fail, signed with a reason."""
    from models.registry.promotion_check import check_lines
    from models.registry.registry import CHAMPION, Registry
    from serving.model_store.model_cache import keep_up

    registry = Registry(settings.tracking_uri)
    click.echo("\n".join(check_lines(registry.checks(version), settings.language)))
    champion = registry.promote(version, **signature, at=dt.datetime.now(dt.UTC))
    keep_up(registry, CHAMPION, settings.var)
    click.echo(f"Version {champion} is the champion now.")


@click.command()
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", required=True, help="Why the champion is taken back.")
@click.pass_obj
def rollback(settings: Settings, by: str, reason: str) -> None:
    """Make the version that was champion before the champion again, signed with a reason."""
    from models.registry.registry import CHAMPION, Registry
    from serving.model_store.model_cache import keep_up

    registry = Registry(settings.tracking_uri)
    champion = registry.rollback(by=by, reason=reason, at=dt.datetime.now(dt.UTC))
    keep_up(registry, CHAMPION, settings.var)
    replaced = next(each.former_champion for each in registry.decisions() if each.model_version == champion)
    click.echo(f"Version {champion} is the champion now; it replaced version {replaced}.")
