"""Commands that give ranked lists and reasons."""

import datetime as dt
from pathlib import Path

import click

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.commands.each_school import folder_of_lists, length_of_lists, rank_each_school
from prezent.commands.one_list import COMMAND_LINE, require_one_file, scorer_of
from prezent.commands.registers.names import NAMES, names_of, require_people
from prezent.option_types import Capacity, Place
from prezent.options import (
    AS_OF,
    CLUSTER,
    MODEL,
    OUT,
    PROCESSES,
    RECORDS,
    VERBOSE,
    is_verbose,
    pass_settings,
    possible_capacity,
    steps,
)  # fmt: skip
from prezent.settings import Settings

_NO_CAPACITY = Bilingual(
    "Say how long the list is with --capacity: a number of children like 20, or a share like 5%.",
    "Spuneți cât de lungă este lista, cu --capacity: un număr de copii, ca 20, sau o parte, ca 5%.",
)


@command(
    ro="""Dă lista ordonată a copiilor de urmărit cu prioritate, cu motive.

    Cu --each-school fiecare școală primește lista ei, cât de lungă spune capacitatea sau cu partea ei din locuri
    (--places); pornită din nou după o întrerupere, comanda continuă de unde a rămas.
    """
)
@RECORDS
@AS_OF
@option(
    "--capacity",
    type=Capacity(),
    callback=possible_capacity,
    en="Children that can be looked after, or a share.",
    ro="Câți copii pot fi urmăriți sau ce parte din ei.",
)
@option("--school", en="Only this school.", ro="Numai această școală.")
@MODEL
@option(
    "--format",
    "file_format",
    type=click.Choice(["table", "csv", "json", "xlsx", "html", "parquet"]),
    en="By default a table; with --each-school parquet (schools csv), or csv, xlsx, html: also a file for each school.",
    ro="Implicit un tabel; cu --each-school parquet (școlile csv) ori csv, xlsx, html: și un fișier de fiecare școală.",
)
@OUT
@option(
    "--each-school",
    is_flag=True,
    en="A list of every school, county by county, into the folder --out.",
    ro="Lista fiecărei școli, județ cu județ, în dosarul --out.",
)
@option(
    "--places",
    type=Capacity(),
    callback=possible_capacity,
    en="With --each-school, instead of --capacity: the places there are for all schools together.",
    ro="Cu --each-school, în loc de --capacity: câte locuri sunt pentru toate școlile împreună.",
)
@option(
    "--by",
    type=click.Choice(["school", "share", "one-list"]),
    en="How places are given: by expected cases within --at-least and --at-most (school, the default), the same share "
    "everywhere, or one list over all.",
    ro="Cum se dau locurile: după cazurile așteptate, între --at-least și --at-most (school, implicit), aceeași "
    "proporție peste tot (share) sau o singură listă (one-list).",
)
@option(
    "--at-least",
    type=Capacity(),
    en="The fewest children of a school, or a share of its own; by default 1.",
    ro="Cei mai puțini copii dintr-o școală sau ce parte din ai ei; implicit 1.",
)
@option(
    "--at-most",
    type=Capacity(),
    en="The most children of a school, or a share of its own; by default 0.15.",
    ro="Cei mai mulți copii dintr-o școală sau ce parte din ai ei; implicit 0.15.",
)
@NAMES
@CLUSTER
@PROCESSES
@VERBOSE
@pass_settings
def rank(
    settings: Settings, records: Place, *, as_of: dt.date, capacity: float | None, school: str | None, model: str,
    file_format: str | None, out: Path | None, each_school: bool, places: float | None, by: str | None,
    at_least: float | None, at_most: float | None, names: bool, cluster: str | None, processes: int | None,
) -> None:  # fmt: skip
    """Give the ranked list of children to look after, with reasons.

    With --each-school every school gets its own, as long as the capacity says, or with its share of the --places;
    started again after an interruption, it goes on where it was.
    """
    if names:
        require_people(file_format, several=each_school)
    if each_school:
        length = length_of_lists(capacity, places, by=by, at_least=at_least, at_most=at_most)
        rank_each_school(
            settings, records, folder_of_lists(out, school, file_format), as_of=as_of, capacity=length, model=model,
            cluster=cluster, processes=processes,
        )  # fmt: skip
        return
    _require_no_partitions(cluster, processes, places=(places, by, at_least, at_most))
    if capacity is None:
        raise UsageError(_NO_CAPACITY)
    file_format = file_format or "table"
    require_one_file(file_format, out)
    from features.records.known_before import records_before
    from features.warnings.all_warnings import records_warnings
    from prezent.views.record_warnings import record_warning_lines
    from serving.output.text import invented_lines, not_scored_lines
    from serving.paper.export import write_list

    tell = steps()
    scorer, index = scorer_of(settings, records, model, tell)
    tell(Bilingual("ranking", "ordonarea"))
    ranked = scorer.rank(index, as_of, viewer=COMMAND_LINE, capacity=capacity, school_id=school)
    ranked = ranked.with_record_warnings(records_warnings(records_before(index.records, as_of)))
    above = invented_lines(ranked, settings.language) if file_format == "table" and out is None else []
    for caution in ranked.cautions if is_verbose() else ranked.shown_cautions:
        if caution.text(settings.language) not in above:  # which stand in the table
            echo(Bilingual(caution.text_en, caution.text_ro), err=True)
    for line in record_warning_lines(ranked, settings.language):
        click.echo(line, err=True)
    if file_format == "csv":  # which has rows of listed children only
        click.echo("\n".join(not_scored_lines(ranked, settings.language)), err=True, nl=bool(ranked.not_scored))
    shown = names_of(settings, ranked.pupils, what="rank") if names else {}
    write_list(ranked, file_format, out, language=settings.language, names=shown)
    if out is not None:
        _say_written(out, listed=ranked.capacity, of=ranked.cohort_size)


def _say_written(out: Path, *, listed: int, of: int) -> None:
    echo(
        Bilingual(
            f"Wrote the list to {out}: {counted(listed, 'child', 'children', 'en')} of {of}.",
            f"Am scris lista în {out}: {counted(listed, 'copil', 'copii', 'ro')} din {of}.",
        )
    )


def _require_no_partitions(
    cluster: str | None, processes: int | None, *, places: tuple[float | str | None, ...]
) -> None:
    """Refuse for one list what is asked of the lists of each school."""
    if cluster is not None or processes is not None:
        raise UsageError(
            Bilingual(
                "Only the lists of each school are made partition by partition; add --each-school.",
                "Numai listele fiecărei școli se fac pe părți; adăugați --each-school.",
            )
        )
    if any(each is not None for each in places):
        raise UsageError(
            Bilingual(
                "Places are given to schools (--places, --by, --at-least, --at-most); add --each-school, or say how "
                "long one list is with --capacity.",
                "Locurile se împart între școli (--places, --by, --at-least, --at-most); adăugați --each-school sau "
                "spuneți cu --capacity cât de lungă este o singură listă.",
            )
        )
