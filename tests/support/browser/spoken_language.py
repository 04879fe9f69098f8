"""Which words of a page are of the other language? Those of the catalogue, and sentences that are in none."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tests.support.message_catalogue import PAGES, entries

# Words that sentences of one language have and the other has not.
_FUNCTION_WORDS = {
    "ro": r"the|and|with|your|this|that|from|not|of|is|was|were|by|for|which|who|what|has|have|child|children",
    "en": r"și|să|sau|nu|pentru|este|sunt|din|acest|această|elevul|copilul|copii|școala|după|până|mai",
}
_OF_BOTH = {"Note", "note"}  # marks in Romanian
_SCHOOL = re.compile(r"Școala Gimnazială [\w ]+")  # a name, whatever the language
_FILLED_IN = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[^>]+>|&lt;|&gt;")


def foreign_words(texts: Iterable[str], language: str) -> list[str]:
    """Return which texts of a page in ``language`` are of the other one.

    >>> foreign_words(["Sign out", "Ieșire", "The list is empty", "12"], "ro")
    ['Sign out', 'The list is empty']
    >>> foreign_words(["Ieșire", "Sign out", "Nu este nimic"], "en")
    ['Ieșire', 'Nu este nimic']
    """
    words = re.compile(rf"\b({_FUNCTION_WORDS[language]})\b", re.IGNORECASE)
    whole = _whole_sentences(language)
    said = {text: _SCHOOL.sub("", text) for text in texts}
    return [text for text, left in said.items() if words.search(left) or whole.fullmatch(left)]


@cache
def _whole_sentences(language: str) -> re.Pattern[str]:
    """Return what fits a sentence of the other language, with whatever is filled in."""
    catalogue = entries(PAGES.read_text(encoding="utf-8"))
    pairs = {pair for sentence, said in catalogue.items() if sentence for pair in _pairs(sentence, said)}
    if language == "en":
        pairs = {(other, one) for one, other in pairs}
    ours = _OF_BOTH | {other for _, other in pairs}
    foreign = {one for one, other in pairs if one != other and one not in ours and _letters(one) > 1}
    return re.compile("|".join(_FILLED_IN.sub("\0", each) for each in sorted(map(_escaped, foreign))))


def _pairs(sentence: str, said: str) -> Iterator[tuple[str, str]]:
    english = sentence.rpartition("\x04")[2].split("\0")
    for number, romanian in enumerate(said.split("\0")):
        one = english[min(number, len(english) - 1)]
        yield (" ".join(one.split()), " ".join(romanian.split()))
        parts = [_TAG.split(each) for each in (one, romanian)]
        if len(parts[0]) == len(parts[1]) > 1:
            yield from ((" ".join(a.split()), " ".join(b.split())) for a, b in zip(*parts, strict=True))


def _escaped(text: str) -> str:
    return ".+?".join(re.escape(part) for part in _FILLED_IN.split(text))


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in _FILLED_IN.sub("", text))
