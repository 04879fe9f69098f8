"""Names of children as EduAlert's files write them: without identity numbers, and each child's in one spelling."""

from dataclasses import replace

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.importers.identity_number_drop import bare_text
from features.importers.outside_tables import OutsideProblems
from features.importers.pseudonyms import folded_name
from features.reading.folder import RawTable


def with_bare_names(raw: RawTable, column: str, problems: OutsideProblems) -> RawTable:
    """Drop thirteen digits beside names, valid or not, and tell it; a number without a name stays, and is refused."""
    texts = raw.frame[column]
    bare = {text: bare_text(text) for text in texts.unique() if masked(text, "") != text}
    changed = {text: name for text, name in bare.items() if folded_name(name)}
    if not changed:
        return raw
    count = int(texts.isin(list(changed)).sum())
    english, romanian = counted(count, "cell", "cells", "en"), counted(count, "celulă", "celule", "ro")
    problems.dropped.append(
        Bilingual(
            f"{raw.file}, {column}: a national identity number (CNP) beside the name was dropped in {english}.",
            f"{raw.file}, {column}: am renunțat la CNP-ul de lângă nume în {romanian}.",
        )
    )
    return replace(raw, frame=raw.frame.assign(**{column: texts.replace(changed)}))


def one_spelling(names: pd.Series) -> pd.Series:
    """Return one spelling for each name, as it was written first with small letters, if ever it was.

    >>> one_spelling(pd.Series(["ŞERBAN ANA", "Șerban Ana"])).tolist()
    ['Șerban Ana', 'Șerban Ana']
    """
    folded = {name: folded_name(name) or name for name in names.unique()}
    chosen: dict[str, str] = {}
    for name in sorted(folded, key=str.isupper):
        chosen.setdefault(folded[name], name)
    return names.map({name: chosen[letters] for name, letters in folded.items()})
