"""The demo: the whole way on invented children, from records to pages that somebody of each role can open."""

import datetime as dt
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from prezent.bilingual_commands import command, echo, option
from prezent.commands.demo.story import story_of
from prezent.commands.pages.pages_start import mark_people_as_invented, pages_start
from prezent.options import VERBOSE, is_verbose, load, pass_settings, steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.records import Records
    from serving.web.demo.story import WaysIn

STORE = "records.sqlite"  # in the demo's folder, from which its pages are served: they bring records into it
DEMO_FOLDER = "demo"  # in the folder for everything local: records, models and databases of the demo alone
SYNTH = "synth {records} --county OT --pupils 4000 --years 4 --seed 7"
DEMO = """
check {records}
import records {records} {store} --by demo
train {records} --after-term M1 --after-term M3 --after-term M4
promote challenger --by demo --reason "{reason}"
rank {records} --as-of {as_of} --school SCHOOL --capacity 10
"""
REASON = Bilingual("the demo's only model", "singurul model al demonstrației")
SHOWING_MORE = ("train", "promote", "rank")  # the demo's commands that have --verbose
PROGRAMMES = ("noroc", "iasi", "inocenti")
ADDRESS = "http://127.0.0.1:3000"
AS_OF = dt.date(2026, 4, 20)  # of the demo's list of a county, whose records end in July 2026
YEARS, SEED = 4, 7


@dataclass(frozen=True)
class _FirstList:
    """The list that the demo prints, with which its pages open."""

    school_id: str
    as_of: dt.date


@command(ro="Parcurge tot drumul pe un județ inventat: date, antrenare, promovare, listă ordonată cu motive, pagini.")
@option(
    "--programme", type=click.Choice(PROGRAMMES),
    en="Invent the schools of one of these programmes instead of a county.",
    ro="Inventează școlile unuia dintre aceste programe, în locul unui județ.",
)  # fmt: skip
@VERBOSE
@pass_settings
def demo(settings: Settings, programme: str | None) -> None:
    """Go the whole way on an invented county: records, training, promotion, ranked list with reasons, pages.

    It has records, models and databases of its own; those in use are not touched.
    """
    own = settings.within(DEMO_FOLDER)
    records, store = own.var / "records", own.var / STORE
    shutil.rmtree(own.var, ignore_errors=True)
    if programme is None:
        _go(own, SYNTH.format(records=shlex.quote(str(records))))
    else:
        _invent(programme, records, today=own.today)
    loaded: Records | None = None
    school_id, as_of = "", own.today if programme else AS_OF
    places = {"records": shlex.quote(str(records)), "store": shlex.quote(str(store))}
    lines = DEMO.format(**places, as_of=as_of, reason=REASON.said(own.language))
    for line in lines.strip().splitlines():
        if "SCHOOL" in line:
            loaded = load(records, own)
            school_id = str(loaded["enrolments"]["school_id"].mode()[0])
            line = line.replace("SCHOOL", school_id)
        _go(own, line)
    ways = _pages(own, loaded or load(records, own), programme, _FirstList(school_id, as_of))
    _say_what_is_next(own, records, store=store, ways=ways, as_of=as_of)


def _go(own: Settings, line: str) -> None:
    """Run one command of the demo as a person would."""
    click.secho(f"\n$ prezent --var {shlex.quote(str(own.var))} {line}", bold=True)
    more = ["--verbose"] if is_verbose() and line.startswith(SHOWING_MORE) else []
    context = click.get_current_context()
    program = context.find_root().command
    arguments = ["--lang", own.language, *shlex.split(line), *more]
    if failed := program.main(arguments, obj=own, standalone_mode=False):
        context.exit(failed)


def _invent(programme: str, records: Path, *, today: dt.date) -> None:
    """Write the records of a programme's schools up to yesterday."""
    from features.synthetic.country import schools_of_programme, write_areas
    from features.synthetic.world.places import apportioned
    from serving.web.invented.examples import examples

    example = examples()[programme]
    echo(Bilingual(f"\n{example.name.en}: {example.about.en}", f"\n{example.name.ro}: {example.about.ro}"))
    shares = [apportioned(count, [1] * len(example.counties)) for count in (example.schools, example.pupils)]
    areas = [
        schools_of_programme(county, locality=example.locality, schools=int(schools), pupils=int(pupils), years=YEARS,
                             seed=SEED, today=today)
        for county, schools, pupils in zip(example.counties, *shares, strict=True)
    ]  # fmt: skip
    write_areas(records, areas, file_format="csv", tell=steps())


def _pages(own: Settings, records: "Records", programme: str | None, first: _FirstList) -> "WaysIn":
    """Make the pages of the demo, whose people are as invented as its children."""
    from serving.web.demo.process import make_pages

    story = story_of(own, records, programme, school_id=first.school_id, as_of=first.as_of)
    ways = make_pages(pages_start(own), story)
    mark_people_as_invented(own, opens_on=None if programme else first.as_of)
    return ways


def _say_what_is_next(own: Settings, records: Path, *, store: Path, ways: "WaysIn", as_of: dt.date) -> None:
    prezent = _called()
    serve = f"{prezent} --var {shlex.quote(str(own.var))} serve --pages --records {shlex.quote(str(store))}"
    width = max(len(each.email) for each in ways.people)
    people = "\n".join(f"  {each.email:{width}}  {each.role}" for each in ways.people)
    echo(
        Bilingual(
            f"\nNext: {serve}\n"
            f"then open {ADDRESS} and sign in as one of these; the password of all is {ways.password}\n{people}\n"
            f"It is said here only; the next demo makes another one.\n"
            f"The pages open with the list of {date_words(as_of, 'en')}, as above; any other day can be chosen there.\n"
            f"For records of your own: '{prezent} check FOLDER'; {records} shows how they look. '{prezent} --help' "
            "lists the rest.",
            f"\nUrmează: {serve}\n"
            f"apoi deschideți {ADDRESS} și intrați cu unul dintre aceste conturi; parola tuturor este {ways.password}\n"
            f"{people}\n"
            f"Se spune numai aici; următoarea demonstrație face alta.\n"
            f"Paginile se deschid cu lista din {date_words(as_of, 'ro')}, ca mai sus; acolo se poate alege altă zi.\n"
            f"Pentru datele dumneavoastră: '{prezent} check DOSAR'; {records} arată cum trebuie să fie. "
            f"'{prezent} --help' arată celelalte comenzi.",
        )
    )


def _called() -> str:
    """Return how a shell finds the program: by its name, or from a checkout, where it is on no path, by its place."""
    found = "prezent" if shutil.which("prezent") else shutil.which("prezent", path=str(Path(sys.executable).parent))
    return shlex.quote(found or "prezent")
