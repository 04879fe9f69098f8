"""A ranked list, or one explained child, for spreadsheet programs.

A cell that a spreadsheet would run as a formula is guarded (``features.files.spreadsheet_cells``).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from features.files.spreadsheet_cells import guarded
from features.i18n.numbers import decimal, in_language
from features.i18n.text import Language
from models.explain.told_reasons import ToldReason
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.next_steps import next_steps
from serving.output.text import NO_NAMES, REASONS_SHOWN, Names, invented_lines, lowering, raising, reason_text, word

BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that a file is UTF-8

_FIXED = {"rank": "rank", "pupil_id": "pupil", "school_id": "school", "class_label": "class", "score": "score"}
_TO_DO = ("next_step", "owner", "date")


def csv_text(ranked: RankedList, language: Language, names: Names = NO_NAMES) -> str:
    """Return one row per listed child, as a spreadsheet of that language reads it.

    In English the columns are commas apart under the JSON's own keys; in Romanian semicolons apart, under words, with
    decimal commas. The score is the probability itself, to the last bit. Where there are names, they come last. That
    children are invented is said beside what is predicted, in every row.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "ro" else ",", lineterminator="\n")
    heads = _headings() if language == "ro" else _keys()
    writer.writerow([*heads, *([word("name", "ro") if language == "ro" else "name"] if names else [])])
    predicts = " ".join((ranked.predicted.sentence(language), *invented_lines(ranked, language)))
    for pupil in ranked.pupils:
        name = [guarded(names.get(pupil.pupil_id, ""))] if names else []
        writer.writerow([*_row(pupil, language), predicts, *name])
    return text.getvalue()


def table_text(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], *, headings: Mapping[str, str], language: Language
) -> str:
    """Return rows as a spreadsheet of that language reads them.

    In English all ``columns`` under their names, for programs; in Romanian those with ``headings``, semicolons apart,
    with decimal commas and one decimal, after a byte order mark.
    """
    is_romanian = language == "ro"
    text = io.StringIO(BYTE_ORDER_MARK if is_romanian else "")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";" if is_romanian else ",", lineterminator="\n")
    keys = list(headings) if is_romanian else list(columns)
    writer.writerow([headings[key] if is_romanian else key for key in keys])
    writer.writerows([_table_cell(row.get(key), language) for key in keys] for row in rows)
    return text.getvalue()


def _table_cell(value: object, language: Language) -> object:
    if isinstance(value, str):
        return guarded(value)
    return decimal(value, language, 1) if isinstance(value, float) and language == "ro" else value


def _keys() -> list[str]:
    reasons = _reason_columns("reason_{}", "{}_can_change", "lowers")
    return [*_FIXED, *reasons, *_TO_DO, "predicts"]


def _headings() -> list[str]:
    change = f"{{}}: {word('can_change', 'ro')}"
    reasons = _reason_columns(f"{word('raises', 'ro')} {{}}", change, word("lowers", "ro"))
    fixed, to_do = ([word(name, "ro") for name in names] for names in (_FIXED.values(), _TO_DO))
    return [*fixed, *reasons, *to_do, word("predicts", "ro")]


def _reason_columns(raises: str, can_change: str, lowers: str) -> list[str]:
    names = [*(raises.format(place) for place in range(1, REASONS_SHOWN + 1)), lowers]
    return [column for name in names for column in (name, can_change.format(name))]


def _row(pupil: RankedPupil, language: Language) -> list[str]:
    ids = (pupil.pupil_id, pupil.school_id, pupil.class_label or "")
    found: list[ToldReason | None] = list(raising(pupil))
    shown = [*found, *[None] * (REASONS_SHOWN - len(found)), next(iter(lowering(pupil)), None)]
    reasons = [cell for reason in shown for cell in _reason_cells(reason, language)]
    score, to_do = in_language(repr(pupil.score), language), [*next_steps(pupil.told, language, most=1), "", ""]
    return [str(pupil.rank), *map(guarded, ids), score, *reasons, *to_do]


def _reason_cells(reason: ToldReason | None, language: Language) -> Iterator[str]:
    yield guarded(reason_text(reason, language)) if reason else ""
    yield word("yes" if reason.can_change else "no", language) if reason else ""
