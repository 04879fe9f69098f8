"""A list as a file for a spreadsheet: names where they may be seen, the number only where it was asked for."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from features.i18n.text import Language
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.spreadsheet import BYTE_ORDER_MARK
from serving.paper.export import list_content
from serving.web.lists.rows import Row

FORMATS = {
    "csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_SCORE = 4  # the column of the number in a CSV


def list_file(ranked: RankedList, rows: Sequence[Row], file_format: str, language: Language) -> bytes:
    """Return the file with the children of some rows, in their order; in a CSV, the number of those who have one."""
    listed = {pupil.pupil_id: pupil for pupil in ranked.pupils}
    pupils = tuple(_named(listed[row.child.pupil_id], row.name) for row in rows)
    content = list_content(replace(ranked, pupils=pupils), file_format, language)
    return content if file_format != "csv" else _with_scores_of(content, [bool(row.score) for row in rows], language)


def _named(pupil: RankedPupil, name: str) -> RankedPupil:
    return replace(pupil, pupil_id=name)


def _with_scores_of(content: bytes, has_score: Iterable[bool], language: Language) -> bytes:
    text, mark = content.decode("utf-8"), ""
    if text.startswith(BYTE_ORDER_MARK):
        text, mark = text.removeprefix(BYTE_ORDER_MARK), BYTE_ORDER_MARK
    delimiter = ";" if language == "ro" else ","
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    for row, shown in zip(rows, has_score, strict=True):
        row[_SCORE] = row[_SCORE] if shown else ""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    return (mark + out.getvalue()).encode("utf-8")
