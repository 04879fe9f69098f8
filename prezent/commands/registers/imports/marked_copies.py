"""Copies of workbooks with the wrong cells coloured, beside where the records were to go."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from features.cells.visible_letters import whole_letters
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual, Language
from features.identity_numbers import masked
from features.schema.problems import Problem
from features.store.database.url import StoreUrl
from prezent.bilingual_commands import echo
from prezent.option_types import Place

_SUFFIX = Bilingual(".problems.xlsx", ".probleme.xlsx")


def is_marked_copy(path: Path) -> bool:
    """Tell whether a file is called as the copies are, in either language."""
    is_lock = path.name.startswith("~$")  # that of a spreadsheet program in which the copy is open
    return path.name.endswith((_SUFFIX.en, _SUFFIX.ro)) and not is_lock and path.is_file()


def write_marked_copies(files: Sequence[Path], problems: Sequence[Problem], out: Place, language: Language) -> None:
    """Write a copy of each file that has wrong cells, named after it; say where it is."""
    from serving.paper.marked_workbook import BadCell, marked_workbook

    for path in files:
        bad = [
            BadCell(*_place(cell), problem.sentence(language))
            for problem in problems
            if problem.file == masked(whole_letters(path.name))
            for cell in problem.cells
        ]
        if not bad:
            continue
        content = marked_workbook(path, _cells(path), bad)
        place = out.file if isinstance(out, StoreUrl) else out
        folder = place.absolute().parent if place else path.parent
        copy = (folder if folder.is_dir() else path.parent) / f"{masked(path.stem)}{_SUFFIX.said(language)}"
        write_whole(copy, lambda half, content=content: half.write_bytes(content))  # type: ignore[misc]
        echo(Bilingual(f"Wrong cells are coloured in {copy}.", f"Celulele greșite sunt colorate în {copy}."), err=True)


def _place(cell: str) -> tuple[str, str]:
    """Return the sheet and the cell of a place such as Absențe!D14."""
    sheet, _, place = cell.rpartition("!")
    return sheet.strip("'"), place


def _cells(path: Path) -> Mapping[str, Sequence[Sequence[object]]]:
    """Return the cells of a file that is no XLSX, as the import read them."""
    if path.suffix.lower() == ".xlsx":
        return {}
    from features.importers.spreadsheets.files.workbooks import read_workbook

    workbook, _problems = read_workbook(path)
    return {sheet.name: sheet.rows for sheet in workbook.sheets}
