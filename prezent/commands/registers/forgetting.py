"""Commands that forget: one child everywhere, all whose records were kept as long as they may be, and back in again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from features.errors import Refused
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import command, echo, option, said
from prezent.commands.registers.imports.installation import who_runs
from prezent.commands.registers.imports.questions import somebody_is_there
from prezent.option_types import Place, Signature, StorePlace
from prezent.options import RECORDS, pass_settings, say
from prezent.settings import Settings

if TYPE_CHECKING:
    from prezent.commands.registers.erasures.everywhere import Erasing

_PERIOD = Bilingual("kept for {months} months, the retention period", "păstrate {months} luni, cât este termenul")
_WORDS = {
    "rows_of_files": Bilingual("rows of files", "rânduri din fișiere"),
    "files_rewritten": Bilingual("files written anew", "fișiere rescrise"),
    "files_deleted": Bilingual("lists deleted", "liste șterse"),
    "logs": Bilingual("logs", "jurnale"),
    "answers": Bilingual("answers about who is who", "răspunsuri despre cine este cine"),
    "names": Bilingual("entries of the roster", "rânduri din evidența numelor"),
    "links": Bilingual("links of transfers", "legături de transfer"),
    "copies": Bilingual("copies of before a change of form", "copii dinaintea schimbării formei"),
    "folded": Bilingual("folded tables", "tabele strânse"),
    "images": Bilingual("images of counties", "imagini de județ"),
    "open_plans": Bilingual("children with an open support plan", "copii cu un plan de sprijin deschis"),
    "plans": Bilingual("support plans", "planuri de sprijin"),
    "decisions": Bilingual("decisions", "decizii"),
    "notes": Bilingual("notes", "notițe"),
    "objections": Bilingual("objections", "obiecții"),
    "places_on_lists": Bilingual("places on lists that were shown", "locuri pe liste arătate"),
    "shared": Bilingual("children shared with others", "copii arătați altora"),
    "uploads": Bilingual("uploads that waited to be brought in", "încărcări care așteptau să fie aduse"),
    "texts": Bilingual("texts about others", "texte despre alții"),
    "views": Bilingual("saved views", "vizualizări păstrate"),
    "log_entries": Bilingual("entries of the log emptied", "intrări de jurnal golite"),
}
_OPEN_PLAN = Bilingual(
    "The child has a support plan that is open: with the erasure the plan goes too, with its steps and what was "
    "agreed.",
    "Copilul are un plan de sprijin deschis: odată cu ștergerea dispare și planul, cu pașii lui și cu ce s-a convenit.",
)
_ASKED = Bilingual("Erase it all the same? (yes/no)", "Ștergeți totuși? (da/nu)")
_YES = ("y", "yes", "d", "da")
BY = option("--by", type=Signature(), required=True, en="Who asks for it.", ro="Cine cere.")
REASON = option(
    "--reason", type=Signature(), required=True, en="Why, without the child's name.",
    ro="De ce, fără numele copilului.",
)  # fmt: skip
YES = option(
    "--yes", is_flag=True, en="Erase it although it has an open support plan.",
    ro="Îl șterge deși are un plan de sprijin deschis.",
)  # fmt: skip
PUPIL = option("--pupil", required=True, en="The child's pupil_id.", ro="pupil_id al copilului.")


@command(
    ro="""Șterge un copil de peste tot: date, nume, răspunsuri, liste, copii; dă o chitanță care nu numește pe nimeni.

    RECORDS este baza de date sau dosarul cu date. Ce a fost întrerupt se duce la capăt cu aceeași comandă.
    """
)
@RECORDS
@PUPIL
@BY
@REASON
@YES
@pass_settings
def erase(settings: Settings, records: Place, *, pupil: str, by: str, reason: str, yes: bool) -> None:
    """Erase a child everywhere: records, names, answers, lists, copies; the receipt names no one.

    RECORDS is the database or the folder of records. What was stopped is completed by the same command.
    """
    from prezent.commands.registers.erasures.everywhere import Erasing
    from serving.roster.erasure_book import OpenErasure

    erasing = Erasing(settings, records)
    say(Bilingual("looking for the child", "căutarea copilului"))
    pupils = erasing.pseudonyms([pupil.strip()])
    completed = _complete_unfinished(erasing)
    if pupils <= completed:
        return
    if not erasing.is_known(pupils):
        raise Refused(_nobody(erasing.said_place, before=bool(erasing.book.left_out(pupils))))
    _require_yes(settings, pupils, yes=yes)
    say(Bilingual("erasing", "ștergere"))
    asked = OpenErasure("erase", erasing.said_place, tuple(sorted(pupils)), by, reason)
    _show_receipt(erasing.run(asked), settings)


@command(
    ro="""Șterge copiii ale căror date s-au păstrat cât se putea: lunile se configurează cu retention_months.

    Se numără de la ultima zi despre care spun ceva datele: plecarea, ultima absență sau notă, sfârșitul ultimului an
    școlar. Copiii cu un plan de sprijin deschis rămân până la închiderea lui.
    """
)
@click.argument("url", type=StorePlace())
@option("--dry-run", is_flag=True, en="Show how many would go, and erase nothing.",
        ro="Arată câți s-ar șterge și nu șterge nimic.")  # fmt: skip
@option(
    "--by", type=Signature(), en="Who asks for it; by default who runs the program.",
    ro="Cine cere; implicit utilizatorul.",
)  # fmt: skip
@option("--keep", multiple=True, metavar="PUPIL_ID", en="A child to keep all the same, repeatedly.",
        ro="Un copil care se păstrează totuși; se poate repeta.")  # fmt: skip
@pass_settings
def retain(settings: Settings, url: StoreUrl, *, dry_run: bool, by: str | None, keep: tuple[str, ...]) -> None:
    """Erase children whose records were kept as long as they may be: retention_months of the configuration.

    The months count from the last day of which the records speak: a leaving, an event, the end of the last school year.
    Children with an open support plan stay until it is closed.
    """
    from features.store.erasure.retention import overdue
    from prezent.commands.registers.erasures.everywhere import Erasing
    from prezent.commands.registers.erasures.pages_children import with_open_plan
    from serving.roster.erasure_book import OpenErasure

    erasing, months = Erasing(settings, url), settings.retention_months
    if not dry_run:
        _complete_unfinished(erasing)
    kept = {*keep, *with_open_plan(settings)}
    due = overdue(url, today=settings.today, months=months, kept=erasing.kept_with(url, months, kept))
    _show_due(due.pupils, due.rows, kept=due.kept, months=months)
    if dry_run or not due.pupils:
        return
    because = said(_PERIOD).format(months=months)
    pupils = tuple(sorted(erasing.pseudonyms(due.pupils)))
    asked = OpenErasure("retain", erasing.said_place, pupils, by or who_runs(), because, len(due.pupils))
    _show_receipt(erasing.run(asked), settings)


@command(ro="Primește din nou un copil șters: importurile care urmează nu îl mai lasă deoparte.")
@RECORDS
@PUPIL
@BY
@REASON
@pass_settings
def readmit(settings: Settings, records: Place, *, pupil: str, by: str, reason: str) -> None:
    """Let an erased child in again: imports that follow no longer leave it out."""
    from prezent.commands.registers.erasures.everywhere import Erasing

    erasing = Erasing(settings, records)
    pupils = erasing.pseudonyms([pupil.strip()])
    count = erasing.readmit(pupils, by=by, because=reason)
    if not count:
        raise Refused(
            Bilingual(
                f"No child of that pupil_id was erased from {erasing.said_place}; nothing was changed.",
                f"Din {erasing.said_place} nu a fost șters niciun copil cu acest pupil_id; nu s-a schimbat nimic.",
            )
        )
    echo(Bilingual("Imports that follow let the child in again.", "Importurile care urmează primesc din nou copilul."))
    if count > 1:
        echo(
            Bilingual(
                f"It was known under {count} pseudonyms, by a transfer or an answer, which were erased too: sign the "
                "transfer again, or answer again when an import asks.",
                f"Era cunoscut sub {counted(count, 'pseudonim', 'pseudonime', 'ro')}, după un transfer sau un răspuns, "
                "șterse și ele: semnați din nou transferul sau răspundeți din nou când întreabă importul.",
            )
        )


def _require_yes(settings: Settings, pupils: Collection[str], *, yes: bool) -> None:
    """Ask before a child is erased who is being helped; where nobody can be asked, refuse without ``--yes``."""
    from prezent.commands.registers.erasures.pages_children import with_open_plan

    if yes or not with_open_plan(settings, pupils):
        return
    if somebody_is_there():
        echo(_OPEN_PLAN)
        if click.prompt(said(_ASKED), default="", show_default=False).strip().casefold() in _YES:
            return
    raise Refused(
        Bilingual(
            f"{_OPEN_PLAN.en} Nothing was erased. Close the plan first, or repeat the command with --yes.",
            f"{_OPEN_PLAN.ro} Nu s-a șters nimic. Închideți întâi planul sau repetați comanda cu --yes.",
        )
    )


def _complete_unfinished(erasing: "Erasing") -> set[str]:
    """Complete an erasure that was stopped, if there is one; return whom it was about."""
    before = erasing.book.unfinished()
    if before is None:
        return set()
    say(Bilingual("completing the erasure that was stopped", "ștergerea întreruptă se duce la capăt"))
    _show_receipt(erasing.run(replace(before, place=erasing.said_place)), erasing.settings)
    return set(before.pupils)


def _show_due(pupils: Sequence[str], rows: Mapping[str, int], *, kept: int, months: int) -> None:
    count, tables = len(pupils), ", ".join(f"{table}: {number}" for table, number in rows.items())
    more = Bilingual(f"; {kept} more stay all the same", f"; încă {kept} rămân totuși") if kept else Bilingual("", "")
    echo(
        Bilingual(
            f"{counted(count, 'child', 'children', 'en')} kept for more than "
            f"{counted(months, 'month', 'months', 'en')} after the last day of the records"
            f"{f' ({tables})' if tables else ''}{more.en}.",
            f"{counted(count, 'copil', 'copii', 'ro')} cu date păstrate mai mult de "
            f"{counted(months, 'lună', 'luni', 'ro')} după ultima zi din date"
            f"{f' ({tables})' if tables else ''}{more.ro}.",
        )
    )


def _show_receipt(receipt: Mapping[str, Any], settings: Settings) -> None:
    """Print the line of a receipt; Refused where something is still found."""
    language, search = settings.language, receipt["search"]
    parts = (
        f"{_WORDS[what].said(language) if what in _WORDS else what}: {count}"
        for what, count in receipt["removed"].items()
    )
    removed, number, day = ", ".join(parts) or "-", receipt["number"], receipt["date"]
    files = counted(search["files"], "file", "files", "en"), counted(search["files"], "fișier", "fișiere", "ro")
    children = receipt["children"]
    children_said = counted(children, "child", "children", "en"), counted(children, "copil", "copii", "ro")
    echo(
        Bilingual(
            f"Receipt {number} of {day}: {children_said[0]} erased, for {receipt['by']}. Removed: {removed}. "
            f"Searched afterwards: {files[0]}, {search['bytes']} bytes, found in {len(search['found_in'])}.",
            f"Chitanța {number} din {day}: {children_said[1]}, la cererea {receipt['by']}. Șters: {removed}. "
            f"Căutat după aceea: {files[1]}, {search['bytes']} octeți, găsit în {len(search['found_in'])}.",
        )
    )
    for words in receipt["not_reached"]:
        echo(Bilingual(words["en"], words["ro"]))
    if found := ", ".join(search["found_in"]):
        raise Refused(
            Bilingual(
                f"The records are erased, but the child is still found in {found}; delete that by hand.",
                f"Datele sunt șterse, dar copilul se mai găsește în {found}; ștergeți manual de acolo.",
            )
        )


def _nobody(place: str, *, before: bool) -> Bilingual:
    if before:
        return Bilingual(
            f"This child was erased before; nothing of it is in {place} or in this installation.",
            f"Acest copil a fost deja șters; nimic despre el nu este în {place} sau în această instalare.",
        )
    return Bilingual(
        f"Nothing of a child with this pupil_id is in {place} or in this installation; names and register numbers are "
        "not looked for: a list or report made with --names shows the pupil_id beside the name.",
        f"Nimic despre un copil cu acest pupil_id nu este în {place} sau în această instalare; nu se caută după nume "
        "sau număr matricol: o listă sau un raport făcut cu --names arată pupil_id lângă nume.",
    )
