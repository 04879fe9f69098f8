"""Commands that train models, compare them, and sign one for use."""

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.errors import UsageError
from features.files.whole_files import write_text_whole
from features.i18n.text import LANGUAGES, Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.commands.pages.pages_start import log_decision
from prezent.option_types import Place, Signature
from prezent.options import (
    CLUSTER,
    FILE,
    LOADING,
    READING,
    RECORDS,
    VERBOSE,
    is_verbose,
    load,
    most_memory,
    one_way_of_dates,
    partitions_of,
    pass_settings,
    plan_options,
    steps,
    writable,
)  # fmt: skip
from prezent.progress import Steps
from prezent.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from training.plan.plan import TrainingPlan
    from training.reporting.report import Report


@command(
    ro="""Compară șapte modele pe date din trecut, antrenează, calibrează și verifică, și înregistrează în MLflow o
    versiune cu fișa ei, drept candidat.

    Pe un cluster, părțile datelor (dosarele county=XX) se lucrează una câte una, iar modelul înregistrat este antrenat
    de toți împreună; este la fel de bun ca altfel, dar nu identic până la ultimul bit.
    """
)
@RECORDS
@plan_options
@option(
    "--split",
    type=click.Choice(["auto", "time", "school", "pupil"]),
    default="auto",
    show_default=True,
    en="What keeps those who are tested apart from those who are learnt from.",
    ro="Ce îi desparte pe cei evaluați de cei din care se învață.",
)
@option(
    "--folds",
    default=5,
    show_default=True,
    en="Folds, where the split is not in time.",
    ro="Câte grupe se fac, dacă nu se împarte în timp.",
)
@option(
    "--test-terms",
    default=4,
    show_default=True,
    en="Past dates to retrain on, as a trial.",
    ro="Pe câte date din trecut se reantrenează, de probă.",
)
@option(
    "--hyperparameters",
    "hyperparameters_file",
    type=FILE,
    en="Hyperparameters of the trees, as 'prezent search' writes them.",
    ro="Hiperparametrii arborilor, așa cum le scrie 'prezent search'.",
)
@option(
    "--reviews",
    "reviews_file",
    type=FILE,
    en="What people decided and did, as 'prezent reviews export' writes it.",
    ro="Ce au decis și ce au făcut oamenii, așa cum scrie 'prezent reviews export'.",
)
@option(
    "--report",
    type=FILE,
    callback=writable,
    en="Write the figures to this JSON file.",
    ro="Scrie cifrele în acest fișier JSON.",
)
@CLUSTER
@VERBOSE
@pass_settings
def train(
    settings: Settings, /, records: Place, report: Path | None, *, as_of: tuple[dt.date, ...], terms: tuple[str, ...],
    hyperparameters_file: Path | None, reviews_file: Path | None, cluster: str | None, **options: Any,
) -> None:  # fmt: skip
    """Backtest seven models, fit, calibrate and check, record in MLflow with a card, register a challenger.

    On a cluster, the partitions of the records (folders county=XX) are worked on one by one, and the model that is
    registered is fitted by all workers together; it is as good as without, but not the same to the last bit.
    """
    tell = steps(bar=True)
    tell(LOADING)
    from models.risk.model import INVENTED_CHILDREN
    from prezent.views.checks import brief_check_lines, check_lines
    from training.plan.hyperparameters_file import read_hyperparameters
    from training.reporting.terminal import report_lines

    one_way_of_dates(as_of, terms)
    if hyperparameters_file:
        options["hyperparameters"] = read_hyperparameters(hyperparameters_file)
    run = _train_here if cluster is None else partial(_train_on_cluster, address=cluster)
    options |= {"terms": terms, "workers": settings.workers}
    done = run(settings, records, as_of, options=options, reviews_file=reviews_file, tell=tell)
    if report:
        write_text_whole(report, json.dumps(done.as_json(), indent=1))
    tell.finish(peak_bytes=most_memory())
    every = is_verbose()
    checks = (check_lines if every else brief_check_lines)(done.checks, settings.language)
    lines = report_lines(done, settings.language, checks=checks, program=settings.program, every=every)
    click.echo(
        "\n".join([*lines, *([INVENTED_CHILDREN.said(settings.language)] if done.about["data"]["invented"] else [])])
    )


def _train_here(
    settings: Settings, records: Place, as_of: tuple[dt.date, ...], *, options: dict[str, Any],
    reviews_file: Path | None, tell: Steps,
) -> "Report":  # fmt: skip
    """Read all records at once and train on them."""
    from training.pipeline import train as run_training
    from training.plan.plan import make_plan

    tell(READING)
    loaded = [load(records, settings)]  # the training takes them out, so that nobody keeps them while it fits
    words = loaded[0].declared.words
    plan = make_plan(loaded[0], as_of, **options, own_outcomes=words.own_outcomes, own_words=words.outcome_words)
    _say_dates(plan)
    return run_training(
        loaded.pop, plan, tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell,
        reviews=_reviews(reviews_file),
    )  # fmt: skip


def _train_on_cluster(
    settings: Settings, records: Place, as_of: tuple[dt.date, ...], *, address: str, options: dict[str, Any],
    reviews_file: Path | None, tell: Steps,
) -> "Report":  # fmt: skip
    """Have a cluster read the partitions, compute their features and fit the model that is registered."""
    from training.cluster.dask_workers import cluster_workers
    from training.dataset.partitioned import NOT_READ, gather, reach
    from training.pipeline import train_on
    from training.plan.plan import make_plan

    partitions = partitions_of(records)
    tell(Bilingual("reaching the cluster", "conectarea la cluster"))
    with cluster_workers(address, scratch=settings.var) as cluster:
        known = reach(partitions, workers=cluster, today=settings.today, tell=tell) if options["terms"] else NOT_READ
        declared, _ = partitions[0].source.declarations()  # the same for all partitions
        words = declared.words
        plan = make_plan(known, as_of, **options, own_outcomes=words.own_outcomes, own_words=words.outcome_words)
        _say_dates(plan)
        return train_on(
            partial(gather, partitions, plan, workers=cluster, today=settings.today, tell=tell),
            tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell, fit=cluster.fit,
            reviews=_reviews(reviews_file),
        )  # fmt: skip


def _reviews(path: Path | None) -> "pd.DataFrame | None":
    from training.dataset.reviews import read_reviews

    return None if path is None else read_reviews(path)


def _say_dates(plan: "TrainingPlan") -> None:
    from features.i18n.dates import date_words

    en, ro = (", ".join(date_words(date, language) for date in plan.dates) for language in LANGUAGES)
    echo(Bilingual(f"As-of dates: {en}.", f"Date la care se învață: {ro}."), err=True)


@command(ro="Arată versiunile modelului, cu cifre și verdicte, și cele mai noi decizii despre modelul în uz.")
@pass_settings
def models(settings: Settings) -> None:
    """List the model versions with figures and verdicts, and the newest decisions about the champion."""
    from models.registry.registry import Registry
    from prezent.views.versions import decision_lines, version_lines

    if settings.has_no_registry:  # looking must not make one
        click.echo("\n".join(version_lines([], settings.language, program=settings.program)))
        return
    registry = Registry(settings.tracking_uri)
    decisions, faults = registry.decisions(), registry.faults()
    versions = version_lines(registry.versions(), settings.language, program=settings.program)
    click.echo("\n".join([*versions, *decision_lines(decisions, faults, settings.language)]))


@command(ro="Arată două versiuni alăturate, după număr sau alias, așa cum spun rapoartele lor de antrenare.")
@click.argument("first")
@click.argument("second")
@pass_settings
def compare(settings: Settings, first: str, second: str) -> None:
    """Show two versions side by side, by number or alias, as their trainings report them."""
    from models.registry.promotion_check import checks_made, is_invented
    from models.registry.registry import Registry
    from prezent.views.comparison import Side, comparison_lines

    registry = Registry(settings.tracking_uri)
    found = [registry.find(model) for model in (first, second)]
    if found[0].version == found[1].version:
        raise UsageError(_same_version(found[0].version, first, second))
    one, other = (
        Side(each.version, registry.report(each.version), checks_made(each.tags), is_invented(each.tags))
        for each in found
    )
    click.echo("\n".join(comparison_lines(one, other, settings.language)))


def _same_version(version: str, first: str, second: str) -> Bilingual:
    names = list(dict.fromkeys((first, second)))
    return Bilingual(
        f"{' and '.join(names)} {'are one and the same' if len(names) > 1 else 'is one'} version, {version}; name two "
        "different ones, 'prezent models' shows them.",
        f"{' și '.join(names)} {'sunt una și aceeași' if len(names) > 1 else 'este o singură'} versiune, {version}; "
        "numiți două diferite, „prezent models” le arată.",
    )


@command(ro="Pune o versiune în uz, dacă nicio verificare a ei nu a picat, cu semnătură și motiv.")
@click.argument("version")
@option("--by", type=Signature(), required=True, en="Who signs.", ro="Cine semnează.")
@option("--reason", type=Signature(), required=True, en="Why this version.", ro="De ce această versiune.")
@option(
    "--overruled-by",
    type=Signature(),
    en="The second person, who overrules checks that failed.",
    ro="A doua persoană, care trece peste verificările picate.",
)
@option("--overrule-reason", type=Signature(), en="Why they may be overruled.", ro="De ce se poate trece peste ele.")
@VERBOSE
@pass_settings
def promote(settings: Settings, /, version: str, **signature: Any) -> None:
    """Make a version the champion, if its checks did not fail, signed with a reason."""
    from models.registry.registry import CHAMPION, Registry
    from prezent.views.checks import brief_check_lines, check_lines
    from prezent.views.versions import invented_lines
    from serving.model_store.model_cache import keep_up

    registry = Registry(settings.tracking_uri)
    shown = check_lines if is_verbose() else brief_check_lines
    click.echo("\n".join(shown(registry.checks(version), settings.language)))
    champion = registry.promote(version, **signature, at=dt.datetime.now(dt.UTC))
    keep_up(registry, CHAMPION, settings.var)
    log_decision(settings, "model_promoted", version=champion, by=signature["by"], reason=signature["reason"])
    echo(Bilingual(f"Version {champion} is the champion now.", f"Versiunea {champion} este acum modelul în uz."))
    for line in invented_lines(registry.find(champion).tags, settings.language):
        click.echo(line)


@command(ro="Pune din nou în uz versiunea dinainte, cu semnătură și motiv.")
@option("--by", type=Signature(), required=True, en="Who signs.", ro="Cine semnează.")
@option(
    "--reason",
    type=Signature(),
    required=True,
    en="Why the champion is taken back.",
    ro="De ce se retrage versiunea în uz.",
)
@pass_settings
def rollback(settings: Settings, by: str, reason: str) -> None:
    """Make the version that was champion before the champion again, signed with a reason."""
    from models.registry.registry import CHAMPION, Registry
    from serving.model_store.model_cache import keep_up

    registry = Registry(settings.tracking_uri)
    champion = registry.rollback(by=by, reason=reason, at=dt.datetime.now(dt.UTC))
    keep_up(registry, CHAMPION, settings.var)
    log_decision(settings, "model_rolled_back", version=champion, by=by, reason=reason)
    replaced = next(each.former_champion for each in registry.decisions() if each.model_version == champion)
    echo(
        Bilingual(
            f"Version {champion} is the champion now; it replaced version {replaced}.",
            f"Versiunea {champion} este acum modelul în uz; a înlocuit versiunea {replaced}.",
        )
    )
