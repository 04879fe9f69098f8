"""The command that says why a child's score is what it is, or why one child stands before another."""

import datetime as dt
from pathlib import Path

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, option
from prezent.commands.lists import COMMAND_LINE, scorer_of
from prezent.options import AS_OF, MODEL, RECORDS, pass_settings, steps
from prezent.settings import Settings


@command(ro="Spune de ce un copil are scorul pe care îl are.")
@RECORDS
@AS_OF
@option("--pupil", required=True, en="The pupil_id.", ro="Identificatorul elevului (pupil_id).")
@option(
    "--beside",
    en="Another pupil_id: why the one stands before the other.",
    ro="Alt pupil_id: de ce stă unul înaintea celuilalt.",
)
@option(
    "--all", "every", is_flag=True, en="Every theme and reason, in numbers.", ro="Toate temele și motivele, în cifre."
)
@MODEL
@option(
    "--format",
    "file_format",
    type=click.Choice(["table", "json"]),
    default="table",
    en="A table for people, JSON for programs.",
    ro="Un tabel pentru oameni, JSON pentru programe.",
)
@pass_settings
def explain(
    settings: Settings, records: Path, *, as_of: dt.date, pupil: str, beside: str | None, every: bool, model: str,
    file_format: str,
) -> None:  # fmt: skip
    """Say why one child's score is what it is, or why one child stands before another."""
    if beside == pupil:
        raise UsageError(
            Bilingual(
                "--pupil and --beside are the same child; give another one.",
                "--pupil și --beside sunt același copil; dați un altul.",
            )
        )
    from models.ranking.scored_cohort import feature_cohort
    from serving.output.explanation import beside_lines, pupil_lines
    from serving.output.json import beside_json, pupil_json

    scorer, index = scorer_of(settings, records, model, steps())
    cohort = scorer.score(feature_cohort(index, as_of))
    if beside is not None:
        found = scorer.beside(cohort, viewer=COMMAND_LINE, pupil_ids=(pupil, beside))
        lines = beside_lines(found, settings.language, as_of=as_of, model_version=scorer.version)
        click.echo(beside_json(found) if file_format == "json" else "\n".join(lines))
        return
    explained, scored = scorer.child_of(cohort, viewer=COMMAND_LINE, pupil_id=pupil), len(cohort.school(None).ordered)
    if file_format == "json":
        click.echo(pupil_json(explained))
    else:
        lines = pupil_lines(
            explained, settings.language, as_of=as_of, model_version=scorer.version, scored=scored, every=every
        )
        click.echo("\n".join(lines))
