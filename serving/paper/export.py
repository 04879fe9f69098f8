"""A ranked list, or one explained child, given to people and to other programs."""

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from features.errors import UsageError
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual, Language
from models.ranking.beside import Beside
from models.ranking.ranked_list import RankedList
from serving.output.explanation import ExplainedPupil, beside_lines, pupil_lines
from serving.output.json import beside_json, list_json, pupil_json
from serving.output.spreadsheet import BYTE_ORDER_MARK, csv_text
from serving.output.terminal import list_lines
from serving.output.text import NO_NAMES, Names
from serving.paper.child_sheet import child_sheet
from serving.paper.pages import child_page, list_page
from serving.paper.workbook import child_workbook, list_workbook

WORKBOOK_NEEDS_FILE = Bilingual(
    "A workbook cannot be shown on the screen; name a file with --out list.xlsx.",
    "Un registru de calcul nu poate fi afișat pe ecran; indicați un fișier cu --out lista.xlsx.",
)


def write_list(
    ranked: RankedList, file_format: str, out: Path | None, *, language: Language, names: Names = NO_NAMES
) -> None:
    """Write a list to a file, or to the screen where ``out`` is None.

    Parameters
    ----------
    file_format
        ``table``, ``csv``, ``json``, ``xlsx`` or ``html``.
    names
        Of the children, to stand beside their pseudonyms; JSON has none.

    Raises
    ------
    UsageError
        If a workbook is asked for without a file, or there is no such folder.
    MachineFault
        If there is no room, or no permission; a list that was there before stays.
    """
    if out is None and file_format == "xlsx":
        raise UsageError(WORKBOOK_NEEDS_FILE)
    if out is None:
        _give(_LISTS[file_format](ranked, language, names), out)
    else:
        _give(list_content(ranked, file_format, language, names), out)


def write_pupil(
    child: ExplainedPupil, file_format: str, out: Path | None, *, language: Language, every: bool = False,
    name: str = "",
) -> None:  # fmt: skip
    """Write one explained child like a list; ``file_format`` is ``table``, ``json``, ``xlsx`` or ``html``.

    A table has with ``every`` each theme and feature, in log-odds.
    """
    if file_format == "xlsx":
        if out is None:
            raise UsageError(WORKBOOK_NEEDS_FILE)
        _give(child_workbook(child_sheet(child, language, name), language), out)
    elif file_format == "html":
        _give(child_page(child_sheet(child, language, name), child.as_of, language), out)
    elif file_format == "json":
        _give(pupil_json(child.pupil) + "\n", out)
    else:
        _give("\n".join(pupil_lines(child, language, every=every, name=name)) + "\n", out)


def write_beside(
    found: Beside, file_format: str, out: Path | None, *, language: Language, as_of: dt.date, model_version: str,
    every: bool = False,
) -> None:  # fmt: skip
    """Write two children side by side; ``file_format`` is ``table`` or ``json``; a table has with ``every`` numbers."""
    lines = beside_lines(found, language, as_of=as_of, model_version=model_version, every=every)
    _give((beside_json(found) if file_format == "json" else "\n".join(lines)) + "\n", out)


def list_content(ranked: RankedList, file_format: str, language: Language, names: Names = NO_NAMES) -> bytes:
    """Return what the file of a list holds."""
    if file_format == "xlsx":
        return list_workbook(ranked, language, names)
    text = _LISTS[file_format](ranked, language, names)
    mark = BYTE_ORDER_MARK if file_format == "csv" and language == "ro" else ""
    return (mark + text).encode("utf-8")


def _give(content: str | bytes, out: Path | None) -> None:
    """Write to a file as a whole, or to the screen where ``out`` is None."""
    if out is not None:
        written = content.encode("utf-8") if isinstance(content, str) else content
        write_whole(out, lambda half: half.write_bytes(written))
    else:
        sys.stdout.write(str(content))
        sys.stdout.flush()  # here, where a full disk behind the screen is still told


_LISTS: Mapping[str, Callable[[RankedList, Language, Names], str]] = {
    "table": lambda ranked, language, names: "\n".join(list_lines(ranked, language, names)) + "\n",
    "json": lambda ranked, _language, _names: list_json(ranked) + "\n",
    "csv": csv_text,
    "html": list_page,
}
