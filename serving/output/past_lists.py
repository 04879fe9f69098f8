"""What lists of past dates would have found, Prezent's and those made by counting absences alone, in one sentence."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from features.i18n.numbers import capacity_words
from features.i18n.text import Bilingual, Language

LISTS_FILE = "card.lists.json"  # beside the card of a version
OWN, ABSENCES = "lightgbm", "absences_only"


@dataclass(frozen=True)
class Found:
    """How many of a hundred children stood on the lists of their schools, with a 95 % interval where there is one."""

    value: int
    low: int | None
    high: int | None


def past_lists_line(card: Mapping[str, str], language: Language) -> str:
    """Say what lists of past dates would have found; nothing where the version's card does not tell of both."""
    said = json.loads(card.get(LISTS_FILE, "{}"))
    recall = said.get("recall", {})
    own, absences = _found(recall.get(OWN)), _found(recall.get(ABSENCES))
    if own is None or absences is None:
        return ""
    lists = capacity_words(said["capacity"], language)
    if said["capacity"] < 1:
        lists = Bilingual(f"{lists} of each school's children", f"{lists} din copiii fiecărei școli").said(language)
    where = Bilingual("on past days", "pe zile trecute")
    if not said.get("past"):
        where = Bilingual("on children whom the model had not seen", "pe copii pe care modelul nu îi văzuse")
    return Bilingual(
        f"Tried {where.en} with lists of {lists}: of 100 children who had this later, the list held "
        f"{_words(own, 'en')}, counting absences alone {_words(absences, 'en')}; {_standing(said, 'en')}.",
        f"Încercat {where.ro} cu liste de {lists}: din 100 de copii care au ajuns la așa ceva, lista cuprindea "
        f"{_words(own, 'ro')}, iar numărul absențelor singur {_words(absences, 'ro')}; {_standing(said, 'ro')}.",
    ).said(language)


def _found(given: Mapping[str, float | None] | None) -> Found | None:
    if given is None or given.get("value") is None:
        return None
    value, low, high = (_of_hundred(given.get(name)) for name in ("value", "low", "high"))
    return None if value is None else Found(value, low, high)


def _of_hundred(share: float | None) -> int | None:
    return None if share is None or math.isnan(share) else round(100 * share)


def _words(found: Found, language: Language) -> str:
    if found.low is None or found.high is None or found.low == found.high:
        return str(found.value)
    return Bilingual(
        f"{found.value} ({found.low} to {found.high})", f"{found.value} (între {found.low} și {found.high})"
    ).said(language)


def _standing(said: Mapping[str, Mapping[str, Mapping[str, float | None]]], language: Language) -> str:
    """Say whether the difference is more than chance."""
    ahead = said.get("ahead_of", {}).get(ABSENCES, {})
    low, high = ahead.get("low"), ahead.get("high")
    if low is None or high is None:
        words = Bilingual("too few cases to tell them apart", "prea puține cazuri ca să le deosebim")
    elif low > 0:
        words = Bilingual("the difference is more than chance", "diferența este mai mult decât o întâmplare")
    elif high < 0:
        words = Bilingual(
            "counting absences was better, beyond chance", "numărul absențelor a fost mai bun, nu din întâmplare"
        )
    else:
        words = Bilingual("the difference may be chance", "diferența poate fi o întâmplare")
    return words.said(language)
