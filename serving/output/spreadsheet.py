"""A ranked list as rows of a spreadsheet.

A cell that a spreadsheet would run as a formula is guarded (``features.files.spreadsheet_cells``).
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from features.files.spreadsheet_cells import guarded
from features.i18n.text import Language
from models.explain.reasons import Reason
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.text import REASONS_SHOWN, about_lines, lowering, not_scored_lines, raising, reason_text, word

CellValue = str | int | float


def csv_text(ranked: RankedList, language: Language) -> str:
    """Return one row per listed child under the JSON's own keys; the score is the probability itself."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_keys())
    writer.writerows(_row(pupil, language) for pupil in ranked.pupils)
    return text.getvalue()


def workbook(ranked: RankedList, language: Language) -> bytes:
    """Return the list as a workbook: the rows, what to know about them, and of whom nothing can be said yet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = word("list", language)
    sheet.append(_headings(language))
    for pupil in ranked.pupils:
        sheet.append(_row(pupil, language))
    _lay_out(sheet)
    about = book.create_sheet(word("about", language))
    cautions = [caution.text_ro if language == "ro" else caution.text_en for caution in ranked.shown_cautions]
    unsaid = map(guarded, not_scored_lines(ranked, language))
    for line in (*about_lines(ranked, language), *cautions, *unsaid, word("person_decides", language)):
        about.append([line])
    if ranked.not_scored:
        _add_not_scored(book.create_sheet(word("not_scored", language)), ranked, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_not_scored(sheet: Any, ranked: RankedList, language: Language) -> None:
    sheet.append([word("pupil", language), word("not_scored", language)])
    for child in ranked.not_scored:
        sheet.append([guarded(child.pupil_id), guarded(child.text(language))])


def _keys() -> list[str]:
    return ["rank", "pupil_id", "school_id", "class_label", "score", *_reason_columns("reason_{}", "{}_can_change")]


def _reason_columns(raises: str, can_change: str, lowers: str = "lowers") -> list[str]:
    names = [*(raises.format(place) for place in range(1, REASONS_SHOWN + 1)), lowers]
    return [column for name in names for column in (name, can_change.format(name))]


def _headings(language: Language) -> list[str]:
    fixed = [word(name, language) for name in ("rank", "pupil", "school", "class", "score")]
    change = f"{{}}: {word('can_change', language)}"
    return [*fixed, *_reason_columns(f"{word('raises', language)} {{}}", change, word("lowers", language))]


def _row(pupil: RankedPupil, language: Language) -> list[CellValue]:
    ids = (pupil.pupil_id, pupil.school_id, pupil.class_label or "")
    found: list[Reason | None] = list(raising(pupil))
    shown = [*found, *[None] * (REASONS_SHOWN - len(found)), next(iter(lowering(pupil)), None)]
    reasons = [cell for reason in shown for cell in _reason_cells(reason, language)]
    return [pupil.rank, *map(guarded, ids), pupil.score, *reasons]


def _reason_cells(reason: Reason | None, language: Language) -> Iterator[str]:
    yield guarded(reason_text(reason, language)) if reason else ""
    yield word("yes" if reason.can_change else "no", language) if reason else ""


def _lay_out(sheet: Any) -> None:
    """Make the sheet readable and printable: the header stays, the score is a percentage, long texts wrap."""
    from openpyxl.styles import Alignment, Font

    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for column in sheet.iter_cols():
        letter = column[0].column_letter
        sheet.column_dimensions[letter].width = 32 if len(str(column[-1].value or "")) > 16 else 12
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        column[0].font = Font(bold=True)
    for cell in sheet["E"][1:]:
        cell.number_format = "0.0%"
