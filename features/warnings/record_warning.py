"""A warning about records: rows that are allowed but odd, told in both languages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from features.arrays import Positions, Texts
from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.identity_numbers import redact
from features.records.row_files import RowFile, rows_by_file
from features.schema.problems import said_rows
from features.warnings.sentences import WARNINGS

_MORE_FILES = Bilingual("more in {files}", "altele în {files}")


@dataclass(frozen=True, eq=False)
class RecordWarning:
    """Rows of one table that are odd in one way.

    Parameters
    ----------
    code
        In which way; a key of ``WARNINGS``.
    table
        The name of the table.
    positions
        The places of the rows in the table, in order. Where a whole class is odd, those of the children's enrolments.
    pupil_ids
        Whose row each is.
    files
        The files the table was read from; without any the rows are not named.
    values
        What further placeholders of the sentence stand for.
    """

    code: str
    table: str
    positions: Positions
    pupil_ids: Texts
    files: tuple[RowFile, ...] = ()
    values: Mapping[str, str | Bilingual] = field(default_factory=dict)

    @cached_property
    def pupils(self) -> frozenset[str]:
        """The children whose rows these are."""
        return frozenset(self.pupil_ids.tolist())

    def of_pupils(self, pupil_ids: Collection[str]) -> "RecordWarning | None":
        """Return the same warning about the rows of some children only; None if it does not touch them."""
        if self.pupils.isdisjoint(pupil_ids):
            return None
        theirs = np.isin(self.pupil_ids, list(pupil_ids))
        return replace(self, positions=self.positions[theirs], pupil_ids=self.pupil_ids[theirs])

    def sentence(self, language: Language) -> str:
        """Return the sentence shown to people: where, what, of how many rows and children, and what to do."""
        what, advice = WARNINGS[self.code]
        values = {
            name: value if isinstance(value, str) else value.said(language) for name, value in self.values.items()
        }
        text = f"{self._place(language)}: {what.said(language)} ({self._counts(language)}); {advice.said(language)}."
        return redact(text.format_map(values), language)

    def _place(self, language: Language) -> str:
        """Say the first file and its first rows, and in how many files there are more."""
        by_file = rows_by_file(self.files, self.positions)
        if not by_file:
            return self.table
        first, places = by_file[0]
        words = f"{first.file}, {said_rows(first.rows(places), language)}"
        if len(by_file) == 1:
            return words
        one, many = ("fișier", "fișiere") if language == "ro" else ("file", "files")
        return f"{words}, {_MORE_FILES.said(language).format(files=counted(len(by_file) - 1, one, many, language))}"

    def _counts(self, language: Language) -> str:
        rows, children = (
            (("rând", "rânduri"), ("copil", "copii")) if language == "ro" else (("row", "rows"), ("child", "children"))
        )
        counts = [_exactly(len(self.positions), rows, language)]
        if self.pupils:  # rows of schools and terms are of nobody
            counts.append(_exactly(len(self.pupils), children, language))
        return ", ".join(counts)


def _exactly(count: int, noun: tuple[str, str], language: Language) -> str:
    return counted(count, *noun, language)
