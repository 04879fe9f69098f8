"""A child that moves to another school and keeps one story, where both schools sign; and a transfer taken back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.importers.pseudonyms import Pseudonyms, folded_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from serving.roster.roster import Roster


@dataclass(frozen=True)
class Transfer:
    """A signed transfer: the child, the schools, who signed for each of them, and when."""

    pupil_id: str
    from_school: str
    to_school: str
    signed_by: str
    agreed_by: str
    signed_on: dt.date


def transfer_pupil(
    roster: "Roster", pseudonyms: Pseudonyms, transfer: Transfer, *, number: str | None = None,
    names_differ: bool = False,
) -> str:  # fmt: skip
    """Link what the receiving school's rows give to the child's pseudonym; return the pseudonym that was linked.

    Parameters
    ----------
    number
        The child's register number in the receiving school; without it the child is found there by its name.
    names_differ
        Link them although the roster has two names for them: whoever signs knows that they are one child.

    Raises
    ------
    UsageError
        If the schools or the signatures are the same.
    Refused
        If the roster does not know the child in the school it comes from, cannot tell it in the other one, or the
        other one's pseudonym is linked already, or the two have other names.
    """
    _require_two(transfer)
    with roster.begin(write=True) as connection:  # what is read meanwhile stays so until the end
        roster.claim(connection, pseudonyms.key_id)
        before = _known(roster, transfer)
        if number is not None:
            other = pseudonyms.of_register(transfer.to_school, number)
        else:
            other = _named_alike(roster, transfer.to_school, before["name"])
        there = next((row for row in roster.people_of(transfer.to_school) if row["pupil_id"] == other), None)
        if there is not None and not names_differ:
            _require_one_name(before["name"], there["name"], transfer)
        _link(connection, transfer, pupil_id=before["pupil_id"], other=other)
        _move_name(connection, transfer, before, other=other)
    return other


@dataclass(frozen=True)
class UndoneTransfer:
    """A transfer that is taken back: which child and schools it was of, who takes it back, why and when."""

    pupil_id: str
    from_school: str
    to_school: str
    undone_by: str
    because: str
    undone_on: dt.date


def undo_transfer(
    roster: "Roster", pseudonyms: Pseudonyms, undone: UndoneTransfer, *, number: str | None = None
) -> str:
    """Take a transfer back: the receiving school's rows give their own pseudonym again, which is returned.

    Parameters
    ----------
    number
        The child's register number in the receiving school, needed only where several were linked there.

    Raises
    ------
    Refused
        If there is no such transfer, or one only that is told by a number, or the child was transferred on from there.
    """
    from serving.roster.tables import PUPIL_LINKS, UNDONE_LINKS

    own = None if number is None else Pseudonyms(pseudonyms.key).of_register(undone.to_school, number)
    with roster.begin(write=True) as connection:
        roster.claim(connection, pseudonyms.key_id)
        links = [dict(row) for row in connection.execute(PUPIL_LINKS.select()).mappings()]
        link = _the_link(links, undone, own)
        connection.execute(PUPIL_LINKS.delete().where(PUPIL_LINKS.c.other_id == link["other_id"]))
        signed = {"undone_by": masked(undone.undone_by), "undone_because": masked(undone.because)}
        connection.execute(UNDONE_LINKS.insert(), [{**link, **signed, "undone_on": undone.undone_on}])
        beside = {str(each["other_id"]) for each in links if each != link and _of_one(each, link)}
        _give_back(connection, link, pseudonyms, beside=beside)
    return str(link["other_id"])


def _the_link(links: Sequence[Mapping[str, object]], undone: UndoneTransfer, own: str | None) -> Mapping[str, object]:
    """Return the one link that is meant; never one of several."""
    goes_on = {link["other_id"]: link["pupil_id"] for link in links}.get(undone.pupil_id, undone.pupil_id)
    of_child = [link for link in links if link["pupil_id"] == goes_on]
    schools = (undone.from_school, undone.to_school)
    found = [link for link in of_child if (link["from_school"], link["to_school"]) == schools]
    found = [link for link in found if own in (None, link["other_id"])]
    if len(found) != 1:
        written = f"Sunt înscrise {len(found)} transferuri" if found else "Nu este înscris niciun transfer"
        whose = "ale" if found else "al"
        raise Refused(
            Bilingual(
                f"{len(found)} transfers of {goes_on} from school {schools[0]} to school {schools[1]} are written "
                "down; nothing was changed. Compare --pupil, --from and --to; of several, give the --number at the new "
                "school.",
                f"{written} {whose} elevului {goes_on} de la școala {schools[0]} la școala "
                f"{schools[1]}; nu s-a schimbat nimic. Verificați --pupil, --from și --to; dacă sunt mai multe, dați "
                "numărul matricol de la școala nouă (--number).",
            )
        )
    if further := next((link for link in of_child if link["from_school"] == undone.to_school), None):
        onward = further["to_school"]
        raise Refused(
            Bilingual(
                f"{goes_on} was transferred on from school {schools[1]} to school {onward}; take that transfer back "
                "first.",
                f"{goes_on} a fost transferat mai departe, de la școala {schools[1]} la școala {onward}; anulați întâi "
                "acel transfer.",
            )
        )
    return found[0]


def _of_one(link: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two links are of one child into one school."""
    return (link["pupil_id"], link["to_school"]) == (other["pupil_id"], other["to_school"])


def _give_back(
    connection: "Connection", link: Mapping[str, object], pseudonyms: Pseudonyms, *, beside: Collection[str]
) -> None:
    """Let the receiving school know its child under its own pseudonym again.

    Where other pseudonyms of the school (``beside``) are linked with the child still, what is known of it there is of
    the one whose register number it has, and of nobody where that cannot be told; the next import brings the others'.
    """
    from serving.roster.tables import PEOPLE

    school, pupil, other = (str(link[name]) for name in ("to_school", "pupil_id", "other_id"))
    there = PEOPLE.c.school_id == school
    row = connection.execute(PEOPLE.select().where(there, PEOPLE.c.pupil_id == pupil)).mappings().first()
    if row is None:
        return
    nothing = {"school_id": school, "name": "", "register_number": "", "contacts": ""}
    number = row["register_number"]
    whose = Pseudonyms(pseudonyms.key).of_register(school, number) if number else None
    is_own = whose == other or not beside
    rows = [{**(row if is_own else nothing), "pupil_id": other}]
    if beside:
        rows.append({**(row if whose in beside else nothing), "pupil_id": pupil})
    connection.execute(PEOPLE.delete().where(there, PEOPLE.c.pupil_id.in_([pupil, other])))
    connection.execute(PEOPLE.insert(), rows)


def _known(roster: "Roster", transfer: Transfer) -> Mapping[str, str]:
    """Return whom the roster keeps of the school that the child comes from, under the pseudonym that goes on."""
    pupil_id = roster.links().get(transfer.pupil_id, transfer.pupil_id)
    before = {row["pupil_id"]: row for row in roster.people_of(transfer.from_school)}
    if pupil_id in before:
        return before[pupil_id]
    raise Refused(
        Bilingual(
            f"The roster knows no child {pupil_id} in school {transfer.from_school}; import that school first, or "
            "compare the pupil_id.",
            f"Evidența numelor nu are elevul {pupil_id} la școala {transfer.from_school}; importați întâi datele "
            "acelei școli sau verificați pupil_id.",
        )
    )


def _require_two(transfer: Transfer) -> None:
    if transfer.from_school == transfer.to_school:
        raise UsageError(
            Bilingual("--from and --to are the same school.", "--from și --to sunt aceeași școală."),
        )
    signed = folded_name(transfer.signed_by), folded_name(transfer.agreed_by)
    if not all(signed) or signed[0] == signed[1]:
        raise UsageError(
            Bilingual(
                "A transfer is signed by two people, one of each school: --by NAME and --agreed-by ANOTHER NAME.",
                "Un transfer este semnat de două persoane, câte una din fiecare școală: --by NUME și --agreed-by ALT "
                "NUME.",
            )
        )


def _require_one_name(former: str, new: str, transfer: Transfer) -> None:
    """Refuse two names of which neither has all words of the other, in whatever order; neither is shown."""
    words = [set(folded_name(name).split()) for name in (former, new)]
    if all(words) and not (words[0] <= words[1] or words[1] <= words[0]):
        raise Refused(
            Bilingual(
                f"The roster has one name for this child of school {transfer.from_school}, and quite another one for "
                f"the child found at school {transfer.to_school}; nothing was changed. Compare --pupil and --number; "
                "if they are one child all the same, add --names-differ.",
                f"Evidența numelor are un nume pentru acest elev de la școala {transfer.from_school} și cu totul altul "
                f"pentru elevul găsit la școala {transfer.to_school}; nu s-a schimbat nimic. Verificați --pupil și "
                "--number; dacă este totuși același copil, adăugați --names-differ.",
            )
        )


def _named_alike(roster: "Roster", school_id: str, name: str) -> str:
    """Return the one child of a school with that name; it is never guessed between two."""
    found = [
        row["pupil_id"] for row in roster.people_of(school_id) if name and folded_name(row["name"]) == folded_name(name)
    ]
    if len(found) != 1:
        raise Refused(
            Bilingual(
                f"School {school_id} has {len(found)} children of that name in the roster; give the child's register "
                "number there with --number.",
                f"Școala {school_id} are {len(found)} elevi cu acest nume în evidența numelor; dați numărul matricol "
                "de acolo cu --number.",
            )
        )
    return found[0]


def _link(connection: "Connection", transfer: Transfer, *, pupil_id: str, other: str) -> None:
    from serving.roster.tables import PUPIL_LINKS

    before = connection.execute(PUPIL_LINKS.select().where(PUPIL_LINKS.c.other_id == other)).first()
    goes_on = connection.execute(PUPIL_LINKS.select().where(PUPIL_LINKS.c.pupil_id == other)).first()
    if before is not None or goes_on is not None or other == pupil_id:
        raise Refused(
            Bilingual(
                f"{other} is linked already; nothing was changed.", f"{other} este deja legat; nu s-a schimbat nimic."
            )
        )
    signed = {"signed_by": masked(transfer.signed_by), "agreed_by": masked(transfer.agreed_by)}
    row = {
        "other_id": other, "pupil_id": pupil_id, "from_school": transfer.from_school, "to_school": transfer.to_school,
        **signed, "signed_on": transfer.signed_on,
    }  # fmt: skip
    connection.execute(PUPIL_LINKS.insert(), [row])


def _move_name(connection: "Connection", transfer: Transfer, before: Mapping[str, str], *, other: str) -> None:
    """Let the receiving school know the child under the pseudonym that goes on."""
    from serving.roster.tables import PEOPLE

    theirs = (PEOPLE.c.school_id == transfer.to_school) & (PEOPLE.c.pupil_id == other)
    row = connection.execute(PEOPLE.select().where(theirs)).mappings().first()
    connection.execute(PEOPLE.delete().where(theirs))
    kept = {"name": before["name"], "register_number": "", "contacts": ""} if row is None else dict(row)
    kept |= {"school_id": transfer.to_school, "pupil_id": before["pupil_id"]}
    known = (PEOPLE.c.school_id == transfer.to_school) & (PEOPLE.c.pupil_id == before["pupil_id"])
    connection.execute(PEOPLE.delete().where(known))
    connection.execute(PEOPLE.insert(), [kept])
