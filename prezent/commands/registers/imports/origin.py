"""Where what is imported comes from: who brings it, the key of its place, and the code its school had before."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import click

from features.errors import Refused, UsageError
from features.files.bounded_text import TooMuch, parse_toml, read_bounded
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import said
from prezent.commands.registers.imports import questions
from prezent.option_types import Place

_SIIIR = re.compile(r"(?:0[1-9]|[1-4]\d|5[0-2])\d{8}")  # the county, then the number of the school


@dataclass(frozen=True)
class Delivery:
    """Who brought files in, when, which files they are, what kind, and how they were read where that may differ.

    ``day_told`` says whether somebody said when: a file that seems older than what is there is refused otherwise.
    """

    who: str
    day: dt.date
    day_told: bool
    files: tuple[Path, ...] = ()
    kind: str = "import"
    read_as: str = ""


def key_of(out: Place) -> str | None:
    """Return the id of the key that the records of a place were made with; None where it is not known."""
    from features.store.database.declared_text import key_declared, key_of_store

    if isinstance(out, StoreUrl):
        return key_of_store(out)
    path = out / "prezent.toml"
    try:
        return key_declared(read_bounded(path).decode("utf-8-sig")) if path.is_file() else None
    except (OSError, ValueError):
        return None


def require_same_key(of_store: str | None, of_records: str | None) -> None:
    """Refuse records whose pseudonyms were made with another key than those of a database."""
    if None not in (of_store, of_records) and of_store != of_records:
        raise Refused(
            Bilingual(
                "The pseudonyms of these records were made with another key than those of the database: each child "
                "would become a second one. Nothing was changed; take another database for them.",
                "Pseudonimele din aceste date au fost făcute cu altă cheie decât cele din baza de date: fiecare copil "
                "ar deveni doi. Nu s-a schimbat nimic; folosiți altă bază de date pentru ele.",
            )
        )


def used_school(school: str, mappings: Path) -> str:
    """Return the code under which a school is imported, asked where it looks like another that was used before.

    Raises
    ------
    UsageError
        Where nobody sits at a terminal to answer.
    """
    used = _used_before(mappings)
    if school in used or _SIIIR.fullmatch(school):
        return school
    before = [code for code in used if _SIIIR.fullmatch(code)]
    with_zero = f"0{school}"
    if _SIIIR.fullmatch(with_zero):
        meant = [with_zero]
    elif before:
        meant = before
    else:
        return school
    asked = _words(school, meant, used)
    if not questions.somebody_is_there():
        raise UsageError(asked)
    return _answer(school, meant, asked)


def _used_before(mappings: Path) -> list[str]:
    """Return the codes of the schools that were imported here."""
    codes = []
    for path in sorted(mappings.glob("*.toml")):
        try:
            code = parse_toml(read_bounded(path).decode("utf-8")).get("school_id")
        except (OSError, ValueError, TooMuch):
            continue
        codes += [code] if isinstance(code, str) and code else []
    return codes


def _words(school: str, meant: list[str], used: list[str]) -> Bilingual:
    codes = ", ".join(meant[:3])
    if meant[0] in used:
        return Bilingual(
            f"--school {school}: did you use {codes} before? Write the same code, or the pupils become others.",
            f"--school {school}: ați folosit înainte {codes}? Scrieți același cod, altfel elevii devin alții.",
        )
    return Bilingual(
        f"--school {school}: is it {codes}? A SIIIR code has ten digits; the zero in front was lost.",
        f"--school {school}: este cumva {codes}? Codul SIIIR are zece cifre; zeroul din față s-a pierdut.",
    )


def _answer(school: str, meant: list[str], asked: Bilingual) -> str:
    click.echo(said(asked))
    for number, code in enumerate((*meant, school), start=1):
        click.echo(f"  {number}. {code}")
    numbers = click.IntRange(1, len(meant) + 1)
    typed: int = click.prompt(said(Bilingual("Number of the code", "Numărul codului")), type=numbers)
    return (*meant, school)[typed - 1]
