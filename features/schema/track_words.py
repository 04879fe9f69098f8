"""The words of which tracks are composed: branch, profile and form of schooling, in Romanian and in English.

A track is free text, such as "Teoretică, real, matematică-informatică" or "technological - services, evening". Its
parts are found by words, however the track is capitalised, accented and separated; the words here are plain ones, as
``plain_words`` gives them. Parts stand in the order of the shares that fail the baccalaureate, so that both a tree and
a straight line can use their places.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from features.i18n.text import Bilingual


@dataclass(frozen=True)
class TrackPart:
    """One value that a part of a track may have: what it is called, and the words that stand for it."""

    meaning: Bilingual
    words: tuple[str, ...]


def _part(english: str, romanian: str, words: str) -> TrackPart:
    return TrackPart(Bilingual(english, romanian), tuple(word.strip() for word in words.split(",")))


BRANCHES = (
    _part("theoretical", "teoretică", "teoretica, teoretic, theoretical, general, generala, academic, gymnasium"),
    _part("vocational", "vocațională", "vocationala, vocational"),
    _part("technological", "tehnologică", "tehnologica, tehnologic, technological, technical"),
    _part("professional", "profesională", "profesionala, profesional, professional, apprenticeship"),
    _part("dual", "dual", "dual, duala, profesional dual, profesionala duala, invatamant profesional dual"),
)
PROFILES = (
    _part("military", "militar", "militar, militara, military"),
    _part(
        "sciences", "real", "real, reala, matematica informatica, mate info, matematica, informatica, "
        "stiinte ale naturii, stiintele naturii, sciences, science, scientific, stem, mathematics, maths, informatics",
    ),
    _part("pedagogical", "pedagogic", "pedagogic, pedagogica, pedagogical, teaching"),
    _part(
        "humanities", "uman", "uman, umana, umanist, umanista, umaniste, filologie, stiinte sociale, humanities, "
        "humanist, social sciences, languages, philology",
    ),
    _part("theological", "teologic", "teologic, teologica, theological"),
    _part("arts", "artistic", "artistic, artistica, arte, arte vizuale, muzica, coregrafie, teatru, arts, art, music"),
    _part("sports", "sportiv", "sportiv, sportiva, sport, sports"),
    _part(
        "services", "servicii",
        "servicii, comert, turism, alimentatie, economic, services, commerce, tourism, business",
    ),
    _part(
        "natural resources", "resurse naturale", "resurse naturale, resurse, protectia mediului, agricol, agricultura, "
        "natural resources, agriculture",
    ),
    _part("technical", "tehnic", "tehnic, tehnica, mecanica, electronica, constructii, technical, engineering"),
)  # fmt: skip
FORMS = (
    _part("day classes", "zi", "zi, cursuri de zi, day, full time"),
    _part("evening classes", "seral", "seral, serala, evening"),
    _part("reduced attendance", "frecvență redusă", "frecventa redusa, fr, la distanta, part time, distance"),
)


def partition_of(track: str, parts: Sequence[TrackPart]) -> int | None:
    """Return the place, from 0, of the part that the track names first; None where it names none.

    >>> partition_of("Filiera Teoretică / profil Științe Sociale", PROFILES), partition_of("Filologie-FR", FORMS)
    (3, 2)
    """
    text = plain_words(track)
    found = [(start, -len(word), place) for place, part in enumerate(parts) for start, word in _named(text, part.words)]
    return min(found)[2] if found else None


def has_words(track: str, words: Iterable[str]) -> bool:
    """Tell whether one of these plain words, or runs of words, is in the track.

    >>> has_words("Matematică-Informatică, intensiv", ["matematica informatica"]), has_words("umanist", ["uman"])
    (True, False)
    """
    return bool(_named(plain_words(track), words))


def unknown_tracks(tracks: Iterable[str], declared: Iterable[str]) -> list[str]:
    """Return the tracks that name no known part and hold no declared word, in the order of the alphabet.

    >>> unknown_tracks(["real", "A2", "B1"], ["A2"])
    ['B1']
    """
    parts = [word for part in (*BRANCHES, *PROFILES, *FORMS) for word in part.words]
    words = [*parts, *map(plain_words, declared)]
    return sorted(track for track in tracks if not has_words(track, words))


def _named(plain: str, words: Iterable[str]) -> list[tuple[int, str]]:
    """Return where in a plain text which of the words stand, as words of their own."""
    text = f" {plain} "
    return [(text.index(f" {word} "), word) for word in words if word and f" {word} " in text]


def plain_words(text: str) -> str:
    """Return the words of a text in lower-case letters without accents, a space between them.

    >>> plain_words("Științe ale Naturii (intensiv)/zi")
    'stiinte ale naturii intensiv zi'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter))))
