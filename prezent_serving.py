"""Which commands give ranked lists and reasons?"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from prezent_options import AS_OF, FILE, FOLDER, MODEL, RECORDS, load, steps, writable
from prezent_settings import Settings
from training.progress import Tell

if TYPE_CHECKING:
    from features.histories import Histories
    from models.ranked_list import Scorer


@click.command()
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
    from serving.wording import not_scored_lines

    tell = steps()
    scorer, histories = _scorer(settings, records, model, tell)
    tell("ranking")
    ranked = scorer.rank(histories, as_of, capacity=capacity, school_id=school)
    for caution in ranked.cautions:
        click.echo(caution.text_ro if settings.language == "ro" else caution.text_en, err=True)
    if file_format == "csv":  # which has rows of listed children only
        click.echo("\n".join(not_scored_lines(ranked, settings.language)), err=True, nl=bool(ranked.not_scored))
    write_list(ranked, file_format, out, language=settings.language)


@click.command()
@RECORDS
@AS_OF
@click.option("--pupil", required=True, help="The pupil_id.")
@MODEL
@click.option("--format", "file_format", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def explain(settings: Settings, records: Path, *, as_of: dt.date, pupil: str, model: str, file_format: str) -> None:
    """Say why one child's score is what it is."""
    from serving.exports import pupil_json, pupil_lines

    scorer, histories = _scorer(settings, records, model, steps())
    explained = scorer.explain(histories, as_of, pupil_id=pupil)
    click.echo(pupil_json(explained) if file_format == "json" else "\n".join(pupil_lines(explained, settings.language)))


@click.command()
@click.option("--records", type=FOLDER, help="The record folder to answer from; without it, requests bring records.")
@MODEL
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True)
@click.pass_obj
def serve(settings: Settings, records: Path | None, *, model: str, host: str, port: int) -> None:
    """Serve ranked lists and explanations over HTTP.

    An alias such as champion is followed: when it moves, the service answers from the other version, without a restart
    and never from two versions in one list. A version number stays: --model 7 answers from version 7 for good.
    """
    from serving.launch import serve as serve_until_ctrl_c

    serve_until_ctrl_c(
        settings.var, tracking_uri=settings.tracking_uri, model=model, records=records, host=host, port=port,
        tell=steps(),
    )  # fmt: skip


@click.command()
@MODEL
@click.pass_obj
def bento(settings: Settings, model: str) -> None:
    """Pack a model version with the program as a bento, to be served elsewhere."""
    from serving.bento import build_bento

    tag = build_bento(settings.var, tracking_uri=settings.tracking_uri, model=model)
    click.echo(f"Built {tag}. Next: BENTOML_HOME={settings.var / 'bentoml'} bentoml serve {tag}")


def _scorer(settings: Settings, records: Path, model: str, tell: Tell) -> "tuple[Scorer, Histories]":
    """Load the model first, so that a missing champion is said before the records are read."""
    tell("loading the model")
    from features.histories import sort_records
    from models.ranked_list import Scorer
    from models.registry import Registry

    scorer = Scorer(*Registry(settings.tracking_uri).load(model))
    tell("reading the records")
    return scorer, sort_records(load(records, settings))
