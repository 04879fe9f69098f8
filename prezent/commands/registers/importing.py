"""The commands that bring outside records in, one for each kind of source."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import Command, CommandGroup, option
from prezent.commands.registers.imports.bringing import BY, DAY, DRY_RUN, OUT, export_day, finish
from prezent.commands.registers.imports.installation import open_installation, who_runs
from prezent.commands.registers.imports.origin import Delivery, key_of, require_same_key
from prezent.commands.registers.imports.sheets import school
from prezent.commands.registers.imports.written_imports import require_place
from prezent.option_types import NumberUpTo, Place, SchoolCode, SchoolYear, StorePlace
from prezent.options import FOLDER, pass_settings, say
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.importers.options import ImportOptions
    from serving.roster.installation import Installation


class Source(NamedTuple):
    """A kind of source: its name as a command, what it is in both languages, and whether it has pupils to name.

    ``left_open`` is what its files do not say, or what one may know better than we assume: each is an option.
    """

    name: str
    en: str
    ro: str
    has_pupils: bool = True
    left_open: tuple[str, ...] = ()


# A further importer (features/importers/__init__.py) is one line here; one of pupils gets the key's pseudonyms.
SOURCES = (
    Source("uci-student", "A file of the UCI Student Performance data.", "Un fișier UCI Student Performance.",
           has_pupils=False),
    Source("oulad", "A folder with the files of OULAD.", "Un dosar cu fișierele OULAD.", has_pupils=False),
    Source("edfi", "A folder of Ed-Fi: XML or JSON.", "Un dosar Ed-Fi: XML sau JSON.",
           left_open=("codes", "day_hours", "pass_mark")),
    Source("oneroster", "OneRoster 1.2 CSV, a folder or ZIP.", "OneRoster 1.2 CSV, dosar sau ZIP.",
           left_open=("pass_mark",)),
    Source("edualert", "An EduAlert CSV file.", "Un fișier CSV din EduAlert.", left_open=("year", "school")),
    Source("aspen", "An export of Aspen.", "Un export din Aspen.", left_open=("year", "day_hours")),
    Source("siiir", "The Romanian school network workbook.", "Registrul rețelei școlare (SIIIR).", has_pupils=False),
)  # fmt: skip


def command_for(kind: Source) -> click.Command:
    """Return the command that brings in a kind of source."""

    @click.argument("source", type=FOLDER)
    @OUT
    @BY
    @DAY
    @DRY_RUN
    @pass_settings
    def bring(
        settings: Settings, source: Path, out: Place, *, by: str | None, day: dt.date | None, dry_run: bool, **told: Any
    ) -> None:
        from features.importers import read_source

        if not dry_run:
            require_place(out)
        installation = open_installation(settings, made_with=key_of(out)) if kind.has_pupils else None
        say(Bilingual(*(f"{word} {masked(str(source))}" for word in ("importing", "import"))))
        moved = sorted(installation.pseudonyms.links.items()) if installation else []
        said_so = sorted((name, value) for name, value in told.items() if value is not None)
        read_as = repr((kind.name, said_so, moved))
        origin = Delivery(by or who_runs(), export_day(day, settings), day is not None, (source,), kind.name, read_as)
        options = _options(installation, origin.day, **told) if installation else None
        finish(settings, out, read_source(kind.name, source, options), installation, origin, dry_run=dry_run)

    bring.__doc__ = kind.en
    made: Callable[..., Any] = bring
    for name in kind.left_open:
        made = _LEFT_OPEN[name](made)
    return click.command(kind.name, cls=Command, ro=kind.ro)(made)


def _meanings(_context: click.Context, _parameter: click.Parameter, codes: tuple[str, ...]) -> Mapping[str, str]:
    """Return what codes mean; refuse what is no CODE=MEANING, and two meanings of one code."""
    meanings: dict[str, str] = {}
    for text in codes:
        code, _, meaning = (part.strip() for part in text.rpartition("="))
        if not code or not meaning or meanings.setdefault(code, meaning) != meaning:
            raise UsageError(
                Bilingual(
                    f"--code {text}: expected CODE=MEANING, each code with one meaning, such as --code Sick=excused.",
                    f"--code {text}: așteptam COD=ÎNȚELES, fiecare cod cu un singur înțeles, de pildă --code "
                    "Sick=excused.",
                )
            )
    return meanings


_LEFT_OPEN = {
    "codes": option(
        "--code", "codes", multiple=True, metavar="CODE=MEANING", callback=_meanings,
        en="What a code of attendance means, repeatedly: excused, unexcused, tardy, present, absent or ignored.",
        ro="Ce înseamnă un cod de prezență, se poate repeta: excused, unexcused, tardy, present, absent sau ignored.",
    ),
    "year": option("--year", type=SchoolYear(), default="", en="The school year, if the files do not say it.",
                   ro="Anul școlar, dacă nu reiese."),
    "school": option("--school", type=SchoolCode(), default="", en="The school, if the files do not say it.",
                     ro="Școala, dacă nu reiese."),
    "day_hours": option(
        "--day-hours", type=NumberUpTo(24), metavar="HOURS",
        en="How many lessons a day missed whole has been; by default 6.",
        ro="Câte ore are o zi lipsită în întregime; implicit 6.",
    ),
    "pass_mark": option(
        "--pass-mark", type=NumberUpTo(100), metavar="MARK",
        en="The lowest mark of 100 that is a pass; by default 60.",
        ro="Cea mai mică notă de trecere din 100; implicit 60.",
    ),
}  # fmt: skip


def _options(
    installation: "Installation", today: dt.date, *, school: str = "", year: str = "",
    codes: Mapping[str, str] | None = None, **numbers: float | None,
) -> "ImportOptions":  # fmt: skip
    from features.importers.options import ImportOptions

    usual = ImportOptions(installation.pseudonyms, today, school_id=school, school_year=year, codes=codes or {})
    return replace(
        usual,
        day_hours=numbers.get("day_hours") or usual.day_hours,
        pass_mark=numbers.get("pass_mark") or usual.pass_mark,
    )


@click.command(
    "records", cls=Command, ro="Un dosar cu date, adus într-o bază de date: cel de azi sau un export mai vechi (--day)."
)
@click.argument("folder", type=FOLDER)
@click.argument("url", type=StorePlace())
@DRY_RUN
@BY
@DAY
@pass_settings
def records(
    settings: Settings, folder: Path, url: StoreUrl, *, dry_run: bool, by: str | None, day: dt.date | None
) -> None:
    """A record folder, brought into a database: today's, or an earlier export (--day)."""
    from prezent.commands.registers.imports.stored_imports import store_folder

    on = export_day(day, settings) if day else None
    if dry_run:
        from prezent.commands.registers.imports.dry_runs import show_folder_differences

        show_folder_differences(settings, url, folder, day=on, who=by or who_runs())
        return
    require_place(url)
    require_same_key(key_of(url), key_of(folder))
    store_folder(url, folder, settings, by or who_runs(), day=on)


@click.group(
    "import", cls=CommandGroup, commands=[school, records, *map(command_for, SOURCES)],
    ro="Aduce date din altă parte: foile unei școli, un dosar cu date sau fișierele altui sistem.",
)  # fmt: skip
def import_() -> None:
    """Bring records in: a school's sheets, a record folder, or the files of another system."""
