"""The scale of marks in a file that does not say it: declared once, or plain by the marks and the counties."""

from dataclasses import replace

import numpy as np
import pandas as pd

from features.arrays import Codes
from features.cells.cell_parsers import text_of
from features.i18n.text import Bilingual
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem
from features.schema.scales import Scale, scale_of
from features.validation.other_tables import OtherTables

_NUMBERS, _WORDS = "1-10", "FB-I"  # of Romania
_DECLARED = Bilingual("scale {scale}, as prezent.toml declares", "scale (scara) {scale}, cum declară prezent.toml")
_BY_WORDS = Bilingual(
    "scale FB-I, since all marks are its words", "scale (scara) FB-I, fiindcă toate sunt calificative"
)
_BY_COUNTY = Bilingual(
    "scale 1-10 for numbers and FB-I for words, since the counties are Romania's",
    "scale (scara) 1-10 pentru numere și FB-I pentru calificative, fiindcă județele sunt din România",
)


def with_scale(raw: RawTable, declared: Declarations, others: OtherTables) -> tuple[RawTable, list[Problem]]:
    """Return a table of marks with the scale that its file does not say; any other table as it is.

    The scale is the declared ``default_scale``, beside 1-10 FB-I for its words; else FB-I where all marks are its
    words; else, where all counties are Romania's, 1-10 for numbers and FB-I for words. Where none of it holds, the
    problem says how to declare it.
    """
    if not leaves_scale_open(raw):
        return raw, []
    codes, distinct = pd.factorize(raw.frame["mark"])
    texts = [text_of(cell) for cell in distinct]
    words = scale_of(declared.scales, _WORDS)
    are_words = [_is_word(text, words) for text in texts]
    if declared.default_scale:
        scale = declared.default_scale
        of_words = _WORDS if scale == _NUMBERS else scale
        return _filled(raw, codes, [of_words if each else scale for each in are_words], _said(_DECLARED, scale)), []
    numbers = [text for text, is_word in zip(texts, are_words, strict=True) if text and not is_word]
    if not numbers and set(texts) - {"", "B"}:  # B alone may be of another country's letters
        return _filled(raw, codes, [_WORDS] * len(texts), _BY_WORDS), []
    if others.romanian:
        return _filled(raw, codes, [_WORDS if each else _NUMBERS for each in are_words], _BY_COUNTY), []
    return raw, [Problem("missing_scale", raw.file, (1,))]


def leaves_scale_open(raw: RawTable) -> bool:
    """Tell whether these are marks without a column that says their scale."""
    return raw.table.name == "grades" and "mark" in raw.frame and "scale" not in raw.frame


def _is_word(text: str, scale: Scale | None) -> bool:
    return scale is not None and scale.number_of(text) is not None


def _said(words: Bilingual, scale: str) -> Bilingual:
    return Bilingual(words.en.format(scale=scale), words.ro.format(scale=scale))


def _filled(raw: RawTable, codes: Codes, scales: list[str], note: Bilingual) -> RawTable:
    """Return the table with the scale of each distinct mark; an empty mark has that of the first."""
    names = list(dict.fromkeys(scales)) or [_NUMBERS]
    places = np.array([*map(names.index, scales), 0], np.int8)[codes]
    scale = pd.Categorical.from_codes(places, pd.Index(names, dtype=object))
    return replace(raw, frame=raw.frame.assign(scale=scale), notes=(*raw.notes, note))
