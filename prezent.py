"""The command line: the one place where records, models, training and serving are joined.

Whatever is heavy is imported by the command that needs it, so that ``prezent --help`` answers at once.
"""

import datetime as dt
import json
import shlex
import shutil
import sys
import time
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.errors import PrezentError, UsageError
from features.problems import redact
from features.sources import IMPORTERS, import_source
from prezent_options import AS_OF, FILE, FOLDER, MODEL, RECORDS, Day, writable
from prezent_settings import Settings, quieten_libraries, read_settings, speak_utf8
from training.progress import Tell, timed_steps

if TYPE_CHECKING:
    from features.histories import Histories
    from features.records import Records
    from models.ranked_list import Scorer

DEMO = """
synth {records} --pupils 4000 --years 3 --seed 7
check {records}
train {records} --outcome dropped_out --outcome not_reenrolled --outcome year_not_closed --horizon 365 \
--as-of 2023-11-15 --as-of 2024-02-15 --as-of 2024-05-15 --as-of 2025-05-15
promote challenger --by demo --reason "the demo's only model"
rank {records} --as-of 2026-05-15 --school SCHOOL --capacity 10
"""


class Group(click.Group):
    """The group of commands; mistakes are sentences on standard error, with exit codes of their own."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; explain a mistake instead of showing a traceback."""
        try:
            return super().invoke(context)
        except PrezentError as error:
            click.echo("\n".join(error.sentences(context.obj.language)), err=True)
            context.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # our own fault: people get a sentence, whoever mends it the rest
            log = context.obj.var / "error.log"
            log.write_text(redact(traceback.format_exc()), encoding="utf-8")
            click.echo(f"Prezent itself failed; this is our mistake, not yours. Please send us {log}.", err=True)
            context.exit(PrezentError.exit_code)


def main() -> None:
    """Run the command line."""
    quieten_libraries()
    speak_utf8()
    cli()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="prezent")
@click.option("--lang", type=click.Choice(["ro", "en"]), help="Language to speak to people; default from the locale.")
@click.pass_context
def cli(context: click.Context, lang: str | None) -> None:
    """Prezent: from attendance, marks and family situation to a ranked list of children to look after.

    RECORDS is a folder of record files; dates are written 2025-02-03. A capacity is a number of children (20) or a
    share of them (0.05).
    """
    context.obj = read_settings(lang)


@cli.command()
@RECORDS
@click.pass_obj
def check(settings: Settings, records: Path) -> None:
    """Say every problem of the records, or what they hold."""
    _say("reading the records")
    from features.summary import summary_lines

    click.echo("\n".join(summary_lines(_load(records, settings), settings.language)))


@cli.command()
@click.argument("out", type=FOLDER)
@click.option("--pupils", default=4000, show_default=True, help="Pupils in each school year, about.")
@click.option("--years", default=3, show_default=True, help="School years.")
@click.option("--seed", default=7, show_default=True, help="Another seed, another county.")
def synth(out: Path, pupils: int, years: int, seed: int) -> None:
    """Write the records of an invented Romanian county."""
    _say("inventing the county")
    from features.synthetic import write_county

    write_county(out, pupils=pupils, years=years, seed=seed)
    click.echo(f"Wrote {out}. Next: prezent check {out}")


@cli.command("import")
@click.argument("outside_format", metavar="FORMAT", type=click.Choice(list(IMPORTERS)))
@click.argument("source", type=FOLDER)
@click.argument("out", type=FOLDER)
def import_(outside_format: str, source: Path, out: Path) -> None:
    """Turn an outside format into a record folder: uci-student FILE OUT, or oulad FOLDER OUT."""
    _say(f"importing {source}")
    import_source(outside_format, source, out)
    click.echo(f"Wrote {out}. Next: prezent check {out}")


@cli.command()
@RECORDS
@AS_OF
@click.option("--out", type=FILE, callback=writable, required=True, help="A .csv or .parquet file to write.")
@click.pass_obj
def features(settings: Settings, records: Path, as_of: dt.date, out: Path) -> None:
    """Write the feature table itself, for analysts."""
    _say("reading the records")
    from features.build import build_features, write_feature_table
    from features.histories import sort_records

    table = build_features(sort_records(_load(records, settings)), as_of)
    write_feature_table(table, out)
    click.echo(f"Wrote {len(table)} children with {len(table.features)} features to {out}.")


@cli.command()
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
    tell = _steps()
    tell("loading the libraries")
    from training.plan import TrainingPlan
    from training.train import train as run_training

    plan = TrainingPlan(**options)
    tell("reading the records")
    loaded = _load(records, settings)
    done = run_training(loaded, plan, tracking_uri=settings.tracking_uri, artifacts=settings.artifacts, tell=tell)
    if report:
        report.write_text(json.dumps(done.as_json(), indent=1), encoding="utf-8")
    click.echo("\n".join(done.lines()))


@cli.command()
@click.pass_obj
def models(settings: Settings) -> None:
    """List the model versions with their aliases and headline figures."""
    from models.registry import Registry, version_lines

    click.echo("\n".join(version_lines(Registry(settings.tracking_uri).versions())))


@cli.command()
@click.argument("version")
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", required=True, help="Why this version.")
@click.pass_obj
def promote(settings: Settings, version: str, by: str, reason: str) -> None:
    """Make a version the champion, signed with a reason."""
    from models.registry import Registry

    champion = Registry(settings.tracking_uri).promote(version, by=by, reason=reason, at=dt.datetime.now(dt.UTC))
    click.echo(f"Version {champion} is the champion now.")


@cli.command()
@RECORDS
@AS_OF
@click.option("--capacity", type=float, required=True, help="Children that can be looked after, or a share.")
@click.option("--school", help="Only this school.")
@MODEL
@click.option("--format", "file_format", type=click.Choice(["table", "csv", "json", "xlsx", "html"]), default="table")
@click.option("--out", type=FILE, callback=writable, help="Write to this file instead of the screen.")
@click.pass_obj
def rank(
    settings: Settings, records: Path, *, as_of: dt.date, capacity: float, school: str | None, model: str,
    file_format: str, out: Path | None,
) -> None:  # fmt: skip
    """Give the ranked list of children to look after, with reasons."""
    if file_format == "xlsx" and out is None:
        raise UsageError("A workbook cannot be shown on the screen; name a file with --out list.xlsx.")
    from serving.exports import write_list

    tell = _steps()
    scorer, histories = _scorer(settings, records, model, tell)
    tell("ranking")
    ranked = scorer.rank(histories, as_of, capacity=capacity, school_id=school)
    for caution in ranked.cautions:
        click.echo(caution.text_ro if settings.language == "ro" else caution.text_en, err=True)
    write_list(ranked, file_format, out, language=settings.language)


@cli.command()
@RECORDS
@AS_OF
@click.option("--pupil", required=True, help="The pupil_id.")
@MODEL
@click.option("--format", "file_format", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def explain(settings: Settings, records: Path, *, as_of: dt.date, pupil: str, model: str, file_format: str) -> None:
    """Say why one child's score is what it is."""
    from serving.exports import pupil_json, pupil_lines

    scorer, histories = _scorer(settings, records, model, _steps())
    explained = scorer.explain(histories, as_of, pupil_id=pupil)
    click.echo(pupil_json(explained) if file_format == "json" else "\n".join(pupil_lines(explained, settings.language)))


@cli.command()
@click.option("--records", type=FOLDER, help="The record folder to answer from; without it, requests bring records.")
@MODEL
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True)
@click.pass_obj
def serve(settings: Settings, records: Path | None, *, model: str, host: str, port: int) -> None:
    """Serve ranked lists and explanations over HTTP, from one pinned model version."""
    from serving.launch import serve_bento

    serve_bento(
        settings.var, tracking_uri=settings.tracking_uri, model=model, records=records, host=host, port=port,
        tell=_steps(),
    )  # fmt: skip


@cli.command()
@MODEL
@click.pass_obj
def bento(settings: Settings, model: str) -> None:
    """Pack a model version with the program as a bento, to be served elsewhere."""
    from serving.bento import build_bento

    tag = build_bento(settings.var, tracking_uri=settings.tracking_uri, model=model)
    click.echo(f"Built {tag}. Next: BENTOML_HOME={settings.var / 'bentoml'} bentoml serve {tag}")


@cli.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Go the whole way on an invented county: records, training, promotion, ranked list with reasons."""
    records = settings.var / "demo-records"
    shutil.rmtree(records, ignore_errors=True)
    for line in DEMO.format(records=shlex.quote(str(records))).strip().splitlines():
        command = line.replace("SCHOOL", _largest_school(records, settings)) if "SCHOOL" in line else line
        click.secho(f"\n$ prezent {command}", bold=True)
        if failed := cli.main(["--lang", settings.language, *shlex.split(command)], standalone_mode=False):
            click.get_current_context().exit(failed)
    click.echo("\nNext: 'prezent check FOLDER' on records of your own; the folder above shows how they look.")
    click.echo(f"'prezent serve --records {records}' answers other systems; 'prezent --help' lists the rest.")


def _largest_school(records: Path, settings: Settings) -> str:
    return str(_load(records, settings)["enrolments"]["school_id"].mode()[0])


def _load(records: Path, settings: Settings) -> "Records":
    from features.records import load_records

    return load_records(records, today=settings.today)


def _scorer(settings: Settings, records: Path, model: str, tell: Tell) -> "tuple[Scorer, Histories]":
    """Load the model first, so that a missing champion is said before the records are read."""
    tell("loading the model")
    from features.histories import sort_records
    from models.ranked_list import Scorer
    from models.registry import Registry

    scorer = Scorer(*Registry(settings.tracking_uri).load(model))
    tell("reading the records")
    return scorer, sort_records(_load(records, settings))


def _say(step: str) -> None:
    """Name the one step of a short command, to people only."""
    if sys.stderr.isatty():
        click.echo(f"{step} ...", err=True)


def _steps() -> Tell:
    return timed_steps(partial(click.echo, err=True), time.monotonic)


if __name__ == "__main__":
    main()
