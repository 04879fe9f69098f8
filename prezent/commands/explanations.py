"""The command that says why a child's score is what it is, or why one child stands before another."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.commands.one_list import COMMAND_LINE, require_one_file, scorer_of
from prezent.commands.registers.names import NAMES, names_of, require_people
from prezent.option_types import Place
from prezent.options import AS_OF, MODEL, OUT, RECORDS, VERBOSE, pass_settings, steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from models.ranking.scored_cohort import ScoredCohort
    from models.ranking.scorer import Scorer
    from serving.output.explanation import ExplainedPupil


@command(
    ro="""Spune de ce un copil are scorul pe care îl are sau de ce stă un copil înaintea altuia.

    Ca pagină (html) sau registru (xlsx) se tipărește pe o foaie A4, cu loc pentru ce hotărăște o discuție.
    """
)
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
    type=click.Choice(["table", "json", "html", "xlsx"]),
    default="table",
    en="A table for people, JSON for programs, a page or a workbook to print.",
    ro="Un tabel pentru oameni, JSON pentru programe, o pagină sau un registru de tipărit.",
)
@OUT
@NAMES
@VERBOSE
@pass_settings
def explain(
    settings: Settings, records: Place, *, as_of: dt.date, pupil: str, beside: str | None, every: bool, model: str,
    file_format: str, out: Path | None, names: bool,
) -> None:  # fmt: skip
    """Say why one child's score is what it is, or why one child stands before another.

    As a page (html) or a workbook (xlsx) it prints on one sheet of A4, with room for what a meeting decides.
    """
    _require_one_child(pupil, beside, file_format)
    require_one_file(file_format, out)
    if names:
        require_people(file_format, several=beside is not None)
    from models.ranking.scored_cohort import feature_cohort
    from serving.paper.export import write_beside, write_pupil

    scorer, index = scorer_of(settings, records, model, steps())
    cohort = scorer.score(feature_cohort(index, as_of))
    if beside is not None:
        found = scorer.beside(cohort, viewer=COMMAND_LINE, pupil_ids=(pupil, beside))
        write_beside(
            found, file_format, out, language=settings.language, as_of=as_of, model_version=scorer.version, every=every
        )
    else:
        explained = _explained(scorer, cohort, pupil)
        shown = names_of(settings, [explained.pupil], what="explain") if names else {}
        name = shown.get(pupil, "")
        write_pupil(explained, file_format, out, language=settings.language, every=every, name=name)
    if out is not None:
        echo(Bilingual(f"Wrote {out}.", f"Am scris {out}."))


def _explained(scorer: "Scorer", cohort: "ScoredCohort", pupil_id: str) -> "ExplainedPupil":
    """Explain a child, with its place in its own school."""
    from serving.output.explanation import ExplainedPupil

    pupil = scorer.child_of(cohort, viewer=COMMAND_LINE, pupil_id=pupil_id)
    in_school = [cohort.pupil_ids[place] for place in cohort.school(pupil.school_id).ordered]
    return ExplainedPupil(
        pupil=pupil,
        school=cohort.features.named(pupil.school_id),
        rank=1 + in_school.index(pupil_id),
        scored=len(in_school),
        predicted=scorer.model.target.predicted(cohort.features.as_of),
        as_of=cohort.features.as_of,
        model_version=scorer.version,
        invented=scorer.model.trained_on.invented,
        unscored=len(cohort.features.schools[pupil.school_id]) - len(in_school),
    )


def _require_one_child(pupil: str, beside: str | None, file_format: str) -> None:
    if beside == pupil:
        raise UsageError(
            Bilingual(
                "--pupil and --beside are the same child; give another one.",
                "--pupil și --beside sunt același copil; dați un altul.",
            )
        )
    if beside is not None and file_format in ("html", "xlsx"):
        raise UsageError(
            Bilingual(
                "A page to print is about one child; leave --beside out, or give --format table or json.",
                "O pagină de tipărit este despre un singur copil; lăsați deoparte --beside sau dați --format table "
                "ori json.",
            )
        )
