"""Numbers as they are said to a person, in English and in Romanian.

A text of the catalogue may hold

- ``{n|hour|hours}``: the value with its noun, ``12 hours``, ``no hours``; in Romanian the count decides on "de", and
  one and none go with the noun's gender: ``20 de ore``, ``o oră``, ``niciun an``;
- ``{abs|hour|hours}``: the same for the value without its sign;
- ``{least|hour|hours}``: the same in whole numbers that are surely reached, of a value drawn towards zero;
- ``{value}``: the value alone;
- ``{sign|more|fewer}``: the first word if the value is above zero, else the second;
- ``{over 2|more|fewer}``: the first word if the value is above that number, else the second;
- ``//`` before other words for a value that reads 0: ``{abs|day|days} {sign|later|earlier}//on the same day``; and
  once more before those for one that reads 100: ``{value} % of the marks//no mark//every mark``.
"""

import re
from functools import lru_cache

from features.i18n.text import Language

KEPT_TEXTS = 16_384  # about 8 MB: what the lists of a few schools say, and most of what the others do

ZERO_WORDS = "//"

_PLACE = re.compile(r"\{(n|abs|least|value|sign|over \d+)(?:\|([^|}]*)\|([^|}]*))?\}")


@lru_cache(KEPT_TEXTS)
def say(text: str, value: float, language: Language) -> str:
    """Fill a text of the catalogue with a value.

    >>> say("{n|oră nemotivată|ore nemotivate} anul acesta", 23, "ro")
    '23 de ore nemotivate anul acesta'
    >>> say("{abs|hour|hours} {sign|more|fewer} than the class", -1.5, "en")
    '1.5 hours fewer than the class'
    >>> [say("cel puțin {least|oră|ore} {sign|mai mult|mai puțin}//la fel", hours, "ro") for hours in (1.7, -20, 0.9)]
    ['cel puțin o oră mai mult', 'cel puțin 20 de ore mai puțin', 'la fel']
    >>> [say("{n|an repetat|ani repetați}//{n|an repetat|} până acum", years, "ro") for years in (1, 0)]
    ['un an repetat', 'niciun an repetat până acum']
    >>> [say("{value} %, {over 2|many|few}//none//all", share, "en") for share in (3, 1, 0, 100)]
    ['3 %, many', '1 %, few', 'none', 'all']
    """
    text, *exact = text.split(ZERO_WORDS)
    shown = float(int(value)) if "{least|" in text else as_read(value)
    for of_value, words in zip((0, 100), exact, strict=False):
        if shown == of_value:
            text = words

    def fill(match: "re.Match[str]") -> str:
        what, first, second = match.groups()
        if what == "sign":
            return str(first if value > 0 else second)
        if what.startswith("over "):
            return str(first if value > float(what.removeprefix("over ")) else second)
        if what == "value":
            return number(value, language)
        number_of = {"n": value, "abs": abs(value), "least": float(int(abs(value)))}[what]
        return _with_noun(number_of, first, second, language)

    return _PLACE.sub(fill, text)


def says_none(text: str, value: float) -> bool:
    """Tell whether a text has words of its own for this value, one that reads 0."""
    return as_read(value) == 0 and ZERO_WORDS in text


def none_of(text: str, language: Language) -> str | None:
    """Return the word that stands for none of what a text counts; None where it counts nothing.

    >>> none_of("{n|oră|ore} nemotivate", "ro"), none_of("{n|an|ani}", "ro"), none_of("{value} %", "ro")
    ('niciuna', 'niciunul', None)
    """
    counts = next((match for match in _PLACE.finditer(text) if match[1] == "n"), None)
    if counts is None:
        return None
    if language == "en":
        return "none"
    return "niciuna" if _is_feminine(counts[2]) else "niciunul"


def _with_noun(value: float, one: str, many: str, language: Language) -> str:
    """Return a number with its noun as it is said within a sentence: none and one are words."""
    shown = as_read(value)
    if shown == 0:
        return f"no {many}" if language == "en" else f"{'nicio' if _is_feminine(one) else 'niciun'} {one}"
    if shown == 1 and language == "ro":
        return f"{'o' if _is_feminine(one) else 'un'} {one}"
    return counted(value, one, many, language)


def _is_feminine(one: str) -> bool:
    noun = one.split(" ")[0]
    return noun.endswith(("ă", "e")) or noun == "zi"


def counted(value: float, one: str, many: str, language: Language) -> str:
    """Return a number with its noun.

    >>> [counted(n, "oră", "ore", "ro") for n in (1, 2, 20, 101, 120)]
    ['1 oră', '2 ore', '20 de ore', '101 ore', '120 de ore']
    """
    shown = as_read(value)  # the noun goes with the number that is read
    if shown == 1:
        return f"1 {one}"
    of = "de " if language == "ro" and shown == round(shown) and not 0 < abs(shown) % 100 < 20 and shown != 0 else ""
    return f"{number(shown, language)} {of}{many}"


def number(value: float, language: Language) -> str:
    """Return a number as it is read, with the language's decimal sign.

    >>> number(7.25, "ro"), number(3.0, "en"), number(120.3, "en")
    ('7,2', '3', '120')
    """
    rounded = as_read(value)
    text = f"{rounded:.0f}" if rounded == round(rounded) else f"{rounded:.1f}"
    return in_language(text, language)


def decimal(value: float, language: Language, digits: int = 3, *, signed: bool = False) -> str:
    """Return a number with so many decimals, with its sign even above zero where that is asked for.

    >>> decimal(0.29365, "ro"), decimal(0.5, "en", 2), decimal(12.5, "ro", 1, signed=True), decimal(-0.0001, "en")
    ('0,294', '0.50', '+12,5', '0.000')
    """
    rounded = round(float(value), digits) + 0.0  # no minus before a zero
    text = f"{rounded:{'+' if signed else ''}.{digits}f}"
    return in_language(text, language)


def percent(share: float | None, language: Language, digits: int = 1) -> str:
    """Return a share as a percentage, a space before the sign in both languages; a dash where there is none.

    >>> percent(0.2345, "ro"), percent(0.2345, "en"), percent(0.05, "ro", 0), percent(None, "ro")
    ('23,4 %', '23.4 %', '5 %', '-')
    """
    if share is None:
        return "-"
    return f"{decimal(100 * share, language, digits)} %"


def capacity_words(capacity: float, language: Language) -> str:
    """Return the length of a list as it was chosen: a share without decimals that it has not, or a number of children.

    >>> capacity_words(0.05, "en"), capacity_words(0.125, "ro"), capacity_words(20, "ro")
    ('5 %', '12,5 %', '20 de copii')
    """
    if capacity >= 1:
        return counted(capacity, *(("copil", "copii") if language == "ro" else ("child", "children")), language)
    text = f"{100 * capacity:.3g} %"
    return in_language(text, language)


def in_language(text: str, language: Language) -> str:
    """Return a written number with the decimal sign of the language.

    >>> in_language("0.5", "ro"), in_language("0.5", "en")
    ('0,5', '0.5')
    """
    return text.replace(".", ",") if language == "ro" else text


def as_read(value: float) -> float:
    """Round a number to what a person reads: one decimal below 10, none above; halves to the even side.

    >>> as_read(9.96), as_read(-12.5), as_read(0.04)
    (10.0, -12.0, 0.0)
    """
    rounded = round(10 * value) / 10 if abs(value) < 10 else float(round(value))
    return rounded + 0.0  # no minus before a zero
