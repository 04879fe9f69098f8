"""The words that headings are written in, from ``synonyms.toml`` beside this module."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from features.files.bounded_text import parse_toml
from features.schema.synonyms import plain

_IGNORED = "ignore"


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


def targets() -> tuple[str, ...]:
    """Return what a heading can stand for, as a mapping says it."""
    text = Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8")
    return tuple(parse_toml(text)["columns"])


def subject_of(text: str) -> str:
    """Return the subject that a heading or a cell names, under the one name that it has here; empty if none.

    >>> subject_of("Mate."), subject_of("Lb. engleză"), subject_of("Total")
    ('matematică', 'limba engleză', '')
    """
    return words_of("subjects").get(plain(text), "")


def subject_name(text: str) -> str:
    """Return a subject under its one name; one that is not known here as it is written."""
    return subject_of(text) or " ".join(text.split())
