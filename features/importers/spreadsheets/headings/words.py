"""The words that headings are written in, from ``synonyms.toml`` beside this module."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from features.files.bounded_text import parse_toml
from features.schema.synonyms import plain

_IGNORED = "ignore"
_OF_ABSENCES = re.compile(
    r"(?:nr|numar|total|tot|abs|absenta|absente|absentelor|ore|orelor|de|din|care)*"
    r"(?P<not>ne)?mot(?:iv(?:at[ea]?|abil[ea]?)?)?"
)
_REGISTER_NUMBER = re.compile(
    r"(?:nr|numar|numarul|no)(?:din|in)?(?:reg|registrul|registru)?matr(?:ic(?:ol)?)?(?:elev)?"
    r"(?:si)?(?:vol(?:um)?|pag(?:ina)?|poz(?:itia)?|an)*"
)


@lru_cache(4)
def words_of(section: str) -> Mapping[str, str]:
    """Return what each plain word of a section (``columns``, ``parts``, ``subjects``) stands for.

    >>> words_of("columns")["nrmatr"], words_of("subjects")["mate"]
    ('pupil.register_number', 'matematică')
    """
    text = Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8")
    listed = parse_toml(text)[section]
    words = {plain(word): meant for meant, words in listed.items() for word in words.split(",") if plain(word)}
    return {**words, **{plain(meant): meant for meant in listed}}


@lru_cache(16_384)
def meant_by(text: str, section: str = "columns") -> str:
    """Return what a heading stands for: as a listed word, or by how such words are made; else nothing.

    >>> meant_by("Nemotiv."), meant_by("Nr. abs. motiv."), meant_by("Nr. matricol / vol."), meant_by("Motiv")
    ('attendance.unexcused_hours', 'attendance.excused_hours', 'pupil.register_number', '')
    """
    word = plain(text)
    if meant := words_of(section).get(word, ""):
        return meant
    if found := _OF_ABSENCES.fullmatch(word):
        is_reason = word == "motiv" and section == "columns" and not text.strip().endswith(".")
        return "" if is_reason else f"attendance.{'unexcused' if found['not'] else 'excused'}_hours"
    if section == "columns" and reason_left_out(text):
        return _IGNORED
    if section == "columns" and word.startswith(("cnp", "codnumericpersonal")):
        return "pupil.cnp"
    return "pupil.register_number" if section == "columns" and _REGISTER_NUMBER.fullmatch(word) else ""


@lru_cache(16_384)
def reason_left_out(text: str) -> str:
    """Return why a column is left out that the records have no place for; empty where it is none of those.

    >>> reason_left_out("Navetist"), reason_left_out("Etnia"), reason_left_out("Clasa")
    ('commute', 'protected', '')
    """
    reason = words_of("left_out").get(plain(text), "")
    return "" if reason == plain(text) else reason


def targets() -> tuple[str, ...]:
    """Return what a heading can stand for, as a mapping says it."""
    text = Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8")
    return tuple(parse_toml(text)["columns"])


@lru_cache(16_384)
def subject_of(text: str) -> str:
    """Return the subject that a heading or a cell names, under the one name that it has here; empty if none.

    >>> subject_of("Mate."), subject_of("Lb. engleză"), subject_of("Total")
    ('matematică', 'limba engleză', '')
    """
    return words_of("subjects").get(plain(text), "")


def subject_name(text: str) -> str:
    """Return a subject under its one name; one that is not known here as it is written."""
    return subject_of(text) or " ".join(text.split())
