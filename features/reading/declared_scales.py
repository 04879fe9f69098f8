"""Marking scales that records declare in ``prezent.toml``."""

import math
from collections.abc import Mapping
from typing import Any

from features.i18n.text import Bilingual
from features.reading.declaration_values import (
    TRUTH,
    entries,
    is_number,
    is_word,
    unknown_keys,
    value_problem,
    written,
)
from features.schema.problems import Problem
from features.schema.scales import SCALES, Scale, folded, scale_of

_ENDS = (("worst", "lowest"), ("pass",), ("best", "highest"))  # the keys of each mark; a scale may say either
_KEYS = frozenset({"worst", "lowest", "pass", "best", "highest", "words", "numbers", "not_taken", "beyond"})

_ORDER = Bilingual(
    "numbers or words of the scale with worst < pass <= best, or worst > pass >= best if the lowest mark is the best "
    "(lowest and highest may stand for worst and best)",
    "numere sau cuvinte ale scării cu worst < pass <= best, sau worst > pass >= best dacă nota cea mai mică este "
    "cea mai bună (lowest și highest pot sta în loc de worst și best)",
)
_ONE_KEY = Bilingual("only one of {keys}", "doar una dintre cheile {keys}")
_WORDS = Bilingual(
    'words with numbers from the worst to the best mark, such as {A = 95, "B+" = 88}',
    'cuvinte cu numere între cea mai slabă și cea mai bună notă, de pildă {A = 95, "B+" = 88}',
)
_NOT_TAKEN = Bilingual(
    'a list of words that are no marks, such as ["NP"]', 'o listă de cuvinte care nu sunt note, de pildă ["NP"]'
)
_BEYOND = Bilingual("a number past the best mark, or true", "un număr dincolo de cea mai bună notă sau true")


def parse_scales(content: Mapping[str, Any]) -> tuple[tuple[Scale, ...], list[Problem]]:
    """Read the ``[scales]`` of ``prezent.toml``: those declared first, then the built-in ones with other names.

    What a scale of a built-in name does not say is as in the built-in one. The marks of a scale whose declaration is
    wrong are not judged.
    """
    sections, problems = entries(content, "scales")
    given = content.get("scales")
    strays = [name for name in given if name not in sections] if isinstance(given, dict) else []
    declared = {name: Scale(name, 0, 0, 0, usable=False) for name in strays}
    for name, entry in sections.items():
        declared[name], found = _scale(name, entry)
        problems += found
    names = set(map(folded, declared))
    built_in = (scale for scale in SCALES if folded(scale.name) not in names)
    return (*declared.values(), *built_in), problems


def _scale(name: str, entry: Mapping[str, Any]) -> tuple[Scale, list[Problem]]:
    """Return a declared scale; one whose marks are not judged where anything of its declaration is wrong."""
    where, built_in = f"scales.{name}", scale_of(SCALES, name)
    problems = unknown_keys(entry, _KEYS, where) + _value_problems(where, entry) + _double_keys(where, entry)
    if problems:
        return Scale(name, 0, 0, 0, usable=False), problems
    words = _words(entry, built_in)
    ends = _ends(entry, words, built_in)
    beyond = entry.get("beyond", built_in.beyond if built_in else None)
    if ends is None:
        said = (f"{key} {written(entry[key])}" for keys in _ENDS for key in keys if key in entry)
        problems = [value_problem(where, ", ".join(said), _ORDER)]
        return Scale(name, 0, 0, 0, usable=False), problems
    worst, pass_mark, best = ends
    if beyond is True:
        beyond = math.inf if best > worst else -math.inf
    scale = Scale(
        name,
        worst,
        pass_mark,
        best,
        words,
        numbers=entry.get("numbers", bool(built_in and built_in.numbers and "words" not in entry)),
        not_taken=tuple(entry.get("not_taken", ())),
        beyond=float(beyond) if is_bound(beyond) else None,
    )
    problems = _contradictions(where, scale)
    return (Scale(name, 0, 0, 0, usable=False) if problems else scale), problems


def is_bound(value: object) -> bool:
    """Tell whether a value is a number, even one without end."""
    return is_number(value) or (isinstance(value, float) and math.isinf(value))


def _value_problems(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the values of the keys that are no marks."""
    words, not_taken, beyond = entry.get("words", {"-": 0}), entry.get("not_taken", []), entry.get("beyond", True)
    are_words = isinstance(words, dict) and words and all(map(is_word, words)) and all(map(is_number, words.values()))
    rules = [
        (are_words, "words", _WORDS),
        (isinstance(not_taken, list) and all(map(is_word, not_taken)), "not_taken", _NOT_TAKEN),
        (isinstance(entry.get("numbers", False), bool), "numbers", TRUTH),
        (isinstance(beyond, bool) or is_number(beyond), "beyond", _BEYOND),
    ]
    return [value_problem(f"{where}.{key}", entry[key], expected) for good, key, expected in rules if not good]


def _double_keys(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return the marks that are said by both of their keys, not alike."""
    return [
        value_problem(
            where,
            ", ".join(f"{key} {written(entry[key])}" for key in keys),
            Bilingual(*(text.format(keys=", ".join(keys)) for text in (_ONE_KEY.en, _ONE_KEY.ro))),
        )
        for keys in _ENDS
        if len({written(entry[key]) for key in keys if key in entry}) > 1
    ]


def _words(entry: Mapping[str, Any], built_in: Scale | None) -> tuple[tuple[str, float], ...]:
    """Return the words of a scale: declared, else those of the marks themselves in their order, else built in."""
    if "words" in entry:
        return tuple((word.strip(), float(number)) for word, number in entry["words"].items())
    said = [entry[key] for keys in _ENDS for key in keys if isinstance(entry.get(key), str)]
    if built_in is not None and all(built_in.number_of(word) is not None for word in said):
        return built_in.words
    return tuple((word, float(place)) for place, word in enumerate(dict.fromkeys(word.strip() for word in said)))


def _ends(entry: Mapping[str, Any], words: tuple[tuple[str, float], ...], built_in: Scale | None) -> list[float] | None:
    """Return worst, pass and best as numbers in a right order; None where there is none."""
    of_words = Scale("", 0, 0, 0, words)
    marks = [next((_number(entry[key], of_words) for key in keys if key in entry), None) for keys in _ENDS]
    said = [any(key in entry for key in keys) for keys in _ENDS]
    if any(given and mark is None for given, mark in zip(said, marks, strict=True)):
        return None
    if "words" in entry:
        marks = _with_ends_of_words(marks, [number for _, number in words])
    elif built_in is not None:
        own = (built_in.worst, built_in.pass_mark, built_in.best)
        marks = [known if mark is None else mark for mark, known in zip(marks, own, strict=True)]
    if any(mark is None for mark in marks):
        return None
    worst, pass_mark, best = (float(mark) for mark in marks if mark is not None)
    return [worst, pass_mark, best] if worst < pass_mark <= best or worst > pass_mark >= best else None


def _with_ends_of_words(marks: list[float | None], numbers: list[float]) -> list[float | None]:
    """Fill in a worst or best mark that is not said: the other end of the words, the highest one being the best."""
    worst, pass_mark, best = marks
    low, high = min(numbers), max(numbers)
    if best is None:
        best = low if worst is not None and worst == high else high
    if worst is None:
        worst = high if best == low else low
    return [worst, pass_mark, best]


def _number(mark: object, words: Scale) -> float | None:
    if is_number(mark):
        return float(mark)
    return words.number_of(mark) if isinstance(mark, str) else None


def _contradictions(where: str, scale: Scale) -> list[Problem]:
    """Return what of a scale's words and bounds does not go together."""
    problems = []
    past = scale.beyond
    if past is not None and not (past > scale.best > scale.worst or past < scale.best < scale.worst):
        problems.append(value_problem(f"{where}.beyond", f"{past:g}", _BEYOND))
    outside = [word for word, number in scale.words if not scale.low <= number <= scale.high]
    if outside:
        problems.append(value_problem(f"{where}.words", ", ".join(outside), _WORDS))
    marks = [word for word in scale.not_taken if scale.number_of(word) is not None]
    if marks:
        problems.append(value_problem(f"{where}.not_taken", ", ".join(marks), _NOT_TAKEN))
    return problems
