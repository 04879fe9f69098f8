"""A ranked list, or one explained child, given to people and to other programs."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from features.errors import UsageError
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual, Language
from models.ranking.ranked_list import RankedList
from serving.output.html import html_page
from serving.output.json import list_json, pupil_json
from serving.output.spreadsheet import csv_text, workbook
from serving.output.terminal import list_lines

_WORKBOOK_NEEDS_FILE = Bilingual(
    "A workbook cannot be shown on the screen; name a file with --out list.xlsx.",
    "Un registru de calcul nu poate fi afișat pe ecran; indicați un fișier cu --out list.xlsx.",
)

__all__ = ["list_json", "pupil_json", "write_list"]


def write_list(ranked: RankedList, file_format: str, out: Path | None, *, language: Language) -> None:
    """Write a list to a file, or to the screen where ``out`` is None.

    Parameters
    ----------
    file_format
        ``table``, ``csv``, ``json``, ``xlsx`` or ``html``.

    Raises
    ------
    UsageError
        If a workbook is asked for without a file, or there is no such folder.
    MachineFault
        If there is no room, or no permission; a list that was there before stays.
    """
    if file_format == "xlsx" and out is None:
        raise UsageError(_WORKBOOK_NEEDS_FILE)
    if out is None:
        sys.stdout.write(_TEXTS[file_format](ranked, language))
        sys.stdout.flush()  # here, where a full disk behind the screen is still told
        return
    content = (
        workbook(ranked, language) if file_format == "xlsx" else _TEXTS[file_format](ranked, language).encode("utf-8")
    )
    write_whole(out, lambda half: half.write_bytes(content))


_TEXTS: Mapping[str, Callable[[RankedList, Language], str]] = {
    "table": lambda ranked, language: "\n".join(list_lines(ranked, language)) + "\n",
    "json": lambda ranked, _: list_json(ranked) + "\n",
    "csv": csv_text,
    "html": html_page,
}
