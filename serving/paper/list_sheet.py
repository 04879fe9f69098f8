"""A ranked list laid out for the hand: what stands above it, its columns, its rows, and what stands below.

One layout for the page, the workbook and whatever else is printed; a cell is a few lines of text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from features.i18n.text import Language
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.output.next_steps import next_steps
from serving.output.text import (
    NO_NAMES,
    Names,
    about_lines,
    lowering,
    not_scored_lines,
    raising,
    reason_text,
    school_title,
    shared_lines,
    word,
)  # fmt: skip

Cell = tuple[str, ...]  # its lines

# How wide a column is, in letters; together as many as fit on A4 on its side.
_NAME_WIDTH = 22
WIDTHS = {
    "rank": 6,
    "name": 0,
    "pupil": 15,
    "school": 14,
    "class": 9,
    "reasons": 56,
    "next_step": 30,
    "owner": 18,
    "date": 13,
}


class SheetColumn(NamedTuple):
    """A column: its key, what stands at its head, and its width in letters."""

    key: str
    heading: str
    width: int


@dataclass(frozen=True)
class ListSheet:
    """A list to print: ``above`` the table, ``notes`` that stand out there, the rows, and what stands ``below``."""

    title: str
    above: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    below: tuple[str, ...]

    @property
    def width(self) -> int:
        """The width of all columns, in letters."""
        return sum(column.width for column in self.columns)


def list_sheet(ranked: RankedList, language: Language, names: Names = NO_NAMES) -> ListSheet:
    """Lay out a list; the school is a column only where the children may be of several, the name where it is known."""
    left_out = {*(["school"] if ranked.school else []), *([] if names else ["name"])}
    widths = _with_names(WIDTHS) if names else WIDTHS
    keys = [key for key in WIDTHS if key not in left_out]
    school = f": {school_title(ranked.school, language)}" if ranked.school else ""
    return ListSheet(
        title=word("title", language) + school,
        above=(*about_lines(ranked, language), *shared_lines(ranked.shared, language)),
        notes=tuple(caution.text_ro if language == "ro" else caution.text_en for caution in ranked.shown_cautions),
        columns=tuple(SheetColumn(key, word(key, language), widths[key]) for key in keys),
        rows=tuple(tuple(_row(pupil, keys, language, names)) for pupil in ranked.pupils),
        below=(*not_scored_lines(ranked, language), word("person_decides", language)),
    )


def reason_lines(pupil: RankedPupil, language: Language) -> Cell:
    """Return a child's strongest reasons, under a heading what raises the risk, and then what lowers it."""
    raises, lowers = (word(name, language) for name in ("raises", "lowers"))
    told = [reason_text(each, language) for each in raising(pupil)]
    against = (f"{lowers}: {reason_text(each, language)}" for each in lowering(pupil))
    return (*([f"{raises}:"] if told else []), *told, *against)


def is_heading(line: str) -> bool:
    """Tell whether a line of a cell heads those that follow it."""
    return line.endswith(":")


def _with_names(widths: Mapping[str, int]) -> dict[str, int]:
    """Make room for names, from the reasons, so that the list fits the same paper."""
    return {**widths, "name": _NAME_WIDTH, "reasons": widths["reasons"] - _NAME_WIDTH}


def _row(pupil: RankedPupil, keys: Sequence[str], language: Language, names: Names) -> Iterator[Cell]:
    cells = {
        "rank": (str(pupil.rank),),
        "name": (names.get(pupil.pupil_id, ""),),
        "pupil": (pupil.pupil_id,),
        "school": (pupil.school_id,),
        "class": (pupil.class_label or "",),
        "reasons": reason_lines(pupil, language),
        "next_step": tuple(next_steps(pupil.told, language, most=1)),
    }
    yield from (cells.get(key, ()) for key in keys)
