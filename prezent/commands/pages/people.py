"""Commands about people: made, invited, given roles and closed from the machine itself."""

import datetime as dt
import getpass
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from features.i18n.text import Bilingual, Language
from prezent.bilingual_commands import Command, CommandGroup, echo, option
from prezent.commands.pages.pages_start import open_pages
from prezent.option_types import Day
from prezent.options import pass_settings
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.web.access.policy import Role

ROLES = ("form_teacher", "director", "counsellor", "secretary", "coordinator", "ngo_worker", "analyst", "auditor",
         "administrator")  # fmt: skip
EMAIL = click.argument("email")
ROLE = option(
    "--role", type=click.Choice(ROLES), required=True,
    en="What the person is. form_teacher: own class; director, counsellor, secretary: own school; coordinator: a "
       "county's numbers; ngo_worker: a programme and the children shared with it; analyst: pseudonyms; auditor: the "
       "log; administrator: people, no children.",
    ro="Rolul persoanei. form_teacher: diriginte, clasa proprie; director, counsellor (consilier), secretary "
       "(secretar): școala proprie; coordinator: cifrele județului; ngo_worker: lucrător ONG, un program și copiii "
       "partajați cu el; analyst: pseudonime; auditor: jurnalul; administrator: conturi, fără copii.",
)  # fmt: skip
BY = option(
    "--by", metavar="NAME", en="Who does it, as the log will say; by default the user of this computer.",
    ro="Cine face aceasta, așa cum va scrie în jurnal; implicit utilizatorul acestui calculator.",
)  # fmt: skip
ADDRESS = option(
    "--address", default="http://127.0.0.1:3000", show_default=True,
    en="Where the person's browser reaches the pages: what the link begins with.",
    ro="Adresa la care deschide persoana paginile: începutul linkului.",
)  # fmt: skip
UNTIL = option(
    "--until", type=Day(), en="The last day on which it holds, as 2026-08-31; by default no end.",
    ro="Ultima zi în care este valabil, ca 2026-08-31; implicit fără sfârșit.",
)  # fmt: skip
PLACES = (
    option(
        "--school", "school_id", default="", metavar="CODE",
        en="The school's code, as in the records: for form_teacher, director, counsellor and secretary.",
        ro="Codul școlii, ca în date: pentru form_teacher, director, counsellor și secretary.",
    ),
    option(
        "--class", "class_label", default="", metavar="CLASS", en="The class, as in the records: for form_teacher.",
        ro="Clasa, ca în date: pentru form_teacher.",
    ),
    option(
        "--county", default="", metavar="SIGN", en="The county, as in the records, such as CJ: for coordinator.",
        ro="Județul, ca în date, de pildă CJ: pentru coordinator.",
    ),
    option(
        "--programme", default="", metavar="CODE", en="The programme's code, such as noroc: for ngo_worker.",
        ro="Codul programului, de pildă noroc: pentru ngo_worker.",
    ),
)  # fmt: skip


@click.group(cls=CommandGroup, ro="Oamenii care lucrează cu paginile: conturi, roluri, căi de acces.")
def people() -> None:
    """Manage the people who work with the pages: accounts, roles, ways in."""


@people.command(
    cls=Command, ro="Face un cont, cu un prim rol, și arată o singură dată linkul de acces.",
    examples=(
        "people add ana@scoala.example --role director --school S1 --name 'Ana Pop'",
        "people add ion@scoala.example --role form_teacher --school S1 --class 5A --until 2026-08-31",
    ),
)  # fmt: skip
@EMAIL
@ROLE
@option(
    "--name",
    default="",
    metavar="NAME",
    en="The person's name, as the pages show it; by default the address.",
    ro="Numele persoanei, așa cum îl arată paginile; implicit adresa de e-mail.",
)
@PLACES[0]
@PLACES[1]
@PLACES[2]
@PLACES[3]
@UNTIL
@ADDRESS
@BY
@pass_settings
def add(
    settings: Settings, email: str, *, role: str, name: str, until: dt.date | None, address: str, by: str | None,
    **place: Any,
) -> None:  # fmt: skip
    """Make an account with a first role, and show its way in once."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    secret = by_machine.let_in(email, _role(role), place, name=name, language=settings.language, until=until, by=by)
    _show(address, secret)
    _warn_of_place(place)


@people.command(
    cls=Command,
    ro="Face o cale de acces nouă; parola veche și sesiunile deschise nu mai sunt valabile. Cu --lang, paginile "
       "întâmpină persoana în acea limbă.",
    examples=("people invite ana@scoala.example --address https://prezent.scoala.example",),
)  # fmt: skip
@EMAIL
@ADDRESS
@BY
@pass_settings
def invite(settings: Settings, email: str, *, address: str, by: str | None) -> None:
    """Make a new way in; the old password and open sessions end. With --lang the pages greet the person in it."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    _show(address, by_machine.way_in(email, by=by, language=_asked_language()))


@people.command(
    cls=Command, ro="La fel ca invite, dar uită și al doilea factor: pentru un telefon pierdut.",
    examples=("people reset ana@scoala.example --by 'Dan Ionescu'",),
)  # fmt: skip
@EMAIL
@ADDRESS
@BY
@pass_settings
def reset(settings: Settings, email: str, *, address: str, by: str | None) -> None:
    """Like invite, and also forget the second factor: for a lost phone."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    _show(address, by_machine.way_in(email, by=by, resets_second_factor=True, language=_asked_language()))


@people.command("list", cls=Command, ro="Arată toate conturile cu rolurile lor.", examples=("people list",))
@pass_settings
def list_(settings: Settings) -> None:
    """Show every account with its roles."""
    open_pages(settings)
    from serving.web.people.by_machine import everybody

    closed = Bilingual("closed", "închis").said(settings.language)
    for person in everybody():
        parts = (person.email, person.name, "; ".join(person.roles), "" if person.is_open else closed)
        click.echo("  ".join(filter(None, parts)))


@people.command(
    cls=Command, ro="Închide un cont; sesiunile lui se încheie imediat, iar ce a făcut rămâne.",
    examples=("people close ion@scoala.example", "people close ion@scoala.example --open"),
)  # fmt: skip
@EMAIL
@option(
    "--open",
    "reopen",
    is_flag=True,
    en="Open an account again that was closed.",
    ro="Redeschide un cont care a fost închis.",
)
@BY
@pass_settings
def close(settings: Settings, email: str, *, reopen: bool, by: str | None) -> None:
    """Close an account; its sessions end at once, and what the person did stays."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    by_machine.close(email, reopen=reopen, by=by)
    echo(Bilingual(f"{email} is open.", f"Contul {email} este deschis.") if reopen
         else Bilingual(f"{email} is closed.", f"Contul {email} este închis."))  # fmt: skip


@people.command(
    cls=Command, ro="Dă unui cont încă un rol.",
    examples=("people grant ana@scoala.example --role counsellor --school S2 --until 2026-08-31",),
)  # fmt: skip
@EMAIL
@ROLE
@PLACES[0]
@PLACES[1]
@PLACES[2]
@PLACES[3]
@UNTIL
@BY
@pass_settings
def grant(settings: Settings, email: str, *, role: str, until: dt.date | None, by: str | None, **place: Any) -> None:
    """Give an account a further role."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    by_machine.give(email, _role(role), place, until=until, by=by)
    echo(Bilingual(f"{email} is {role} too now.", f"{email} are acum și rolul {role}."))
    _warn_of_place(place)


@people.command(
    cls=Command, ro="Face o cheie pentru un program, cu drepturile unui rol al persoanei; se arată o dată.",
    examples=("people token ana@scoala.example --role director --name orar --until 2026-08-31",),
)  # fmt: skip
@EMAIL
@option(
    "--role", type=click.Choice(ROLES), required=True,
    en="The role of the person whose reach the program gets; the person has to have it.",
    ro="Rolul persoanei ale cărui drepturi le primește programul; persoana trebuie să îl aibă.",
)  # fmt: skip
@option(
    "--name",
    required=True,
    metavar="NAME",
    en="Which program the key is for, to tell keys apart.",
    ro="Pentru care program este cheia, ca să se deosebească de altele.",
)
@UNTIL
@BY
@pass_settings
def token(settings: Settings, email: str, *, role: str, name: str, until: dt.date | None, by: str | None) -> None:
    """Make a key for a program, with the reach of one of the person's roles; it is shown once."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    secret = by_machine.token(email, _role(role), name=name, until=until, by=by)
    echo(Bilingual("The key, shown this once; send it as 'Authorization: Bearer KEY':",
                   "Cheia, arătată numai acum; trimiteți-o ca „Authorization: Bearer CHEIE”:"))  # fmt: skip
    click.echo(secret)


@people.command(
    "close-token", cls=Command, ro="Închide o cheie a unui program; din acest moment nu mai deschide nimic.",
    examples=("people close-token ana@scoala.example --name orar",),
)  # fmt: skip
@EMAIL
@option("--name", required=True, metavar="NAME", en="The name that the key was made with.",
        ro="Numele cu care a fost făcută cheia.")  # fmt: skip
@BY
@pass_settings
def close_token(settings: Settings, email: str, *, name: str, by: str | None) -> None:
    """Close a program's key; from now on it opens nothing, and the person's role stays."""
    by = _signed(settings, by)
    from serving.web.people import by_machine

    closed = by_machine.close_token(email, name=name, by=by)
    echo(Bilingual(f"Keys closed: {closed}.", f"Chei închise: {closed}."))


def _signed(settings: Settings, by: str | None) -> str:
    """Open the pages' database; return who does it."""
    open_pages(settings)
    return (by or f"{getpass.getuser()} (prezent)")[:254]


def _asked_language() -> Language | None:
    """Return the language that was asked for on the command line; None where it is only the one that is configured."""
    return click.get_current_context().find_root().params.get("lang")


def _role(name: str) -> "Role":
    from serving.web.access.policy import Role

    return Role(name)


def _warn_of_place(place: Mapping[str, str]) -> None:
    """Say what is odd in a place: the role is given, but may reach no child."""
    from serving.web.people.by_machine import doubts_of_place
    from serving.web.roster.classes import unknown_class

    for doubt in doubts_of_place(place):
        echo(doubt, err=True)
    if place["school_id"] and place["class_label"]:
        said = unknown_class(place["school_id"], place["class_label"])
        if said is not None:
            echo(said, err=True)


def _show(address: str, secret: str) -> None:
    echo(Bilingual("The way in, shown this once; it works once, within 7 days:",
                   "Linkul de acces, arătat numai acum; merge o singură dată, în 7 zile:"))  # fmt: skip
    click.echo(f"{address.rstrip('/')}/people/way-in/{secret}/")
